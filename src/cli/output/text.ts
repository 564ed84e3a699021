import type { LocatedFinding } from '../located-finding';

/** Findings for a terminal, how many there are, and in how many applications. */
export function textOf(findings: readonly LocatedFinding[], applications: number): string {
  const count = (severity: string) => findings.filter(({ rule }) => rule.severity === severity).length;
  const [errors, warnings] = [counted(count('error'), 'error'), counted(count('warning'), 'warning')];
  return [
    ...findings.flatMap(({ rule, resource, message, source }) => [
      `${source.file}:${source.line} ${rule.severity} ${rule.id}`,
      `  ${resource}: ${message}`,
      `  ${rule.rationale}`,
      `  fix: ${rule.fix}`,
      '',
    ]),
    `${errors}, ${warnings} in ${counted(applications, 'Flink application')}`,
  ].join('\n');
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
