import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import {
  CfnVPC, CfnVPCEndpoint, GatewayVpcEndpointAwsService, InterfaceVpcEndpoint, InterfaceVpcEndpointAwsService, IVpc,
  Peer, SecurityGroup, Subnet, SubnetType, Vpc, VpcProps,
} from 'aws-cdk-lib/aws-ec2';
import { EndpointClients, VpcEndpoints } from '../../src/index';
import {
  appWithLookup, ENDPOINT, endpointServices, ENV, expectRefusal, GROUP,
  importedVpc, INGRESS, isolatedVpc, newApplication, newStack, propertiesOf, resourcesOf, templateOf,
  validationMessages,
} from '../helpers';

const {
  CLOUDWATCH_LOGS: LOGS, CLOUDWATCH_MONITORING: MONITORING, KINESIS_STREAMS: KINESIS,
} = InterfaceVpcEndpointAwsService;
const { S3, DYNAMODB } = GatewayVpcEndpointAwsService;

function endpointsOf(endpoints: VpcEndpoints | undefined, vpcOf: (stack: Stack) => IVpc = stack => isolatedVpc(stack)) {
  const stack = newStack();
  newApplication(stack, { vpcConfiguration: { vpc: vpcOf(stack), endpoints } });
  const template = templateOf(stack);
  return [...endpointServices(template, 'Interface'), ...endpointServices(template, 'Gateway')];
}

describe('the choice', () => {
  test('for an imported VPC must be made, and the choices are shown with the services and what lists the endpoints', () => {
    const stack = newStack();
    expectRefusal(stack, { vpcConfiguration: { vpc: importedVpc(stack) } },
      'vpcConfiguration.endpoints is missing, and the VPC Stack/Imported is imported, so what it already holds cannot '
      + 'be seen. The application needs interface endpoints for logs, monitoring and gateway endpoints for s3, and '
      + '`aws ec2 describe-vpc-endpoints --filters Name=vpc-id,Values=vpc-0123abcd --query '
      + '"VpcEndpoints[].[VpcEndpointType,ServiceName,PrivateDnsEnabled,Groups[].GroupId]"` lists what the VPC has: '
      + 'write one of `endpoints: VpcEndpoints.create({ existing: { interfaceServices: [...] } })` to create what '
      + 'the VPC lacks, `endpoints: VpcEndpoints.existing({ interfaceServices: [...] })` if the VPC has all that is '
      + 'needed, `endpoints: VpcEndpoints.of(network)` if a platform team publishes the network, or `endpoints: '
      + 'VpcEndpoints.none()` if there is a NAT gateway or nothing to reach [at Stack/Job]');
  });

  test('for a VPC of the app is to create, also where it was imported again by its reference', () => {
    expect(endpointsOf(undefined)).toEqual(['logs', 'monitoring', 's3']);
    expect(endpointsOf(undefined, stack => {
      const vpc = isolatedVpc(stack);
      return Vpc.fromVpcAttributes(stack, 'Again', {
        vpcId: vpc.vpcId,
        availabilityZones: vpc.availabilityZones,
        isolatedSubnetIds: vpc.isolatedSubnets.map(subnet => subnet.subnetId),
        isolatedSubnetRouteTableIds: vpc.isolatedSubnets.map(subnet => subnet.routeTable.routeTableId),
      });
    })).toEqual(['logs', 'monitoring', 's3']);
  });

  test.each<[string, VpcEndpoints, string[]]>([
    ['create', VpcEndpoints.create(), ['logs', 'monitoring', 's3']],
    [
      'create another baseline',
      VpcEndpoints.create({ baselineInterfaceServices: [KINESIS], baselineGatewayServices: [S3, DYNAMODB] }),
      ['kinesis-streams', 'dynamodb', 's3'],
    ],
    ['create nothing', VpcEndpoints.create({ baselineInterfaceServices: [], baselineGatewayServices: [] }), []],
    [
      'create what is lacking',
      VpcEndpoints.create({ existing: { interfaceServices: [LOGS], gatewayServices: [S3] } }),
      ['monitoring'],
    ],
    [
      'create what is lacking, gateways not named',
      VpcEndpoints.create({ existing: { interfaceServices: [LOGS, MONITORING] } }),
      ['s3'],
    ],
    ['existing', VpcEndpoints.existing({ interfaceServices: [LOGS, MONITORING] }), []],
    [
      'existing with more than is needed',
      VpcEndpoints.existing({ interfaceServices: [KINESIS, LOGS, MONITORING], gatewayServices: [DYNAMODB, S3] }),
      [],
    ],
    ['none', VpcEndpoints.none(), []],
  ])('%s', (_, endpoints, services) => {
    expect(endpointsOf(endpoints)).toEqual(services);
    expect(endpointsOf(endpoints, stack => importedVpc(stack))).toEqual(services);
  });
});

describe('existing endpoints', () => {
  const missing = (property: string, listed: string, lacking: string) =>
    `vpcConfiguration.endpoints ${property} is ${listed}, `
    + `but must be a list with all services that the application needs, and ${lacking} is missing: write `
    + `VpcEndpoints.existing({ ${property}: [...] }) with ${lacking} if the VPC has it, VpcEndpoints.create() to have `
    + 'it created, or change the baseline if the job does not need it [at Stack/Job]';

  test.each<[VpcEndpoints, string]>([
    [VpcEndpoints.existing({ interfaceServices: [] }), missing('interfaceServices', '[]', 'logs, monitoring')],
    [
      VpcEndpoints.existing({ interfaceServices: [LOGS, KINESIS] }),
      missing('interfaceServices', '["logs","kinesis-streams"]', 'monitoring'),
    ],
    [
      VpcEndpoints.existing({ interfaceServices: [LOGS, MONITORING], gatewayServices: [] }),
      missing('gatewayServices', '[]', 's3'),
    ],
    [VpcEndpoints.existing({ interfaceServices: [LOGS, MONITORING], gatewayServices: [S3], baselineGatewayServices: [S3, DYNAMODB] }),
      missing('gatewayServices', '["s3"]', 'dynamodb')],
  ])('that lack what is needed are refused: %#', (endpoints, message) => {
    const stack = newStack();
    expectRefusal(stack, { vpcConfiguration: { vpc: importedVpc(stack), endpoints } }, message);
  });

  test('make nothing in the VPC', () => {
    const stack = newStack();
    const endpoints = VpcEndpoints.existing({ interfaceServices: [LOGS, MONITORING] });
    newApplication(stack, { vpcConfiguration: { vpc: importedVpc(stack), endpoints } });
    expect(resourcesOf(templateOf(stack), ENDPOINT)).toEqual([]);
    expect(resourcesOf(templateOf(stack), GROUP)).toHaveLength(1);
  });
});

describe('created interface endpoints', () => {
  const interfaces = (vpcOf: (stack: Stack) => Vpc, endpoints = VpcEndpoints.create()) => {
    const stack = newStack();
    const vpc = vpcOf(stack);
    newApplication(stack, { vpcConfiguration: { vpc, endpoints } });
    const created = propertiesOf(templateOf(stack), ENDPOINT)
      .filter(({ VpcEndpointType }) => VpcEndpointType === 'Interface');
    return { stack, vpc, created };
  };
  const ids = (stack: Stack, subnets: { subnetId: string }[]) =>
    subnets.map(({ subnetId }) => stack.resolve(subnetId) as unknown);

  test('have private DNS and one group that admits the client group only', () => {
    const { created } = interfaces(stack => isolatedVpc(stack));
    expect(created).toHaveLength(2);
    expect(created.every(({ PrivateDnsEnabled }) => PrivateDnsEnabled === true)).toBe(true);
    expect(created[0].SecurityGroupIds).toEqual(created[1].SecurityGroupIds);
  });

  test('lie in the private subnets of the VPC, one for each zone', () => {
    const { stack, vpc, created } = interfaces(scope => new Vpc(scope, 'Vpc', { maxAzs: 2 }));
    expect(created.map(({ SubnetIds }) => SubnetIds)).toEqual([1, 2].map(() => ids(stack, vpc.privateSubnets)));
  });

  test('take one subnet for each zone, since a second one fails the deployment', () => {
    const { stack, vpc, created } = interfaces(scope => isolatedVpc(scope, 'Vpc', {
      subnetConfiguration: ['Apps', 'Data'].map(name => ({ name, subnetType: SubnetType.PRIVATE_ISOLATED })),
    }));
    expect(vpc.isolatedSubnets).toHaveLength(4);
    expect(created[0].SubnetIds).toEqual(ids(stack, vpc.selectSubnets({ subnetGroupName: 'Apps' }).subnets));
  });

  test('take one subnet for each zone of a selection too', () => {
    const vpcOf = (scope: Stack) => isolatedVpc(scope, 'Vpc', {
      subnetConfiguration: ['Apps', 'Data'].map(name => ({ name, subnetType: SubnetType.PRIVATE_ISOLATED })),
    });
    const { created } = interfaces(
      vpcOf, VpcEndpoints.create({ subnets: { subnetType: SubnetType.PRIVATE_ISOLATED } }),
    );
    expect(created[0].SubnetIds).toHaveLength(2);
  });

  test('lie where they are asked for', () => {
    const vpcOf = (scope: Stack) => isolatedVpc(scope, 'Vpc', {
      subnetConfiguration: ['Apps', 'Data'].map(name => ({ name, subnetType: SubnetType.PRIVATE_ISOLATED })),
    });
    const { stack, vpc, created } = interfaces(vpcOf, VpcEndpoints.create({ subnets: { subnetGroupName: 'Data' } }));
    expect(created[0].SubnetIds).toEqual(ids(stack, vpc.selectSubnets({ subnetGroupName: 'Data' }).subnets));
  });

  test('lie in the subnets of the application where the VPC tells of none', () => {
    const stack = newStack();
    const vpc = Vpc.fromVpcAttributes(stack, 'Imported', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'] });
    const subnets = [
      Subnet.fromSubnetAttributes(stack, 'Mine', {
        subnetId: 'subnet-1', availabilityZone: 'eu-west-1a', routeTableId: 'rtb-1',
      }),
    ];
    newApplication(stack, { vpcConfiguration: { vpc, vpcSubnets: { subnets }, endpoints: VpcEndpoints.create() } });
    expect(propertiesOf(templateOf(stack), ENDPOINT)).toEqual(expect.arrayContaining([
      expect.objectContaining({ SubnetIds: ['subnet-1'] }), expect.objectContaining({ RouteTableIds: ['rtb-1'] }),
    ]));
  });

  test('without a subnet are refused', () => {
    const stack = newStack();
    expectRefusal(stack, { vpcConfiguration: { vpc: isolatedVpc(stack), endpoints: VpcEndpoints.create({ subnets: { subnets: [] } }) } },
      'vpcConfiguration.endpoints selects no subnet for the interface endpoints: choose some with '
      + '`VpcEndpoints.create({ subnets: ... })` [at Stack/Job]');
  });

  test('in a subnet of an unknown zone are refused', () => {
    const stack = newStack();
    const subnets = [Subnet.fromSubnetId(stack, 'Mine', 'subnet-1')];
    expectRefusal(stack, { vpcConfiguration: { vpc: importedVpc(stack), endpoints: VpcEndpoints.create({ subnets: { subnets } }) } },
      'the availability zone of the subnet Stack/Mine is unknown, and an interface endpoint takes one subnet for each '
      + 'zone: import it with `Subnet.fromSubnetAttributes(..., { subnetId, availabilityZone })`, or choose others '
      + 'with `VpcEndpoints.create({ subnets: ... })` [at Stack/Job]');
  });
});

test('a gateway is in every route table of the VPC once', () => {
  const stack = newStack();
  const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
  newApplication(stack, { vpcConfiguration: { vpc } });
  const [gateway] = propertiesOf(templateOf(stack), ENDPOINT)
    .filter(({ VpcEndpointType }) => VpcEndpointType === 'Gateway');
  const subnets = [...vpc.privateSubnets, ...vpc.publicSubnets];
  expect(gateway.RouteTableIds).toEqual(
    subnets.map(subnet => stack.resolve(subnet.routeTable.routeTableId) as unknown),
  );
});

test('a gateway in subnets of unknown route tables is refused', () => {
  const stack = newStack();
  const vpc = importedVpc(stack, 'Imported', { privateSubnetRouteTableIds: undefined });
  expectRefusal(stack, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create() } },
    'the route tables of the application\'s subnets in the VPC Stack/Imported are unknown, so no gateway endpoint for '
    + 's3 can be created: give their ids when importing (`privateSubnetRouteTableIds` of the VPC, `routeTableId` '
    + 'of a subnet), name the endpoint that the VPC has with `VpcEndpoints.create({ existing: { interfaceServices: '
    + '[], gatewayServices: [...] } })`, or do without with `baselineGatewayServices: []` [at Stack/Job]');
  expect(
    endpointsOf(VpcEndpoints.create({ baselineGatewayServices: [] }), scope =>
      importedVpc(scope, 'Imported', { privateSubnetRouteTableIds: undefined })),
  )
    .toEqual(['logs', 'monitoring']);
});

describe('DNS', () => {
  test.each<[VpcProps, string]>([
    [{ enableDnsSupport: false }, 'enableDnsSupport'],
    [{ enableDnsHostnames: false }, 'enableDnsHostnames'],
    [{ enableDnsSupport: false, enableDnsHostnames: false }, 'enableDnsSupport and enableDnsHostnames'],
  ])('that is switched off is refused: %p', (props, what) => {
    const stack = newStack();
    expectRefusal(stack, { vpcConfiguration: { vpc: isolatedVpc(stack, 'Vpc', props) } },
      `${what} of the VPC Stack/Vpc is false, but the private DNS of interface endpoints needs both: `
      + 'write `enableDnsSupport: true` and `enableDnsHostnames: true` on the VPC, or `endpoints: '
      + 'VpcEndpoints.none()` [at Stack/Job]');
  });

  test('that is switched off is refused with existing endpoints too', () => {
    const stack = newStack();
    const endpoints = VpcEndpoints.existing({ interfaceServices: [LOGS, MONITORING] });
    expectRefusal(
      stack,
      { vpcConfiguration: { vpc: isolatedVpc(stack, 'Vpc', { enableDnsSupport: false }), endpoints } },
      /^enableDnsSupport of the VPC Stack\/Vpc is false/,
    );
  });

  test('that is switched off after the application fails the synth', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    newApplication(stack, { vpcConfiguration: { vpc } });
    (vpc.node.defaultChild as CfnVPC).enableDnsHostnames = false;
    expect(validationMessages(stack)).toEqual(['enableDnsHostnames of the VPC Stack/Vpc is false, but the private DNS of its interface endpoints needs it: '
      + 'write `enableDnsSupport: true` and `enableDnsHostnames: true` on the VPC']);
  });

  test('is seen in the L1 behind an import', () => {
    const stack = newStack();
    const vpcId = new CfnVPC(stack, 'L1', { cidrBlock: '10.0.0.0/16' }).ref;
    const vpc = importedVpc(stack, 'Imported', { vpcId });
    expectRefusal(stack, { vpcConfiguration: { vpc } }, /^enableDnsHostnames of the VPC Stack\/Imported is false/);
  });

  test('does not matter without interface endpoints', () => {
    const vpcOf = (stack: Stack) => isolatedVpc(stack, 'Vpc', { enableDnsSupport: false });
    expect(endpointsOf(VpcEndpoints.none(), vpcOf)).toEqual([]);
    expect(endpointsOf(VpcEndpoints.create({ baselineInterfaceServices: [] }), vpcOf)).toEqual(['s3']);
  });
});

describe('subnets that another account shares', () => {
  const shared = () => {
    const { app, lookup } = appWithLookup([{ type: 'Private', cidrs: ['10.0.0.0/20', '10.0.16.0/20'] }], {
      ownerAccountId: '999999999999',
    });
    const stack = new Stack(app, 'Stack', { env: ENV });
    return { stack, vpc: lookup(stack) };
  };

  test('cannot get endpoints', () => {
    const { stack, vpc } = shared();
    expectRefusal(stack, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create() } },
      'the VPC Stack/LookedUp belongs to account 999999999999 and shares its subnets with account 111111111111, which '
      + 'cannot create endpoints in them, but endpoints for logs, monitoring, s3 are needed: have the owner create '
      + 'them, and write `VpcEndpoints.existing({ interfaceServices: [...] })` [at Stack/Job]');
  });

  test.each([
    VpcEndpoints.existing({ interfaceServices: [LOGS, MONITORING] }),
    VpcEndpoints.none(),
    VpcEndpoints.create({ existing: { interfaceServices: [LOGS, MONITORING], gatewayServices: [S3] } }),
  ])('are used where nothing must be created: %#', endpoints => {
    const { stack, vpc } = shared();
    newApplication(stack, { vpcConfiguration: { vpc, endpoints } });
    expect(resourcesOf(templateOf(stack), ENDPOINT)).toEqual([]);
  });
});

test('an endpoint that does not say whether it has private DNS has none, so another one is created', () => {
  const stack = newStack();
  const vpc = isolatedVpc(stack);
  new CfnVPCEndpoint(stack, 'Mine', {
    vpcId: vpc.vpcId, serviceName: `com.amazonaws.${stack.region}.logs`, vpcEndpointType: 'Interface',
  });
  newApplication(stack, { vpcConfiguration: { vpc } });
  expect(endpointServices(templateOf(stack), 'Interface')).toEqual(['logs', 'logs', 'monitoring']);
});

test.each([['cn-north-1', 'cn.com.amazonaws.cn-north-1.monitoring'], ['us-gov-west-1', 'com.amazonaws.us-gov-west-1.monitoring']])('the names of services are those of %s', (region, name) => {
  const stack = new Stack(new App(), 'Stack', { env: { ...ENV, region } });
  newApplication(stack, { vpcConfiguration: { vpc: isolatedVpc(stack) } });
  expect(propertiesOf(templateOf(stack), ENDPOINT).map(({ ServiceName }) => ServiceName)).toContain(name);
});

test.each(['S3', 'DYNAMODB'] as const)('an interface endpoint for %s is refused, since it has no private DNS of its own', name => {
  const stack = newStack();
  const endpoints = VpcEndpoints.create({ baselineInterfaceServices: [InterfaceVpcEndpointAwsService[name]] });
  expectRefusal(stack, { vpcConfiguration: { vpc: isolatedVpc(stack), endpoints } },
    `vpcConfiguration.endpoints interface service is "${name.toLowerCase()}", but must be a service whose interface `
    + 'endpoint has private DNS of its own: write the gateway service instead, `baselineGatewayServices: '
    + `[ec2.GatewayVpcEndpointAwsService.${name}]\`, which is free [at Stack/Job]`);
});

test('subnets of another VPC are refused for endpoints too', () => {
  const stack = newStack();
  const endpoints = VpcEndpoints.create({ subnets: { subnets: isolatedVpc(stack, 'Other').isolatedSubnets } });
  expectRefusal(stack, { vpcConfiguration: { vpc: isolatedVpc(stack), endpoints } },
    'vpcConfiguration.endpoints subnets is "Stack/Other/IsolatedSubnet1", but must be subnets of the VPC Stack/Vpc, '
    + 'and this one belongs to Stack/Other/Resource: write a selection of subnets of that VPC [at Stack/Job]');
});

test('other clients of the VPC are admitted to the endpoints that are created', () => {
  const stack = newStack();
  const vpc = isolatedVpc(stack);
  const endpoints = VpcEndpoints.create({ clients: EndpointClients.of(Peer.ipv4('10.0.0.0/16')) });
  newApplication(stack, { vpcConfiguration: { vpc, endpoints } }, 'One');
  newApplication(
    stack,
    {
      vpcConfiguration: {
        vpc, endpoints: VpcEndpoints.create({ clients: EndpointClients.of(Peer.ipv4('10.1.0.0/16')) }),
      },
    },
    'Two',
  );
  const [group] = propertiesOf(templateOf(stack), GROUP)
    .filter(({ GroupDescription }) => String(GroupDescription).startsWith('VPC endpoints'));
  expect(group.SecurityGroupIngress).toEqual(['10.0.0.0/16', '10.1.0.0/16'].map(CidrIp =>
    ({ CidrIp, Description: 'Other clients of the VPC', FromPort: 443, IpProtocol: 'tcp', ToPort: 443 })));
});

test('other clients are admitted to endpoints that a later application has created', () => {
  const stack = newStack();
  const vpc = isolatedVpc(stack);
  const client = { clients: EndpointClients.of(Peer.ipv4('10.0.0.0/16')) };
  newApplication(
    stack,
    { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create({ ...client, baselineInterfaceServices: [] }) } },
    'One',
  );
  newApplication(stack, { vpcConfiguration: { vpc } }, 'Two');
  const [group] = propertiesOf(templateOf(stack), GROUP)
    .filter(({ GroupDescription }) => String(GroupDescription).startsWith('VPC endpoints'));
  expect(group.SecurityGroupIngress).toEqual([expect.objectContaining({ CidrIp: '10.0.0.0/16', FromPort: 443 })]);
});

test('a group that was imported twice is admitted once: EC2 refuses the same rule a second time', () => {
  const stack = newStack();
  const vpc = isolatedVpc(stack);
  for (const id of ['One', 'Two']) {
    const client = SecurityGroup.fromSecurityGroupId(stack, `${id}Client`, 'sg-0123abcd');
    newApplication(
      stack, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create({ clients: EndpointClients.of(client) }) } }, id,
    );
  }
  expect(
    propertiesOf(templateOf(stack), INGRESS).filter(({ SourceSecurityGroupId: source }) => source === 'sg-0123abcd'),
  ).toHaveLength(1);
});

test('what depends on the VPC\'s stack is used without being waited for by an application of that stack', () => {
  const app = new App();
  const [network, endpoints] = ['Network', 'Endpoints'].map(id => new Stack(app, id));
  const vpc = isolatedVpc(network);
  new InterfaceVpcEndpoint(endpoints, 'Mine', { vpc, service: LOGS, open: false });
  newApplication(network, { vpcConfiguration: { vpc } });
  app.synth();
  expect(network.dependencies).toEqual([]);
  expect(propertiesOf(templateOf(endpoints), INGRESS)).toHaveLength(1);
});

test('a VPC that another stack imports by reference keeps its endpoints in its own stack', () => {
  const app = new App();
  const [network, other] = ['Network', 'Other'].map(id => new Stack(app, id));
  const vpc = isolatedVpc(network);
  newApplication(other, { vpcConfiguration: { vpc: importedVpc(other, 'Imported', { vpcId: vpc.vpcId }) } });
  newApplication(network, { vpcConfiguration: { vpc } });
  app.synth();
  expect(endpointServices(templateOf(network), 'Interface')).toEqual(['logs', 'monitoring']);
  expect(endpointServices(templateOf(other), 'Interface')).toEqual([]);
});

test('endpoints with parameters in any property do no harm', () => {
  const stack = newStack();
  const subnets = new CfnParameter(stack, 'Subnets', { type: 'List<AWS::EC2::Subnet::Id>' });
  new CfnVPCEndpoint(stack, 'Mine', {
    vpcId: 'vpc-9',
    serviceName: 'com.amazonaws.eu-west-1.sqs',
    vpcEndpointType: 'Interface',
    subnetIds: subnets.valueAsList,
    privateDnsEnabled: new CfnParameter(stack, 'Dns').value,
  });
  newApplication(stack, { vpcConfiguration: { vpc: isolatedVpc(stack) } });
  expect(validationMessages(stack)).toEqual([]);
});
