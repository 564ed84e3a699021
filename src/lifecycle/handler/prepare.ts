import { isStopped, isTransientStatus, runConfiguration, stopForRestore } from './decisions';
import {
  Accepted, answerTo, Answer, Context, currentMark, done, failed, isRollingBack, looked, minutes, Outcome, progressOf,
  waiting,
} from './looks';
import { endsWithStop, hasEnded, isStart, since } from './operations';
import { asksForState, LifecycleRequest, Properties, readProperties, restoreChanged } from './request';
import { Application, errorName, errorText, isBusy } from './service';

/** Interfaces go some minutes after the job was stopped, or after the application was deleted. */
const INTERFACES_MILLIS = 40 * 60_000;
const NOTHING_TO_DO = 'Nothing had to be done.';
const STOP_REMEDY = 'Take a snapshot and write RestoreFrom.snapshot(nameOrArn), or stop the application yourself and '
  + 'deploy again';

/**
 * Stops a job that is to start from another state, before its application is updated, and waits for its interfaces
 * after it was deleted.
 */
export class Prepare {
  constructor(private readonly context: Context) {}

  public async accept(request: LifecycleRequest): Promise<Accepted> {
    const properties = readProperties(request.ResourceProperties);
    const { service, clock } = this.context;
    const deletes = request.RequestType === 'Delete';
    const acts = this.restoreChanges(request);
    const now = clock.now();
    return {
      PhysicalResourceId: deletes ? request.PhysicalResourceId ?? '' : idOf(properties),
      Lifecycle: {
        Began: now,
        Deadline: now + (deletes ? INTERFACES_MILLIS : properties.timeoutMillis),
        Mark: acts
          ? await currentMark(this.context, await this.applicationName(request, properties))
          : { Time: 0, Ids: [] },
        Rollback: acts && await isRollingBack(service, request.StackId),
      },
    };
  }

  public async look(request: LifecycleRequest): Promise<Answer> {
    const { Began, Deadline, Rollback } = progressOf(request);
    const remedy = request.RequestType === 'Delete' ? 'Delete them and then the stack again' : STOP_REMEDY;
    const outcome = await looked(() => this.outcome(request), remedy);
    if (outcome.is === 'waiting' && this.context.clock.now() >= Deadline) {
      if (Rollback) return answerTo(done(`The stack was rolled back; ${outcome.why}.`), this.context);
      return answerTo(failed({ headline: `after ${minutes(Deadline - Began)} ${outcome.why}`, remedy }), this.context);
    }
    if (outcome.is === 'failed' && Rollback) {
      return answerTo(done(`The stack was rolled back; ${outcome.reason.headline}.`), this.context);
    }
    return answerTo(outcome, this.context);
  }

  private async outcome(request: LifecycleRequest): Promise<Outcome> {
    const properties = readProperties(request.ResourceProperties);
    if (request.RequestType === 'Delete') return this.released(request, properties);
    if (!this.restoreChanges(request)) return done(NOTHING_TO_DO);
    const name = await this.applicationName(request, properties);
    const application = name === undefined ? undefined : await this.context.service.describe(name);
    if (name === undefined || application === undefined) return done(NOTHING_TO_DO);
    if (progressOf(request).Rollback) return this.startedAgain(request, name, application);
    return asksForState(request) ? this.stopped(request, name, application) : done(NOTHING_TO_DO);
  }

  private restoreChanges({ RequestType, ResourceProperties, OldResourceProperties = {} }: LifecycleRequest): boolean {
    return RequestType === 'Update' && restoreChanged(ResourceProperties, OldResourceProperties);
  }

  /** The application is only known by its logical id: it refers to this resource, which cannot refer back. */
  private async applicationName(
    { StackId }: LifecycleRequest, { applicationLogicalId }: Properties,
  ): Promise<string | undefined> {
    return this.context.service.physicalId(StackId, applicationLogicalId);
  }

  private async stopped(request: LifecycleRequest, name: string, application: Application): Promise<Outcome> {
    const { service } = this.context;
    const operations = since(await service.operations(name), progressOf(request).Mark);
    const step = stopForRestore(application.ApplicationStatus, operations);
    if (step === 'done') return done('The job is stopped.');
    if (step === 'stop') return this.stop(request, name);
    if (step === 'refused') return this.forced(request, name, 'the graceful stop failed');
    return waiting(`the application is ${application.ApplicationStatus}`);
  }

  private async stop(request: LifecycleRequest, name: string): Promise<Outcome> {
    const { service, log } = this.context;
    log({ stop: name });
    try {
      await service.stop(name, false);
    } catch (error) {
      if (errorName(error) === 'InvalidApplicationConfigurationException') {
        return this.forced(request, name, errorText(error));
      }
      if (!isBusy(error)) throw error;
    }
    return waiting('the job is stopping');
  }

  /** A forced stop takes no snapshot: only where the state is not used afterwards. */
  private async forced(request: LifecycleRequest, name: string, why: string): Promise<Outcome> {
    const { restore } = readProperties(request.ResourceProperties);
    if (restore.type === 'LATEST') {
      return failed({
        headline: `the job cannot be stopped with a snapshot of its state (${why}), and the latest snapshot is an `
          + 'older one',
        remedy: STOP_REMEDY,
      });
    }
    this.context.log({ stop: name, force: true });
    await this.context.service.stop(name, true);
    return waiting('the job is stopping by force');
  }

  /**
   * A rollback that comes before the application was updated finds it as this resource left it, and nobody else would
   * start it again.
   */
  private async startedAgain(request: LifecycleRequest, name: string, application: Application): Promise<Outcome> {
    const { service, log } = this.context;
    const { ApplicationStatus: status } = application;
    const all = await service.operations(name);
    const start = since(all, progressOf(request).Mark).find(isStart);
    if (isTransientStatus(status)) return waiting(`the application is ${status}`);
    if (!isStopped(status)) return done('The job runs.');
    if (start !== undefined) {
      return hasEnded(start) ? done('The job did not start again.') : waiting('the job is starting');
    }
    if (!endsWithStop(all)) return done(NOTHING_TO_DO);
    const configuration = runConfiguration();
    log({ start: name, configuration });
    await service.start(name, configuration);
    return waiting('the job is starting');
  }

  /** Waits until no interface carries the group any more, so that the group can be deleted. */
  private async released(request: LifecycleRequest, properties: Properties): Promise<Outcome> {
    const { service } = this.context;
    const group = request.PhysicalResourceId ?? '';
    if (properties.onDelete === 'RETAIN' || !group.startsWith('sg-')) return done(NOTHING_TO_DO);
    if (await this.stays(request, properties, group)) return done('The application stays.');
    const interfaces = await service.interfaces(group);
    if (interfaces.length === 0) return done('No network interface carries the security group.');
    return waiting(`the network interfaces ${interfaces.slice(0, 10).join(', ')} still carry the security group `
      + `${group}`);
  }

  private async stays(request: LifecycleRequest, properties: Properties, group: string): Promise<boolean> {
    const name = await this.applicationName(request, properties);
    const application = name === undefined ? undefined : await this.context.service.describe(name);
    if (application === undefined || application.ApplicationStatus === 'DELETING') return false;
    const { VpcConfigurationDescriptions: configurations = [] } = application.ApplicationConfigurationDescription ?? {};
    return configurations.some(({ SecurityGroupIds: ids = [] }) => ids.includes(group));
  }
}

/**
 * The group, so that a changed group makes CloudFormation delete the resource of the old one when the application has
 * left it.
 */
function idOf({ securityGroupId, applicationLogicalId }: Properties): string {
  return securityGroupId === '' ? `${applicationLogicalId}-prepare` : securityGroupId;
}
