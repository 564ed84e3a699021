import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Tools } from './install';
import { JOB_ACCESS_KEY, Peers, REGION } from './peers';
import { Background, freePorts, LEAN_ENVIRONMENT, LEAN_JAVA, PATIENCE, runAside, until } from './shell';
import { PropertyGroups } from './template';

const RUN_OPTIONS = 'kinesis.analytics.flink.run.options';
/** The service takes a checkpoint each minute, of which the test would have to wait for several. */
const CHECKPOINT_INTERVAL = '5s';
const SLOTS = 6;

/** Property groups as the service writes them for the job. */
export function propertiesFile(groups: PropertyGroups): string {
  return JSON.stringify(
    Object.entries(groups).map(([PropertyGroupId, PropertyMap]) => ({ PropertyGroupId, PropertyMap })),
  );
}

/** A failure that restarted a job. */
export interface Failure {
  readonly message: string;
}

/**
 * Starts jobs as the service does: the code as it was uploaded, the property groups as a file, the run options as
 * arguments of `flink run`.
 */
export class Service {
  public static async start(tools: Tools, peers: Peers, folder: string): Promise<Service> {
    const [rest, rpc] = await freePorts(2);
    const service = new Service(tools, peers, folder, rest, rpc);
    try {
      await service.startAll();
    } catch (error) {
      await service.stop();
      throw error;
    }
    return service;
  }

  private readonly jobManager: Background;
  private taskManager: Background;
  private workers = 1;

  private constructor(
    private readonly tools: Tools,
    private readonly peers: Peers,
    private readonly folder: string,
    private readonly rest: number,
    rpc: number,
  ) {
    this.configure(rpc);
    this.jobManager = this.start('jobmanager');
    this.taskManager = this.start('taskmanager');
  }

  public get pids(): number[] {
    return [this.jobManager.pid, this.taskManager.pid];
  }

  /** Starts a job and returns its id. */
  public async submit(name: string, code: string, groups: PropertyGroups, parallelism: number): Promise<string> {
    const file = join(this.folder, `${name}.properties.json`);
    writeFileSync(file, propertiesFile(groups));
    const settings = [
      `-Dparallelism.default=${parallelism}`,
      `-Dexecution.checkpointing.interval=${CHECKPOINT_INTERVAL}`,
    ];
    const output = await runAside(
      join(this.tools.flinkHome, 'bin', 'flink'),
      ['run', '-d', ...settings, ...this.arguments(code, groups)],
      {
        cwd: this.folder,
        env: { ...this.environment, APPLICATION_PROPERTIES_FILE: file },
      },
    );
    const [, id] = /JobID (\w+)/.exec(output) ?? [];
    if (id === undefined) throw new Error(`flink run started no job\n${output}`);
    return id;
  }

  /** Waits until a job that has lost its tasks runs again. */
  public async restarted(id: string): Promise<void> {
    await until('the job has noticed', PATIENCE, async () => ((await this.failures(id)).length > 0 ? true : undefined));
    await this.running(id);
  }

  /** Waits until all tasks of a job run. */
  public async running(id: string, seconds = PATIENCE): Promise<void> {
    await until(`the job runs\n${await this.lastFailure(id)}`, seconds, async () => {
      const job = (await this.get(`/jobs/${id}`)) as { state: string; vertices: { status: string }[] };
      if (['FAILED', 'CANCELED', 'FINISHED'].includes(job.state)) {
        throw new Error(`the job is ${job.state}\n${await this.lastFailure(id)}`);
      }
      return job.state === 'RUNNING' && job.vertices.every(({ status }) => status === 'RUNNING') ? true : undefined;
    });
  }

  /** What restarted a job since it was started. */
  public async failures(id: string): Promise<Failure[]> {
    const { exceptionHistory } = (await this.get(`/jobs/${id}/exceptions`)) as {
      exceptionHistory: { entries: { stacktrace: string }[] };
    };
    return exceptionHistory.entries.map(({ stacktrace }) => ({
      message: stacktrace.split('\n').slice(0, 3).join(' '),
    }));
  }

  /** Kills what runs the tasks, and starts another one in its place, as the service replaces a container. */
  public async replaceTaskManager(): Promise<void> {
    await this.taskManager.stop();
    this.workers++;
    this.taskManager = this.start('taskmanager');
  }

  public async cancel(id: string): Promise<void> {
    await fetch(`${this.url}/jobs/${id}?mode=cancel`, { method: 'PATCH' });
    await until('the job is cancelled', PATIENCE, async () =>
      ((await this.get(`/jobs/${id}`)) as { state: string }).state === 'CANCELED' ? true : undefined,
    );
  }

  public async stop(): Promise<void> {
    await Promise.all([this.taskManager.stop(), this.jobManager.stop()]);
  }

  private get url(): string {
    return `http://127.0.0.1:${this.rest}`;
  }

  private get environment(): Record<string, string> {
    const conf = join(this.folder, 'conf');
    return {
      FLINK_CONF_DIR: conf,
      FLINK_LOG_DIR: join(this.folder, 'log'),
      FLINK_PLUGINS_DIR: join(this.folder, 'plugins'),
      PATH: `${join(this.tools.flinkPython, '..')}:${process.env.PATH}`,
      JVM_ARGS: `${this.peers.javaOptions} -Xmx160m`,
      ...LEAN_ENVIRONMENT,
      KINESIS_DOUBLE: this.peers.clicks,
      AWS_ACCESS_KEY_ID: JOB_ACCESS_KEY,
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL_SECRETS_MANAGER: this.peers.awsUrl,
    };
  }

  /** The property group with the run options as arguments of `flink run`. */
  private arguments(code: string, groups: PropertyGroups): string[] {
    if (code.endsWith('.jar')) return ['-C', `file://${this.tools.service.runtime}`, code];
    const paths = (value?: string) =>
      value
        ?.split(',')
        .map(path => join(code, path))
        .join(',');
    const { python, jarfile, pyFiles, pyArchives } = groups[RUN_OPTIONS];
    const options = {
      '-py': paths(python),
      '-j': paths(jarfile),
      '-pyfs': paths(pyFiles),
      '-pyarch': paths(pyArchives),
    };
    const given = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [name, value]));
    return this.tools.kinesisDouble === undefined ? given : [...given, '-C', `file://${this.tools.kinesisDouble}`];
  }

  private configure(rpc: number): void {
    const [conf, log, plugin, temporary] = ['conf', 'log', join('plugins', 's3-fs-hadoop'), 'tmp'].map(name =>
      join(this.folder, name),
    );
    [conf, log, plugin, temporary].forEach(path => mkdirSync(path, { recursive: true }));
    const shipped = join(this.tools.flinkHome, 'conf');
    for (const name of readdirSync(shipped)) copyFileSync(join(shipped, name), join(conf, name));
    symlinkSync(this.tools.service.s3, join(plugin, basename(this.tools.service.s3)));
    const [, exports] = /^\s+all: (.+)$/m.exec(readFileSync(join(shipped, 'config.yaml'), 'utf8')) ?? [];
    const settings = {
      'env.java.opts.all': `${exports} ${this.peers.javaOptions} ${LEAN_JAVA}`,
      'jobmanager.rpc.address': '127.0.0.1',
      'jobmanager.rpc.port': rpc,
      'jobmanager.bind-host': '127.0.0.1',
      'jobmanager.memory.heap.size': '160m',
      'jobmanager.memory.jvm-metaspace.size': '192m',
      'taskmanager.host': '127.0.0.1',
      'taskmanager.bind-host': '127.0.0.1',
      'taskmanager.memory.framework.heap.size': '64m',
      'taskmanager.memory.task.heap.size': '176m',
      'taskmanager.memory.managed.size': '48m',
      'taskmanager.memory.network.min': '32m',
      'taskmanager.memory.network.max': '32m',
      'taskmanager.memory.jvm-metaspace.size': '224m',
      'taskmanager.numberOfTaskSlots': SLOTS,
      'rest.address': '127.0.0.1',
      'rest.bind-address': '127.0.0.1',
      'rest.port': this.rest,
      'io.tmp.dirs': temporary,
      'execution.checkpointing.dir': `file://${join(this.folder, 'checkpoints')}`,
      // finds out soon that a task manager is gone, and does not take a slow one for dead
      'heartbeat.interval': 1000,
      'heartbeat.timeout': PATIENCE * 1000,
      'pekko.ask.timeout': `${PATIENCE} s`,
      'client.timeout': `${PATIENCE} s`,
      's3.endpoint': this.peers.awsUrl,
      's3.path.style.access': true,
      's3.access-key': JOB_ACCESS_KEY,
      's3.secret-key': 'secret',
    };
    writeFileSync(
      join(conf, 'config.yaml'),
      Object.entries(settings)
        .map(([key, value]) => `${key}: ${value}\n`)
        .join(''),
    );
  }

  private start(part: 'jobmanager' | 'taskmanager'): Background {
    const script = join(this.tools.flinkHome, 'bin', `${part}.sh`);
    const log = join(this.folder, 'log', `${part}-${this.workers}.out`);
    return new Background(part, script, ['start-foreground'], log, { env: this.environment });
  }

  private async startAll(): Promise<void> {
    await until('Flink', PATIENCE, async () => {
      this.jobManager.expectAlive();
      this.taskManager.expectAlive();
      try {
        return ((await this.get('/overview')) as { 'slots-total': number })['slots-total'] > 0 ? true : undefined;
      } catch {
        return undefined;
      }
    });
  }

  private async get(path: string): Promise<unknown> {
    const response = await fetch(`${this.url}${path}`);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }

  private async lastFailure(id: string): Promise<string> {
    return (await this.failures(id))[0]?.message ?? '';
  }
}
