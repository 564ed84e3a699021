import type { LocatedFinding } from '../located-finding';

/** Findings as workflow commands, which GitHub shows beside the lines of a pull request. */
export function githubOf(findings: readonly LocatedFinding[]): string {
  return findings.map(({ rule, resource, message, source }) => {
    const properties = { file: source.file, line: source.line, col: source.column, title: rule.id };
    const written = Object.entries(properties)
      .map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
      .join(',');
    return `::${rule.severity} ${written}::${escapeData(`${resource}: ${message}. ${rule.fix}`)}`;
  }).join('\n');
}

function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
