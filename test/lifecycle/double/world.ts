import { Configuration, DoubleApplication, Durations, ServiceFault, Snapshot, Surroundings } from './application';

/** What goes wrong with the next calls of an API. */
export interface Fault {
  /** The name of the call, for example `StartApplication`. */
  readonly call: string;
  /** `drop-before` loses the request, `drop-after` the answer; everything else is the name of an error. */
  readonly kind: string;
  times: number;
}

export interface Call {
  readonly action: string;
  readonly resource: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly input: Readonly<Record<string, unknown>>;
  readonly at: number;
  readonly body: string;
}

export interface DoubleStack {
  status: string;
  readonly resources: Map<string, string>;
  /** When CloudFormation began to work on a resource. */
  readonly updated: Map<string, number>;
}

interface LogEvent {
  readonly group: string;
  readonly timestamp: number;
  readonly visibleAt: number;
  readonly message: string;
}

interface Interface {
  readonly id: string;
  readonly application: string;
  readonly groups: readonly string[];
  releasedAt?: number;
}

export const ROOT_CAUSE = 'java.net.ConnectException: Connection refused: broker-1:9098';

/** An AWS account with what the handler asks of it, and a clock that a test moves. */
export class World implements Surroundings {
  public time = Date.parse('2026-12-01T10:00:00Z');
  public readonly durations: Durations = {
    start: 45_000, stop: 20_000, forceStop: 5_000, update: 25_000, rollback: 20_000, maintenance: 30_000,
  };
  public failedUpdate: 'READY' | 'STUCK' | 'RUNNING' = 'READY';
  /** How long messages take to reach the log group. */
  public logDelay = 5_000;
  /** How long interfaces stay after a stop. */
  public lingering = 60_000;
  public dashboard: 'token' | 'cookies' | 'unreachable' = 'token';
  public readonly applications = new Map<string, DoubleApplication>();
  public readonly snapshots: Snapshot[] = [];
  public readonly stacks = new Map<string, DoubleStack>();
  /** What CloudFormation says of a resource that it works on. */
  public resourceStatus = 'UPDATE_IN_PROGRESS';
  public readonly faults: Fault[] = [];
  public readonly calls: Call[] = [];
  public interfaces: Interface[] = [];
  public readonly logs: LogEvent[] = [];
  private count = 0;

  public now(): number {
    return this.time;
  }

  public advance(millis: number): void {
    this.time += millis;
    this.settle();
  }

  public settle(): void {
    this.applications.forEach(application => application.settle());
    this.interfaces = this.interfaces.filter(({ releasedAt }) => releasedAt === undefined || releasedAt > this.time);
  }

  public newId(prefix: string): string {
    this.count += 1;
    return `${prefix}-${this.count}`;
  }

  public create(name: string, configuration: Configuration, tags: Record<string, string>): DoubleApplication {
    const application = new DoubleApplication(name, configuration, tags, this);
    this.applications.set(name, application);
    return application;
  }

  public delete(name: string): void {
    const application = this.application(name);
    this.releaseInterfaces(application);
    this.applications.delete(name);
    if (application.configuration.snapshotMode === 'LEGACY') {
      const kept = this.snapshots.filter(snapshot => snapshot.application !== name);
      this.snapshots.splice(0, this.snapshots.length, ...kept);
    }
  }

  public application(name: string): DoubleApplication {
    const found = this.applications.get(name);
    if (found === undefined) throw new ServiceFault('ResourceNotFoundException', `There is no application ${name}`);
    return found;
  }

  public attachInterfaces(application: DoubleApplication): void {
    const { name, configuration: { groups } } = application;
    if (groups.length === 0) return;
    this.interfaces.push({ id: this.newId('eni'), application: name, groups });
  }

  public releaseInterfaces({ name }: DoubleApplication): void {
    this.interfaces.filter(({ application, releasedAt }) => application === name && releasedAt === undefined)
      .forEach(found => { found.releasedAt = this.time + this.lingering; });
  }

  public logException(application: DoubleApplication): void {
    const throwable = ['org.apache.flink.runtime.JobException: Recovery is suppressed', '\tat '
      + 'org.apache.flink.Some.where(Some.java:1)',
    'Caused by: java.lang.RuntimeException: broken', `Caused by: ${ROOT_CAUSE}`, '\tat java.base/Some.where'];
    this.logs.push({
      group: `/aws/flink/${application.name}`,
      timestamp: this.time,
      visibleAt: this.time + this.logDelay,
      message: JSON.stringify({
        applicationARN: application.arn,
        applicationVersionId: String(application.version),
        message: 'Source: orders (1/1) switched from RUNNING to FAILED',
        throwableInformation: throwable,
      }),
    });
  }

  /** The fault that a call meets, if there is one. */
  public takeFault(call: string): string | undefined {
    const fault = this.faults.find(({ call: name, times }) => name === call && times > 0);
    if (fault === undefined) return undefined;
    fault.times -= 1;
    return fault.kind;
  }

  public callsOf(name: string): Call[] {
    return this.calls.filter(({ action }) => action.endsWith(`:${name}`));
  }
}
