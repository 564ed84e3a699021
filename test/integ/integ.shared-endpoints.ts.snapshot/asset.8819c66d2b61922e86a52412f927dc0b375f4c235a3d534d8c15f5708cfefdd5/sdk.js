"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.addSnapshotArn = exports.Sdk = void 0;
const node_module_1 = require("node:module");
/** Without them, the SDK waits for ever for an answer that does not come. */
const TIMEOUTS = { connectionTimeout: 5_000, requestTimeout: 15_000, throwOnRequestTimeout: true };
const load = (0, node_module_1.createRequire)(__filename);
/** Loads a client when it is first needed, and makes commands for it by their names. */
class Sdk {
    packageName;
    clientName;
    middleware;
    requestHandler;
    clients = new Map();
    constructor(packageName, clientName, middleware, requestHandler = TIMEOUTS) {
        this.packageName = packageName;
        this.clientName = clientName;
        this.middleware = middleware;
        this.requestHandler = requestHandler;
    }
    async call(command, input, maxAttempts = 4) {
        const Command = this.member(`${command}Command`);
        return this.client(maxAttempts).send(new Command(input));
    }
    client(maxAttempts) {
        const existing = this.clients.get(maxAttempts);
        if (existing !== undefined)
            return existing;
        const Client = this.member(this.clientName);
        const client = new Client({ maxAttempts, requestHandler: this.requestHandler });
        if (this.middleware !== undefined) {
            client.middlewareStack.add(this.middleware, { step: 'build', priority: 'high', name: 'cdkManagedFlinkMembers' });
        }
        this.clients.set(maxAttempts, client);
        return client;
    }
    member(name) {
        return load(this.packageName)[name];
    }
}
exports.Sdk = Sdk;
/**
 * Adds the ARN of a snapshot to a request. Versions of the SDK that do not know the member leave it out without an
 * error, and the job would start from another state.
 */
const addSnapshotArn = next => async (given) => {
    const arn = snapshotArnOf(given.input);
    if (arn !== undefined) {
        const body = JSON.parse(textOf(given.request.body));
        Object.assign(body.RunConfiguration.ApplicationRestoreConfiguration, { SnapshotArn: arn });
        given.request.body = JSON.stringify(body);
    }
    return next(given);
};
exports.addSnapshotArn = addSnapshotArn;
function snapshotArnOf(input) {
    const { RunConfiguration: run } = input;
    return run?.ApplicationRestoreConfiguration?.SnapshotArn;
}
/** Versions of the SDK differ in whether they serialize to text or to bytes. */
function textOf(body) {
    return typeof body === 'string' ? body : new TextDecoder().decode(body);
}
