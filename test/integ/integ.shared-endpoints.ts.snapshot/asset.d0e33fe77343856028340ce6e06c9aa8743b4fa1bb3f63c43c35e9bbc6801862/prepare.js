"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Prepare = void 0;
const decisions_1 = require("./decisions");
const looks_1 = require("./looks");
const operations_1 = require("./operations");
const request_1 = require("./request");
const service_1 = require("./service");
/** Interfaces go some minutes after the job was stopped, or after the application was deleted. */
const INTERFACES_MILLIS = 40 * 60_000;
const NOTHING_TO_DO = 'Nothing had to be done.';
const STOP_REMEDY = 'Take a snapshot and write RestoreFrom.snapshot(nameOrArn), or stop the application yourself and deploy again';
/**
 * Stops a job that is to start from another state, before its application is updated, and waits for its interfaces
 * after it was deleted.
 */
class Prepare {
    context;
    constructor(context) {
        this.context = context;
    }
    async accept(request) {
        const properties = (0, request_1.readProperties)(request.ResourceProperties);
        const { service, clock } = this.context;
        const deletes = request.RequestType === 'Delete';
        const acts = this.restoreChanges(request);
        const now = clock.now();
        return {
            PhysicalResourceId: deletes ? request.PhysicalResourceId ?? '' : idOf(properties),
            Lifecycle: {
                Began: now,
                Deadline: now + (deletes ? INTERFACES_MILLIS : properties.timeoutMillis),
                Mark: acts ? await (0, looks_1.currentMark)(this.context, await this.applicationName(request, properties)) : { Time: 0, Ids: [] },
                Rollback: acts && await (0, looks_1.isRollingBack)(service, request.StackId),
            },
        };
    }
    async look(request) {
        const { Began, Deadline, Rollback } = (0, looks_1.progressOf)(request);
        const remedy = request.RequestType === 'Delete' ? 'Delete them and then the stack again' : STOP_REMEDY;
        const outcome = await (0, looks_1.looked)(() => this.outcome(request), remedy);
        if (outcome.is === 'waiting' && this.context.clock.now() >= Deadline) {
            if (Rollback)
                return (0, looks_1.answerTo)((0, looks_1.done)(`The stack was rolled back; ${outcome.why}.`), this.context);
            return (0, looks_1.answerTo)((0, looks_1.failed)({ headline: `after ${(0, looks_1.minutes)(Deadline - Began)} ${outcome.why}`, remedy }), this.context);
        }
        if (outcome.is === 'failed' && Rollback) {
            return (0, looks_1.answerTo)((0, looks_1.done)(`The stack was rolled back; ${outcome.reason.headline}.`), this.context);
        }
        return (0, looks_1.answerTo)(outcome, this.context);
    }
    async outcome(request) {
        const properties = (0, request_1.readProperties)(request.ResourceProperties);
        if (request.RequestType === 'Delete')
            return this.released(request, properties);
        if (!this.restoreChanges(request))
            return (0, looks_1.done)(NOTHING_TO_DO);
        const name = await this.applicationName(request, properties);
        const application = name === undefined ? undefined : await this.context.service.describe(name);
        if (name === undefined || application === undefined)
            return (0, looks_1.done)(NOTHING_TO_DO);
        if ((0, looks_1.progressOf)(request).Rollback)
            return this.startedAgain(request, name, application);
        return (0, request_1.asksForState)(request) ? this.stopped(request, name, application) : (0, looks_1.done)(NOTHING_TO_DO);
    }
    restoreChanges({ RequestType, ResourceProperties, OldResourceProperties = {} }) {
        return RequestType === 'Update' && (0, request_1.restoreChanged)(ResourceProperties, OldResourceProperties);
    }
    /** The application is only known by its logical id: it refers to this resource, which cannot refer back. */
    async applicationName({ StackId }, { applicationLogicalId }) {
        return this.context.service.physicalId(StackId, applicationLogicalId);
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
        log({ stop: name });
        try {
            await service.stop(name, false);
        }
        catch (error) {
            if ((0, service_1.errorName)(error) === 'InvalidApplicationConfigurationException')
                return this.forced(request, name, (0, service_1.errorText)(error));
            if (!(0, service_1.isBusy)(error))
                throw error;
        }
        return (0, looks_1.waiting)('the job is stopping');
    }
    /** A forced stop takes no snapshot: only where the state is not used afterwards. */
    async forced(request, name, why) {
        const { restore } = (0, request_1.readProperties)(request.ResourceProperties);
        if (restore.type === 'LATEST') {
            return (0, looks_1.failed)({ headline: `the job cannot be stopped with a snapshot of its state (${why}), and the latest snapshot is an older one`, remedy: STOP_REMEDY });
        }
        this.context.log({ stop: name, force: true });
        await this.context.service.stop(name, true);
        return (0, looks_1.waiting)('the job is stopping by force');
    }
    /**
     * A rollback that comes before the application was updated finds it as this resource left it, and nobody else would
     * start it again.
     */
    async startedAgain(request, name, application) {
        const { service, log } = this.context;
        const { ApplicationStatus: status } = application;
        const all = await service.operations(name);
        const start = (0, operations_1.since)(all, (0, looks_1.progressOf)(request).Mark).find(operations_1.isStart);
        if ((0, decisions_1.isTransientStatus)(status))
            return (0, looks_1.waiting)(`the application is ${status}`);
        if (!(0, decisions_1.isStopped)(status))
            return (0, looks_1.done)('The job runs.');
        if (start !== undefined)
            return (0, operations_1.hasEnded)(start) ? (0, looks_1.done)('The job did not start again.') : (0, looks_1.waiting)('the job is starting');
        if (!(0, operations_1.endsWithStop)(all))
            return (0, looks_1.done)(NOTHING_TO_DO);
        const configuration = (0, decisions_1.runConfiguration)();
        log({ start: name, configuration });
        await service.start(name, configuration);
        return (0, looks_1.waiting)('the job is starting');
    }
    /** Waits until no interface carries the group any more, so that the group can be deleted. */
    async released(request, properties) {
        const { service } = this.context;
        const group = request.PhysicalResourceId ?? '';
        if (properties.onDelete === 'RETAIN' || !group.startsWith('sg-'))
            return (0, looks_1.done)(NOTHING_TO_DO);
        if (await this.stays(request, properties, group))
            return (0, looks_1.done)('The application stays.');
        const interfaces = await service.interfaces(group);
        if (interfaces.length === 0)
            return (0, looks_1.done)('No network interface carries the security group.');
        return (0, looks_1.waiting)(`the network interfaces ${interfaces.slice(0, 10).join(', ')} still carry the security group ${group}`);
    }
    async stays(request, properties, group) {
        const name = await this.applicationName(request, properties);
        const application = name === undefined ? undefined : await this.context.service.describe(name);
        if (application === undefined || application.ApplicationStatus === 'DELETING')
            return false;
        const { VpcConfigurationDescriptions: configurations = [] } = application.ApplicationConfigurationDescription ?? {};
        return configurations.some(({ SecurityGroupIds: ids = [] }) => ids.includes(group));
    }
}
exports.Prepare = Prepare;
/**
 * The group, so that a changed group makes CloudFormation delete the resource of the old one when the application has
 * left it.
 */
function idOf({ securityGroupId, applicationLogicalId }) {
    return securityGroupId === '' ? `${applicationLogicalId}-prepare` : securityGroupId;
}
