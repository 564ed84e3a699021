// Tries random apps: `npm run fuzz -- 20000`. Options: `--seed 7` repeats a run, `--shards 4` says how many run at
// once.
const { spawn } = require('node:child_process');
const { randomInt } = require('node:crypto');
const { mkdirSync, writeFileSync } = require('node:fs');
const { availableParallelism } = require('node:os');
const { join } = require('node:path');
const { parseArgs } = require('node:util');

/** How many apps a process tries: what the CDK keeps of each adds up. */
const PIECE = 500;
/** Random apps need neither the lines of code that made them nor the CDK's own checks: `judge.ts` checks more. */
const ENVIRONMENT = { CDK_DISABLE_STACK_TRACE: '1', CDK_VALIDATION: 'false' };
const FINDINGS = join('reports', 'fuzz');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: String(randomInt(2 ** 31 - 100_000)) },
    shards: { type: 'string', default: String(availableParallelism()) },
  },
});
const [wanted, first, shards] = [positionals[0] ?? PIECE, values.seed, values.shards].map(Number);
if (positionals.length > 1 || ![wanted, shards].every(value => Number.isInteger(value) && value > 0) || !Number.isInteger(first)) {
  throw new Error('write `npm run fuzz -- APPS [--seed NUMBER] [--shards NUMBER]`');
}

/** Tries the apps of one seed in a process of its own, until one of them shows a fault. */
function attempt(seed, count) {
  const script = ['--require', 'ts-node/register/transpile-only', join('test', 'properties', 'fuzz.ts'), String(seed), String(count)];
  const env = { ...process.env, ...ENVIRONMENT, TS_NODE_PROJECT: join('test', 'tsconfig.json') };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, script, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', data => { output += data; });
    child.on('error', reject);
    child.on('close', () => {
      const [summary, ...details] = output.split('\n');
      if (!summary.startsWith('{')) reject(new Error(`the process of seed ${seed} said nothing of what it tried`));
      else resolve({ ...JSON.parse(summary), details: details.join('\n') });
    });
  });
}

async function main() {
  const pieces = Math.ceil(wanted / PIECE);
  console.log(`seed ${first}: ${wanted} apps in ${pieces} processes, ${shards} at once`);
  const failures = [];
  let [next, done] = [0, 0];
  const worker = async () => {
    while (next < pieces) {
      const piece = next++;
      const seed = first + piece;
      const { tried, failed, details } = await attempt(seed, Math.min(PIECE, wanted - piece * PIECE));
      done += tried;
      if (failed) {
        mkdirSync(FINDINGS, { recursive: true });
        writeFileSync(join(FINDINGS, `${seed}.txt`), details);
        failures.push(seed);
      }
      console.log(`${new Date().toISOString()} ${done} apps tried, ${failures.length} seeds failed${failed ? `: ${join(FINDINGS, `${seed}.txt`)}` : ''}`);
    }
  };
  await Promise.all(Array.from({ length: shards }, worker));
  if (failures.length === 0) return;
  console.error(`failed: \`npm run fuzz -- ${PIECE} --seed ${failures[0]}\` repeats it. Fix it, and keep the shortened plan that the file shows in `
    + 'test/properties/cases.ts.');
  process.exitCode = 1;
}

void main();
