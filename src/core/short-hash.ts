import { createHash } from 'node:crypto';

/** A few characters that tell texts apart, for the ids of constructs. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
