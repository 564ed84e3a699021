import { App, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { InterfaceVpcEndpointAwsService, ISecurityGroup, Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { VpcEndpoints } from '../../src';
import {
  APPLICATION, applicationInVpc, appWithLookup, EGRESS, ENV, expectRefusal,
  GROUP, importedVpc, INGRESS, isolatedVpc, logicalId, newApplication, newStack,
  propertiesOf, resourcesOf, templateOf,
} from '../helpers';

const none = VpcEndpoints.none();
const { CLOUDWATCH_LOGS: LOGS, CLOUDWATCH_MONITORING: MONITORING } = InterfaceVpcEndpointAwsService;

function groupIdsIn(stack: Stack): unknown[] {
  const [properties] = propertiesOf(templateOf(stack), APPLICATION);
  return (
    properties.ApplicationConfiguration as { VpcConfigurations: { SecurityGroupIds: unknown[] }[] }
  ).VpcConfigurations[0].SecurityGroupIds;
}

function groups(stack: Stack, count: number): ISecurityGroup[] {
  return Array.from({ length: count }, (_, index) =>
    SecurityGroup.fromSecurityGroupId(stack, `Group${index}`, `sg-${index}`));
}

describe('the group of an application', () => {
  test('lets it connect to anything, and nothing connect to it', () => {
    const { stack, application } = applicationInVpc({}, { endpoints: none });
    expect(propertiesOf(templateOf(stack), GROUP)).toEqual([{
      GroupDescription: 'Stack/Job/SecurityGroup',
      SecurityGroupEgress: [
        { CidrIp: '0.0.0.0/0', Description: 'Allow all outbound traffic by default', IpProtocol: '-1' },
      ],
      VpcId: { Ref: expect.stringMatching(/^Vpc/) },
    }]);
    expect(application.connections.securityGroups).toEqual(application.securityGroups);
  });

  test('is closed where that is asked for, and the endpoints are reached through the client group', () => {
    const { stack, application } = applicationInVpc({}, { allowAllOutbound: false });
    const [own, clients] = application.securityGroups;
    const template = Template.fromStack(stack);
    template.hasResourceProperties(GROUP, {
      GroupDescription: 'Stack/Job/SecurityGroup',
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '255.255.255.255/32' })],
    });
    expect(propertiesOf(templateOf(stack), EGRESS)).toEqual([
      expect.objectContaining({
        GroupId: { 'Fn::GetAtt': [logicalId(clients), 'GroupId'] }, FromPort: 443, ToPort: 443,
      }),
    ]);
    expect(application.connections.securityGroups).toEqual([own]);
  });

  test('of two applications differ, and neither is open to the other', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: none } }, 'One');
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: none } }, 'Two');
    expect(resourcesOf(templateOf(stack), GROUP)).toHaveLength(2);
    expect(resourcesOf(templateOf(stack), INGRESS)).toEqual([]);
  });

  test('takes rules to peers', () => {
    const { stack, vpc, application } = applicationInVpc();
    const brokers = new SecurityGroup(stack, 'Brokers', { vpc });
    brokers.connections.allowFrom(application, Port.tcp(9098), 'Flink');
    Template.fromStack(stack).hasResourceProperties(INGRESS, {
      GroupId: { 'Fn::GetAtt': [logicalId(brokers), 'GroupId'] },
      SourceSecurityGroupId: { 'Fn::GetAtt': [logicalId(application.securityGroups[0]), 'GroupId'] },
      FromPort: 9098,
    });
  });
});

describe('groups of the user', () => {
  test('are carried, with the client group beside them', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const own = [
      new SecurityGroup(stack, 'Mine', { vpc }),
      SecurityGroup.fromSecurityGroupId(stack, 'Theirs', 'sg-1', { mutable: false }),
    ];
    const application = newApplication(stack, { vpcConfiguration: { vpc, securityGroups: own } });
    expect(groupIdsIn(stack)).toEqual([
      { 'Fn::GetAtt': [logicalId(own[0]), 'GroupId'] },
      'sg-1',
      { 'Fn::GetAtt': [logicalId(application.securityGroups[2]), 'GroupId'] },
    ]);
    expect(application.connections.securityGroups).toEqual(own);
  });

  test('get no rules of ours', () => {
    const stack = newStack();
    newApplication(stack, { vpcConfiguration: { vpc: isolatedVpc(stack), securityGroups: groups(stack, 2) } });
    expect(
      JSON.stringify(propertiesOf(templateOf(stack), INGRESS).concat(propertiesOf(templateOf(stack), EGRESS))),
    ).not.toContain('sg-');
  });

  test('given twice are carried once', () => {
    const stack = newStack();
    const [one] = groups(stack, 1);
    const again = SecurityGroup.fromSecurityGroupId(stack, 'Again', 'sg-0');
    newApplication(stack, {
      vpcConfiguration: { vpc: importedVpc(stack), endpoints: none, securityGroups: [one, again, one] },
    });
    expect(groupIdsIn(stack)).toEqual(['sg-0']);
  });

  test('of lists that are only known when deployed pass', () => {
    const stack = newStack();
    const ids = new CfnParameter(stack, 'Groups', { type: 'List<AWS::EC2::SecurityGroup::Id>' }).valueAsList;
    const group = SecurityGroup.fromSecurityGroupId(stack, 'Group', Fn.select(0, ids));
    newApplication(stack, { vpcConfiguration: { vpc: importedVpc(stack), endpoints: none, securityGroups: [group] } });
    expect(groupIdsIn(stack)).toEqual([{ 'Fn::Select': [0, { Ref: 'Groups' }] }]);
  });

  test.each([
    [4, VpcEndpoints.create(), 5],
    [5, none, 5],
    [5, VpcEndpoints.existing({ interfaceServices: [], baselineInterfaceServices: [] }), 5],
  ])('%i are carried with %p', (count, endpoints, carried) => {
    const stack = newStack();
    newApplication(stack, {
      vpcConfiguration: { vpc: isolatedVpc(stack), endpoints, securityGroups: groups(stack, count) },
    });
    expect(groupIdsIn(stack)).toHaveLength(carried);
  });

  const tooMany = 'vpcConfiguration.securityGroups is ';
  test.each<[number, VpcEndpoints, string]>([
    [5, VpcEndpoints.create(), `${tooMany}"5 groups and the client group of the endpoints", but must be at most 5 `
      + 'groups in all: write at most 4 groups, or `endpoints: VpcEndpoints.none()` [at Stack/Job]'],
    [6, none, `${tooMany}"6 groups", but must be at most 5 groups in all: write at most 5 groups [at Stack/Job]`],
    [0, none, `${tooMany}[], but must be a list of 1 to 5 security groups: write at least one group, or leave it out to have `
      + 'one created [at Stack/Job]'],
  ])('%i are refused', (count, endpoints, message) => {
    const stack = newStack();
    expectRefusal(
      stack,
      { vpcConfiguration: { vpc: isolatedVpc(stack), endpoints, securityGroups: groups(stack, count) } },
      message,
    );
  });

  test('5 are refused where the groups of existing endpoints make a client group', () => {
    const stack = newStack();
    const endpoints = VpcEndpoints.existing({
      interfaceServices: [], baselineInterfaceServices: [], securityGroups: groups(stack, 1),
    });
    const own = Array.from({ length: 5 }, (_, index) =>
      SecurityGroup.fromSecurityGroupId(stack, `Own${index}`, `sg-own${index}`));
    expectRefusal(
      stack,
      { vpcConfiguration: { vpc: isolatedVpc(stack), endpoints, securityGroups: own } },
      /^vpcConfiguration\.securityGroups is "5 groups and the client group/,
    );
  });

  test.each([true, false])('contradict allowAllOutbound: %p', allowAllOutbound => {
    const stack = newStack();
    expectRefusal(stack, { vpcConfiguration: { vpc: isolatedVpc(stack), securityGroups: groups(stack, 1), allowAllOutbound } },
      `vpcConfiguration.allowAllOutbound is ${allowAllOutbound}, but it only applies to the group that is created, and `
      + 'vpcConfiguration.securityGroups is given: leave out one of them, and set the outbound rules on your own '
      + 'groups [at Stack/Job]');
  });

  test('of another VPC are refused', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const other = new SecurityGroup(stack, 'Wrong', { vpc: isolatedVpc(stack, 'Other') });
    expectRefusal(stack, { vpcConfiguration: { vpc, securityGroups: [other] } },
      'vpcConfiguration.securityGroups is "Stack/Wrong", but must be groups of the VPC Stack/Vpc, and this one belongs '
      + 'to Stack/Other/Resource: write a group of that VPC [at Stack/Job]');
  });
});

describe('a closed application and existing endpoints', () => {
  const existing = (securityGroups?: ISecurityGroup[]) =>
    VpcEndpoints.existing({ interfaceServices: [LOGS, MONITORING], securityGroups });

  test('reaches them in the range of the VPC where their groups are not known', () => {
    const stack = newStack();
    newApplication(stack, {
      vpcConfiguration: { vpc: importedVpc(stack), endpoints: existing(), allowAllOutbound: false },
    });
    expect(propertiesOf(templateOf(stack), GROUP)[0].SecurityGroupEgress).toEqual([
      { CidrIp: '10.9.0.0/16', Description: 'VPC endpoints', FromPort: 443, IpProtocol: 'tcp', ToPort: 443 },
    ]);
  });

  test.each<[string, boolean, ISecurityGroup[] | 'none']>([
    ['open', true, []],
    ['closed, with endpoints whose groups are known', false, 'none'],
  ])('needs no range of the VPC where it is %s', (_, allowAllOutbound, given) => {
    const stack = newStack();
    const endpoints = existing(given === 'none' ? groups(stack, 1) : given);
    const vpc = importedVpc(stack, 'Imported', { vpcCidrBlock: undefined });
    expect(
      newApplication(stack, { vpcConfiguration: { vpc, endpoints, allowAllOutbound } }).securityGroups,
    ).toHaveLength(given === 'none' ? 2 : 1);
  });

  test('needs no range of the VPC where no interface endpoints are listed', () => {
    const stack = newStack();
    const endpoints = VpcEndpoints.existing({
      interfaceServices: [], baselineInterfaceServices: [], baselineGatewayServices: [],
    });
    const vpc = importedVpc(stack, 'Imported', { vpcCidrBlock: undefined });
    newApplication(stack, { vpcConfiguration: { vpc, endpoints, allowAllOutbound: false } });
    expect(
      propertiesOf(templateOf(stack), GROUP)[0].SecurityGroupEgress,
    ).toEqual([expect.objectContaining({ CidrIp: '255.255.255.255/32' })]);
  });

  test('reaches them through the client group where their groups are known', () => {
    const stack = newStack();
    const endpoints = existing(groups(stack, 1));
    const application = newApplication(stack, {
      vpcConfiguration: { vpc: importedVpc(stack), endpoints, allowAllOutbound: false },
    });
    const clients = { 'Fn::GetAtt': [logicalId(application.securityGroups[1]), 'GroupId'] };
    expect(propertiesOf(templateOf(stack), INGRESS)).toEqual([
      expect.objectContaining({ GroupId: 'sg-0', SourceSecurityGroupId: clients, FromPort: 443 }),
    ]);
    expect(propertiesOf(templateOf(stack), EGRESS)).toEqual([
      expect.objectContaining({ GroupId: clients, DestinationSecurityGroupId: 'sg-0', FromPort: 443 }),
    ]);
  });

  test('is refused where neither can be known', () => {
    const stack = newStack();
    expectRefusal(stack, { vpcConfiguration: { vpc: importedVpc(stack, 'Imported', { vpcCidrBlock: undefined }), endpoints: existing(), allowAllOutbound: false } },
      'vpcConfiguration.allowAllOutbound is false, but neither the security groups of the existing endpoints nor the '
      + 'CIDR range of the VPC is known, so nothing can be opened to reach them: write `VpcEndpoints.existing({ ..., '
      + 'securityGroups: [...] })`, or give `vpcCidrBlock` when importing the VPC [at Stack/Job]');
  });

  test('reaches gateway services by their prefix lists, in every mode that has them', () => {
    const stack = newStack();
    const endpoints = VpcEndpoints.create({ gatewayPrefixListIds: { s3: 'pl-1', dynamodb: 'pl-2' } });
    const application = newApplication(
      stack, { vpcConfiguration: { vpc: isolatedVpc(stack), endpoints, allowAllOutbound: false } }, 'One',
    );
    newApplication(stack, {
      vpcConfiguration: {
        vpc: isolatedVpc(stack, 'Second'),
        endpoints: VpcEndpoints.existing({
          interfaceServices: [], baselineInterfaceServices: [], gatewayPrefixListIds: { s3: 'pl-1' },
        }),
      },
    }, 'Two');
    const clients = { 'Fn::GetAtt': [logicalId(application.securityGroups[1]), 'GroupId'] };
    const toLists = propertiesOf(templateOf(stack), EGRESS).filter(rule => rule.DestinationPrefixListId !== undefined);
    expect(toLists.map(rule => rule.DestinationPrefixListId)).toEqual(['pl-1', 'pl-2', 'pl-1']);
    expect(toLists[0]).toMatchObject({ GroupId: clients, FromPort: 443, ToPort: 443, IpProtocol: 'tcp' });
    expect(application.securityGroups).toHaveLength(2);
  });

  test('leaves groups that are not ours to change as they are', () => {
    const stack = newStack();
    const group = SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1', { mutable: false });
    newApplication(stack, { vpcConfiguration: { vpc: importedVpc(stack), endpoints: existing([group]) } });
    expect(resourcesOf(templateOf(stack), INGRESS)).toEqual([]);
    expect(resourcesOf(templateOf(stack), EGRESS)).toHaveLength(1);
  });

  test('are opened on the ports of the services that are listed', () => {
    const stack = newStack();
    const interfaceServices = [LOGS, MONITORING, InterfaceVpcEndpointAwsService.KEYSPACES];
    const endpoints = VpcEndpoints.existing({ interfaceServices, securityGroups: groups(stack, 1) });
    newApplication(stack, { vpcConfiguration: { vpc: importedVpc(stack), endpoints } });
    expect(propertiesOf(templateOf(stack), INGRESS).map(rule => rule.FromPort)).toEqual([443, 9142]);
  });

  test('that only some are of, with the rest to be created, are reached in the range of the VPC', () => {
    const stack = newStack();
    const endpoints = VpcEndpoints.create({ existing: { interfaceServices: [LOGS] } });
    newApplication(stack, { vpcConfiguration: { vpc: importedVpc(stack), endpoints, allowAllOutbound: false } });
    const own = propertiesOf(templateOf(stack), GROUP)
      .find(({ GroupDescription }) => String(GroupDescription).startsWith('Stack/Job'));
    expect(own?.SecurityGroupEgress).toEqual([expect.objectContaining({ CidrIp: '10.9.0.0/16', FromPort: 443 })]);
  });

  test('with a group of another VPC are refused', () => {
    const stack = newStack();
    const endpoints = existing([new SecurityGroup(stack, 'Foreign', { vpc: isolatedVpc(stack, 'Other') })]);
    expectRefusal(stack, { vpcConfiguration: { vpc: importedVpc(stack), endpoints } },
      'vpcConfiguration.endpoints securityGroups is "Stack/Foreign", but must be groups of the VPC Stack/Imported, and '
      + 'this one belongs to Stack/Other/Resource: write a group of that VPC [at Stack/Job]');
  });
});

test.each<[Record<string, string>, string]>([
  [{ S3: 'pl-1' }, 'gatewayPrefixListIds is "S3", but must be a map whose keys are s3, dynamodb, s3express: write `{ '
    + 's3: \'pl-...\' }`'],
  ...['nonsense', 'pl-1x', 'xpl-1'].map((id): [Record<string, string>, string] => [
    { s3: id }, `gatewayPrefixListIds.s3 is "${id}", but must be the id of a prefix list, pl-...: write the id that `
      + '`aws ec2 describe-managed-prefix-lists` shows for s3',
  ]),
])('prefix lists that cannot be are refused: %p', (gatewayPrefixListIds, message) => {
  const stack = newStack();
  const endpoints = VpcEndpoints.create({ gatewayPrefixListIds });
  expectRefusal(stack, { vpcConfiguration: { vpc: isolatedVpc(stack), endpoints } }, 'vpcConfiguration.endpoints '
    + `${message} [at Stack/Job]`);
});

test('a prefix list that is only known at deployment passes', () => {
  const stack = newStack();
  const s3 = new CfnParameter(stack, 'PrefixList').valueAsString;
  newApplication(stack, {
    vpcConfiguration: { vpc: isolatedVpc(stack), endpoints: VpcEndpoints.create({ gatewayPrefixListIds: { s3 } }) },
  });
  expect(propertiesOf(templateOf(stack), EGRESS)).toContainEqual(
    expect.objectContaining({ DestinationPrefixListId: { Ref: 'PrefixList' } }),
  );
});

describe('the region', () => {
  test('of another VPC is refused', () => {
    const app = new App();
    const network = new Stack(app, 'Network', { env: { ...ENV, region: 'us-east-1' } });
    const stack = new Stack(app, 'Stack', { env: ENV });
    expectRefusal(stack, { vpcConfiguration: { vpc: isolatedVpc(network) } },
      'vpcConfiguration.vpc is "Network/Vpc in us-east-1", but must be a VPC of the application\'s region, eu-west-1: '
      + 'write a VPC of that region, or put the application into a stack of the VPC\'s region [at Stack/Job]');
  });

  test('that is not known passes', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const vpc = Vpc.fromVpcAttributes(new Stack(app, 'Network', { env: ENV }), 'Vpc', {
      vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], privateSubnetIds: ['subnet-1'],
    });
    expect(newApplication(stack, { vpcConfiguration: { vpc, endpoints: none } }).subnets).toHaveLength(1);
  });
});

describe('an imported VPC', () => {
  test('by its attributes needs no CIDR and no route tables where nothing is created', () => {
    const stack = newStack();
    const vpc = importedVpc(stack, 'Imported', { vpcCidrBlock: undefined, privateSubnetRouteTableIds: undefined });
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: none } });
    expect(
      Object.values(templateOf(stack).Resources).map(({ Type }) => Type).filter(type => type.startsWith('AWS::EC2')),
    ).toEqual([GROUP]);
    expect(propertiesOf(templateOf(stack), GROUP)[0].VpcId).toBe('vpc-0123abcd');
  });

  test('by its attributes needs no CIDR where endpoints are created', () => {
    const stack = newStack();
    newApplication(stack, {
      vpcConfiguration: {
        vpc: importedVpc(stack, 'Imported', { vpcCidrBlock: undefined }), endpoints: VpcEndpoints.create(),
      },
    });
    expect(propertiesOf(templateOf(stack), 'AWS::EC2::VPCEndpoint')).toEqual(expect.arrayContaining([
      expect.objectContaining({
        VpcEndpointType: 'Interface',
        VpcId: 'vpc-0123abcd',
        SubnetIds: ['subnet-a', 'subnet-b'],
        PrivateDnsEnabled: true,
      }),
      expect.objectContaining({ VpcEndpointType: 'Gateway', VpcId: 'vpc-0123abcd', RouteTableIds: ['rtb-a', 'rtb-b'] }),
    ]));
  });

  test('by a lookup gets what it lacks', () => {
    const { app, lookup } = appWithLookup([
      { type: 'Private', cidrs: ['10.0.0.0/20', '10.0.16.0/20'] }, { type: 'Isolated', cidrs: ['10.0.32.0/20'] },
    ]);
    const stack = new Stack(app, 'Stack', { env: ENV });
    newApplication(stack, { vpcConfiguration: { vpc: lookup(stack), endpoints: VpcEndpoints.create() } });
    expect(propertiesOf(templateOf(stack), 'AWS::EC2::VPCEndpoint')).toEqual(expect.arrayContaining([
      expect.objectContaining({ VpcEndpointType: 'Interface', SubnetIds: ['subnet-private0', 'subnet-private1'] }),
      expect.objectContaining({
        VpcEndpointType: 'Gateway', RouteTableIds: ['rtb-private0', 'rtb-private1', 'rtb-isolated0'],
      }),
    ]));
  });
});
