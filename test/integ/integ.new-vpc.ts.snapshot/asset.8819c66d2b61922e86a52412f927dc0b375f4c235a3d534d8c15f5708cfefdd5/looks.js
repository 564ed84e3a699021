"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.failed = exports.waiting = exports.done = void 0;
exports.looked = looked;
exports.answerTo = answerTo;
exports.isRollingBack = isRollingBack;
exports.tryIsRollingBack = tryIsRollingBack;
exports.currentMark = currentMark;
exports.lookWithStack = lookWithStack;
exports.replacedBy = replacedBy;
exports.isRetained = isRetained;
exports.progressOf = progressOf;
exports.minutes = minutes;
const operations_1 = require("./operations");
const reason_1 = require("./reason");
const service_1 = require("./service");
const done = (report) => ({ is: 'done', report });
exports.done = done;
const waiting = (why, exception) => ({ is: 'waiting', why, exception });
exports.waiting = waiting;
const failed = (reason) => ({ is: 'failed', reason });
exports.failed = failed;
/** Looks, and takes what cannot be known now for a reason to look again. */
async function looked(look, remedy) {
    try {
        return await look();
    }
    catch (error) {
        // the next look sees what is gone
        const isTemporary = (0, service_1.isTransient)(error) || (0, service_1.isBusy)(error) || (0, service_1.isGone)(error);
        if (isTemporary)
            return (0, exports.waiting)(`a request to AWS failed (${(0, service_1.errorText)(error)})`);
        return (0, exports.failed)({ headline: (0, service_1.errorText)(error), remedy });
    }
}
/** Turns the outcome into what the provider framework understands; it reports the message of an error as the reason. */
function answerTo(outcome, { log }) {
    log({ outcome });
    if (outcome.is === 'failed')
        throw new reason_1.FailedRequest(outcome.reason);
    return outcome.is === 'done' ? { IsComplete: true, Data: { Report: outcome.report } } : { IsComplete: false };
}
async function isRollingBack(service, stackId) {
    const status = await service.stackStatus(stackId);
    return status.includes('ROLLBACK') && status.endsWith('IN_PROGRESS');
}
/** Whether the stack is rolled back, or undefined where that cannot be known now. */
async function tryIsRollingBack({ service }, stackId) {
    try {
        return await isRollingBack(service, stackId);
    }
    catch (error) {
        if ((0, service_1.isTransient)(error))
            return undefined;
        throw error;
    }
}
/** Where the operations of an application end now. Where they cannot be listed, everything from now on counts. */
async function currentMark(context, request, applicationName) {
    const { service, clock } = context;
    const Requested = await requestTime(context, request);
    try {
        const name = await applicationName();
        return { ...(0, operations_1.markOf)(name === undefined ? [] : await service.operations(name)), Requested };
    }
    catch {
        return { Time: clock.now(), Ids: [], Requested };
    }
}
/** When CloudFormation began to create or update the resource. What it deletes may be an earlier one of that name. */
async function requestTime({ service, log }, { RequestType, StackId, LogicalResourceId }) {
    if (RequestType === 'Delete')
        return undefined;
    try {
        return (await service.stackResource(StackId, LogicalResourceId))?.began;
    }
    catch (error) {
        log({ resource: LogicalResourceId, error: (0, service_1.errorText)(error) });
        return undefined;
    }
}
/**
 * Looks when it is known whether the stack is rolled back, since a rollback must neither fail nor choose a state. Where
 * it could not be asked when the request was accepted, it is asked now.
 */
async function lookWithStack(request, context, look) {
    const progress = progressOf(request);
    const { Began, Deadline, Rollback = await tryIsRollingBack(context, request.StackId) } = progress;
    if (Rollback !== undefined)
        return look({ ...request, Lifecycle: { ...progress, Rollback } });
    const why = 'the status of the stack could not be read';
    if (context.clock.now() < Deadline)
        return answerTo((0, exports.waiting)(why), context);
    return answerTo((0, exports.failed)({ headline: `after ${minutes(Deadline - Began)} ${why}`, remedy: 'Deploy again' }), context);
}
/** The physical id that an update replaces by a new one, if it does. */
function replacedBy(id, { RequestType, PhysicalResourceId }) {
    return RequestType === 'Update' && PhysicalResourceId !== id ? PhysicalResourceId : undefined;
}
/** Whether the application of a request to delete stays, since its removal policy says so. */
function isRetained(request, { onDelete }) {
    return onDelete === 'RETAIN' || (onDelete === 'RETAIN_EXCEPT_ON_CREATE' && progressOf(request).Rollback !== true);
}
function progressOf({ Lifecycle }) {
    if (Lifecycle === undefined)
        throw new Error('the request was not accepted yet');
    return Lifecycle;
}
function minutes(millis) {
    return `${Math.round(millis / 60_000)} minutes`;
}
