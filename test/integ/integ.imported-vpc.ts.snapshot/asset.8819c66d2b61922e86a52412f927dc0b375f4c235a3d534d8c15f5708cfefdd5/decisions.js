"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.GRACEFUL_STOP_MILLIS = void 0;
exports.converge = converge;
exports.differenceOf = differenceOf;
exports.stopForDelete = stopForDelete;
exports.stopForRestore = stopForRestore;
exports.isTransientStatus = isTransientStatus;
exports.isStopped = isStopped;
exports.runConfiguration = runConfiguration;
const operations_1 = require("./operations");
/** The application is between two states, and leaves this one by itself. */
const TRANSIENT = new Set([
    'STARTING', 'UPDATING', 'AUTOSCALING', 'STOPPING', 'FORCE_STOPPING', 'ROLLING_BACK', 'MAINTENANCE',
]);
/** The job does not run, and does not start by itself. */
const STOPPED = new Set(['READY', 'ROLLED_BACK']);
/** The states that the service accepts a forced stop in. */
const FORCIBLE = new Set(['STARTING', 'UPDATING', 'STOPPING', 'AUTOSCALING', 'RUNNING']);
/** How long a graceful stop may take, and how long is waited until one is accepted. */
exports.GRACEFUL_STOP_MILLIS = 10 * 60_000;
/** What leads from the state that was found to a running job. */
function converge(found) {
    const { application, operations } = found;
    const start = operations.find(operations_1.isStart);
    if (application === undefined || application.ApplicationStatus === 'DELETING') {
        return { step: 'fail', failure: 'gone' };
    }
    if (STOPPED.has(application.ApplicationStatus)) {
        if (start === undefined)
            return { step: 'start' };
        return (0, operations_1.hasEnded)(start) ? { step: 'fail', failure: 'stopped' } : { step: 'wait' };
    }
    if (application.ApplicationStatus !== 'RUNNING')
        return { step: 'wait' };
    if ((0, operations_1.isRolledBack)(application))
        return { step: 'fail', failure: 'rolled-back' };
    const difference = differenceOf(application, found.expected);
    if (difference !== undefined)
        return { step: 'fail', failure: 'other-code', detail: difference };
    if (found.asksForState && start === undefined)
        return { step: 'fail', failure: 'not-restored' };
    return { step: 'verify' };
}
/** What of the code or the runtime is not as the template says. What the template does not say is not compared. */
function differenceOf(application, { code, runtime }) {
    const configuration = application.ApplicationConfigurationDescription?.ApplicationCodeConfigurationDescription;
    const location = configuration?.CodeContentDescription?.S3ApplicationCodeLocationDescription;
    const pairs = [
        ['runtime', runtime === '' ? undefined : runtime, application.RuntimeEnvironment],
        ['bucket', code.bucketArn, location?.BucketARN],
        ['file key', code.fileKey, location?.FileKey],
        ['object version', code.objectVersion, location?.ObjectVersion],
    ];
    const [different] = pairs.filter(([, expected, found]) => expected !== undefined && expected !== found);
    return different && `the ${different[0]} is ${different[2] ?? 'not given'} instead of ${different[1]}`;
}
/** What leads from the state that was found to a stopped job, when the application is about to be deleted. */
function stopForDelete(found) {
    const { status, operations, now } = found;
    if (status === undefined || status === 'DELETING' || STOPPED.has(status))
        return 'done';
    if (!FORCIBLE.has(status))
        return 'wait';
    // what a creation that failed has made is deleted with its state
    if (found.onDelete === 'FORCE_STOP' || found.onDelete === 'RETAIN_EXCEPT_ON_CREATE')
        return 'force';
    const stop = operations.find(operation => (0, operations_1.isStop)(operation) || (0, operations_1.isStart)(operation));
    if (status === 'RUNNING') {
        if (stop === undefined || (0, operations_1.isStart)(stop))
            return 'stop';
        if ((0, operations_1.hasFailed)(stop))
            return 'force';
    }
    return now - Math.max(found.began, stop?.startTime ?? 0) > exports.GRACEFUL_STOP_MILLIS ? 'force' : 'wait';
}
/** What leads to a stopped job, when the job is to be started from another state afterwards. */
function stopForRestore(status, operations) {
    if (status === undefined || status === 'DELETING' || STOPPED.has(status))
        return 'done';
    const stop = operations.find(operations_1.isStop);
    if (status !== 'RUNNING')
        return 'wait';
    if (stop === undefined)
        return 'stop';
    return (0, operations_1.hasFailed)(stop) ? 'refused' : 'wait';
}
function isTransientStatus(status) {
    return TRANSIENT.has(status);
}
function isStopped(status) {
    return STOPPED.has(status);
}
/** The configuration that starts a job from a state; without one, from the latest snapshot. */
function runConfiguration(restore) {
    const { type, snapshot, once } = restore ?? { type: 'LATEST' };
    return {
        ApplicationRestoreConfiguration: restoreConfiguration(type, snapshot ?? ''),
        FlinkRunConfiguration: { AllowNonRestoredState: type !== 'NOTHING' && once !== undefined },
    };
}
function restoreConfiguration(type, snapshot) {
    switch (type) {
        case 'NOTHING': return { ApplicationRestoreType: 'SKIP_RESTORE_FROM_SNAPSHOT' };
        case 'LATEST': return { ApplicationRestoreType: 'RESTORE_FROM_LATEST_SNAPSHOT' };
        case 'SNAPSHOT': return {
            ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT',
            ...snapshot.startsWith('arn:') ? { SnapshotArn: snapshot } : { SnapshotName: snapshot },
        };
    }
}
