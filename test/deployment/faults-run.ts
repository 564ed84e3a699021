import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Emulator } from './emulator';
import { FAULTS, goodStack, PEERS, Template } from './faults';
import { Report } from './report';
import { Checks } from '../job/checks';

const STACK = 'Faults';

/** Finds nothing in a good template, and each of the faults that are put into it: a test of this test. */
export async function checkFaults(checks: Checks, emulator: Emulator, parent: string): Promise<void> {
  const folder = join(parent, 'faults');
  const command = join(folder, 'cdk.out');
  mkdirSync(command, { recursive: true });
  const app = new App({ outdir: command, analyticsReporting: false });
  goodStack(app);
  app.synth();
  // brings the code into the bucket, too
  await checks.need('faults: none in the template that they are put into', async () => {
    await emulator.cdk({ folder, command, isAssembly: true }, 'deploy', '--all', '--require-approval', 'never');
    const found = await faults(emulator);
    if (found !== '') throw new Error(found);
    await emulator.cdk({ folder, command, isAssembly: true }, 'destroy', '--all', '--force');
  });
  const good = readFileSync(join(command, `${STACK}.template.json`), 'utf8');
  for (const { name, found, change } of FAULTS) {
    await checks.that(`faults: ${name}`, async () => {
      const template = JSON.parse(good) as Template;
      change(template);
      const file = join(folder, 'template.json');
      writeFileSync(file, JSON.stringify(template));
      const said = await deploy(emulator, file);
      if (!found.test(said)) throw new Error(said === '' ? 'nothing was found' : said);
    });
  }
}

/** Deploys a template as it is, and returns why it failed, or what the checker finds. The stack is deleted again. */
async function deploy(emulator: Emulator, file: string): Promise<string> {
  const failure = await emulator.script('stack.py', 'create', STACK, file);
  const said = failure === '' ? await faults(emulator) : failure;
  await emulator.script('stack.py', 'delete', STACK);
  return said;
}

async function faults(emulator: Emulator): Promise<string> {
  const specification = JSON.stringify({ stacks: [STACK], peers: PEERS });
  return (JSON.parse(await emulator.script('check.py', specification)) as Report).faults.join('\n');
}
