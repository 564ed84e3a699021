import { Stack, Token } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import {
  ApplicationCode, FlinkAlarms, FlinkApplication, FlinkApplicationProps, FlinkConnectorDirection, FlinkDashboard,
  FlinkNetwork, FlinkRuntime, IFlinkConnector,
} from '../../src/index';
import { codeIn, newStack } from '../helpers';

/** Properties as languages without types let them through. */
const refusal = (props: Record<string, unknown>, message: string | RegExp) => {
  const stack = newStack();
  const all = { runtime: FlinkRuntime.FLINK_1_20, code: codeIn(stack), ...props } as unknown as FlinkApplicationProps;
  expect(() => new FlinkApplication(stack, 'Job', all)).toThrow(
    typeof message === 'string' ? new Error(`${message} [at Stack/Job]`) : message,
  );
};

test.each([undefined, null, 'orders'])('the properties themselves are an object, not %j', props => {
  const shown = JSON.stringify(props) ?? 'undefined';
  expect(() => new FlinkApplication(newStack(), 'Job', props as unknown as FlinkApplicationProps)).toThrow(new Error(
    `props of Job is ${shown}, but must be an object: write \`{ runtime: `
    + 'FlinkRuntime.FLINK_1_20, code: ApplicationCode.fromAsset(\'target/job.jar\') }` [at Stack]',
  ));
});

test.each(['vpc', 'vpcSubnets', 'securityGroups'])('%s of other constructs is not left out in silence', property => {
  refusal({ [property]: {} }, `${property} is no property of a FlinkApplication: write \`vpcConfiguration: { ${property} }\``);
  const stack = newStack();
  const props = { runtime: FlinkRuntime.FLINK_1_20, code: codeIn(stack), vpcConfiguration: { vpc: new Vpc(stack, 'Vpc') } };
  expect(() => new FlinkApplication(stack, 'Job', { ...props, [property]: {} })).not.toThrow();
});

test.each<[string, (stack: Stack, props: never) => unknown, string]>([
  ['FlinkNetwork', (stack, props) => new FlinkNetwork(stack, 'It', props), '`{ vpc }`'],
  ['FlinkAlarms', (stack, props) => new FlinkAlarms(stack, 'It', props), '`{ application }`'],
  ['FlinkDashboard', (stack, props) => new FlinkDashboard(stack, 'It', props), '`{ applications: [application] }`'],
])('a %s without properties is refused', (_, make, write) => {
  expect(() => make(newStack(), undefined as never))
    .toThrow(new Error(`props of It is undefined, but must be an object: write ${write} [at Stack]`));
});

test.each<[string, unknown, string]>([
  ['runtime', 'FLINK-1_20', 'runtime is "FLINK-1_20", but must be a FlinkRuntime: write `FlinkRuntime.FLINK_1_20`'],
  ['code', 'job.jar', 'code is "job.jar", but must be an ApplicationCode: write '
    + '`ApplicationCode.fromAsset(\'target/job.jar\')`'],
  ['vpcConfiguration', 'vpc-1', 'vpcConfiguration is "vpc-1", but must be an object with a VPC: write '
    + '`vpcConfiguration: { vpc }`'],
  ['role', 'arn:aws:iam::1:role/a', 'role is "arn:aws:iam::1:role/a", but must be an IRole: write '
    + '`Role.fromRoleArn(this, \'Role\', roleArn)`'],
  ['logGroup', 'logs', 'logGroup is "logs", but must be an ILogGroup: write `LogGroup.fromLogGroupName(this, \'Logs\', '
    + 'logGroupName)`'],
  ['checkpointInterval', 60, 'checkpointInterval is 60, but must be a Duration: write `Duration.minutes(1)`'],
  ['minPauseBetweenCheckpoints', null, 'minPauseBetweenCheckpoints is null, but must be a Duration: write '
    + '`Duration.seconds(5)`'],
  ['propertyGroups', 'a', 'propertyGroups is "a", but must be a map of groups: write `{ Input: { topic: \'orders\' } '
    + '}`'],
  ['propertyGroups', { Input: 'orders' }, 'propertyGroups is "an object with Input", but must be a map of groups: write '
    + '`{ Input: { topic: \'orders\' } }`'],
  ['encryptionKey', 'arn:aws:kms:eu-west-1:1:key/a', 'encryptionKey is "arn:aws:kms:eu-west-1:1:key/a", but must be an '
    + 'IKey: write `Key.fromKeyArn(this, \'Key\', keyArn)`'],
  ['lifecycle', 'start', 'lifecycle is "start", but must be an ApplicationLifecycle: write '
    + '`ApplicationLifecycle.startOnDeploy()`'],
  ['vpcConfiguration', { vpc: 'vpc-1' }, 'vpcConfiguration.vpc is "vpc-1", but must be an IVpc: write '
    + '`Vpc.fromLookup(this, \'Vpc\', { vpcId })`'],
  ['vpcConfiguration', { vpc: { selectSubnets: 1 }, endpoints: 'none' }, 'vpcConfiguration.endpoints is "none", but must '
    + 'be a choice of VpcEndpoints: write `VpcEndpoints.create()`'],
  ['vpcConfiguration', { vpc: { selectSubnets: 1 }, securityGroups: ['sg-1'] }, 'vpcConfiguration.securityGroups is '
    + '["sg-1"], but must be a list of ISecurityGroup: write `[SecurityGroup.fromSecurityGroupId(this, \'Group\', '
    + 'securityGroupId)]`'],
  ['vpcConfiguration', { vpc: { selectSubnets: 1 }, vpcSubnets: 'private' }, 'vpcConfiguration.vpcSubnets is "private", '
    + 'but must be a selection of subnets: write `{ subnetType: SubnetType.PRIVATE_WITH_EGRESS }`'],
  ['vpcConfiguration', { vpc: { selectSubnets: 1 }, allowAllOutbound: 'false' }, 'vpcConfiguration.allowAllOutbound is '
    + '"false", but must be a boolean: write `allowAllOutbound: true` or `allowAllOutbound: false`'],
  ['vpcConfiguration', { vpc: { selectSubnets: 1 }, allowPublicSubnet: Token.asAny({ Ref: 'Public' }) },
    'vpcConfiguration.allowPublicSubnet is a token, but it determines which resources are created, so it must be known '
    + 'when the app is synthesized: write `allowPublicSubnet: true` or `allowPublicSubnet: false`'],
  ...['autoScalingEnabled', 'checkpointingEnabled', 'snapshotsEnabled', 'systemRollbackEnabled'].map(
    (property): [string, unknown, string] => [property, 'true', `${property} is "true", but must be a boolean: write `
      + `\`${property}: true\` or \`${property}: false\``],
  ),
  ['logLevel', 'INFORMATION', 'logLevel is "INFORMATION", but must be a LogLevel: write one of LogLevel.DEBUG, '
    + 'LogLevel.INFO, LogLevel.WARN, LogLevel.ERROR'],
  ['metricsLevel', 'JOB', 'metricsLevel is "JOB", but must be a MetricsLevel: write one of MetricsLevel.APPLICATION, '
    + 'MetricsLevel.TASK, MetricsLevel.OPERATOR, MetricsLevel.PARALLELISM'],
  ['snapshotMode', 'FAST', 'snapshotMode is "FAST", but must be a SnapshotMode: write one of SnapshotMode.LEGACY, '
    + 'SnapshotMode.ENHANCED'],
  ['code', ApplicationCode.fromBucket('code' as unknown as IBucket, 'job.jar'), 'code bucket is "code", but must be an '
    + 'IBucket: write `Bucket.fromBucketName(this, \'Code\', bucketName)`'],
  ['sources', 'clicks', 'sources is "clicks", but must be a list of connectors: write '
    + '`[FlinkConnector.kinesisStream(stream)]`'],
  ['sinks', {}, 'sinks is "an object with ", but must be a list of connectors: write '
    + '`[FlinkConnector.s3Bucket(bucket)]`'],
  ['applicationName', 7, 'applicationName is 7, but must be 1 to 128 of the characters a-z A-Z 0-9 _ . -: write for '
    + 'example `orders-job`, or leave it out'],
])('text or another value in the place of an object is refused: %s', (property, value, message) => {
  refusal({ [property]: value }, message);
});

describe('connectors', () => {
  const write = 'but must be connectors: write for example `FlinkConnector.kinesisStream(stream)` for a stream and '
    + '`FlinkConnector.s3Bucket(bucket)` for a bucket';

  test('the stream itself is none', () => {
    refusal(
      { sources: [Stream.fromStreamArn(newStack(), 'Clicks', 'arn:aws:kinesis:eu-west-1:111111111111:stream/clicks')] },
      `sources is "Stack/Clicks", ${write}`,
    );
  });

  test.each([[undefined, 'undefined'], ['clicks', '"clicks"'], [{ name: 'a' }, '"an object with name"']])('%p is none', (value, shown) => {
    refusal({ sinks: [value] }, `sinks is ${shown}, ${write}`);
  });

  const own = (actions: unknown): IFlinkConnector => ({
    connectorName: 'own',
    directions: [FlinkConnectorDirection.SOURCE],
    bind: () => ({ permissions: [{ actions: actions as string[], resourceArns: ['*'] }] }),
  });

  test.each([
    [['kinesis'], 'an action of the connector own is "kinesis", but must be spelt SERVICE:ACTION: write for example '
      + '`sqs:SendMessage`'],
    [['sqs:SendMessage', 7], 'an action of the connector own is 7, but must be spelt SERVICE:ACTION: write for example '
      + '`sqs:SendMessage`'],
    [[], 'a permission of the connector own has no actions: write a list, for example `actions: '
      + '[\'sqs:SendMessage\']`'],
    ['sqs:SendMessage', 'a permission of the connector own has no actions: write a list, for example `actions: '
      + '[\'sqs:SendMessage\']`'],
  ])('of the user with malformed actions are refused: %p', (actions, message) => {
    refusal({ sources: [own(actions)] }, message);
  });

  test.each([[['sqs:SendMessage']], [['s3:Get*', '*']]])('of the user with %p pass', actions => {
    const stack = newStack();
    expect(() =>
      new FlinkApplication(stack, 'Job', { runtime: FlinkRuntime.FLINK_1_20, code: codeIn(stack), sources: [own(actions)] })).not.toThrow();
  });
});

test.each([
  ['s3://code/job.jar', 'the part after the name of the bucket, for example `jobs/orders-1.0.jar`'],
  ['/job.jar', 'it without the leading slash'],
  ['jobs/*.jar', 'the whole key, since a wildcard is not resolved'],
])('the key %s is refused', (key, write) => {
  const code: ApplicationCode = { bind: () => ({ objectKey: key }) } as unknown as ApplicationCode;
  refusal({ code }, `code key is "${key}", but must be the key of one object in the bucket: write ${write}`);
});
