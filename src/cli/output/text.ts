import type { LocatedFinding } from '../located-finding';

/** Findings for a terminal, and how many there are. */
export function textOf(findings: readonly LocatedFinding[]): string {
  const count = (severity: string) => findings.filter(({ rule }) => rule.severity === severity).length;
  return [
    ...findings.flatMap(({ rule, resource, message, source }) => [
      `${source.file}:${source.line} ${rule.severity} ${rule.id}`,
      `  ${resource}: ${message}`,
      `  ${rule.rationale}`,
      `  fix: ${rule.fix}`,
      '',
    ]),
    `${count('error')} errors, ${count('warning')} warnings`,
  ].join('\n');
}
