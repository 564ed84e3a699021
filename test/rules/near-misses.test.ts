import { allowAll, bucketPolicy, route } from './changes';
import { GOOD_APPS } from './clean-apps';
import {
  all, application, BREAKAGES, code, configuration, endpoint, ofAccount, remove, vpcConfiguration,
} from './faults';
import { RULES } from '../../src/rules/catalogue';
import { idsOf, TestTemplate, violationsAfter } from '../helpers/rules';

const HTTPS = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };

/**
 * For every rule a template that is close to one in which it finds something, and good: what one fault is mended by.
 */
const MENDED: Record<string, (template: TestTemplate) => void> = {
  'sql-runtime-vpc by a SQL configuration': template => {
    configuration(template).SqlApplicationConfiguration = { Ref: 'AWS::NoValue' };
  },
  'sql-runtime of the first API version': template => { template.Resources.Old.Condition = 'Production'; },
  'zeppelin-mode': template => { application(template).Properties.ApplicationMode = 'INTERACTIVE'; },
  'retired-runtime': template => { application(template).Properties.RuntimeEnvironment = 'FLINK-2_11'; },
  'ended-runtime': template => { application(template).Properties.RuntimeEnvironment = 'FLINK-1_15'; },
  'vpc-configuration-count': template => {
    const [first, second] = configuration(template).VpcConfigurations;
    configuration(template).VpcConfigurations = [first, { 'Fn::If': ['Production', second, { Ref: 'AWS::NoValue' }] }];
  },
  'subnet-count above': template => { vpcConfiguration(template).SubnetIds.pop(); },
  'security-group-count above': template => { vpcConfiguration(template).SecurityGroupIds.pop(); },
  'property-limits of a name': template => { application(template).Properties.ApplicationName = 'orders.job_1-2'; },
  'duplicate-application-name': template => { template.Resources.Second.Properties.ApplicationName = 'orders-2'; },
  'placeholder-value': template => {
    configuration(template).EnvironmentProperties.PropertyGroups[0].PropertyMap.topic = { 'Fn::Sub': '${Prefix}' };
  },
  'key-policy': template => {
    const [statement] = ofAccount();
    const Service = ['kinesisanalytics.amazonaws.com', 'infrastructure.kinesisanalytics.amazonaws.com'];
    template.Resources.Key.Properties.KeyPolicy.Statement = [{ ...statement, Principal: { Service } }];
  },
  'public-subnet': template => { template.Resources.ToInternet.Properties.GatewayId = 'vgw-1'; },
  'single-availability-zone': template => {
    all(template, 'AWS::EC2::Subnet')[1].Properties.AvailabilityZone = 'eu-west-1b';
  },
  'subnet-addresses': template => { all(template, 'AWS::EC2::Subnet')[0].Properties.CidrBlock = '10.20.0.0/28'; },
  'vpc-mismatch': template => { template.Resources.Stray.Properties.VpcId = { Ref: 'Vpc' }; },
  'duplicate-private-dns': template => {
    const [, first] = endpoint(template, 'kinesis-streams');
    template.Resources.Second = { ...first, Properties: { ...first.Properties, PrivateDnsEnabled: false } };
  },
  'endpoint-dns without support': template => { template.Resources.Vpc.Properties.EnableDnsSupport = 'true'; },
  'duplicate-gateway-endpoint': template => {
    template.Resources.OtherTable = { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } };
    template.Resources.Other.Properties.RouteTableIds = [{ Ref: 'OtherTable' }];
  },
  'gateway-without-route-tables': template => {
    template.Resources.One.Properties.RouteTableIds = [{ Ref: 'RouteTable' }];
  },
  'no-path-to-service': template => {
    template.Resources.Nat = route(template, { NatGatewayId: 'nat-1', DestinationCidrBlock: '0.0.0.0/0' });
  },
  'endpoint-unreachable by the endpoint\'s rules': template => {
    template.Resources.EndpointGroup.Properties.SecurityGroupIngress = [
      { ...HTTPS, SourceSecurityGroupId: { Ref: 'JobGroup' } },
    ];
  },
  'gateway-unreachable': template => {
    template.Resources.JobGroup.Properties.SecurityGroupEgress.push({ ...HTTPS, DestinationPrefixListId: 'pl-1' });
  },
  'endpoint-default-group': template => {
    endpoint(template, 'kinesis-streams')[1].Properties.PrivateDnsEnabled = false;
  },
  'network-permissions to create': template => { allowAll(template, 'ec2:Create*'); },
  'network-permissions-order': template => {
    application(template).DependsOn = ['Stream', 'Upload'];
    template.Resources.Stream.DependsOn = ['NetworkPolicy'];
  },
  'role-trust': template => {
    template.Resources.Role.Properties.AssumeRolePolicyDocument.Statement.Principal.Service = [
      'ec2.amazonaws.com', 'kinesisanalytics.amazonaws.com',
    ];
  },
  'role-trust-source': template => {
    template.Resources.Role.Properties.AssumeRolePolicyDocument.Statement.Condition.ArnLike = {
      'aws:SourceArn': 'arn:aws:kinesisanalytics:*:111111111111:application/order?',
    };
  },
  'duplicate-policy-name': template => { template.Resources.Other.Properties.PolicyName = 'mine-2'; },
  'code-content as text': template => {
    configuration(template).ApplicationCodeConfiguration.CodeContentType = {
      'Fn::If': ['Production', 'PLAINTEXT', 'ZIPFILE'],
    };
  },
  'code-not-readable': template => { bucketPolicy(template, { Principal: { AWS: { 'Fn::GetAtt': 'Role.Arn' } } }); },
  'code-not-granted': template => {
    const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: `${code(template).BucketARN}/job.*` };
    template.Resources.NetworkPolicy.Properties.PolicyDocument.Statement.push(statement);
  },
  'code-permissions-order': template => { application(template).DependsOn!.push('Late'); },
  'code-bucket-empty': template => {
    template.Resources.Fill = { Type: 'AWS::CloudFormation::CustomResource', Properties: { ServiceToken: 'x' } };
    application(template).DependsOn!.push('Fill');
  },
  'log-stream-missing': template => {
    template.Resources.Named = {
      Type: 'AWS::Logs::LogStream', Properties: { LogGroupName: { Ref: 'Logs' }, LogStreamName: 'job' },
    };
  },
  'log-permissions': template => {
    template.Resources.Role.Properties.ManagedPolicyArns.push('arn:aws:iam::aws:policy/CloudWatchLogsFullAccess');
  },
  'logging-option-missing': template => {
    remove(template, 'LogStream');
    remove(template, 'Logs');
  },
  'logging-option-order': template => { template.Resources.LoggingOption.DependsOn = ['Application']; },
};

const app = GOOD_APPS['CfnInclude of a YAML template']();

test.each(Object.entries(MENDED))('%s, mended: nothing is found', (name, mend) => {
  expect(idsOf(violationsAfter(app, BREAKAGES[name]))).toContain(name.split(' ')[0]);
  expect(violationsAfter(app, template => {
    BREAKAGES[name](template);
    mend(template);
  })).toEqual([]);
});

test('every rule has a good template that is close to a bad one', () => {
  const ids = Object.keys(MENDED).map(name => name.split(' ')[0]);
  expect([...new Set(ids)].sort()).toEqual(RULES.map(({ id }) => id).sort());
});
