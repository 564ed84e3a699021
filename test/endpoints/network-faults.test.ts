import { createRequire } from 'node:module';
import { resolve, sep } from 'node:path';
import { App, CfnCondition, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import {
  CfnSubnet, CfnVPCCidrBlock, CfnVPCEndpoint, InterfaceVpcEndpoint, InterfaceVpcEndpointAwsService, IVpc, Peer,
  SecurityGroup,
  Subnet, SubnetType, Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { FargateService, FargateTaskDefinition, ContainerImage, Cluster } from 'aws-cdk-lib/aws-ecs';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { EndpointClients, FlinkNetwork, VpcEndpoints } from '../../src';
import {
  appWithLookup, EGRESS, ENDPOINT, endpointServices, ENV, GROUP, importedVpc, INGRESS, isolatedVpc, logicalId,
  newApplication, newStack,
  propertiesOf, resourcesOf, synth, templateOf, validationMessages, warnings, warningTopics,
} from '../helpers';
import { cycles } from '../helpers/deployment-order';

/** The library loaded a second time, on the same CDK. */
function copyOfLibrary(): typeof import('../../src') {
  const sources = resolve('src') + sep;
  const own = Object.entries(require.cache).filter(([path]) => path.startsWith(sources));
  const forget = () =>
    Object.keys(require.cache).filter(path => path.startsWith(sources)).forEach(path => delete require.cache[path]);
  forget();
  try {
    return createRequire(__filename)('../../src') as typeof import('../../src');
  } finally {
    forget();
    own.forEach(([path, module]) => { require.cache[path] = module; });
  }
}

const { CLOUDWATCH_LOGS: LOGS, CLOUDWATCH_MONITORING: MONITORING, DYNAMODB_STREAMS } = InterfaceVpcEndpointAwsService;
const create = VpcEndpoints.create();

const endpointIds = (stack: Stack) => resourcesOf(templateOf(stack), ENDPOINT).map(([id]) => id).sort();
const endpointGroup = (stack: Stack) => propertiesOf(templateOf(stack), GROUP)
  .find(({ GroupDescription: description }) => String(description).startsWith('VPC endpoints'))!;
const admittedRanges = (stack: Stack) =>
  ((endpointGroup(stack).SecurityGroupIngress ?? []) as { CidrIp: unknown }[]).map(({ CidrIp }) => CidrIp);

describe('while a VPC is being looked up', () => {
  test.each<[string, (stack: Stack, vpc: IVpc) => void]>([
    ['a group of its own', (stack, vpc) => {
      newApplication(stack, {
        vpcConfiguration: { vpc, endpoints: create, securityGroups: [new SecurityGroup(stack, 'Own', { vpc })] },
      });
    }],
    ['a group of existing endpoints', (stack, vpc) => {
      const securityGroups = [new SecurityGroup(stack, 'Endpoints', { vpc })];
      const endpoints = VpcEndpoints.existing({ interfaceServices: [LOGS, MONITORING], securityGroups });
      newApplication(stack, { vpcConfiguration: { vpc, endpoints } });
    }],
    ['a subnet of its own', (stack, vpc) => {
      const { ref: subnetId } = new CfnSubnet(stack, 'Own', { vpcId: vpc.vpcId, cidrBlock: '10.0.0.0/24' });
      const subnets = [
        Subnet.fromSubnetAttributes(stack, 'Mine', { subnetId, availabilityZone: 'eu-west-1a', routeTableId: 'rtb-1' }),
      ];
      newApplication(stack, { vpcConfiguration: { vpc, endpoints: create, vpcSubnets: { subnets } } });
    }],
  ])('the lookup is made with %s', (_, make) => {
    const stack = newStack(ENV);
    make(stack, Vpc.fromLookup(stack, 'LookedUp', { vpcId: 'vpc-0aaa' }));
    expect(validationMessages(stack)).toEqual([]);
    expect((synth(stack).manifest.missing ?? []).map(({ provider }) => provider)).toContain('vpc-provider');
  });
});

describe('what one application says that a VPC has', () => {
  test('is not created for another one', () => {
    const stack = newStack();
    const vpc = importedVpc(stack);
    newApplication(
      stack,
      { vpcConfiguration: { vpc, endpoints: VpcEndpoints.existing({ interfaceServices: [LOGS, MONITORING] }) } },
      'One',
    );
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: create } }, 'Two');
    expect(resourcesOf(templateOf(stack), ENDPOINT)).toEqual([]);
  });

  test('must not be what was created for an earlier one', () => {
    const stack = newStack();
    const vpc = importedVpc(stack);
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: create } }, 'One');
    const endpoints = VpcEndpoints.existing({ interfaceServices: [LOGS, MONITORING] });
    expect(() => newApplication(stack, { vpcConfiguration: { vpc, endpoints } }, 'Two')).toThrow(
      'vpcConfiguration.endpoints lists logs as a service that the VPC Stack/Imported already has an endpoint for, but '
      + 'that endpoint is created for Stack/One: leave logs out of the list here, or list it there too if the VPC '
      + 'really has it [at Stack/Two]');
  });

  test('need not be listed again', () => {
    const stack = newStack();
    const vpc = importedVpc(stack);
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: create } }, 'One');
    const { securityGroups } = newApplication(
      stack, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.existing({ interfaceServices: [] }) } }, 'Two',
    );
    expect(securityGroups).toHaveLength(2);
  });
});

test('an endpoint without private DNS needs no DNS host names', () => {
  const stack = newStack();
  const vpc = isolatedVpc(stack, 'Vpc', { enableDnsHostnames: false });
  const endpoints = VpcEndpoints.create({ baselineInterfaceServices: [DYNAMODB_STREAMS] });
  newApplication(stack, { vpcConfiguration: { vpc, endpoints } });
  expect(validationMessages(stack)).toEqual([]);
});

describe('groups of a VPC that another account shares', () => {
  const existing = (securityGroups: SecurityGroup[] | ReturnType<typeof SecurityGroup.fromSecurityGroupId>[]) =>
    VpcEndpoints.existing({ interfaceServices: [LOGS, MONITORING], securityGroups });
  const shared = () => {
    const { app, lookup } = appWithLookup([{ type: 'Private', cidrs: ['10.0.0.0/20', '10.0.16.0/20'] }], {
      ownerAccountId: '999999999999',
    });
    const stack = new Stack(app, 'Stack', { env: ENV });
    return { stack, vpc: lookup(stack) };
  };

  test('are given no rule where they are the owner\'s, and restricted egress goes to the ranges of the VPC', () => {
    const { stack, vpc } = shared();
    const owners = SecurityGroup.fromSecurityGroupId(stack, 'Owners', 'sg-0123abcd');
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: existing([owners]), allowAllOutbound: false } });
    expect(resourcesOf(templateOf(stack), INGRESS)).toEqual([]);
    expect(propertiesOf(templateOf(stack), GROUP)).toEqual([
      expect.objectContaining({
        SecurityGroupEgress: [expect.objectContaining({ CidrIp: '10.0.0.0/16', FromPort: 443 })],
      }),
    ]);
  });

  test('are opened where they are the participant\'s own', () => {
    const { stack, vpc } = shared();
    newApplication(stack, {
      vpcConfiguration: { vpc, endpoints: existing([new SecurityGroup(stack, 'Own', { vpc })]) },
    });
    expect(resourcesOf(templateOf(stack), INGRESS)).toHaveLength(1);
  });
});

test('an endpoint with a condition does not count as there', () => {
  const stack = newStack();
  const vpc = isolatedVpc(stack);
  const mine = new InterfaceVpcEndpoint(stack, 'Mine', { vpc, service: LOGS });
  (mine.node.defaultChild as CfnVPCEndpoint).cfnOptions.condition = new CfnCondition(stack, 'Sometimes', {
    expression: Fn.conditionEquals('a', 'b'),
  });
  expect(() => newApplication(stack, { vpcConfiguration: { vpc } })).toThrow(
    'the endpoint Stack/Mine/Resource for logs in the VPC Stack/Vpc has a CloudFormation condition, so it is only '
    + 'known at deployment whether it is there: remove the condition, or list logs in `existing` if it is there '
    + 'wherever the application is deployed [at Stack/Job]');
});

describe('the zones of created endpoints', () => {
  const vpcWith = (stack: Stack, zones: string[]) => Vpc.fromVpcAttributes(stack, 'Imported', {
    vpcId: 'vpc-1',
    vpcCidrBlock: '10.0.0.0/16',
    availabilityZones: zones,
    privateSubnetIds: zones.map(zone => `subnet-${zone}`),
    privateSubnetRouteTableIds: zones.map(zone => `rtb-${zone}`),
  });

  test('leave out Local Zones and Wavelength Zones', () => {
    const stack = newStack(ENV);
    newApplication(stack, {
      vpcConfiguration: {
        vpc: vpcWith(stack, ['us-west-2a', 'us-west-2-lax-1a', 'us-east-1-wl1-bos-wlz-1']), endpoints: create,
      },
    });
    const interfaces = propertiesOf(templateOf(stack), ENDPOINT)
      .filter(({ VpcEndpointType }) => VpcEndpointType === 'Interface');
    expect(interfaces.map(({ SubnetIds }) => SubnetIds)).toEqual([['subnet-us-west-2a'], ['subnet-us-west-2a']]);
  });

  test('are looked up where that is asked for', () => {
    const stack = newStack(ENV);
    const endpoints = VpcEndpoints.create({ lookupSupportedAzs: true });
    newApplication(stack, { vpcConfiguration: { vpc: vpcWith(stack, ['eu-west-1a', 'eu-west-1b']), endpoints } });
    expect((
      synth(stack).manifest.missing ?? []).map(({ provider }) => provider,
    )).toContain('endpoint-service-availability-zones');
  });

  test('cannot be looked up in a stack that does not know its environment', () => {
    const stack = newStack();
    const endpoints = VpcEndpoints.create({ lookupSupportedAzs: true });
    expect(() => newApplication(stack, { vpcConfiguration: { vpc: vpcWith(stack, ['eu-west-1a']), endpoints } }))
      .toThrow(/^vpcConfiguration.endpoints lookupSupportedAzs is true, but /);
  });
});

describe('the clients of created endpoints', () => {
  test('are the whole VPC with the ranges that are added to it, also later', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    newApplication(stack, { vpcConfiguration: { vpc } });
    new CfnVPCCidrBlock(stack, 'Second', { vpcId: vpc.vpcId, cidrBlock: '100.64.0.0/16' });
    expect(admittedRanges(stack)).toEqual([{ 'Fn::GetAtt': [logicalId(vpc), 'CidrBlock'] }, '100.64.0.0/16']);
  });

  test('are also the subnets outside of the primary range after a lookup', () => {
    const { app, lookup } = appWithLookup([{ type: 'Private', cidrs: ['10.0.0.0/20', '100.64.0.0/20'] }]);
    const stack = new Stack(app, 'Stack', { env: ENV });
    newApplication(stack, { vpcConfiguration: { vpc: lookup(stack), endpoints: create } });
    expect(admittedRanges(stack)).toEqual(['10.0.0.0/16', '100.64.0.0/20']);
  });

  test.each<[string, (EndpointClients | undefined)[], unknown[]]>([
    ['nothing is said', [undefined, undefined], ['10.9.0.0/16']],
    ['one says applications only', [EndpointClients.applicationsOnly(), undefined], []],
    ['one says the whole VPC', [EndpointClients.applicationsOnly(), EndpointClients.wholeVpc()], ['10.9.0.0/16']],
    [
      'two name others',
      [EndpointClients.of(Peer.ipv4('10.1.0.0/16')), EndpointClients.of(Peer.ipv4('10.2.0.0/16'))],
      ['10.1.0.0/16', '10.2.0.0/16'],
    ],
  ])('are the union of what is said: %s', (_, statements, ranges) => {
    const stack = newStack();
    const vpc = importedVpc(stack);
    statements.forEach((clients, index) =>
      newApplication(stack, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create({ clients }) } }, `Job${index}`));
    expect(admittedRanges(stack)).toEqual(ranges);
  });

  test('are warned of where no range is known and nothing is said', () => {
    const stack = newStack();
    const vpc = importedVpc(stack, 'Imported', { vpcCidrBlock: undefined });
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: create } });
    expect(warnings(stack)).toEqual([expect.stringContaining('the CIDR ranges of the VPC Stack/Imported are not known, '
      + 'so its new interface endpoints admit Flink')]);
  });

  test('may be a group of a stack that needs the VPC\'s, without a cycle', () => {
    const app = new App();
    const [network, other] = ['Network', 'Other'].map(id => new Stack(app, id, { env: ENV }));
    const vpc = isolatedVpc(network);
    const group = new SecurityGroup(other, 'Client', { vpc });
    newApplication(network, {
      vpcConfiguration: { vpc, endpoints: VpcEndpoints.create({ clients: EndpointClients.of(group) }) },
    });
    app.synth();
    expect(network.dependencies).toEqual([]);
    expect(propertiesOf(templateOf(other), INGRESS)).toEqual([expect.objectContaining({ FromPort: 443 })]);
  });

  test('are said to miss other workloads of the app, if only applications are admitted', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const [other, clients] = [isolatedVpc(stack, 'OtherVpc'), EndpointClients.applicationsOnly()];
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create({ clients }) } });
    const lambda = {
      code: Code.fromInline('pass'),
      handler: 'index.main',
      runtime: Runtime.PYTHON_3_13,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
    };
    new LambdaFunction(stack, 'Inside', { ...lambda, vpc });
    new LambdaFunction(stack, 'Elsewhere', { ...lambda, vpc: other });
    new LambdaFunction(stack, 'Admitted', {
      ...lambda, vpc, securityGroups: [FlinkNetwork.of(vpc).clientSecurityGroup],
    });
    const taskDefinition = new FargateTaskDefinition(stack, 'Task');
    taskDefinition.addContainer('Main', { image: ContainerImage.fromRegistry('busybox') });
    new FargateService(stack, 'Service', {
      cluster: new Cluster(stack, 'Cluster', { vpc }), taskDefinition, vpcSubnets: lambda.vpcSubnets,
    });
    expect(warnings(stack).filter(text => text.includes('endpoint-clients'))).toEqual([
      expect.stringContaining('do not admit Stack/Inside/Resource, Stack/Service/Service, which private DNS sends to '
        + 'them'),
    ]);
  });
});

describe('restricted egress reaches endpoints', () => {
  const restricted = (stack: Stack, vpc: IVpc) => new SecurityGroup(stack, 'Own', { vpc, allowAllOutbound: false });
  const outbound = (stack: Stack, prefix: string) => propertiesOf(templateOf(stack), GROUP)
    .filter(({ GroupDescription: description }) => String(description).startsWith(prefix))
    .map(({ SecurityGroupEgress: rules }) => (rules as { CidrIp: string }[]).map(({ CidrIp }) => CidrIp));

  test('in a secondary range too', () => {
    const stack = newStack();
    const vpc = importedVpc(stack);
    new CfnVPCCidrBlock(stack, 'Second', { vpcId: vpc.vpcId, cidrBlock: '100.64.0.0/16' });
    const endpoints = VpcEndpoints.existing({ interfaceServices: [LOGS, MONITORING] });
    newApplication(stack, { vpcConfiguration: { vpc, endpoints, allowAllOutbound: false } });
    expect(outbound(stack, 'Stack/Job/SecurityGroup')).toEqual([['10.9.0.0/16', '100.64.0.0/16']]);
  });

  test('from a group of the user\'s that the app shows to be closed', () => {
    const stack = newStack();
    const vpc = importedVpc(stack);
    const endpoints = VpcEndpoints.existing({ interfaceServices: [LOGS, MONITORING] });
    newApplication(stack, { vpcConfiguration: { vpc, endpoints, securityGroups: [restricted(stack, vpc)] } });
    expect(outbound(stack, 'Stack/Own')).toEqual([['10.9.0.0/16']]);
  });

  test('in another VPC by their addresses', () => {
    const stack = newStack();
    const vpc = importedVpc(stack);
    const endpoints = VpcEndpoints.existing({
      interfaceServices: [LOGS, MONITORING], endpointPeers: [Peer.ipv4('10.100.0.0/24')],
    });
    newApplication(stack, { vpcConfiguration: { vpc, endpoints, securityGroups: [restricted(stack, vpc)] } });
    expect(outbound(stack, 'Stack/Own')).toEqual([['10.100.0.0/24']]);
  });
});

describe('services that go through the NAT gateway', () => {
  const endpoints = VpcEndpoints.create({ egressServices: [LOGS, InterfaceVpcEndpointAwsService.S3] });

  test('get no endpoint', () => {
    const stack = newStack();
    newApplication(stack, { vpcConfiguration: { vpc: new Vpc(stack, 'Vpc', { maxAzs: 2 }), endpoints } });
    expect(endpointServices(templateOf(stack), 'Interface')).toEqual(['monitoring']);
    expect(endpointServices(templateOf(stack), 'Gateway')).toEqual([]);
  });

  test('need not be listed', () => {
    const stack = newStack();
    const egressServices = [LOGS, InterfaceVpcEndpointAwsService.S3];
    const listed = VpcEndpoints.existing({ interfaceServices: [MONITORING], gatewayServices: [], egressServices });
    expect(() =>
      newApplication(stack, { vpcConfiguration: { vpc: importedVpc(stack), endpoints: listed } })).not.toThrow();
  });
});

describe('the client group of a platform', () => {
  test('that is given as a group is carried, and not opened to databases', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const network = new FlinkNetwork(stack, 'Network', { vpc });
    const application = newApplication(stack, {
      vpcConfiguration: { vpc, securityGroups: [network.clientSecurityGroup] },
    });
    expect(application.securityGroups).toContain(network.clientSecurityGroup);
    expect(application.connections.securityGroups).not.toContain(network.clientSecurityGroup);
    expect(application.connections.securityGroups).toHaveLength(1);
  });
});

describe('the ids of what a VPC gets', () => {
  const build = (imports: string[], applications: string[], vpcOf = importedVpc) => {
    const stack = newStack();
    const vpcs = imports.map(id => vpcOf(stack, id));
    applications.forEach((id, index) =>
      newApplication(stack, { vpcConfiguration: { vpc: vpcs[index % vpcs.length], endpoints: create } }, id));
    return endpointIds(stack);
  };

  test('do not depend on the names of imports, nor on the order or number of applications', () => {
    const ids = build(['Vpc'], ['One', 'Two']);
    expect(build(['Renamed'], ['One', 'Two'])).toEqual(ids);
    expect(build(['Vpc'], ['Two', 'One'])).toEqual(ids);
    expect(build(['Vpc', 'Again'], ['Two'])).toEqual(ids);
    expect(build(['Again', 'Vpc'], ['One', 'Two'])).toEqual(ids);
  });

  test('are those of an explicit network in its place', () => {
    const explicit = newStack();
    const [implicit, vpc] = [newStack(), isolatedVpc(explicit)];
    newApplication(implicit, { vpcConfiguration: { vpc: isolatedVpc(implicit) } });
    new FlinkNetwork(vpc, 'ManagedFlink', { vpc });
    newApplication(explicit, { vpcConfiguration: { vpc } });
    expect(endpointIds(explicit)).toEqual(endpointIds(implicit));
  });
});

describe('a network', () => {
  test.each<[string, (stack: Stack, vpc: Vpc) => void, string]>([
    [
      'is made',
      (stack, vpc) => { new FlinkNetwork(stack, 'First', { vpc }); },
      'can have only one and has Stack/First already',
    ],
    [
      'is used',
      (stack, vpc) => { newApplication(stack, { vpcConfiguration: { vpc } }); },
      'is used already and Stack/Vpc/ManagedFlink was created as its network',
    ],
  ])('cannot be made after the VPC %s', (_, before, message) => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    before(stack, vpc);
    expect(() => new FlinkNetwork(vpc, 'ManagedFlink', { vpc })).toThrow(
      `the FlinkNetwork ManagedFlink cannot be created, since the VPC Stack/Vpc ${message}`);
  });

  test('has the baseline and what is asked for', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const network = new FlinkNetwork(stack, 'Network', {
      vpc, interfaceServices: [InterfaceVpcEndpointAwsService.KINESIS_STREAMS],
    });
    expect(
      network.interfaceServices.map(({ shortName }) => shortName),
    ).toEqual(['logs', 'monitoring', 'kinesis-streams']);
    expect(endpointServices(templateOf(stack), 'Interface')).toEqual(['kinesis-streams', 'logs', 'monitoring']);
  });

  test('in the stack of another import is warned of, unless it is pinned', () => {
    const app = new App();
    const [one, two] = ['One', 'Two'].map(id => new Stack(app, id, { env: ENV }));
    const importIn = (stack: Stack) => importedVpc(stack, 'Imported');
    newApplication(one, { vpcConfiguration: { vpc: importIn(one), endpoints: create } });
    newApplication(two, { vpcConfiguration: { vpc: importIn(two), endpoints: create } });
    expect(warningTopics(two)).toEqual(['network-home']);
    const pinned = new Stack(new App(), 'Pinned', { env: ENV });
    FlinkNetwork.of(importedVpc(pinned));
    const second = new Stack(pinned.node.root as App, 'Second', { env: ENV });
    newApplication(second, { vpcConfiguration: { vpc: importedVpc(second), endpoints: create } });
    expect(warningTopics(second)).toEqual([]);
  });

  test('is found by another copy of the library', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const endpoints = { baselineInterfaceServices: [InterfaceVpcEndpointAwsService.KMS] };
    newApplication(stack, { vpcConfiguration: { vpc } }, 'One');
    const copy = copyOfLibrary();
    expect(copy.FlinkNetwork).not.toBe(FlinkNetwork);
    expect(copy.FlinkNetwork.of(vpc)).toBe(FlinkNetwork.of(vpc));
    new copy.FlinkApplication(stack, 'Two', {
      runtime: copy.FlinkRuntime.FLINK_1_20,
      code: copy.ApplicationCode.fromBucket(Bucket.fromBucketName(stack, 'Code', 'artifacts'), 'job.jar'),
      vpcConfiguration: { vpc, endpoints: copy.VpcEndpoints.create(endpoints) },
    });
    expect(endpointServices(templateOf(stack), 'Interface')).toEqual(['kms', 'logs', 'monitoring']);
  });
});

test('an own endpoint in the stack of the jobs, a looked-up VPC and applications in nested stacks make no circle', () => {
  const { app, lookup } = appWithLookup([{ type: 'Private', cidrs: ['10.0.0.0/20', '10.0.16.0/20'] }]);
  const stage = new Stage(app, 'Stage', { env: ENV });
  const jobs = new Stack(stage, 'Jobs');
  const nested = ['One', 'Two'].map(id => new NestedStack(jobs, id));
  new InterfaceVpcEndpoint(jobs, 'Mine', { vpc: lookup(jobs), service: LOGS, open: false });
  nested.forEach(stack => newApplication(stack, { vpcConfiguration: { vpc: lookup(stack), endpoints: create } }));
  stage.synth();
  expect([jobs, ...nested].flatMap(stack => cycles(templateOf(stack)))).toEqual([]);
  expect(
    propertiesOf(templateOf(nested[0]), EGRESS).length + propertiesOf(templateOf(jobs), EGRESS).length,
  ).toBeGreaterThan(0);
});
