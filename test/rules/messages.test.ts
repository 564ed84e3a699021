import { GOOD_APPS } from './clean-apps';
import { BREAKAGES } from './faults';
import { RULES } from '../../src/rules/catalogue';
import { violationsAfter } from '../helpers/rules';

const VPC_CONFIGURATIONS = 'Properties.ApplicationConfiguration.VpcConfigurations';
const STREAM = 'Properties.CloudWatchLoggingOption.LogStreamARN';

/** What a rule says of a breakage in the template that is written by hand, and where. */
const FINDINGS: Record<string, [place: string, message: string][]> = {
  'retired-runtime': [
    ['Application Properties.RuntimeEnvironment',
      'runtimeEnvironment is "FLINK-1_11", but this version no longer runs'],
  ],
  'code-content missing': [
    ['Application Properties.ApplicationConfiguration.ApplicationCodeConfiguration',
      'applicationCodeConfiguration is missing, but must say where the code is'],
  ],
  'code-content as text': [
    ['Application Properties.ApplicationConfiguration.ApplicationCodeConfiguration',
      'codeContentType is "PLAINTEXT", but must be "ZIPFILE" for a Flink runtime'],
  ],
  'code-permissions-order': [
    ['Application DependsOn',
      'dependsOn does not lead to Late (Late), the policy that allows the role to read the code, but must'],
  ],
  'code-bucket-empty': [
    ['Application Properties.ApplicationConfiguration.ApplicationCodeConfiguration.CodeContent.S3ContentLocation.BucketARN',
      'bucketARN is the bucket Stack/Template/Code, which this stack creates, but nothing that the application waits '
      + 'for uploads the code to it'],
  ],
  'duplicate-application-name': [
    ['Second Properties.ApplicationName',
      'applicationName is "orders", but Stack/Template/Application already has this name'],
  ],
  'placeholder-value': [
    ['Application Properties.ApplicationConfiguration.EnvironmentProperties.PropertyGroups.0.PropertyMap.topic',
      'topic is "${TOPIC}", but must not have the placeholder ${TOPIC} in it'],
  ],
  'key-policy': [
    ['Application Properties.ApplicationConfiguration.ApplicationEncryptionConfiguration.KeyId',
      'keyId is Key, whose policy does not allow kinesisanalytics.amazonaws.com kms:DescribeKey, kms:Decrypt, '
      + 'kms:GenerateDataKey, nor infrastructure.kinesisanalytics.amazonaws.com kms:DescribeKey, kms:Decrypt, '
      + 'kms:GenerateDataKeyWithoutPlaintext, kms:CreateGrant, but must'],
  ],
  'duplicate-gateway-endpoint': [
    ['Other Properties.RouteTableIds',
      'routeTableIds has a route table that the gateway endpoint One for dynamodb already has'],
  ],
  'gateway-without-route-tables': [
    ['One Properties.RouteTableIds',
      'routeTableIds is empty for the gateway endpoint for dynamodb, but must list the route tables of the subnets'],
  ],
  'gateway-unreachable': [
    ['Application Properties.ApplicationConfiguration.VpcConfigurations.0.SecurityGroupIds',
      'securityGroupIds is ["${JobGroup}"], whose outbound rules do not allow port 443 of dynamodb, to which the '
      + 'gateway endpoint One leads'],
  ],
  'endpoint-default-group': [
    ['Application Properties.ApplicationConfiguration.VpcConfigurations.0.SecurityGroupIds',
      'securityGroupIds is ["${JobGroup}"], but the endpoint Stack/Template/KinesisEndpoint for kinesis-streams has '
      + 'the default group of the VPC, which does not allow them'],
  ],
  'vpc-mismatch': [
    ['Application Properties.ApplicationConfiguration.VpcConfigurations.0',
      'vpcConfigurations has Stack/Template/SubnetA and Stray, which are in two VPCs, but must be in one'],
  ],
  'logging-option-missing': [
    ['Application Properties',
      'the log stream Stack/Template/LogStream is created, but no logging option sends the messages of the application to '
      + 'it'],
  ],
  'logging-option-missing for a log group': [
    ['Application Properties',
      'the log group OwnLogs is created, but no logging option sends the messages of the application to it'],
  ],
  'logging-option-order': [
    ['LoggingOption DependsOn',
      'applicationName is "orders", but dependsOn does not lead to this application, Stack/Template/Application'],
  ],
  'role-trust-source': [
    ['Application Properties.ServiceExecutionRole',
      'serviceExecutionRole is Stack/Template/Role, whose trust policy has aws:SourceArn '
      + '["arn:aws:kinesisanalytics:eu-west-1:111111111111:application/invoices"], but must allow '
      + 'arn:${AWS::Partition}:kinesisanalytics:${AWS::Region}:${AWS::AccountId}:application/orders'],
  ],
  'duplicate-policy-name': [
    ['Other Properties.PolicyName',
      'policyName is "mine", but the role already has an inline policy with this name, One'],
  ],
  'property-limits of a scale without its type': [
    ['Application Properties.ApplicationConfiguration.FlinkApplicationConfiguration.ParallelismConfiguration',
      'applicationConfiguration.flinkApplicationConfiguration.parallelismConfiguration is '
      + '{"Parallelism":2,"AutoScalingEnabled":false}, but must be an object with ConfigurationType, DEFAULT or '
      + 'CUSTOM'],
  ],
  'sql-runtime-vpc': [
    [`Application ${VPC_CONFIGURATIONS}`,
      'vpcConfigurations is set and runtimeEnvironment is "SQL-1_0", but SQL applications cannot have a VPC '
      + 'configuration'],
  ],
  'sql-runtime-vpc by a SQL configuration': [
    [`Application ${VPC_CONFIGURATIONS}`,
      'vpcConfigurations is set beside sqlApplicationConfiguration, but SQL applications cannot have a VPC '
      + 'configuration'],
  ],
  'sql-runtime': [
    ['Application Properties.RuntimeEnvironment',
      'runtimeEnvironment is "SQL-1_0", but must be a Flink runtime: SQL applications have ended'],
  ],
  'sql-runtime of the first API version': [
    ['Old Type',
      'the type is AWS::KinesisAnalytics::Application, which is a SQL application, but must be '
      + 'AWS::KinesisAnalyticsV2::Application with a Flink runtime: SQL applications have ended'],
  ],
  'zeppelin-mode': [
    ['Application Properties.ApplicationMode',
      'applicationMode is missing, but must be "INTERACTIVE" with the runtime "ZEPPELIN-FLINK-3_0"'],
  ],
  'zeppelin-mode STREAMING': [
    ['Application Properties.ApplicationMode',
      'applicationMode is "STREAMING", but must be "INTERACTIVE" with the runtime "ZEPPELIN-FLINK-3_0"'],
  ],
  'ended-runtime': [
    ['Application Properties.RuntimeEnvironment',
      'runtimeEnvironment is "FLINK-1_13", but its support has ended'],
  ],
  'ended-runtime of a notebook': [
    ['Application Properties.RuntimeEnvironment',
      'runtimeEnvironment is "ZEPPELIN-FLINK-2_0", but its support has ended'],
  ],
  'vpc-configuration-count': [
    [`Application ${VPC_CONFIGURATIONS}`,
      'vpcConfigurations is a list of 2, but must be a list of 1'],
  ],
  'subnet-count above': [
    [`Application ${VPC_CONFIGURATIONS}.0.SubnetIds`,
      'subnetIds is a list of 17 subnets, but must be a list of 1 to 16'],
  ],
  'subnet-count none': [
    [`Application ${VPC_CONFIGURATIONS}.0.SubnetIds`,
      'subnetIds is a list of 0 subnets, but must be a list of 1 to 16'],
  ],
  'security-group-count above': [
    [`Application ${VPC_CONFIGURATIONS}.0.SecurityGroupIds`,
      'securityGroupIds is a list of 6 security groups, but must be a list of 1 to 5'],
  ],
  'security-group-count none': [
    [`Application ${VPC_CONFIGURATIONS}.0.SecurityGroupIds`,
      'securityGroupIds is a list of 0 security groups, but must be a list of 1 to 5'],
  ],
  'property-limits of a name': [
    ['Application Properties.ApplicationName',
      'applicationName is "orders/job", but must be 1 to 128 of the characters a-z A-Z 0-9 _ . -'],
  ],
  'property-limits of a group': [
    ['Application Properties.ApplicationConfiguration.EnvironmentProperties.PropertyGroups.0.PropertyMap',
      'applicationConfiguration.environmentProperties.propertyGroups.0.propertyMap is {"topic":""}, but must be a map '
      + 'whose keys and values are each a text of 1 to 2048 characters'],
  ],
  'public-subnet': [
    [`Application ${VPC_CONFIGURATIONS}.0.SubnetIds.0`,
      'subnetIds has Stack/Template/SubnetA, which routes to an internet gateway (ToInternet), but must be private '
      + 'subnets'],
    [`Application ${VPC_CONFIGURATIONS}.0.SubnetIds.1`,
      'subnetIds has Stack/Template/SubnetB, which routes to an internet gateway (ToInternet), but must be private '
      + 'subnets'],
  ],
  'single-availability-zone': [
    [`Application ${VPC_CONFIGURATIONS}.0.SubnetIds`,
      'subnetIds is Stack/Template/SubnetA, Stack/Template/SubnetB, all in one availability zone, but must be in two '
      + 'or more zones, so that the failure of one zone does not stop the application'],
  ],
  'single-availability-zone by a single subnet': [
    [`Application ${VPC_CONFIGURATIONS}.0.SubnetIds`,
      'subnetIds is Stack/Template/SubnetA, a single subnet, but must be in two or more zones, so that the failure of one '
      + 'zone does not stop the application'],
  ],
  'subnet-addresses': [
    [`Application ${VPC_CONFIGURATIONS}.0.SubnetIds`,
      'too few addresses for the largest scale: 2 KPUs, one network interface for each KPU in each subnet and 20 % '
      + 'headroom make 3 addresses, but Stack/Template/SubnetA (10.10.0.0/30) has 0 usable (2^(32 - prefix length) - '
      + '5). The application would hang when it scales or starts: use larger subnets, or a higher `parallelismPerKpu`'],
  ],
  'subnet-addresses by autoscaling': [
    [`Application ${VPC_CONFIGURATIONS}.0.SubnetIds`,
      'too few addresses for the largest scale: 1 KPUs, which one step of autoscaling doubles to 2, one network '
      + 'interface for each KPU in each subnet and 20 % headroom make 3 addresses, but Stack/Template/SubnetA '
      + '(10.10.0.0/30) has 0 usable (2^(32 - prefix length) - 5). The application would hang when it scales or '
      + 'starts: use larger subnets, or limit the scale with `autoScalingEnabled: false`'],
  ],
  'duplicate-private-dns': [
    ['Second Properties.PrivateDnsEnabled',
      'privateDnsEnabled is true for kinesis-streams, but the VPC already has an endpoint with private DNS for this '
      + 'service, Stack/Template/KinesisEndpoint'],
  ],
  'endpoint-dns without host names': [
    ['KinesisEndpoint Properties.PrivateDnsEnabled',
      'privateDnsEnabled is true for kinesis-streams, but enableDnsHostnames of the VPC Stack/Template/Vpc is false '
      + 'and must be true'],
    ['LogsEndpoint Properties.PrivateDnsEnabled',
      'privateDnsEnabled is true for logs, but enableDnsHostnames of the VPC Stack/Template/Vpc is false and must be '
      + 'true'],
  ],
  'endpoint-dns without support': [
    ['KinesisEndpoint Properties.PrivateDnsEnabled',
      'privateDnsEnabled is true for kinesis-streams, but enableDnsSupport of the VPC Stack/Template/Vpc is false and '
      + 'must be true'],
    ['LogsEndpoint Properties.PrivateDnsEnabled',
      'privateDnsEnabled is true for logs, but enableDnsSupport of the VPC Stack/Template/Vpc is false and must be '
      + 'true'],
  ],
  'no-path-to-service': [
    [`Application ${VPC_CONFIGURATIONS}.0.SubnetIds`,
      'the role allows calls to kinesis-streams, but the isolated subnets Stack/Template/SubnetA, '
      + 'Stack/Template/SubnetB have no path to it: no endpoint, no gateway route and no NAT gateway'],
  ],
  'no-path-to-service but from another route table': [
    [`Application ${VPC_CONFIGURATIONS}.0.SubnetIds`,
      'the role allows calls to kinesis-streams, but the isolated subnets Stack/Template/SubnetA, '
      + 'Stack/Template/SubnetB have no path to it: no endpoint, no gateway route and no NAT gateway'],
  ],
  'endpoint-unreachable by the endpoint\'s rules': [
    [`Application ${VPC_CONFIGURATIONS}.0.SecurityGroupIds`,
      'securityGroupIds is ["${JobGroup}"], which cannot reach the endpoint Stack/Template/KinesisEndpoint for '
      + 'kinesis-streams on port 443: no inbound rule of the endpoint\'s groups allows it'],
    [`Application ${VPC_CONFIGURATIONS}.0.SecurityGroupIds`,
      'securityGroupIds is ["${JobGroup}"], which cannot reach the endpoint Stack/Template/LogsEndpoint for logs on '
      + 'port 443: no inbound rule of the endpoint\'s groups allows it'],
  ],
  'endpoint-unreachable by the application\'s rules': [
    [`Application ${VPC_CONFIGURATIONS}.0.SecurityGroupIds`,
      'securityGroupIds is ["${JobGroup}"], which cannot reach the endpoint Stack/Template/KinesisEndpoint for '
      + 'kinesis-streams on port 443: no outbound rule of the application\'s groups allows it'],
    [`Application ${VPC_CONFIGURATIONS}.0.SecurityGroupIds`,
      'securityGroupIds is ["${JobGroup}"], which cannot reach the endpoint Stack/Template/LogsEndpoint for logs on '
      + 'port 443: no outbound rule of the application\'s groups allows it'],
  ],
  'network-permissions of a describe action': [
    ['Application Properties.ServiceExecutionRole',
      'serviceExecutionRole is Stack/Template/Role, which does not allow ec2:DescribeVpcs, ec2:DescribeSubnets, '
      + 'ec2:DescribeSecurityGroups, ec2:DescribeDhcpOptions, ec2:DescribeNetworkInterfaces, but must allow it for an '
      + 'application in a VPC'],
  ],
  'network-permissions to create': [
    ['Application Properties.ServiceExecutionRole',
      'serviceExecutionRole is Stack/Template/Role, which does not allow ec2:CreateNetworkInterface on '
      + 'network-interface, ec2:CreateNetworkInterface on subnet, ec2:CreateNetworkInterface on security-group, but '
      + 'must allow it for an application in a VPC'],
  ],
  'network-permissions on other subnets': [
    ['Application Properties.ServiceExecutionRole',
      'serviceExecutionRole is Stack/Template/Role, which does not allow ec2:DescribeVpcs, ec2:DescribeSubnets, '
      + 'ec2:DescribeSecurityGroups, ec2:DescribeDhcpOptions, ec2:DescribeNetworkInterfaces, '
      + 'ec2:CreateNetworkInterface on network-interface, ec2:CreateNetworkInterface on security-group, '
      + 'ec2:CreateNetworkInterfacePermission, ec2:DeleteNetworkInterface, but must allow it for an application in a '
      + 'VPC'],
  ],
  'network-permissions-order': [
    ['Application DependsOn',
      'dependsOn does not lead to NetworkPolicy (Stack/Template/NetworkPolicy), the policy that allows the role to '
      + 'create network interfaces, but must'],
  ],
  'code-not-readable': [
    ['Application Properties.ServiceExecutionRole',
      'serviceExecutionRole is Stack/Template/Role, which does not allow s3:GetObject on '
      + 'arn:${AWS::Partition}:s3:::${Code}/job.jar, but must be allowed to read the code'],
  ],
  'code-not-granted': [
    ['Application Properties.ServiceExecutionRole',
      'serviceExecutionRole is Stack/Template/Role, which does not allow s3:GetObject on '
      + 'arn:aws:s3:::elsewhere/job.jar, but must be allowed to read the code'],
  ],
  'role-trust': [
    ['Application Properties.ServiceExecutionRole',
      'serviceExecutionRole is Stack/Template/Role, whose trust policy lacks kinesisanalytics.amazonaws.com, but must '
      + 'allow this service to assume the role'],
  ],
  'log-stream-missing': [
    [`LoggingOption ${STREAM}`,
      'logStreamARN is '
      + '"arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Logs}:log-stream:job", but the '
      + 'app defines the log group, and nothing creates this stream in it'],
  ],
  'log-stream-missing in the name': [
    [`LoggingOption ${STREAM}`,
      'logStreamARN is "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Logs}:*", but must '
      + 'be the ARN of a log stream'],
  ],
  'log-permissions': [
    [`LoggingOption ${STREAM}`,
      'logStreamARN is '
      + '"arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${Logs}:log-stream:${LogStream}", '
      + 'but the role Stack/Template/Role does not allow logs:PutLogEvents on it and must'],
  ],
};

const yaml = GOOD_APPS['CfnInclude of a YAML template']();

test.each(Object.entries(BREAKAGES))('%s is found at its place, with this message', (name, change) => {
  const rule = RULES.find(({ id }) => id === name.split(' ')[0])!;
  const violations = violationsAfter(yaml, change, { rules: [rule.id] });
  expect(
    violations.map(({ severity, fix }) => [severity, fix]),
  ).toEqual(violations.map(() => [rule.severity, rule.fix]));
  const places = violations.map(({ violatingResources: [{ resourceLogicalId, locations }] }) =>
    [resourceLogicalId, ...locations].join(' '));
  expect(places.map((place, index) => [place, violations[index].description])).toEqual(
    FINDINGS[name].map(([place, message]) => [place, `${message}. ${rule.rationale}`]));
});
