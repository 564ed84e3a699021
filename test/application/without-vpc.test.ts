import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Connections, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { FlinkApplication, FlinkConnector, FlinkRuntime, IFlinkConnector } from '../../src/index';
import {
  APPLICATION, codeIn, ENV, isolatedVpc, newStack, POLICY, propertiesOf, resourcesOf, templateOf, warningTopics,
} from '../helpers';
import { missingOrder } from '../helpers/deployment-order';
import { compare } from '../upgrade/compare';

const CLICKS = 'arn:aws:kinesis:eu-west-1:111111111111:stream/clicks';

function build(connected = false) {
  const stack = newStack(ENV);
  const clicks = Stream.fromStreamArn(stack, 'Clicks', CLICKS);
  // the VPC is there in both, so that only the application changes
  const vpc = isolatedVpc(stack);
  const application = new FlinkApplication(stack, 'Job', {
    runtime: FlinkRuntime.FLINK_1_20,
    code: codeIn(stack),
    vpcConfiguration: connected ? { vpc } : undefined,
    sources: [FlinkConnector.kinesisStream(clicks, { propertyGroup: 'Input' })],
  });
  application.addSink(FlinkConnector.s3Bucket(Bucket.fromBucketName(stack, 'Lake', 'lake')));
  return { stack, application, template: templateOf(stack) };
}

describe('an application without a VPC', () => {
  const { stack, application, template } = build();

  test('makes no group, endpoint or rule, and is allowed no network interface', () => {
    const types = Object.entries(template.Resources)
      .filter(([id]) => !id.startsWith('Vpc'))
      .map(([, { Type }]) => Type)
      .sort();
    expect(types).toEqual([
      'AWS::IAM::Policy',
      'AWS::IAM::Policy',
      'AWS::IAM::Role',
      APPLICATION,
      `${APPLICATION}CloudWatchLoggingOption`,
      'AWS::Logs::LogGroup',
      'AWS::Logs::LogStream',
    ]);
    expect(JSON.stringify(propertiesOf(template, POLICY))).not.toContain('ec2:');
    expect(application.subnets).toEqual([]);
    expect(application.securityGroups).toEqual([]);
  });

  test('has no VPC in its configuration, and the settings of its connectors', () => {
    const [{ ApplicationConfiguration: configuration }] = propertiesOf(template, APPLICATION);
    expect(configuration).not.toHaveProperty('VpcConfigurations');
    expect(configuration).toMatchObject({
      EnvironmentProperties: { PropertyGroups: [{ PropertyGroupId: 'Input', PropertyMap: { 'stream.arn': CLICKS } }] },
    });
  });

  test('is allowed what its connectors need, waits for it, and warns of nothing', () => {
    const text = JSON.stringify(propertiesOf(template, POLICY));
    for (const action of ['kinesis:GetRecords', 's3:PutObject', 'logs:PutLogEvents']) expect(text).toContain(action);
    expect(missingOrder(template)).toEqual([]);
    expect(warningTopics(stack)).toEqual([]);
  });

  test('cannot be connected to, and says what to write', () => {
    const message = 'connections cannot be used, since vpcConfiguration is missing and the application has no security '
      + 'groups: write `vpcConfiguration: { vpc }` to connect the application to a VPC [at Stack/Job]';
    expect(() => application.connections).toThrow(new Error(message));
    const group = SecurityGroup.fromSecurityGroupId(newStack(), 'Group', 'sg-1');
    expect(() => group.connections.allowFrom(application, Port.tcp(443))).toThrow(new Error(message));
  });
});

test('an application that is retained retains nothing of a network', () => {
  const stack = newStack(ENV);
  new FlinkApplication(stack, 'Job', {
    runtime: FlinkRuntime.FLINK_1_20, code: codeIn(stack), removalPolicy: RemovalPolicy.RETAIN,
  });
  const retained = resourcesOf(templateOf(stack), APPLICATION).map(([, { DeletionPolicy }]) => DeletionPolicy);
  expect(retained).toEqual(['Retain']);
  expect(warningTopics(stack)).toEqual([]);
});

test('a queue is named by its public URL', () => {
  const stack = newStack(ENV);
  const queue = Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:eu-west-1:111111111111:alerts');
  new FlinkApplication(stack, 'Job', {
    runtime: FlinkRuntime.FLINK_1_20,
    code: codeIn(stack),
    sinks: [FlinkConnector.sqsQueue(queue, { propertyGroup: 'Alerts' })],
  });
  const [{ ApplicationConfiguration: configuration }] = propertiesOf(templateOf(stack), APPLICATION);
  const [{ PropertyMap: properties }] = configuration.EnvironmentProperties.PropertyGroups;
  expect(Object.keys(properties)).not.toContain('endpoint.url');
});

describe('what has its address in a VPC is refused', () => {
  const brokers = FlinkConnector.kafkaBrokers({
    connectable: new Connections({ peer: Peer.ipv4('10.1.0.0/16') }), ports: [9092],
  });
  const database = (stack: Stack) => FlinkConnector.database(new Connections({
    securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'Database', 'sg-1')],
  }), { port: Port.tcp(5432) });

  const internet = ', or, for something on the internet, `new Connections({ peer: Peer.anyIpv4() })`';
  test.each<[string, (stack: Stack) => IFlinkConnector, string]>([
    ['brokers', () => brokers, internet], ['the group of a database', database, ''],
  ])('%s, when constructing and when adding', (_, make, alternative) => {
    const stack = newStack(ENV);
    const connector = make(stack);
    const props = { runtime: FlinkRuntime.FLINK_1_20, code: codeIn(stack) };
    const message = (id: string) => new Error(`${connector.connectorName} is reached through its address in a VPC, but vpcConfiguration is missing, so the application `
      + `is connected to none: write \`vpcConfiguration: { vpc }\` with the VPC that leads there${alternative} [at Stack/${id}]`);
    expect(() => new FlinkApplication(stack, 'One', { ...props, sources: [connector] })).toThrow(message('One'));
    const application = new FlinkApplication(stack, 'Two', props);
    const children = application.node.findAll().length;
    expect(() => application.addSource(connector)).toThrow(message('Two'));
    expect(application.node.findAll()).toHaveLength(children);
  });
});

test('a private API is reached from within a VPC only', () => {
  const stack = newStack(ENV);
  const connector = FlinkConnector.privateRestApi(RestApi.fromRestApiId(stack, 'Api', 'abc123'), { stageName: 'live' });
  const props = { runtime: FlinkRuntime.FLINK_1_20, code: codeIn(stack), sinks: [connector] };
  expect(() => new FlinkApplication(stack, 'One', props)).toThrow(new Error('privateRestApi(Stack/Api) is reached from '
    + 'within a VPC only, but vpcConfiguration is missing, so the application is connected to none: write '
    + '`vpcConfiguration: { vpc }` [at Stack/One]'));
  expect(() => new FlinkApplication(stack, 'Two', { ...props, vpcConfiguration: { vpc: isolatedVpc(stack) } })).not
    .toThrow();
});

test.each([['IPv4', Peer.anyIpv4()], ['IPv6', Peer.anyIpv6()]])('brokers on the internet are reached with %s', (_, peer) => {
  const stack = newStack(ENV);
  new FlinkApplication(stack, 'Job', {
    runtime: FlinkRuntime.FLINK_1_20,
    code: codeIn(stack),
    sources: [FlinkConnector.kafkaBrokers({
      connectable: new Connections({ peer }),
      ports: [9092],
      topics: ['orders'],
      bootstrapServers: 'brokers.example.com:9092',
      secret: Secret.fromSecretNameV2(stack, 'Secret', 'orders'),
      propertyGroup: 'Input',
    })],
  });
  const template = templateOf(stack);
  expect(resourcesOf(template, 'AWS::EC2::SecurityGroup')).toEqual([]);
  expect(JSON.stringify(propertiesOf(template, POLICY))).toContain('secretsmanager:GetSecretValue');
  expect(propertiesOf(template, APPLICATION)[0].ApplicationConfiguration).toMatchObject({
    EnvironmentProperties: { PropertyGroups: [{ PropertyMap: { 'bootstrap.servers': 'brokers.example.com:9092' } }] },
  });
});

test('a VPC that is added later, or taken away, updates the application in place', () => {
  const without = { Stack: build().template } as unknown as Parameters<typeof compare>[0];
  const within = { Stack: build(true).template } as unknown as Parameters<typeof compare>[0];
  const { breaks, changes } = compare(without, within);
  expect(breaks).toEqual([]);
  expect(changes).toEqual(
    expect.arrayContaining([expect.stringMatching(/\(AWS::KinesisAnalyticsV2::Application\): WILL_UPDATE/)]),
  );
  const application = /Application\)|IAM::Role|IAM::Policy|Logs::/;
  expect(compare(within, without).breaks.filter(line => application.test(line))).toEqual([]);
});
