// Runs the unit tests on another Node.js than the one that is installed: `npm run test:node -- 22`, or some of them:
// `-- 22 test/network`. npm brings it.
const { spawnSync } = require('node:child_process');

const [version = '22', ...paths] = process.argv.slice(2);

function run(...args) {
  const { status, error } = spawnSync('npm', ['exec', '--yes', `--package=node@${version}`, '--', 'node', ...args], {
    stdio: 'inherit',
  });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

run('--version');
run(require.resolve('jest/bin/jest'), '--ci', ...paths);
