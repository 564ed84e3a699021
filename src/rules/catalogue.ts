import { APPLICATION_RULES } from './application-rules';
import { CODE_RULES } from './code-rules';
import { ENDPOINT_RULES } from './endpoint-rules';
import { LIMIT_RULES } from './limit-rules';
import { LOG_RULES } from './log-rules';
import { PATH_RULES } from './path-rules';
import { ROLE_RULES } from './role-rules';
import { Rule } from './rule';
import { RUNTIME_RULES } from './runtime-rules';
import { SUBNET_RULES } from './subnet-rules';

/** All rules, in the order of `docs/rules.md`. */
export const RULES: readonly Rule[] = [
  ...RUNTIME_RULES,
  ...LIMIT_RULES,
  ...APPLICATION_RULES,
  ...SUBNET_RULES,
  ...ENDPOINT_RULES,
  ...PATH_RULES,
  ...ROLE_RULES,
  ...CODE_RULES,
  ...LOG_RULES,
];

/** The rules that options choose, in the order of the catalogue. */
export function chooseRules(included: readonly string[] | undefined, excluded: readonly string[]): Rule[] {
  check('rules', included ?? []);
  check('exclude', excluded);
  const chosen = RULES.filter(({ id }) => (included?.includes(id) ?? true) && !excluded.includes(id));
  if (chosen.length === 0) {
    const given = `rules is ${JSON.stringify(included ?? 'left out')} and exclude is ${JSON.stringify(excluded)}`;
    throw new Error(`${given}, which leaves no rule, but at least one must be left: `
      + 'write the ids of the rules that you want in `rules`, or do not add the plugin');
  }
  return chosen;
}

function check(option: string, ids: readonly string[]): void {
  const unknown = ids.find(id => !RULES.some(rule => rule.id === id));
  if (unknown === undefined) return;
  const known = RULES.map(({ id }) => id).join(', ');
  throw new Error(`${option} has ${JSON.stringify(unknown)}, but must be ids of rules: write some of ${known}`);
}
