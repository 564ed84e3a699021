import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Tools } from './install';
import { JOB_ACCESS_KEY, Peers, REGION } from './peers';
import { Background, freePorts, LEAN_ENVIRONMENT, LEAN_JAVA, PATIENCE, runAside, until } from './shell';
import { PropertyGroups } from './template';

const RUN_OPTIONS = 'kinesis.analytics.flink.run.options';
/** The service takes a checkpoint each minute, of which the test would have to wait for several. */
const CHECKPOINT_INTERVAL = '2s';
const SLOTS = 6;

/** A part of Flink, in a JVM of its own. */
interface Part {
  readonly main: string;
  readonly memory: string[];
  readonly args?: string[];
}

const JOB_MANAGER: Part = {
  main: 'org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint',
  memory: ['-Xmx160m', '-XX:MaxMetaspaceSize=192m'],
};
const TASK_MANAGER: Part = {
  main: 'org.apache.flink.runtime.taskexecutor.TaskManagerRunner',
  memory: ['-Xmx240m', '-XX:MaxDirectMemorySize=160m', '-XX:MaxMetaspaceSize=224m'],
  args: Object.entries({
    'cpu.cores': '1',
    'memory.framework.heap.size': '64m',
    'memory.task.heap.size': '176m',
    'memory.framework.off-heap.size': '128m',
    'memory.task.off-heap.size': '0m',
    'memory.managed.size': '48m',
    'memory.network.min': '32m',
    'memory.network.max': '32m',
    'memory.jvm-metaspace.size': '224m',
    'memory.jvm-overhead.min': '192m',
    'memory.jvm-overhead.max': '192m',
  }).flatMap(([name, value]) => ['-D', `taskmanager.${name}=${value}`]),
};
const CLIENT: Part = { main: 'org.apache.flink.client.cli.CliFrontend', memory: ['-Xmx160m'] };

/** Property groups as the service writes them for the job. */
export function propertiesFile(groups: PropertyGroups): string {
  return JSON.stringify(
    Object.entries(groups).map(([PropertyGroupId, PropertyMap]) => ({ PropertyGroupId, PropertyMap })),
  );
}

interface Metric {
  readonly id: string;
  readonly max: number;
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
    await service.listens();
    return service;
  }

  /** What Flink's own distribution lets every JVM do. */
  private readonly exports: string;
  private readonly jobManager: Background;
  private taskManager: Background;

  private constructor(
    private readonly tools: Tools,
    private readonly peers: Peers,
    private readonly folder: string,
    private readonly rest: number,
    rpc: number,
  ) {
    this.configure(rpc);
    const shipped = readFileSync(join(tools.flinkHome, 'conf', 'config.yaml'), 'utf8');
    this.exports = /^\s+all: (.+)$/m.exec(shipped)?.[1] ?? '';
    this.jobManager = this.start('jobmanager', JOB_MANAGER);
    this.taskManager = this.start('taskmanager', TASK_MANAGER);
  }

  /** Starts a job and returns its id. */
  public async submit(name: string, code: string, groups: PropertyGroups, parallelism: number): Promise<string> {
    const file = join(this.folder, `${name}.properties.json`);
    writeFileSync(file, propertiesFile(groups));
    const settings = [
      `-Dparallelism.default=${parallelism}`,
      `-Dexecution.checkpointing.interval=${CHECKPOINT_INTERVAL}`,
    ];
    const command = this.java('client', CLIENT, ['run', '-d', ...settings, ...this.arguments(code, groups)]);
    const output = await runAside('java', command, {
      cwd: this.folder,
      env: { ...this.environment, APPLICATION_PROPERTIES_FILE: file },
    });
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

  /** Waits until the sources of a job have read the topic up to some offsets, by partition. */
  public async read(id: string, topic: string, ends: number[]): Promise<void> {
    await until(`the job has read ${topic}`, PATIENCE, async () => {
      const offsets = await this.offsets(id, topic);
      return ends.every((end, partition) => (offsets.get(partition) ?? -1) >= end - 1) ? true : undefined;
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
    this.taskManager = this.start('taskmanager', TASK_MANAGER);
  }

  private get url(): string {
    return `http://127.0.0.1:${this.rest}`;
  }

  private get environment(): Record<string, string> {
    return {
      FLINK_CONF_DIR: join(this.folder, 'conf'),
      FLINK_PLUGINS_DIR: join(this.folder, 'plugins'),
      FLINK_LIB_DIR: join(this.tools.flinkHome, 'lib'),
      FLINK_OPT_DIR: join(this.tools.flinkHome, 'opt'),
      PATH: `${join(this.tools.flinkPython, '..')}:${process.env.PATH}`,
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
    const settings = {
      'jobmanager.rpc.address': '127.0.0.1',
      'jobmanager.rpc.port': rpc,
      'jobmanager.bind-host': '127.0.0.1',
      'taskmanager.host': '127.0.0.1',
      'taskmanager.bind-host': '127.0.0.1',
      'taskmanager.numberOfTaskSlots': SLOTS,
      'rest.address': '127.0.0.1',
      'rest.bind-address': '127.0.0.1',
      'rest.port': this.rest,
      'io.tmp.dirs': temporary,
      'execution.checkpointing.dir': `file://${join(this.folder, 'checkpoints')}`,
      // how far the sources are is looked up often
      'metrics.fetcher.update-interval': 500,
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

  /** What starts a part. Flink's own scripts do the same, and start three more JVMs to read the configuration. */
  private java(name: string, { main, memory, args = [] }: Part, more: string[]): string[] {
    return [
      ...memory,
      ...LEAN_JAVA,
      ...this.exports.split(' '),
      ...this.peers.javaOptions,
      `-Dlog.file=${join(this.folder, 'log', `${name}.log`)}`,
      `-Dlog4j.configurationFile=${join(this.folder, 'conf', 'log4j-console.properties')}`,
      '-cp',
      join(this.tools.flinkHome, 'lib', '*'),
      main,
      ...more,
      ...args,
    ];
  }

  private start(name: 'jobmanager' | 'taskmanager', part: Part): Background {
    const command = this.java(name, part, ['--configDir', join(this.folder, 'conf')]);
    return new Background(name, 'java', command, join(this.folder, 'log', `${name}.out`), { env: this.environment });
  }

  private async listens(): Promise<void> {
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

  /** The offset of the last record that was read, by partition: the metrics of the Kafka connector. */
  private async offsets(id: string, topic: string): Promise<Map<number, number>> {
    const { vertices } = (await this.get(`/jobs/${id}`)) as { vertices: { id: string }[] };
    const metric = new RegExp(`\\.KafkaSourceReader\\.topic\\.${topic}\\.partition\\.(\\d+)\\.currentOffset$`);
    const offsets = new Map<number, number>();
    for (const { id: vertex } of vertices) {
      const path = `/jobs/${id}/vertices/${vertex}/subtasks/metrics`;
      const names = ((await this.get(path)) as { id: string }[]).map(({ id: name }) => name).filter(n => metric.test(n));
      if (names.length === 0) continue;
      const found = (await this.get(`${path}?get=${names.map(encodeURIComponent).join(',')}&agg=max`)) as Metric[];
      for (const { id: name, max } of found) offsets.set(Number(metric.exec(name)?.[1]), max);
    }
    return offsets;
  }

  private async lastFailure(id: string): Promise<string> {
    return (await this.failures(id))[0]?.message ?? '';
  }
}
