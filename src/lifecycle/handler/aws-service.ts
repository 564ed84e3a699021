import { addSnapshotArn, Caller, Sdk } from './sdk';
import {
  Application, errorName, isGone, LogEvent, Operation, Page, RunConfiguration, Service, StackResource,
} from './service';

/** The pages of a list that are read at most: a list that is longer is cut off rather than read for ever. */
const MAX_PAGES = 20;
/** Calls that change something are made once: the next look tells whether they were received. */
const ONCE = 1;
const EXCEPTION = '?throwableInformation ?Exception ?"Caused by" ?"switched from"';
const FETCH_TIMEOUT_MILLIS = 10_000;

/** The calls, through the SDK. */
export class AwsService implements Service {
  constructor(
    private readonly flink: Caller = new Sdk(
      '@aws-sdk/client-kinesis-analytics-v2', 'KinesisAnalyticsV2Client', addSnapshotArn,
    ),
    private readonly logs: Caller = new Sdk('@aws-sdk/client-cloudwatch-logs', 'CloudWatchLogsClient'),
    private readonly formation: Caller = new Sdk('@aws-sdk/client-cloudformation', 'CloudFormationClient'),
    private readonly ec2: Caller = new Sdk('@aws-sdk/client-ec2', 'EC2Client'),
  ) {}

  public async describe(name: string): Promise<Application | undefined> {
    try {
      const { ApplicationDetail } = await this.flink.call('DescribeApplication', { ApplicationName: name });
      return ApplicationDetail as Application;
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  public async operations(name: string): Promise<Operation[]> {
    const found = await pages<OperationInfo>(NextToken => this.flink.call('ListApplicationOperations', {
      ApplicationName: name, Limit: 50, NextToken,
    }), 'NextToken', 'ApplicationOperationInfoList');
    return found.map(({ OperationId = '', Operation: operation = '', OperationStatus = '', StartTime }) => ({
      id: OperationId, name: operation, status: OperationStatus, startTime: StartTime?.getTime() ?? 0,
    }));
  }

  public async failureOf(name: string, operationId: string): Promise<string | undefined> {
    const { ApplicationOperationInfoDetails: details } = await this.flink.call('DescribeApplicationOperation', {
      ApplicationName: name, OperationId: operationId,
    });
    return (details as OperationDetails).OperationFailureDetails?.ErrorInfo?.ErrorString;
  }

  public async tags(arn: string): Promise<Readonly<Record<string, string>>> {
    const { Tags } = await this.flink.call('ListTagsForResource', { ResourceARN: arn });
    return Object.fromEntries((Tags as { Key: string; Value?: string }[]).map(({ Key, Value = '' }) => [Key, Value]));
  }

  public async start(name: string, configuration: RunConfiguration): Promise<void> {
    await this.flink.call('StartApplication', { ApplicationName: name, RunConfiguration: configuration }, ONCE);
  }

  public async stop(name: string, force: boolean): Promise<void> {
    await this.flink.call('StopApplication', { ApplicationName: name, Force: force }, ONCE);
  }

  public async dashboardUrl(name: string): Promise<string> {
    const { AuthorizedUrl } = await this.flink.call(
      'CreateApplicationPresignedUrl', { ApplicationName: name, UrlType: 'FLINK_DASHBOARD_URL' },
    );
    return String(AuthorizedUrl);
  }

  public async exceptions(logGroupName: string, since: number): Promise<LogEvent[]> {
    return pages<LogEvent>(nextToken => this.logs.call('FilterLogEvents', {
      logGroupName, startTime: since, filterPattern: EXCEPTION, nextToken,
    }), 'nextToken', 'events');
  }

  public async stackStatus(stackId: string): Promise<string> {
    const { Stacks } = await this.formation.call('DescribeStacks', { StackName: stackId });
    const [stack] = Stacks as { StackStatus: string }[];
    return stack.StackStatus;
  }

  public async stackResource(stackId: string, logicalId: string): Promise<StackResource | undefined> {
    try {
      const { StackResourceDetail } = await this.formation.call(
        'DescribeStackResource', { StackName: stackId, LogicalResourceId: logicalId },
      );
      const { PhysicalResourceId: id, ResourceStatus: status = '', LastUpdatedTimestamp: updated } =
        StackResourceDetail as ResourceDetail;
      // otherwise it is the time of what CloudFormation did before
      const began = status.endsWith('IN_PROGRESS') ? updated?.getTime() : undefined;
      return { physicalId: id === '' ? undefined : id, began };
    } catch (error) {
      if (errorName(error) === 'ValidationError') return undefined;
      throw error;
    }
  }

  public async interfaces(securityGroupId: string): Promise<string[]> {
    const found = await pages<{ NetworkInterfaceId?: string }>(NextToken => this.ec2.call('DescribeNetworkInterfaces', {
      Filters: [{ Name: 'group-id', Values: [securityGroupId] }], NextToken,
    }), 'NextToken', 'NetworkInterfaces');
    return found.map(({ NetworkInterfaceId = '' }) => NetworkInterfaceId);
  }

  public async fetch(url: string, cookies = ''): Promise<Page> {
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

interface OperationInfo {
  readonly OperationId?: string;
  readonly Operation?: string;
  readonly OperationStatus?: string;
  readonly StartTime?: Date;
}

interface ResourceDetail {
  readonly PhysicalResourceId?: string;
  readonly ResourceStatus?: string;
  readonly LastUpdatedTimestamp?: Date;
}

interface OperationDetails {
  readonly OperationFailureDetails?: { readonly ErrorInfo?: { readonly ErrorString?: string } };
}

async function pages<T>(
  page: (token?: string) => Promise<Record<string, unknown>>, tokenName: string, listName: string,
): Promise<T[]> {
  const found: T[] = [];
  let token: string | undefined;
  for (let count = 0; count < MAX_PAGES; count++) {
    const answer = await page(token);
    found.push(...(answer[listName] ?? []) as T[]);
    token = answer[tokenName] as string | undefined;
    if (token === undefined) break;
  }
  return found;
}
