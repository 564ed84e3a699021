import { Duration, Token } from 'aws-cdk-lib';
import { CfnApplication as CfnApplicationV2 } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { LifecycleResources, LifecycleTarget } from './lifecycle-resources';
import { OnDelete } from './on-delete';
import { RestoreFrom } from './restore-from';
import { isObject } from '../core/intrinsics';
import { fail, rejectBecause } from '../core/problem';

const DEFAULT_TIMEOUT = Duration.minutes(30);
const MIN_SECONDS = 120;
const MAX_SECONDS = 3300;

/** Options of `ApplicationLifecycle.startOnDeploy()`. */
export interface StartOnDeployOptions {
  /**
   * The state that the job starts from.
   *
   * Any choice other than the latest snapshot applies once, in the deployment in which it is new.
   *
   * @default RestoreFrom.latestSnapshot()
   */
  readonly restore?: RestoreFrom;

  /**
   * The maximum time that a deployment waits for the job to run, from 2 to 55 minutes. If the job does not run by then,
   * the deployment fails with the reason.
   *
   * @default Duration.minutes(30)
   */
  readonly timeout?: Duration;

  /**
   * Whether the deployment also waits until all tasks of the job run, according to the Apache Flink dashboard.
   *
   * The service reports the status RUNNING for a job that restarts repeatedly. If the dashboard cannot be read, the
   * deployment succeeds, and the attribute `Report` of the custom resource says so.
   *
   * @default true
   */
  readonly verifyTasks?: boolean;

  /**
   * How the job is stopped before the application is deleted.
   *
   * @default OnDelete.stop()
   */
  readonly onDelete?: OnDelete;
}

/**
 * Whether deployments start the job of an application.
 *
 * CloudFormation creates an application that is stopped, never starts it, and does not notice an update that leaves it
 * stopped or rolled back to the previous version.
 *
 * @example
 * new FlinkApplication(this, 'Orders', {
 *   runtime: FlinkRuntime.FLINK_1_20,
 *   code,
 *   vpcConfiguration: { vpc },
 *   lifecycle: ApplicationLifecycle.startOnDeploy({ timeout: Duration.minutes(20) }),
 * });
 */
export class ApplicationLifecycle {
  /**
   * You start and stop the application. Nothing is added to the stack.
   *
   * @example
   * const lifecycle = ApplicationLifecycle.manual();
   */
  public static manual(): ApplicationLifecycle {
    return new ApplicationLifecycle();
  }

  /**
   * Each deployment that changes the application ends with the job running, or fails with the reason that Apache Flink
   * gave. Before the application is deleted, the job is stopped.
   *
   * The stack gets an AWS Lambda function and the provider framework of the AWS CDK, which all of its applications
   * share, and two custom resources for each application. The system rollback of the service is turned on unless you
   * set `systemRollbackEnabled` to false.
   *
   * @throws if the timeout is out of range
   * @example
   * const lifecycle = ApplicationLifecycle.startOnDeploy({ timeout: Duration.minutes(20) });
   */
  public static startOnDeploy(options: StartOnDeployOptions = {}): ApplicationLifecycle {
    checkTimeout(options.timeout);
    return new ApplicationLifecycle(options);
  }

  private constructor(private readonly options?: StartOnDeployOptions) {}

  /** @internal */
  public _systemRollbackEnabled(given: boolean | undefined): boolean | undefined {
    return given ?? (this.options === undefined ? undefined : true);
  }

  /**
   * What updates of a running job restore: every update resets what it leaves out, and a choice that stays in the
   * template would be repeated by each of them.
   *
   * @internal
   */
  public _runConfiguration(): CfnApplicationV2.RunConfigurationProperty | undefined {
    if (this.options === undefined) return undefined;
    return {
      applicationRestoreConfiguration: { applicationRestoreType: 'RESTORE_FROM_LATEST_SNAPSHOT' },
      flinkRunConfiguration: { allowNonRestoredState: false },
    };
  }

  /** @internal */
  public _apply(target: LifecycleTarget): LifecycleResources | undefined {
    if (this.options === undefined) return undefined;
    const {
      restore = RestoreFrom.latestSnapshot(), timeout = DEFAULT_TIMEOUT, onDelete = OnDelete.stop(),
    } = this.options;
    const problem = restore._problemWith(target.snapshotMode);
    if (problem !== undefined) rejectBecause(target.scope, problem);
    return new LifecycleResources(target, {
      restore: restore._render(), timeout, verifyTasks: this.options.verifyTasks ?? true, onDelete: onDelete._value,
    });
  }
}

function checkTimeout(timeout: Duration | undefined): void {
  if (timeout === undefined || Token.isUnresolved(timeout)) return;
  if (!isDuration(timeout)) {
    fail(`lifecycle timeout is ${JSON.stringify(timeout)}, but must be a Duration: write for example `
      + '`timeout: Duration.minutes(30)`');
  }
  if (timeout.isUnresolved()) return;
  const seconds = timeout.toSeconds({ integral: false });
  if (seconds >= MIN_SECONDS && seconds <= MAX_SECONDS && Number.isInteger(seconds)) return;
  fail(`lifecycle timeout is ${seconds} seconds, but must be 2 to 55 minutes, in whole seconds: write for example `
    + '`timeout: Duration.minutes(30)`');
}

/** Languages without types accept a number in the place of a duration. */
function isDuration(value: unknown): value is Duration {
  return isObject(value) && 'toSeconds' in value;
}
