import { createHash } from 'node:crypto';
import { isStopped, isTransientStatus, runConfiguration, stopForRestore } from './decisions';
import {
  Accepted, answerTo, Answer, Context, currentMark, done, failed, isRetained, isRollingBack, looked, minutes, Outcome,
  progressOf, replacedBy, tryIsRollingBack, waiting,
} from './looks';
import { endsWithStop, hasEnded, isStart, lastStartOrStop, since } from './operations';
import {
  asksForState, isChoice, LifecycleRequest, Properties, readProperties, restoreChanged, restoreKey, STACK_TAG,
} from './request';
import { Application, errorName, errorText, isBusy, Operation } from './service';

/** Interfaces go some minutes after the job was stopped, or after the application was deleted. */
const INTERFACES_MILLIS = 40 * 60_000;
/** CloudFormation removes what a failed update has made, after all resources are again as they were. */
const CLEAN_UP_AFTER_ROLLBACK = 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS';
/** What separates the choice of a state in a physical id. */
const CHOICE = '/';
/** The reason has room for about this many network interfaces. */
const MAX_NAMED = 10;
const NOTHING_TO_DO = 'No action was required.';
const STOP_REMEDY = 'Take a snapshot and write RestoreFrom.snapshot(nameOrArn), or stop the application yourself and '
  + 'deploy again';

/**
 * Stops a job that is to start from another state, before its application is updated, and waits for its interfaces
 * after it was deleted.
 *
 * Its physical id changes with each choice of a state. If the deployment fails, CloudFormation deletes what has the new
 * id when everything else is rolled back: the job that was stopped is started again then.
 */
export class Prepare {
  constructor(private readonly context: Context) {}

  public async accept(request: LifecycleRequest): Promise<Accepted> {
    const properties = readProperties(request.ResourceProperties);
    const deletes = request.RequestType === 'Delete';
    const acts = this.restoreChanges(request);
    const now = this.context.clock.now();
    const id = deletes ? request.PhysicalResourceId ?? '' : idOf(properties);
    return {
      PhysicalResourceId: id,
      Lifecycle: {
        Began: now,
        Deadline: now + (deletes ? INTERFACES_MILLIS : properties.timeoutMillis),
        Mark: acts
          ? await currentMark(this.context, request, () => this.applicationName(request, properties))
          : { Time: 0, Ids: [] },
        Rollback: acts || deletes ? await tryIsRollingBack(this.context, request.StackId) : false,
        Replaces: replacedBy(id, request),
      },
    };
  }

  public async look(request: LifecycleRequest): Promise<Answer> {
    const { Began, Deadline, Rollback } = progressOf(request);
    const remedy = request.RequestType === 'Delete' ? 'Delete them and then the stack again' : STOP_REMEDY;
    const outcome = await looked(() => this.outcome(request), remedy);
    const tolerates = Rollback === true && request.RequestType === 'Update';
    if (outcome.is === 'waiting' && this.context.clock.now() >= Deadline) {
      if (tolerates) return answerTo(done(`The stack was rolled back; ${outcome.why}.`), this.context);
      return answerTo(failed({ headline: `after ${minutes(Deadline - Began)} ${outcome.why}`, remedy }), this.context);
    }
    if (outcome.is === 'failed' && tolerates) {
      return answerTo(done(`The stack was rolled back; ${outcome.reason.headline}.`), this.context);
    }
    return answerTo(outcome, this.context);
  }

  private async outcome(request: LifecycleRequest): Promise<Outcome> {
    const properties = readProperties(request.ResourceProperties);
    if (request.RequestType === 'Delete') return this.deleted(request, properties);
    if (!this.restoreChanges(request)) return done(NOTHING_TO_DO);
    const found = await this.application(request, properties);
    if (found === undefined) return done(NOTHING_TO_DO);
    const { name, application } = found;
    if (progressOf(request).Rollback !== true) {
      return asksForState(request) ? this.stopped(request, name, application) : done(NOTHING_TO_DO);
    }
    return this.startedAgain(name, application, endsWithStop);
  }

  private restoreChanges({ RequestType, ResourceProperties, OldResourceProperties = {} }: LifecycleRequest): boolean {
    return RequestType === 'Update' && restoreChanged(ResourceProperties, OldResourceProperties);
  }

  /** The application is only known by its logical id: it refers to this resource, which cannot refer back. */
  private async applicationName(
    { StackId }: LifecycleRequest, { applicationLogicalId }: Properties,
  ): Promise<string | undefined> {
    return (await this.context.service.stackResource(StackId, applicationLogicalId))?.physicalId;
  }

  private async application(
    request: LifecycleRequest, properties: Properties,
  ): Promise<{ readonly name: string; readonly application: Application } | undefined> {
    const name = await this.applicationName(request, properties);
    const application = name === undefined ? undefined : await this.context.service.describe(name);
    return name === undefined || application === undefined ? undefined : { name, application };
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
    // an update that was cancelled is rolled back while its request still waits
    if (await isRollingBack(service, request.StackId)) return done(NOTHING_TO_DO);
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

  /** Starts a job that this resource has stopped, and that nobody else would start. */
  private async startedAgain(
    name: string,
    { ApplicationStatus: status }: Application,
    isAsItWas: (operations: Operation[]) => boolean = () => true,
  ): Promise<Outcome> {
    const { service, log } = this.context;
    if (isTransientStatus(status)) return waiting(`the application is ${status}`);
    if (!isStopped(status)) return done('The job is running.');
    const operations = await service.operations(name);
    const last = lastStartOrStop(operations);
    if (last !== undefined && isStart(last)) {
      return hasEnded(last) ? done('The job did not start again.') : waiting('the job is starting');
    }
    if (last === undefined || !isAsItWas(operations)) return done(NOTHING_TO_DO);
    const configuration = runConfiguration();
    log({ start: name, configuration });
    await service.start(name, configuration);
    return waiting('the job is starting');
  }

  private async deleted(request: LifecycleRequest, properties: Properties): Promise<Outcome> {
    if (await this.undoesChoice(request)) {
      const outcome = await looked(() => this.undone(request, properties), STOP_REMEDY);
      if (outcome.is === 'waiting') return outcome;
      this.context.log({ undone: outcome });
    }
    return this.released(request, properties);
  }

  private async undoesChoice({ StackId, PhysicalResourceId = '', Lifecycle }: LifecycleRequest): Promise<boolean> {
    return Lifecycle?.Rollback === true && PhysicalResourceId.includes(CHOICE)
      && await this.context.service.stackStatus(StackId) === CLEAN_UP_AFTER_ROLLBACK;
  }

  private async undone(request: LifecycleRequest, properties: Properties): Promise<Outcome> {
    const found = await this.application(request, properties);
    if (found === undefined) return done(NOTHING_TO_DO);
    const { name, application } = found;
    const { [STACK_TAG]: owner } = await this.context.service.tags(application.ApplicationARN);
    return owner === request.StackId ? this.startedAgain(name, application) : done(NOTHING_TO_DO);
  }

  /** Waits until no interface carries the group any more, so that the group can be deleted. */
  private async released(request: LifecycleRequest, properties: Properties): Promise<Outcome> {
    const { service } = this.context;
    const [group] = (request.PhysicalResourceId ?? '').split(CHOICE);
    if (isRetained(request, properties) || !group.startsWith('sg-')) return done(NOTHING_TO_DO);
    if (await this.stays(request, properties, group)) return done('The application still uses the security group.');
    const interfaces = await service.interfaces(group);
    if (interfaces.length === 0) return done('No network interface uses the security group.');
    const named = interfaces.slice(0, MAX_NAMED).join(', ');
    const more = interfaces.length > MAX_NAMED ? ` and ${interfaces.length - MAX_NAMED} more` : '';
    return waiting(`the network interfaces ${named}${more} still use the security group ${group}`);
  }

  private async stays(request: LifecycleRequest, properties: Properties, group: string): Promise<boolean> {
    const found = await this.application(request, properties);
    if (found === undefined || found.application.ApplicationStatus === 'DELETING') return false;
    const { ApplicationConfigurationDescription: configuration = {} } = found.application;
    const { VpcConfigurationDescriptions: configurations = [] } = configuration;
    return configurations.some(({ SecurityGroupIds: ids = [] }) => ids.includes(group));
  }
}

/**
 * The group, so that a changed group makes CloudFormation delete the resource of the old one when the application has
 * left it; and the state, if one was chosen.
 */
function idOf({ securityGroupId, applicationLogicalId, restore }: Properties): string {
  const id = securityGroupId === '' ? `${applicationLogicalId}-prepare` : securityGroupId;
  if (!isChoice(restore)) return id;
  return `${id}${CHOICE}${createHash('sha256').update(restoreKey(restore)).digest('hex').slice(0, 8)}`;
}
