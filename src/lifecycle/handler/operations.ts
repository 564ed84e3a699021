import { OperationMark } from './request';
import { Application, Operation } from './service';

const START = /^start/i;
const STOP = /stop/i;

/** Where the list of operations ends now. */
export function markOf(operations: readonly Operation[]): OperationMark {
  const time = Math.max(0, ...operations.map(({ startTime }) => startTime));
  return { Time: time, Ids: operations.filter(({ startTime }) => startTime === time).map(({ id }) => id) };
}

/**
 * The operations after a mark, newest first. The order in which the service lists them is not documented.
 *
 * The clocks of CloudFormation and the service may differ a little. The starts of earlier requests are much older.
 */
export function since(
  operations: readonly Operation[], { Time, Ids, Requested = Infinity }: OperationMark,
): Operation[] {
  return newestFirst(operations.filter(({ id, startTime }) =>
    (startTime >= Time && !Ids.includes(id)) || startTime >= Requested));
}

export function newestFirst(operations: readonly Operation[]): Operation[] {
  return [...operations].sort((one, other) => other.startTime - one.startTime);
}

export function isStart({ name }: Operation): boolean {
  return START.test(name);
}

export function isStop({ name }: Operation): boolean {
  return STOP.test(name);
}

export function hasFailed({ status }: Operation): boolean {
  return status === 'FAILED' || status === 'CANCELLED';
}

export function hasEnded({ status }: Operation): boolean {
  return status !== 'IN_PROGRESS';
}

/** Whether nobody updated or started the application since it was stopped. An update that failed changed nothing. */
export function endsWithStop(operations: readonly Operation[]): boolean {
  const [newest] = newestFirst(operations).filter(operation => isStart(operation) || !hasFailed(operation));
  return newest !== undefined && isStop(newest);
}

/** The newest operation that started or stopped the job. */
export function lastStartOrStop(operations: readonly Operation[]): Operation | undefined {
  return newestFirst(operations).find(operation => isStart(operation) || isStop(operation));
}

/**
 * Whether the version that runs is the result of a rollback, by the service or by an operator. A later update leaves
 * the members of the rollback behind, but comes from a newer version than the one that was rolled back.
 */
export function isRolledBack(
  { ApplicationVersionRolledBackFrom: from, ApplicationVersionUpdatedFrom: updated }: Application,
): boolean {
  return from !== undefined && !(updated !== undefined && updated > from);
}
