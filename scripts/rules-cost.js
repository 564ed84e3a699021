// Measures what FlinkVpcRules adds to the synthesis of an app. Usage: npm run compile && node scripts/rules-cost.js
// [runs]
const { mkdtempSync, rmSync } = require('node:fs');
const { cpus, tmpdir } = require('node:os');
const { join } = require('node:path');
const { performance } = require('node:perf_hooks');
const { App, Stack, Validations } = require('aws-cdk-lib');
const { Vpc } = require('aws-cdk-lib/aws-ec2');
const { Bucket } = require('aws-cdk-lib/aws-s3');
const { ApplicationCode, FlinkApplication, FlinkRuntime, FlinkVpcRules } = require('../lib');

const RUNS = Number(process.argv[2] ?? 5);
const COUNTS = [1, 20, 100];
const PER_STACK = 10;
/** Reports nothing: what the CDK itself does for any plugin is no cost of the rules. */
const EMPTY = { name: 'Empty', validate: () => ({ success: true, violations: [] }) };

/** The milliseconds of one synthesis of an app with so many applications in one VPC. */
function synthesise(count, plugin) {
  const outdir = mkdtempSync(join(tmpdir(), 'rules-cost-'));
  const app = new App({ outdir });
  const network = new Stack(app, 'Network');
  const vpc = new Vpc(network, 'Vpc');
  const code = new Bucket(network, 'Code');
  let stack;
  for (let index = 0; index < count; index++) {
    if (index % PER_STACK === 0) stack = new Stack(app, `Jobs${index / PER_STACK}`);
    new FlinkApplication(stack, `Application${index}`, {
      runtime: FlinkRuntime.FLINK_1_20, code: ApplicationCode.fromBucket(code, 'job.jar'), vpcConfiguration: { vpc },
    });
  }
  if (plugin !== undefined) Validations.of(app).addPlugins(plugin);
  const start = performance.now();
  app.synth();
  const time = performance.now() - start;
  rmSync(outdir, { recursive: true });
  return time;
}

function median(times) {
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

const log = console.error;
console.error = () => {};
synthesise(COUNTS[0], new FlinkVpcRules()); // what is loaded once is no cost of a synthesis
const variants = { none: () => undefined, empty: () => EMPTY, rules: () => new FlinkVpcRules() };
console.log(`aws-cdk-lib ${require('aws-cdk-lib/package.json').version}, Node.js ${process.version}, ${cpus().length} `
  + `CPUs, median of ${RUNS} runs`);
console.log('| applications | without a plugin | with an empty plugin | with FlinkVpcRules | FlinkVpcRules / without '
  + '|');
console.log('|---|---|---|---|---|');
for (const count of COUNTS) {
  const times = { none: [], empty: [], rules: [] };
  // taken in turns, so that a busy machine is busy for all of them
  for (let run = 0; run < RUNS; run++) {
    for (const [name, plugin] of Object.entries(variants)) times[name].push(synthesise(count, plugin()));
  }
  const [none, empty, rules] = Object.values(times).map(median);
  console.log(`| ${count} | ${none.toFixed(0)} ms | ${empty.toFixed(0)} ms | ${rules.toFixed(0)} ms | `
    + `${(rules / none).toFixed(2)} |`);
}
console.error = log;
