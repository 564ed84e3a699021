import { App, CfnParameter, NestedStack, Stack } from 'aws-cdk-lib';
import { Connections, InterfaceVpcEndpointAwsService, Peer, Port, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Domain } from 'aws-cdk-lib/aws-opensearchservice';
import { DatabaseCluster } from 'aws-cdk-lib/aws-rds';
import { FlinkConnector, FlinkConnectorConfig, FlinkConnectorDirection, IFlinkConnector } from '../../src';
import { ENV, expectRefusal, INGRESS, isolatedVpc, newApplication, newStack, propertiesOf, templateOf, warningTopics } from '../helpers';

const { database } = FlinkConnector;

describe('a peer', () => {
  test('without security groups and addresses is refused, since nothing could be opened to it', () => {
    const stack = newStack();
    const cluster = DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Db', { clusterIdentifier: 'db', port: 5432, clusterEndpointAddress: 'db' });
    expectRefusal(stack, { sinks: [database(cluster)], vpcConfiguration: { vpc: isolatedVpc(stack) } },
      'Stack/Db has neither security groups nor addresses, so nothing can be opened to reach it: import it with `securityGroups`, '
      + 'or write `new Connections({ peer: Peer.ipv4(\'10.1.0.0/16\') })` [at Stack/Job]');
    const brokers = FlinkConnector.kafkaBrokers({ connectable: new Connections({}), ports: [9092] });
    expectRefusal(stack, { sources: [brokers], vpcConfiguration: { vpc: isolatedVpc(stack, 'Second') } }, /^the connectable of a source or sink has neither/);
  });

  test('that stands for addresses is reached there', () => {
    const stack = newStack();
    const connectable = new Connections({ peer: Peer.ipv4('10.1.0.0/16') });
    const sources = [FlinkConnector.kafkaBrokers({ connectable, ports: [9092] })];
    const [own] = newApplication(stack, { sources, vpcConfiguration: { vpc: isolatedVpc(stack), allowAllOutbound: false } }).securityGroups;
    const group = templateOf(stack).Resources[stack.resolve((own.node.defaultChild as SecurityGroup & { logicalId: string }).logicalId)];
    expect(group.Properties?.SecurityGroupEgress).toEqual([expect.objectContaining({ CidrIp: '10.1.0.0/16', FromPort: 9092 })]);
  });
});

describe('two peers in one security group', () => {
  const portOf = (stack: Stack, id: string) => Port.tcp(new CfnParameter(stack, id, { type: 'Number' }).valueAsNumber);

  test('whose ports are only known at deployment are refused, since the second rule would be lost', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const group = new SecurityGroup(stack, 'Shared', { vpc });
    const sinks = [database(group, { port: portOf(stack, 'One') }), database(group, { port: portOf(stack, 'Two') })];
    const message = 'the security group Stack/Shared belongs to two peers whose ports are only known at deployment, and only one of them could be opened: '
      + 'write the ports, for example `FlinkConnector.database(cluster, { port: Port.tcp(5432) })` [at Stack/Job]';
    expectRefusal(stack, { sinks, vpcConfiguration: { vpc } }, message);
    const application = newApplication(stack, { sinks: [sinks[0]], vpcConfiguration: { vpc } });
    expect(() => application.addSink(sinks[1])).toThrow(new Error(message));
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
    newApplication(job, { sinks: [database(new SecurityGroup(data, 'Db', { vpc }), { port: Port.tcp(5432) })], vpcConfiguration: { vpc } });
    app.synth();
    expect(propertiesOf(templateOf(data), INGRESS)).toHaveLength(1);
  });
});

test('a public OpenSearch domain is not reached from public subnets either', () => {
  const stack = newStack(ENV);
  const vpc = new Vpc(stack, 'Vpc', { natGateways: 0, subnetConfiguration: [{ name: 'Public', subnetType: SubnetType.PUBLIC }] });
  const domain = Domain.fromDomainEndpoint(stack, 'Search', 'https://search-x-abc.eu-west-1.es.amazonaws.com');
  const sinks = [FlinkConnector.openSearchDomain(domain, { securityGroups: [] })];
  expectRefusal(stack, { sinks, vpcConfiguration: { vpc, allowPublicSubnet: true } },
    /is reached through the internet, but the subnet Stack\/Vpc\/PublicSubnet1 has no way there/);
});

test('more rules than a group takes are warned of, once', () => {
  const app = new App();
  const network = new Stack(app, 'Network');
  const vpc = isolatedVpc(network);
  const group = new SecurityGroup(network, 'Db', { vpc });
  const stacks = [0, 1, 2].map(index => new Stack(app, `Jobs${index}`));
  for (let index = 0; index < 62; index++) {
    newApplication(stacks[index % 3], { sinks: [database(group, { port: Port.tcp(5432) })], vpcConfiguration: { vpc } }, `Job${index}`);
  }
  expect(stacks.flatMap(warningTopics)).toEqual(['security-group-rules']);
});

test('two resources in one property group are refused, and one resource as source and sink is not', () => {
  const stack = newStack();
  const vpc = isolatedVpc(stack);
  const [one, two] = ['One', 'Two'].map(id => FlinkConnector.kinesisStream(new Stream(stack, id), { propertyGroup: 'Streams' }));
  expectRefusal(stack, { sources: [one, two], vpcConfiguration: { vpc } }, /^propertyGroups\.Streams\.stream\.arn is .* already, so it cannot be .* too/);
  expect(() => newApplication(stack, { sources: [one], sinks: [one], vpcConfiguration: { vpc } })).not.toThrow();
});

test('a connector that asks for the URL of an endpoint that it does not ask for is refused', () => {
  const stack = newStack();
  const connector: IFlinkConnector = {
    connectorName: 'custom',
    directions: [FlinkConnectorDirection.SINK],
    bind: (): FlinkConnectorConfig => ({ propertyGroups: { X: { a: 'b' } }, endpointUrls: { url: InterfaceVpcEndpointAwsService.SNS } }),
  };
  expectRefusal(stack, { sinks: [connector], vpcConfiguration: { vpc: isolatedVpc(stack) } }, /a connector asks for the URL of the endpoint for sns in endpointUrls, but not for the endpoint/);
});
