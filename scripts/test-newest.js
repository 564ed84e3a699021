// Runs the unit tests in a copy of the project on the newest aws-cdk-lib and constructs, so that the installed floor
// stays as it is.
const { execFileSync } = require('node:child_process');
const { cpSync, mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { basename, join } = require('node:path');

const LEFT_OUT = ['.cache', '.git', 'node_modules', 'coverage', 'cdk.out', 'dist'];
const folder = mkdtempSync(join(tmpdir(), 'test-newest-'));
const run = (command, ...args) => execFileSync(command, args, {
  cwd: folder, stdio: 'inherit', env: { ...process.env, JSII_DEPRECATED: 'fail' },
});
try {
  cpSync('.', folder, { recursive: true, filter: source => !LEFT_OUT.includes(basename(source)) });
  run('npm', 'ci', '--no-audit', '--no-fund');
  run('npm', 'install', '--no-save', '--no-audit', '--no-fund', 'aws-cdk-lib@latest', 'constructs@latest');
  for (const name of ['aws-cdk-lib', 'constructs']) {
    console.log(`${name} `
      + `${JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version}`);
  }
  run('npx', 'jest', '--ci');
} finally {
  rmSync(folder, { recursive: true });
}
