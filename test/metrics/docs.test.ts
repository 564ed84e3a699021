import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXPRESSIONS, MetricDefinition, METRICS } from '../../src/metrics/metrics-table';

const FILE = join(__dirname, '..', '..', 'docs', 'monitoring.md');
const MARKS = ['<!-- metrics:begin -->', '<!-- metrics:end -->'];

const SCOPES: Record<MetricDefinition['scope'], string> = {
  'application': 'application',
  'every level': 'application, task, operator, parallelism',
  'task': 'task, operator, parallelism',
  'stream': 'application, for each stream',
};

const VERSIONS: Record<MetricDefinition['versions'], string> = {
  'all': 'all',
  'before 2.2': 'before 2.2',
  'from 2.2': '2.2 and later',
  'deprecated': 'all; deprecated for 2.2 and later',
};

/** What the table says of the metrics, as the document has it. */
function generated(): string {
  const metrics = Object.entries<MetricDefinition>(METRICS).map(([name, { method, unit, statistic, periodMinutes, records, scope, versions }]) => {
    const value = records === undefined ? statistic : `${statistic} / 4`;
    return `| \`${method}\` | \`${name}\` | ${unit} | ${value}, ${periodMinutes} min | ${SCOPES[scope]} | `
      + `${VERSIONS[versions]} |`;
  });
  const expressions = Object.values(EXPRESSIONS)
    .map(({ method, expression, unit }) => `| \`${method}\` | \`${expression}\` | ${unit} |`);
  return [
    [
      '| Method | Metric | Unit | Statistic, period | Level | Flink |', '|---|---|---|---|---|---|', ...metrics,
    ].join('\n'),
    ['| Method | Expression | Unit |', '|---|---|---|', ...expressions].join('\n'),
  ].join('\n\n');
}

// `UPDATE_METRICS=1 npx jest test/metrics` writes the document anew
test('docs/monitoring.md says what the table of metrics says', () => {
  const document = readFileSync(FILE, 'utf8');
  const [before, rest] = document.split(MARKS[0]);
  const after = rest.split(MARKS[1])[1];
  const expected = `${before}${MARKS[0]}\n\n${generated()}\n\n${MARKS[1]}${after}`;
  if (process.env.UPDATE_METRICS !== undefined) writeFileSync(FILE, expected);
  expect(readFileSync(FILE, 'utf8')).toBe(expected);
});
