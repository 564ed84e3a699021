import { hasEnded, hasFailed, isRolledBack, isStart, isStop } from './operations';
import { DeleteBehavior, Properties, Restore } from './request';
import { Application, Operation, RunConfiguration } from './service';

/** The application is between two states, and leaves this one by itself. */
const TRANSIENT = new Set([
  'STARTING', 'UPDATING', 'AUTOSCALING', 'STOPPING', 'FORCE_STOPPING', 'ROLLING_BACK', 'MAINTENANCE',
]);
/** The job does not run, and does not start by itself. */
const STOPPED = new Set(['READY', 'ROLLED_BACK']);
/** The states that the service accepts a forced stop in. */
const FORCIBLE = new Set(['STARTING', 'UPDATING', 'STOPPING', 'AUTOSCALING', 'RUNNING']);

/** How long a graceful stop may take, and how long is waited until one is accepted. */
export const GRACEFUL_STOP_MILLIS = 10 * 60_000;

export type Failure = 'gone' | 'stopped' | 'rolled-back' | 'other-code' | 'not-restored';
export type Convergence =
  | { readonly step: 'wait' | 'start' | 'verify' }
  | { readonly step: 'fail'; readonly failure: Failure; readonly detail?: string };

/** What leads from the state that was found to a running job. */
export function converge(found: {
  readonly application: Application | undefined;
  /** The operations since the request began, newest first. */
  readonly operations: readonly Operation[];
  readonly expected: Pick<Properties, 'code' | 'runtime'>;
  /** Whether the job has to be started from a state that was asked for. */
  readonly asksForState: boolean;
}): Convergence {
  const { application, operations } = found;
  const start = operations.find(isStart);
  if (application === undefined || application.ApplicationStatus === 'DELETING') {
    return { step: 'fail', failure: 'gone' };
  }
  if (STOPPED.has(application.ApplicationStatus)) {
    if (start === undefined) return { step: 'start' };
    return hasEnded(start) ? { step: 'fail', failure: 'stopped' } : { step: 'wait' };
  }
  if (application.ApplicationStatus !== 'RUNNING') return { step: 'wait' };
  if (isRolledBack(application)) return { step: 'fail', failure: 'rolled-back' };
  const difference = differenceOf(application, found.expected);
  if (difference !== undefined) return { step: 'fail', failure: 'other-code', detail: difference };
  if (found.asksForState && start === undefined) return { step: 'fail', failure: 'not-restored' };
  return { step: 'verify' };
}

/** What of the code or the runtime is not as the template says. What the template does not say is not compared. */
export function differenceOf(
  application: Application, { code, runtime }: Pick<Properties, 'code' | 'runtime'>,
): string | undefined {
  const configuration = application.ApplicationConfigurationDescription?.ApplicationCodeConfigurationDescription;
  const location = configuration?.CodeContentDescription?.S3ApplicationCodeLocationDescription;
  const pairs: [string, string | undefined, string | undefined][] = [
    ['runtime', runtime === '' ? undefined : runtime, application.RuntimeEnvironment],
    ['bucket', code.bucketArn, location?.BucketARN],
    ['file key', code.fileKey, location?.FileKey],
    ['object version', code.objectVersion, location?.ObjectVersion],
  ];
  const [different] = pairs.filter(([, expected, found]) => expected !== undefined && expected !== found);
  return different && `the ${different[0]} is ${different[2] ?? 'not given'} instead of ${different[1]}`;
}

export type Stop = 'done' | 'wait' | 'stop' | 'force';

/** What leads from the state that was found to a stopped job, when the application is about to be deleted. */
export function stopForDelete(found: {
  readonly status: string | undefined;
  readonly onDelete: DeleteBehavior;
  /** The operations since the request began, newest first. */
  readonly operations: readonly Operation[];
  readonly began: number;
  readonly now: number;
}): Stop {
  const { status, operations, now } = found;
  if (status === undefined || status === 'DELETING' || STOPPED.has(status)) return 'done';
  if (!FORCIBLE.has(status)) return 'wait';
  // what a creation that failed has made is deleted with its state
  if (found.onDelete === 'FORCE_STOP' || found.onDelete === 'RETAIN_EXCEPT_ON_CREATE') return 'force';
  const stop = operations.find(operation => isStop(operation) || isStart(operation));
  if (status === 'RUNNING') {
    if (stop === undefined || isStart(stop)) return 'stop';
    if (hasFailed(stop)) return 'force';
  }
  return now - Math.max(found.began, stop?.startTime ?? 0) > GRACEFUL_STOP_MILLIS ? 'force' : 'wait';
}

/** What leads to a stopped job, when the job is to be started from another state afterwards. */
export function stopForRestore(status: string | undefined, operations: readonly Operation[]): Stop | 'refused' {
  if (status === undefined || status === 'DELETING' || STOPPED.has(status)) return 'done';
  const stop = operations.find(isStop);
  if (status !== 'RUNNING') return 'wait';
  if (stop === undefined) return 'stop';
  return hasFailed(stop) ? 'refused' : 'wait';
}

export function isTransientStatus(status: string): boolean {
  return TRANSIENT.has(status);
}

export function isStopped(status: string): boolean {
  return STOPPED.has(status);
}

/** The configuration that starts a job from a state; without one, from the latest snapshot. */
export function runConfiguration(restore?: Restore): RunConfiguration {
  const { type, snapshot, once }: Restore = restore ?? { type: 'LATEST' };
  return {
    ApplicationRestoreConfiguration: restoreConfiguration(type, snapshot ?? ''),
    FlinkRunConfiguration: { AllowNonRestoredState: type !== 'NOTHING' && once !== undefined },
  };
}

function restoreConfiguration(
  type: Restore['type'], snapshot: string,
): RunConfiguration['ApplicationRestoreConfiguration'] {
  switch (type) {
    case 'NOTHING': return { ApplicationRestoreType: 'SKIP_RESTORE_FROM_SNAPSHOT' };
    case 'LATEST': return { ApplicationRestoreType: 'RESTORE_FROM_LATEST_SNAPSHOT' };
    case 'SNAPSHOT': return {
      ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT',
      ...snapshot.startsWith('arn:') ? { SnapshotArn: snapshot } : { SnapshotName: snapshot },
    };
  }
}
