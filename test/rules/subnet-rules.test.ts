import { readFileSync } from 'node:fs';
import { App, IPolicyValidationContext, Stack } from 'aws-cdk-lib';
import { ISubnet, IVpc, Vpc } from 'aws-cdk-lib/aws-ec2';
import { CfnApplication } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { GOOD_APPS } from './clean-apps';
import { all, application, configuration, vpcConfiguration } from './faults';
import { FlinkVpcRules } from '../../src';
import { contextOf, TestTemplate, violationsOf } from '../helpers/rules';

function findings(rule: string, change: (changed: TestTemplate) => void): string[] {
  const [stack] = GOOD_APPS['CfnInclude of a YAML template']().synth().stacks;
  const template = JSON.parse(readFileSync(stack.templateFullPath, 'utf8')) as TestTemplate;
  change(template);
  return violationsOf(template, { rules: [rule] }).map(({ description }) => description);
}

describe('subnet-addresses', () => {
  const shortage = (scale: unknown, range = '10.20.0.0/28') => findings('subnet-addresses', changed => {
    const [first] = all(changed, 'AWS::EC2::Subnet');
    first.Properties.CidrBlock = range;
    configuration(changed).FlinkApplicationConfiguration.ParallelismConfiguration = scale;
  }).map(text => /largest scale: (.*?), one network interface/.exec(text)![1]);
  const custom = (Parallelism: unknown, ParallelismPerKPU: unknown, AutoScalingEnabled: unknown) =>
    ({ ConfigurationType: 'CUSTOM', Parallelism, ParallelismPerKPU, AutoScalingEnabled });
  const doubled = (kpus: number) => `${kpus} KPUs, which one step of autoscaling doubles to ${2 * kpus}`;

  test.each<[string, unknown, string[]]>([
    ['no scale', undefined, []],
    ['the default scale', { ConfigurationType: 'DEFAULT' }, []],
    ['the default scale, whatever else is said', { ...custom(80, 1, false), ConfigurationType: 'DEFAULT' }, []],
    ['numbers', custom(72, 4, false), ['18 KPUs']],
    ['texts', custom('72', '4', 'false'), ['18 KPUs']],
    ['autoscaling', custom(20, 1, 'true'), [doubled(20)]],
    ['enough addresses', custom(8, 1, false), []],
    ['a parallelism left out', custom(undefined, 1, true), []],
    ['a parallelism per KPU left out', custom(80, undefined, true), []],
    ['autoscaling left out', custom(80, 1, undefined), []],
    ['no number before', custom('x80', 1, true), []],
    ['no number after', custom('80x', 1, true), []],
    ['zero per KPU', custom(80, 0, true), []],
    ['a word around', custom(80, 1, 'untrue'), []],
    ['a word that goes on', custom(80, 1, 'trueish'), []],
    ['a value of a parameter without a default', custom({ 'Fn::ImportValue': 'scale' }, 1, true), []],
  ])('%s', (_, scale, expected) => {
    expect(shortage(scale)).toEqual(expected);
  });

  test('is not asked of a notebook', () => {
    expect(findings('subnet-addresses', changed => {
      all(changed, 'AWS::EC2::Subnet')[0].Properties.CidrBlock = '10.20.0.0/28';
      configuration(changed).FlinkApplicationConfiguration.ParallelismConfiguration = custom(20, 1, true);
      application(changed).Properties.RuntimeEnvironment = 'ZEPPELIN-FLINK-3_0';
    })).toEqual([]);
  });
});

describe('single-availability-zone', () => {
  const zones = (property: string, ...names: string[]) => findings('single-availability-zone', changed => {
    all(changed, 'AWS::EC2::Subnet').forEach(({ Properties }, index) => {
      delete Properties.AvailabilityZone;
      Properties[property] = names[index];
    });
  });

  test.each<[string, string, string[], number]>([
    ['one name', 'AvailabilityZone', ['eu-west-1a', 'eu-west-1a'], 1],
    ['two names', 'AvailabilityZone', ['eu-west-1a', 'eu-west-1b'], 0],
    ['one id', 'AvailabilityZoneId', ['euw1-az1', 'euw1-az1'], 1],
    ['two ids', 'AvailabilityZoneId', ['euw1-az1', 'euw1-az2'], 0],
    ['nothing said', 'AvailabilityZone', [], 0],
  ])('%s', (_, property, names, count) => {
    expect(zones(property, ...names)).toHaveLength(count);
  });

  test.each<[string, unknown, number]>([
    ['an id', ['subnet-1'], 1],
    ['nothing in the end', [{ Ref: 'AWS::NoValue' }], 0],
    [
      'a list that is only known when the stack is deployed',
      { 'Fn::Split': [',', { 'Fn::ImportValue': 'subnets' }] },
      0,
    ],
  ])('a single subnet: %s', (_, subnets, count) => {
    expect(
      findings('single-availability-zone', changed => { vpcConfiguration(changed).SubnetIds = subnets; }),
    ).toHaveLength(count);
  });
});

describe('public-subnet, of VPCs that are imported', () => {
  const ENVIRONMENT = { account: '111111111111', region: 'eu-west-1' };
  const attributes = {
    vpcId: 'vpc-1',
    availabilityZones: ['a', 'b'],
    publicSubnetIds: ['subnet-a', 'subnet-b'],
    privateSubnetIds: ['subnet-c', 'subnet-d'],
  };
  const asImported = (stack: Stack): IVpc => Vpc.fromVpcAttributes(stack, 'Vpc', attributes);
  const asLookedUp = (stack: Stack): IVpc => Vpc.fromLookup(stack, 'Vpc', { vpcId: 'vpc-1' });
  const answer = {
    vpcId: 'vpc-1',
    vpcCidrBlock: '10.0.0.0/16',
    availabilityZones: [],
    subnetGroups: [['Public', 'a', 'b'], ['Private', 'c', 'd']].map(([type, ...names]) => ({
      type,
      name: type,
      subnets: names.map(name => ({ subnetId: `subnet-${name}`, availabilityZone: name, routeTableId: `rtb-${name}` })),
    })),
  };

  /** What is found in an application that an L1 makes, with the construct tree as newer versions of the CDK give it. */
  function found(
    importIn: (stack: Stack) => IVpc, subnetsOf: (vpc: IVpc) => ISubnet[], context: Record<string, unknown> = {},
    isTreeGiven = true,
  ): string[] {
    const app = new App({ context });
    const stack = new Stack(app, 'Stack', { env: ENVIRONMENT });
    new CfnApplication(stack, 'Job', {
      runtimeEnvironment: 'FLINK-1_20',
      serviceExecutionRole: 'arn:aws:iam::111111111111:role/x',
      applicationConfiguration: {
        vpcConfigurations: [
          { subnetIds: subnetsOf(importIn(stack)).map(({ subnetId }) => subnetId), securityGroupIds: ['sg-1'] },
        ],
      },
    });
    const { templateFullPath } = app.synth().getStackByName('Stack');
    const given = { ...contextOf([templateFullPath]), ...isTreeGiven && { appConstruct: app } };
    return new FlinkVpcRules({ rules: ['public-subnet'] }).validate(given as IPolicyValidationContext).violations
      .map(({ description }) => description.split('. ')[0]);
  }

  const message = (subnet: string) =>
    `subnetIds has ${subnet}, which the VPC Stack/Vpc lists as a public subnet, but must be private subnets`;
  const both = ['subnet-a', 'subnet-b'].map(message);
  const publicOnes = (vpc: IVpc) => vpc.publicSubnets;
  const privateOnes = (vpc: IVpc) => vpc.privateSubnets;

  test('those that the VPC lists as public are found, and no others', () => {
    expect(found(asImported, publicOnes)).toEqual(both);
    expect(found(asImported, privateOnes)).toEqual([]);
    expect(found(asImported, vpc => [vpc.privateSubnets[0], vpc.publicSubnets[1]])).toEqual([message('subnet-b')]);
  });

  test('those of a VPC that was looked up, once the lookup is made', () => {
    const app = new App();
    asLookedUp(new Stack(app, 'Stack', { env: ENVIRONMENT }));
    const [{ key }] = app.synth().manifest.missing!;
    expect(found(asLookedUp, publicOnes)).toEqual([]);
    expect(found(asLookedUp, publicOnes, { [key]: answer })).toEqual(both);
    expect(found(asLookedUp, privateOnes, { [key]: answer })).toEqual([]);
  });

  test('none without the construct tree, which the oldest CDK does not give', () => {
    expect(found(asImported, publicOnes, {}, false)).toEqual([]);
  });

  test('none that another import of the VPC lists as private', () => {
    expect(found(stack => {
      Vpc.fromVpcAttributes(stack, 'Other', { ...attributes, publicSubnetIds: [], privateSubnetIds: attributes.publicSubnetIds });
      return asImported(stack);
    }, publicOnes)).toEqual([]);
  });

  test('none of a VPC that the app defines, whose routes tell', () => {
    expect(found(stack => new Vpc(stack, 'Vpc', { natGateways: 0 }), vpc => vpc.isolatedSubnets)).toEqual([]);
  });
});
