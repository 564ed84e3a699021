import { App, CfnResource, Stack } from 'aws-cdk-lib';
import {
  CfnVPCEndpoint, GatewayVpcEndpoint, GatewayVpcEndpointAwsService, InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService, IVpc, SecurityGroup, Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { VpcEndpoints } from '../../src/index';
import { definedEndpoints } from '../../src/vpc/existing-endpoints';
import {
  APPLICATION, EGRESS, ENDPOINT, endpointServices, ENV, expectRefusal, GROUP, importedVpc, INGRESS,
  isolatedVpc, logicalId, newApplication, newStack, propertiesOf, resourcesOf, templateOf, warningTopics,
} from '../helpers';
import { before, cycles, danglingReferences, dependencyGraph, missingOrder } from '../helpers/deployment-order';
import { GATEWAY_ENDPOINTS, INTERFACE_ENDPOINTS } from '../helpers/user-endpoints';

const LOGS = InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS;

function endpointWithoutGroups(stack: Stack, { vpcId }: IVpc) {
  return new CfnVPCEndpoint(stack, 'Mine', {
    vpcId, serviceName: `com.amazonaws.${stack.region}.logs`, vpcEndpointType: 'Interface', privateDnsEnabled: true,
  });
}

describe.each(INTERFACE_ENDPOINTS)('an interface endpoint made before by %s', (_, make) => {
  const stack = newStack();
  const vpc = isolatedVpc(stack);
  make(stack, vpc);
  newApplication(stack, { vpcConfiguration: { vpc } });
  const template = templateOf(stack);

  test('is used, and not made again', () => {
    expect(endpointServices(template, 'Interface')).toEqual(['logs', 'monitoring']);
  });

  test('comes before the application, in an order that can be deployed', () => {
    expect(missingOrder(template)).toEqual([]);
    expect(cycles(template)).toEqual([]);
    expect(danglingReferences(template)).toEqual([]);
  });
});

describe.each(INTERFACE_ENDPOINTS)('in another stack than the VPC, an interface endpoint made by %s', (_, make) => {
  test('is found and used, without a cycle between the stacks', () => {
    const app = new App();
    const [network, endpoints, stack] = ['Network', 'Endpoints', 'Stack'].map(id => new Stack(app, id));
    const vpc = isolatedVpc(network);
    make(endpoints, vpc);
    newApplication(stack, { vpcConfiguration: { vpc } });
    app.synth();
    const services = [network, endpoints, stack].flatMap(each => endpointServices(templateOf(each), 'Interface'));
    expect(services.sort()).toEqual(['logs', 'monitoring']);
    expect(network.dependencies).toEqual([]);
  });
});

describe.each(INTERFACE_ENDPOINTS)('in the stack of the application, with the VPC imported in another one, an interface endpoint made by %s', (_, make) => {
  test('is used, without a cycle between the stacks', () => {
    const app = new App();
    const [network, jobs] = ['Network', 'Jobs'].map(id => new Stack(app, id));
    const vpc = importedVpc(network);
    make(jobs, vpc);
    newApplication(jobs, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create() } });
    app.synth();
    expect(jobs.dependencies).toEqual([network]);
    expect(network.dependencies).toEqual([]);
    expect(missingOrder(templateOf(jobs))).toEqual([]);
  });
});

describe.each(GATEWAY_ENDPOINTS)('a gateway endpoint made before by %s', (_, make) => {
  test('is used and comes before the application', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    make(stack, vpc);
    newApplication(stack, { vpcConfiguration: { vpc } });
    const template = templateOf(stack);
    expect(endpointServices(template, 'Gateway')).toEqual(['s3']);
    expect(missingOrder(template)).toEqual([]);
    expect(cycles(template)).toEqual([]);
  });
});

test('endpoints made by the property of the VPC are used', () => {
  const stack = newStack();
  const vpc = isolatedVpc(stack, 'Vpc', { gatewayEndpoints: { Files: { service: GatewayVpcEndpointAwsService.S3 } } });
  newApplication(stack, { vpcConfiguration: { vpc } });
  expect(endpointServices(templateOf(stack), 'Gateway')).toEqual(['s3']);
});

describe('the groups of an endpoint that is used', () => {
  const rules = (stack: Stack) => ({
    ingress: propertiesOf(templateOf(stack), INGRESS), egress: propertiesOf(templateOf(stack), EGRESS),
  });

  test('admit the client group, which reaches them', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const group = new SecurityGroup(stack, 'Group', { vpc });
    new InterfaceVpcEndpoint(stack, 'Mine', { vpc, service: LOGS, open: false, securityGroups: [group] });
    const application = newApplication(stack, { vpcConfiguration: { vpc } });
    const clients = { 'Fn::GetAtt': [logicalId(application.securityGroups[1]), 'GroupId'] };
    const theirs = { 'Fn::GetAtt': [logicalId(group), 'GroupId'] };
    expect(rules(stack).ingress).toContainEqual(
      expect.objectContaining({
        GroupId: theirs, SourceSecurityGroupId: clients, FromPort: 443, ToPort: 443, IpProtocol: 'tcp',
      }),
    );
    expect(rules(stack).egress).toContainEqual(
      expect.objectContaining({ GroupId: clients, DestinationSecurityGroupId: theirs, FromPort: 443 }),
    );
  });

  test('get one rule, even if they belong to several endpoints and serve several applications', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const securityGroups = [new SecurityGroup(stack, 'Group', { vpc })];
    new InterfaceVpcEndpoint(stack, 'Logs', { vpc, service: LOGS, open: false, securityGroups });
    new InterfaceVpcEndpoint(stack, 'Monitoring', {
      vpc, service: InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING, open: false, securityGroups,
    });
    newApplication(stack, { vpcConfiguration: { vpc } }, 'One');
    newApplication(stack, { vpcConfiguration: { vpc } }, 'Two');
    expect(rules(stack).ingress).toHaveLength(1);
    expect(rules(stack).egress).toHaveLength(1);
    expect(missingOrder(templateOf(stack))).toEqual([]);
  });

  const named = INTERFACE_ENDPOINTS.filter(([how]) => ['CfnVPCEndpoint', 'CfnResource', 'CfnInclude'].includes(how));
  test.each(named)('admit the client group where they are named by their id: %s', (_, make) => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    make(stack, vpc);
    newApplication(stack, { vpcConfiguration: { vpc } });
    expect(rules(stack).ingress).toContainEqual(expect.objectContaining({ GroupId: 'sg-0a1b2c3d', FromPort: 443 }));
    expect(rules(stack).egress).toContainEqual(
      expect.objectContaining({ DestinationSecurityGroupId: 'sg-0a1b2c3d', FromPort: 443 }),
    );
  });

  test('that are missing mean the default group of the VPC, which then admits the client group', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    endpointWithoutGroups(stack, vpc);
    newApplication(stack, { vpcConfiguration: { vpc } });
    const group = { 'Fn::GetAtt': [logicalId(vpc), 'DefaultSecurityGroup'] };
    expect(rules(stack).ingress).toContainEqual(expect.objectContaining({ GroupId: group, FromPort: 443 }));
    expect(rules(stack).egress).toContainEqual(
      expect.objectContaining({ DestinationSecurityGroupId: group, FromPort: 443 }),
    );
    expect(warningTopics(stack)).toEqual([]);
  });

  test.each([undefined, '10.9.0.0/16'])('that are missing in an imported VPC are the user\'s, and a warning says so: %s', vpcCidrBlock => {
    const stack = newStack();
    const vpc = importedVpc(stack, 'Imported', { vpcCidrBlock });
    endpointWithoutGroups(stack, vpc);
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create() } });
    expect(warningTopics(stack)).toEqual([
      'endpoint-without-groups', ...vpcCidrBlock === undefined ? ['endpoint-clients'] : [],
    ]);
    const [clients] = propertiesOf(templateOf(stack), GROUP)
      .filter(({ GroupDescription }) => String(GroupDescription).startsWith('Carried'));
    const toRange = [expect.objectContaining({ CidrIp: vpcCidrBlock, FromPort: 443 })];
    expect(clients.SecurityGroupEgress).toEqual(vpcCidrBlock === undefined ? undefined : toRange);
  });

  test('that are missing in an imported VPC of an unknown range cannot be reached by a closed application', () => {
    const stack = newStack();
    const vpc = importedVpc(stack, 'Imported', { vpcCidrBlock: undefined });
    endpointWithoutGroups(stack, vpc);
    expectRefusal(stack, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create(), allowAllOutbound: false } },
      'vpcConfiguration.allowAllOutbound is false, but neither the security groups of the endpoint Stack/Mine for logs '
      + 'nor the CIDR range of the VPC is known, so nothing can be opened to reach it: give `vpcCidrBlock` when '
      + 'importing the VPC, or leave out `allowAllOutbound` [at Stack/Job]');
  });

  test('in a VPC of an unknown range are left to the user', () => {
    const stack = newStack();
    const vpc = importedVpc(stack, 'Imported', { vpcCidrBlock: undefined });
    endpointWithoutGroups(stack, vpc);
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create() } });
    expect(rules(stack).egress).toHaveLength(1);
    expect(endpointServices(templateOf(stack), 'Interface')).toEqual(['logs', 'monitoring']);
  });
});

describe('what is no endpoint for the service in this VPC is left aside:', () => {
  test.each<[string, (stack: Stack, vpc: Vpc) => void]>([
    [
      'one without private DNS',
      (stack, vpc) => {
        new InterfaceVpcEndpoint(stack, 'Mine', { vpc, service: LOGS, privateDnsEnabled: false, open: false });
      },
    ],
    [
      'one of another VPC',
      stack => { new InterfaceVpcEndpoint(stack, 'Mine', { vpc: isolatedVpc(stack, 'Other'), service: LOGS }); },
    ],
    ['one of a service of someone else\'s', (stack, vpc) => {
      new CfnVPCEndpoint(stack, 'Mine', {
        vpcId: vpc.vpcId,
        serviceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-1',
        vpcEndpointType: 'Interface',
        privateDnsEnabled: true,
      });
    }],
    ['one for load balancers', (stack, vpc) => {
      new CfnVPCEndpoint(stack, 'Mine', {
        vpcId: vpc.vpcId, serviceName: 'com.amazonaws.eu-west-1.logs', vpcEndpointType: 'GatewayLoadBalancer',
      });
    }],
    [
      'another resource',
      (stack, vpc) => {
        new CfnResource(stack, 'Mine', {
          type: 'Custom::Endpoint', properties: { VpcId: vpc.vpcId, ServiceName: 'logs' },
        });
      },
    ],
  ])('%s', (_, make) => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    make(stack, vpc);
    newApplication(stack, { vpcConfiguration: { vpc } });
    const ours = resourcesOf(templateOf(stack), ENDPOINT).filter(([id]) => id.startsWith('VpcManagedFlink'));
    expect(ours).toHaveLength(3);
  });
});

test('a gateway that covers some route tables is used, and another made for the rest', () => {
  const stack = newStack();
  const vpc = isolatedVpc(stack, 'Vpc', { maxAzs: 2 });
  new GatewayVpcEndpoint(stack, 'Mine', {
    vpc, service: GatewayVpcEndpointAwsService.S3, subnets: [{ subnets: [vpc.isolatedSubnets[0]] }],
  });
  newApplication(stack, { vpcConfiguration: { vpc } });
  const gateways = propertiesOf(templateOf(stack), ENDPOINT)
    .filter(({ VpcEndpointType }) => VpcEndpointType === 'Gateway');
  const tables = vpc.isolatedSubnets.map(subnet => stack.resolve(subnet.routeTable.routeTableId) as unknown);
  expect(gateways.map(({ RouteTableIds }) => RouteTableIds)).toEqual([[tables[1]], [tables[0]]]);
  expect(missingOrder(templateOf(stack))).toEqual([]);
});

test('a gateway whose route tables are only known when deployed is taken to cover them', () => {
  const stack = newStack();
  const vpc = isolatedVpc(stack);
  new CfnResource(stack, 'Mine', {
    type: 'AWS::EC2::VPCEndpoint',
    properties: {
      VpcId: vpc.vpcId, ServiceName: `com.amazonaws.${stack.region}.s3`, RouteTableIds: { 'Fn::Split': [',', 'a,b'] },
    },
  });
  newApplication(stack, { vpcConfiguration: { vpc } });
  const template = templateOf(stack);
  expect(resourcesOf(template, ENDPOINT)).toHaveLength(3);
  const [[application]] = resourcesOf(template, APPLICATION);
  expect(before(dependencyGraph(template), application)).toContain('Mine');
});

describe('an endpoint written by hand', () => {
  const raw = (stack: Stack, properties: Record<string, unknown>) => new CfnResource(stack, 'Mine', {
    type: ENDPOINT,
    properties: {
      ServiceName: `com.amazonaws.${stack.region}.logs`,
      VpcEndpointType: 'Interface',
      PrivateDnsEnabled: true,
      ...properties,
    },
  });

  test.each<[string, (id: string) => unknown]>([
    ['Ref', id => ({ Ref: id })],
    ['Fn::GetAtt', id => ({ 'Fn::GetAtt': [id, 'VpcId'] })],
  ])('that names the VPC by %s is found', (_, reference) => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    raw(stack, { VpcId: reference(logicalId(vpc)) });
    newApplication(stack, { vpcConfiguration: { vpc } });
    expect(endpointServices(templateOf(stack), 'Interface')).toEqual(['logs', 'monitoring']);
  });

  test.each([true, false])('whose group is in its own stack is not named in another (VPC imported: %p)', imported => {
    const app = new App();
    const [jobs, endpoints] = ['Jobs', 'Endpoints'].map(id => new Stack(app, id, { env: ENV }));
    const vpc = imported ? importedVpc(jobs) : isolatedVpc(jobs);
    const group = new SecurityGroup(endpoints, 'Group', { vpc });
    raw(endpoints, { VpcId: vpc.vpcId, SecurityGroupIds: [group.securityGroupId] });
    newApplication(new Stack(app, 'More', { env: ENV }), {
      vpcConfiguration: { vpc, endpoints: VpcEndpoints.create() },
    });
    app.synth();
    for (const stack of [jobs, endpoints]) expect(danglingReferences(templateOf(stack))).toEqual([]);
  });

  test('whose groups an override names is opened by these', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const endpoint = new InterfaceVpcEndpoint(stack, 'Mine', { vpc, service: LOGS, open: false });
    (endpoint.node.defaultChild as CfnVPCEndpoint).addPropertyOverride('SecurityGroupIds', ['sg-other']);
    newApplication(stack, { vpcConfiguration: { vpc } });
    expect(propertiesOf(templateOf(stack), INGRESS).map(({ GroupId }) => GroupId)).toContain('sg-other');
  });
});

describe('what is read of an endpoint:', () => {
  const read = (properties: Record<string, unknown>, type = ENDPOINT) => {
    const stack = newStack(ENV);
    const resource = new CfnResource(stack, 'Mine', {
      type, properties: { VpcId: 'vpc-0aaa', ServiceName: 'com.amazonaws.eu-west-1.sns', ...properties },
    });
    new CfnResource(stack, 'Table', { type: 'AWS::EC2::RouteTable', properties: { VpcId: 'vpc-0aaa' } });
    return { resource, found: definedEndpoints(stack) };
  };

  test('all of an interface endpoint', () => {
    const { resource, found } = read({
      VpcEndpointType: 'Interface', PrivateDnsEnabled: true, SecurityGroupIds: ['sg-a', 'sg-b'],
    });
    expect(found).toEqual([{
      resource,
      type: 'Interface',
      serviceKey: 'sns',
      vpc: 'vpc-0aaa',
      privateDns: 'on',
      isConditional: false,
      securityGroupIds: ['sg-a', 'sg-b'],
      routeTables: [],
    }]);
  });

  test('all of a gateway endpoint, which is the default type', () => {
    const { resource, found } = read({ RouteTableIds: ['rtb-a', { Ref: 'Table' }] });
    expect(found).toEqual([{
      resource,
      type: 'Gateway',
      serviceKey: 'sns',
      vpc: 'vpc-0aaa',
      privateDns: 'off',
      isConditional: false,
      securityGroupIds: [],
      routeTables: ['rtb-a', 'Stack/Table'],
    }]);
  });

  test.each<[unknown, string]>([
    [undefined, 'off'],
    [true, 'on'],
    ['true', 'on'],
    [false, 'off'],
    ['false', 'off'],
    [{ Ref: 'Switch' }, 'unknown'],
    ['yes', 'unknown'],
  ])('private DNS of %p is %s', (value, state) => {
    expect(read({ PrivateDnsEnabled: value }).found.map(({ privateDns }) => privateDns)).toEqual([state]);
  });

  test.each<[unknown, unknown]>([
    [undefined, []], [[], []], [['a', 'b'], ['a', 'b']], [{ 'Fn::Split': [',', 'a,b'] }, undefined],
  ])('lists of ids, from %j', (value, ids) => {
    const [{ routeTables, securityGroupIds }] = read({ RouteTableIds: value, SecurityGroupIds: value }).found;
    expect({ routeTables, securityGroupIds }).toEqual({ routeTables: ids, securityGroupIds: ids });
  });

  test.each<[string, Record<string, unknown>]>([
    ['a Gateway Load Balancer', { VpcEndpointType: 'GatewayLoadBalancer' }],
    [
      'a Gateway Load Balancer with a service of its own',
      { VpcEndpointType: 'GatewayLoadBalancer', ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123' },
    ],
    [
      'a service of somebody else',
      { VpcEndpointType: 'Interface', ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123' },
    ],
    ['a service of another region', { VpcEndpointType: 'Interface', ServiceName: 'com.amazonaws.us-east-1.sns' }],
    [
      'a resource',
      { VpcEndpointType: 'Resource', ServiceName: undefined, ResourceConfigurationArn: 'arn:aws:vpc-lattice:::x' },
    ],
  ])('nothing, if it is one for %s', (_, properties) => {
    expect(read(properties).found).toEqual([]);
  });

  test('nothing of a resource of another type', () => {
    expect(read({ VpcEndpointType: 'Interface' }, 'Custom::Endpoint').found).toEqual([]);
  });
});
