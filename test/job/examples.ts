import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tools } from './install';
import { Peers } from './peers';
import { runAside } from './shell';
import { SynthesizedStack, Values } from './template';

export const CLUSTER_ARN =
  'arn:aws:kafka:eu-central-1:123456789012:cluster/orders/11111111-2222-3333-4444-555555555555-s1';
/** The bucket of each stack. */
export const BUCKET = 'orders-lake';
export const JAVA_BUCKET = 'orders-copy-lake';
/** An option that no connector knows. */
export const BROKEN_OPTION = 'scan.startup.mood';
const SECRET = 'DatabaseSecret-AbCdEfGhIjKl';

/** What a deployed stack would know of the peers. */
function valuesOf(peers: Peers, secretArn: string, bucket: string): Values {
  return {
    parameters: { BootstrapServers: peers.bootstrapServers },
    refs: {
      'AWS::S3::Bucket': bucket,
      'AWS::SecretsManager::Secret': secretArn,
      'AWS::SecretsManager::SecretTargetAttachment': secretArn,
    },
    attributes: {
      'AWS::MSK::ServerlessCluster.Arn': CLUSTER_ARN,
      'AWS::Kinesis::Stream.Arn': 'arn:aws:kinesis:eu-central-1:123456789012:stream/clicks',
      'AWS::S3::Bucket.Arn': `arn:aws:s3:::${bucket}`,
      'AWS::RDS::DBCluster.Endpoint.Address': '127.0.0.1',
      'AWS::RDS::DBCluster.Endpoint.Port': `${peers.databasePort}`,
    },
  };
}

/** Makes what the stacks would make beside the applications, and tells what they would know then. */
export async function createResources(peers: Peers): Promise<Resources> {
  for (const bucket of [BUCKET, JAVA_BUCKET]) await peers.createBucket(bucket);
  const secretArn = await peers.createSecret(SECRET);
  const values = { python: valuesOf(peers, secretArn, BUCKET), java: valuesOf(peers, secretArn, JAVA_BUCKET) };
  return { secretArn, values };
}

interface Resources {
  readonly secretArn: string;
  readonly values: Record<'python' | 'java', Values>;
}

/** Synthesises an example as its own command does, and returns the folder of the assembly. */
export async function synthesize(tools: Tools, example: 'typescript' | 'java-job', folder: string): Promise<string> {
  const assembly = join(folder, `cdk.out.${example}`);
  await runAside(process.execPath, ['-r', 'ts-node/register/transpile-only', join(tools.examples, example, 'app.ts')], {
    cwd: join(tools.examples, example),
    env: { CDK_OUTDIR: assembly, TS_NODE_PROJECT: join(__dirname, '..', 'tsconfig.json') },
  });
  return assembly;
}

/** Throws unless the code that is uploaded has what the job needs, and the property groups say where. */
export function expectComplete(stack: SynthesizedStack): void {
  const { python, jarfile, pyFiles } = stack.propertyGroups['kinesis.analytics.flink.run.options'];
  const expected = { python: 'main.py', jarfile: 'lib/connectors.jar', pyFiles: 'vendor' };
  for (const [name, path] of Object.entries(expected)) {
    const said = { python, jarfile, pyFiles }[name];
    if (said !== path) throw new Error(`the run option ${name} is ${said}, not ${path}`);
    if (!existsSync(join(stack.code, path))) throw new Error(`${path} is not in the code`);
  }
}

/** The job with one option that no connector knows. */
export function withBrokenOption(main: string): string {
  const text = readFileSync(main, 'utf8');
  const broken = text.replace("'scan.startup.mode'", `'${BROKEN_OPTION}'`);
  if (broken === text) throw new Error('the job has no option scan.startup.mode any more: break another one');
  return broken;
}
