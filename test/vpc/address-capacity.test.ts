import { CfnParameter, Fn, Stack, Token } from 'aws-cdk-lib';
import { ISubnet, Subnet, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { Scale } from '../../src/core/address-shortage';
import { VpcEndpoints } from '../../src/index';
import { addressShortage } from '../../src/vpc/address-capacity';
import { appWithLookup, ENV, isolatedVpc, newApplication, newStack, warnings, warningTopics } from '../helpers';

const stack = newStack();
let count = 0;
const subnet = (ipv4CidrBlock?: string): ISubnet =>
  Subnet.fromSubnetAttributes(stack, `Subnet${count++}`, {
    subnetId: 'subnet-1', availabilityZone: 'eu-west-1a', ipv4CidrBlock,
  });
const scale = (parallelism: number, parallelismPerKpu = 1, autoScalingEnabled = false): Scale =>
  ({ parallelism, parallelismPerKpu, autoScalingEnabled });

describe('one interface for each KPU and 20 % headroom', () => {
  // a /28 has 11 usable addresses, a /27 27, a /26 59, a /25 123
  test.each<[string, Scale, boolean]>([
    ['10.0.0.0/28', scale(9), true],
    ['10.0.0.0/28', scale(10), false],
    ['10.0.0.0/28', scale(16), false],
    ['10.0.0.0/27', scale(16), true],
    ['10.0.0.0/27', scale(22), true],
    ['10.0.0.0/27', scale(23), false],
    ['10.0.0.0/28', scale(72, 8), true],
    ['10.0.0.0/28', scale(73, 8), false],
    // the default of an application fits into the smallest subnet
    ['10.0.0.0/28', scale(1, 1, true), true],
    ['10.0.0.0/28', scale(4, 1, true), true],
    ['10.0.0.0/28', scale(5, 1, true), false],
    ['10.0.0.0/25', scale(51, 1, true), true],
    ['10.0.0.0/25', scale(52, 1, true), false],
    ['10.0.0.0/16', scale(1, 1, true), true],
  ])('%s for %p suffices: %p', (cidr, wanted, enough) => {
    expect(addressShortage([subnet(cidr)], wanted) === undefined).toBe(enough);
  });
});

test('the message has the arithmetic and names the small subnets only', () => {
  const subnets = [subnet('10.0.0.0/28'), subnet('10.0.1.0/24'), subnet('10.0.2.0/28')];
  expect(addressShortage(subnets, scale(16))).toBe(
    'too few addresses for the largest scale: 16 KPUs, one network interface for each KPU in each subnet and 20 % '
    + `headroom make 20 addresses, but ${subnets[0].node.path} (10.0.0.0/28) has 11, ${subnets[2].node.path} `
    + '(10.0.2.0/28) has 11 usable (2^(32 - prefix length) - 5). The application would hang when it scales or starts: '
    + 'use larger subnets, or a higher `parallelismPerKpu`');
});

test('autoscaling is named as the reason where it is', () => {
  expect(addressShortage([subnet('10.0.0.0/28')], scale(8, 1, true)))
    .toContain('8 KPUs, which one step of autoscaling doubles to 16, one network interface for each KPU in each subnet '
      + 'and 20 % headroom make 20 addresses');
  expect(addressShortage([subnet('10.0.0.0/28')], scale(8, 1, true))).toMatch(
    /use larger subnets, or limit the scale with `autoScalingEnabled: false`$/,
  );
});

test.each<[string, ISubnet[], Scale]>([
  ['a range that was not given', [subnet()], scale(64)],
  ['a range that is a token', [subnet(Fn.importValue('Cidr'))], scale(64)],
  ['a range without a prefix length', [subnet('10.0.0.0')], scale(64)],
  [
    'a parallelism that is a token',
    [subnet('10.0.0.0/28')],
    scale(new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber),
  ],
  ['a parallelism per KPU that is a token', [subnet('10.0.0.0/28')], scale(64, Token.asNumber({ Ref: 'Number' }))],
])('nothing is said of %s', (_, subnets, wanted) => {
  expect(addressShortage(subnets, wanted)).toBeUndefined();
});

describe('the application warns', () => {
  test('of small subnets of a VPC of the app', () => {
    const own = newStack(ENV);
    const vpc = isolatedVpc(own, 'Vpc', {
      maxAzs: 2, subnetConfiguration: [{ name: 'Small', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 28 }],
    });
    newApplication(own, { parallelism: 8, vpcConfiguration: { vpc } });
    expect(warningTopics(own)).toEqual(['subnet-addresses']);
    expect(warnings(own)[0]).toContain('Stack/Vpc/SmallSubnet1 (10.0.0.0/28) has 11, Stack/Vpc/SmallSubnet2 '
      + '(10.0.0.16/28) has 11 usable');
  });

  test('of small subnets that were looked up', () => {
    const { app, lookup } = appWithLookup([{ type: 'Private', cidrs: ['10.0.0.0/28', '10.0.1.0/24'] }]);
    const own = new Stack(app, 'Stack', { env: ENV });
    newApplication(own, {
      parallelism: 16,
      autoScalingEnabled: false,
      vpcConfiguration: { vpc: lookup(own), endpoints: VpcEndpoints.none() },
    });
    expect(warningTopics(own)).toEqual(['subnet-addresses']);
    expect(warnings(own)[0]).toContain('make 20 addresses, but Stack/LookedUp/PrivateSubnet1 (10.0.0.0/28) has 11 '
      + 'usable');
  });
});
