import { markOf } from './operations';
import { FailedRequest, ReasonParts } from './reason';
import { LifecycleRequest, OperationMark, Progress, Properties } from './request';
import { Clock, errorText, isBusy, isGone, isTransient, Service } from './service';

/** What both custom resources work with. */
export interface Context {
  readonly service: Service;
  readonly clock: Clock;
  readonly log: (entry: Record<string, unknown>) => void;
}

/** The answer to a request: its physical id, and what the later looks need. */
export interface Accepted {
  readonly PhysicalResourceId: string;
  readonly Lifecycle: Progress;
}

export interface Answer {
  readonly IsComplete: boolean;
  readonly Data?: { readonly Report: string };
}

/** What a look at the application gave. */
export type Outcome =
  | { readonly is: 'done'; readonly report: string }
  | { readonly is: 'waiting'; readonly why: string; readonly exception?: string }
  | { readonly is: 'failed'; readonly reason: ReasonParts };

export const done = (report: string): Outcome => ({ is: 'done', report });
export const waiting = (why: string, exception?: string): Outcome => ({ is: 'waiting', why, exception });
export const failed = (reason: ReasonParts): Outcome => ({ is: 'failed', reason });

/** Looks, and takes what cannot be known now for a reason to look again. */
export async function looked(look: () => Promise<Outcome>, remedy: string): Promise<Outcome> {
  try {
    return await look();
  } catch (error) {
    // the next look sees what is gone
    const isTemporary = isTransient(error) || isBusy(error) || isGone(error);
    if (isTemporary) return waiting(`a request to AWS failed (${errorText(error)})`);
    return failed({ headline: errorText(error), remedy });
  }
}

/** Turns the outcome into what the provider framework understands; it reports the message of an error as the reason. */
export function answerTo(outcome: Outcome, { log }: Context): Answer {
  log({ outcome });
  if (outcome.is === 'failed') throw new FailedRequest(outcome.reason);
  return outcome.is === 'done' ? { IsComplete: true, Data: { Report: outcome.report } } : { IsComplete: false };
}

export async function isRollingBack(service: Service, stackId: string): Promise<boolean> {
  const status = await service.stackStatus(stackId);
  return status.includes('ROLLBACK') && status.endsWith('IN_PROGRESS');
}

/** Whether the stack is rolled back, or undefined where that cannot be known now. */
export async function tryIsRollingBack({ service }: Context, stackId: string): Promise<boolean | undefined> {
  try {
    return await isRollingBack(service, stackId);
  } catch (error) {
    if (isTransient(error)) return undefined;
    throw error;
  }
}

/** Where the operations of an application end now. Where they cannot be listed, everything from now on counts. */
export async function currentMark(
  context: Context, request: LifecycleRequest, applicationName: () => Promise<string | undefined>,
): Promise<OperationMark> {
  const { service, clock } = context;
  const Requested = await requestTime(context, request);
  try {
    const name = await applicationName();
    return { ...markOf(name === undefined ? [] : await service.operations(name)), Requested };
  } catch {
    return { Time: clock.now(), Ids: [], Requested };
  }
}

/** When CloudFormation began to create or update the resource. What it deletes may be an earlier one of that name. */
async function requestTime(
  { service, log }: Context, { RequestType, StackId, LogicalResourceId }: LifecycleRequest,
): Promise<number | undefined> {
  if (RequestType === 'Delete') return undefined;
  try {
    return (await service.stackResource(StackId, LogicalResourceId))?.began;
  } catch (error) {
    log({ resource: LogicalResourceId, error: errorText(error) });
    return undefined;
  }
}

/**
 * Looks when it is known whether the stack is rolled back, since a rollback must neither fail nor choose a state. Where
 * it could not be asked when the request was accepted, it is asked now.
 */
export async function lookWithStack(
  request: LifecycleRequest, context: Context, look: (request: LifecycleRequest) => Promise<Answer>,
): Promise<Answer> {
  const progress = progressOf(request);
  const { Began, Deadline, Rollback = await tryIsRollingBack(context, request.StackId) } = progress;
  if (Rollback !== undefined) return look({ ...request, Lifecycle: { ...progress, Rollback } });
  const why = 'the status of the stack could not be read';
  if (context.clock.now() < Deadline) return answerTo(waiting(why), context);
  return answerTo(failed({ headline: `after ${minutes(Deadline - Began)} ${why}`, remedy: 'Deploy again' }), context);
}

/** The physical id that an update replaces by a new one, if it does. */
export function replacedBy(id: string, { RequestType, PhysicalResourceId }: LifecycleRequest): string | undefined {
  return RequestType === 'Update' && PhysicalResourceId !== id ? PhysicalResourceId : undefined;
}

/** Whether the application of a request to delete stays, since its removal policy says so. */
export function isRetained(request: LifecycleRequest, { onDelete }: Properties): boolean {
  return onDelete === 'RETAIN' || (onDelete === 'RETAIN_EXCEPT_ON_CREATE' && progressOf(request).Rollback !== true);
}

export function progressOf({ Lifecycle }: LifecycleRequest): Progress {
  if (Lifecycle === undefined) throw new Error('the request was not accepted yet');
  return Lifecycle;
}

export function minutes(millis: number): string {
  return `${Math.round(millis / 60_000)} minutes`;
}
