import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { installAlpha } from './alpha';
import { Cli } from './cli';
import { Scripts } from './scripts';
import { once, venv } from '../job/install';
import { Background, freePorts, run, runAside, until } from '../job/shell';

const ROOT = join(__dirname, '..', '..');
/** Private functions of it are patched: another version needs a look at each of them. */
const MINISTACK = 'ministack==1.5.33';
/** What the handlers of the CDK find in Lambda's runtime. */
const SDK = ['kinesis-analytics-v2', 'cloudformation', 'cloudwatch-logs', 'ec2', 'sfn'].map(
  name => `@aws-sdk/client-${name}@3`,
);
/** How fast the time of the lifecycle runs, which waits for minutes. */
const CLOCK_SPEED = 10;
const ACCOUNT = '000000000000';
const REGION = 'us-east-1';

/** An app, as the CLI sees it. */
export interface Project {
  /** Where the CLI is called: it keeps there what it has looked up. */
  readonly folder: string;
  /** What runs the app, or the folder of its assembly. */
  readonly command?: string;
  /** Whether it is the folder of an assembly. */
  readonly isAssembly?: boolean;
}

/** What the emulator runs with. */
export interface EmulatorTools {
  readonly python: string;
  readonly sdk: string;
}

/** Installs what is not there yet. */
export function installEmulator(): EmulatorTools {
  const python = venv('emulator', MINISTACK, [MINISTACK, 'boto3']);
  const sdk = once('handlers', SDK.join(' '), folder => {
    run('npm', ['init', '-y'], { cwd: folder });
    run('npm', ['install', '--no-audit', '--no-fund', '--silent', ...SDK], { cwd: folder });
  });
  installAlpha();
  return { python, sdk: join(sdk, 'node_modules') };
}

/** AWS on loopback: CloudFormation, EC2, IAM, Managed Service for Apache Flink and what else the stacks need. */
export class Emulator {
  public static async start(tools: EmulatorTools, folder: string): Promise<Emulator> {
    const [port] = await freePorts(1);
    const server = new Background('the emulator', tools.python, ['launcher.py'], join(folder, 'emulator.log'), {
      cwd: join(__dirname, 'emulator'),
      env: {
        GATEWAY_PORT: `${port}`,
        BIND_HOST: '127.0.0.1',
        MINISTACK_HOST: '127.0.0.1',
        AUTH: 'true',
        SETTLE: '2',
        SFN_WAIT_SCALE: `${1 / CLOCK_SPEED}`,
        IOT_MTLS_ENABLED: '0',
        SFTP_ENABLED: '0',
        LAMBDA_EXECUTOR: 'local',
        NODE_PATH: tools.sdk,
        NODE_OPTIONS: `--require ${join(__dirname, 'emulator', 'clock.js')}`,
        CLOCK_SPEED: `${CLOCK_SPEED}`,
        CLOCK_BEGAN: `${Date.now()}`,
        PYTHONDONTWRITEBYTECODE: '1',
        TMPDIR: folder,
      },
    });
    const emulator = new Emulator(tools, folder, `http://127.0.0.1:${port}`, server);
    await until('the emulator', 180, () => emulator.answers());
    return emulator;
  }

  private readonly scripts: Scripts;
  private readonly cli: Cli;

  private constructor(
    tools: EmulatorTools,
    private readonly folder: string,
    private readonly url: string,
    private readonly server: Background,
  ) {
    ['home', 'scripts'].forEach(name => mkdirSync(join(folder, name)));
    this.scripts = new Scripts(tools.python, url, join(folder, 'scripts'));
    this.cli = new Cli(this.env);
  }

  public async bootstrap(): Promise<void> {
    await this.command({ folder: this.folder }, 'bootstrap', `aws://${ACCOUNT}/${REGION}`);
  }

  /** The CDK CLI, as a user calls it in the folder of an app. */
  public async command(project: Project, verb: string, ...args: string[]): Promise<string> {
    return this.node('aws-cdk/bin/cdk', project.folder, verb, ...args, ...optionsOf(project));
  }

  /** The same CLI; for an assembly, in a process that has started already. */
  public async cdk(project: Project, verb: string, ...args: string[]): Promise<string> {
    if (project.isAssembly !== true) return this.command(project, verb, ...args);
    return this.cli.run(project.folder, [verb, ...args, ...optionsOf(project)]);
  }

  /** The runner of the CDK's integration tests. */
  public async integrate(cwd: string): Promise<string> {
    const app = 'node -r ts-node/register/transpile-only {filePath}';
    const args = [
      '--directory',
      'test/integ',
      '--language',
      'typescript',
      '--app',
      app,
      '--parallel-regions',
      REGION,
      '--force',
      '--no-update-workflow',
    ];
    return this.node('@aws-cdk/integ-runner/bin/integ-runner', cwd, ...args);
  }

  /** One of the scripts of this folder. */
  public async script(name: string, ...args: string[]): Promise<string> {
    return this.scripts.run(name, ...args);
  }

  public async stop(): Promise<void> {
    this.cli.stop();
    this.scripts.stop();
    await this.server.stop();
  }

  /** Of the CLI, and of the apps that it runs. */
  private get env(): Record<string, string> {
    return {
      HOME: join(this.folder, 'home'),
      AWS_ENDPOINT_URL: this.url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_EC2_METADATA_DISABLED: 'true',
      CDK_DEFAULT_ACCOUNT: ACCOUNT,
      CDK_DEFAULT_REGION: REGION,
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
      NODE_NO_WARNINGS: '1',
      NODE_OPTIONS: `--require ${join(__dirname, 'polls.js')}`,
      TS_NODE_PROJECT: join(ROOT, 'test', 'tsconfig.json'),
    };
  }

  private node(script: string, cwd: string, ...args: string[]): Promise<string> {
    return runAside(process.execPath, [join(ROOT, 'node_modules', script), ...args], { cwd, env: this.env });
  }

  private async answers(): Promise<true | undefined> {
    this.server.expectAlive();
    try {
      return (await fetch(`${this.url}/_ministack/health`)).ok ? true : undefined;
    } catch {
      return undefined;
    }
  }
}

function optionsOf({ folder, command }: Project): string[] {
  const app = command === undefined ? [] : ['--app', command, '--output', join(folder, 'cdk.out')];
  return ['--no-notices', '--no-version-reporting', '--ci', ...app];
}
