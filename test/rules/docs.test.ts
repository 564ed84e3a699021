import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../../src/rules/catalogue';

const FILE = join(__dirname, '..', '..', 'docs', 'rules.md');
const MARKS = ['<!-- rules:begin -->', '<!-- rules:end -->'];

/** What the code says of its rules, as the document has it. */
function generated(): string {
  const rows = RULES.map(({ id, severity, summary }) => `| [\`${id}\`](#${id}) | ${severity} | ${summary} |`);
  const sections = RULES.map(({ id, severity, summary, rationale, fix, limitations }) => [
    `### ${id}`,
    `Finds ${summary}. Severity: ${severity}.`,
    `- **Why:** ${rationale}\n- **Fix:** ${fix}.\n- **Limits:** ${limitations}`,
  ].join('\n\n'));
  return [['| Rule | Severity | Finds |', '|---|---|---|', ...rows].join('\n'), ...sections].join('\n\n');
}

// `UPDATE_RULES_DOC=1 npx jest test/rules/docs` writes the document anew
test('docs/rules.md says what the code says', () => {
  const document = readFileSync(FILE, 'utf8');
  const [before, rest] = document.split(MARKS[0]);
  const after = rest.split(MARKS[1])[1];
  const expected = `${before}${MARKS[0]}\n\n${generated()}\n\n${MARKS[1]}${after}`;
  if (process.env.UPDATE_RULES_DOC !== undefined) writeFileSync(FILE, expected);
  else expect(document).toBe(expected);
});

test('every rule is told in full, under an id of its own', () => {
  for (const rule of RULES) {
    expect(rule.id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(rule.rationale).toMatch(/[.”"]$/);
    expect(rule.limitations).toMatch(/\.$/);
    expect(rule.fix).not.toMatch(/\.$/);
  }
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
});
