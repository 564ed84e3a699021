import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
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
      },
    });
    const emulator = new Emulator(tools, folder, port, server);
    await until('the emulator', 180, () => emulator.answers());
    return emulator;
  }

  private constructor(
    private readonly tools: EmulatorTools,
    private readonly folder: string,
    private readonly port: number,
    private readonly server: Background,
  ) {
    mkdirSync(join(folder, 'home'));
  }

  public async bootstrap(): Promise<void> {
    await this.cdk({ folder: this.folder }, 'bootstrap', `aws://${ACCOUNT}/${REGION}`);
  }

  /** The CDK CLI, as a user calls it in the folder of an app. */
  public async cdk({ folder, command }: Project, verb: string, ...args: string[]): Promise<string> {
    const app = command === undefined ? [] : ['--app', command, '--output', join(folder, 'cdk.out')];
    const options = ['--no-notices', '--no-version-reporting', '--ci', ...app];
    return this.node('aws-cdk/bin/cdk', folder, verb, ...args, ...options);
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
    return runAside(this.tools.python, [join(__dirname, name), this.url, ...args]);
  }

  public async stop(): Promise<void> {
    await this.server.stop('SIGKILL');
  }

  private get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  private node(script: string, cwd: string, ...args: string[]): Promise<string> {
    return runAside(process.execPath, [join(ROOT, 'node_modules', script), ...args], {
      cwd,
      env: {
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
        TS_NODE_PROJECT: join(ROOT, 'test', 'tsconfig.json'),
      },
    });
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
