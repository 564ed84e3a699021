import { createInterface } from 'node:readline';
import { BUCKET, createResources, synthesize } from './examples';
import { install } from './install';
import { Peers } from './peers';
import { Service } from './service';
import { inTemporaryFolder, sleep } from './shell';
import { SynthesizedStack } from './template';

/**
 * Runs the PyFlink job of the examples on this machine, gives it the records that are typed, and prints what comes of
 * them.
 */
const INTERVAL = 2000;

/** Prints the rows and the objects that are new or have changed. */
async function watch(peers: Peers): Promise<void> {
  const known = new Map<string, string>();
  const print = (key: string, value: string, separator = '  ') => {
    if (known.get(key) !== value) console.log(`${key}${separator}${value}`);
    known.set(key, value);
  };
  for (;;) {
    const rows = peers.sql(
      'orders',
      'SELECT window_end, product, orders, amount FROM totals ORDER BY window_end, product',
    );
    for (const row of rows.split('\n').filter(line => line !== '')) {
      const [end, product, orders, amount] = row.split('|');
      print(`totals: ${end} ${product}`, `${orders} orders, ${amount}`);
    }
    for (const [key, text] of Object.entries(await peers.objects(BUCKET, 'clicks/'))) {
      print(`s3://${BUCKET}/${key}`, text.trim(), '\n');
    }
    await sleep(INTERVAL);
  }
}

async function serve(peers: Peers, service: Service, stack: SynthesizedStack): Promise<void> {
  peers.createDatabase('orders');
  await peers.createTopic('orders', stack.parallelism);
  await service.running(await service.submit('job', stack.code, stack.propertyGroups, stack.parallelism));
  console.log(
    'The job runs. Type or paste records, one a line: orders have a "product", clicks a "page". Ctrl-C ends '
    + 'everything.',
  );
  createInterface({ input: process.stdin }).on('line', line => {
    if (line.includes('"page"')) peers.click(line);
    else void peers.send('orders', [[null, line]]);
  });
  await watch(peers);
}

async function runLocally(folder: string): Promise<void> {
  console.log('Installing what is missing: the first time this takes some minutes.');
  const tools = install();
  if (tools.kinesisDouble !== undefined) {
    console.log('Clicks are read by a double of the Kinesis connector, which Maven does not have here.');
  }
  const peers = await Peers.start(tools, folder);
  const { values } = await createResources(peers);
  const stack = new SynthesizedStack(await synthesize(tools, 'typescript', folder), 'Orders', values.python);
  await serve(peers, await Service.start(tools, peers, folder), stack);
}

void inTemporaryFolder(runLocally);
