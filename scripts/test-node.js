// Runs the unit tests on another Node.js than the one that is installed: `npm run test:node -- 22`. npm brings it.
const { spawnSync } = require('node:child_process');

const [version = '22'] = process.argv.slice(2);
const jest = require.resolve('jest/bin/jest');
const script = `console.log('Node.js ' + process.version); require(${JSON.stringify(jest)})`;
const { status, error } = spawnSync('npm', ['exec', '--yes', `--package=node@${version}`, '--', 'node', '-e', script, '--', '--ci', '--coverage=false'], { stdio: 'inherit' });
if (error !== undefined) throw error;
process.exitCode = status ?? 1;
