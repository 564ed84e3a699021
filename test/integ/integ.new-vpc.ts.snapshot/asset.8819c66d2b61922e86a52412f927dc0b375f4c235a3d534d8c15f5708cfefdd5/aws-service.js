"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.AwsService = void 0;
const sdk_1 = require("./sdk");
const service_1 = require("./service");
/** The pages of a list that are read at most: a list that is longer is cut off rather than read for ever. */
const MAX_PAGES = 20;
/** Calls that change something are made once: the next look tells whether they were received. */
const ONCE = 1;
const EXCEPTION = '?throwableInformation ?Exception ?"Caused by" ?"switched from"';
const FETCH_TIMEOUT_MILLIS = 10_000;
/** The calls, through the SDK. */
class AwsService {
    flink;
    logs;
    formation;
    ec2;
    constructor(flink = new sdk_1.Sdk('@aws-sdk/client-kinesis-analytics-v2', 'KinesisAnalyticsV2Client', sdk_1.addSnapshotArn), logs = new sdk_1.Sdk('@aws-sdk/client-cloudwatch-logs', 'CloudWatchLogsClient'), formation = new sdk_1.Sdk('@aws-sdk/client-cloudformation', 'CloudFormationClient'), ec2 = new sdk_1.Sdk('@aws-sdk/client-ec2', 'EC2Client')) {
        this.flink = flink;
        this.logs = logs;
        this.formation = formation;
        this.ec2 = ec2;
    }
    async describe(name) {
        try {
            const { ApplicationDetail } = await this.flink.call('DescribeApplication', { ApplicationName: name });
            return ApplicationDetail;
        }
        catch (error) {
            if ((0, service_1.isGone)(error))
                return undefined;
            throw error;
        }
    }
    async operations(name) {
        const found = await pages(NextToken => this.flink.call('ListApplicationOperations', {
            ApplicationName: name, Limit: 50, NextToken,
        }), 'NextToken', 'ApplicationOperationInfoList');
        return found.map(({ OperationId = '', Operation: operation = '', OperationStatus = '', StartTime }) => ({
            id: OperationId, name: operation, status: OperationStatus, startTime: StartTime?.getTime() ?? 0,
        }));
    }
    async failureOf(name, operationId) {
        const { ApplicationOperationInfoDetails: details } = await this.flink.call('DescribeApplicationOperation', {
            ApplicationName: name, OperationId: operationId,
        });
        return details.OperationFailureDetails?.ErrorInfo?.ErrorString;
    }
    async tags(arn) {
        const { Tags } = await this.flink.call('ListTagsForResource', { ResourceARN: arn });
        return Object.fromEntries(Tags.map(({ Key, Value = '' }) => [Key, Value]));
    }
    async start(name, configuration) {
        await this.flink.call('StartApplication', { ApplicationName: name, RunConfiguration: configuration }, ONCE);
    }
    async stop(name, force) {
        await this.flink.call('StopApplication', { ApplicationName: name, Force: force }, ONCE);
    }
    async dashboardUrl(name) {
        const { AuthorizedUrl } = await this.flink.call('CreateApplicationPresignedUrl', { ApplicationName: name, UrlType: 'FLINK_DASHBOARD_URL' });
        return String(AuthorizedUrl);
    }
    async exceptions(logGroupName, since) {
        return pages(nextToken => this.logs.call('FilterLogEvents', {
            logGroupName, startTime: since, filterPattern: EXCEPTION, nextToken,
        }), 'nextToken', 'events');
    }
    async stackStatus(stackId) {
        const { Stacks } = await this.formation.call('DescribeStacks', { StackName: stackId });
        const [stack] = Stacks;
        return stack.StackStatus;
    }
    async stackResource(stackId, logicalId) {
        try {
            const { StackResourceDetail } = await this.formation.call('DescribeStackResource', { StackName: stackId, LogicalResourceId: logicalId });
            const { PhysicalResourceId: id, ResourceStatus: status = '', LastUpdatedTimestamp: updated } = StackResourceDetail;
            // otherwise it is the time of what CloudFormation did before
            const began = status.endsWith('IN_PROGRESS') ? updated?.getTime() : undefined;
            return { physicalId: id === '' ? undefined : id, began };
        }
        catch (error) {
            if ((0, service_1.errorName)(error) === 'ValidationError')
                return undefined;
            throw error;
        }
    }
    async interfaces(securityGroupId) {
        const found = await pages(NextToken => this.ec2.call('DescribeNetworkInterfaces', {
            Filters: [{ Name: 'group-id', Values: [securityGroupId] }], NextToken,
        }), 'NextToken', 'NetworkInterfaces');
        return found.map(({ NetworkInterfaceId = '' }) => NetworkInterfaceId);
    }
    async fetch(url, cookies = '') {
        const response = await fetch(url, {
            headers: cookies === '' ? {} : { cookie: cookies },
            redirect: 'manual',
            signal: AbortSignal.timeout(FETCH_TIMEOUT_MILLIS),
        });
        return {
            status: response.status,
            body: await response.text(),
            cookies: response.headers.getSetCookie().map(cookie => cookie.split(';')[0]).join('; '),
            location: response.headers.get('location') ?? undefined,
        };
    }
}
exports.AwsService = AwsService;
async function pages(page, tokenName, listName) {
    const found = [];
    let token;
    for (let count = 0; count < MAX_PAGES; count++) {
        const answer = await page(token);
        found.push(...(answer[listName] ?? []));
        token = answer[tokenName];
        if (token === undefined)
            break;
    }
    return found;
}
