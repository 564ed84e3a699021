/** How a job behaves, which is told by the key of its code. */
export type Behavior = 'runs' | 'fails' | 'loops';

export interface Configuration {
  readonly bucketArn: string;
  readonly fileKey: string;
  readonly objectVersion?: string;
  readonly runtime: string;
  readonly groups: readonly string[];
  readonly rollbackEnabled: boolean;
  readonly snapshotMode: 'LEGACY' | 'ENHANCED';
}

/** What the operators of a job remember, and since which start without a snapshot. */
export interface JobState {
  readonly lineage: string;
  readonly count: number;
}

export interface Snapshot {
  readonly name: string;
  readonly application: string;
  readonly at: number;
  readonly state: JobState;
}

export interface DoubleOperation {
  readonly id: string;
  readonly name: string;
  readonly startTime: number;
  status: 'IN_PROGRESS' | 'SUCCESSFUL' | 'FAILED' | 'CANCELLED';
  error?: string;
  rollbackOperationId?: string;
}

/** What an application needs of the world around it. */
export interface Surroundings {
  readonly durations: Durations;
  readonly failedUpdate: 'READY' | 'STUCK' | 'RUNNING';
  readonly snapshots: Snapshot[];
  now(): number;
  newId(prefix: string): string;
  logException(application: DoubleApplication): void;
  attachInterfaces(application: DoubleApplication): void;
  releaseInterfaces(application: DoubleApplication): void;
}

/** In milliseconds. */
export interface Durations {
  start: number;
  stop: number;
  forceStop: number;
  update: number;
  rollback: number;
  maintenance: number;
}

export class ServiceFault extends Error {
  public readonly $fault: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
    this.$fault = /^(InternalFailure|ServiceUnavailable)$/.test(name) ? 'server' : 'client';
  }
}

export const behaviorOf = ({ fileKey }: Configuration): Behavior => {
  if (fileKey.startsWith('fails')) return 'fails';
  return fileKey.startsWith('loops') ? 'loops' : 'runs';
};

const FORCIBLE = ['STARTING', 'UPDATING', 'STOPPING', 'AUTOSCALING', 'RUNNING'];

/** One application with the state machine that the service documents. Time passes when it is looked at. */
export class DoubleApplication {
  public readonly arn: string;
  public status = 'READY';
  public version = 1;
  public updatedFrom?: number;
  public rolledBackFrom?: number;
  public rolledBackTo?: number;
  public state?: JobState;
  public previous?: Configuration;
  public refusesGracefulStop = false;
  /** A service maintenance that begins as soon as the job runs. */
  public maintenanceNext = false;
  public readonly operations: DoubleOperation[] = [];
  private transition?: { readonly at: number; readonly then: () => void };
  /** The time of what is happening: a transition that is due happens at its own time. */
  private time: number;

  constructor(
    public readonly name: string,
    public configuration: Configuration,
    public tags: Record<string,
      string>,
    private readonly world: Surroundings,
  ) {
    this.arn = `arn:aws:kinesisanalytics:eu-west-1:111111111111:application/${name}`;
    this.time = world.now();
  }

  /** Lets everything happen that is due. */
  public settle(): void {
    for (let due = this.transition; due !== undefined && due.at <= this.world.now(); due = this.transition) {
      this.transition = undefined;
      this.time = due.at;
      due.then();
    }
    this.time = this.world.now();
  }

  public get tasksRun(): boolean {
    return behaviorOf(this.configuration) === 'runs';
  }

  public start(restore: { type: string; name?: string; arn?: string }): void {
    if (!['READY', 'ROLLED_BACK'].includes(this.status)) {
      throw new ServiceFault('ResourceInUseException', `Application ${this.name} is ${this.status}`);
    }
    const state = this.restored(restore);
    const operation = this.operation('StartApplication');
    this.become('STARTING', this.world.durations.start, () => {
      if (behaviorOf(this.configuration) === 'fails') {
        this.fail(operation, 'The job could not be started');
        this.world.releaseInterfaces(this);
        this.status = 'READY';
      } else {
        operation.status = 'SUCCESSFUL';
        this.run(state);
      }
    });
    this.world.attachInterfaces(this);
  }

  public stop(force: boolean): void {
    if (force ? !FORCIBLE.includes(this.status) : this.status !== 'RUNNING') {
      throw new ServiceFault('ResourceInUseException', `Application ${this.name} is ${this.status}`);
    }
    if (!force && this.refusesGracefulStop) {
      throw new ServiceFault('InvalidApplicationConfigurationException', 'The application is not healthy enough for a '
        + 'snapshot');
    }
    this.operations.filter(({ status }) => status === 'IN_PROGRESS').forEach(other => { other.status = 'CANCELLED'; });
    const operation = this.operation('StopApplication');
    const { stop, forceStop } = this.world.durations;
    this.become(force ? 'FORCE_STOPPING' : 'STOPPING', force ? forceStop : stop, () => {
      if (!force) this.snapshot();
      operation.status = 'SUCCESSFUL';
      this.state = undefined;
      this.status = 'READY';
      this.world.releaseInterfaces(this);
    });
  }

  public update(configuration: Configuration): void {
    if (!['READY', 'RUNNING', 'ROLLED_BACK'].includes(this.status)) {
      throw new ServiceFault('ResourceInUseException', `Application ${this.name} is ${this.status}`);
    }
    const failed = this.version + 1;
    this.updatedFrom = this.version;
    this.version = failed;
    [this.previous, this.configuration] = [this.configuration, configuration];
    const operation = this.operation('UpdateApplication');
    if (this.status !== 'RUNNING') {
      operation.status = 'SUCCESSFUL';
      return;
    }
    this.snapshot();
    this.become('UPDATING', this.world.durations.update, () => {
      if (behaviorOf(configuration) !== 'fails') {
        operation.status = 'SUCCESSFUL';
        this.run(this.state);
      } else {
        this.failUpdate(operation, failed);
      }
    });
  }

  /** What an operator does by RollbackApplication. */
  public rollback(): void {
    if (this.status !== 'RUNNING' || this.previous === undefined) {
      throw new ServiceFault('InvalidRequestException', 'There is nothing to go back to');
    }
    this.goBack(this.version, this.operation('RollbackApplication'));
  }

  public maintain(status: 'MAINTENANCE' | 'AUTOSCALING'): void {
    if (this.status !== 'RUNNING') return;
    this.become(status, this.world.durations.maintenance, () => this.run(this.state));
  }

  private run(state: JobState | undefined): void {
    this.status = 'RUNNING';
    this.state = state;
    if (behaviorOf(this.configuration) === 'loops') this.world.logException(this);
    if (this.maintenanceNext) {
      this.maintenanceNext = false;
      this.maintain('MAINTENANCE');
    }
  }

  private failUpdate(operation: DoubleOperation, failed: number): void {
    this.fail(operation, 'The update could not be applied');
    if (this.configuration.rollbackEnabled) {
      const rollback = this.operation('RollbackApplication');
      operation.rollbackOperationId = rollback.id;
      this.goBack(failed, rollback);
      return;
    }
    if (this.world.failedUpdate === 'READY') {
      this.world.releaseInterfaces(this);
      this.state = undefined;
    }
    this.status = this.world.failedUpdate === 'STUCK' ? 'UPDATING' : this.world.failedUpdate;
  }

  private goBack(failed: number, operation: DoubleOperation): void {
    this.become('ROLLING_BACK', this.world.durations.rollback, () => {
      this.configuration = this.previous!;
      this.rolledBackFrom = failed;
      this.rolledBackTo = failed - 1;
      this.version = failed + 1;
      operation.status = 'SUCCESSFUL';
      this.run(this.state);
    });
  }

  private fail(operation: DoubleOperation, error: string): void {
    operation.status = 'FAILED';
    operation.error = error;
    this.world.logException(this);
  }

  private restored({ type, name, arn }: { type: string; name?: string; arn?: string }): JobState {
    const fresh = { lineage: this.world.newId('lineage'), count: 0 };
    if (type === 'SKIP_RESTORE_FROM_SNAPSHOT') return fresh;
    const mine = this.world.snapshots.filter(({ application }) => application === this.name);
    if (type === 'RESTORE_FROM_LATEST_SNAPSHOT') return mine.at(-1)?.state ?? fresh;
    if ((name === undefined) === (arn === undefined)) {
      throw new ServiceFault('InvalidArgumentException', 'Give exactly one of SnapshotName and SnapshotArn');
    }
    const found = arn === undefined
      ? mine.find(snapshot => snapshot.name === name)
      : this.world.snapshots.find(snapshot => arn.endsWith(`:snapshot/${snapshot.name}`));
    if (found === undefined) throw new ServiceFault('InvalidArgumentException', `There is no snapshot ${name ?? arn}`);
    return found.state;
  }

  private snapshot(): void {
    if (this.state === undefined) return;
    this.state = { ...this.state, count: this.state.count + 1 };
    this.world.snapshots.push({
      name: this.world.newId('snapshot'), application: this.name, at: this.time, state: this.state,
    });
  }

  private operation(name: string): DoubleOperation {
    const operation: DoubleOperation = {
      id: this.world.newId('operation'), name, startTime: this.time, status: 'IN_PROGRESS',
    };
    this.operations.push(operation);
    return operation;
  }

  private become(status: string, duration: number, then: () => void): void {
    this.status = status;
    this.transition = { at: this.time + duration, then };
  }
}
