import { errorText, isBusy, isTransient, Clock, Service } from './service';
import { markOf } from './operations';
import { failure, ReasonParts, reasonText } from './reason';
import { LifecycleRequest, OperationMark, Progress } from './request';

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
    if (isTransient(error) || isBusy(error)) return waiting(`AWS could not be asked (${errorText(error)})`);
    return failed({ headline: errorText(error), remedy });
  }
}

/** Turns the outcome into what the provider framework understands; it reports the message of an error as the reason. */
export function answerTo(outcome: Outcome, { log }: Context): Answer {
  log({ outcome });
  if (outcome.is === 'failed') throw failure(reasonText(outcome.reason));
  return outcome.is === 'done' ? { IsComplete: true, Data: { Report: outcome.report } } : { IsComplete: false };
}

export async function isRollingBack(service: Service, stackId: string): Promise<boolean> {
  const status = await service.stackStatus(stackId);
  return status.includes('ROLLBACK') && status.endsWith('IN_PROGRESS');
}

/** Where the operations of an application end now. Where they cannot be listed, everything from now on counts. */
export async function currentMark(
  { service, clock }: Context, applicationName: string | undefined,
): Promise<OperationMark> {
  if (applicationName === undefined) return { Time: 0, Ids: [] };
  try {
    return markOf(await service.operations(applicationName));
  } catch {
    return { Time: clock.now(), Ids: [] };
  }
}

export function progressOf({ Lifecycle }: LifecycleRequest): Progress {
  if (Lifecycle === undefined) throw new Error('the request was not accepted yet');
  return Lifecycle;
}

export function minutes(millis: number): string {
  return `${Math.round(millis / 60_000)} minutes`;
}
