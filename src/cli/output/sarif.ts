import { createHash } from 'node:crypto';
import { sep } from 'node:path';
import type { LocatedFinding } from '../located-finding';

/** The most results that GitHub takes from one file. */
const MAX_RESULTS = 25_000;
const INFORMATION = 'https://github.com/cdk-managed-flink/cdk-managed-flink/blob/main/docs/rules.md';

/**
 * Findings as SARIF 2.1.0.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifOf(findings: readonly LocatedFinding[], version: string): object {
  const rules = [...new Set(findings.map(({ rule }) => rule))];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: {
        driver: {
          name: 'cdk-managed-flink',
          version,
          informationUri: INFORMATION,
          rules: rules.map(({ id, summary, rationale, fix, limitations, severity }) => ({
            id,
            shortDescription: { text: summary },
            fullDescription: { text: rationale },
            help: { text: `${rationale} What to do: ${fix}. ${limitations}` },
            helpUri: `${INFORMATION}#${id}`,
            defaultConfiguration: { level: severity },
          })),
        },
      },
      results: findings.slice(0, MAX_RESULTS).map(finding => resultOf(finding, rules.indexOf(finding.rule))),
    }],
  };
}

function resultOf({ rule, resource, logicalId, location, message, source }: LocatedFinding, ruleIndex: number): object {
  return {
    ruleId: rule.id,
    ruleIndex,
    level: rule.severity,
    message: { text: `${resource}: ${message}. ${rule.fix}` },
    locations: [{
      physicalLocation: {
        artifactLocation: { uri: source.file.split(sep).map(encodeURIComponent).join('/') },
        region: {
          startLine: source.line, startColumn: source.column, endLine: source.endLine, endColumn: source.endColumn,
        },
      },
      logicalLocations: [{ fullyQualifiedName: resource }],
    }],
    // stable while the resource and the property stay, also when lines move
    partialFingerprints: { primaryLocationLineHash: hash([rule.id, resource, logicalId, location].join('\n')) },
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
