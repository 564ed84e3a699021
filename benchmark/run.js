// Measures all variants in turns and writes results.md and results.svg. Usage: node run.js [rounds]
const { execFileSync } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { drawPlot } = require('./plot');
const { report, unmet } = require('./report');
const { summary } = require('./statistics');

const ROUNDS = Number(process.argv[2] ?? 9);
const VARIANTS = ['hand-written', 'alpha-module', 'this-library'];
const COUNTS = [1, 10, 50, 100];
const TIMES = ['first', 'construct', 'synth', 'total', 'validated', 'memory'];

function measure(script, ...args) {
  return JSON.parse(
    execFileSync(process.execPath, ['--expose-gc', join(__dirname, script), ...args.map(String)], {
      encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
}

/** What the variants must have in common, or they are not the same application; and what must not grow. */
function check(cells) {
  const same = (what, one, other) => {
    if (JSON.stringify(one) !== JSON.stringify(other)) {
      throw new Error(`${what}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`);
    }
  };
  const sorted = types => Object.entries(types).sort();
  const shared = types =>
    [
      'AWS::EC2::VPCEndpoint', 'AWS::EC2::SecurityGroupIngress', 'AWS::EC2::SecurityGroupEgress',
    ].map(type => types[type]);
  for (const count of COUNTS) {
    for (const variant of VARIANTS) {
      same(
        `resources of ${count} applications, ${variant}`,
        sorted(cells[variant][count].types),
        sorted(cells['hand-written'][count].types),
      );
    }
    same(
      `endpoints and rules of ${count} applications`,
      shared(cells['this-library'][count].types),
      shared(cells['this-library'][1].types),
    );
  }
}

async function main() {
  const samples = Object.fromEntries(
    VARIANTS.map(variant => [variant, Object.fromEntries(COUNTS.map(count => [count, []]))]),
  );
  const loads = [];
  for (let round = 1; round <= ROUNDS; round++) {
    // taken in turns, so that a busy machine is busy for all of them
    for (const count of COUNTS) {
      for (const variant of VARIANTS) samples[variant][count].push(measure('measure.js', variant, count));
    }
    loads.push(measure('measure-load.js'));
    console.log(`round ${round} of ${ROUNDS}`);
  }
  const cells = Object.fromEntries(VARIANTS.map(variant => [variant, Object.fromEntries(COUNTS.map(count => {
    const all = samples[variant][count];
    const { bytes, templates, types } = all[0];
    return [
      count,
      {
        ...Object.fromEntries(TIMES.map(name => [name, summary(all.map(sample => sample[name]))])),
        bytes,
        templates,
        types,
      },
    ];
  }))]));
  check(cells);
  const load = {
    peers: summary(loads.map(({ peers }) => peers)), library: summary(loads.map(({ library }) => library)),
  };
  const results = { rounds: ROUNDS, variants: VARIANTS, counts: COUNTS, cells, load };
  writeFileSync(join(__dirname, 'results.md'), report(results));
  writeFileSync(join(__dirname, 'results.svg'), await drawPlot(results));
  const missed = unmet(results);
  console.log(missed.length === 0 ? 'all targets are reached' : `not reached:\n${missed.join('\n')}`);
}

main();
