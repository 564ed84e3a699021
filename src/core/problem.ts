import { join, sep } from 'node:path';
import { IConstruct } from 'constructs';

/** Where this library lies: compiled, and as its sources, which its source maps name. */
const LIBRARY = ['lib', 'src'].map(folder => join(__dirname, '..', '..', folder) + sep);

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
export function reject(scope: IConstruct, { property, got, allowed, write }: Problem): never {
  fail(`${property} is ${show(got)}, but must be ${allowed}: write ${write} [at ${scope.node.path}]`);
}

/**
 * Stops the construction where the fault is not one value but how several things fit together.
 *
 * @param scope the construct that the user is making
 */
export function rejectBecause(scope: IConstruct, reason: string): never {
  fail(`${reason} [at ${scope.node.path}]`);
}

/**
 * Throws an error whose stack trace starts at the user's own line: the frames of this library say nothing about the
 * fault.
 */
export function fail(message: string): never {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = Infinity; // the user's line may lie deeper than the default limit
  const error = new Error(message);
  error.stack = withoutLibraryFrames(error.stack ?? '', stackTraceLimit);
  Error.stackTraceLimit = stackTraceLimit;
  throw error;
}

function withoutLibraryFrames(stack: string, limit: number): string {
  const [header, ...frames] = stack.split(/\n(?= +at )/);
  const foreign = frames.filter(frame => !LIBRARY.some(folder => frame.includes(folder)));
  return [header, ...(foreign.length > 0 ? foreign : frames).slice(0, limit)].join('\n');
}

/** A value as it stands in a message: quoted when it is text, short when it is long. */
function show(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 60)}... (${text.length} characters)` : text;
}
