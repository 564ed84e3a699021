/**
 * What CloudFormation asks for, as the provider framework passes it on; `Lifecycle` is there once the request was
 * accepted.
 */
export interface LifecycleRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly RequestId: string;
  readonly StackId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
  readonly OldResourceProperties?: Readonly<Record<string, unknown>>;
  readonly Lifecycle?: Progress;
}

/** What is remembered of a request from one look to the next. The framework hands it back with each of them. */
export interface Progress {
  /** When the request was accepted, in milliseconds since the epoch. */
  readonly Began: number;
  /** When the request fails at the latest. */
  readonly Deadline: number;
  /** The newest operation of the application by then: what comes after it belongs to this request. */
  readonly Mark: OperationMark;
  /** Whether the stack was being rolled back; left out if that could not be asked. */
  readonly Rollback?: boolean;
  /** The physical id before, if it is another one. The framework passes the new one on. */
  readonly Replaces?: string;
}

/**
 * The time of the newest operation and the ids of all operations of that time, since the clock of the service may be a
 * coarse one.
 */
export interface OperationMark {
  readonly Time: number;
  readonly Ids: readonly string[];
  /**
   * When CloudFormation made the request, if that is known. A request that is accepted a second time, since the first
   * answer was lost, has a mark that is too late.
   */
  readonly Requested?: number;
}

export type RestoreType = 'LATEST' | 'SNAPSHOT' | 'NOTHING';

/** The state that the job is to start from. */
export interface Restore {
  readonly type: RestoreType;
  /** The name or the ARN of the snapshot. */
  readonly snapshot?: string;
  /**
   * What makes the choice a new one. With state that is restored, it also allows to leave out what the job has no
   * operator for.
   */
  readonly once?: string;
}

/** `RETAIN_EXCEPT_ON_CREATE`: what a creation that fails has made is deleted all the same. */
export type DeleteBehavior = 'STOP' | 'FORCE_STOP' | 'RETAIN' | 'RETAIN_EXCEPT_ON_CREATE';

const DELETE_BEHAVIORS: readonly unknown[] = [
  'STOP', 'FORCE_STOP', 'RETAIN', 'RETAIN_EXCEPT_ON_CREATE',
] satisfies DeleteBehavior[];

export interface ExpectedCode {
  readonly bucketArn?: string;
  readonly fileKey?: string;
  readonly objectVersion?: string;
}

/** The properties of both custom resources. */
export interface Properties {
  readonly kind: 'prepare' | 'run';
  readonly restore: Restore;
  readonly timeoutMillis: number;
  readonly verifyTasks: boolean;
  readonly onDelete: DeleteBehavior;
  readonly applicationName: string;
  readonly applicationLogicalId: string;
  readonly securityGroupId: string;
  readonly logGroupName: string;
  readonly runtime: string;
  readonly code: ExpectedCode;
}

/** The tag that says which stack starts an application: the function may start and stop nothing else. */
export const STACK_TAG = 'cdk-managed-flink:stack';

/**
 * The format that is written. Formats that were ever written are read for ever: CloudFormation sends old properties
 * when it rolls back.
 */
export const FORMAT_VERSION = '1';

/** Reads the properties of a request. CloudFormation sends every value as text. */
export function readProperties(given: Readonly<Record<string, unknown>>): Properties {
  if (given.FormatVersion !== FORMAT_VERSION) {
    throw new Error(`FormatVersion is ${JSON.stringify(given.FormatVersion)}, but this handler reads `
      + `${FORMAT_VERSION}: deploy with a newer version of cdk-managed-flink`);
  }
  const code = record(given.Code);
  return {
    kind: given.Kind === 'prepare' ? 'prepare' : 'run',
    restore: readRestore(given),
    timeoutMillis: Number(given.TimeoutSeconds) * 1000,
    verifyTasks: text(given.VerifyTasks) !== 'false',
    onDelete: DELETE_BEHAVIORS.includes(given.OnDelete) ? given.OnDelete as DeleteBehavior : 'STOP',
    applicationName: text(given.ApplicationName) ?? '',
    applicationLogicalId: text(given.ApplicationLogicalId) ?? '',
    securityGroupId: text(given.SecurityGroupId) ?? '',
    logGroupName: text(given.LogGroupName) ?? '',
    runtime: text(given.Runtime) ?? '',
    code: { bucketArn: text(code.BucketArn), fileKey: text(code.FileKey), objectVersion: text(code.ObjectVersion) },
  };
}

function readRestore(given: Readonly<Record<string, unknown>>): Restore {
  const restore = record(given.Restore);
  const type = restore.Type === 'SNAPSHOT' || restore.Type === 'NOTHING' ? restore.Type : 'LATEST';
  return { type, snapshot: text(restore.Snapshot), once: text(restore.Once) };
}

/**
 * Whether a request asks for a state that the request before did not ask for. The latest snapshot needs no asking:
 * every start uses it where nothing else is said.
 */
export function asksForState(
  { RequestType, ResourceProperties, OldResourceProperties = {} }: LifecycleRequest,
): boolean {
  if (!isChoice(readRestore(ResourceProperties))) return false;
  return RequestType === 'Create' || restoreChanged(ResourceProperties, OldResourceProperties);
}

/** Whether a state was chosen, other than the latest one and all of it. */
export function isChoice({ type, once }: Restore): boolean {
  return type !== 'LATEST' || once !== undefined;
}

export function restoreChanged(
  one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>,
): boolean {
  return restoreKey(readRestore(one)) !== restoreKey(readRestore(other));
}

/** The same for the same choice. */
export function restoreKey({ type, snapshot, once }: Restore): string {
  return JSON.stringify([type, snapshot, once]);
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? value as Record<string, unknown> : {};
}

function text(value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  return String(value);
}
