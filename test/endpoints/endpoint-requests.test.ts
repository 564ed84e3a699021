import { App, CfnParameter, Fn, Stack, Stage } from 'aws-cdk-lib';
import {
  CfnVPCEndpoint, CfnVPCEndpointProps, GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, IVpc, Subnet, Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { EndpointRequest } from '../../src/endpoints/endpoint-needs';
import { EndpointPlan } from '../../src/endpoints/endpoint-plan';
import { VpcEndpoints } from '../../src/index';
import { appWithLookup, ENV, importedVpc, isolatedVpc, newApplication, newStack } from '../helpers';

const { CLOUDWATCH_LOGS: LOGS, CLOUDWATCH_MONITORING: MONITORING } = InterfaceVpcEndpointAwsService;
const { S3, DYNAMODB } = GatewayVpcEndpointAwsService;

interface Summary {
  readonly created: string[];
  readonly used: string[];
}

const NOTHING: Summary = { created: [], used: [] };

type Wanted = Partial<Pick<EndpointRequest, 'subnets'>> & {
  endpoints?: VpcEndpoints;
  closed?: boolean;
  interfaces?: InterfaceVpcEndpointAwsService[];
  gateways?: GatewayVpcEndpointAwsService[];
};

const job = (scope: Construct) => scope.node.tryFindChild('Job') ?? new Construct(scope, 'Job');

function plan(scope: Stack, vpc: IVpc, wanted: Wanted): EndpointPlan {
  const { endpoints = VpcEndpoints.create(), closed = false, interfaces = [], gateways = [], ...others } = wanted;
  return endpoints._choice().plan({
    scope: job(scope),
    vpc,
    property: 'vpcConfiguration.endpoints',
    subnets: [...vpc.privateSubnets, ...vpc.isolatedSubnets],
    needs: { interfaceServices: interfaces, gatewayServices: gateways },
    restrictedEgress: closed,
    opensEgress: closed,
    ...others,
  });
}

/** An endpoint of the user's for a service of the VPC. */
function endpoint(
  scope: Stack, vpc: IVpc, service: string, props: Partial<CfnVPCEndpointProps> = {}, id = service,
): CfnVPCEndpoint {
  return new CfnVPCEndpoint(scope, id, {
    vpcId: vpc.vpcId, serviceName: `com.amazonaws.${scope.region}.${service}`, ...props,
  });
}

const tablesOf = (vpc: IVpc) => vpc.isolatedSubnets.map(({ routeTable }) => routeTable.routeTableId);
/** The constructs by their ids: to show all of a construct that is not as expected takes minutes. */
const summary = ({ createInterface, useInterface, createGateway, useGateway }: EndpointPlan): Summary => ({
  created: [
    ...createInterface.map(({ shortName }) => shortName),
    ...createGateway.map(({ service, subnets }) => `${service.name.split('.').pop()} in ${subnets.length}`),
  ],
  used: [
    ...useInterface.map(({ endpoint: { resource } }) => resource.node.id),
    ...useGateway.map(({ resource }) => resource.node.id),
  ],
});

describe('nothing is done', () => {
  test('where endpoints are the user\'s business', () => {
    const stack = newStack();
    expect(
      summary(plan(stack, isolatedVpc(stack), { endpoints: VpcEndpoints.none(), interfaces: [LOGS], gateways: [S3] })),
    ).toEqual(NOTHING);
  });

  test('where the VPC has them already', () => {
    const stack = newStack();
    const endpoints = VpcEndpoints.existing({ interfaceServices: [LOGS], gatewayServices: [DYNAMODB, S3] });
    expect(
      summary(plan(stack, importedVpc(stack), { endpoints, interfaces: [LOGS], gateways: [S3] })),
    ).toEqual(NOTHING);
  });

  test('where an application before had all of them created', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    newApplication(stack, { vpcConfiguration: { vpc } });
    expect(summary(plan(stack, vpc, { interfaces: [LOGS, MONITORING], gateways: [S3] }))).toEqual(NOTHING);
  });
});

test.each<[string, GatewayVpcEndpointAwsService[], string[]]>([
  ['another one', [DYNAMODB], ['s3 in 2']],
  ['this one', [S3], []],
  ['this one among others', [DYNAMODB, S3], []],
])('a gateway is created unless it is listed: %s', (_, gatewayServices, created) => {
  const stack = newStack();
  const endpoints = VpcEndpoints.create({ existing: { interfaceServices: [], gatewayServices } });
  expect(summary(plan(stack, importedVpc(stack), { endpoints, gateways: [S3] })).created).toEqual(created);
});

test('a gateway of the user is used, and created only in the route tables that it is not in', () => {
  const stack = newStack();
  const vpc = isolatedVpc(stack);
  endpoint(stack, vpc, 's3', { routeTableIds: tablesOf(vpc).slice(0, 1) });
  endpoint(stack, vpc, 'dynamodb', { routeTableIds: tablesOf(vpc) });
  endpoint(stack, vpc, 'logs', { vpcEndpointType: 'Interface', privateDnsEnabled: true });
  expect(summary(plan(stack, vpc, { gateways: [S3] }))).toEqual({ created: ['s3 in 1'], used: ['s3'] });
  expect(
    summary(plan(stack, vpc, { gateways: [DYNAMODB], interfaces: [LOGS] })),
  ).toEqual({ created: [], used: ['logs', 'dynamodb'] });
});

test('an interface endpoint that answers only to its own name does not stand for the gateway of the service', () => {
  const stack = newStack();
  const vpc = isolatedVpc(stack);
  endpoint(stack, vpc, 's3', { vpcEndpointType: 'Interface', privateDnsEnabled: false });
  expect(summary(plan(stack, vpc, { gateways: [S3] }))).toEqual({ created: ['s3 in 2'], used: [] });
});

test('a gateway in another stage is refused', () => {
  const app = new App();
  const [one, two] = ['One', 'Two'].map(id => new Stack(new Stage(app, id, { env: ENV }), 'Stack'));
  const vpcs = [one, two].map(stack => importedVpc(stack));
  endpoint(one, vpcs[0], 's3', { routeTableIds: ['rtb-a', 'rtb-b'] });
  expect(() => plan(two, vpcs[1], { gateways: [S3] })).toThrow(new Error(
    'the VPC vpc-0123abcd gets its endpoint for s3 from One/Stack/s3, in another stage of the app, and can have only '
    + 'one: write `VpcEndpoints.existing({ interfaceServices: [...], gatewayServices: [...], securityGroups: [...] '
    + '})` in this stage, with the group of these endpoints [at Two/Stack/Job]'));
});

test('subnets of the VPC whose route tables are unknown are left out where others are the application\'s', () => {
  const stack = newStack();
  const vpc = importedVpc(stack, 'Imported', { isolatedSubnetIds: ['subnet-c', 'subnet-d'] });
  expect(summary(plan(stack, vpc, { subnets: vpc.privateSubnets, gateways: [S3] })).created).toEqual(['s3 in 2']);
});

test.each<[string, CfnVPCEndpointProps['privateDnsEnabled'] | 'condition', { created: string[]; used: string[] }]>([
  ['has private DNS', true, { created: [], used: ['logs'] }],
  ['has none', false, { created: ['logs'], used: [] }],
  ['may have it, which is known at deployment', 'condition', { created: [], used: ['logs'] }],
])('an interface endpoint of the user that %s', (_, privateDns, expected) => {
  const stack = newStack();
  const vpc = isolatedVpc(stack);
  const made = endpoint(stack, vpc, 'logs', {
    vpcEndpointType: 'Interface', privateDnsEnabled: privateDns === 'condition' ? undefined : privateDns,
  });
  if (privateDns === 'condition') made.addPropertyOverride('PrivateDnsEnabled', { 'Fn::If': ['HasDns', true, false] });
  expect(summary(plan(stack, vpc, { interfaces: [LOGS] }))).toEqual(expected);
});

test('of two of the user\'s, the one that certainly has private DNS is used', () => {
  const stack = newStack();
  const vpc = isolatedVpc(stack);
  endpoint(
    stack, vpc, 'logs', { vpcEndpointType: 'Interface' }, 'May',
  ).addPropertyOverride('PrivateDnsEnabled', { 'Fn::If': ['HasDns', true, false] });
  endpoint(stack, vpc, 'logs', { vpcEndpointType: 'Interface', privateDnsEnabled: true }, 'Has');
  expect(summary(plan(stack, vpc, { interfaces: [LOGS] })).used).toEqual(['Has']);
});

describe('the subnets of created endpoints', () => {
  test('are all private ones of the VPC, whichever the application is in', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const { endpointSubnets } = plan(stack, vpc, { subnets: vpc.isolatedSubnets.slice(0, 1), interfaces: [LOGS] });
    expect(endpointSubnets.map(({ node }) => node.path)).toEqual([
      'Stack/Vpc/IsolatedSubnet1', 'Stack/Vpc/IsolatedSubnet2',
    ]);
  });

  test('need no known zone where only gateways are created', () => {
    const stack = newStack();
    const vpc = Vpc.fromVpcAttributes(stack, 'Imported', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'] });
    const subnets = [Subnet.fromSubnetAttributes(stack, 'Mine', { subnetId: 'subnet-1', routeTableId: 'rtb-1' })];
    expect(summary(plan(stack, vpc, { subnets, gateways: [S3] })).created).toEqual(['s3 in 1']);
  });

  test('that the VPC does not have are refused by the name of the property', () => {
    const stack = newStack();
    const endpoints = VpcEndpoints.create({ subnets: { subnetGroupName: 'Data' } });
    expect(() => plan(stack, isolatedVpc(stack), { endpoints, interfaces: [LOGS] })).toThrow(
      /^vpcConfiguration[.]endpoints subnets cannot be selected from the VPC Stack\/Vpc: /,
    );
  });
});

describe('DNS that is switched off', () => {
  const disabled = /^enableDnsSupport and enableDnsHostnames of the VPC Stack\/Vpc is false/;
  const vpcWithoutDns = (stack: Stack) => isolatedVpc(stack, 'Vpc', {
    enableDnsSupport: false, enableDnsHostnames: false,
  });

  test('does not matter to gateways that exist', () => {
    const stack = newStack();
    const endpoints = VpcEndpoints.existing({ interfaceServices: [], gatewayServices: [S3] });
    expect(summary(plan(stack, vpcWithoutDns(stack), { endpoints, gateways: [S3] }))).toEqual(NOTHING);
  });

  test('matters where as many interface endpoints are created as used', () => {
    const stack = newStack();
    const vpc = vpcWithoutDns(stack);
    endpoint(stack, vpc, 'logs', { vpcEndpointType: 'Interface', privateDnsEnabled: true });
    expect(() => plan(stack, vpc, { interfaces: [LOGS] })).toThrow(disabled);
    expect(() => plan(stack, vpc, { interfaces: [LOGS, MONITORING] })).toThrow(disabled);
  });
});

test('endpoints that another stack of the app defines in shared subnets are used: nothing is created there', () => {
  const { app, lookup } = appWithLookup([{ type: 'Private', cidrs: ['10.0.0.0/24', '10.0.1.0/24'] }], {
    ownerAccountId: '222222222222',
  });
  const stack = new Stack(app, 'Stack', { env: ENV });
  const vpc = lookup(stack);
  endpoint(stack, vpc, 'logs', { vpcEndpointType: 'Interface', privateDnsEnabled: true });
  expect(summary(plan(stack, vpc, { interfaces: [LOGS] }))).toEqual({ created: [], used: ['logs'] });
  expect(() => plan(stack, vpc, { interfaces: [LOGS], gateways: [S3] })).toThrow(/but endpoints for s3 are needed/);
});

describe('a closed application and endpoints of the user', () => {
  const imported = (stack: Stack, vpcCidrBlock?: string) => Vpc.fromVpcAttributes(stack, 'Imported', {
    vpcId: 'vpc-1',
    vpcCidrBlock,
    availabilityZones: ['eu-west-1a'],
    privateSubnetIds: ['subnet-a'],
    privateSubnetRouteTableIds: ['rtb-a'],
  });
  const unknownGroups = (stack: Stack) => Fn.split(',', new CfnParameter(stack, 'Groups').valueAsString);

  test.each<[string, (stack: Stack) => IVpc, (stack: Stack) => string[] | undefined]>([
    ['groups that are known', stack => imported(stack), () => ['sg-1']],
    ['the default group of a VPC of the app', stack => isolatedVpc(stack), () => undefined],
    ['a known range of the VPC, and groups that are not', stack => imported(stack, '10.0.0.0/16'), unknownGroups],
    ['a known range of the VPC, and no groups', stack => imported(stack, '10.0.0.0/16'), () => undefined],
  ])('meet by %s', (_, vpcOf, groupsOf) => {
    const stack = newStack();
    const vpc = vpcOf(stack);
    endpoint(stack, vpc, 'logs', {
      vpcEndpointType: 'Interface', privateDnsEnabled: true, securityGroupIds: groupsOf(stack),
    });
    expect(summary(plan(stack, vpc, { interfaces: [LOGS], closed: true })).used).toEqual(['logs']);
  });

  test.each<[string, (stack: Stack) => string[] | undefined]>([
    ['groups that are not known', unknownGroups],
    ['the default group of an imported VPC', () => undefined],
  ])('do not meet by %s without a range', (_, groupsOf) => {
    const stack = newStack();
    const vpc = imported(stack);
    endpoint(stack, vpc, 'logs', {
      vpcEndpointType: 'Interface', privateDnsEnabled: true, securityGroupIds: groupsOf(stack),
    });
    expect(() => plan(stack, vpc, { interfaces: [LOGS], closed: true })).toThrow(new Error(
      'vpcConfiguration.allowAllOutbound is false, but neither the security groups of the endpoint Stack/logs for logs '
      + 'nor the CIDR range of the VPC is known, so nothing can be opened to reach it: give `vpcCidrBlock` when '
      + 'importing the VPC, or leave out `allowAllOutbound` [at Stack/Job]'));
    expect(summary(plan(stack, vpc, { interfaces: [LOGS] })).used).toEqual(['logs']);
  });
});
