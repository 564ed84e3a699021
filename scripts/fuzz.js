// Tries random apps: `npm run fuzz -- 20000`. Options: `--seed 7` repeats a run, `--shards 4` says how many run at
// once.
const { spawn } = require('node:child_process');
const { randomInt } = require('node:crypto');
const { mkdirSync, writeFileSync } = require('node:fs');
const { availableParallelism } = require('node:os');
const { join } = require('node:path');
const { parseArgs } = require('node:util');

/** How many apps one unit of FAST_CHECK_RUNS tries: `test/properties/whole-app.test.ts` says so. */
const UNIT = 60;
/** A process lives for so many units: the CDK keeps what it made. */
const UNITS = 5;
const FINDINGS = join('reports', 'fuzz');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: String(randomInt(2 ** 31 - 100_000)) },
    shards: { type: 'string', default: String(availableParallelism()) },
  },
});
const [wanted, first, shards] = [positionals[0] ?? UNIT * UNITS, values.seed, values.shards].map(Number);
if (positionals.length > 1 || ![wanted, shards].every(value => Number.isInteger(value) && value > 0)
  || !Number.isInteger(first)) {
  throw new Error('write `npm run fuzz -- APPS [--seed NUMBER] [--shards NUMBER]`');
}

/** Tries the apps of one seed in a process of its own. */
function attempt(seed) {
  const env = { ...process.env, FAST_CHECK_SEED: String(seed), FAST_CHECK_RUNS: String(UNITS) };
  const jest = [require.resolve('jest/bin/jest'), '--ci', '--runInBand', 'test/properties/whole-app.test.ts'];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, jest, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', data => { output += data; });
    child.on('error', reject);
    child.on('close', code => resolve({ failed: code !== 0, output }));
  });
}

async function main() {
  const pieces = Math.ceil(wanted / (UNIT * UNITS));
  console.log(`seed ${first}: ${pieces * UNIT * UNITS} apps in ${pieces} processes, ${shards} at once`);
  const failures = [];
  let [next, done] = [0, 0];
  const worker = async () => {
    while (next < pieces) {
      const seed = first + next++;
      const { failed, output } = await attempt(seed);
      done++;
      if (failed) {
        mkdirSync(FINDINGS, { recursive: true });
        writeFileSync(join(FINDINGS, `${seed}.txt`), output);
        failures.push(seed);
      }
      console.log(
        `${new Date().toISOString()} ${done * UNIT * UNITS} apps tried, ${failures.length} seeds failed${failed ? `: ${join(FINDINGS, `${seed}.txt`)}` : ''}`,
      );
    }
  };
  await Promise.all(Array.from({ length: shards }, worker));
  if (failures.length === 0) return;
  console.error(`failed: FAST_CHECK_RUNS=${UNITS} FAST_CHECK_SEED=${failures[0]} npx jest test/properties\n`
    + 'Fix it, and keep the shortened plan that the file shows in test/properties/cases.ts.');
  process.exitCode = 1;
}

void main();
