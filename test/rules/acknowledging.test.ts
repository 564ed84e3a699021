import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations, App, CfnResource, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { CfnVPCEndpoint, Port, SecurityGroup, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { GOOD_APPS, handWritten } from './clean-apps';
import { BREAKAGES } from './faults';
import {
  ApplicationCode, FlinkConnector, FlinkNetwork, FlinkRuntime, FlinkStudioNotebook, VpcEndpoints,
} from '../../src';
import { RULES } from '../../src/rules/catalogue';
import { ENV, importedVpc, isolatedVpc, newApplication, SomeProps, warningTopics } from '../helpers';
import { idsOf, TestTemplate, violationsAfter } from '../helpers/rules';

const reason = 'known';

describe('every rule, for a stack', () => {
  // an app of its own, since it is changed
  const app = handWritten(false);
  const stack = app.node.findChild('Stack') as Stack;
  // what a fault adds has a place in the construct tree, as what an app makes has
  for (const id of addedIds()) {
    new CfnResource(stack, id, { type: 'AWS::CloudFormation::WaitConditionHandle' }).overrideLogicalId(id);
  }
  Validations.of(stack).acknowledge(...RULES.map(({ id }) => ({ id: `cdk-managed-flink:${id}`, reason })));
  // that each of them is found where it is not acknowledged is shown in faults.test.ts
  test.each(Object.entries(BREAKAGES))('%s', (_, change) => expect(idsOf(violationsAfter(app, change))).toEqual([]));
});

/** The ids of the resources that faults add to a template. */
function addedIds(): Set<string> {
  const template = GOOD_APPS['the raw type']().synth().stacks[0].template as TestTemplate;
  return new Set(Object.values(BREAKAGES).flatMap(change => {
    const changed = structuredClone(template);
    change(changed);
    return Object.keys(changed.Resources).filter(id => !(id in template.Resources));
  }));
}

/** How an app gets each warning of the constructs: in the stack `Jobs`. */
const WARNINGS: Record<string, (jobs: Stack, network: Stack) => void> = {
  'ended-runtime': jobs => { isolated(jobs, { runtime: FlinkRuntime.of('FLINK-1_13') }); },
  'checkpointing-disabled': jobs => {
    isolated(jobs, { checkpointingEnabled: false, checkpointInterval: Duration.minutes(1) });
  },
  'single-availability-zone': jobs => { isolated(jobs, {}, { maxAzs: 1 }); },
  'subnet-addresses': jobs => {
    isolated(jobs, { parallelism: 64 }, {
      subnetConfiguration: [{ name: 'Small', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 28 }],
    });
  },
  'retained-network': (jobs, network) => {
    newApplication(jobs, { removalPolicy: RemovalPolicy.RETAIN, vpcConfiguration: { vpc: isolatedVpc(network) } });
  },
  'restricted-egress': jobs => {
    const vpc = isolatedVpc(jobs);
    const group = new SecurityGroup(jobs, 'Closed', { vpc, allowAllOutbound: false });
    const bucket = Bucket.fromBucketName(jobs, 'Lake', 'lake');
    newApplication(jobs, { sinks: [FlinkConnector.s3Bucket(bucket)], vpcConfiguration: { vpc, securityGroups: [group] } });
  },
  'security-group-rules': jobs => {
    const vpc = isolatedVpc(jobs);
    const group = new SecurityGroup(jobs, 'Db', { vpc });
    const sinks = Array.from({ length: 61 }, (_, index) => FlinkConnector.database(group, { port: Port.tcp(5000 + index) }));
    newApplication(jobs, { sinks, vpcConfiguration: { vpc } });
  },
  'peer-in-other-vpc': jobs => {
    const database = new SecurityGroup(jobs, 'Db', { vpc: isolatedVpc(jobs, 'Other') });
    isolated(jobs, { sinks: [FlinkConnector.database(database, { port: Port.tcp(5432) })] });
  },
  'code-region': jobs => {
    const bucket = Bucket.fromBucketAttributes(jobs, 'Code', { bucketName: 'code', region: 'us-east-1' });
    isolated(jobs, { code: ApplicationCode.fromBucket(bucket, 'job.jar') });
  },
  'cross-account': jobs => {
    const bucket = Bucket.fromBucketAttributes(jobs, 'Code', { bucketName: 'code', account: '222222222222' });
    isolated(jobs, { code: ApplicationCode.fromBucket(bucket, 'job.jar') });
  },
  'bucket-key': jobs => {
    new Bucket(jobs, 'Defined', { bucketName: 'lake', encryptionKey: new Key(jobs, 'Key') });
    isolated(jobs, { sinks: [FlinkConnector.s3Bucket(Bucket.fromBucketName(jobs, 'Lake', 'lake'))] });
  },
  'immutable-role': jobs => {
    isolated(jobs, { role: Role.fromRoleArn(jobs, 'Role', 'arn:aws:iam::111111111111:role/flink', { mutable: false }) });
  },
  'encryption-key': jobs => {
    isolated(jobs, { encryptionKey: Key.fromKeyArn(jobs, 'Key', 'arn:aws:kms:eu-west-1:222222222222:key/1234') });
  },
  'endpoint-clients': jobs => {
    const vpc = importedVpc(jobs, 'Imported', { vpcCidrBlock: undefined });
    newApplication(jobs, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create() } });
  },
  'network-home': (jobs, network) => {
    [network, jobs].forEach(stack => newApplication(stack, {
      vpcConfiguration: { vpc: importedVpc(stack), endpoints: VpcEndpoints.create() },
    }));
  },
  'published-services': jobs => {
    const vpc = isolatedVpc(jobs);
    newApplication(jobs, { vpcConfiguration: { vpc } });
    FlinkNetwork.of(vpc).publish('/platform/flink-network');
  },
  'notebook-deployment': jobs => {
    new FlinkStudioNotebook(jobs, 'Notebook', {
      vpcConfiguration: { vpc: isolatedVpc(jobs) }, deployAsApplicationBucket: new Bucket(jobs, 'Builds'),
    });
  },
  'endpoint-without-groups': jobs => {
    const vpc = importedVpc(jobs);
    const serviceName = `com.amazonaws.${jobs.region}.logs`;
    new CfnVPCEndpoint(jobs, 'Mine', { vpcId: vpc.vpcId, serviceName, vpcEndpointType: 'Interface', privateDnsEnabled: true });
    newApplication(jobs, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create() } });
  },
};

/** Prefix lists are looked up where the environment is known. */
const AGNOSTIC = ['restricted-egress'];

function isolated(stack: Stack, props: Partial<SomeProps>, vpc: Parameters<typeof isolatedVpc>[2] = {}): void {
  newApplication(stack, { vpcConfiguration: { vpc: isolatedVpc(stack, 'Vpc', vpc) }, ...props });
}

describe('every warning of a construct', () => {
  function topicsAfter(topic: string, acknowledge: (stack: Stack, id: string) => void): string[] {
    const app = new App();
    const [network, jobs] = ['Network', 'Jobs'].map(id => new Stack(app, id, { env: AGNOSTIC.includes(topic) ? undefined : ENV }));
    acknowledge(jobs, `cdk-managed-flink:${topic}`);
    WARNINGS[topic](jobs, network);
    return warningTopics(jobs);
  }

  test.each(Object.keys(WARNINGS))('%s', topic => {
    expect(topicsAfter(topic, () => undefined)).toContain(topic);
    expect(topicsAfter(topic, (stack, id) => Validations.of(stack).acknowledge({ id, reason }))).not.toContain(topic);
    expect(topicsAfter(topic, (stack, id) => Annotations.of(stack).acknowledgeWarning(id))).not.toContain(topic);
  });

  test('none is forgotten', () => {
    const folder = join(__dirname, '..', '..', 'src');
    const sources = readdirSync(folder, { recursive: true }).map(String).filter(name => name.endsWith('.ts'))
      .map(name => readFileSync(join(folder, name), 'utf8')).join('\n');
    const calls = [...sources.matchAll(/(?<!function )\bwarn\(\s*[\w.]+,\s*(\w+|'([\w-]+)')/g)].map(([, variable, topic]) => topic ?? variable);
    // one topic is worked out, of what a role lacks
    expect([...new Set(calls)].sort()).toEqual([...Object.keys(WARNINGS).filter(topic => topic !== 'immutable-role'), 'topic'].sort());
  });
});
