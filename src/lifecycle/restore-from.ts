import { Token } from 'aws-cdk-lib';
import { SnapshotMode } from './snapshot-mode';
import { fail } from '../core/problem';
import { fitsText, SERVICE_LIMITS } from '../core/service-limits';

const SNAPSHOT_ARN = /^arn:[^:]+:kinesisanalytics:[^:]+:[^:]+:snapshot\//;

/** Options of `RestoreFrom.latestSnapshot()`. */
export interface LatestSnapshotOptions {
  /**
   * Any text, for example today's date. In the deployment in which it is new, the job is stopped with a snapshot and
   * started again, and state in the snapshot that cannot be mapped to an operator of the job is skipped.
   *
   * @default - the job does not start if state cannot be mapped
   */
  readonly allowNonRestoredStateOnce?: string;
}

/** Options of `RestoreFrom.snapshot()`. */
export interface SnapshotOptions {
  /**
   * Any text, for example today's date. In the deployment in which it is new, the job is restored from the snapshot,
   * and state in the snapshot that cannot be mapped to an operator of the job is skipped.
   *
   * @default - the job does not start if state cannot be mapped
   */
  readonly allowNonRestoredStateOnce?: string;
}

/** Options of `RestoreFrom.nothing()`. */
export interface RestoreNothingOptions {
  /**
   * Any text, for example today's date. The state is dropped in the deployment in which it is new, and kept in later
   * deployments.
   */
  readonly once: string;
}

/**
 * The state that a job starts from.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-snapshots.html
 * @example
 * const lifecycle = ApplicationLifecycle.startOnDeploy({ restore: RestoreFrom.latestSnapshot() });
 */
export class RestoreFrom {
  /**
   * Restores the latest snapshot of the application. If there is no snapshot, the job starts without state.
   *
   * @throws if `allowNonRestoredStateOnce` is empty
   * @example
   * const restore = RestoreFrom.latestSnapshot({ allowNonRestoredStateOnce: '2026-11-26' });
   */
  public static latestSnapshot(options: LatestSnapshotOptions = {}): RestoreFrom {
    return new RestoreFrom(
      'LATEST', undefined, checkOnce('allowNonRestoredStateOnce', options.allowNonRestoredStateOnce),
    );
  }

  /**
   * Restores a snapshot that you choose, in the deployment in which the choice is new.
   *
   * @param nameOrArn the name of a snapshot of this application, or the ARN of a snapshot of the enhanced mode
   * @throws if it is neither, or if `allowNonRestoredStateOnce` is empty
   * @example
   * const restore = RestoreFrom.snapshot('before-upgrade');
   */
  public static snapshot(nameOrArn: string, options: SnapshotOptions = {}): RestoreFrom {
    if (!Token.isUnresolved(nameOrArn) && !fitsText(nameOrArn.replace(SNAPSHOT_ARN, ''), SERVICE_LIMITS.snapshotName)) {
      fail(`snapshot is ${JSON.stringify(nameOrArn)}, but must be the name of a snapshot, `
        + `${SERVICE_LIMITS.snapshotName.allowed}, or the ARN of a snapshot: write for example `
        + '`RestoreFrom.snapshot(\'before-upgrade\')`');
    }
    return new RestoreFrom(
      'SNAPSHOT', nameOrArn, checkOnce('allowNonRestoredStateOnce', options.allowNonRestoredStateOnce),
    );
  }

  /**
   * Restores no snapshot: the job loses its state, in the deployment in which `once` is new.
   *
   * @throws if `once` is empty
   * @example
   * const restore = RestoreFrom.nothing({ once: '2026-11-26' });
   */
  public static nothing(options: RestoreNothingOptions): RestoreFrom {
    return new RestoreFrom('NOTHING', undefined, checkOnce('once', options.once));
  }

  private constructor(
    private readonly type: 'LATEST' | 'SNAPSHOT' | 'NOTHING',
    private readonly nameOrArn?: string,
    private readonly once?: string,
  ) {}

  /** @internal */
  public _render(): { Type: string; Snapshot?: string; Once?: string } {
    return { Type: this.type, Snapshot: this.nameOrArn, Once: this.once };
  }

  /**
   * What contradicts the mode of the application, if anything does.
   *
   * @internal
   */
  public _problemWith(mode: SnapshotMode | undefined): string | undefined {
    const { nameOrArn } = this;
    if (nameOrArn === undefined || Token.isUnresolved(nameOrArn)) return undefined;
    const isArn = nameOrArn.startsWith('arn:');
    if (isArn && mode !== SnapshotMode.ENHANCED) {
      return `lifecycle restore is the snapshot ${nameOrArn}, but only an application with enhanced snapshots can be `
        + 'restored from an ARN: write `snapshotMode: SnapshotMode.ENHANCED`, or the name of a snapshot of this '
        + 'application';
    }
    if (!isArn && mode === SnapshotMode.ENHANCED) {
      return `lifecycle restore is the snapshot ${nameOrArn}, but an application with enhanced snapshots is restored `
        + 'from an ARN: write the ARN of the snapshot, arn:...:snapshot/NAME';
    }
    return undefined;
  }
}

function checkOnce(property: string, once: string | undefined): string | undefined {
  if (once === '') {
    fail(
      `${property} is "", but must be a text of at least 1 character: write for example \`${property}: '2026-12-01'\``,
    );
  }
  return once;
}
