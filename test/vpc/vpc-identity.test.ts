import { CfnParameter, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnSubnet, CfnVPC, IVpc, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Construct, IConstruct } from 'constructs';
import { definedVpc, isPendingLookup, isShared, isVpc, vpcIdentity } from '../../src/vpc/vpc-identity';
import { appWithLookup, ENV, importedVpc, isolatedVpc, newStack } from '../helpers';

const withId = (stack: Stack, vpcId: string, id = 'Imported') => importedVpc(stack, id, { vpcId });

describe('two objects are the same VPC', () => {
  test('by the id, where it is known', () => {
    const stack = newStack(ENV);
    const vpc = isolatedVpc(stack);
    expect(vpcIdentity(vpc)).toBe('Stack/Vpc/Resource');
    expect(vpcIdentity(withId(stack, vpc.vpcId, 'Own'))).toBe('Stack/Vpc/Resource');
    expect(vpcIdentity(withId(stack, 'vpc-0aaa', 'Literal'))).toBe('vpc-0aaa');
  });

  test('by their path, while they are being looked up', () => {
    const stack = newStack(ENV);
    const [one, two] = ['One', 'Two'].map(id => Vpc.fromLookup(stack, id, { vpcId: `vpc-${id}` }));
    expect([one, two].map(isPendingLookup)).toEqual([true, true]);
    expect([one, two].map(vpcIdentity)).toEqual(['lookup(Stack/One)', 'lookup(Stack/Two)']);
  });

  test('by the id, after they were looked up', () => {
    const { app, lookup } = appWithLookup([{ type: 'Isolated', cidrs: ['10.0.0.0/24'] }]);
    const stack = new Stack(app, 'Stack', { env: ENV });
    const [one, two] = ['One', 'Two'].map(id => lookup(stack, id));
    expect([one, two].map(isPendingLookup)).toEqual([false, false]);
    expect([one, two].map(vpcIdentity)).toEqual(['vpc-0aaa', 'vpc-0aaa']);
  });
});

test('a VPC of another class that says nothing of a lookup is known', () => {
  const vpc: IVpc = Object.create(importedVpc(newStack()), {
    selectSubnets: {
      value: () => ({
        subnets: [], subnetIds: [], availabilityZones: [], internetConnectivityEstablished: {}, hasPublic: false,
      }),
    },
  });
  expect(isPendingLookup(vpc)).toBe(false);
});

describe('the resource of a VPC', () => {
  test.each<[string, (stack: Stack) => IVpc]>([
    ['of the app', stack => isolatedVpc(stack)],
    ['imported by the id of one of the app', stack => withId(stack, isolatedVpc(stack).vpcId)],
    [
      'imported by the reference to one of the app',
      stack => withId(stack, new CfnVPC(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' }).ref),
    ],
    [
      'imported by the attribute of one of the app',
      stack => withId(stack, new CfnVPC(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' }).attrVpcId),
    ],
  ])('%s is found', (_, make) => {
    const stack = newStack();
    const vpc = make(stack);
    expect(definedVpc(vpc)).toBe(stack.node.findAll().find(CfnVPC.isCfnVPC));
  });

  test.each<[string, (stack: Stack) => string]>([
    ['a literal', () => 'vpc-0aaa'],
    ['a parameter', stack => new CfnParameter(stack, 'VpcId').valueAsString],
    ['another resource', stack => new CfnResource(stack, 'Made', { type: 'Custom::Vpc' }).ref],
    ['an attribute of another kind', stack => isolatedVpc(stack).vpcCidrBlock],
  ])('with %s for an id is not known', (_, idOf) => {
    const stack = newStack();
    expect(definedVpc(withId(stack, idOf(stack)))).toBeUndefined();
  });
});

test.each<[string, boolean, (stack: Stack) => IConstruct | undefined]>([
  ['a VPC', true, stack => isolatedVpc(stack)],
  ['an imported VPC', true, stack => importedVpc(stack)],
  ['nothing', false, () => undefined],
  ['a stack', false, stack => stack],
  ['a security group', false, stack => new SecurityGroup(stack, 'Group', { vpc: importedVpc(stack) })],
  [
    'a resource with the id of a VPC',
    false,
    stack => new CfnSubnet(stack, 'Subnet', { vpcId: 'vpc-0aaa', cidrBlock: '10.0.0.0/24' }),
  ],
  [
    'what selects subnets only',
    false,
    stack => Object.assign(new Construct(stack, 'Selector'), { selectSubnets: () => [] }),
  ],
])('%s is a VPC: %p', (_, expected, make) => {
  expect(isVpc(make(newStack()))).toBe(expected);
});

describe('a VPC', () => {
  const other = { ...ENV, account: '222222222222' };

  test.each([
    ['in the account of the stack', false, ENV, ENV],
    ['in another account', true, other, ENV],
    ['in an unknown account', false, {}, ENV],
    ['in a known account, for a stack without one', false, ENV, {}],
    ['in an unknown account, for a stack without one', false, {}, {}],
  ])('%s is shared: %p', (_, expected, vpcEnv, stackEnv) => {
    expect(isShared(isolatedVpc(newStack(vpcEnv)), newStack(stackEnv))).toBe(expected);
  });
});
