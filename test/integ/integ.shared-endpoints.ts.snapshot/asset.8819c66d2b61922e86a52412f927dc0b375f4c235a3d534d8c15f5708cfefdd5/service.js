"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.errorName = errorName;
exports.errorText = errorText;
exports.isTransient = isTransient;
exports.isGone = isGone;
exports.isBusy = isBusy;
const NETWORK_ERRORS = /^(ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|UND_ERR)/;
const THROTTLED = /Throttl|TooManyRequests|LimitExceededRate|RequestLimitExceeded|SlowDown|BandwidthLimit/;
const TIMED_OUT = /RequestTimeout|TimeoutError/;
function errorName(error) {
    return error.name ?? 'Error';
}
function errorText(error) {
    const { message } = error;
    return message === undefined || message === '' ? errorName(error) : `${errorName(error)}: ${message}`;
}
/** Whether the same call may succeed a little later. */
function isTransient(error) {
    const { name = '', code = '', message = '', $fault, $metadata } = error;
    const status = $metadata?.httpStatusCode;
    return THROTTLED.test(name) || TIMED_OUT.test(name)
        || NETWORK_ERRORS.test(code) || NETWORK_ERRORS.test(name) || /socket hang up/.test(message)
        || status === 429 || (status !== undefined && status >= 500) || ($fault === 'server');
}
/** Whether the application was deleted in the meantime. */
function isGone(error) {
    return errorName(error) === 'ResourceNotFoundException';
}
/** Whether the application was busy with something else. */
function isBusy(error) {
    return ['ResourceInUseException', 'ConcurrentModificationException'].includes(errorName(error));
}
