"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.lookAtTasks = lookAtTasks;
const service_1 = require("./service");
const GOOD = new Set(['RUNNING', 'FINISHED']);
const MAX_REDIRECTS = 3;
/**
 * Asks the REST interface of Flink, behind the dashboard, for the states of the tasks. A job in a restart loop has the
 * status RUNNING at the service. How the dashboard authorizes such requests is not documented, so whatever does not
 * work there means that nothing is known.
 */
async function lookAtTasks(service, applicationName) {
    try {
        return await reportOf(new Dashboard(service, await urlOf(service, applicationName)));
    }
    catch (error) {
        if (error instanceof NotNow)
            throw error.reason;
        return { tasks: 'unknown', detail: `the Flink dashboard could not be read (${(0, service_1.errorText)(error)})` };
    }
}
/** The service could not be asked for the URL, but may be a little later. */
class NotNow extends Error {
    reason;
    constructor(reason) {
        super();
        this.reason = reason;
    }
}
async function urlOf(service, applicationName) {
    try {
        return await service.dashboardUrl(applicationName);
    }
    catch (error) {
        throw (0, service_1.isTransient)(error) || (0, service_1.isBusy)(error) ? new NotNow(error) : error;
    }
}
async function reportOf(dashboard) {
    const { jobs = [] } = await dashboard.get('jobs');
    const job = jobs.find(({ status = '' }) => GOOD.has(status)) ?? jobs[0];
    if (job === undefined)
        return { tasks: 'not-running', detail: 'there is no Flink job yet' };
    const { state = '', vertices = [] } = await dashboard.get(`jobs/${job.id}`);
    const waiting = vertices.filter(({ status = '' }) => !GOOD.has(status));
    if (GOOD.has(state) && waiting.length === 0)
        return { tasks: 'running' };
    const [first] = waiting;
    const detail = first === undefined
        ? `the Flink job is ${state}`
        : `the task ${first.name ?? ''} is ${first.status ?? ''} and the Flink job ${state}`;
    return { tasks: 'not-running', detail, exception: await rootException(dashboard, job.id) };
}
async function rootException(dashboard, job) {
    try {
        const { 'root-exception': text } = await dashboard.get(`jobs/${job}/exceptions`);
        return text;
    }
    catch {
        return undefined;
    }
}
/** The dashboard, with the token of its URL or, where that does not do, with the cookies that it gives. */
class Dashboard {
    service;
    authorizedUrl;
    cookies;
    constructor(service, authorizedUrl) {
        this.service = service;
        this.authorizedUrl = authorizedUrl;
    }
    async get(path) {
        const url = this.urlOf(path);
        const direct = await this.service.fetch(url, this.cookies);
        const answer = parsed(direct);
        if (answer !== undefined)
            return answer;
        this.cookies ??= await this.signIn();
        const again = await this.service.fetch(url, this.cookies);
        const second = parsed(again);
        if (second === undefined)
            throw new Error(`HTTP status ${again.status} for /${path}`);
        return second;
    }
    /** Opens the page that the URL leads to, and keeps the cookies on the way. */
    async signIn() {
        let url = this.authorizedUrl;
        let cookies = '';
        for (let count = 0; count <= MAX_REDIRECTS; count++) {
            const answer = await this.service.fetch(url, cookies);
            cookies = [cookies, answer.cookies].filter(text => text !== '').join('; ');
            if (answer.location === undefined)
                break;
            url = new URL(answer.location, url).toString();
        }
        return cookies;
    }
    urlOf(path) {
        const url = new URL(this.authorizedUrl);
        url.pathname = `${url.pathname.replace(/\/$/, '')}/${path}`;
        return url.toString();
    }
}
function parsed({ status, body }) {
    if (status !== 200)
        return undefined;
    try {
        const value = JSON.parse(body);
        return value;
    }
    catch {
        return undefined;
    }
}
