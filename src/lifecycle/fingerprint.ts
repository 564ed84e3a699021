import { createHash } from 'node:crypto';
import { isObject } from '../core/intrinsics';

const SECRET = /\{\{resolve\b.*(secretsmanager|ssm-secure)/;
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
 *
 * @param secretParameters the logical ids of parameters whose values are not to be shown
 */
export function fingerprintOf(properties: unknown, secretParameters: readonly string[] = []): Fingerprint {
  const references = new Map<string, unknown>();
  const secrets = secretParameters.flatMap(id => [`{"Ref":"${id}"}`, `\${${id}}`]);
  const isSecret = (text: string) => SECRET.test(text) || secrets.some(secret => text.includes(secret));
  collect(properties, isSecret, references);
  return {
    hash: createHash('sha256').update(canonical(properties)).digest('hex'), references: [...references.values()],
  };
}

/** Outermost intrinsic functions; where one holds a secret, those within it. */
function collect(value: unknown, isSecret: (text: string) => boolean, found: Map<string, unknown>): void {
  if (typeof value === 'string' && DYNAMIC.test(value) && !isSecret(value)) found.set(value, value);
  if (Array.isArray(value)) value.forEach(entry => collect(entry, isSecret, found));
  if (!isObject(value)) return;
  const text = canonical(value);
  if (isIntrinsic(value) && !isSecret(text)) found.set(text, value);
  else Object.values(value).forEach(entry => collect(entry, isSecret, found));
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
