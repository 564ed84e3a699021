import { Configuration, ServiceFault } from './double/application';
import { World } from './double/world';
import { Json, LambdaFunction, throughFramework } from './framework';
import { DeleteBehavior } from '../../src/lifecycle/handler/request';

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
  readonly onDelete: DeleteBehavior;
  /** Where another resource of the stack fails. */
  readonly fails?: 'while-preparing' | 'before-application' | 'application' | 'before-run' | 'after-run';
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

/** A physical resource of a custom resource, with the template that it was made from. */
interface Physical {
  readonly kind: Kind;
  readonly id: string;
  readonly template: Template;
}

class ResourceFailure extends Error {}

/** CloudFormation, as far as one stack with one application goes. */
export class Stack {
  /** What happened to the resources, newest last. */
  public readonly events: Event[] = [];
  /** Called before each resource is worked on, for what others do in the meantime. */
  public meanwhile?: (resource: string) => void;
  public losesAnswer?: () => boolean;
  /**
   * Whether a rollback updates custom resources that the update had replaced, or only goes back to what they were: it
   * is not documented.
   */
  public updatesReplaced = true;
  /** Whether what a failed update has made is deleted after the rollback. It is documented by others than AWS only. */
  public cleansUpAfterRollback = true;
  private template?: Template;
  private ids = new Map<Kind, string>();
  /** What this deployment has made in the place of something, or anew. */
  private made: Physical[] = [];
  private touched: string[] = [];
  private count = 0;

  constructor(private readonly world: World, private readonly lambda: LambdaFunction) {
    world.stacks.set(STACK_ID, { status: 'REVIEW_IN_PROGRESS', resources: new Map(), updated: new Map() });
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
    this.made = [];
    const idsBefore = new Map(this.ids);
    try {
      await this.forward(before, next);
      this.template = next;
      this.status = `${verb}_COMPLETE_CLEANUP_IN_PROGRESS`;
      if (before !== undefined) {
        const replaced = [...idsBefore].filter(([kind, id]) => !next.lifecycle || this.ids.get(kind) !== id);
        if (!next.lifecycle) this.ids.clear();
        await this.remove(
          replaced.map(([kind, id]) => ({ kind, id, template: before })),
          before.name === next.name ? undefined : before,
        )
          .catch(() => undefined);
      }
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
      if (template !== undefined) {
        await this.remove([...this.ids].map(([kind, id]) => ({ kind, id, template })), template);
      }
      this.ids.clear();
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
    const idsBefore = new Map(this.ids);
    if (next.lifecycle) await this.custom('prepare', before, next);
    if (next.fails === 'while-preparing') {
      // it was cancelled, and what it answered does not count
      [this.ids, this.made] = [idsBefore, []];
      throw new ResourceFailure('another resource');
    }
    if (next.fails === 'before-application') throw new ResourceFailure('another resource');
    await this.application(before, next);
    if (next.fails === 'before-run') throw new ResourceFailure('another resource');
    if (next.lifecycle) await this.custom('run', before, next);
    if (next.fails === 'after-run') throw new ResourceFailure('another resource');
  }

  private async undoCreate(next: Template): Promise<void> {
    this.status = 'ROLLBACK_IN_PROGRESS';
    try {
      await this.remove(this.made, next);
      this.ids.clear();
      this.status = 'ROLLBACK_COMPLETE';
    } catch (error) {
      if (!(error instanceof ResourceFailure)) throw error;
      this.status = 'ROLLBACK_FAILED';
    }
  }

  private async undoUpdate(before: Template, next: Template, idsBefore: Map<Kind, string>): Promise<void> {
    this.status = 'UPDATE_ROLLBACK_IN_PROGRESS';
    const { touched } = this;
    const made = [...this.made];
    try {
      if (touched.includes('prepare')) await this.undoCustom('prepare', next, before, idsBefore);
      if (touched.includes('application')) await this.application(next, before);
      if (touched.includes('run')) await this.undoCustom('run', next, before, idsBefore);
      this.status = 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS';
      const superfluous = made.filter(({ kind, id }) => this.ids.get(kind) !== id);
      if (this.cleansUpAfterRollback) {
        await this.remove(superfluous, before.name === next.name ? undefined : next).catch(() => undefined);
      }
      this.status = 'UPDATE_ROLLBACK_COMPLETE';
    } catch (error) {
      if (!(error instanceof ResourceFailure)) throw error;
      this.status = 'UPDATE_ROLLBACK_FAILED';
    }
  }

  private async undoCustom(kind: Kind, next: Template, before: Template, idsBefore: Map<Kind, string>): Promise<void> {
    const id = idsBefore.get(kind);
    if (id === undefined) {
      this.ids.delete(kind);
    } else if (this.ids.get(kind) === id || this.updatesReplaced) {
      await this.custom(kind, next, before);
    } else {
      this.ids.set(kind, id);
    }
  }

  /** Removes custom resources, and an application between the one that runs it and the one that prepares it. */
  private async remove(custom: readonly Physical[], application?: Template): Promise<void> {
    const { resources } = this.world.stacks.get(STACK_ID)!;
    const of = (kind: Kind) => custom.filter(physical => physical.kind === kind);
    for (const physical of of('run')) await this.request('Delete', physical);
    if (application !== undefined && !this.retains(application) && this.world.applications.has(application.name)) {
      this.world.delete(application.name);
      if (resources.get('App') === application.name) resources.delete('App');
    }
    for (const physical of of('prepare')) await this.request('Delete', physical);
  }

  private retains({ onDelete }: Template): boolean {
    return onDelete === 'RETAIN' || (onDelete === 'RETAIN_EXCEPT_ON_CREATE' && !this.status.includes('ROLLBACK'));
  }

  private async custom(kind: Kind, before: Template | undefined, template: Template): Promise<void> {
    const id = this.ids.get(kind);
    const old = before === undefined || id === undefined ? undefined : propertiesOf(kind, before);
    if (old !== undefined && JSON.stringify(old) === JSON.stringify(propertiesOf(kind, template))) return;
    this.touched.push(kind);
    await this.request(old === undefined ? 'Create' : 'Update', { kind, id, template }, old);
  }

  private async request(
    type: string, { kind, id, template }: Partial<Physical> & Pick<Physical, 'kind' | 'template'>, old?: Json,
  ): Promise<void> {
    this.meanwhile?.(kind);
    this.count += 1;
    const began = this.world.time;
    this.world.stacks.get(STACK_ID)!.updated.set(`Job${kind}`, began);
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
    if (type !== 'Delete') {
      // also what a failed request names is taken for the resource
      this.ids.set(kind, physical);
      if (physical !== id) this.made.push({ kind, id: physical, template });
    }
    if (response.Status !== 'SUCCESS') throw new ResourceFailure(String(response.Reason));
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
