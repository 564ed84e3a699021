import { ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFileSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Tools } from './install';
import { Call } from './permissions';
import { Background, BackgroundOptions, freePorts, LEAN_ENVIRONMENT, LEAN_JAVA, PATIENCE, run, until } from './shell';

export const REGION = 'eu-central-1';
export const JOB_ACCESS_KEY = 'AKIAJOB0000000000000';
const TEST_ACCESS_KEY = 'AKIATEST000000000000';
/** The client library of Amazon MSK takes the region from the name of the broker. */
const BROKER = `broker.${REGION}.localhost`;
const PASSWORD = randomBytes(12).toString('hex');

export type KafkaRecord = readonly [partition: number | null, value: string];

/** A Kafka broker, a PostgreSQL server, S3 and Secrets Manager, all of them on loopback. */
export class Peers {
  public static async start(tools: Tools, folder: string): Promise<Peers> {
    const [kafka, msk, controller, postgres, aws] = await freePorts(5);
    const peers = new Peers(tools, folder, { kafka, msk, controller, postgres, aws });
    await peers.startAll();
    return peers;
  }

  /** The stream: a line for each record, read by the double. */
  public readonly clicks: string;
  private readonly processes: Background[] = [];
  private readonly ends = new Map<string, number[]>();
  private broker?: Background;
  private client?: ChildProcessWithoutNullStreams;
  private answers?: AsyncIterator<string>;

  private constructor(
    private readonly tools: Tools,
    private readonly folder: string,
    private readonly ports: Record<'kafka' | 'msk' | 'controller' | 'postgres' | 'aws', number>,
  ) {
    this.clicks = join(folder, 'clicks.jsonl');
    writeFileSync(this.clicks, '');
    writeFileSync(this.hosts, `127.0.0.1 localhost ${BROKER} ${hostname()}\n`);
  }

  public get bootstrapServers(): string {
    return `${BROKER}:${this.ports.msk}`;
  }

  public get databasePort(): number {
    return this.ports.postgres;
  }

  public get awsUrl(): string {
    return `http://127.0.0.1:${this.ports.aws}`;
  }

  /** Options of a JVM that talks to the broker. */
  public get javaOptions(): string[] {
    return [
      `-Djdk.net.hosts.file=${this.hosts}`,
      `-Djavax.net.ssl.trustStore=${join(this.tools.keys, 'trust.p12')}`,
      '-Djavax.net.ssl.trustStorePassword=changeit',
    ];
  }

  /** What Kafka was asked for by the job. */
  public get brokerLog(): string {
    return this.broker?.output ?? '';
  }

  /** The calls of the job to S3 and Secrets Manager. */
  public get calls(): Call[] {
    if (!existsSync(this.callsFile)) return [];
    return readFileSync(this.callsFile, 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as Call);
  }

  public async createTopic(topic: string, partitions: number): Promise<void> {
    await this.askClient({ topic, partitions });
  }

  public async send(topic: string, records: KafkaRecord[]): Promise<void> {
    await this.askClient({ topic, records });
    const ends = this.endsOf(topic);
    for (const [partition] of records) if (partition !== null) ends[partition] = (ends[partition] ?? 0) + 1;
    this.ends.set(topic, ends);
  }

  /** How many records were sent to each partition of a topic. */
  public endsOf(topic: string): number[] {
    return this.ends.get(topic) ?? [];
  }

  public click(...values: string[]): void {
    appendFileSync(this.clicks, values.map(value => `${value}\n`).join(''));
  }

  /** Runs SQL, as the job's own login. */
  public sql(database: string, statement: string): string {
    const server = ['-h', '127.0.0.1', '-p', `${this.ports.postgres}`, '-U', 'job', '-d', database];
    const args = [...server, '-At', '-v', 'ON_ERROR_STOP=1', '-c', statement];
    return run(join(this.tools.postgres, 'psql'), args, { env: { PGPASSWORD: PASSWORD } }).trim();
  }

  /** Makes a database with the table that the README of the job shows. */
  public createDatabase(name: string): void {
    this.sql('postgres', `CREATE DATABASE ${name}`);
    this.sql(name, readFileSync(join(this.tools.examples, 'job', 'totals.sql'), 'utf8'));
  }

  public async createBucket(name: string): Promise<void> {
    const constraint = `<LocationConstraint>${REGION}</LocationConstraint>`;
    const location = `<CreateBucketConfiguration>${constraint}</CreateBucketConfiguration>`;
    const response = await fetch(`${this.awsUrl}/${name}`, {
      method: 'PUT',
      body: location,
      headers: this.signed('s3'),
    });
    if (!response.ok) throw new Error(`the bucket ${name} cannot be made: ${await response.text()}`);
  }

  /** Makes the secret with the login of the database and returns its ARN. */
  public async createSecret(name: string): Promise<string> {
    const body = JSON.stringify({
      Name: name,
      ClientRequestToken: randomBytes(16).toString('hex'),
      SecretString: this.login,
    });
    const headers = {
      ...this.signed('secretsmanager'),
      'X-Amz-Target': 'secretsmanager.CreateSecret',
      'Content-Type': 'application/x-amz-json-1.1',
    };
    const response = await fetch(this.awsUrl, { method: 'POST', headers, body });
    if (!response.ok) throw new Error(`the secret ${name} cannot be made: ${await response.text()}`);
    return ((await response.json()) as { ARN: string }).ARN;
  }

  /** The finished objects of a bucket below a prefix: what readers of the lake see, by key. */
  public async objects(bucket: string, prefix: string): Promise<Record<string, string>> {
    const response = await fetch(`${this.awsUrl}/${bucket}?list-type=2&prefix=${prefix}`, {
      headers: this.signed('s3'),
    });
    const keys = [...(await response.text()).matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key]) => key);
    // names that begin with an underscore are of files that are still written
    const finished = keys.filter(key => !/\/[_.][^/]*$/.test(key));
    const read = async (key: string) =>
      [key, await (await fetch(`${this.awsUrl}/${bucket}/${key}`, { headers: this.signed('s3') })).text()] as const;
    return Object.fromEntries(await Promise.all(finished.map(read)));
  }

  public expectAlive(): void {
    this.processes.forEach(process => process.expectAlive());
  }

  private get hosts(): string {
    return join(this.folder, 'hosts');
  }

  private get callsFile(): string {
    return join(this.folder, 'calls.jsonl');
  }

  private get login(): string {
    return JSON.stringify({ username: 'job', password: PASSWORD });
  }

  private signed(service: string): Record<string, string> {
    return {
      Authorization: `AWS4-HMAC-SHA256 Credential=${TEST_ACCESS_KEY}/20260101/${REGION}/${service}/aws4_request, `
        + 'SignedHeaders=host, Signature=0',
    };
  }

  private async startAll(): Promise<void> {
    this.startBroker();
    this.background('aws', this.tools.peersPython, [
      join(__dirname, 'aws.py'),
      `${this.ports.aws}`,
      this.callsFile,
      JOB_ACCESS_KEY,
    ]);
    this.startDatabase();
    await until('S3 and Secrets Manager', PATIENCE, () => this.answersHttp());
    await until('the database', PATIENCE, () => this.answersSql());
    await until('the Kafka broker', PATIENCE, () =>
      this.brokerLog.includes('Kafka Server started') ? true : this.expectAlive(),
    );
    this.startClient();
  }

  private background(name: string, command: string, args: string[], options: BackgroundOptions = {}): Background {
    const process = new Background(name, command, args, join(this.folder, `${name}.log`), options);
    this.processes.push(process);
    return process;
  }

  private startBroker(): void {
    const { kafka, msk, controller } = this.ports;
    const properties = join(this.folder, 'server.properties');
    writeFileSync(
      properties,
      `
      process.roles=broker,controller
      node.id=1
      controller.quorum.voters=1@127.0.0.1:${controller}
      listeners=PLAINTEXT://127.0.0.1:${kafka},MSK://127.0.0.1:${msk},CONTROLLER://127.0.0.1:${controller}
      advertised.listeners=PLAINTEXT://127.0.0.1:${kafka},MSK://${BROKER}:${msk}
      controller.listener.names=CONTROLLER
      inter.broker.listener.name=PLAINTEXT
      listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,MSK:SASL_SSL
      listener.name.msk.sasl.enabled.mechanisms=AWS_MSK_IAM
      listener.name.msk.aws_msk_iam.sasl.jaas.config=MskLogin required;
      listener.name.msk.ssl.keystore.location=${join(this.tools.keys, 'broker.p12')}
      listener.name.msk.ssl.keystore.type=PKCS12
      listener.name.msk.ssl.keystore.password=changeit
      authorizer.class.name=RecordingAuthorizer
      log.dirs=${join(this.folder, 'kafka')}
      offsets.topic.replication.factor=1
      transaction.state.log.replication.factor=1
      transaction.state.log.min.isr=1
      group.initial.rebalance.delay.ms=0
      auto.create.topics.enable=false
      log.cleaner.enable=false
    `.replace(/^ +/gm, ''),
    );
    const java = ['-Xmx128m', ...LEAN_JAVA, '-cp', this.tools.brokerClasspath];
    run('java', [
      ...java,
      'kafka.tools.StorageTool',
      'format',
      '-t',
      randomBytes(16).toString('base64url'),
      '-c',
      properties,
    ]);
    this.broker = this.background('kafka', 'java', [...java, 'kafka.Kafka', properties], { env: LEAN_ENVIRONMENT });
  }

  private startDatabase(): void {
    const data = join(this.folder, 'postgres');
    const password = join(this.folder, 'postgres.password');
    mkdirSync(data);
    writeFileSync(password, PASSWORD);
    const root = process.getuid?.() === 0;
    // PostgreSQL does not run as root
    if (root) [data, password].forEach(path => chownSync(path, ...this.postgresUser()));
    const as = (command: string, ...args: string[]): [string, string[]] =>
      root
        ? [
          'setpriv',
          [
            `--reuid=${this.postgresUser()[0]}`,
            `--regid=${this.postgresUser()[1]}`,
            '--clear-groups',
            command,
            ...args,
          ],
        ]
        : [command, args];
    const home = { cwd: this.folder };
    run(
      ...as(
        join(this.tools.postgres, 'initdb'),
        '-D',
        data,
        '-U',
        'job',
        '-A',
        'scram-sha-256',
        `--pwfile=${password}`,
        '--no-sync',
      ),
      home,
    );
    const server = as(
      join(this.tools.postgres, 'postgres'),
      '-D',
      data,
      '-p',
      `${this.ports.postgres}`,
      '-h',
      '127.0.0.1',
      '-k',
      data,
      '-F',
      '-B',
      '16MB',
    );
    // by force, it would leave shared memory behind
    this.background('postgres', ...server, { ending: 'SIGQUIT' });
  }

  private postgresUser(): [number, number] {
    return [Number(run('id', ['-u', 'postgres'])), Number(run('id', ['-g', 'postgres']))];
  }

  private async answersHttp(): Promise<true | undefined> {
    this.expectAlive();
    try {
      return (await fetch(this.awsUrl)).status > 0 ? true : undefined;
    } catch {
      return undefined;
    }
  }

  private answersSql(): true | undefined {
    this.expectAlive();
    try {
      return this.sql('postgres', 'SELECT 1') === '1' ? true : undefined;
    } catch {
      return undefined;
    }
  }

  private startClient(): void {
    this.client = spawn(this.tools.peersPython, [join(__dirname, 'kafka_client.py'), `127.0.0.1:${this.ports.kafka}`], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }) as unknown as ChildProcessWithoutNullStreams;
    this.answers = createInterface({ input: this.client.stdout })[Symbol.asyncIterator]();
  }

  private async askClient(command: unknown): Promise<void> {
    this.client?.stdin.write(`${JSON.stringify(command)}\n`);
    const answer = await this.answers?.next();
    if (answer?.done !== false) {
      throw new Error(`the Kafka client ended instead of doing ${JSON.stringify(command).slice(0, 200)}`);
    }
  }
}
