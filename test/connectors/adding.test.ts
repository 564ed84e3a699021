import { Aspects, CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { InterfaceVpcEndpointAwsService, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { IConstruct } from 'constructs';
import { CASES, peerGroup } from './cases';
import {
  FlinkConnector, FlinkConnectorBindOptions, FlinkConnectorConfig,
  FlinkConnectorDirection, FlinkConnectorPermission, IFlinkConnector, MskAuthentication, VpcEndpoints,
} from '../../src';
import {
  APPLICATION, connectedApplication, connectorServices, connectorStatements, ENV, expectConnectorRefusal, isolatedVpc,
  newStack, peerRules, PREFIX_LISTS, propertyGroups, resourcesOf, templateOf,
} from '../helpers';

const CLUSTER = 'arn:aws:kafka:eu-west-1:111111111111:cluster/orders/uuid-1';

describe('directions', () => {
  test.each(CASES.filter(({ source, name }) => source === undefined && /firehose|prometheus|openSearch/.test(name)))('$name is no source', ({ make }) => {
    expectConnectorRefusal(stack => make(stack, peerGroup(stack)), 'sources',
      /^sources is ".+", but must be connectors that can be a source, and this one can be a sink only: write it into `sinks`, or use `addSink\(\)` \[at Stack\/(Job|Other)\]$/);
  });

  test('a connector that is a source only is no sink', () => {
    const connector: IFlinkConnector = {
      connectorName: 'feed', directions: [FlinkConnectorDirection.SOURCE], bind: () => ({}),
    };
    expectConnectorRefusal(() =>
      connector, 'sinks', 'sinks is "feed", but must be connectors that can be a sink, and this one can be a source '
        + 'only: write it into `sources`, or use `addSource()`');
  });
});

describe('what no policy can name', () => {
  const own = (permission: Partial<FlinkConnectorPermission>) => ({
    connectorName: 'own',
    directions: [FlinkConnectorDirection.SINK],
    bind: () => ({
      permissions: [
        { actions: ['sns:Publish'], resourceArns: ['arn:aws:sns:eu-west-1:111111111111:mine'], ...permission },
      ],
    }),
  });
  const ARNS = 'a list of ARNs, or of "*" for actions without resource-level permissions: write the ARN attribute of the '
    + 'resource, or `Stack.of(scope).formatArn(...)`';
  test.each<[string, (stack: Stack) => unknown, string]>([
    [
      'an own connector with a name for an ARN',
      () => own({ resourceArns: ['*', 'mine'] }),
      `resourceArns of own is "mine", but must be ${ARNS}`,
    ],
    [
      'an own connector without ARNs',
      () => own({ resourceArns: [] }),
      `resourceArns of own is [], but must be ${ARNS}`,
    ],
  ])('%s', (_name, make, message) => {
    expectConnectorRefusal(stack => make(stack) as IFlinkConnector, 'sinks', message);
  });
});

describe('adding later', () => {
  test.each(CASES)('$name gives the same template as in the constructor', ({ make, sink }) => {
    const network = { allowAllOutbound: false, endpoints: VpcEndpoints.create({ gatewayPrefixListIds: PREFIX_LISTS }) };
    const [early, late] = [newStack(ENV), newStack(ENV)];
    connectedApplication(early, {
      vpc: isolatedVpc(early), network, [sink ? 'sinks' : 'sources']: [make(early, peerGroup(early))],
    });
    const vpc = isolatedVpc(late);
    const connector = make(late, peerGroup(late));
    const application = connectedApplication(late, { vpc, network });
    if (sink) application.addSink(connector); else application.addSource(connector);
    expect(Template.fromStack(late).toJSON()).toEqual(Template.fromStack(early).toJSON());
  });

  test.each(CASES)('$name twice adds nothing', ({ make, sink }) => {
    const direction = sink ? 'sinks' : 'sources';
    const [once, twice] = [1, 2].map(times => {
      const stack = newStack(ENV);
      const connector = make(stack, peerGroup(stack));
      const application = connectedApplication(stack, { [direction]: Array(times).fill(connector) });
      if (times === 2) application[direction === 'sinks' ? 'addSink' : 'addSource'](connector);
      return Template.fromStack(stack).toJSON();
    });
    expect(twice).toEqual(once);
  });

  test('the same resource as source and sink has one set of rules', () => {
    const stack = newStack(ENV);
    const brokers = peerGroup(stack);
    const cluster = () => FlinkConnector.mskCluster({
      clusterArn: CLUSTER, securityGroups: [brokers], authentication: MskAuthentication.iam(),
    });
    const application = connectedApplication(stack, {
      network: { allowAllOutbound: false }, sources: [cluster()], sinks: [cluster()],
    });
    application.addSink(
      FlinkConnector.kafkaBrokers({
        connectable: SecurityGroup.fromSecurityGroupId(stack, 'Again', 'sg-0123abcd'), ports: [9098],
      }),
    );
    expect(peerRules(stack, 'Ingress')).toHaveLength(1);
    expect(peerRules(stack, 'Egress')).toHaveLength(1);
  });

  test('the application waits for the policy, the endpoints and the rules', () => {
    const stack = newStack(ENV);
    const application = connectedApplication(stack, {});
    const brokers = new SecurityGroup(stack, 'Brokers', {
      vpc: isolatedVpc(stack, 'PeerVpc'), allowAllOutbound: false,
    });
    application.addSource(FlinkConnector.kinesisStream(new Stream(stack, 'Clicks')));
    application.addSink(FlinkConnector.database(brokers, { port: Port.tcp(5432) }));
    const [[, { DependsOn: waits = [] }]] = resourcesOf(templateOf(stack), APPLICATION);
    expect(waits).toEqual(expect.arrayContaining([
      expect.stringMatching(/^JobConnectorPolicy/),
      expect.stringMatching(/^VpcManagedFlinkInterfacekinesisstreams/),
      expect.stringMatching(/^Brokersfrom/),
    ]));
  });

  test('two applications in one stack share endpoints and have rules of their own', () => {
    const stack = newStack(ENV);
    const vpc = isolatedVpc(stack);
    const clicks = new Stream(stack, 'Clicks');
    const brokers = peerGroup(stack);
    for (const id of ['One', 'Two']) {
      const sinks = [FlinkConnector.database(brokers, { port: Port.tcp(5432) })];
      connectedApplication(stack, { vpc, id, sources: [FlinkConnector.kinesisStream(clicks)], sinks });
    }
    expect(connectorServices(stack)).toEqual(['kinesis-streams', 's3']);
    expect(peerRules(stack, 'Ingress').map(rule => rule.SourceSecurityGroupId)).toEqual([
      expect.stringContaining('One'), expect.stringContaining('Two'),
    ]);
  });
});

describe('property groups', () => {
  const queue = (stack: Stack) => FlinkConnector.sqsQueue(new Queue(stack, 'Queue'), { propertyGroup: 'Out' });

  test('is shared with values of the user', () => {
    const stack = newStack(ENV);
    connectedApplication(stack, { propertyGroups: { Out: { 'batch.size': '10' } }, sinks: [queue(stack)] });
    expect(propertyGroups(stack).Out).toEqual({
      'batch.size': '10', 'sqs-url': expect.any(String), 'aws.region': 'eu-west-1',
    });
  });

  test('refuses another value under the same key', () => {
    expectConnectorRefusal(
      queue,
      'sinks',
      'propertyGroups.Out.aws.region is "elsewhere" already, so it cannot be "eu-west-1" too: give it once, or under '
      + 'another key or group',
      { propertyGroups: { Out: { 'aws.region': 'elsewhere' } } },
    );
  });

  test('refuses a group too many', () => {
    const propertyGroupsOfUser = Object.fromEntries([
      ...Array(50).keys(),
    ].map(index => [`G${index}`, { key: 'value' }],
    ));
    expectConnectorRefusal(
      queue,
      'sinks',
      'propertyGroups is "51 groups", but must be 0 to 50 groups: write fewer groups with more entries each',
      { propertyGroups: propertyGroupsOfUser },
    );
  });

  test('nothing is written without a group', () => {
    const stack = newStack(ENV);
    connectedApplication(stack, { sinks: [FlinkConnector.sqsQueue(new Queue(stack, 'Queue'))] });
    expect(propertyGroups(stack)).toEqual({});
  });

  test.each([
    [
      'mskCluster',
      (stack: Stack) => FlinkConnector.mskCluster({
        clusterArn: CLUSTER,
        securityGroups: [peerGroup(stack)],
        authentication: MskAuthentication.iam(),
        propertyGroup: 'In',
      }),
    ],
    [
      'kafkaBrokers',
      (stack: Stack) => FlinkConnector.kafkaBrokers({
        connectable: peerGroup(stack), ports: [9092], propertyGroup: 'In',
      }),
    ],
  ])('%s needs the brokers for its group', (_name, make) => {
    expectConnectorRefusal(make, 'sources', 'bootstrapServers is undefined, but must be given, since propertyGroup is '
      + '"In" and the value is known nowhere else: write the brokers as `HOST:PORT,...`, which `aws kafka '
      + 'get-bootstrap-brokers` shows for an MSK cluster, or leave out propertyGroup');
  });
});

describe('connectors of others', () => {
  class Topic implements IFlinkConnector {
    public readonly connectorName = 'topic';
    public readonly directions = [FlinkConnectorDirection.SINK];
    public readonly seen: FlinkConnectorBindOptions[] = [];

    public bind(scope: IConstruct, options: FlinkConnectorBindOptions): FlinkConnectorConfig {
      this.seen.push(options);
      return {
        permissions: [
          {
            actions: ['sns:Publish'], resourceArns: [Stack.of(scope).formatArn({ service: 'sns', resource: 'alerts' })],
          },
        ],
        interfaceServices: [InterfaceVpcEndpointAwsService.SNS],
        propertyGroups: { Alerts: { topic: 'alerts' } },
      };
    }
  }

  test('are treated like those of the library', () => {
    const stack = newStack(ENV);
    const topic = new Topic();
    connectedApplication(stack, { sinks: [topic] });
    expect(connectorStatements(stack)).toEqual([
      { Action: 'sns:Publish', Resource: 'arn:<AWS::Partition>:sns:eu-west-1:111111111111:alerts' },
    ]);
    expect(connectorServices(stack)).toEqual(['s3', 'sns']);
    expect(propertyGroups(stack)).toEqual({ Alerts: { topic: 'alerts' } });
    expect(topic.seen).toEqual([{ direction: 'sink' }]);
  });

  test('an aspect of the user sees no more than what is declared', () => {
    const stack = newStack(ENV);
    connectedApplication(stack, { sinks: [new Topic()] });
    const types = new Set<string>();
    Aspects.of(stack).add({ visit: node => { if (CfnResource.isCfnResource(node)) types.add(node.cfnResourceType); } });
    Template.fromStack(stack);
    expect([...types].filter(type => /Lambda|CustomResource/.test(type))).toEqual([]);
  });
});
