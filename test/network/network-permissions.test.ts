import { CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { NetworkPermissions, VpcEndpoints } from '../../src';
import {
  applicationInVpc, ENV, importedVpc, logicalId, newApplication, newStack, POLICY, propertiesOf, templateOf,
} from '../helpers';

const DESCRIBE = [
  'ec2:DescribeVpcs', 'ec2:DescribeSubnets', 'ec2:DescribeSecurityGroups', 'ec2:DescribeDhcpOptions',
  'ec2:DescribeNetworkInterfaces',
];
const [PERMIT, DELETE] = ['ec2:CreateNetworkInterfacePermission', 'ec2:DeleteNetworkInterface'];
const none = VpcEndpoints.none();

function statements(stack: Stack): unknown {
  const policy = propertiesOf(templateOf(stack), POLICY)
    .find(({ PolicyName }) => String(PolicyName).startsWith('JobPolicy'));
  return (policy?.PolicyDocument as { Statement: { Action: string | string[] }[] }).Statement
    .filter(({ Action }) => [Action].flat().some(action => action.startsWith('ec2:')));
}

const arn = (resource: string, environment = 'eu-west-1:111111111111', service = 'ec2') => ({
  'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:${service}:${environment}:${resource}`]],
});
const allow = (Sid: string, Action: unknown, Resource: unknown, Condition?: unknown) => ({
  Sid, Effect: 'Allow', Action, Resource, ...Condition === undefined ? {} : { Condition },
});

test('are scoped to the subnets and groups of the application', () => {
  const stack = newStack(ENV);
  newApplication(stack, {
    vpcConfiguration: {
      vpc: importedVpc(stack),
      endpoints: none,
      securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1')],
    },
  });
  const subnets = [arn('subnet/subnet-a'), arn('subnet/subnet-b')];
  expect(statements(stack)).toEqual([
    allow('DescribeNetwork', DESCRIBE, '*'),
    allow('CreateNetworkInterfaceInSubnets', 'ec2:CreateNetworkInterface', subnets),
    allow('CreateNetworkInterfaceWithGroups', 'ec2:CreateNetworkInterface', arn('security-group/sg-1')),
    allow('CreateNetworkInterface', 'ec2:CreateNetworkInterface', arn('network-interface/*')),
    allow('PermitNetworkInterfacesOfSubnets', PERMIT, arn('network-interface/*'), {
      ArnEquals: { 'ec2:Subnet': subnets },
    }),
    // those in subnets that the application leaves must go too
    allow('DeleteNetworkInterfacesOfVpc', DELETE, arn('network-interface/*'), {
      ArnEquals: { 'ec2:Vpc': arn('vpc/vpc-0123abcd') },
    }),
  ]);
});

test('name every group that the application carries, the client group too', () => {
  const { stack, application } = applicationInVpc({}, {}, ENV);
  expect(application.securityGroups).toHaveLength(2);
  expect(statements(stack)).toContainEqual(allow('CreateNetworkInterfaceWithGroups', 'ec2:CreateNetworkInterface', application.securityGroups.map(group => ({
    'Fn::Join': [
      '',
      [
        'arn:',
        { Ref: 'AWS::Partition' },
        ':ec2:eu-west-1:111111111111:security-group/',
        { 'Fn::GetAtt': [logicalId(group), 'GroupId'] },
      ],
    ],
  }))));
});

test('can be the documented ones', () => {
  const { stack } = applicationInVpc({}, { networkPermissions: NetworkPermissions.DOCUMENTED });
  expect(statements(stack)).toEqual([
    allow('ManageNetworkInterfaces', [...DESCRIBE, 'ec2:CreateNetworkInterface', PERMIT, DELETE], '*'),
  ]);
});

test('name shared subnets by the account that owns them', () => {
  const stack = newStack(ENV);
  const owner = new Stack(stack, 'Owner', { env: { ...ENV, account: '999999999999' } });
  newApplication(stack, { vpcConfiguration: { vpc: importedVpc(owner), endpoints: none } });
  expect(statements(stack)).toContainEqual(
    allow('CreateNetworkInterfaceInSubnets', 'ec2:CreateNetworkInterface', ['a', 'b'].map(zone => arn(`subnet/subnet-${zone}`, 'eu-west-1:999999999999'))));
  expect(statements(stack)).toContainEqual(
    allow('CreateNetworkInterface', 'ec2:CreateNetworkInterface', arn('network-interface/*')),
  );
});

test('of subnets that are one list until the deployment, are bounded by the VPC', () => {
  const stack = newStack(ENV);
  const ids = Fn.split(',', new CfnParameter(stack, 'Subnets').valueAsString);
  const vpc = Vpc.fromVpcAttributes(stack, 'Imported', {
    vpcId: 'vpc-1', availabilityZones: ['eu-west-1a'], privateSubnetIds: ids,
  });
  newApplication(stack, {
    vpcConfiguration: { vpc, endpoints: none, vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS } },
  });
  const inVpc = { ArnEquals: { 'ec2:Vpc': arn('vpc/vpc-1') } };
  expect(statements(stack)).toContainEqual(
    allow('CreateNetworkInterfaceInSubnets', 'ec2:CreateNetworkInterface', arn('subnet/*'), inVpc),
  );
  expect(statements(stack)).toContainEqual(
    allow('PermitNetworkInterfacesOfSubnets', PERMIT, arn('network-interface/*'), inVpc),
  );
  expect(statements(stack)).toContainEqual(
    allow('CreateNetworkInterface', 'ec2:CreateNetworkInterface', arn('network-interface/*')),
  );
});

test.each(['cn-north-1', 'us-gov-west-1'])('have the partition of the deployment in %s', region => {
  const { stack } = applicationInVpc({}, {}, { ...ENV, region });
  expect(JSON.stringify(statements(stack))).not.toContain('arn:aws');
});
