import { CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { ISubnet, IVpc, PrivateSubnet, Subnet, SubnetSelection, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { VpcEndpoints } from '../../src/index';
import {
  APPLICATION, appWithLookup, ENV, expectRefusal, importedVpc, isolatedVpc,
  newApplication, newStack, propertiesOf, synth, templateOf, warnings, warningTopics,
} from '../helpers';
import { missingOrder } from '../helpers/deployment-order';

const none = VpcEndpoints.none();
const { PRIVATE_WITH_EGRESS, PRIVATE_ISOLATED, PUBLIC } = SubnetType;
const vpcOf = (scope: Construct, ...types: SubnetType[]) => new Vpc(scope, 'Vpc', {
  maxAzs: 2,
  natGateways: types.includes(PRIVATE_WITH_EGRESS) ? 1 : 0,
  subnetConfiguration: types.map(subnetType => ({ name: subnetType, subnetType })),
});

function subnetIdsIn(stack: Stack): unknown {
  const [properties] = propertiesOf(templateOf(stack), APPLICATION);
  return (
    properties.ApplicationConfiguration as { VpcConfigurations: { SubnetIds: unknown }[] }
  ).VpcConfigurations[0].SubnetIds;
}

const publicOnly = 'vpcConfiguration.vpc has public subnets only, in which a Flink application has no internet access: '
  + 'add subnets of type PRIVATE_WITH_EGRESS or PRIVATE_ISOLATED to the VPC, or accept it with `allowPublicSubnet: '
  + 'true` [at Stack/Job]';
const noSubnet = 'vpcConfiguration.vpcSubnets selects no subnet: select 1 to 16 subnets of the VPC, for example '
  + '`vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED }`, and give their ids when you import the VPC by its '
  + 'attributes [at Stack/Job]';

describe('by default', () => {
  test.each<[string, SubnetType[], keyof IVpc]>([
    ['private ones with egress', [PUBLIC, PRIVATE_WITH_EGRESS, PRIVATE_ISOLATED], 'privateSubnets'],
    ['isolated ones where there is no egress', [PUBLIC, PRIVATE_ISOLATED], 'isolatedSubnets'],
    ['isolated ones where there is nothing else', [PRIVATE_ISOLATED], 'isolatedSubnets'],
  ])('%s', (_, types, expected) => {
    const stack = newStack();
    const vpc = vpcOf(stack, ...types);
    expect(newApplication(stack, { vpcConfiguration: { vpc } }).subnets).toEqual(vpc[expected]);
  });

  test('a VPC with public subnets only is refused', () => {
    const stack = newStack();
    expectRefusal(stack, { vpcConfiguration: { vpc: vpcOf(stack, PUBLIC) } }, publicOnly);
  });

  test('public subnets are taken where there is nothing else and they are accepted', () => {
    const stack = newStack();
    const vpc = vpcOf(stack, PUBLIC);
    expect(
      newApplication(stack, { vpcConfiguration: { vpc, allowPublicSubnet: true } }).subnets,
    ).toEqual(vpc.publicSubnets);
  });

  test('private ones are preferred to public ones, even where those are accepted', () => {
    const stack = newStack();
    const vpc = vpcOf(stack, PUBLIC, PRIVATE_ISOLATED);
    expect(
      newApplication(stack, { vpcConfiguration: { vpc, allowPublicSubnet: true } }).subnets,
    ).toEqual(vpc.isolatedSubnets);
  });

  test('a VPC that was imported without subnets is refused', () => {
    const stack = newStack();
    const vpc = Vpc.fromVpcAttributes(stack, 'Imported', { vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'] });
    expectRefusal(stack, { vpcConfiguration: { vpc, endpoints: none } }, noSubnet);
  });
});

test('a selection that the VPC does not know is refused by the name of the property', () => {
  const stack = newStack();
  expectRefusal(stack, { vpcConfiguration: { vpc: isolatedVpc(stack), vpcSubnets: { subnetGroupName: 'None' } } },
    /^vpcConfiguration\.vpcSubnets cannot be selected from the VPC Stack\/Vpc: There are no subnet groups with name 'None' in this VPC.* \[at Stack\/Job\]$/s);
});

describe('public subnets', () => {
  const PUBLIC_AND_ISOLATED = [PUBLIC, PRIVATE_ISOLATED];
  const selections: [string, (vpc: Vpc, stack: Stack) => SubnetSelection][] = [
    ['type', () => ({ subnetType: PUBLIC })],
    ['group', () => ({ subnetGroupName: 'Public' })],
    ['object', vpc => ({ subnets: [...vpc.isolatedSubnets, vpc.publicSubnets[0]] })],
    [
      'import of its id',
      (vpc, stack) => ({ subnets: [Subnet.fromSubnetId(stack, 'Again', vpc.publicSubnets[0].subnetId)] }),
    ],
  ];

  test.each(selections)('selected by %s are refused', (how, select) => {
    const stack = newStack();
    const vpc = vpcOf(stack, ...PUBLIC_AND_ISOLATED);
    const got = how === 'import of its id' ? 'Stack/Again' : 'Stack/Vpc/PublicSubnet1';
    expectRefusal(stack, { vpcConfiguration: { vpc, vpcSubnets: select(vpc, stack) } },
      `vpcConfiguration.vpcSubnets is "${got}", but must be private subnets, since the network interfaces of a Flink `
      + 'application get no public address: write `vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS }`, or '
      + 'accept it with `allowPublicSubnet: true` [at Stack/Job]');
  });

  test.each(selections)('selected by %s are taken where they are accepted', (_, select) => {
    const stack = newStack();
    const vpc = vpcOf(stack, ...PUBLIC_AND_ISOLATED);
    const vpcConfiguration = { vpc, vpcSubnets: select(vpc, stack), allowPublicSubnet: true, endpoints: none };
    expect(() => newApplication(stack, { vpcConfiguration })).not.toThrow();
  });

  test('of an imported VPC are named by their id', () => {
    const own = newStack();
    const imported = importedVpc(own, 'Imported', { publicSubnetIds: ['subnet-p', 'subnet-q'] });
    expectRefusal(own, { vpcConfiguration: { vpc: imported, endpoints: none, vpcSubnets: { subnetType: PUBLIC } } },
      /^vpcConfiguration\.vpcSubnets is "subnet-p \(Stack\/Imported\/PublicSubnet1\)", but must be private subnets/);
  });
});

describe('their number', () => {
  /** An imported VPC, and so many subnets in two zones. */
  const withSubnets = (count: number) => {
    const stack = newStack();
    const subnets = Array.from({ length: count }, (_, index) =>
      Subnet.fromSubnetAttributes(stack, `Subnet${index}`, { subnetId: `subnet-${index}`, availabilityZone: `eu-west-1${'ab'[index % 2]}` }));
    return { stack, vpc: importedVpc(stack), subnets };
  };

  test.each([1, 16])('%i are taken', count => {
    const { stack, vpc, subnets } = withSubnets(count);
    expect(
      newApplication(stack, { vpcConfiguration: { vpc, endpoints: none, vpcSubnets: { subnets } } }).subnets,
    ).toHaveLength(count);
  });

  test.each<[number, string]>([
    [0, noSubnet],
    [17, 'vpcConfiguration.vpcSubnets is "17 subnets", but must be 1 to 16 subnets: write a selection that gives '
      + 'fewer, for example `vpcSubnets: { onePerAz: true }` [at Stack/Job]'],
  ])('none, or more, are refused: %i', (count, message) => {
    const { stack, vpc, subnets } = withSubnets(count);
    expectRefusal(stack, { vpcConfiguration: { vpc, endpoints: none, vpcSubnets: { subnets } } }, message);
  });

  test('one that is given twice counts once', () => {
    const { stack, vpc, subnets } = withSubnets(16);
    const again = Subnet.fromSubnetId(stack, 'Again', 'subnet-0');
    const vpcSubnets = { subnets: [...subnets, again] };
    expect(newApplication(stack, { vpcConfiguration: { vpc, endpoints: none, vpcSubnets } }).subnets).toHaveLength(16);
  });
});

describe('of another VPC', () => {
  const withVpc = () => {
    const stack = newStack();
    return { stack, vpc: isolatedVpc(stack) };
  };
  const message = (got: string, home: string) =>
    `vpcConfiguration.vpcSubnets is "${got}", but must be subnets of the VPC Stack/Vpc, and this one belongs to `
    + `${home}: write a selection of subnets of that VPC [at Stack/Job]`;

  test('of the app are refused', () => {
    const { stack, vpc } = withVpc();
    const other = isolatedVpc(stack, 'Other');
    expectRefusal(
      stack,
      { vpcConfiguration: { vpc, vpcSubnets: { subnets: other.isolatedSubnets } } },
      message('Stack/Other/IsolatedSubnet1', 'Stack/Other/Resource'),
    );
  });

  test('that was imported are refused', () => {
    const { stack, vpc } = withVpc();
    const other = importedVpc(stack);
    expectRefusal(stack, { vpcConfiguration: { vpc, vpcSubnets: { subnets: other.privateSubnets } } },
      message('subnet-a (Stack/Imported/PrivateSubnet1)', 'vpc-0123abcd'));
  });

  test('made with the id of a VPC are refused, and of the right VPC taken', () => {
    const { stack, vpc } = withVpc();
    const subnet = (id: string, vpcId: string) => new PrivateSubnet(stack, id, {
      vpcId, availabilityZone: 'eu-west-1a', cidrBlock: '10.0.250.0/24',
    });
    expectRefusal(
      stack,
      { vpcConfiguration: { vpc, vpcSubnets: { subnets: [subnet('Wrong', 'vpc-9')] } } },
      message('Stack/Wrong', 'vpc-9'),
    );
    const right = subnet('Right', vpc.vpcId);
    expect(
      newApplication(stack, { vpcConfiguration: { vpc, vpcSubnets: { subnets: [right] } } }, 'Extra').subnets,
    ).toEqual([right]);
  });

  test('are not seen in an id alone', () => {
    const { stack, vpc } = withVpc();
    const subnet = Subnet.fromSubnetAttributes(stack, 'Unknown', {
      subnetId: 'subnet-9', availabilityZone: 'eu-west-1a',
    });
    expect(
      newApplication(
        stack, { vpcConfiguration: { vpc, endpoints: none, vpcSubnets: { subnets: [subnet] } } }, 'ById',
      ).subnets,
    ).toEqual([subnet]);
  });
});

describe('one availability zone', () => {
  const text = 'all subnets of the application are in one availability zone, so it fails with that zone: select '
    + 'subnets in two or more zones';

  test('is warned of', () => {
    const stack = newStack();
    newApplication(stack, { vpcConfiguration: { vpc: isolatedVpc(stack, 'Vpc', { maxAzs: 1 }) } });
    expect(warningTopics(stack)).toEqual(['single-availability-zone']);
    expect(warnings(stack)).toEqual([`${text} [ack: cdk-managed-flink:single-availability-zone]`]);
  });

  test.each<[string, (stack: Stack) => ISubnet[], string[]]>([
    [
      'two subnets of one zone',
      stack => ['a', 'a'].map((zone, index) => zoned(stack, index, zone)),
      ['single-availability-zone'],
    ],
    ['two zones', stack => ['a', 'b'].map((zone, index) => zoned(stack, index, zone)), []],
    ['one subnet of an unknown zone', stack => [zoned(stack, 0)], ['single-availability-zone']],
    ['two subnets of unknown zones', stack => [zoned(stack, 0), zoned(stack, 1)], []],
    ['one of two zones unknown', stack => [zoned(stack, 0, 'a'), zoned(stack, 1)], []],
  ])('%s', (_, subnets, topics) => {
    const stack = newStack();
    newApplication(stack, {
      vpcConfiguration: { vpc: importedVpc(stack), endpoints: none, vpcSubnets: { subnets: subnets(stack) } },
    });
    expect(warningTopics(stack)).toEqual(topics);
  });
});

describe('imported', () => {
  test('looked-up ones are taken by kind', () => {
    const { app, lookup } = appWithLookup([
      { type: 'Public', cidrs: ['10.0.0.0/20', '10.0.16.0/20'] },
      { type: 'Private', cidrs: ['10.0.32.0/20', '10.0.48.0/20'] },
      { type: 'Isolated', cidrs: ['10.0.64.0/20'] },
    ]);
    const stack = new Stack(app, 'Stack', { env: ENV });
    newApplication(stack, { vpcConfiguration: { vpc: lookup(stack), endpoints: none } });
    expect(subnetIdsIn(stack)).toEqual(['subnet-private0', 'subnet-private1']);
    expect(warningTopics(stack)).toEqual([]);
  });

  test('while a lookup is pending nothing is refused or warned of', () => {
    const stack = newStack(ENV);
    const vpc = Vpc.fromLookup(stack, 'Pending', { isDefault: true });
    newApplication(stack, { parallelism: 200, vpcConfiguration: { vpc, endpoints: VpcEndpoints.create() } });
    expect(templateOf(stack).Resources).toBeDefined();
    expect(warningTopics(stack)).toEqual([]);
  });

  test.each<[string, SubnetSelection]>([
    ['a group', { subnetGroupName: 'Apps' }],
    ['a type', { subnetType: PRIVATE_ISOLATED }],
    ['a zone', { availabilityZones: ['eu-west-1a'] }],
  ])('while a lookup is pending the synthesis goes on, so that the lookup is made: selection by %s', (_, vpcSubnets) => {
    const stack = newStack(ENV);
    const vpc = Vpc.fromLookup(stack, 'Pending', { isDefault: true });
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: none, vpcSubnets } });
    expect(synth(stack).manifest.missing).toHaveLength(1);
  });

  test.each<[string, (stack: Stack) => string[], unknown]>([
    [
      'Fn.split',
      stack => Fn.split(',', new CfnParameter(stack, 'Ids').valueAsString),
      { 'Fn::Split': [',', { Ref: 'Ids' }] },
    ],
    [
      'a list parameter',
      stack => new CfnParameter(stack, 'Ids', { type: 'List<AWS::EC2::Subnet::Id>' }).valueAsList,
      { Ref: 'Ids' },
    ],
    [
      'an import of a list',
      () => Fn.importListValue('Ids', 2),
      ['0', '1'].map(index =>
        ({ 'Fn::Select': [Number(index), { 'Fn::Split': [',', { 'Fn::ImportValue': 'Ids' }] }] })),
    ],
  ])('as a list that is only known when deployed: %s', (_, ids, expected) => {
    const stack = newStack();
    const vpc = Vpc.fromVpcAttributes(stack, 'Imported', {
      vpcId: 'vpc-1',
      availabilityZones: Array.isArray(expected) ? ['eu-west-1a', 'eu-west-1b'] : ['eu-west-1a'],
      privateSubnetIds: ids(stack),
    });
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: none } });
    expect(subnetIdsIn(stack)).toEqual(expected);
    expect(warningTopics(stack)).toEqual([]);
  });
});

function zoned(stack: Stack, index: number, zone?: string): ISubnet {
  const subnetId = `subnet-${index}`;
  return zone === undefined
    ? Subnet.fromSubnetId(stack, subnetId, subnetId)
    : Subnet.fromSubnetAttributes(stack, subnetId, { subnetId, availabilityZone: `eu-west-1${zone}` });
}

test('subnets that the app defines bring their routes, also where their ids were imported', () => {
  const stack = newStack();
  const vpc = vpcOf(stack, PUBLIC, PRIVATE_WITH_EGRESS);
  const subnets = vpc.privateSubnets.map(({ subnetId, availabilityZone }, index) =>
    Subnet.fromSubnetAttributes(stack, `Imported${index}`, { subnetId, availabilityZone }));
  newApplication(stack, { vpcConfiguration: { vpc, endpoints: none, vpcSubnets: { subnets } } });
  expect(missingOrder(templateOf(stack))).toEqual([]);
});
