"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.failed = exports.waiting = exports.done = void 0;
exports.looked = looked;
exports.answerTo = answerTo;
exports.isRollingBack = isRollingBack;
exports.currentMark = currentMark;
exports.progressOf = progressOf;
exports.minutes = minutes;
const service_1 = require("./service");
const operations_1 = require("./operations");
const reason_1 = require("./reason");
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
        if ((0, service_1.isTransient)(error) || (0, service_1.isBusy)(error))
            return (0, exports.waiting)(`AWS could not be asked (${(0, service_1.errorText)(error)})`);
        return (0, exports.failed)({ headline: (0, service_1.errorText)(error), remedy });
    }
}
/** Turns the outcome into what the provider framework understands; it reports the message of an error as the reason. */
function answerTo(outcome, { log }) {
    log({ outcome });
    if (outcome.is === 'failed')
        throw (0, reason_1.failure)((0, reason_1.reasonText)(outcome.reason));
    return outcome.is === 'done' ? { IsComplete: true, Data: { Report: outcome.report } } : { IsComplete: false };
}
async function isRollingBack(service, stackId) {
    const status = await service.stackStatus(stackId);
    return status.includes('ROLLBACK') && status.endsWith('IN_PROGRESS');
}
/** Where the operations of an application end now. Where they cannot be listed, everything from now on counts. */
async function currentMark({ service, clock }, applicationName) {
    if (applicationName === undefined)
        return { Time: 0, Ids: [] };
    try {
        return (0, operations_1.markOf)(await service.operations(applicationName));
    }
    catch {
        return { Time: clock.now(), Ids: [] };
    }
}
function progressOf({ Lifecycle }) {
    if (Lifecycle === undefined)
        throw new Error('the request was not accepted yet');
    return Lifecycle;
}
function minutes(millis) {
    return `${Math.round(millis / 60_000)} minutes`;
}
