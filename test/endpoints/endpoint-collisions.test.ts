import { App, CfnParameter, CfnResource, Stack } from 'aws-cdk-lib';
import {
  GatewayVpcEndpoint, GatewayVpcEndpointAwsService, InterfaceVpcEndpoint, InterfaceVpcEndpointAwsService, IVpc,
  SubnetType, Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { checkCollisions } from '../../src/endpoints/endpoint-collisions';
import { VpcEndpoints } from '../../src/index';
import { ENV, importedVpc, isolatedVpc, newApplication, newStack, synth, validationMessages } from '../helpers';
import { GATEWAY_ENDPOINTS, INTERFACE_ENDPOINTS } from '../helpers/user-endpoints';

const LOGS = InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS;
const remedy = 'but can have only one: define your own endpoint before the first FlinkApplication of the VPC, so that '
  + 'it is found and used, or leave yours out';
const ours = 'Stack/Vpc/ManagedFlink/Interface-logs/Resource';

describe.each(INTERFACE_ENDPOINTS)('an interface endpoint made afterwards by %s', (_, make) => {
  test('fails the synthesis, which names both', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    newApplication(stack, { vpcConfiguration: { vpc } });
    make(stack, vpc);
    const mine = stack.node.findAll().find(node =>
      node.node.path !== ours && /Mine(\/Resource)?$/.test(node.node.path) && node.node.children.length === 0)?.node.path;
    expect(validationMessages(stack)).toEqual([
      expect.stringMatching(/^the VPC gets two interface endpoints with private DNS for logs, /),
    ]);
    const [message] = validationMessages(stack);
    expect(message).toContain(ours);
    expect(message).toContain(`${mine}`);
    expect(message).toContain(`${remedy}, or write \`privateDnsEnabled: false\` on it`);
    expect(() => synth(stack)).toThrow(message);
  });

  test('fails the synthesis from another stack too', () => {
    const app = new App();
    const [stack, other] = ['Stack', 'Other'].map(id => new Stack(app, id));
    const vpc = isolatedVpc(stack);
    newApplication(stack, { vpcConfiguration: { vpc } });
    make(other, vpc);
    expect(() => app.synth()).toThrow('the VPC gets two interface endpoints with private DNS for logs, ');
  });
});

describe.each(GATEWAY_ENDPOINTS)('a gateway endpoint made afterwards by %s', (_, make) => {
  test('fails the synthesis, which names both and the route table', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    newApplication(stack, { vpcConfiguration: { vpc } });
    make(stack, vpc);
    const [message] = validationMessages(stack);
    expect(message).toContain('the VPC gets two gateway endpoints for s3 in the route table '
      + 'Stack/Vpc/IsolatedSubnet1/RouteTable, ');
    expect(message).toContain('Stack/Vpc/ManagedFlink/Gateway-s3/Resource');
    expect(message).toContain('but a route table can have only one: ');
    expect(() => synth(stack)).toThrow(message);
  });
});

describe('no collision is', () => {
  test.each<[string, (stack: Stack, vpc: Vpc) => void]>([
    [
      'an endpoint without private DNS',
      (stack, vpc) => { new InterfaceVpcEndpoint(stack, 'Mine', { vpc, service: LOGS, privateDnsEnabled: false }); },
    ],
    [
      'an endpoint for another service',
      (stack, vpc) => { new InterfaceVpcEndpoint(stack, 'Mine', { vpc, service: InterfaceVpcEndpointAwsService.KMS }); },
    ],
    [
      'an endpoint of another VPC',
      stack => { new InterfaceVpcEndpoint(stack, 'Mine', { vpc: isolatedVpc(stack, 'Other'), service: LOGS }); },
    ],
    [
      'a gateway for another service',
      (stack, vpc) => {
        new GatewayVpcEndpoint(stack, 'Mine', { vpc, service: GatewayVpcEndpointAwsService.DYNAMODB });
      },
    ],
    [
      'an interface endpoint for a service with a gateway',
      (stack, vpc) => { new InterfaceVpcEndpoint(stack, 'Mine', { vpc, service: InterfaceVpcEndpointAwsService.S3 }); },
    ],
  ])('%s', (_, make) => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    newApplication(stack, { vpcConfiguration: { vpc } });
    make(stack, vpc);
    expect(validationMessages(stack)).toEqual([]);
  });

  test('a gateway in other route tables', () => {
    const stack = newStack();
    const vpc = new Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 1 });
    const endpoints = VpcEndpoints.create({ baselineGatewayServices: [] });
    newApplication(stack, { vpcConfiguration: { vpc, endpoints } });
    vpc.addGatewayEndpoint('One', {
      service: GatewayVpcEndpointAwsService.S3, subnets: [{ subnetType: SubnetType.PUBLIC }],
    });
    vpc.addGatewayEndpoint('Two', {
      service: GatewayVpcEndpointAwsService.S3, subnets: [{ subnetType: SubnetType.PRIVATE_WITH_EGRESS }],
    });
    expect(validationMessages(stack)).toEqual([]);
  });

  test('one VPC id in two regions', () => {
    const app = new App();
    for (const region of ['eu-west-1', 'us-east-1']) {
      const stack = new Stack(app, region, { env: { ...ENV, region } });
      newApplication(stack, { vpcConfiguration: { vpc: importedVpc(stack), endpoints: VpcEndpoints.create() } });
    }
    expect(validationMessages(app)).toEqual([]);
  });
});

test('two endpoints of the user\'s own collide too, in a VPC with an application', () => {
  const stack = newStack();
  const vpc = isolatedVpc(stack);
  new InterfaceVpcEndpoint(stack, 'One', { vpc, service: InterfaceVpcEndpointAwsService.KMS });
  new InterfaceVpcEndpoint(stack, 'Two', { vpc, service: InterfaceVpcEndpointAwsService.KMS });
  newApplication(stack, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.none() } });
  expect(validationMessages(stack)).toEqual([
    expect.stringContaining('the VPC gets two interface endpoints with private DNS for kms, Stack/One/Resource and '
      + 'Stack/Two/Resource, '),
  ]);
});

test('an endpoint that an escape hatch gives private DNS collides', () => {
  const stack = newStack();
  const vpc = isolatedVpc(stack);
  const mine = new InterfaceVpcEndpoint(stack, 'Mine', { vpc, service: LOGS, privateDnsEnabled: false });
  newApplication(stack, { vpcConfiguration: { vpc } });
  expect(validationMessages(stack)).toEqual([]);
  (
    mine.node.defaultChild as { addPropertyOverride?: (path: string, value: unknown) => void }
  ).addPropertyOverride?.('PrivateDnsEnabled', true);
  expect(validationMessages(stack)).toHaveLength(1);
});

test('while the VPC is being looked up nothing is judged', () => {
  const stack = newStack(ENV);
  const [one, two] = ['One', 'Two'].map(id => Vpc.fromLookup(stack, id, { vpcId: `vpc-${id}` }));
  for (const vpc of [one, two]) {
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create() } }, `Job${vpc.node.id}`);
  }
  expect(validationMessages(stack)).toEqual([]);
});

const made = (stack: Stack, id: string, vpc: IVpc, properties: Record<string, unknown>) => new CfnResource(stack, id, {
  type: 'AWS::EC2::VPCEndpoint',
  properties: { VpcId: vpc.vpcId, ServiceName: 'com.amazonaws.eu-west-1.s3', ...properties },
});

describe('two endpoints for one service, written by hand,', () => {
  const on = { VpcEndpointType: 'Interface', PrivateDnsEnabled: true };
  const off = { VpcEndpointType: 'Interface', PrivateDnsEnabled: false };
  const unstated = { VpcEndpointType: 'Interface' };
  const unknown = { VpcEndpointType: 'Interface', PrivateDnsEnabled: { Ref: 'Switch' } };
  const gateway = (...tables: string[]) => ({ VpcEndpointType: 'Gateway', RouteTableIds: tables });
  const untold = { VpcEndpointType: 'Gateway', RouteTableIds: { 'Fn::Split': [',', 'rtb-a'] } };
  const collisions = (one: Record<string, unknown>, two: Record<string, unknown>) => {
    const stack = newStack(ENV);
    const vpc = importedVpc(stack);
    new CfnParameter(stack, 'Switch');
    made(stack, 'One', vpc, one);
    made(stack, 'Two', vpc, two);
    return checkCollisions(vpc);
  };

  test('collide: both with private DNS', () => {
    expect(collisions(on, on)).toEqual([
      'the VPC gets two interface endpoints with private DNS for s3, Stack/One and Stack/Two, but can have only one: '
      + 'define your own endpoint before the first FlinkApplication of the VPC, so that it is found and used, or leave '
      + 'yours out, or write `privateDnsEnabled: false` on it',
    ]);
  });

  test.each([
    ['the same table', gateway('rtb-a'), gateway('rtb-a'), 'rtb-a'],
    ['one of several', gateway('rtb-a', 'rtb-b'), gateway('rtb-c', 'rtb-b'), 'rtb-b'],
  ])('collide in a route table: %s', (_, one, two, table) => {
    expect(collisions(one, two)).toEqual([
      `the VPC gets two gateway endpoints for s3 in the route table ${table}, Stack/One and Stack/Two, but a route `
      + 'table can have only one: define your own endpoint before the first FlinkApplication of the VPC, so that it is '
      + 'found and used, leave yours out, or name it in `VpcEndpoints.create({ existing: { interfaceServices: [], '
      + 'gatewayServices: [...] } })`',
    ]);
  });

  test.each([
    ['the second without private DNS', on, off],
    ['the first without private DNS', off, on],
    ['both without private DNS', off, off],
    ['both without a word on private DNS', unstated, unstated],
    ['the second without a word on it', on, unstated],
    ['the first without a word on it', unstated, on],
    ['the private DNS of one known at deployment only', on, unknown],
    ['an interface endpoint and a gateway', on, gateway('rtb-a')],
    ['a gateway and an interface endpoint', gateway('rtb-a'), on],
    ['gateways in other route tables', gateway('rtb-a'), gateway('rtb-b')],
    ['gateways without route tables', { VpcEndpointType: 'Gateway' }, gateway()],
    ['the second in route tables known at deployment only', gateway('rtb-a'), untold],
    ['the first in route tables known at deployment only', untold, gateway('rtb-a')],
    [
      'gateways with a property of interface endpoints',
      { ...gateway('rtb-a'), PrivateDnsEnabled: true },
      { ...gateway('rtb-b'), PrivateDnsEnabled: true },
    ],
    [
      'interface endpoints with a property of gateways',
      { ...off, RouteTableIds: ['rtb-a'] },
      { ...off, RouteTableIds: ['rtb-a'] },
    ],
  ])('do not collide: %s', (_, one, two) => {
    expect(collisions(one, two)).toEqual([]);
  });
});
