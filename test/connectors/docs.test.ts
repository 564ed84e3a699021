import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeAll, FACTORIES } from './descriptions';

const FILE = join(__dirname, '..', '..', 'docs', 'connectors.md');
const MARKS = ['<!-- connectors:begin -->', '<!-- connectors:end -->'];

// `UPDATE_CONNECTORS_DOC=1 npx jest test/connectors/docs` writes the document anew
test('docs/connectors.md says what the sources and the tests say', () => {
  const document = readFileSync(FILE, 'utf8');
  const [before, rest] = document.split(MARKS[0]);
  const [, after] = rest.split(MARKS[1]);
  const expected = `${before}${MARKS[0]}\n\n${describeAll()}\n\n${MARKS[1]}${after}`;
  if (process.env.UPDATE_CONNECTORS_DOC !== undefined) writeFileSync(FILE, expected);
  else expect(document).toBe(expected);
});

test.each(FACTORIES)('$name is described in full', ({ signature, summary, sources }) => {
  expect(signature).toMatch(/options\??\)$/);
  expect(summary).toMatch(/\.$/);
  expect(sources).not.toEqual([]);
});
