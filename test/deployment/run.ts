import { cpSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Checks, Stopped } from '../job/checks';
import { inTemporaryFolder } from '../job/shell';
import { Emulator, installEmulator } from './emulator';

/**
 * Deploys the example and the integration tests with the CDK CLI to an emulator of AWS, looks at what is there then,
 * and destroys it.
 */
const ROOT = join(__dirname, '..', '..');
const EXAMPLE = 'node -r ts-node/register/transpile-only examples/typescript/app.ts';
const checks = new Checks();

/** Throws when a script has printed lines that begin with one of these words. */
function expectNone(output: string, ...words: string[]): void {
  const found = output.split('\n').filter(line => words.some(word => line.startsWith(word)));
  if (found.length > 0) throw new Error(found.join('\n'));
}

/** Deploys an app, runs its jobs, and looks at its network and permissions. */
async function deployAndCheck(emulator: Emulator, name: string, app: string, applications: number): Promise<void> {
  await checks.need(`${name}: deployed`, () => emulator.deploy(app));
  await checks.that(`${name}: ${applications} jobs run`, () => emulator.script('jobs.py', 'start'));
  await checks.that(`${name}: network and permissions`, () => {
    const output = emulator.script('check.py');
    expectNone(output, 'FAULT');
    if (!output.includes(`${applications} applications`)) throw new Error(output);
  });
}

async function removeAndCheck(emulator: Emulator, name: string, app: string): Promise<void> {
  await checks.need(`${name}: destroyed`, async () => {
    emulator.script('jobs.py', 'stop');
    await emulator.destroy(app);
  });
  await checks.that(`${name}: nothing is left, and nothing has failed`, () =>
    expectNone(emulator.script('leftovers.py'), 'LEFT', 'EVENT'),
  );
}

/** The runner rewrites the snapshots: it gets a copy. */
function copyOfIntegrationTests(): string {
  const folder = join(ROOT, '.cache', 'integ');
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(ROOT, 'test', 'integ'), join(folder, 'test', 'integ'), { recursive: true });
  symlinkSync(join(ROOT, 'src'), join(folder, 'src'));
  return folder;
}

async function deployAll(folder: string): Promise<void> {
  const tools = await checks.need('the emulator is installed', installEmulator);
  const emulator = await checks.need('the emulator answers', () => Emulator.start(tools, folder));
  try {
    await checks.need('bootstrapped', () => emulator.bootstrap());
    await deployAndCheck(emulator, 'example', EXAMPLE, 1);
    await removeAndCheck(emulator, 'example', EXAMPLE);
    await checks.that('the integration tests deploy, run and are destroyed', async () => {
      const output = await emulator.integrate(copyOfIntegrationTests());
      if (!/3 passed, 3 total/.test(output)) throw new Error(output);
    });
    await checks.that('the integration tests leave nothing', () =>
      expectNone(emulator.script('leftovers.py'), 'LEFT', 'EVENT'),
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
