"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.FORMAT_VERSION = void 0;
exports.readProperties = readProperties;
exports.asksForState = asksForState;
exports.restoreChanged = restoreChanged;
/**
 * The format that is written. Formats that were ever written are read for ever: CloudFormation sends old properties
 * when it rolls back.
 */
exports.FORMAT_VERSION = '1';
/** Reads the properties of a request. CloudFormation sends every value as text. */
function readProperties(given) {
    if (given.FormatVersion !== exports.FORMAT_VERSION) {
        throw new Error(`FormatVersion is ${JSON.stringify(given.FormatVersion)}, but this handler reads ${exports.FORMAT_VERSION}: deploy with a newer version of cdk-managed-flink`);
    }
    const code = record(given.Code);
    return {
        kind: given.Kind === 'prepare' ? 'prepare' : 'run',
        restore: readRestore(given),
        timeoutMillis: Number(given.TimeoutSeconds) * 1000,
        verifyTasks: text(given.VerifyTasks) !== 'false',
        onDelete: given.OnDelete === 'RETAIN' || given.OnDelete === 'FORCE_STOP' ? given.OnDelete : 'STOP',
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
    const wanted = readRestore(ResourceProperties);
    if (wanted.type === 'LATEST' && wanted.once === undefined)
        return false;
    return RequestType === 'Create' || restoreChanged(ResourceProperties, OldResourceProperties);
}
function restoreChanged(one, other) {
    const key = ({ type, snapshot, once }) => JSON.stringify([type, snapshot, once]);
    return key(readRestore(one)) !== key(readRestore(other));
}
function record(value) {
    return typeof value === 'object' && value !== null ? value : {};
}
function text(value) {
    if (value === undefined || value === null || value === '')
        return undefined;
    return String(value);
}
