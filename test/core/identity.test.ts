import { App, CfnResource, Environment, Fn, Stack, Token } from 'aws-cdk-lib';
import { CfnRouteTable, CfnSecurityGroup, CfnSubnet, CfnVPC, CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import {
  identifiedProperties, identityOf, mayShareEnvironment, referredConstruct, resolvedProperties, tokenOf,
} from '../../src/core/identity';
import { ENV, newStack } from '../helpers';

const stack = newStack();
const vpc = new CfnVPC(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' });

describe('identityOf', () => {
  test.each<[string, unknown, string]>([
    ['a literal', 'vpc-1', 'vpc-1'],
    ['a reference', vpc.ref, 'Stack/Vpc'],
    ['an attribute that is the id', vpc.attrVpcId, 'Stack/Vpc'],
    ['another attribute', vpc.attrCidrBlock, 'Stack/Vpc#CidrBlock'],
    ['a reference written by hand', { Ref: 'Vpc' }, 'Stack/Vpc'],
    ['an attribute written by hand', { 'Fn::GetAtt': ['Vpc', 'VpcId'] }, 'Stack/Vpc'],
    ['another attribute written by hand', { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }, 'Stack/Vpc#CidrBlock'],
    ['text with a reference in it', `arn/${vpc.ref}/x`, 'arn/Stack/Vpc/x'],
    ['a number', 7, '7'],
    ['text with parts by name', Fn.sub('a-${Id}-z', { Id: vpc.ref }), 'a-Stack/Vpc-z'],
  ])('of %s', (_, value, identity) => {
    expect(identityOf(stack, value)).toBe(identity);
  });

  test.each<[string, () => unknown]>([
    ['a reference to what is not there', () => ({ Ref: 'Nothing' })],
    ['an attribute that is no text', () => ({ 'Fn::GetAtt': ['Vpc', { Ref: 'Attribute' }] })],
    ['a pseudo parameter', () => ({ Ref: 'AWS::Region' })],
    ['an import', () => Fn.importValue('Vpc')],
  ])('is one for the same text, and another than that of resources: %s', (_, value) => {
    expect(identityOf(stack, value())).toBe(identityOf(stack, value()));
    expect(identityOf(stack, value())).not.toBe(identityOf(stack, vpc.ref));
    expect(identityOf(stack, value())).not.toContain('Token[');
  });

  test('differs for imports of different names', () => {
    expect(identityOf(stack, Fn.importValue('One'))).not.toBe(identityOf(stack, Fn.importValue('Two')));
  });

  test('is one for resources of one logical id in two stacks only if they are the same', () => {
    const app = new App();
    const [one, other] = ['One', 'Other'].map(id => new Stack(app, id));
    const [ours, theirs] = [one, other].map(scope => new CfnVPC(scope, 'Vpc', { cidrBlock: '10.0.0.0/16' }));
    expect(identityOf(other, theirs.ref)).toBe('Other/Vpc');
    expect(identityOf(other, ours.ref)).toBe('One/Vpc');
    expect(identityOf(other, { Ref: 'Vpc' })).toBe('Other/Vpc');
  });

  test('is one for an SSM parameter that two stacks of one environment read', () => {
    const app = new App();
    const read = (id: string, region: string) => {
      const scope = new Stack(app, id, { env: { ...ENV, region } });
      return identityOf(scope, StringParameter.valueForStringParameter(scope, '/vpc'));
    };
    const [one, two, far] = [read('One', 'eu-west-1'), read('Two', 'eu-west-1'), read('Far', 'us-east-1')];
    expect(one).toBe('ssm(/vpc)@111111111111/eu-west-1');
    expect(two).toBe(one);
    expect(far).not.toBe(one);
  });
});

test('properties are as the template has them, overrides included', () => {
  const own = newStack();
  const { ref } = new CfnVPC(own, 'Vpc', { cidrBlock: '10.0.0.0/16' });
  const subnet = new CfnSubnet(own, 'Subnet', { vpcId: ref, cidrBlock: '10.0.0.0/24' });
  subnet.addPropertyOverride('CidrBlock', '10.0.9.0/24');
  expect(resolvedProperties(subnet)).toEqual({ VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.9.0/24' });
  const { VpcId: vpcId, CidrBlock: cidr } = identifiedProperties(subnet);
  expect(identityOf(subnet, vpcId)).toBe('Stack/Vpc');
  expect(cidr).toBe('10.0.9.0/24');
  expect(resolvedProperties(new CfnResource(own, 'Bare', { type: 'Custom::Bare' }))).toEqual({});
});

test('the construct that an id refers to', () => {
  expect(referredConstruct(vpc.ref)).toBe(vpc);
  expect(referredConstruct(vpc.attrVpcId)).toBe(vpc);
  expect(referredConstruct(vpc.attrCidrBlock)).toBeUndefined();
  expect(referredConstruct('vpc-1')).toBeUndefined();
  expect(referredConstruct(`${vpc.ref} and more`)).toBeUndefined();
  expect(referredConstruct(stack.region)).toBeUndefined();
  expect(referredConstruct(Token.asString({ Ref: 'Vpc' }))).toBeUndefined();
});

test.each<[string, (typeof ENV) | undefined, (typeof ENV) | undefined, boolean]>([
  ['the same', ENV, ENV, true],
  ['another account', ENV, { ...ENV, account: '222222222222' }, false],
  ['another region', ENV, { ...ENV, region: 'us-east-1' }, false],
  ['none', ENV, undefined, true],
  ['the same account and no region', ENV, { account: ENV.account }, true],
  ['another account and no region', ENV, { account: '222222222222' }, false],
])('an environment may be %s', (_, one, other, may) => {
  const app = new App();
  const [a, b] = [one, other].map((env, index) => new Stack(app, `Stack${index}`, { env }));
  expect(mayShareEnvironment(a, b)).toBe(may);
  expect(mayShareEnvironment(b, a)).toBe(may);
});

test('a resource is the same by whichever attribute gives its id', () => {
  const own = newStack();
  const vpcId = 'vpc-1';
  const subnet = new CfnSubnet(own, 'Subnet', { vpcId });
  const table = new CfnRouteTable(own, 'Table', { vpcId });
  const group = new CfnSecurityGroup(own, 'Group', { vpcId, groupDescription: 'a group' });
  const endpoint = new CfnVPCEndpoint(own, 'Endpoint', { vpcId, serviceName: 'com.amazonaws.eu-west-1.s3' });
  const ids = [subnet.attrSubnetId, table.attrRouteTableId, group.attrGroupId, endpoint.attrId];
  expect(ids.map(referredConstruct)).toEqual([subnet, table, group, endpoint]);
});

describe('a resolved value as a token', () => {
  test('refers to the resource, for other stacks too', () => {
    expect(referredConstruct(tokenOf(stack, { Ref: 'Vpc' }))).toBe(vpc);
    expect(
      stack.resolve(tokenOf(stack, { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] })),
    ).toEqual({ 'Fn::GetAtt': ['Vpc', 'CidrBlock'] });
  });

  test.each<[unknown]>([['sg-1'], [{ 'Fn::ImportValue': 'Group' }], [{ Ref: 'Nothing' }]])('is itself where it is of no resource: %j', value => {
    expect(stack.resolve(tokenOf(stack, value))).toEqual(value);
  });
});

test.each<[string, Environment | undefined, string]>([
  ['its environment', ENV, '111111111111/eu-west-1'],
  ['its stage where the environment is unknown', undefined, 'stage()'],
  ['its stage where the region is unknown', { account: ENV.account }, 'stage()'],
])('a value that is only known when deployed is one within %s', (_, env, where) => {
  expect(identityOf(newStack(env), Fn.importValue('Vpc'))).toBe(`{"Fn::ImportValue":"Vpc"}@${where}`);
});
