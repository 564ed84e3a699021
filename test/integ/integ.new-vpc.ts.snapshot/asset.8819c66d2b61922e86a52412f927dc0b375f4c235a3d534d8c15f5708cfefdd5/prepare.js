"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Prepare = void 0;
const node_crypto_1 = require("node:crypto");
const decisions_1 = require("./decisions");
const looks_1 = require("./looks");
const operations_1 = require("./operations");
const request_1 = require("./request");
const service_1 = require("./service");
/** Interfaces go some minutes after the job was stopped, or after the application was deleted. */
const INTERFACES_MILLIS = 40 * 60_000;
/** CloudFormation removes what a failed update has made, after all resources are again as they were. */
const CLEAN_UP_AFTER_ROLLBACK = 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS';
/** What separates the choice of a state in a physical id. */
const CHOICE = '/';
/** The reason has room for about this many network interfaces. */
const MAX_NAMED = 10;
const NOTHING_TO_DO = 'No action was required.';
const STOP_REMEDY = 'Take a snapshot and write RestoreFrom.snapshot(nameOrArn), or stop the application yourself and '
    + 'deploy again';
/**
 * Stops a job that is to start from another state, before its application is updated, and waits for its interfaces
 * after it was deleted.
 *
 * Its physical id changes with each choice of a state. If the deployment fails, CloudFormation deletes what has the new
 * id when everything else is rolled back: the job that was stopped is started again then.
 */
class Prepare {
    context;
    constructor(context) {
        this.context = context;
    }
    async accept(request) {
        const properties = (0, request_1.readProperties)(request.ResourceProperties);
        const deletes = request.RequestType === 'Delete';
        const acts = this.restoreChanges(request);
        const now = this.context.clock.now();
        const id = deletes ? request.PhysicalResourceId ?? '' : idOf(properties);
        return {
            PhysicalResourceId: id,
            Lifecycle: {
                Began: now,
                Deadline: now + (deletes ? INTERFACES_MILLIS : properties.timeoutMillis),
                Mark: acts
                    ? await (0, looks_1.currentMark)(this.context, request, () => this.applicationName(request, properties))
                    : { Time: 0, Ids: [] },
                Rollback: acts || deletes ? await (0, looks_1.tryIsRollingBack)(this.context, request.StackId) : false,
                Replaces: (0, looks_1.replacedBy)(id, request),
            },
        };
    }
    async look(request) {
        const { Began, Deadline, Rollback } = (0, looks_1.progressOf)(request);
        const remedy = request.RequestType === 'Delete' ? 'Delete them and then the stack again' : STOP_REMEDY;
        const outcome = await (0, looks_1.looked)(() => this.outcome(request), remedy);
        const tolerates = Rollback === true && request.RequestType === 'Update';
        if (outcome.is === 'waiting' && this.context.clock.now() >= Deadline) {
            if (tolerates)
                return (0, looks_1.answerTo)((0, looks_1.done)(`The stack was rolled back; ${outcome.why}.`), this.context);
            return (0, looks_1.answerTo)((0, looks_1.failed)({ headline: `after ${(0, looks_1.minutes)(Deadline - Began)} ${outcome.why}`, remedy }), this.context);
        }
        if (outcome.is === 'failed' && tolerates) {
            return (0, looks_1.answerTo)((0, looks_1.done)(`The stack was rolled back; ${outcome.reason.headline}.`), this.context);
        }
        return (0, looks_1.answerTo)(outcome, this.context);
    }
    async outcome(request) {
        const properties = (0, request_1.readProperties)(request.ResourceProperties);
        if (request.RequestType === 'Delete')
            return this.deleted(request, properties);
        if (!this.restoreChanges(request))
            return (0, looks_1.done)(NOTHING_TO_DO);
        const found = await this.application(request, properties);
        if (found === undefined)
            return (0, looks_1.done)(NOTHING_TO_DO);
        const { name, application } = found;
        if ((0, looks_1.progressOf)(request).Rollback !== true) {
            return (0, request_1.asksForState)(request) ? this.stopped(request, name, application) : (0, looks_1.done)(NOTHING_TO_DO);
        }
        return this.startedAgain(name, application, operations_1.endsWithStop);
    }
    restoreChanges({ RequestType, ResourceProperties, OldResourceProperties = {} }) {
        return RequestType === 'Update' && (0, request_1.restoreChanged)(ResourceProperties, OldResourceProperties);
    }
    /** The application is only known by its logical id: it refers to this resource, which cannot refer back. */
    async applicationName({ StackId }, { applicationLogicalId }) {
        return (await this.context.service.stackResource(StackId, applicationLogicalId))?.physicalId;
    }
    async application(request, properties) {
        const name = await this.applicationName(request, properties);
        const application = name === undefined ? undefined : await this.context.service.describe(name);
        return name === undefined || application === undefined ? undefined : { name, application };
    }
    async stopped(request, name, application) {
        const { service } = this.context;
        const operations = (0, operations_1.since)(await service.operations(name), (0, looks_1.progressOf)(request).Mark);
        const step = (0, decisions_1.stopForRestore)(application.ApplicationStatus, operations);
        if (step === 'done')
            return (0, looks_1.done)('The job is stopped.');
        if (step === 'stop')
            return this.stop(request, name);
        if (step === 'refused')
            return this.forced(request, name, 'the graceful stop failed');
        return (0, looks_1.waiting)(`the application is ${application.ApplicationStatus}`);
    }
    async stop(request, name) {
        const { service, log } = this.context;
        // an update that was cancelled is rolled back while its request still waits
        if (await (0, looks_1.isRollingBack)(service, request.StackId))
            return (0, looks_1.done)(NOTHING_TO_DO);
        log({ stop: name });
        try {
            await service.stop(name, false);
        }
        catch (error) {
            if ((0, service_1.errorName)(error) === 'InvalidApplicationConfigurationException') {
                return this.forced(request, name, (0, service_1.errorText)(error));
            }
            if (!(0, service_1.isBusy)(error))
                throw error;
        }
        return (0, looks_1.waiting)('the job is stopping');
    }
    /** A forced stop takes no snapshot: only where the state is not used afterwards. */
    async forced(request, name, why) {
        const { restore } = (0, request_1.readProperties)(request.ResourceProperties);
        if (restore.type === 'LATEST') {
            return (0, looks_1.failed)({
                headline: `the job cannot be stopped with a snapshot of its state (${why}), and the latest snapshot is an `
                    + 'older one',
                remedy: STOP_REMEDY,
            });
        }
        this.context.log({ stop: name, force: true });
        await this.context.service.stop(name, true);
        return (0, looks_1.waiting)('the job is stopping by force');
    }
    /** Starts a job that this resource has stopped, and that nobody else would start. */
    async startedAgain(name, { ApplicationStatus: status }, isAsItWas = () => true) {
        const { service, log } = this.context;
        if ((0, decisions_1.isTransientStatus)(status))
            return (0, looks_1.waiting)(`the application is ${status}`);
        if (!(0, decisions_1.isStopped)(status))
            return (0, looks_1.done)('The job is running.');
        const operations = await service.operations(name);
        const last = (0, operations_1.lastStartOrStop)(operations);
        if (last !== undefined && (0, operations_1.isStart)(last)) {
            return (0, operations_1.hasEnded)(last) ? (0, looks_1.done)('The job did not start again.') : (0, looks_1.waiting)('the job is starting');
        }
        if (last === undefined || !isAsItWas(operations))
            return (0, looks_1.done)(NOTHING_TO_DO);
        const configuration = (0, decisions_1.runConfiguration)();
        log({ start: name, configuration });
        await service.start(name, configuration);
        return (0, looks_1.waiting)('the job is starting');
    }
    async deleted(request, properties) {
        if (await this.undoesChoice(request)) {
            const outcome = await (0, looks_1.looked)(() => this.undone(request, properties), STOP_REMEDY);
            if (outcome.is === 'waiting')
                return outcome;
            this.context.log({ undone: outcome });
        }
        return this.released(request, properties);
    }
    async undoesChoice({ StackId, PhysicalResourceId = '', Lifecycle }) {
        return Lifecycle?.Rollback === true && PhysicalResourceId.includes(CHOICE)
            && await this.context.service.stackStatus(StackId) === CLEAN_UP_AFTER_ROLLBACK;
    }
    async undone(request, properties) {
        const found = await this.application(request, properties);
        if (found === undefined)
            return (0, looks_1.done)(NOTHING_TO_DO);
        const { name, application } = found;
        const { [request_1.STACK_TAG]: owner } = await this.context.service.tags(application.ApplicationARN);
        return owner === request.StackId ? this.startedAgain(name, application) : (0, looks_1.done)(NOTHING_TO_DO);
    }
    /** Waits until no interface carries the group any more, so that the group can be deleted. */
    async released(request, properties) {
        const { service } = this.context;
        const [group] = (request.PhysicalResourceId ?? '').split(CHOICE);
        if ((0, looks_1.isRetained)(request, properties) || !group.startsWith('sg-'))
            return (0, looks_1.done)(NOTHING_TO_DO);
        if (await this.stays(request, properties, group))
            return (0, looks_1.done)('The application still uses the security group.');
        const interfaces = await service.interfaces(group);
        if (interfaces.length === 0)
            return (0, looks_1.done)('No network interface uses the security group.');
        const named = interfaces.slice(0, MAX_NAMED).join(', ');
        const more = interfaces.length > MAX_NAMED ? ` and ${interfaces.length - MAX_NAMED} more` : '';
        return (0, looks_1.waiting)(`the network interfaces ${named}${more} still use the security group ${group}`);
    }
    async stays(request, properties, group) {
        const found = await this.application(request, properties);
        if (found === undefined || found.application.ApplicationStatus === 'DELETING')
            return false;
        const { ApplicationConfigurationDescription: configuration = {} } = found.application;
        const { VpcConfigurationDescriptions: configurations = [] } = configuration;
        return configurations.some(({ SecurityGroupIds: ids = [] }) => ids.includes(group));
    }
}
exports.Prepare = Prepare;
/**
 * The group, so that a changed group makes CloudFormation delete the resource of the old one when the application has
 * left it; and the state, if one was chosen.
 */
function idOf({ securityGroupId, applicationLogicalId, restore }) {
    const id = securityGroupId === '' ? `${applicationLogicalId}-prepare` : securityGroupId;
    if (!(0, request_1.isChoice)(restore))
        return id;
    return `${id}${CHOICE}${(0, node_crypto_1.createHash)('sha256').update((0, request_1.restoreKey)(restore)).digest('hex').slice(0, 8)}`;
}
