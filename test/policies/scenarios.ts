import { App, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { ApplicationCode, FlinkConnector, IFlinkConnector, NetworkPermissions, VpcEndpoints } from '../../src';
import { DIRECTED, peerGroup } from '../connectors/cases';
import { SCENARIOS as CONNECTORS } from '../connectors/scenarios';
import {
  connectedApplication, ENV, flat, importedVpc, isolatedVpc, newApplication, PREFIX_LISTS, templateOf, TemplateJson,
} from '../helpers';
import { SCENARIOS } from '../helpers/scenarios';

type Build = () => Stack[];

const none = VpcEndpoints.none();
const closed = () => ({
  allowAllOutbound: false, endpoints: VpcEndpoints.create({ gatewayPrefixListIds: PREFIX_LISTS }),
});

/** What the other scenarios have no policy of. */
const OTHERS: [string, Build][] = [
  ['network permissions of subnets that are one list until the deployment', () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const privateSubnetIds = Fn.split(',', new CfnParameter(stack, 'Subnets').valueAsString);
    const vpc = Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], privateSubnetIds,
    });
    newApplication(stack, {
      applicationName: 'orders',
      vpcConfiguration: { vpc, endpoints: none, vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS } },
    });
    return [stack];
  }],
  ['network permissions in shared subnets', () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const owner = new Stack(stack, 'Owner', { env: { ...ENV, account: '999999999999' } });
    newApplication(stack, { vpcConfiguration: { vpc: importedVpc(owner), endpoints: none } });
    return [stack];
  }],
  ['documented network permissions', () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    newApplication(stack, {
      vpcConfiguration: { vpc: isolatedVpc(stack), networkPermissions: NetworkPermissions.DOCUMENTED },
    });
    return [stack];
  }],
  ['keys that are known by an alias', () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const encryptionKey = Alias.fromAliasName(stack, 'Key', 'alias/lake');
    const bucket = Bucket.fromBucketAttributes(stack, 'Lake', { bucketName: 'lake', encryptionKey });
    const table = Table.fromTableAttributes(stack, 'State', {
      tableArn: 'arn:aws:dynamodb:eu-west-1:111111111111:table/state', encryptionKey,
    });
    newApplication(stack, {
      code: ApplicationCode.fromBucket(bucket, 'job.jar'),
      sinks: [FlinkConnector.dynamoDbTable(table)],
      vpcConfiguration: { vpc: importedVpc(stack), endpoints: none },
    });
    return [stack];
  }],
  ['resources of this app that are read and written', () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const lake = FlinkConnector.s3Bucket(new Bucket(stack, 'Lake', { encryption: BucketEncryption.KMS }), {
      prefix: 'orders/',
    });
    newApplication(stack, {
      sources: [lake], sinks: [lake], vpcConfiguration: { vpc: importedVpc(stack), endpoints: none },
    });
    return [stack];
  }],
  ['resources of another account, whose policies are extended', () => {
    const app = new App();
    const theirs = new Stack(app, 'Theirs', { env: { ...ENV, account: '222222222222' } });
    const stack = new Stack(app, 'Stack', { env: ENV });
    const bucket = (name: string) => new Bucket(theirs, name, {
      bucketName: name.toLowerCase(), encryptionKey: new Key(theirs, `${name}Key`),
    });
    const sources: IFlinkConnector[] = [
      FlinkConnector.s3Bucket(bucket('Lake'), { prefix: 'in/' }),
      FlinkConnector.kinesisStream(new Stream(theirs, 'Clicks', { streamName: 'clicks' })),
      FlinkConnector.secret(new Secret(theirs, 'Token', { secretName: 'token' })),
    ];
    const sinks = [
      FlinkConnector.sqsQueue(new Queue(theirs, 'Alerts', { queueName: 'alerts' })),
      FlinkConnector.s3Bucket(bucket('Archive')),
      FlinkConnector.dynamoDbTable(
        new Table(theirs, 'State', { tableName: 'state', partitionKey: { name: 'id', type: AttributeType.STRING } }),
      ),
    ];
    const role = new Role(stack, 'Role', {
      roleName: 'job', assumedBy: new ServicePrincipal('kinesisanalytics.amazonaws.com'),
    });
    newApplication(stack, {
      role,
      code: ApplicationCode.fromBucket(bucket('Code'), 'job.jar'),
      sources,
      sinks,
      vpcConfiguration: { vpc: importedVpc(stack), endpoints: none },
    });
    return [theirs, stack];
  }],
];

/**
 * The number of applications that all connectors are divided among: all of them in one would exceed the quota of IAM.
 */
const APPLICATIONS = 3;

/**
 * Applications with as many connectors as a job may have, each with what it needs in a stack of its own: the largest
 * policies.
 */
export function largest(): Stack[] {
  const app = new App();
  const network = new Stack(app, 'Network', { env: ENV });
  const vpc = isolatedVpc(network);
  const made = CONNECTORS.map(([, direction, make], index) => {
    const stack = new Stack(app, `Resources${index}`, { env: ENV });
    const { connector } = make(stack, vpc, value => flat(stack.resolve(value)) as string);
    return { stack, direction, connector, id: `Job${index % APPLICATIONS}` };
  });
  const jobs = new Stack(app, 'Jobs', { env: ENV });
  for (const id of new Set(made.map(other => other.id))) {
    const of = (direction: string) =>
      made.filter(other => other.id === id && other.direction === direction).map(({ connector }) => connector);
    connectedApplication(jobs, { id, vpc, network: closed(), sources: of('sources'), sinks: of('sinks') });
  }
  return [network, ...made.map(({ stack }) => stack), jobs];
}

/** Everything that is synthesised anywhere in the tests of policies: the templates of one app each. */
export const TEMPLATES: [string, () => TemplateJson[]][] = [
  ...SCENARIOS.map(([name, build]): [string, Build] => [name, () => build(new App())]),
  ...OTHERS,
  ...CONNECTORS.map(([name, direction, make]): [string, Build] => [name, () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const vpc = isolatedVpc(stack);
    const { connector } = make(stack, vpc, value => flat(stack.resolve(value)) as string);
    connectedApplication(stack, { vpc, network: closed(), [direction]: [connector] });
    return [stack];
  }]),
  ...DIRECTED.map(({ title, make, direction }): [string, Build] => [title, () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    connectedApplication(stack, {
      vpc: importedVpc(stack), network: { endpoints: none }, [direction]: [make(stack, peerGroup(stack))],
    });
    return [stack];
  }]),
  ['as many connectors as an application may have', largest] as [string, Build],
].map(([name, build]) => [name, () => build().map(templateOf)]);
