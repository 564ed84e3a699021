"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Run = void 0;
const dashboard_1 = require("./dashboard");
const decisions_1 = require("./decisions");
const looks_1 = require("./looks");
const operations_1 = require("./operations");
const reason_1 = require("./reason");
const request_1 = require("./request");
const service_1 = require("./service");
/** The time between two looks within one call. */
const LOOK_INTERVAL_MILLIS = 10_000;
/** Tasks that run are seen twice; a dashboard that cannot be read may be readable a little later. */
const GOOD_LOOKS = 2;
const UNKNOWN_LOOKS = 3;
/** Messages reach the log group some seconds after the job has failed. */
const LOG_LOOKS = 4;
/** The clocks of the service and of this function need not agree. */
const CLOCK_SKEW_MILLIS = 60_000;
const DELETE_MILLIS = 45 * 60_000;
const APPLICATION_NAME = /^[a-zA-Z0-9_.-]{1,128}$/;
const LOOK_AT_THE_LOGS = 'Correct the job or its configuration and deploy again';
const HEADLINES = {
    'gone': 'the application does not exist or is being deleted',
    'stopped': 'the job did not start: the application is READY again',
    'rolled-back': 'the service or an operator rolled back the application, so it does not run the code and '
        + 'configuration in the template',
    'other-code': 'the application does not match the template',
    'not-restored': 'the job was already running, so it was not started from the requested state',
};
const REMEDIES = {
    'gone': 'Deploy the stack again after the application has been created',
    'stopped': LOOK_AT_THE_LOGS,
    'rolled-back': 'Correct the job and deploy a change of its code or configuration',
    'other-code': LOOK_AT_THE_LOGS,
    'not-restored': 'Deploy again with a new value of once, after a deployment with RestoreFrom.latestSnapshot()',
};
/** Brings a job to RUNNING when its stack is deployed, and stops it before its application is deleted. */
class Run {
    context;
    constructor(context) {
        this.context = context;
    }
    async accept(request) {
        const { applicationName, timeoutMillis } = (0, request_1.readProperties)(request.ResourceProperties);
        const deletes = request.RequestType === 'Delete';
        const name = deletes ? request.PhysicalResourceId ?? '' : applicationName;
        const now = this.context.clock.now();
        return {
            PhysicalResourceId: name,
            Lifecycle: {
                Began: now,
                Deadline: now + (deletes ? DELETE_MILLIS : timeoutMillis),
                Mark: await (0, looks_1.currentMark)(this.context, request, async () => name),
                Rollback: await (0, looks_1.tryIsRollingBack)(this.context, request.StackId),
                Replaces: (0, looks_1.replacedBy)(name, request),
            },
        };
    }
    async look(request) {
        if (request.RequestType === 'Delete') {
            return (0, looks_1.answerTo)(this.late(request, await (0, looks_1.looked)(() => this.stopped(request), 'Stop the application and delete the stack again')), this.context);
        }
        const state = new RunState(this.context, request);
        const found = await (0, looks_1.looked)(() => this.running(state), LOOK_AT_THE_LOGS);
        const outcome = await state.explained(this.late(request, found));
        if (outcome.is === 'failed' && (0, looks_1.progressOf)(request).Rollback === true) {
            return (0, looks_1.answerTo)((0, looks_1.done)(`The stack was rolled back; ${(0, reason_1.reasonText)(outcome.reason)}`), this.context);
        }
        if (outcome.is === 'failed' && request.RequestType === 'Create')
            await this.abandon(state);
        return (0, looks_1.answerTo)(outcome, this.context);
    }
    /** A new application has no snapshots: its job would start empty. */
    lostState({ request, name, asksForState: asks, properties: { restore } }) {
        const { Replaces, Rollback } = (0, looks_1.progressOf)(request);
        if (Replaces === undefined || Rollback === true || (asks && restore.type !== 'LATEST'))
            return undefined;
        return (0, looks_1.failed)({
            headline: `the application ${Replaces} is replaced by ${name}, which has no snapshots, so its job would start `
                + 'without the state of the old one',
            remedy: 'Write restore: RestoreFrom.snapshot(arn) with a new snapshot of enhanced mode, or '
                + 'RestoreFrom.nothing({ once }) to drop the state',
        });
    }
    late(request, outcome) {
        const { Began, Deadline } = (0, looks_1.progressOf)(request);
        if (outcome.is !== 'waiting' || this.context.clock.now() < Deadline)
            return outcome;
        const wanted = request.RequestType === 'Delete' ? 'the job has not stopped' : 'the job is not running';
        return (0, looks_1.failed)({
            headline: `${wanted} after ${(0, looks_1.minutes)(Deadline - Began)}: ${outcome.why}`,
            cause: outcome.exception === undefined ? undefined : (0, reason_1.causeOf)(outcome.exception),
            remedy: LOOK_AT_THE_LOGS,
        });
    }
    async running(state) {
        const lost = this.lostState(state);
        if (lost !== undefined)
            return lost;
        await state.read();
        const step = (0, decisions_1.converge)({
            application: state.application,
            operations: state.operations,
            expected: state.properties,
            asksForState: state.asksForState,
        });
        switch (step.step) {
            case 'wait': return (0, looks_1.waiting)(`the application is ${state.application?.ApplicationStatus}`);
            case 'start': return this.start(state);
            case 'verify': return this.verified(state);
            case 'fail': return state.failure(step.failure, step.detail);
        }
    }
    async start(state) {
        const { service, log } = this.context;
        // an update that was cancelled is rolled back while its request still waits
        const asks = state.asksForState && !await (0, looks_1.isRollingBack)(service, state.request.StackId);
        const configuration = (0, decisions_1.runConfiguration)(asks ? state.properties.restore : undefined);
        log({ start: state.name, configuration });
        try {
            await service.start(state.name, configuration);
        }
        catch (error) {
            if (!(0, service_1.isBusy)(error)) {
                if ((0, service_1.isTransient)(error))
                    throw error;
                return (0, looks_1.failed)({
                    headline: `the service refused to start the job (${(0, service_1.errorText)(error)})`, remedy: LOOK_AT_THE_LOGS,
                });
            }
        }
        return (0, looks_1.waiting)('the job is starting');
    }
    /** The service calls a job RUNNING that restarts over and over; its tasks tell. */
    async verified(state) {
        const { service, clock } = this.context;
        if (!state.properties.verifyTasks)
            return (0, looks_1.done)(state.report());
        const looks = { running: 0, unknown: 0 };
        for (;;) {
            const report = await (0, dashboard_1.lookAtTasks)(service, state.name);
            if (report.tasks === 'not-running')
                return (0, looks_1.waiting)(report.detail, report.exception);
            looks[report.tasks] += 1;
            if (looks.running === GOOD_LOOKS)
                return (0, looks_1.done)(`${state.report()} All of its tasks are running.`);
            if (report.tasks === 'unknown' && looks.unknown === UNKNOWN_LOOKS) {
                return (0, looks_1.done)(`${state.report()} The status of its tasks is unknown: ${report.detail}.`);
            }
            await clock.sleep(LOOK_INTERVAL_MILLIS);
        }
    }
    /** A job that this request started is stopped, so that the application can be deleted and costs nothing. */
    async abandon(state) {
        const { service, log } = this.context;
        if (!state.wasStarted || state.isStopped)
            return;
        try {
            await service.stop(state.name, true);
        }
        catch (error) {
            log({ stop: state.name, error: (0, service_1.errorText)(error) });
        }
    }
    async stopped(request) {
        const { service, clock } = this.context;
        const properties = (0, request_1.readProperties)(request.ResourceProperties);
        const name = request.PhysicalResourceId ?? '';
        if ((0, looks_1.isRetained)(request, properties))
            return (0, looks_1.done)('The application is retained.');
        if (!APPLICATION_NAME.test(name))
            return (0, looks_1.done)('There is no application.');
        const application = await service.describe(name);
        if (application === undefined)
            return (0, looks_1.done)('The application does not exist.');
        const { [request_1.STACK_TAG]: owner } = await service.tags(application.ApplicationARN);
        if (owner !== request.StackId) {
            return (0, looks_1.done)('This stack no longer manages the job, so the job was not stopped.');
        }
        const { Began, Mark } = (0, looks_1.progressOf)(request);
        const operations = (0, operations_1.since)(await service.operations(name), Mark);
        const { ApplicationStatus: status } = application;
        const found = { status, onDelete: properties.onDelete, operations, began: Began, now: clock.now() };
        const step = (0, decisions_1.stopForDelete)(found);
        if (step === 'done')
            return (0, looks_1.done)('The job is stopped.');
        if (step === 'stop')
            await this.stopGracefully(name, found.now - Began > decisions_1.GRACEFUL_STOP_MILLIS);
        if (step === 'force')
            await this.forceStop(name);
        return (0, looks_1.waiting)(`the application is ${status}`);
    }
    /** @param isLate whether the service has refused the stop, or the application was busy, for long enough */
    async stopGracefully(name, isLate) {
        const { service, log } = this.context;
        log({ stop: name });
        try {
            await service.stop(name, false);
        }
        catch (error) {
            const isRefused = (0, service_1.errorName)(error) === 'InvalidApplicationConfigurationException' || ((0, service_1.isBusy)(error) && isLate);
            if (isRefused)
                return this.forceStop(name);
            if (!(0, service_1.isBusy)(error))
                throw error;
        }
    }
    async forceStop(name) {
        const { service, log } = this.context;
        log({ stop: name, force: true });
        try {
            await service.stop(name, true);
        }
        catch (error) {
            if (!(0, service_1.isBusy)(error))
                throw error;
        }
    }
}
exports.Run = Run;
/** What one look at the application of a request found. */
class RunState {
    context;
    request;
    properties;
    name;
    application;
    /** The operations since the request began, newest first. */
    operations = [];
    all = [];
    constructor(context, request) {
        this.context = context;
        this.request = request;
        this.properties = (0, request_1.readProperties)(request.ResourceProperties);
        this.name = this.properties.applicationName;
    }
    get asksForState() {
        return (0, looks_1.progressOf)(this.request).Rollback !== true && (0, request_1.asksForState)(this.request);
    }
    get wasStarted() {
        return this.operations.some(operations_1.isStart);
    }
    get isStopped() {
        return this.application === undefined || (0, decisions_1.isStopped)(this.application.ApplicationStatus);
    }
    async read() {
        const { service } = this.context;
        this.application = await service.describe(this.name);
        if (this.application === undefined)
            return;
        this.all = (0, operations_1.newestFirst)(await service.operations(this.name));
        this.operations = (0, operations_1.since)(this.all, (0, looks_1.progressOf)(this.request).Mark);
    }
    report() {
        if (!this.wasStarted)
            return 'The job is running.';
        if (this.asksForState)
            return 'The job was started from the requested state and is running.';
        return this.request.RequestType === 'Update'
            ? 'The job had been stopped. It was started from its latest snapshot and is running.'
            : 'The job was started and is running.';
    }
    failure(kind, detail) {
        const stoppedBySomebody = kind === 'stopped' && this.operations.slice(0, 1).some(operations_1.isStop);
        const headline = stoppedBySomebody
            ? 'the job was stopped by somebody after the deployment had started it'
            : HEADLINES[kind];
        return (0, looks_1.failed)({ headline: detail === undefined ? headline : `${headline}: ${detail}`, remedy: REMEDIES[kind] });
    }
    /** Adds what the service and the messages of the job say about a failure. */
    async explained(outcome) {
        if (outcome.is !== 'failed' || this.application === undefined)
            return outcome;
        const { logGroupName } = this.properties;
        const { reason } = outcome;
        const service = await this.operationFailure();
        const cause = await this.loggedCause(this.application) ?? reason.cause;
        return (0, looks_1.failed)({ ...reason, service, cause, logGroupName });
    }
    async operationFailure() {
        const operation = this.all.find(operations_1.hasFailed);
        const isRecent = operation !== undefined && (this.operations.includes(operation) || this.concernsVersion);
        if (!isRecent)
            return undefined;
        try {
            return await this.context.service.failureOf(this.name, operation.id);
        }
        catch (error) {
            return `the reason of ${operation.name} could not be read (${(0, service_1.errorText)(error)})`;
        }
    }
    /** Whether it is the update before this request that failed. */
    get concernsVersion() {
        const { application } = this;
        return application !== undefined
            && ((0, operations_1.isRolledBack)(application) || (0, decisions_1.differenceOf)(application, this.properties) !== undefined);
    }
    async loggedCause(application) {
        const { service, clock, log } = this.context;
        const { logGroupName } = this.properties;
        if (logGroupName === '')
            return undefined;
        const { Began } = (0, looks_1.progressOf)(this.request);
        const from = Math.min(Began, this.all[0]?.startTime ?? Began) - CLOCK_SKEW_MILLIS;
        const version = (0, operations_1.isRolledBack)(application)
            ? application.ApplicationVersionRolledBackFrom
            : application.ApplicationVersionId;
        for (let count = 1; count <= LOG_LOOKS; count++) {
            try {
                const cause = (0, reason_1.deepestCause)(await service.exceptions(logGroupName, from), application.ApplicationARN, version);
                if (cause !== undefined)
                    return cause;
            }
            catch (error) {
                log({ logGroup: logGroupName, error: (0, service_1.errorText)(error) });
                return undefined;
            }
            if (count < LOG_LOOKS)
                await clock.sleep(LOOK_INTERVAL_MILLIS);
        }
        return undefined;
    }
}
