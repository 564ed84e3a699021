import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Checks, Stopped } from './checks';
import {
  BROKEN_OPTION,
  BUCKET,
  CLUSTER_ARN,
  createResources,
  expectComplete,
  JAVA_BUCKET,
  synthesize,
  withBrokenOption,
} from './examples';
import { install, Tools } from './install';
import { MemoryMeter } from './memory';
import { Peers } from './peers';
import { denied, kafkaRequests, Request, requestsOf } from './permissions';
import { Clicks, Orders } from './records';
import { propertiesFile, Service } from './service';
import { inTemporaryFolder, LEAN_JAVA, PATIENCE, runAside, until } from './shell';
import { PropertyGroups, SynthesizedStack } from './template';

/**
 * Runs the jobs of the examples on Flink, between a Kafka broker, a PostgreSQL server, S3 and Secrets Manager on this
 * machine, with the code and the property groups of the synthesised templates.
 */
const checks = new Checks();
/** In MiB, for this process and all that it starts. */
const MAX_MEMORY = 1536;
const TOTALS = 'SELECT window_end, product, orders, amount FROM totals ORDER BY window_end, product';
/** The topic with fewer partitions than the job has subtasks, and the database for its totals. */
const ONE_PARTITION = 'orders_one';

/** A job, and what has to come of its records. */
interface Stream {
  readonly name: string;
  readonly groups: PropertyGroups;
  readonly partitions: number;
  readonly orders: Orders;
}

const topicOf = ({ groups }: Stream) => groups.Orders.topic;
const databaseOf = ({ groups }: Stream) => groups.Database['database.name'];

/** Why there is no plan for a job: the deepest cause that Flink names, without what it was called by. */
function reasonOf(output: string, job: string): string {
  const [, refusal = output] = output.split(`refused ${job}: `);
  const [text] = refusal.split(/^refused /m);
  const causes = text.replace(/^\s+(at |\.\.\. ).*\n?/gm, '').split(/^Caused by: /m);
  return causes[causes.length - 1].split('\n').slice(0, 10).join('\n');
}

async function checkPlans(tools: Tools, groups: PropertyGroups, folder: string): Promise<void> {
  const source = join(tools.examples, 'job', 'main.py');
  const broken = join(folder, 'broken.py');
  writeFileSync(broken, withBrokenOption(source));
  const properties = join(folder, 'plan.properties.json');
  writeFileSync(properties, propertiesFile(groups));
  const jars = [join(tools.examples, 'job', 'lib', 'connectors.jar'), tools.kinesisDouble].filter(
    jar => jar !== undefined,
  );
  const planned = await checks.need('the statements of the job are planned against the connectors', async () => {
    const output = await runAside(tools.flinkPython, [join(__dirname, 'plan.py'), jars.join(','), source, broken], {
      env: {
        APPLICATION_PROPERTIES_FILE: properties,
        PYTHONPATH: join(tools.examples, 'job', 'vendor'),
        JVM_ARGS: ['-Xmx160m', ...LEAN_JAVA].join(' '),
      },
    });
    if (!output.includes(`planned ${source}`)) throw new Error(reasonOf(output, source));
    return output;
  });
  await checks.that('an option that no connector knows is refused', () => {
    if (!planned.includes(`refused ${broken}`) || !planned.includes(BROKEN_OPTION)) throw new Error(planned);
  });
}

function rows(peers: Peers, stream: Stream): string[] {
  const output = peers.sql(databaseOf(stream), TOTALS);
  return output === '' ? [] : output.split('\n');
}

function difference(expected: string[], actual: string[]): string {
  const missing = expected.filter(item => !actual.includes(item));
  const unexpected = actual.filter((item, index) => !expected.includes(item) || actual.indexOf(item) !== index);
  return `missing: ${missing.slice(0, 5).join(', ') || 'nothing'}\nunexpected: `
    + `${unexpected.slice(0, 5).join(', ') || 'nothing'}`;
}

/** Waits until there is exactly what is expected, and says what differs when it does not come. */
async function untilSame(seconds: number, expected: string[], look: () => Promise<string[]> | string[]): Promise<void> {
  let actual: string[] = [];
  try {
    await until('all records', seconds, async () => {
      actual = await look();
      return JSON.stringify(actual) === JSON.stringify(expected) ? true : undefined;
    });
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${difference(expected, actual)}`);
  }
}

async function visitors(peers: Peers): Promise<string[]> {
  const objects = await peers.objects(BUCKET, 'clicks/');
  const lines = Object.values(objects).flatMap(text => text.trim().split('\n'));
  return lines.map(line => (JSON.parse(line) as { visitor: string }).visitor).sort();
}

/** What sends orders to jobs that run. */
class Sender {
  constructor(
    private readonly peers: Peers,
    private readonly service: Service,
    private readonly streams: Stream[],
    private readonly ids: string[],
  ) {}

  /**
   * Sends some minutes of orders to each job. The first minute wakes all subtasks: one that counts as idle does not
   * hold back the others, and what it reads later than they do can be late.
   */
  public async send(minutes: number): Promise<void> {
    for (const count of [60, 60 * (minutes - 1)]) {
      for (const stream of this.streams) {
        await this.peers.send(topicOf(stream), stream.orders.take(count, stream.partitions));
      }
      await this.untilRead();
    }
  }

  /** Sends an order that ends the last minute of each job. */
  public async close(): Promise<void> {
    for (const stream of this.streams) {
      await this.peers.send(topicOf(stream), stream.orders.closing(stream.partitions));
    }
  }

  private async untilRead(): Promise<void> {
    for (const [index, stream] of this.streams.entries()) {
      const topic = topicOf(stream);
      await this.service.read(this.ids[index], topic, this.peers.endsOf(topic));
    }
  }
}

/** The PyFlink job, once as it is deployed, and once with other peers and a topic with fewer partitions. */
function streamsOf({ parallelism, propertyGroups: groups }: SynthesizedStack): Stream[] {
  const other = {
    ...groups,
    // the one partition cannot be late, so that nothing has to be waited for
    Orders: { ...groups.Orders, 'topic': ONE_PARTITION, 'idle.timeout': '2 s' },
    Database: { ...groups.Database, 'database.name': ONE_PARTITION },
    Lake: { ...groups.Lake, 'bucket.path': 'clicks/one' },
  };
  return [
    { name: 'as-deployed', groups, partitions: parallelism, orders: new Orders() },
    { name: 'one-partition', groups: other, partitions: 1, orders: new Orders() },
  ];
}

interface Jobs {
  readonly python: SynthesizedStack;
  readonly java: SynthesizedStack;
}

/** Runs the jobs at once: the one in Java reads the orders of the first one in Python. */
async function checkJobs(peers: Peers, service: Service, { python, java }: Jobs): Promise<void> {
  const streams = streamsOf(python);
  const clicks = new Clicks();

  const ids = await checks.need(`the jobs start with ${python.parallelism} partitions, and with 1`, async () => {
    for (const stream of streams) {
      peers.createDatabase(databaseOf(stream));
      await peers.createTopic(topicOf(stream), stream.partitions);
      // before the job starts, and all in one partition: none of them can be late
      await peers.send(topicOf(stream), stream.orders.take(60, 1));
    }
    peers.click(...clicks.take(200));
    const submitted: string[] = [];
    for (const { name, groups } of streams) {
      submitted.push(await service.submit(name, python.code, groups, python.parallelism));
    }
    submitted.push(await service.submit('java', java.code, java.propertyGroups, java.parallelism));
    for (const id of submitted) await service.running(id);
    return submitted;
  });
  const sender = new Sender(peers, service, streams, ids);
  await checks.need('the jobs read what is sent while they run', () => sender.send(4));
  for (const stream of streams) {
    await checks.need(`totals appear in the database, partitions: ${stream.partitions}`, () =>
      until('rows', PATIENCE, () => (rows(peers, stream).length > 0 ? true : undefined)),
    );
  }
  await checks.that('no unreadable record has stopped a job', async () => {
    const failures = (await Promise.all(ids.map(id => service.failures(id)))).flat();
    if (failures.length > 0) throw new Error(failures.map(({ message }) => message).join('\n'));
  });

  await checks.need('the jobs run again after the task manager was killed', async () => {
    await service.replaceTaskManager();
    peers.click(...clicks.take(200));
    for (const id of ids) await service.restarted(id);
    await sender.send(5);
    await sender.close();
  });
  await checkResults(peers, streams, clicks);
  await checks.that('nothing but the kill has restarted the jobs', async () => {
    for (const id of ids) {
      const failures = await service.failures(id);
      if (failures.length !== 1) {
        throw new Error(`${failures.length} failures\n${failures.map(({ message }) => message).join('\n')}`);
      }
    }
  });
}

async function checkResults(peers: Peers, streams: Stream[], clicks: Clicks): Promise<void> {
  for (const stream of streams) {
    await checks.that(`every order counts once, partitions: ${stream.partitions}`, () =>
      untilSame(PATIENCE, stream.orders.totals, () => rows(peers, stream)),
    );
  }
  await checks.that('the Java job copies every order to the bucket', async () => {
    await untilSame(PATIENCE, streams[0].orders.sent, async () =>
      Object.values(await peers.objects(JAVA_BUCKET, 'orders/'))
        .flatMap(text => text.trim().split('\n'))
        .sort(),
    );
  });
  await checks.that('objects appear in the bucket, with every click once', async () => {
    await untilSame(PATIENCE, [...clicks.visitors, ...clicks.visitors].sort(), () => visitors(peers));
  });
}

/** What was asked of AWS, without what names something of the other job. */
function withoutOthers(requests: Request[], ...others: string[]): Request[] {
  return requests.filter(({ resource }) => !resource.split(/[:/]/).some(part => others.includes(part)));
}

async function checkPermissions(peers: Peers, { python, java }: Jobs, secretArn: string): Promise<void> {
  const requests: Request[] = [
    ...peers.calls.flatMap(call => requestsOf(call, secretArn)),
    ...kafkaRequests(peers.brokerLog, CLUSTER_ARN, { [ONE_PARTITION]: 'orders' }),
  ];
  const groupOf = ({ propertyGroups: { Orders: orders } }: SynthesizedStack) => orders['group.id'];
  const ofPython = withoutOthers(requests, JAVA_BUCKET, groupOf(java));
  const ofJava = withoutOthers(requests, BUCKET, groupOf(python), 'secretsmanager');
  await checkRole('the PyFlink job', python, ofPython, [
    's3:PutObject',
    'secretsmanager:GetSecretValue',
    'kafka-cluster:ReadData',
    'kafka-cluster:AlterGroup',
  ]);
  await checkRole('the Java job', java, ofJava, ['s3:PutObject', 'kafka-cluster:ReadData', 'kafka-cluster:AlterGroup']);
}

async function checkRole(job: string, stack: SynthesizedStack, requests: Request[], needed: string[]): Promise<void> {
  const actions = [...new Set(requests.map(({ action }) => action))].sort();
  await checks.that(`the role allows what ${job} did: ${actions.join(', ')}`, () => {
    const refused = denied(stack.statements, requests);
    if (refused.length > 0) throw new Error(refused.join('\n'));
  });
  await checks.that(`without a statement of the role a call of ${job} is found that is not allowed`, () => {
    for (const action of needed) {
      const rest = stack.statements.filter(statement => ![statement.Action].flat().includes(action));
      if (!denied(rest, requests).some(refusal => refusal.startsWith(action))) {
        throw new Error(`nothing needs ${action}`);
      }
    }
  });
}

async function runJobs(folder: string): Promise<void> {
  const tools = await checks.need('what the jobs run on is installed', install);
  console.log(
    tools.kinesisDouble === undefined
      ? '           Kinesis: planned with the real connector'
      : '           Kinesis: a double, since Maven does not have flink-sql-connector-aws-kinesis-streams here',
  );
  const memory = new MemoryMeter();
  await runInstalled(tools, folder);
  memory.stop();
  await checks.that(`at most ${memory.peak} of ${MAX_MEMORY} MiB of memory`, () => {
    console.log(`           ${memory.parts}`);
    if (memory.peak > MAX_MEMORY) throw new Error(memory.parts);
  });
}

/** Does at once what does not wait for each other: most of it is the start of a process. */
async function runInstalled(tools: Tools, folder: string): Promise<void> {
  const [[pythonAssembly, javaAssembly], peers] = await Promise.all([
    checks.need('the examples are synthesised', () =>
      Promise.all([synthesize(tools, 'typescript', folder), synthesize(tools, 'java-job', folder)]),
    ),
    checks.need('Kafka, PostgreSQL, S3 and Secrets Manager listen', () => Peers.start(tools, folder)),
  ]);
  const { secretArn, values } = await createResources(peers);
  const python = new SynthesizedStack(pythonAssembly, 'Orders', values.python);
  const java = new SynthesizedStack(javaAssembly, 'JavaOrders', values.java);
  await checks.need('the code has the job, its connectors and its packages', () => expectComplete(python));

  const [service] = await Promise.all([
    checks.need('Flink listens', () => Service.start(tools, peers, folder)),
    checkPlans(tools, python.propertyGroups, folder),
  ]);
  await checkJobs(peers, service, { python, java });
  await checkPermissions(peers, { python, java }, secretArn);
}

async function main(): Promise<void> {
  try {
    await inTemporaryFolder(runJobs);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  // all that was started ends with this process
  process.exit(checks.finish() ? 0 : 1);
}

void main();
