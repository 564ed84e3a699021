"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.FORMAT_VERSION = exports.STACK_TAG = void 0;
exports.readProperties = readProperties;
exports.asksForState = asksForState;
exports.isChoice = isChoice;
exports.restoreChanged = restoreChanged;
exports.restoreKey = restoreKey;
const DELETE_BEHAVIORS = [
    'STOP', 'FORCE_STOP', 'RETAIN', 'RETAIN_EXCEPT_ON_CREATE',
];
/** The tag that says which stack starts an application: the function may start and stop nothing else. */
exports.STACK_TAG = 'cdk-managed-flink:stack';
/**
 * The format that is written. Formats that were ever written are read for ever: CloudFormation sends old properties
 * when it rolls back.
 */
exports.FORMAT_VERSION = '1';
/** Reads the properties of a request. CloudFormation sends every value as text. */
function readProperties(given) {
    if (given.FormatVersion !== exports.FORMAT_VERSION) {
        throw new Error(`FormatVersion is ${JSON.stringify(given.FormatVersion)}, but this handler reads `
            + `${exports.FORMAT_VERSION}: deploy with a newer version of cdk-managed-flink`);
    }
    const code = record(given.Code);
    return {
        kind: given.Kind === 'prepare' ? 'prepare' : 'run',
        restore: readRestore(given),
        timeoutMillis: Number(given.TimeoutSeconds) * 1000,
        verifyTasks: text(given.VerifyTasks) !== 'false',
        onDelete: DELETE_BEHAVIORS.includes(given.OnDelete) ? given.OnDelete : 'STOP',
        applicationName: text(given.ApplicationName) ?? '',
        applicationLogicalId: text(given.ApplicationLogicalId) ?? '',
        securityGroupId: text(given.SecurityGroupId) ?? '',
        logGroupName: text(given.LogGroupName) ?? '',
        runtime: text(given.Runtime) ?? '',
        code: { bucketArn: text(code.BucketArn), fileKey: text(code.FileKey), objectVersion: text(code.ObjectVersion) },
    };
}
function readRestore(given) {
    const restore = record(given.Restore);
    const type = restore.Type === 'SNAPSHOT' || restore.Type === 'NOTHING' ? restore.Type : 'LATEST';
    return { type, snapshot: text(restore.Snapshot), once: text(restore.Once) };
}
/**
 * Whether a request asks for a state that the request before did not ask for. The latest snapshot needs no asking:
 * every start uses it where nothing else is said.
 */
function asksForState({ RequestType, ResourceProperties, OldResourceProperties = {} }) {
    if (!isChoice(readRestore(ResourceProperties)))
        return false;
    return RequestType === 'Create' || restoreChanged(ResourceProperties, OldResourceProperties);
}
/** Whether a state was chosen, other than the latest one and all of it. */
function isChoice({ type, once }) {
    return type !== 'LATEST' || once !== undefined;
}
function restoreChanged(one, other) {
    return restoreKey(readRestore(one)) !== restoreKey(readRestore(other));
}
/** The same for the same choice. */
function restoreKey({ type, snapshot, once }) {
    return JSON.stringify([type, snapshot, once]);
}
function record(value) {
    return typeof value === 'object' && value !== null ? value : {};
}
function text(value) {
    if (value === undefined || value === null || value === '')
        return undefined;
    return String(value);
}
