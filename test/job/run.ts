import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Checks, Stopped } from './checks';
import {
  BROKEN_OPTION,
  BUCKET,
  CLUSTER_ARN,
  createResources,
  expectComplete,
  synthesize,
  withBrokenOption,
} from './examples';
import { install, Tools } from './install';
import { MemoryMeter } from './memory';
import { Peers } from './peers';
import { denied, kafkaRequests, Request, requestsOf } from './permissions';
import { Clicks, Orders } from './records';
import { propertiesFile, Service } from './service';
import { inTemporaryFolder, PATIENCE, run, until } from './shell';
import { PropertyGroups, SynthesizedStack, Values } from './template';

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
  readonly topic: string;
  readonly partitions: number;
  readonly database: string;
  readonly orders: Orders;
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
  const planned = await checks.need('the statements of the job are planned against the connectors', () => {
    const output = run(tools.flinkPython, [join(__dirname, 'plan.py'), jars.join(','), source, broken], {
      env: { APPLICATION_PROPERTIES_FILE: properties, PYTHONPATH: join(tools.examples, 'job', 'vendor') },
    });
    if (!output.includes(`planned ${source}`)) throw new Error(output);
    return output;
  });
  await checks.that('an option that no connector knows is refused', () => {
    if (!planned.includes(`refused ${broken}`) || !planned.includes(BROKEN_OPTION)) throw new Error(planned);
  });
}

function rows(peers: Peers, stream: Stream): string[] {
  const output = peers.sql(stream.database, TOTALS);
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

/**
 * Sends orders to a job that runs. The first minute wakes all of its subtasks: one that counts as idle does not hold
 * back the others, and what it reads later than they do can be late.
 */
async function sendOrders(peers: Peers, stream: Stream, group: string, minutes: number): Promise<void> {
  const { topic, partitions, orders } = stream;
  await peers.send(topic, orders.take(60, partitions));
  await peers.untilRead(topic, group);
  await peers.send(topic, orders.take(60 * (minutes - 1), partitions));
}

/** Runs the PyFlink job twice at once: on a topic with as many partitions as it has subtasks, and on one with fewer. */
async function checkPythonJob(peers: Peers, service: Service, stack: SynthesizedStack): Promise<Orders> {
  const groups = stack.propertyGroups;
  const { 'group.id': group } = groups.Orders;
  const streams: Stream[] = [
    { topic: 'orders', partitions: stack.parallelism, database: 'orders', orders: new Orders() },
    { topic: ONE_PARTITION, partitions: 1, database: ONE_PARTITION, orders: new Orders() },
  ];
  const clicks = new Clicks();

  const ids = await checks.need(`the job starts with ${stack.parallelism} partitions, and with 1`, async () => {
    for (const { topic, partitions, database, orders } of streams) {
      peers.createDatabase(database);
      await peers.createTopic(topic, partitions);
      // before the job starts, and all in one partition: none of them can be late
      await peers.send(topic, orders.take(60, 1));
    }
    peers.click(...clicks.take(200));
    const other = {
      ...groups,
      Orders: { ...groups.Orders, topic: ONE_PARTITION },
      Database: { ...groups.Database, 'database.name': ONE_PARTITION },
      Lake: { ...groups.Lake, 'bucket.path': 'clicks/one' },
    };
    const submitted = [
      await service.submit('two-partitions', stack.code, groups, stack.parallelism),
      await service.submit('one-partition', stack.code, other, stack.parallelism),
    ];
    for (const id of submitted) await service.running(id);
    for (const stream of streams) await sendOrders(peers, stream, group, 4);
    return submitted;
  });
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
    for (const id of ids) await service.restarted(id);
    for (const stream of streams) {
      await sendOrders(peers, stream, group, 5);
      await peers.untilRead(stream.topic, group);
      await peers.send(stream.topic, stream.orders.closing(stream.partitions));
    }
    peers.click(...clicks.take(200));
  });
  for (const stream of streams) {
    await checks.that(`every order counts once, partitions: ${stream.partitions}`, () =>
      untilSame(PATIENCE, stream.orders.totals, () => rows(peers, stream)),
    );
  }
  await checks.that('objects appear in the bucket, with every click once', async () => {
    await untilSame(PATIENCE, [...clicks.visitors, ...clicks.visitors].sort(), () => visitors(peers));
  });
  await checks.that('nothing but the kill has restarted the jobs', async () => {
    for (const id of ids) {
      const failures = await service.failures(id);
      if (failures.length !== 1) {
        throw new Error(`${failures.length} failures\n${failures.map(({ message }) => message).join('\n')}`);
      }
    }
  });
  for (const id of ids) await service.cancel(id);
  return streams[0].orders;
}

async function checkPermissions(peers: Peers, stack: SynthesizedStack, secretArn: string): Promise<void> {
  const requests: Request[] = [
    ...peers.calls.flatMap(call => requestsOf(call, secretArn)),
    ...kafkaRequests(peers.brokerLog, CLUSTER_ARN, { [ONE_PARTITION]: 'orders' }),
  ];
  const actions = [...new Set(requests.map(({ action }) => action))].sort();
  await checks.that(`the role allows what the job did: ${actions.join(', ')}`, () => {
    const refused = denied(stack.statements, requests);
    if (refused.length > 0) throw new Error(refused.join('\n'));
  });
  await checks.that('without a statement of the role a call is found that is not allowed', () => {
    const needed = [
      's3:PutObject',
      'secretsmanager:GetSecretValue',
      'kafka-cluster:ReadData',
      'kafka-cluster:AlterGroup',
    ];
    for (const action of needed) {
      const rest = stack.statements.filter(statement => ![statement.Action].flat().includes(action));
      if (!denied(rest, requests).some(refusal => refusal.startsWith(action))) {
        throw new Error(`nothing needs ${action}`);
      }
    }
  });
}

async function checkJavaJob(peers: Peers, service: Service, stack: SynthesizedStack, orders: Orders): Promise<void> {
  await checks.that('the Java job copies every order to the bucket', async () => {
    const id = await service.submit('java', stack.code, stack.propertyGroups, stack.parallelism);
    await service.running(id);
    await untilSame(PATIENCE, orders.sent, async () =>
      Object.values(await peers.objects(BUCKET, 'orders/'))
        .flatMap(text => text.trim().split('\n'))
        .sort(),
    );
    await service.cancel(id);
  });
}

async function runJobs(folder: string): Promise<void> {
  const tools = await checks.need('what the jobs run on is installed', install);
  const memory = new MemoryMeter();
  try {
    await runInstalled(tools, folder);
  } finally {
    memory.stop();
  }
  await checks.that(`at most ${memory.peak} of ${MAX_MEMORY} MiB of memory`, () => {
    console.log(`           ${memory.parts}`);
    if (memory.peak > MAX_MEMORY) throw new Error(memory.parts);
  });
}

async function runInstalled(tools: Tools, folder: string): Promise<void> {
  console.log(
    tools.kinesisDouble === undefined
      ? '           Kinesis: planned with the real connector'
      : '           Kinesis: a double, since Maven does not have flink-sql-connector-aws-kinesis-streams here',
  );
  const [python, java] = await checks.need('the examples are synthesised', () =>
    (['typescript', 'java-job'] as const).map(example => synthesize(tools, example, folder)),
  );

  const peers = await checks.need('Kafka, PostgreSQL, S3 and Secrets Manager listen', () => Peers.start(tools, folder));
  try {
    const { secretArn, values } = await createResources(peers);
    await runWithPeers(tools, peers, { python, java, values, secretArn, folder });
  } finally {
    await peers.stop();
  }
}

interface Assemblies {
  readonly python: string;
  readonly java: string;
  readonly values: Values;
  readonly secretArn: string;
  readonly folder: string;
}

async function runWithPeers(
  tools: Tools,
  peers: Peers,
  { python, java, values, secretArn, folder }: Assemblies,
): Promise<void> {
  const stack = new SynthesizedStack(python, 'Orders', values);
  await checks.need('the code has the job, its connectors and its packages', () => expectComplete(stack));
  await checkPlans(tools, stack.propertyGroups, folder);
  const service = await checks.need('Flink listens', () => Service.start(tools, peers, folder));
  try {
    const orders = await checkPythonJob(peers, service, stack);
    await checkPermissions(peers, stack, secretArn);
    await checkJavaJob(peers, service, new SynthesizedStack(java, 'JavaOrders', values), orders);
  } finally {
    await service.stop();
  }
}

async function main(): Promise<void> {
  try {
    await inTemporaryFolder(runJobs);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  if (!checks.finish()) process.exitCode = 1;
}

void main();
