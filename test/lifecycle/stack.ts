import { Configuration, ServiceFault } from './double/application';
import { World } from './double/world';
import { Json, LambdaFunction, throughFramework } from './framework';

export const STACK_ID = 'arn:aws:cloudformation:eu-west-1:111111111111:stack/Jobs/0001';
export const STACK_TAG = 'cdk-managed-flink:stack';
const POLL_MILLIS = 10_000;
const STABILIZATION_MILLIS = 60 * 60_000;

/** What a stack says of its application. */
export interface Template {
  readonly lifecycle: boolean;
  readonly name: string;
  readonly configuration: Configuration;
  readonly restore: Json;
  readonly timeoutSeconds: number;
  readonly verifyTasks: boolean;
  readonly onDelete: 'STOP' | 'FORCE_STOP' | 'RETAIN';
  /** Where another resource of the stack fails. */
  readonly fails?: 'before-application' | 'application' | 'after-run';
}

export interface Event {
  readonly resource: string;
  readonly request: string;
  readonly status: string;
  readonly reason: string;
  readonly report?: string;
  readonly millis: number;
}

type Kind = 'prepare' | 'run';

class ResourceFailure extends Error {}

/** CloudFormation, as far as one stack with one application goes. */
export class Stack {
  /** What happened to the resources, newest last. */
  public readonly events: Event[] = [];
  /** Called before each resource is worked on, for what others do in the meantime. */
  public meanwhile?: (resource: string) => void;
  public losesAnswer?: () => boolean;
  private template?: Template;
  private readonly ids = new Map<Kind, string>();
  private readonly replacedIds = new Map<Kind, string>();
  private touched: string[] = [];
  private count = 0;

  constructor(private readonly world: World, private readonly lambda: LambdaFunction) {
    world.stacks.set(STACK_ID, { status: 'REVIEW_IN_PROGRESS', resources: new Map() });
  }

  public get status(): string {
    return this.world.stacks.get(STACK_ID)!.status;
  }

  public get lastReason(): string {
    return this.events.filter(({ status }) => status === 'FAILED').at(-1)?.reason ?? '';
  }

  /** Creates or updates the stack, and returns the status that it has then. */
  public async deploy(next: Template): Promise<string> {
    const before = this.template;
    const verb = before === undefined ? 'CREATE' : 'UPDATE';
    this.status = `${verb}_IN_PROGRESS`;
    this.touched = [];
    const idsBefore = new Map(this.ids);
    try {
      await this.forward(before, next);
      this.template = next;
      this.status = `${verb}_COMPLETE_CLEANUP_IN_PROGRESS`;
      await this.cleanUp(before, next, idsBefore);
      this.status = `${verb}_COMPLETE`;
    } catch (error) {
      if (!(error instanceof ResourceFailure)) throw error;
      if (before === undefined) await this.undoCreate(next);
      else await this.undoUpdate(before, next, idsBefore);
    }
    return this.status;
  }

  public async delete(): Promise<string> {
    const { template } = this;
    this.status = 'DELETE_IN_PROGRESS';
    try {
      if (template !== undefined) await this.remove(template);
      this.status = 'DELETE_COMPLETE';
    } catch (error) {
      if (!(error instanceof ResourceFailure)) throw error;
      this.status = 'DELETE_FAILED';
    }
    return this.status;
  }

  private set status(status: string) {
    this.world.stacks.get(STACK_ID)!.status = status;
  }

  private async forward(before: Template | undefined, next: Template): Promise<void> {
    if (next.lifecycle) await this.custom('prepare', before, next);
    if (next.fails === 'before-application') throw new ResourceFailure('another resource');
    await this.application(before, next);
    if (next.lifecycle) await this.custom('run', before, next);
    if (next.fails === 'after-run') throw new ResourceFailure('another resource');
  }

  private async undoCreate(next: Template): Promise<void> {
    this.status = 'ROLLBACK_IN_PROGRESS';
    try {
      await this.remove(next);
      this.status = 'ROLLBACK_COMPLETE';
    } catch (error) {
      if (!(error instanceof ResourceFailure)) throw error;
      this.status = 'ROLLBACK_FAILED';
    }
  }

  private async undoUpdate(before: Template, next: Template, idsBefore: Map<Kind, string>): Promise<void> {
    this.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
    const { touched } = this;
    try {
      if (before.lifecycle && touched.includes('prepare')) await this.custom('prepare', next, before);
      if (touched.includes('application')) await this.application(next, before);
      if (before.lifecycle && touched.includes('run')) await this.custom('run', next, before);
      this.status = 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS';
      await this.cleanUp(next, before, idsBefore);
      this.status = 'UPDATE_ROLLBACK_COMPLETE';
    } catch (error) {
      if (!(error instanceof ResourceFailure)) throw error;
      this.status = 'UPDATE_ROLLBACK_FAILED';
    }
  }

  /** Removes what was replaced or is no longer in the template; failures here are ignored. */
  private async cleanUp(old: Template | undefined, now: Template, idsBefore: Map<Kind, string>): Promise<void> {
    if (old === undefined) return;
    await this.remove(old, (kind, id) =>
      !now.lifecycle || id !== propsId(now, kind), name => name !== now.name, idsBefore).catch(() => undefined);
  }

  private async remove(
    template: Template,
    removes: (kind: Kind, id: string) => boolean = () => true,
    removesApplication: (name: string) => boolean = () => true,
    others: Map<Kind, string> = new Map(),
  ): Promise<void> {
    const { resources } = this.world.stacks.get(STACK_ID)!;
    const ids = (kind: Kind) => [...new Set([this.ids.get(kind), others.get(kind), this.replacedIds.get(kind)])]
      .filter((id): id is string => id !== undefined && removes(kind, id));
    for (const id of ids('run')) await this.request('Delete', 'run', id, template);
    if (this.world.applications.has(template.name) && removesApplication(template.name)
      && template.onDelete !== 'RETAIN') {
      this.world.delete(template.name);
      if (resources.get('App') === template.name) resources.delete('App');
    }
    for (const id of ids('prepare')) await this.request('Delete', 'prepare', id, template);
  }

  private async custom(kind: Kind, before: Template | undefined, next: Template): Promise<void> {
    const old = before?.lifecycle === true && this.ids.has(kind) ? propertiesOf(kind, before) : undefined;
    const properties = propertiesOf(kind, next);
    if (old !== undefined && JSON.stringify(old) === JSON.stringify(properties)) return;
    this.touched.push(kind);
    const id = await this.request(old === undefined ? 'Create' : 'Update', kind, this.ids.get(kind), next, old);
    const previous = this.ids.get(kind);
    if (previous !== undefined && previous !== id) this.replacedIds.set(kind, previous);
    this.ids.set(kind, id);
  }

  private async request(
    type: string, kind: Kind, id: string | undefined, template: Template, old?: Json,
  ): Promise<string> {
    this.meanwhile?.(kind);
    this.count += 1;
    const began = this.world.time;
    const response = await throughFramework({
      RequestType: type,
      RequestId: `request-${this.count}`,
      StackId: STACK_ID,
      ResourceType: `Custom::ManagedFlink-${kind}`,
      LogicalResourceId: `Job${kind}`,
      ...id === undefined ? {} : { PhysicalResourceId: id },
      ResourceProperties: { ServiceToken: 'arn:aws:lambda:::provider', ...propertiesOf(kind, template) },
      ...old === undefined ? {} : { OldResourceProperties: { ServiceToken: 'arn:aws:lambda:::provider', ...old } },
    }, { lambda: this.lambda, wait: millis => this.world.advance(millis), losesAnswer: this.losesAnswer });
    const data = response.Data as { Report?: string } | undefined;
    this.events.push({
      resource: kind,
      request: type,
      status: String(response.Status),
      reason: String(response.Reason),
      report: data?.Report,
      millis: this.world.time - began,
    });
    const physical = String(response.PhysicalResourceId);
    if (response.Status !== 'SUCCESS') {
      if (type === 'Create') this.ids.set(kind, physical);
      throw new ResourceFailure(String(response.Reason));
    }
    return physical;
  }

  private async application(before: Template | undefined, next: Template): Promise<void> {
    const { world } = this;
    this.meanwhile?.('application');
    const { resources } = world.stacks.get(STACK_ID)!;
    const tags: Record<string, string> = next.lifecycle ? { [STACK_TAG]: STACK_ID } : {};
    const existing = world.applications.get(next.name);
    if (existing === undefined || resources.get('App') !== next.name) {
      this.touched.push('application');
      if (existing === undefined) world.create(next.name, next.configuration, tags);
      resources.set('App', next.name);
    } else if (before?.lifecycle !== next.lifecycle || JSON.stringify(before.configuration) !== JSON.stringify(next.configuration)) {
      this.touched.push('application');
      existing.tags = tags;
      if (JSON.stringify(before?.configuration) !== JSON.stringify(next.configuration)) await this.update(next);
    }
    if (next.fails === 'application') throw new ResourceFailure('the application could not be updated');
  }

  private async update({ name, configuration, fails }: Template): Promise<void> {
    const { world } = this;
    const application = world.application(name);
    if (fails === 'application') throw new ResourceFailure('CodeValidationException');
    for (const until = world.time + 10 * 60_000; ; world.advance(POLL_MILLIS)) {
      try {
        application.update(configuration);
        break;
      } catch (error) {
        if (!(error instanceof ServiceFault) || world.time > until) throw new ResourceFailure(String(error));
      }
    }
    for (const until = world.time + STABILIZATION_MILLIS; ['UPDATING', 'ROLLING_BACK', 'MAINTENANCE', 'AUTOSCALING'].includes(application.status);) {
      if (world.time > until) throw new ResourceFailure('the application did not stabilize');
      world.advance(POLL_MILLIS);
    }
  }
}

function propsId(template: Template, kind: Kind): string {
  if (kind === 'run') return template.name;
  return template.configuration.groups[0] ?? 'App-prepare';
}

export function propertiesOf(kind: Kind, template: Template): Json {
  const { name, configuration: { bucketArn, fileKey, objectVersion, runtime, groups }, restore, onDelete } = template;
  const common = {
    FormatVersion: '1',
    Kind: kind,
    Restore: restore,
    OnDelete: onDelete,
    TimeoutSeconds: String(template.timeoutSeconds),
  };
  if (kind === 'prepare') return { ...common, ApplicationLogicalId: 'App', SecurityGroupId: groups[0] };
  return {
    ...common,
    ApplicationName: name,
    VerifyTasks: String(template.verifyTasks),
    LogGroupName: `/aws/flink/${name}`,
    Runtime: runtime,
    Code: { BucketArn: bucketArn, FileKey: fileKey, ObjectVersion: objectVersion },
    ConfigurationHash: JSON.stringify(template.configuration),
  };
}
