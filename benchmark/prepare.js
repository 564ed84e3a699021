// Installs what is measured: this library, compiled and packed as it is published, and the newest peers and alpha
// module.
const { execFileSync } = require('node:child_process');
const { existsSync, mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const ROOT = join(__dirname, '..');
const NEWEST = ['aws-cdk-lib', 'constructs', '@aws-cdk/aws-kinesisanalytics-flink-alpha'].map(name => `${name}@latest`);

function run(cwd, command, ...args) {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
}

const folder = mkdtempSync(join(tmpdir(), 'bench-package-'));
try {
  if (!existsSync(join(ROOT, 'node_modules'))) run(ROOT, 'npm', 'ci');
  run(ROOT, 'npm', 'run', 'compile');
  const [{ filename }] = JSON.parse(run(ROOT, 'npm', 'pack', '--json', '--pack-destination', folder));
  run(__dirname, 'npm', 'install', '--no-save', '--no-audit', '--no-fund', ...NEWEST, join(folder, filename));
} finally {
  rmSync(folder, { recursive: true });
}
