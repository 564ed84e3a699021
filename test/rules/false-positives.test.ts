import { allow, allowAll, bucketPolicy, disallowCode, endpointRules, route, withoutPolicies } from './changes';
import { GOOD_APPS } from './clean-apps';
import {
  all, application, BREAKAGES, code, configuration, endpoint, gateway, loggingOption, remove, statements, vpcConfiguration, withoutLogs,
} from './faults';
import { TestTemplate, violationsAfter } from '../helpers/rules';

const UNKNOWN = { 'Fn::ImportValue': 'elsewhere' };
const MANAGED = 'arn:aws:iam::111111111111:policy/elsewhere';

/** Changes after which the templates do not say whether something is wrong: then nothing may be reported. */
const CASES: Record<string, (template: TestTemplate) => void> = {
  'an imported runtime': template => { application(template).Properties.RuntimeEnvironment = UNKNOWN; },
  'a runtime that is chosen when deployed': template => {
    template.Parameters.Choice = { Type: 'String' };
    template.Conditions.Chosen = { 'Fn::Equals': [{ Ref: 'Choice' }, 'x'] };
    application(template).Properties.RuntimeEnvironment = { 'Fn::If': ['Chosen', 'SQL-1_0', 'FLINK-1_20'] };
  },
  'a condition that does not hold': template => {
    template.Resources.Never = {
      Type: 'AWS::KinesisAnalyticsV2::Application',
      Condition: 'Production',
      Properties: { RuntimeEnvironment: 'SQL-1_0' },
    };
  },
  'a Zeppelin mode that is imported': template => {
    Object.assign(application(template).Properties, {
      RuntimeEnvironment: 'ZEPPELIN-FLINK-3_0', ApplicationMode: UNKNOWN,
    });
  },
  'VPC configurations that are imported': template => { configuration(template).VpcConfigurations = UNKNOWN; },
  'a second VPC configuration that may be left out': template => {
    configuration(template).VpcConfigurations.push({
      'Fn::If': ['Unheard', vpcConfiguration(template), { Ref: 'AWS::NoValue' }],
    });
  },
  'a list of subnets that is imported': template => {
    vpcConfiguration(template).SubnetIds = { 'Fn::Split': [',', UNKNOWN] };
  },
  'a list of groups that is imported': template => {
    vpcConfiguration(template).SecurityGroupIds = { 'Fn::Split': [',', UNKNOWN] };
  },
  'a single subnet that is imported': template => { vpcConfiguration(template).SubnetIds = [UNKNOWN]; },
  'values that are imported': template => {
    Object.assign(application(template).Properties, {
      ApplicationName: UNKNOWN, ApplicationDescription: UNKNOWN, Tags: UNKNOWN,
    });
    configuration(template).EnvironmentProperties = {
      PropertyGroups: [{ PropertyGroupId: UNKNOWN, PropertyMap: { topic: UNKNOWN } }, UNKNOWN],
    };
  },
  'a route to a NAT gateway': template => {
    template.Resources.Nat = route(template, { NatGatewayId: 'nat-1', DestinationCidrBlock: '0.0.0.0/0' });
  },
  'a route to an internet gateway from another table': template => {
    template.Resources.ToInternet = route(template, {
      RouteTableId: 'rtb-1', GatewayId: 'igw-1', DestinationCidrBlock: '0.0.0.0/0',
    });
  },
  'a route to a gateway for a VPN': template => {
    template.Resources.ToVpn = route(template, { GatewayId: 'vgw-1', DestinationCidrBlock: '0.0.0.0/0' });
  },
  'a route of IPv6 to an internet gateway': template => {
    template.Resources.ToInternet = route(template, { GatewayId: 'igw-1', DestinationIpv6CidrBlock: '::/0' });
  },
  'a route to an internet gateway that may not be there': template => {
    template.Parameters.Choice = { Type: 'String' };
    template.Conditions.Chosen = { 'Fn::Equals': [{ Ref: 'Choice' }, 'x'] };
    template.Resources.ToInternet = {
      ...route(template, { GatewayId: 'igw-1', DestinationCidrBlock: '0.0.0.0/0' }), Condition: 'Chosen',
    };
  },
  'subnets in zones that are not known': template => {
    all(template, 'AWS::EC2::Subnet').forEach(({ Properties }) => { delete Properties.AvailabilityZone; });
  },
  'a range of addresses that is worked out when deployed': template => {
    all(template, 'AWS::EC2::Subnet').forEach(({ Properties }) => { Properties.CidrBlock = { 'Fn::Select': [0, { 'Fn::Cidr': ['10.0.0.0/28', 1, 4] }] }; });
  },
  'a custom scale with a value left out': template => {
    delete configuration(template).FlinkApplicationConfiguration.ParallelismConfiguration.AutoScalingEnabled;
    all(template, 'AWS::EC2::Subnet')[0].Properties.CidrBlock = '10.20.0.0/28';
  },
  'a small subnet that is large enough': template => {
    all(template, 'AWS::EC2::Subnet')[0].Properties.CidrBlock = '10.20.0.0/28';
  },
  'an endpoint for the same service in another VPC': template => {
    const [, first] = endpoint(template, 'kinesis-streams');
    template.Resources.Second = { ...first, Properties: { ...first.Properties, VpcId: 'vpc-1' } };
  },
  'an endpoint for the same service without private DNS': template => {
    const [, first] = endpoint(template, 'kinesis-streams');
    template.Resources.Second = { ...first, Properties: { ...first.Properties, PrivateDnsEnabled: false } };
  },
  'an endpoint whose private DNS is not known': template => {
    const [, first] = endpoint(template, 'kinesis-streams');
    template.Resources.Second = { ...first, Properties: { ...first.Properties, PrivateDnsEnabled: UNKNOWN } };
  },
  'an endpoint for a service that is not known': template => {
    const [, first] = endpoint(template, 'kinesis-streams');
    template.Resources.Second = { ...first, Properties: { ...first.Properties, ServiceName: UNKNOWN } };
  },
  'endpoints of which only one is deployed': template => {
    const [id, first] = endpoint(template, 'kinesis-streams');
    template.Parameters.Choice = { Type: 'String' };
    template.Conditions.Chosen = { 'Fn::Equals': [{ Ref: 'Choice' }, 'x'] };
    template.Conditions.Other = { 'Fn::Not': [{ Condition: 'Chosen' }] };
    template.Resources[id] = { ...first, Condition: 'Chosen' };
    template.Resources.Second = { ...first, Condition: 'Other' };
  },
  'DNS attributes that are imported': template => {
    Object.assign(all(template, 'AWS::EC2::VPC')[0].Properties, {
      EnableDnsSupport: UNKNOWN, EnableDnsHostnames: UNKNOWN,
    });
  },
  'no endpoint, but a route that may lead to one': template => {
    remove(template, endpoint(template, 'kinesis-streams')[0]);
    template.Resources.Transit = route(template, { TransitGatewayId: 'tgw-1', DestinationCidrBlock: '10.0.0.0/8' });
  },
  'no endpoint, but routes that are learnt': template => {
    remove(template, endpoint(template, 'kinesis-streams')[0]);
    template.Resources.Learnt = {
      Type: 'AWS::EC2::VPNGatewayRoutePropagation', Properties: { RouteTableIds: [{ Ref: 'RouteTable' }] },
    };
  },
  'no endpoint, but a gateway endpoint in route tables that are imported': template => {
    const [id, { Properties }] = endpoint(template, 'kinesis-streams');
    template.Resources.Gateway = {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        VpcId: Properties.VpcId, ServiceName: Properties.ServiceName, RouteTableIds: { 'Fn::Split': [',', UNKNOWN] },
      },
    };
    remove(template, id);
  },
  'no endpoint, but one of a type that is not known': template => {
    endpoint(template, 'kinesis-streams')[1].Properties.VpcEndpointType = UNKNOWN;
  },
  'no endpoint, but a VPC that is imported': template => {
    remove(template, endpoint(template, 'kinesis-streams')[0]);
    all(template, 'AWS::EC2::Subnet').forEach(({ Properties }) => { Properties.VpcId = 'vpc-1'; });
  },
  'no endpoint, but subnets with the main route table': template => {
    remove(template, endpoint(template, 'kinesis-streams')[0]);
    ['RouteTableOfA', 'RouteTableOfB'].forEach(id => remove(template, id));
  },
  'no endpoint, but a route table that is imported': template => {
    remove(template, endpoint(template, 'kinesis-streams')[0]);
    all(template, 'AWS::EC2::SubnetRouteTableAssociation')
      .forEach(({ Properties }) => { Properties.RouteTableId = UNKNOWN; });
  },
  'an endpoint in groups that are imported': template => {
    endpoint(template, 'kinesis-streams')[1].Properties.SecurityGroupIds = [UNKNOWN];
  },
  'an endpoint in the default group, which admits more': template => {
    delete endpoint(template, 'kinesis-streams')[1].Properties.SecurityGroupIds;
    template.Resources.Admits = {
      Type: 'AWS::EC2::SecurityGroupIngress',
      Properties: {
        GroupId: { 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] }, IpProtocol: '-1', CidrIp: '10.20.0.0/16',
      },
    };
  },
  'an endpoint in the default group, and an application in one that is imported': template => {
    delete endpoint(template, 'kinesis-streams')[1].Properties.SecurityGroupIds;
    vpcConfiguration(template).SecurityGroupIds = ['sg-1'];
  },
  'gateway endpoints in two route tables': template => {
    template.Resources.OtherTable = { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } };
    Object.assign(template.Resources, { One: gateway(template), Other: gateway(template, [{ Ref: 'OtherTable' }]) });
  },
  'gateway endpoints in route tables that are not known': template => {
    Object.assign(template.Resources, { One: gateway(template, [UNKNOWN]), Other: gateway(template, [UNKNOWN]) });
  },
  'restricted egress to a list of prefixes': template => {
    BREAKAGES['gateway-unreachable'](template);
    remove(template, 'One');
    template.Resources.One = gateway(template);
    template.Resources.JobGroup.Properties.SecurityGroupEgress = [
      { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationPrefixListId: 'pl-1' },
      { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.20.0.0/16' },
    ];
  },
  'groups of an imported VPC beside subnets of the app': template => {
    template.Resources.Stray = {
      Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'x', VpcId: UNKNOWN },
    };
    vpcConfiguration(template).SecurityGroupIds.push({ Ref: 'Stray' });
  },
  'two applications whose names are imported': template => {
    application(template).Properties.ApplicationName = UNKNOWN;
    template.Resources.Second = structuredClone(application(template));
  },
  'two applications without names': template => {
    delete application(template).Properties.ApplicationName;
    template.Resources.Second = structuredClone(application(template));
  },
  'a value that is substituted, and one with a dollar': template => {
    const PropertyMap = { region: { 'Fn::Sub': 'x-${AWS::Region}' }, price: '$5 {a}', pattern: '^a${1}$' };
    configuration(template).EnvironmentProperties = { PropertyGroups: [{ PropertyGroupId: 'Sink', PropertyMap }] };
  },
  'a key whose policy allows the service': template => {
    BREAKAGES['key-policy'](template);
    template.Resources.Key.Properties.KeyPolicy.Statement.push({
      Effect: 'Allow',
      Principal: { Service: ['kinesisanalytics.amazonaws.com', 'infrastructure.kinesisanalytics.amazonaws.com'] },
      Action: ['kms:DescribeKey', 'kms:Decrypt', 'kms:GenerateDataKey*', 'kms:CreateGrant'],
      Resource: '*',
    });
  },
  'a key whose policy is imported': template => {
    BREAKAGES['key-policy'](template);
    template.Resources.Key.Properties.KeyPolicy = UNKNOWN;
  },
  'a key whose policy is JSON text for everybody': template => {
    BREAKAGES['key-policy'](template);
    const Statement = [{ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' }];
    template.Resources.Key.Properties.KeyPolicy = JSON.stringify({ Statement });
  },
  'a key of elsewhere': template => {
    BREAKAGES['key-policy'](template);
    configuration(template).ApplicationEncryptionConfiguration.KeyId = 'arn:aws:kms:eu-west-1:111111111111:key/x';
  },
  'a trust policy for applications that fit': template => {
    BREAKAGES['role-trust-source'](template);
    const { Condition } = template.Resources.Role.Properties.AssumeRolePolicyDocument.Statement;
    Condition.ArnLike['aws:SourceArn'] = ['arn:aws:kinesisanalytics:*:*:application/invoices',
      { 'Fn::Sub': 'arn:${AWS::Partition}:kinesisanalytics:${AWS::Region}:${AWS::AccountId}:application/*' }];
  },
  'a trust policy with a condition that is imported': template => {
    BREAKAGES['role-trust-source'](template);
    template.Resources.Role.Properties.AssumeRolePolicyDocument.Statement.Condition = UNKNOWN;
  },
  'a trust policy for another application, where the name is generated': template => {
    BREAKAGES['role-trust-source'](template);
    delete application(template).Properties.ApplicationName;
  },
  'a trust policy and permissions as JSON text': template => {
    const { Properties } = template.Resources.Role;
    Properties.AssumeRolePolicyDocument = JSON.stringify(Properties.AssumeRolePolicyDocument);
    const network = template.Resources.NetworkPolicy.Properties;
    network.PolicyDocument = JSON.stringify(network.PolicyDocument);
  },
  'a policy as text that is no JSON': template => {
    withoutPolicies(template);
    template.Resources.NetworkPolicy.Properties.PolicyDocument = 'elsewhere';
  },
  'one policy twice': template => {
    BREAKAGES['duplicate-policy-name'](template);
    template.Resources.Other = structuredClone(template.Resources.One);
  },
  'policies of one name on two roles': template => {
    BREAKAGES['duplicate-policy-name'](template);
    template.Resources.Other.Properties.Roles = ['other'];
  },
  'policies whose names are imported': template => {
    BREAKAGES['duplicate-policy-name'](template);
    for (const id of ['One', 'Other']) template.Resources[id].Properties.PolicyName = UNKNOWN;
  },
  'an option whose application is imported': template => {
    all(
      template, 'AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption',
    )[0].Properties.ApplicationName = UNKNOWN;
  },
  'a log group that nothing says is for the application': template => {
    withoutLogs(template);
    template.Resources.Other = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/lambda/orders' } };
  },
  'a log group for something else that is named like those of the service': template => {
    BREAKAGES['logging-option-missing for a log group'](template);
    template.Resources.Delivery = {
      Type: 'AWS::KinesisFirehose::DeliveryStream', Properties: { X: { Ref: 'OwnLogs' } },
    };
  },
  'a stream for something else than the application': template => {
    BREAKAGES['logging-option-missing'](template);
    template.Resources.Delivery = {
      Type: 'AWS::KinesisFirehose::DeliveryStream', Properties: { X: { Ref: 'LogStream' } },
    };
  },
  'an option that waits for the application by DependsOn': template => {
    BREAKAGES['logging-option-order'](template);
    template.Resources.LoggingOption.DependsOn = ['Application'];
  },
  'permissions of DynamoDB streams alone': template => {
    allowAll(template, 'dynamodb:GetRecords');
    allowAll(template, 'dynamodb:DescribeStream');
  },
  'a managed policy of AWS that allows everything': template => {
    withoutPolicies(template);
    template.Resources.Role.Properties.ManagedPolicyArns = [
      { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess' },
    ];
  },
  'parameters that are given at deployment': template => {
    template.Parameters.Text = { Type: 'String', Default: '' };
    template.Parameters.Number = { Type: 'Number', Default: 0 };
    application(template).Properties.ApplicationName = { Ref: 'Text' };
    configuration(template).FlinkApplicationConfiguration.ParallelismConfiguration.Parallelism = { Ref: 'Number' };
  },
  'code of a type that is imported': template => {
    configuration(template).ApplicationCodeConfiguration.CodeContentType = UNKNOWN;
  },
  'code that a nested stack brings': template => {
    template.Resources.Upload.Type = 'AWS::CloudFormation::Stack';
  },
  'an application in a group that is imported': template => {
    vpcConfiguration(template).SecurityGroupIds = ['sg-1'];
    allowAll(template, 'ec2:*');
  },
  'a rule for a group that is imported': template => {
    template.Resources.EndpointGroupFromJob.Properties.SourceSecurityGroupId = UNKNOWN;
  },
  'a rule on a group that is imported': template => {
    template.Resources.EndpointGroupFromJob.Properties.GroupId = UNKNOWN;
  },
  'a rule for a list of prefixes': template => {
    delete template.Resources.EndpointGroupFromJob.Properties.SourceSecurityGroupId;
    template.Resources.EndpointGroupFromJob.Properties.SourcePrefixListId = 'pl-1';
  },
  'a rule for a range that is imported': template => {
    endpointRules(template, [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: UNKNOWN }]);
  },
  'a rule for everybody': template => { endpointRules(template, { IpProtocol: -1, CidrIp: '0.0.0.0/0' }); },
  'a rule for a range that has the subnets': template => {
    endpointRules(template, [{ IpProtocol: '6', FromPort: '0', ToPort: '65535', CidrIp: '10.0.0.0/8' }]);
  },
  'a rule of a protocol that is imported': template => {
    endpointRules(template, [{ IpProtocol: UNKNOWN, CidrIp: '10.0.0.0/8' }]);
  },
  'a rule for a port that is imported': template => {
    endpointRules(template, [{ IpProtocol: 'tcp', FromPort: UNKNOWN, ToPort: 443, CidrIp: '10.0.0.0/8' }]);
  },
  'rules that are imported': template => { endpointRules(template, [UNKNOWN]); },
  'an endpoint without known subnets': template => {
    delete endpoint(template, 'kinesis-streams')[1].Properties.SubnetIds;
  },
  'an application that allows everything outbound': template => {
    delete template.Resources.JobGroup.Properties.SecurityGroupEgress;
  },
  'a role that is imported': template => {
    application(template).Properties.ServiceExecutionRole = 'arn:aws:iam::111111111111:role/flink';
    withoutPolicies(template);
  },
  'a role without anything, but with a policy elsewhere': template => {
    withoutPolicies(template);
    template.Resources.Role.Properties.ManagedPolicyArns = [MANAGED];
  },
  'a role without anything, but with policies that are imported': template => {
    withoutPolicies(template);
    template.Resources.Role.Properties.Policies = UNKNOWN;
  },
  'a role without anything, but with a policy whose roles are imported': template => {
    withoutPolicies(template);
    template.Resources.Open = {
      Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'x', Roles: [UNKNOWN], PolicyDocument: {} },
    };
  },
  'a role without anything, but with a list of policies that is imported': template => {
    withoutPolicies(template);
    template.Resources.Role.Properties.ManagedPolicyArns = { 'Fn::Split': [',', UNKNOWN] };
  },
  'a role without anything, but with a policy whose roles are no names': template => {
    withoutPolicies(template);
    template.Resources.Open = {
      Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'x', Roles: [{ name: 'x' }], PolicyDocument: {} },
    };
  },
  'a role without anything, but with a statement that is imported': template => {
    withoutPolicies(template);
    template.Resources.NetworkPolicy.Properties.PolicyDocument.Statement = UNKNOWN;
  },
  'a role without anything, but with a policy by its own resource': template => {
    withoutPolicies(template);
    delete application(template).DependsOn;
    template.Resources.Role.Properties.RoleName = 'flink';
    template.Resources.Own = {
      Type: 'AWS::IAM::RolePolicy', Properties: { RoleName: 'flink', PolicyName: 'x', PolicyDocument: allow('*') },
    };
    application(template).DependsOn = ['Own', 'Upload'];
  },
  'actions by exception': template => {
    withoutPolicies(template);
    template.Resources.NetworkPolicy.Properties.PolicyDocument.Statement = {
      Effect: 'Allow', NotAction: 'iam:*', Resource: '*',
    };
  },
  'resources by exception': template => {
    withoutPolicies(template);
    template.Resources.NetworkPolicy.Properties.PolicyDocument.Statement = {
      Effect: 'Allow', Action: '*', NotResource: 'arn:aws:iam:::*',
    };
  },
  'a condition with ec2:Vpc that may be left out': template => {
    statements(template).forEach(statement => { statement.Condition = { ArnEqualsIfExists: { 'ec2:Vpc': 'x' }, Null: { 'ec2:Vpc': true } }; });
  },
  'a policy that the application waits for by another resource': template => {
    application(template).DependsOn = ['Stream', 'Upload'];
    template.Resources.Stream.DependsOn = ['NetworkPolicy'];
  },
  'code that is imported': template => { Object.assign(code(template), { BucketARN: UNKNOWN, FileKey: UNKNOWN }); },
  'code in a bucket whose policy lets the role read': template => {
    disallowCode(template);
    bucketPolicy(template, { Principal: { AWS: { 'Fn::GetAtt': 'Role.Arn' } } });
  },
  'code in a bucket whose policy lets everybody read': template => {
    disallowCode(template);
    bucketPolicy(template, { Principal: '*' });
  },
  'code in a bucket whose policy lets all of AWS read': template => {
    disallowCode(template);
    bucketPolicy(template, { Principal: { AWS: '*' } });
  },
  'code in a bucket whose policy is imported': template => {
    disallowCode(template);
    bucketPolicy(template, { Principal: UNKNOWN, Action: UNKNOWN, Resource: UNKNOWN });
  },
  'code in a bucket whose statements are imported': template => {
    disallowCode(template);
    template.Resources.BucketPolicy = {
      Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Code' }, PolicyDocument: { Statement: UNKNOWN } },
    };
  },
  'code in a bucket that may be the one of an imported policy': template => {
    disallowCode(template);
    bucketPolicy(template, {}, UNKNOWN);
  },
  'code of a version that may be allowed': template => { Object.assign(code(template), { ObjectVersion: UNKNOWN }); },
  'code of a version that is allowed': template => {
    code(template).ObjectVersion = 'v1';
    disallowCode(template);
    allowAll(template, 's3:GetObjectVersion');
  },
  'S3 that may be for the code, by exception': template => {
    template.Resources.NetworkPolicy.Properties.PolicyDocument.Statement.push({
      Effect: 'Allow', Action: 's3:PutObject', NotResource: 'arn:aws:s3:::x',
    });
  },
  'a trust policy that is imported': template => {
    template.Resources.Role.Properties.AssumeRolePolicyDocument = UNKNOWN;
  },
  'a principal that is imported': template => {
    template.Resources.Role.Properties.AssumeRolePolicyDocument.Statement.Principal = UNKNOWN;
  },
  'a service that is imported': template => {
    template.Resources.Role.Properties.AssumeRolePolicyDocument.Statement.Principal.Service = UNKNOWN;
  },
  'a trust policy for everybody': template => {
    template.Resources.Role.Properties.AssumeRolePolicyDocument.Statement.Principal = '*';
  },
  'a trust policy for all of AWS': template => {
    template.Resources.Role.Properties.AssumeRolePolicyDocument.Statement.Principal = { AWS: '*' };
  },
  'a trust policy for a list with all of AWS': template => {
    template.Resources.Role.Properties.AssumeRolePolicyDocument.Statement.Principal = {
      AWS: ['arn:aws:iam::111111111111:root', '*'],
    };
  },
  'a trust policy without actions': template => {
    delete template.Resources.Role.Properties.AssumeRolePolicyDocument.Statement.Action;
  },
  'a service of the partition': template => {
    template.Resources.Role.Properties.AssumeRolePolicyDocument.Statement.Principal.Service = {
      'Fn::Sub': 'kinesisanalytics.${AWS::URLSuffix}',
    };
  },
  'an action that is imported': template => {
    template.Resources.Role.Properties.AssumeRolePolicyDocument.Statement.Action = UNKNOWN;
  },
  'a stream that is imported': template => { loggingOption(template).LogStreamARN = UNKNOWN; },
  'a stream that may be in an ARN that is put together': template => {
    loggingOption(template).LogStreamARN = {
      'Fn::Join': ['', ['arn:aws:logs:eu-west-1:111111111111:log-group:/flink', UNKNOWN]],
    };
    allowAll(template, 'logs:*');
  },
  'a stream in a group that is imported': template => {
    loggingOption(template).LogStreamARN = 'arn:aws:logs:eu-west-1:111111111111:log-group:/flink:log-stream:job';
    allowAll(template, 'logs:*');
  },
  'a stream with a name': template => { template.Resources.LogStream.Properties.LogStreamName = 'job'; },
  'a stream by the ARN of the group': template => {
    loggingOption(template).LogStreamARN = { 'Fn::Sub': '${Logs.Arn}:log-stream:${LogStream}' };
    allowAll(template, 'logs:*');
  },
  'a logging option of no application of the app': template => {
    all(
      template, 'AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption',
    )[0].Properties.ApplicationName = 'elsewhere';
    statements(template).forEach(statement => { statement.Action = [statement.Action].flat().filter((action: string) => action !== 'logs:PutLogEvents'); });
  },
};

test.each(Object.entries(CASES))('%s: nothing is reported', (_, change) => {
  expect(violationsAfter(GOOD_APPS['CfnInclude of a YAML template'](), change)).toEqual([]);
});

describe('a macro may add what is missing', () => {
  const missing = ['no-path-to-service', 'endpoint-unreachable by the endpoint\'s rules', 'network-permissions to create', 'network-permissions-order', 'code-not-readable',
    'role-trust', 'log-stream-missing', 'log-permissions'];
  test.each(missing)('%s', name => {
    const found = violationsAfter(GOOD_APPS['CfnInclude of a YAML template'](), template => {
      BREAKAGES[name](template);
      template.Transform = 'AWS::Include';
    });
    expect(found).toEqual([]);
  });

  test('in a resource', () => {
    const found = violationsAfter(GOOD_APPS['CfnInclude of a YAML template'](), template => {
      BREAKAGES['role-trust'](template);
      delete application(template).Properties.ServiceExecutionRole;
      template.Resources.More = {
        Type: 'AWS::S3::Bucket', Properties: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: {} } },
      };
    });
    expect(found).toEqual([]);
  });
});
