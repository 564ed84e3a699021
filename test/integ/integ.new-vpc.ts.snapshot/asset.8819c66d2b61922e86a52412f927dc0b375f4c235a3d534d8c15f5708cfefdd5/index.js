"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.CLOCK = void 0;
exports.handler = handler;
exports.respond = respond;
const aws_service_1 = require("./aws-service");
const looks_1 = require("./looks");
const prepare_1 = require("./prepare");
const reason_1 = require("./reason");
const run_1 = require("./run");
const service_1 = require("./service");
exports.CLOCK = {
    now: () => Date.now(),
    sleep: millis => new Promise(resolve => setTimeout(resolve, millis)),
};
const context = {
    service: new aws_service_1.AwsService(),
    clock: exports.CLOCK,
    log: entry => console.log(JSON.stringify(entry)),
};
/**
 * Answers a request of CloudFormation: first it is accepted, then looked after until it is done.
 *
 * The provider framework calls the same function for both, with what was answered to the request the second time.
 */
async function handler(request) {
    return respond(request, context);
}
async function respond(request, given) {
    const resource = request.ResourceProperties.Kind === 'prepare' ? new prepare_1.Prepare(given) : new run_1.Run(given);
    try {
        if (request.Lifecycle === undefined)
            return await resource.accept(request);
        return await (0, looks_1.lookWithStack)(request, given, known => resource.look(known));
    }
    catch (error) {
        if (error instanceof reason_1.FailedRequest)
            throw error;
        throw new reason_1.FailedRequest({ headline: (0, service_1.errorText)(error), remedy: 'Deploy again' });
    }
}
