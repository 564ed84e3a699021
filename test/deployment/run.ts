import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { copyTests } from './copy';
import { Emulator, installEmulator, Project } from './emulator';
import { FAULTS } from './faults';
import { checkFaults } from './faults-run';
import { Report } from './report';
import { ScenarioRun, TS_NODE } from './scenario-run';
import { SCENARIOS } from './scenarios';
import { Checks, Stopped } from '../job/checks';
import { inTemporaryFolder } from '../job/shell';

/**
 * Deploys apps with the CDK CLI to an emulator of AWS, looks at what is there then, and destroys them.
 *
 * usage: run.ts [NAME...], where the names are those of scenarios, `example`, `integ` and `faults`; all without one
 */
const ROOT = join(__dirname, '..', '..');
const EXAMPLE = `node -r ${TS_NODE} ${join(ROOT, 'examples', 'typescript', 'app.ts')}`;
const AT_ONCE = 3;
/** What CloudFormation says of other resources when one is refused. */
const CONSEQUENCE = /ROLLBACK_FAILED|cancelled|The following resource\(s\) failed/;
const checks = new Checks();

/** What stays when its stack is destroyed, and why. */
const KEPT: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^log group \S+\/ManagedFlinkLifecycleLogGroup/, 'what was done to the jobs can be read afterwards'],
  [/^(log group|stream|bucket) Orders\//, 'the example keeps its messages and its data, as the AWS CDK does by default'],
];
/** Log groups that AWS Lambda makes by itself for the functions of the assertions: they belong to no stack. */
const LOGS_OF_ASSERTIONS = /^LEFT log group \/aws\/lambda\/\w+DefaultTestDeployAssert/;

/** Throws when something is left or has failed that should not, and returns what stays on purpose. */
function expectNothingLeft(lines: string[]): string[] {
  const refusals = [
    ...SCENARIOS.flatMap(({ stages }) => stages.flatMap(({ refused }) => refused ?? [])),
    ...FAULTS.map(({ found }) => found),
    CONSEQUENCE,
  ];
  const kept = lines.flatMap(line => /^KEPT (.*)/.exec(line)?.[1] ?? []);
  const unexpected = [
    ...lines.filter(line => line.startsWith('LEFT') && !LOGS_OF_ASSERTIONS.test(line)),
    ...lines.filter(line => line.startsWith('EVENT') && !refusals.some(pattern => pattern.test(line))),
    ...kept.filter(line => !KEPT.some(([pattern]) => pattern.test(line))).map(line => `KEPT ${line}`),
  ];
  if (unexpected.length > 0) throw new Error(unexpected.join('\n'));
  return KEPT.map(([pattern, why]) => {
    const those = kept.filter(line => pattern.test(line));
    return `${those.length} kept, since ${why}: ${those.join(', ')}`;
  });
}

/** Deploys the example as its README says, runs its job, looks at its network and permissions, and destroys it. */
async function runExample(emulator: Emulator, folder: string): Promise<void> {
  const project: Project = { folder: join(folder, 'example'), command: EXAMPLE };
  mkdirSync(project.folder);
  await checks.need('example: deployed', () =>
    emulator.command(project, 'deploy', '--all', '--require-approval', 'never'),
  );
  await checks.need('example: the job runs, network and permissions', async () => {
    const { applications, faults } = await look(emulator, 'Orders');
    if (Object.keys(applications).length !== 1) throw new Error('there is not one application');
    if (faults.length > 0) throw new Error(faults.join('\n'));
    await emulator.script('jobs.py', 'start', ...Object.keys(applications));
    await emulator.script('jobs.py', 'stop', ...Object.keys(applications));
  });
  await checks.need('example: destroyed', () => emulator.command(project, 'destroy', '--all', '--force'));
}

async function look(emulator: Emulator, ...stacks: string[]): Promise<Report> {
  return JSON.parse(await emulator.script('check.py', JSON.stringify({ stacks, peers: { Brokers: 9098 } }))) as Report;
}

async function runIntegrationTests(emulator: Emulator, copy: string): Promise<void> {
  await checks.need('the integration tests deploy, run and are destroyed', async () => {
    const output = await emulator.integrate(copy);
    if (!/3 passed, 3 total/.test(output)) throw new Error(output);
  });
}

/** What is to be done, by name. */
function works(emulator: Emulator, folder: string, copy: string): Map<string, () => Promise<void>> {
  return new Map<string, () => Promise<void>>([
    ['integ', () => runIntegrationTests(emulator, copy)],
    ...SCENARIOS.map(
      scenario => [scenario.name, () => new ScenarioRun(checks, emulator, folder, scenario).run()] as const,
    ),
    ['example', () => runExample(emulator, folder)],
    ['faults', () => checkFaults(checks, emulator, folder)],
  ]);
}

function chosen(all: Map<string, () => Promise<void>>): (() => Promise<void>)[] {
  const names = process.argv.slice(2);
  return (names.length === 0 ? [...all.keys()] : names).map(name => {
    const work = all.get(name);
    if (work === undefined) throw new Error(`there is no ${name}: it must be one of ${[...all.keys()].join(', ')}`);
    return work;
  });
}

/** Does some of the work at once. What fails does not keep the rest from being done. */
async function workThrough(queue: (() => Promise<void>)[]): Promise<boolean> {
  let isComplete = true;
  const worker = async () => {
    for (let work = queue.shift(); work !== undefined; work = queue.shift()) {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof Stopped)) throw error;
        isComplete = false;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return isComplete;
}

async function deployAll(folder: string): Promise<void> {
  const tools = await checks.need('the emulator is installed', installEmulator);
  const copy = copyTests();
  const emulator = await checks.need('the emulator answers', () => Emulator.start(tools, folder));
  try {
    await checks.need('bootstrapped', () => emulator.bootstrap());
    if (!(await workThrough(chosen(works(emulator, folder, copy))))) return;
    await checks.that('nothing is left, and nothing has failed but what had to', async () => {
      const kept = expectNothingLeft((await emulator.script('leftovers.py')).trim().split('\n'));
      kept.forEach(line => console.log(`           ${line}`));
    });
  } finally {
    await emulator.stop();
  }
}

async function main(): Promise<void> {
  try {
    await inTemporaryFolder(deployAll);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  if (!checks.finish()) process.exitCode = 1;
}

void main();
