import { lookAtTasks } from './dashboard';
import {
  converge, differenceOf, Failure, GRACEFUL_STOP_MILLIS, isStopped, runConfiguration, stopForDelete,
} from './decisions';
import {
  Accepted, answerTo, Answer, Context, currentMark, done, failed, isRetained, isRollingBack, looked, minutes, Outcome,
  progressOf, replacedBy, tryIsRollingBack, waiting,
} from './looks';
import { hasFailed, isRolledBack, isStart, isStop, newestFirst, since } from './operations';
import { causeOf, deepestCause, reasonText } from './reason';
import { asksForState, LifecycleRequest, Properties, readProperties, STACK_TAG } from './request';
import { Application, errorName, errorText, isBusy, isTransient, Operation } from './service';

/** The time between two looks within one call. */
const LOOK_INTERVAL_MILLIS = 10_000;
/** Tasks that run are seen twice; a dashboard that cannot be read may be readable a little later. */
const GOOD_LOOKS = 2;
const UNKNOWN_LOOKS = 3;
/** Messages reach the log group some seconds after the job has failed. */
const LOG_LOOKS = 4;
/** The clocks of the service and of this function need not agree. */
const CLOCK_SKEW_MILLIS = 60_000;
const DELETE_MILLIS = 45 * 60_000;
const APPLICATION_NAME = /^[a-zA-Z0-9_.-]{1,128}$/;

const LOOK_AT_THE_LOGS = 'Correct the job or its configuration and deploy again';

const HEADLINES: Record<Failure, string> = {
  'gone': 'the application does not exist or is being deleted',
  'stopped': 'the job did not start: the application is READY again',
  'rolled-back': 'the service or an operator rolled back the application, so it does not run the code and '
    + 'configuration in the template',
  'other-code': 'the application does not match the template',
  'not-restored': 'the job was already running, so it was not started from the requested state',
};

const REMEDIES: Record<Failure, string> = {
  'gone': 'Deploy the stack again after the application has been created',
  'stopped': LOOK_AT_THE_LOGS,
  'rolled-back': 'Correct the job and deploy a change of its code or configuration',
  'other-code': LOOK_AT_THE_LOGS,
  'not-restored': 'Deploy again with a new value of once, after a deployment with RestoreFrom.latestSnapshot()',
};

/** Brings a job to RUNNING when its stack is deployed, and stops it before its application is deleted. */
export class Run {
  constructor(private readonly context: Context) {}

  public async accept(request: LifecycleRequest): Promise<Accepted> {
    const { applicationName, timeoutMillis } = readProperties(request.ResourceProperties);
    const deletes = request.RequestType === 'Delete';
    const name = deletes ? request.PhysicalResourceId ?? '' : applicationName;
    const now = this.context.clock.now();
    return {
      PhysicalResourceId: name,
      Lifecycle: {
        Began: now,
        Deadline: now + (deletes ? DELETE_MILLIS : timeoutMillis),
        Mark: await currentMark(this.context, request, async () => name),
        Rollback: await tryIsRollingBack(this.context, request.StackId),
        Replaces: replacedBy(name, request),
      },
    };
  }

  public async look(request: LifecycleRequest): Promise<Answer> {
    if (request.RequestType === 'Delete') {
      return answerTo(
        this.late(
          request, await looked(() => this.stopped(request), 'Stop the application and delete the stack again'),
        ),
        this.context,
      );
    }
    const state = new RunState(this.context, request);
    const found = await looked(() => this.running(state), LOOK_AT_THE_LOGS);
    const outcome = await state.explained(this.late(request, found));
    if (outcome.is === 'failed' && progressOf(request).Rollback === true) {
      return answerTo(done(`The stack was rolled back; ${reasonText(outcome.reason)}`), this.context);
    }
    if (outcome.is === 'failed' && request.RequestType === 'Create') await this.abandon(state);
    return answerTo(outcome, this.context);
  }

  /** A new application has no snapshots: its job would start empty. */
  private lostState({ request, name, asksForState: asks, properties: { restore } }: RunState): Outcome | undefined {
    const { Replaces, Rollback } = progressOf(request);
    if (Replaces === undefined || Rollback === true || (asks && restore.type !== 'LATEST')) return undefined;
    return failed({
      headline: `the application ${Replaces} is replaced by ${name}, which has no snapshots, so its job would start `
        + 'without the state of the old one',
      remedy: 'Write restore: RestoreFrom.snapshot(arn) with a new snapshot of enhanced mode, or '
        + 'RestoreFrom.nothing({ once }) to drop the state',
    });
  }

  private late(request: LifecycleRequest, outcome: Outcome): Outcome {
    const { Began, Deadline } = progressOf(request);
    if (outcome.is !== 'waiting' || this.context.clock.now() < Deadline) return outcome;
    const wanted = request.RequestType === 'Delete' ? 'the job has not stopped' : 'the job is not running';
    return failed({
      headline: `${wanted} after ${minutes(Deadline - Began)}: ${outcome.why}`,
      cause: outcome.exception === undefined ? undefined : causeOf(outcome.exception),
      remedy: LOOK_AT_THE_LOGS,
    });
  }

  private async running(state: RunState): Promise<Outcome> {
    const lost = this.lostState(state);
    if (lost !== undefined) return lost;
    await state.read();
    const step = converge({
      application: state.application,
      operations: state.operations,
      expected: state.properties,
      asksForState: state.asksForState,
    });
    switch (step.step) {
      case 'wait': return waiting(`the application is ${state.application?.ApplicationStatus}`);
      case 'start': return this.start(state);
      case 'verify': return this.verified(state);
      case 'fail': return state.failure(step.failure, step.detail);
    }
  }

  private async start(state: RunState): Promise<Outcome> {
    const { service, log } = this.context;
    // an update that was cancelled is rolled back while its request still waits
    const asks = state.asksForState && !await isRollingBack(service, state.request.StackId);
    const configuration = runConfiguration(asks ? state.properties.restore : undefined);
    log({ start: state.name, configuration });
    try {
      await service.start(state.name, configuration);
    } catch (error) {
      if (!isBusy(error)) {
        if (isTransient(error)) throw error;
        return failed({
          headline: `the service refused to start the job (${errorText(error)})`, remedy: LOOK_AT_THE_LOGS,
        });
      }
    }
    return waiting('the job is starting');
  }

  /** The service calls a job RUNNING that restarts over and over; its tasks tell. */
  private async verified(state: RunState): Promise<Outcome> {
    const { service, clock } = this.context;
    if (!state.properties.verifyTasks) return done(state.report());
    const looks = { running: 0, unknown: 0 };
    for (;;) {
      const report = await lookAtTasks(service, state.name);
      if (report.tasks === 'not-running') return waiting(report.detail, report.exception);
      looks[report.tasks] += 1;
      if (looks.running === GOOD_LOOKS) return done(`${state.report()} All of its tasks are running.`);
      if (report.tasks === 'unknown' && looks.unknown === UNKNOWN_LOOKS) {
        return done(`${state.report()} The status of its tasks is unknown: ${report.detail}.`);
      }
      await clock.sleep(LOOK_INTERVAL_MILLIS);
    }
  }

  /** A job that this request started is stopped, so that the application can be deleted and costs nothing. */
  private async abandon(state: RunState): Promise<void> {
    const { service, log } = this.context;
    if (!state.wasStarted || state.isStopped) return;
    try {
      await service.stop(state.name, true);
    } catch (error) {
      log({ stop: state.name, error: errorText(error) });
    }
  }

  private async stopped(request: LifecycleRequest): Promise<Outcome> {
    const { service, clock } = this.context;
    const properties = readProperties(request.ResourceProperties);
    const name = request.PhysicalResourceId ?? '';
    if (isRetained(request, properties)) return done('The application is retained.');
    if (!APPLICATION_NAME.test(name)) return done('There is no application.');
    const application = await service.describe(name);
    if (application === undefined) return done('The application does not exist.');
    const { [STACK_TAG]: owner } = await service.tags(application.ApplicationARN);
    if (owner !== request.StackId) {
      return done('This stack no longer manages the job, so the job was not stopped.');
    }
    const { Began, Mark } = progressOf(request);
    const operations = since(await service.operations(name), Mark);
    const { ApplicationStatus: status } = application;
    const found = { status, onDelete: properties.onDelete, operations, began: Began, now: clock.now() };
    const step = stopForDelete(found);
    if (step === 'done') return done('The job is stopped.');
    if (step === 'stop') await this.stopGracefully(name, found.now - Began > GRACEFUL_STOP_MILLIS);
    if (step === 'force') await this.forceStop(name);
    return waiting(`the application is ${status}`);
  }

  /** @param isLate whether the service has refused the stop, or the application was busy, for long enough */
  private async stopGracefully(name: string, isLate: boolean): Promise<void> {
    const { service, log } = this.context;
    log({ stop: name });
    try {
      await service.stop(name, false);
    } catch (error) {
      const isRefused = errorName(error) === 'InvalidApplicationConfigurationException' || (isBusy(error) && isLate);
      if (isRefused) return this.forceStop(name);
      if (!isBusy(error)) throw error;
    }
  }

  private async forceStop(name: string): Promise<void> {
    const { service, log } = this.context;
    log({ stop: name, force: true });
    try {
      await service.stop(name, true);
    } catch (error) {
      if (!isBusy(error)) throw error;
    }
  }
}

/** What one look at the application of a request found. */
class RunState {
  public readonly properties: Properties;
  public readonly name: string;
  public application?: Application;
  /** The operations since the request began, newest first. */
  public operations: readonly Operation[] = [];
  private all: readonly Operation[] = [];

  constructor(private readonly context: Context, public readonly request: LifecycleRequest) {
    this.properties = readProperties(request.ResourceProperties);
    this.name = this.properties.applicationName;
  }

  public get asksForState(): boolean {
    return progressOf(this.request).Rollback !== true && asksForState(this.request);
  }

  public get wasStarted(): boolean {
    return this.operations.some(isStart);
  }

  public get isStopped(): boolean {
    return this.application === undefined || isStopped(this.application.ApplicationStatus);
  }

  public async read(): Promise<void> {
    const { service } = this.context;
    this.application = await service.describe(this.name);
    if (this.application === undefined) return;
    this.all = newestFirst(await service.operations(this.name));
    this.operations = since(this.all, progressOf(this.request).Mark);
  }

  public report(): string {
    if (!this.wasStarted) return 'The job is running.';
    if (this.asksForState) return 'The job was started from the requested state and is running.';
    return this.request.RequestType === 'Update'
      ? 'The job had been stopped. It was started from its latest snapshot and is running.'
      : 'The job was started and is running.';
  }

  public failure(kind: Failure, detail?: string): Outcome {
    const stoppedBySomebody = kind === 'stopped' && this.operations.slice(0, 1).some(isStop);
    const headline = stoppedBySomebody
      ? 'the job was stopped by somebody after the deployment had started it'
      : HEADLINES[kind];
    return failed({ headline: detail === undefined ? headline : `${headline}: ${detail}`, remedy: REMEDIES[kind] });
  }

  /** Adds what the service and the messages of the job say about a failure. */
  public async explained(outcome: Outcome): Promise<Outcome> {
    if (outcome.is !== 'failed' || this.application === undefined) return outcome;
    const { logGroupName } = this.properties;
    const { reason } = outcome;
    const service = await this.operationFailure();
    const cause = await this.loggedCause(this.application) ?? reason.cause;
    return failed({ ...reason, service, cause, logGroupName });
  }

  private async operationFailure(): Promise<string | undefined> {
    const operation = this.all.find(hasFailed);
    const isRecent = operation !== undefined && (this.operations.includes(operation) || this.concernsVersion);
    if (!isRecent) return undefined;
    try {
      return await this.context.service.failureOf(this.name, operation.id);
    } catch (error) {
      return `the reason of ${operation.name} could not be read (${errorText(error)})`;
    }
  }

  /** Whether it is the update before this request that failed. */
  private get concernsVersion(): boolean {
    const { application } = this;
    return application !== undefined
      && (isRolledBack(application) || differenceOf(application, this.properties) !== undefined);
  }

  private async loggedCause(application: Application): Promise<string | undefined> {
    const { service, clock, log } = this.context;
    const { logGroupName } = this.properties;
    if (logGroupName === '') return undefined;
    const { Began } = progressOf(this.request);
    const from = Math.min(Began, this.all[0]?.startTime ?? Began) - CLOCK_SKEW_MILLIS;
    const version = isRolledBack(application)
      ? application.ApplicationVersionRolledBackFrom
      : application.ApplicationVersionId;
    for (let count = 1; count <= LOG_LOOKS; count++) {
      try {
        const cause = deepestCause(await service.exceptions(logGroupName, from), application.ApplicationARN, version);
        if (cause !== undefined) return cause;
      } catch (error) {
        log({ logGroup: logGroupName, error: errorText(error) });
        return undefined;
      }
      if (count < LOG_LOOKS) await clock.sleep(LOOK_INTERVAL_MILLIS);
    }
    return undefined;
  }
}
