import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Emulator, installEmulator, Project } from './emulator';
import { FAULTS } from './faults';
import { checkFaults } from './faults-run';
import { Report } from './report';
import { ScenarioRun, TS_NODE } from './scenario-run';
import { SCENARIOS } from './scenarios';
import { Checks, Stopped } from '../job/checks';
import { inTemporaryFolder } from '../job/shell';

/**
<<<<<<< HEAD
 * Deploys the example and the integration tests with the CDK CLI to an emulator of AWS, looks at what is there then,
 * and destroys it.
=======
 * Deploys apps with the CDK CLI to an emulator of AWS, looks at what is there then, and destroys them.
 *
 * usage: run.ts [NAME...], where the names are those of scenarios, `example`, `integ` and `faults`; all without one
>>>>>>> bf5658e (test: apps deployed in stages to the emulator, with its network interfaces, operations and dashboard)
 */
const ROOT = join(__dirname, '..', '..');
const EXAMPLE = `node -r ${TS_NODE} ${join(ROOT, 'examples', 'typescript', 'app.ts')}`;
const AT_ONCE = 2;
/** What CloudFormation says of other resources when one is refused. */
const CONSEQUENCE = /ROLLBACK_FAILED|cancelled|The following resource\(s\) failed/;
const checks = new Checks();

/** Throws when a script has printed lines that begin with one of these words, but for those that are expected. */
function expectNone(output: string, words: string[], expected: RegExp[] = []): void {
  const lines = output.split('\n').filter(line => words.some(word => line.startsWith(word)));
  const found = lines.filter(line => !expected.some(pattern => pattern.test(line)));
  if (found.length > 0) throw new Error(found.join('\n'));
}

/** Deploys the example as its README says, runs its job, looks at its network and permissions, and destroys it. */
async function runExample(emulator: Emulator, folder: string): Promise<void> {
  const project: Project = { folder: join(folder, 'example'), command: EXAMPLE };
  mkdirSync(project.folder);
  await checks.need('example: deployed', () => emulator.cdk(project, 'deploy', '--all', '--require-approval', 'never'));
  await checks.need('example: the job runs, network and permissions', async () => {
    const { applications, faults } = await look(emulator, 'Orders');
    if (Object.keys(applications).length !== 1) throw new Error('there is not one application');
    if (faults.length > 0) throw new Error(faults.join('\n'));
    await emulator.script('jobs.py', 'start', ...Object.keys(applications));
    await emulator.script('jobs.py', 'stop', ...Object.keys(applications));
  });
  await checks.need('example: destroyed', () => emulator.cdk(project, 'destroy', '--all', '--force'));
}

async function look(emulator: Emulator, ...stacks: string[]): Promise<Report> {
  return JSON.parse(await emulator.script('check.py', JSON.stringify({ stacks, peers: { Brokers: 9098 } }))) as Report;
}

/** The runner rewrites the snapshots: it gets a copy. */
function copyOfIntegrationTests(): string {
  const folder = join(ROOT, '.cache', 'integ');
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(ROOT, 'test', 'integ'), join(folder, 'test', 'integ'), { recursive: true });
  for (const name of ['src', 'lib']) symlinkSync(join(ROOT, name), join(folder, name));
  return folder;
}

async function runIntegrationTests(emulator: Emulator): Promise<void> {
  await checks.need('the integration tests deploy, run and are destroyed', async () => {
    const output = await emulator.integrate(copyOfIntegrationTests());
    if (!/3 passed, 3 total/.test(output)) throw new Error(output);
  });
}

/** What is to be done, by name. */
function works(emulator: Emulator, folder: string): Map<string, () => Promise<void>> {
  return new Map<string, () => Promise<void>>([
    ['integ', () => runIntegrationTests(emulator)],
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
  const emulator = await checks.need('the emulator answers', () => Emulator.start(tools, folder));
  try {
    await checks.need('bootstrapped', () => emulator.bootstrap());
    if (!(await workThrough(chosen(works(emulator, folder))))) return;
    const refusals = [
      ...SCENARIOS.flatMap(({ stages }) => stages.flatMap(({ refused }) => refused ?? [])),
      ...FAULTS.map(({ found }) => found),
    ];
    await checks.that('nothing is left, and nothing has failed but what had to', async () =>
      expectNone(await emulator.script('leftovers.py'), ['LEFT', 'EVENT'], [...refusals, CONSEQUENCE]),
    );
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
