import * as fc from 'fast-check';
import { app } from './arbitraries';
import { judge } from './judge';

/*
 * One process of `npm run fuzz`: tries as many random apps of a seed as it is told, until one of them shows a fault, and writes how many
 * were tried, and the shortened plan of the one with the fault.
 */

const [seed, numRuns] = process.argv.slice(2).map(Number);
const { log } = console;
// what the CDK says of random apps helps nobody
Object.assign(console, { log: () => undefined, warn: () => undefined, error: () => undefined });

const result = fc.check(fc.property(app, plan => {
  const { problems } = judge(plan);
  if (problems.length > 0) throw new Error(problems.join('\n'));
}), { seed, numRuns });

log(JSON.stringify({ tried: result.numRuns, failed: result.failed }));
if (result.failed) {
  log(String(result.errorInstance));
  log(fc.stringify(result.counterexample));
}
