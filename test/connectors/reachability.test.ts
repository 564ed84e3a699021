import { Template } from 'aws-cdk-lib/assertions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { connectedApplication, ENV, flat, isolatedVpc, newStack, PREFIX_LISTS } from '../helpers';
import { Direction, encryptedStream, Make, Scenario, SCENARIOS } from './scenarios';
import { Call, Walker } from './walker';
import { FlinkConnector, VpcEndpoints, FlinkConnectorDirection } from '../../src';

/** An application that declares the connector, another one that does not, in isolated subnets of one VPC. */
function build(direction: Direction, make: Make, allowAllOutbound: boolean) {
  const stack = newStack(ENV);
  const vpc = isolatedVpc(stack);
  const scenario = make(stack, vpc, value => flat(stack.resolve(value)));
  const network = { allowAllOutbound, endpoints: VpcEndpoints.create({ gatewayPrefixListIds: PREFIX_LISTS }) };
  connectedApplication(stack, { vpc, id: 'Job', network, [direction]: [scenario.connector] });
  connectedApplication(stack, { vpc, id: 'Bystander', network });
  return { template: Template.fromStack(stack).toJSON(), scenario };
}

/** The same app for all that is asked of it, which changes nothing. */
function built(direction: Direction, make: Make, allowAllOutbound: boolean): ReturnType<typeof build> {
  const apps = allowAllOutbound ? OPEN : CLOSED;
  const app = apps.get(make) ?? build(direction, make, allowAllOutbound);
  apps.set(make, app);
  return app;
}

const [OPEN, CLOSED] = [new Map<Make, ReturnType<typeof build>>(), new Map<Make, ReturnType<typeof build>>()];

function obstacles(
  template: Record<string, any>, application: string, { calls: made = [], connections = [] }: Scenario,
): string[][] {
  const walker = new Walker(template, application, PREFIX_LISTS);
  return [...made.map(call => walker.call(call)), ...connections.map(connection => walker.connect(connection))];
}

describe.each([['closed', false], ['open', true]])('in isolated subnets, %s application', (_name, allowAllOutbound) => {
  test.each(SCENARIOS)('%s works', (_title, direction, make) => {
    const { template, scenario } = built(direction, make, allowAllOutbound);
    expect(obstacles(template, 'Job', scenario).flat()).toEqual([]);
    expect(new Walker(template, 'Job', PREFIX_LISTS).internet()).not.toEqual([]);
  });

  test.each(SCENARIOS)('%s is not open to an application beside it', (_title, direction, make) => {
    const { template, scenario } = built(direction, make, allowAllOutbound);
    for (const obstacle of obstacles(template, 'Bystander', scenario)) expect(obstacle).not.toEqual([]);
  });

  test.each(SCENARIOS)('%s does not work without having been declared', (_title, _direction, make) => {
    const { template, scenario } = build('sources', (stack, vpc, text) =>
      ({ ...make(stack, vpc, text), connector: { connectorName: 'none', directions: [FlinkConnectorDirection.SOURCE], bind: () => ({}) } }), allowAllOutbound);
    for (const obstacle of obstacles(template, 'Job', scenario)) expect(obstacle).not.toEqual([]);
  });
});

test('a source may not write, and a sink may not read', () => {
  const stack = newStack(ENV);
  const vpc = isolatedVpc(stack);
  const stream = encryptedStream(stack);
  connectedApplication(stack, { vpc, id: 'Reader', sources: [FlinkConnector.kinesisStream(stream)] });
  connectedApplication(stack, { vpc, id: 'Writer', sinks: [FlinkConnector.kinesisStream(stream)] });
  const template = Template.fromStack(stack).toJSON();
  const call = (action: string): Call => ({
    service: 'kinesis-streams', action, resource: flat(stack.resolve(stream.streamArn)),
  });
  expect(
    new Walker(template, 'Reader', {}).call(call('kinesis:PutRecords')),
  ).toEqual([expect.stringContaining('not allowed')]);
  expect(
    new Walker(template, 'Writer', {}).call(call('kinesis:GetRecords')),
  ).toEqual([expect.stringContaining('not allowed')]);
});

test('a permission on a prefix ends with it', () => {
  const stack = newStack(ENV);
  const bucket = new Bucket(stack, 'Lake');
  connectedApplication(stack, { sinks: [FlinkConnector.s3Bucket(bucket, { prefix: 'out/' })] });
  const arn = flat(stack.resolve(bucket.bucketArn));
  const walker = new Walker(Template.fromStack(stack).toJSON(), 'Job', PREFIX_LISTS);
  expect(
    walker.call({ service: 's3', action: 's3:PutObject', resource: `${arn}/in/part-0` }),
  ).toEqual([expect.stringContaining('not allowed')]);
  expect(
    walker.call({ service: 's3', action: 's3:ListBucket', resource: arn, context: { 's3:prefix': 'in/' } }),
  ).toEqual([expect.stringContaining('not allowed')]);
});

test('the internet is reached through a NAT gateway, unless the application is closed', () => {
  const walker = (allowAllOutbound: boolean) => {
    const stack = newStack(ENV);
    connectedApplication(stack, {
      vpc: new Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: false }), network: { allowAllOutbound },
    });
    return new Walker(Template.fromStack(stack).toJSON(), 'Job', {});
  };
  expect(walker(true).internet()).toEqual([]);
  expect(walker(false).internet()).toEqual(['no rule lets port 443 out']);
});

/** The walker is worth something only if it sees what is broken. */
describe('what is broken is seen', () => {
  const [, , s3] = SCENARIOS.find(([title]) => title === 'writing to a bucket in parts')!;
  const [, , kinesis] = SCENARIOS.find(([title]) => title === 'polling a Kinesis stream')!;
  const [, , kafka] = SCENARIOS.find(([title]) => title === 'reading MSK with IAM')!;
  const [, , streams] = SCENARIOS.find(([title]) => title === 'reading the stream of a DynamoDB table')!;
  type Resources = Record<string, { Type: string; Properties: any }>;
  const each = (resources: Resources, type: string, change: (resource: { Properties: any }, id: string) => void) =>
    Object.entries(resources)
      .filter(([, resource]) => resource.Type === type)
      .forEach(([id, resource]) => change(resource, id));
  const remove = (resources: Resources, type: string, which: (id: string, properties: any) => boolean = () => true) =>
    each(resources, type, ({ Properties }, id) => { if (which(id, Properties)) delete resources[id]; });

  test.each<[string, Direction, Make, (resources: Resources) => void, string]>([
    [
      'no endpoint',
      'sources',
      kinesis,
      resources => remove(resources, 'AWS::EC2::VPCEndpoint'),
      'no endpoint for kinesis-streams',
    ],
    [
      'no private DNS',
      'sources',
      kinesis,
      resources => each(resources, 'AWS::EC2::VPCEndpoint', ({ Properties }) => {
        Properties.PrivateDnsEnabled = false;
      }),
      'does not lead to the endpoint',
    ],
    [
      'no DNS in the VPC',
      'sources',
      kinesis,
      resources => each(resources, 'AWS::EC2::VPC', ({ Properties }) => { Properties.EnableDnsHostnames = false; }),
      'answers no private names',
    ],
    [
      'an endpoint in no subnet',
      'sources',
      kinesis,
      resources => each(resources, 'AWS::EC2::VPCEndpoint', ({ Properties }) => { Properties.SubnetIds = []; }),
      'in no subnet',
    ],
    [
      'an endpoint with a policy',
      'sources',
      kinesis,
      resources => each(resources, 'AWS::EC2::VPCEndpoint', ({ Properties }) => { Properties.PolicyDocument = {}; }),
      'policy of its own',
    ],
    [
      'an endpoint of another VPC',
      'sources',
      kinesis,
      resources => each(resources, 'AWS::EC2::VPCEndpoint', ({ Properties }) => { Properties.VpcId = 'vpc-other'; }),
      'no endpoint',
    ],
    ['an endpoint that admits nobody', 'sources', kinesis, resources => {
      remove(resources, 'AWS::EC2::SecurityGroupIngress');
      each(resources, 'AWS::EC2::SecurityGroup', ({ Properties }) => { delete Properties.SecurityGroupIngress; });
    }, 'lets port 443 in'],
    [
      'a client that may go elsewhere only',
      'sources',
      kinesis,
      resources => each(resources, 'AWS::EC2::SecurityGroupEgress', ({ Properties }) => {
        Properties.DestinationSecurityGroupId = 'sg-other';
      }),
      'lets port 443 out',
    ],
    [
      'a URL that nobody tells',
      'sources',
      streams,
      resources => each(resources, 'AWS::KinesisAnalyticsV2::Application', ({ Properties }) => {
        delete Properties.ApplicationConfiguration.EnvironmentProperties;
      }),
      'does not lead to the endpoint',
    ],
    [
      'no rule of the peer',
      'sources',
      kafka,
      resources => remove(resources, 'AWS::EC2::SecurityGroupIngress', id => id.startsWith('Brokers')),
      'lets port 9098 in',
    ],
    [
      'a rule for another port',
      'sources',
      kafka,
      resources => each(resources, 'AWS::EC2::SecurityGroupIngress', ({ Properties }) => {
        Properties.FromPort = Properties.ToPort = 9096;
      }),
      'lets port 9098 in',
    ],
    [
      'a peer in another VPC',
      'sources',
      kafka,
      resources => each(resources, 'AWS::EC2::SecurityGroup', ({ Properties }, id) => {
        if (id.startsWith('Brokers')) Properties.VpcId = 'vpc-other';
      }),
      'in another VPC',
    ],
    [
      'no route to the gateway',
      'sinks',
      s3,
      resources => each(resources, 'AWS::EC2::VPCEndpoint', ({ Properties }) => {
        if (Properties.RouteTableIds) Properties.RouteTableIds.pop();
      }),
      'no route to the gateway',
    ],
    [
      'a subnet without a route table',
      'sinks',
      s3,
      resources => remove(resources, 'AWS::EC2::SubnetRouteTableAssociation'),
      'no route to the gateway',
    ],
    [
      'no rule for the prefix list',
      'sinks',
      s3,
      resources =>
        remove(resources, 'AWS::EC2::SecurityGroupEgress', (_id, { DestinationPrefixListId }) =>
          DestinationPrefixListId !== undefined),
      'lets port 443 out',
    ],
    [
      'another prefix list',
      'sinks',
      s3,
      resources => each(resources, 'AWS::EC2::SecurityGroupEgress', ({ Properties }) => {
        Properties.DestinationPrefixListId = 'pl-other';
      }),
      'lets port 443 out',
    ],
    [
      'no permission',
      'sinks',
      s3,
      resources => remove(resources, 'AWS::IAM::Policy', id => id.includes('ConnectorPolicy')),
      'is not allowed',
    ],
    [
      'a permission of another role',
      'sinks',
      s3,
      resources => each(resources, 'AWS::IAM::Policy', ({ Properties }) => { Properties.Roles = ['other']; }),
      'is not allowed',
    ],
    [
      'a denial',
      'sinks',
      s3,
      resources => each(resources, 'AWS::IAM::Policy', ({ Properties }) => {
        Properties.PolicyDocument.Statement.push({ Effect: 'Deny', Action: 's3:*', Resource: '*' });
      }),
      'is denied',
    ],
    ['a condition that is not met', 'sinks', s3, resources => each(resources, 'AWS::IAM::Policy', ({ Properties }) => {
      Properties.PolicyDocument.Statement
        .forEach((statement: any) => { statement.Condition = { StringEquals: { 'aws:PrincipalTag/team': 'other' } }; });
    }), 'is not allowed'],
    [
      'a role that is not the service\'s',
      'sinks',
      s3,
      resources => each(resources, 'AWS::IAM::Role', ({ Properties }) => { Properties.AssumeRolePolicyDocument = {}; }),
      'may not assume',
    ],
  ])('%s', (_name, direction, make, breakIt, reason) => {
    const { template, scenario } = build(direction, make, false);
    breakIt(template.Resources);
    expect(obstacles(template, 'Job', scenario).flat().join('\n')).toContain(reason);
  });
});
