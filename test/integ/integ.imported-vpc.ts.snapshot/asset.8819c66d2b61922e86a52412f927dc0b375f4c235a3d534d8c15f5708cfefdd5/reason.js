"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.FailedRequest = void 0;
exports.reasonText = reasonText;
exports.deepestCause = deepestCause;
exports.causeOf = causeOf;
/** CloudFormation shows 4096 bytes of an answer, of which the framework needs some. */
const MAX_BYTES = 1024;
const FAILED = /switched from \w+ to FAILED/;
/** The reason as one line of at most 1 KB, which a stack event shows. */
function reasonText({ headline, service, cause, logGroupName, remedy }) {
    const log = logGroupName === undefined || logGroupName === '' ? undefined : `Log group: ${logGroupName}`;
    const fixed = [log, remedy].filter(part => part !== undefined).map(part => cut(part, 260));
    const first = cut(headline, 300);
    const said = [
        ...service === undefined ? [] : [`Service: ${service}`],
        ...cause === undefined ? [] : [`Cause: ${cause}`],
    ];
    const room = MAX_BYTES - bytes([first, ...fixed].join('. ')) - 2 * said.length;
    return [first, ...said.map(part => cut(part, Math.floor(room / said.length))), ...fixed].join('. ');
}
/** An error whose stack trace is its message, since the provider framework appends the stack trace to the reason. */
class FailedRequest extends Error {
    constructor(reason) {
        super(reasonText(reason));
        this.stack = this.message;
    }
}
exports.FailedRequest = FailedRequest;
/**
 * The deepest cause of what made a job fail: of the first task that failed, or of the last exception where no task did.
 *
 * @param version the version of the application that failed; messages of other versions are left out
 */
function deepestCause(events, applicationArn, version) {
    const messages = events.map(({ message = '' }) => messageOf(message)).filter(message => (message.arn === undefined || message.arn === applicationArn)
        && (message.version === undefined || version === undefined || message.version === String(version)));
    const thrown = messages.filter(({ trace }) => trace !== '');
    const found = thrown.find(({ text }) => FAILED.test(text)) ?? thrown.at(-1);
    return found === undefined ? undefined : causeOf(found.trace);
}
/** The deepest `Caused by` of a stack trace, or its first line. */
function causeOf(trace) {
    const lines = trace.split('\n').map(line => line.trim()).filter(line => line !== '');
    const causes = lines.filter(line => line.startsWith('Caused by:'));
    return (causes.at(-1) ?? lines[0] ?? '').replace(/^Caused by:\s*/, '');
}
function messageOf(text) {
    const fields = fieldsOf(text);
    if (fields === undefined)
        return { text, trace: /Exception|Error/.test(text) ? text : '' };
    const { throwableInformation: thrown, message, applicationARN: arn, applicationVersionId: version } = fields;
    return {
        text: String(message ?? ''),
        trace: Array.isArray(thrown) ? thrown.join('\n') : String(thrown ?? ''),
        arn: arn === undefined ? undefined : String(arn),
        version: version === undefined ? undefined : String(version),
    };
}
function fieldsOf(text) {
    try {
        const value = JSON.parse(text);
        return typeof value === 'object' && value !== null ? value : undefined;
    }
    catch {
        return undefined;
    }
}
function bytes(text) {
    return Buffer.byteLength(text, 'utf8');
}
function cut(text, limit) {
    const line = text.replace(/\s+/g, ' ').trim();
    if (bytes(line) <= limit)
        return line.replace(/\.$/, '');
    return `${Buffer.from(line, 'utf8').subarray(0, limit - 6).toString('utf8').replace(/\uFFFD+$/, '')}...`;
}
