import { App, CfnParameter, NestedStack, Stack } from 'aws-cdk-lib';
import {
  CfnVPCPeeringConnection, Connections, InterfaceVpcEndpointAwsService, ISecurityGroup, Peer, Port, SecurityGroup,
  SubnetType, Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Domain } from 'aws-cdk-lib/aws-opensearchservice';
import { DatabaseCluster } from 'aws-cdk-lib/aws-rds';
import { FlinkConnector, FlinkConnectorConfig, FlinkConnectorDirection, IFlinkConnector } from '../../src';
import {
  APPLICATION, ENV, expectRefusal, INGRESS, isolatedVpc, newApplication, newStack, propertiesOf, resourcesOf,
  templateOf,
  warnings,
} from '../helpers';

const { database } = FlinkConnector;

describe('a peer', () => {
  test('without security groups and addresses is refused, since nothing could be opened to it', () => {
    const stack = newStack();
    const cluster = DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Db', {
      clusterIdentifier: 'db', port: 5432, clusterEndpointAddress: 'db',
    });
    expectRefusal(stack, { sinks: [database(cluster)], vpcConfiguration: { vpc: isolatedVpc(stack) } },
      'Stack/Db has neither security groups nor addresses, so nothing can be opened to reach it: import it with '
      + '`securityGroups`, or write `new Connections({ peer: Peer.ipv4(\'10.1.0.0/16\') })` [at Stack/Job]');
    const brokers = FlinkConnector.kafkaBrokers({ connectable: new Connections({}), ports: [9092] });
    expectRefusal(
      stack,
      { sources: [brokers], vpcConfiguration: { vpc: isolatedVpc(stack, 'SecondVpc') } },
      /^the connectable of a source or sink has neither/,
      'Second',
    );
  });

  test('that stands for addresses is reached there', () => {
    const stack = newStack();
    const connectable = new Connections({ peer: Peer.ipv4('10.1.0.0/16') });
    const sources = [FlinkConnector.kafkaBrokers({ connectable, ports: [9092] })];
    const [own] = newApplication(stack, {
      sources, vpcConfiguration: { vpc: isolatedVpc(stack), allowAllOutbound: false },
    }).securityGroups;
    const { logicalId } = own.node.defaultChild as SecurityGroup & { logicalId: string };
    const group = templateOf(stack).Resources[stack.resolve(logicalId)];
    expect(group.Properties?.SecurityGroupEgress).toEqual([
      expect.objectContaining({ CidrIp: '10.1.0.0/16', FromPort: 9092 }),
    ]);
  });
});

describe('two peers in one security group', () => {
  const portOf = (stack: Stack, id: string) => Port.tcp(new CfnParameter(stack, id, { type: 'Number' }).valueAsNumber);

  test('whose ports are only known at deployment are refused, since the second rule would be lost', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const group = new SecurityGroup(stack, 'Shared', { vpc });
    const sinks = [database(group, { port: portOf(stack, 'One') }), database(group, { port: portOf(stack, 'Two') })];
    const message = (id: string) =>
      'the security group Stack/Shared belongs to two peers whose ports are only known at deployment, and only one of '
      + 'them could be opened: '
      + 'write the ports, for example `FlinkConnector.database(cluster, { port: Port.tcp(5432) })` ' + `[at Stack/${id}]`;
    expectRefusal(stack, { sinks, vpcConfiguration: { vpc } }, message('Refused'), 'Refused');
    const application = newApplication(stack, { sinks: [sinks[0]], vpcConfiguration: { vpc } });
    expect(() => application.addSink(sinks[1])).toThrow(new Error(message('Job')));
  });

  test('with the same port of that kind, or with ports that are known, are opened', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const group = new SecurityGroup(stack, 'Shared', { vpc });
    const port = portOf(stack, 'One');
    const sinks = [port, port, Port.tcp(3306), Port.tcp(5432)].map(each => database(group, { port: each }));
    newApplication(stack, { sinks, vpcConfiguration: { vpc } });
    const ports = propertiesOf(templateOf(stack), INGRESS).map(rule => rule.FromPort);
    expect(ports).toEqual(expect.arrayContaining([{ Ref: 'One' }, 3306, 5432]));
    expect(ports).toHaveLength(4);
  });
});

describe('rules between stacks are made where no cycle comes of it', () => {
  test.each<[string, (app: App) => { vpcStack: Stack; job: Stack; data: Stack }]>([
    ['application in a nested stack', app => {
      const vpcStack = new Stack(app, 'Network');
      return { vpcStack, job: new NestedStack(vpcStack, 'Nested'), data: new Stack(app, 'Data') };
    }],
    ['VPC in a nested stack', app => {
      const job = new Stack(app, 'Jobs');
      return { vpcStack: new NestedStack(job, 'Nested'), job, data: new Stack(app, 'Data') };
    }],
  ])('%s', (_, stacks) => {
    const app = new App();
    const { vpcStack, job, data } = stacks(app);
    const vpc = isolatedVpc(vpcStack);
    newApplication(job, {
      sinks: [database(new SecurityGroup(data, 'Db', { vpc }), { port: Port.tcp(5432) })], vpcConfiguration: { vpc },
    });
    app.synth();
    expect(propertiesOf(templateOf(data), INGRESS)).toHaveLength(1);
  });
});

describe('of the two stacks of a rule, it stands', () => {
  const portsOf = (stack: Stack) => propertiesOf(templateOf(stack), INGRESS).map(({ FromPort }) => FromPort);
  const rules = (...stacks: Stack[]) => stacks.map(stack => portsOf(stack).filter(port => port === 5432).length);
  const sinkTo = (peer: ISecurityGroup) => database(peer, { port: Port.tcp(5432) });

  test('in that of the application, for a peer in a stack nested in it', () => {
    const jobs = newStack();
    const vpc = isolatedVpc(jobs);
    const nested = new NestedStack(jobs, 'Nested');
    newApplication(jobs, { sinks: [sinkTo(new SecurityGroup(nested, 'Db', { vpc }))], vpcConfiguration: { vpc } });
    expect(rules(jobs, nested)).toEqual([1, 0]);
  });

  test('in that of the group of the user, for a peer that is imported by an application: it does not go with that one', () => {
    const app = new App();
    const [network, data, jobs] = ['Network', 'Data', 'Jobs'].map(id => new Stack(app, id));
    const vpc = isolatedVpc(network);
    const own = new SecurityGroup(network, 'Group', { vpc });
    const peer = SecurityGroup.fromSecurityGroupId(data, 'Db', 'sg-1');
    newApplication(jobs, { sinks: [sinkTo(peer)], vpcConfiguration: { vpc, securityGroups: [own] } });
    expect(rules(network, data, jobs)).toEqual([1, 0, 0]);
  });

  test('in that of the peer, and an application in a third stack waits for it', () => {
    const app = new App();
    const [network, data, jobs] = ['Network', 'Data', 'Jobs'].map(id => new Stack(app, id));
    const vpc = isolatedVpc(network);
    const own = new SecurityGroup(network, 'Group', { vpc });
    newApplication(jobs, {
      sinks: [sinkTo(new SecurityGroup(data, 'Db', { vpc }))], vpcConfiguration: { vpc, securityGroups: [own] },
    });
    app.synth();
    expect(rules(network, data, jobs)).toEqual([0, 1, 0]);
    expect(jobs.dependencies).toEqual(expect.arrayContaining([network, data]));
    expect(data.dependencies).toEqual([network]);
  });

  test('in that of the application, for a group that is imported into another stack', () => {
    const app = new App();
    const [jobs, data] = ['Jobs', 'Data'].map(id => new Stack(app, id));
    newApplication(jobs, {
      sinks: [sinkTo(SecurityGroup.fromSecurityGroupId(data, 'Db', 'sg-1'))],
      vpcConfiguration: { vpc: isolatedVpc(jobs) },
    });
    expect(rules(jobs, data)).toEqual([1, 0]);
  });

  test('somewhere, if stacks wait for each other: the CDK reports that', () => {
    const app = new App();
    const [jobs, data, more] = ['Jobs', 'Data', 'More'].map(id => new Stack(app, id));
    data.node.addDependency(more);
    more.node.addDependency(data);
    const vpc = isolatedVpc(jobs);
    expect(() =>
      newApplication(jobs, { sinks: [sinkTo(SecurityGroup.fromSecurityGroupId(data, 'Db', 'sg-1'))], vpcConfiguration: { vpc } })).not.toThrow();
  });
});

test('an application with an open group waits for the rule made for it, and for no other rule of the peer', () => {
  const stack = newStack();
  const vpc = isolatedVpc(stack);
  const peer = SecurityGroup.fromSecurityGroupId(stack, 'Db', 'sg-1');
  peer.addIngressRule(Peer.ipv4('10.0.0.0/16'), Port.tcp(22));
  newApplication(stack, { sinks: [database(peer, { port: Port.tcp(5432) })], vpcConfiguration: { vpc } });
  const template = templateOf(stack);
  const waitedFor = resourcesOf(template, APPLICATION).flatMap(([, { DependsOn }]) => DependsOn ?? []);
  const rules = resourcesOf(template, INGRESS)
    .map(([id, { Properties }]) => [Properties?.FromPort, waitedFor.includes(id)]);
  expect(rules).toEqual(expect.arrayContaining([[22, false], [5432, true]]));
  expect(warnings(stack)).toEqual([]);
});

test('a public OpenSearch domain is not reached from public subnets either', () => {
  const stack = newStack(ENV);
  const vpc = new Vpc(stack, 'Vpc', {
    natGateways: 0, subnetConfiguration: [{ name: 'Public', subnetType: SubnetType.PUBLIC }],
  });
  const domain = Domain.fromDomainEndpoint(stack, 'Search', 'https://search-x-abc.eu-west-1.es.amazonaws.com');
  const sinks = [FlinkConnector.openSearchDomain(domain, { securityGroups: [] })];
  expectRefusal(stack, { sinks, vpcConfiguration: { vpc, allowPublicSubnet: true } },
    /is reached through the internet, but the subnet Stack\/Vpc\/PublicSubnet1 has no way there/);
});

test('more rules than a group takes are warned of, once, and a rule that is there already is not counted again', () => {
  const app = new App();
  const network = new Stack(app, 'Network');
  const vpc = isolatedVpc(network);
  const [group, other] = ['Db', 'Other'].map(id => new SecurityGroup(network, id, { vpc }));
  const sinks = (first: number, count: number) =>
    Array.from({ length: count }, (_, index) => database(group, { port: Port.tcp(first + index) }));
  const stacks = [0, 1, 2].map(index => new Stack(app, `Jobs${index}`));
  const applications = stacks.map(stack =>
    newApplication(stack, { sinks: sinks(5000, 20), vpcConfiguration: { vpc } }));
  applications[0].addSink(database(other, { port: Port.tcp(5000) }));
  applications[1].addSink(sinks(5000, 1)[0]);
  // a newer CDK has something to say of references between stacks
  const ours = (stack: Stack) => warnings(stack).filter(text => text.includes('[ack: cdk-managed-flink:'));
  expect(stacks.flatMap(ours)).toEqual([]);

  applications[2].addSink(sinks(6000, 1)[0]);
  applications[0].addSink(sinks(6000, 1)[0]);
  expect(stacks.map(ours)).toEqual([[], [], [
    'the applications of this app add more than 60 rules to the security group Network/Db, which is the default quota '
    + 'of rules of a group: give the applications one group of their own to share with '
    + '`vpcConfiguration.securityGroups`, so that one rule admits them all [ack: '
    + 'cdk-managed-flink:security-group-rules]',
  ]]);
});

test('two resources in one property group are refused, and one resource as source and sink is not', () => {
  const stack = newStack();
  const vpc = isolatedVpc(stack);
  const [one, two] = ['One', 'Two'].map(id =>
    FlinkConnector.kinesisStream(new Stream(stack, id), { propertyGroup: 'Streams' }));
  expectRefusal(
    stack,
    { sources: [one, two], vpcConfiguration: { vpc } },
    /^propertyGroups\.Streams\.stream\.arn is .* already, so it cannot be .* too/,
    'Refused',
  );
  expect(() => newApplication(stack, { sources: [one], sinks: [one], vpcConfiguration: { vpc } })).not.toThrow();
});

test('a connector that asks for the URL of an endpoint that it does not ask for is refused', () => {
  const stack = newStack();
  const connector: IFlinkConnector = {
    connectorName: 'custom',
    directions: [FlinkConnectorDirection.SINK],
    bind: (): FlinkConnectorConfig => ({
      propertyGroups: { X: { a: 'b' } }, endpointUrls: { url: InterfaceVpcEndpointAwsService.SNS },
    }),
  };
  expectRefusal(
    stack,
    { sinks: [connector], vpcConfiguration: { vpc: isolatedVpc(stack) } },
    /a connector asks for the URL of the endpoint for sns in endpointUrls, but not for the endpoint/,
  );
});

describe('a peer in another VPC of the app', () => {
  const warningsWith = (connect: (stack: Stack, one: Vpc, other: Vpc) => void) => {
    const stack = newStack();
    const [one, other] = ['One', 'Other'].map(id => isolatedVpc(stack, id));
    connect(stack, one, other);
    newApplication(stack, {
      sinks: [database(new SecurityGroup(stack, 'Db', { vpc: other }), { port: Port.tcp(5432) })],
      vpcConfiguration: { vpc: one },
    });
    return warnings(stack).filter(text => text.includes('peer-in-other-vpc'));
  };

  test('is warned of', () => {
    expect(warningsWith(() => undefined)).toEqual([
      expect.stringContaining(
        'the security group Stack/Db belongs to the VPC Stack/Other/Resource, and the app shows no',
      ),
    ]);
  });

  test('is fine where the VPCs are connected', () => {
    expect(
      warningsWith((stack, one, other) => { new CfnVPCPeeringConnection(stack, 'Peering', { vpcId: one.vpcId, peerVpcId: other.vpcId }); }),
    ).toEqual([]);
  });
});
