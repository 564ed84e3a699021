// Writes API.md from the assembly that jsii made; with --check it fails instead when API.md is not what the assembly
// gives.
const { execFileSync } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');

// jsii-docgen takes every assembly below the folder for one of the project's, also those of another aws-cdk-lib that
// `benchmark` installs
const folder = mkdtempSync(join(tmpdir(), 'api-'));
try {
  ['package.json', '.jsii', 'node_modules'].forEach(name => symlinkSync(resolve(name), join(folder, name)));
  const fresh = join(folder, 'API.md');
  const docgen = require.resolve('jsii-docgen/bin/jsii-docgen');
  execFileSync(process.execPath, [docgen, '-o', fresh], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const api = readFileSync(fresh, 'utf8');
  // the summary of a docstring ends at a dot before a space, also where both are code
  const cut = api.split('\n').filter(line => line.startsWith('| <code>') && line.split('`').length % 2 === 0);
  if (cut.length > 0) {
    throw new Error(
      `API.md cuts the code in these summaries: write it without a dot before a space\n${cut.join('\n')}`,
    );
  }
  if (!process.argv.includes('--check')) {
    writeFileSync('API.md', api);
  } else if (api === readFileSync('API.md', 'utf8')) {
    console.log('API.md is current.');
  } else {
    console.error('API.md is not current: run `npm run docgen` and commit it.');
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
