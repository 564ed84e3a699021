import { IConstruct } from 'constructs';

/** What is wrong with one property of a construct. */
export interface Problem {
  /** The property, as the user writes it. */
  readonly property: string;
  /** The value that was given. */
  readonly got: unknown;
  /** What is allowed instead. */
  readonly allowed: string;
  /** What to write. */
  readonly write: string;
}

/**
 * Stops the construction: the property, the value, what is allowed, what to write instead, and where.
 *
 * @param scope the construct that the user is making
 */
export function reject(scope: IConstruct | string, problem: Problem): never {
  throw new Error(`${problem.property} is ${show(problem.got)}, but must be ${problem.allowed}: write ${problem.write} [at ${pathOf(scope)}]`);
}

/**
 * Stops the construction where the fault is not one value but how several things fit together.
 *
 * @param scope the construct that the user is making
 */
export function rejectBecause(scope: IConstruct | string, reason: string): never {
  throw new Error(`${reason} [at ${pathOf(scope)}]`);
}

function pathOf(scope: IConstruct | string): string {
  return typeof scope === 'string' ? scope : scope.node.path;
}

/** A value as it stands in a message: quoted when it is text, short when it is long. */
function show(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 60)}... (${text.length} characters)` : text;
}
