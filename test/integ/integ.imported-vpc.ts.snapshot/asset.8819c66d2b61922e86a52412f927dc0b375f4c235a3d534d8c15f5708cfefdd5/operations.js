"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.markOf = markOf;
exports.since = since;
exports.newestFirst = newestFirst;
exports.isStart = isStart;
exports.isStop = isStop;
exports.hasFailed = hasFailed;
exports.hasEnded = hasEnded;
exports.endsWithStop = endsWithStop;
exports.lastStartOrStop = lastStartOrStop;
exports.isRolledBack = isRolledBack;
const START = /^start/i;
const STOP = /stop/i;
/** Where the list of operations ends now. */
function markOf(operations) {
    const time = Math.max(0, ...operations.map(({ startTime }) => startTime));
    return { Time: time, Ids: operations.filter(({ startTime }) => startTime === time).map(({ id }) => id) };
}
/**
 * The operations after a mark, newest first. The order in which the service lists them is not documented.
 *
 * The clocks of CloudFormation and the service may differ a little. The starts of earlier requests are much older.
 */
function since(operations, { Time, Ids, Requested = Infinity }) {
    return newestFirst(operations.filter(({ id, startTime }) => (startTime >= Time && !Ids.includes(id)) || startTime >= Requested));
}
function newestFirst(operations) {
    return [...operations].sort((one, other) => other.startTime - one.startTime);
}
function isStart({ name }) {
    return START.test(name);
}
function isStop({ name }) {
    return STOP.test(name);
}
function hasFailed({ status }) {
    return status === 'FAILED' || status === 'CANCELLED';
}
function hasEnded({ status }) {
    return status !== 'IN_PROGRESS';
}
/** Whether nobody updated or started the application since it was stopped. An update that failed changed nothing. */
function endsWithStop(operations) {
    const [newest] = newestFirst(operations).filter(operation => isStart(operation) || !hasFailed(operation));
    return newest !== undefined && isStop(newest);
}
/** The newest operation that started or stopped the job. */
function lastStartOrStop(operations) {
    return newestFirst(operations).find(operation => isStart(operation) || isStop(operation));
}
/**
 * Whether the version that runs is the result of a rollback, by the service or by an operator. A later update leaves
 * the members of the rollback behind, but comes from a newer version than the one that was rolled back.
 */
function isRolledBack({ ApplicationVersionRolledBackFrom: from, ApplicationVersionUpdatedFrom: updated }) {
    return from !== undefined && !(updated !== undefined && updated > from);
}
