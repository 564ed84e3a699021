// How `cdk synth` ends in a pipeline: mistakes with an error, warnings with an error only when they are asked to be
// one.
const { cpSync } = require('node:fs');
const { join } = require('node:path');
const { synth } = require('./synth');

const RUNS = [
  {
    app: 'wrong-runtime.js',
    args: [],
    fails: true,
    says: 'runtime is "SQL-1_0", but SQL applications cannot have a VPC configuration',
  },
  { app: 'overridden-runtime.js', args: [], fails: true, says: 'SQL-1_0' },
  { app: 'one-zone.js', args: ['--strict'], fails: true, says: 'cdk-managed-flink:single-availability-zone' },
  { app: 'one-zone.js', args: [], fails: false, says: 'cdk-managed-flink:single-availability-zone' },
];

/** Runs the apps of pipeline/ in a project that has the npm package. */
function test(folder) {
  cpSync(join(__dirname, 'pipeline'), folder, { recursive: true });
  for (const { app, args, fails, says } of RUNS) {
    const { status, output } = synth(folder, { args: ['--app', `node ${app}`, ...args] });
    const refused = output.includes('no-network: refused');
    if (status !== 0 !== fails || refused || !output.includes(says)) {
      throw new Error(`cdk synth ${args.join(' ')} of ${app} ended with ${status}, and must `
        + `${fails ? 'fail' : 'succeed'} and say \`${says}\`\n${output}`);
    }
    console.log(`  ${[app, ...args].join(' ')}: ends with ${status}, as it must`);
  }
}

module.exports = { test };
