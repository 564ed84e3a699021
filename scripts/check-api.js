// Fails when API.md is not what the sources give.
const { execFileSync } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const folder = mkdtempSync(join(tmpdir(), 'check-api-'));
try {
  const fresh = join(folder, 'API.md');
  execFileSync(process.execPath, [require.resolve('jsii-docgen/bin/jsii-docgen'), '-o', fresh], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (readFileSync(fresh, 'utf8') !== readFileSync('API.md', 'utf8')) {
    console.error('API.md is not current: run `npm run docgen` and commit it.');
    process.exitCode = 1;
  } else {
    console.log('API.md is current.');
  }
} finally {
  rmSync(folder, { recursive: true });
}
