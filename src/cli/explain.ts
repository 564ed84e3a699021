import { UsageError } from './errors';
import { RULES } from '../rules/catalogue';

/**
 * What a rule finds, why, and what to do.
 *
 * @throws UsageError if there is no such rule, or if several are named
 */
export function explain(ids: readonly string[]): string {
  if (ids.length > 1) throw new UsageError(`explain takes one rule, but ${ids.length} are given`);
  const [id] = ids;
  const rule = RULES.find(other => other.id === id);
  if (rule === undefined) {
    const fault = id === undefined ? 'no rule is named' : `${JSON.stringify(id)} is no rule`;
    throw new UsageError(`${fault}: write one of ${RULES.map(other => other.id).join(', ')}`);
  }
  return [
    `${rule.id} (${rule.severity})`,
    '',
    `Finds: ${rule.summary}.`,
    `Why: ${rule.rationale}`,
    `What to do: ${rule.fix}.`,
    `Limitations: ${rule.limitations}`,
    `Acknowledge it: Validations.of(scope).acknowledge({ id: '${rule.id}', reason: '...' })`,
  ].join('\n');
}
