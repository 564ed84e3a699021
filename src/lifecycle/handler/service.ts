/** A Flink application as the service describes it: the members that are read here. */
export interface Application {
  readonly ApplicationARN: string;
  readonly ApplicationStatus: string;
  readonly ApplicationVersionId?: number;
  readonly ApplicationVersionUpdatedFrom?: number;
  readonly ApplicationVersionRolledBackFrom?: number;
  readonly RuntimeEnvironment?: string;
  readonly ApplicationConfigurationDescription?: {
    readonly ApplicationCodeConfigurationDescription?: {
      readonly CodeContentDescription?: {
        readonly S3ApplicationCodeLocationDescription?: {
          readonly BucketARN?: string;
          readonly FileKey?: string;
          readonly ObjectVersion?: string;
        };
      };
    };
    readonly VpcConfigurationDescriptions?: ReadonlyArray<{ readonly SecurityGroupIds?: readonly string[] }>;
  };
}

/** Something that was done to an application. */
export interface Operation {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  /** Milliseconds since the epoch. */
  readonly startTime: number;
}

export interface RunConfiguration {
  readonly ApplicationRestoreConfiguration: {
    readonly ApplicationRestoreType: string;
    readonly SnapshotName?: string;
    readonly SnapshotArn?: string;
  };
  readonly FlinkRunConfiguration: { readonly AllowNonRestoredState: boolean };
}

export interface StackResource {
  readonly physicalId?: string;
  /** When CloudFormation began what it is doing with the resource, in milliseconds since the epoch. */
  readonly began?: number;
}

export interface LogEvent {
  readonly timestamp?: number;
  readonly message?: string;
}

export interface Page {
  readonly status: number;
  readonly body: string;
  /** The cookies that were set, as a request gives them back. */
  readonly cookies: string;
  /** Where a redirect leads to. */
  readonly location?: string;
}

/** What the handler asks of AWS. Nothing here waits. */
export interface Service {
  /** The application, or undefined if there is none of that name. */
  describe(name: string): Promise<Application | undefined>;
  operations(name: string): Promise<Operation[]>;
  /** Why an operation failed, if the service says so. */
  failureOf(name: string, operationId: string): Promise<string | undefined>;
  tags(arn: string): Promise<Readonly<Record<string, string>>>;
  start(name: string, configuration: RunConfiguration): Promise<void>;
  stop(name: string, force: boolean): Promise<void>;
  dashboardUrl(name: string): Promise<string>;
  /** The messages of a log group that may hold an exception, oldest first. */
  exceptions(logGroupName: string, since: number): Promise<LogEvent[]>;
  stackStatus(stackId: string): Promise<string>;
  /** A resource of the stack, or undefined if there is none of that id. */
  stackResource(stackId: string, logicalId: string): Promise<StackResource | undefined>;
  /** The ids of the network interfaces that carry a security group. */
  interfaces(securityGroupId: string): Promise<string[]>;
  /** A page of the dashboard of Flink. */
  fetch(url: string, cookies?: string): Promise<Page>;
}

/** Time, so that tests need not wait. */
export interface Clock {
  now(): number;
  sleep(millis: number): Promise<void>;
}

interface ServiceError {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly $fault?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const NETWORK_ERRORS = /^(ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|UND_ERR)/;
const THROTTLED = /Throttl|TooManyRequests|LimitExceededRate|RequestLimitExceeded|SlowDown|BandwidthLimit/;
const TIMED_OUT = /RequestTimeout|TimeoutError/;

export function errorName(error: unknown): string {
  return (error as ServiceError).name ?? 'Error';
}

export function errorText(error: unknown): string {
  const { message } = error as ServiceError;
  return message === undefined || message === '' ? errorName(error) : `${errorName(error)}: ${message}`;
}

/** Whether the same call may succeed a little later. */
export function isTransient(error: unknown): boolean {
  const { name = '', code = '', message = '', $fault, $metadata } = error as ServiceError;
  const status = $metadata?.httpStatusCode;
  return THROTTLED.test(name) || TIMED_OUT.test(name)
    || NETWORK_ERRORS.test(code) || NETWORK_ERRORS.test(name) || /socket hang up/.test(message)
    || status === 429 || (status !== undefined && status >= 500) || ($fault === 'server');
}

/** Whether the application was deleted in the meantime. */
export function isGone(error: unknown): boolean {
  return errorName(error) === 'ResourceNotFoundException';
}

/** Whether the application was busy with something else. */
export function isBusy(error: unknown): boolean {
  return ['ResourceInUseException', 'ConcurrentModificationException'].includes(errorName(error));
}
