import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { APP } from './copy';
import { Emulator, Project } from './emulator';
import { differences, Report } from './report';
import { Scenario, Stage } from './scenario';
import { Checks } from '../job/checks';

/** Runs TypeScript in a process of its own. */
export const TS_NODE = require.resolve('ts-node/register/transpile-only');
const RESET = /cdk context --reset '?([^'`]+)'?/;

/** Deploys the stages of a scenario one over the other, and destroys everything in the end. */
export class ScenarioRun {
  private readonly reports = new Map<string, Report>();
  /** The app that was deployed last, or was meant to be, of each project. */
  private readonly deployed = new Map<string, Project>();
  private refusal = '';

  constructor(
    private readonly checks: Checks,
    private readonly emulator: Emulator,
    private readonly folder: string,
    private readonly scenario: Scenario,
  ) {}

  public async run(): Promise<void> {
    for (const [index, stage] of this.scenario.stages.entries()) await this.deploy(stage, index);
    await this.checks.need(`${this.scenario.name}: destroyed`, () => this.destroy());
  }

  private async deploy(stage: Stage, index: number): Promise<void> {
    const name = `${this.scenario.name}: ${stage.name}`;
    const key = stage.project ?? 'app';
    const project = this.prepare(stage, index, key);
    if (stage.resetsContext === true) await this.resetContext(project);
    this.deployed.set(key, project);
    if (stage.refused !== undefined) {
      await this.checks.need(`${name}: refused`, () => this.expectRefusal(project, stage.refused));
      return;
    }
    await this.checks.need(name, async () => {
      if (stage.first !== undefined) await this.cdkDeploy(project, '--exclusively', ...stage.first);
      await this.cdkDeploy(project, '--all');
      await this.look(stage, project, key);
    });
  }

  private async look(stage: Stage, project: Project, key: string): Promise<void> {
    const report = await this.report(stage, stacksOf(project));
    const stopped = Object.keys(report.applications).filter(name => report.applications[name] !== 'RUNNING');
    if (stage.runs === true && stopped.length > 0) throw new Error(`not RUNNING: ${stopped.join(', ')}`);
    if (stopped.length > 0) await this.emulator.script('jobs.py', 'start', ...stopped);
    const problems = differences(stage, report, this.reports.get(key));
    if (problems.length > 0) throw new Error(problems.join('\n'));
    this.reports.set(key, report);
  }

  private async report(stage: Stage, stacks: string[]): Promise<Report> {
    const specification = JSON.stringify({ stacks, peers: stage.peers ?? {} });
    return JSON.parse(await this.emulator.script('check.py', specification)) as Report;
  }

  private async cdkDeploy(project: Project, ...which: string[]): Promise<string> {
    return this.emulator.cdk(project, 'deploy', ...which, '--require-approval', 'never');
  }

  private async expectRefusal(project: Project, expected?: RegExp): Promise<void> {
    try {
      this.refusal = await this.cdkDeploy(project, '--all');
    } catch (error) {
      this.refusal = (error as Error).message;
      if (expected?.test(this.refusal) === true) return;
      throw error;
    }
    throw new Error(`it was deployed\n${this.refusal}`);
  }

  private async resetContext(project: Project): Promise<void> {
    const [, key] = RESET.exec(this.refusal) ?? [];
    if (key === undefined) throw new Error(`no command to read anything anew:\n${this.refusal}`);
    await this.emulator.cdk({ folder: project.folder }, 'context', '--reset', key);
  }

  /** The app of a stage: its assembly, or what the CLI runs where something has to be looked up. */
  private prepare(stage: Stage, index: number, key: string): Project {
    const folder = join(this.folder, this.scenario.name, key);
    mkdirSync(folder, { recursive: true });
    if (this.scenario.looksUp === true) {
      return { folder, command: `"${process.execPath}" -r "${TS_NODE}" "${APP}" ${this.scenario.name} ${index}` };
    }
    const outdir = join(folder, `stage-${index}`);
    mkdirSync(outdir);
    stage.assembly?.(outdir);
    if (stage.app !== undefined) synthesize(stage.app, outdir);
    return { folder, command: outdir, isAssembly: true };
  }

  private async destroy(): Promise<void> {
    for (const [key, project] of [...this.deployed].reverse()) {
      // as it was deployed: nothing is looked up again
      const assembly = { folder: project.folder, command: assemblyOf(project), isAssembly: true };
      await this.emulator.cdk(assembly, 'destroy', '--all', '--force');
      await this.removeRetained(this.reports.get(key));
    }
  }

  private async removeRetained(report: Report | undefined): Promise<void> {
    const { retains = [] } = this.scenario;
    const found = Object.entries(report?.resources ?? {})
      .filter(([, [type]]) => type === 'AWS::EC2::SecurityGroup')
      .filter(([name]) => retains.some(prefix => name.split('/')[1].startsWith(prefix)))
      .map(([, [, id]]) => id);
    if (found.length > 0) await this.emulator.script('remove.py', ...found);
  }
}

function synthesize(make: (app: App) => void, outdir: string): void {
  const app = new App({ outdir, analyticsReporting: false });
  make(app);
  app.synth();
}

/** The assembly that was deployed. */
function assemblyOf({ folder, command = '' }: Project): string {
  return [command, join(folder, 'cdk.out')].find(path => existsSync(join(path, 'manifest.json'))) ?? '';
}

/** The stacks of an app, from its assembly. */
function stacksOf(project: Project): string[] {
  const { artifacts } = JSON.parse(readFileSync(join(assemblyOf(project), 'manifest.json'), 'utf8')) as Manifest;
  return Object.entries(artifacts)
    .filter(([, { type }]) => type === 'aws:cloudformation:stack')
    .map(([id, { properties }]) => properties?.stackName ?? id);
}

interface Manifest {
  readonly artifacts: Record<string, { readonly type: string; readonly properties?: { readonly stackName?: string } }>;
}
