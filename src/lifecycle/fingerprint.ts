import { createHash } from 'node:crypto';
import { isObject } from '../core/intrinsics';

const SECRET = /\{\{resolve:(secretsmanager|ssm-secure):/;
const DYNAMIC = /\{\{resolve:/;

/** What tells one state of an application from another. */
export interface Fingerprint {
  /** A hash of the resolved properties. */
  readonly hash: string;
  /** What the properties refer to: its values change without a change of the text. */
  readonly references: unknown[];
}

/**
 * The fingerprint of resolved properties. Secrets are left out of the references, since values of custom resources are
 * logged.
 */
export function fingerprintOf(properties: unknown): Fingerprint {
  const references = new Map<string, unknown>();
  collect(properties, references);
  return {
    hash: createHash('sha256').update(canonical(properties)).digest('hex'), references: [...references.values()],
  };
}

/** Outermost intrinsic functions; where one holds a secret, those within it. */
function collect(value: unknown, found: Map<string, unknown>): void {
  if (typeof value === 'string' && DYNAMIC.test(value) && !SECRET.test(value)) found.set(value, value);
  if (Array.isArray(value)) value.forEach(entry => collect(entry, found));
  if (!isObject(value)) return;
  const text = canonical(value);
  if (isIntrinsic(value) && !SECRET.test(text)) found.set(text, value);
  else Object.values(value).forEach(entry => collect(entry, found));
}

function isIntrinsic(value: Record<string, unknown>): boolean {
  const [key = '', ...others] = Object.keys(value);
  return others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'));
}

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, entry: unknown) => isObject(entry) ? sorted(entry) : entry) ?? '';
}

function sorted(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => one < other ? -1 : 1));
}
