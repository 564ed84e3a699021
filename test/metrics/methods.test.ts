import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { classSource, interfaceSource } from './method-writer';

const FOLDER = join(__dirname, '..', '..', 'src', 'metrics');

// `UPDATE_METRICS=1 npx jest test/metrics/methods` writes the files anew
test.each([
  ['application-metrics-interface.ts', interfaceSource],
  ['application-metrics.ts', classSource],
])('src/metrics/%s says what the table says', (name, source) => {
  const file = join(FOLDER, name);
  if (process.env.UPDATE_METRICS !== undefined) writeFileSync(file, source());
  expect(readFileSync(file, 'utf8')).toBe(source());
});
