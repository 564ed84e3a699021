import { TemplateResource, TestTemplate } from '../helpers/rules';

/**
 * Each breaks exactly one thing in a good template of whatever origin. The key starts with the id of the rule that must
 * find it.
 */
export const BREAKAGES: Record<string, (template: TestTemplate) => void> = {
  'sql-runtime-vpc': template => { application(template).Properties.RuntimeEnvironment = 'SQL-1_0'; },
  'sql-runtime-vpc by a SQL configuration': template => {
    configuration(template).SqlApplicationConfiguration = { Inputs: [] };
  },
  'sql-runtime': template => {
    application(template).Properties.RuntimeEnvironment = 'SQL-1_0';
    delete configuration(template).VpcConfigurations;
  },
  'sql-runtime of the first API version': template => {
    template.Resources.Old = { Type: 'AWS::KinesisAnalytics::Application', Properties: { Inputs: [] } };
  },
  'zeppelin-mode': template => { application(template).Properties.RuntimeEnvironment = 'ZEPPELIN-FLINK-3_0'; },
  'zeppelin-mode STREAMING': template => {
    Object.assign(application(template).Properties, {
      RuntimeEnvironment: 'ZEPPELIN-FLINK-3_0', ApplicationMode: 'STREAMING',
    });
  },
  'ended-runtime': template => { application(template).Properties.RuntimeEnvironment = 'FLINK-1_13'; },
  'ended-runtime of a notebook': template => {
    Object.assign(application(template).Properties, {
      RuntimeEnvironment: 'ZEPPELIN-FLINK-2_0', ApplicationMode: 'INTERACTIVE',
    });
  },
  'vpc-configuration-count': template => {
    configuration(template).VpcConfigurations.push(vpcConfiguration(template));
  },
  'subnet-count above': template => { vpcConfiguration(template).SubnetIds = many(17, 'subnet'); },
  'subnet-count none': template => { vpcConfiguration(template).SubnetIds = []; },
  'security-group-count above': template => { vpcConfiguration(template).SecurityGroupIds = many(6, 'sg'); },
  'security-group-count none': template => { delete vpcConfiguration(template).SecurityGroupIds; },
  'property-limits of a name': template => { application(template).Properties.ApplicationName = 'orders/job'; },
  'property-limits of a group': template => {
    configuration(template).EnvironmentProperties = {
      PropertyGroups: [{ PropertyGroupId: 'Sink', PropertyMap: { topic: '' } }],
    };
  },
  'public-subnet': template => {
    template.Resources.Internet = { Type: 'AWS::EC2::InternetGateway', Properties: {} };
    template.Resources.ToInternet = {
      Type: 'AWS::EC2::Route',
      Properties: {
        RouteTableId: { Ref: idOf(template, 'AWS::EC2::RouteTable') },
        DestinationCidrBlock: '0.0.0.0/0',
        GatewayId: { Ref: 'Internet' },
      },
    };
  },
  'single-availability-zone': template => {
    all(template, 'AWS::EC2::Subnet').forEach(({ Properties }) => { Properties.AvailabilityZone = 'eu-west-1a'; });
  },
  'single-availability-zone by a single subnet': template => { vpcConfiguration(template).SubnetIds.pop(); },
  'subnet-addresses': template => { all(template, 'AWS::EC2::Subnet')[0].Properties.CidrBlock = '10.10.0.0/30'; },
  'subnet-addresses by autoscaling': template => {
    delete configuration(template).FlinkApplicationConfiguration.ParallelismConfiguration;
    all(template, 'AWS::EC2::Subnet')[0].Properties.CidrBlock = '10.10.0.0/30';
  },
  'duplicate-private-dns': template => { template.Resources.Second = endpoint(template, 'kinesis-streams')[1]; },
  'endpoint-dns without host names': template => {
    delete all(template, 'AWS::EC2::VPC')[0].Properties.EnableDnsHostnames;
  },
  'endpoint-dns without support': template => {
    all(template, 'AWS::EC2::VPC')[0].Properties.EnableDnsSupport = 'false';
  },
  'no-path-to-service': template => { remove(template, endpoint(template, 'kinesis-streams')[0]); },
  'no-path-to-service but from another route table': template => {
    remove(template, endpoint(template, 'kinesis-streams')[0]);
    const VpcId = { Ref: idOf(template, 'AWS::EC2::VPC') };
    template.Resources.OtherTable = { Type: 'AWS::EC2::RouteTable', Properties: { VpcId } };
    template.Resources.Gateway = {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        VpcId, ServiceName: 'com.amazonaws.eu-west-1.kinesis-streams', RouteTableIds: [{ Ref: 'OtherTable' }],
      },
    };
  },
  'endpoint-unreachable by the endpoint\'s rules': template => {
    all(template, 'AWS::EC2::SecurityGroup').forEach(({ Properties }) => { delete Properties.SecurityGroupIngress; });
    Object.entries(template.Resources)
      .filter(([, { Type }]) => Type === 'AWS::EC2::SecurityGroupIngress')
      .forEach(([id]) => remove(template, id));
  },
  'endpoint-unreachable by the application\'s rules': template => {
    Object.entries(template.Resources)
      .filter(([, { Type }]) => Type === 'AWS::EC2::SecurityGroupEgress')
      .forEach(([id]) => remove(template, id));
    all(template, 'AWS::EC2::SecurityGroup').forEach(({ Properties }) => {
      Properties.SecurityGroupEgress = [{ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp: '0.0.0.0/0' }];
    });
  },
  'network-permissions of a describe action': template => {
    disallow(template, action => /^ec2:Describe(\*|DhcpOptions)$/.test(action));
  },
  'network-permissions to create': template => {
    disallow(template, action => action === 'ec2:CreateNetworkInterface');
  },
  'network-permissions on other subnets': template => {
    statements(template).filter(({ Action }) => [Action].flat().includes('ec2:DeleteNetworkInterface')).forEach(statement => {
      statement.Resource = 'arn:aws:ec2:eu-west-1:111111111111:subnet/*';
    });
  },
  'network-permissions-order': template => {
    const isUpload = (id: string) => template.Resources[id].Type === 'Custom::Upload';
    application(template).DependsOn = [application(template).DependsOn ?? []].flat().filter(isUpload);
  },
  'retired-runtime': template => { application(template).Properties.RuntimeEnvironment = 'FLINK-1_11'; },
  'code-content missing': template => { delete configuration(template).ApplicationCodeConfiguration; },
  'code-content as text': template => {
    configuration(template).ApplicationCodeConfiguration.CodeContentType = 'PLAINTEXT';
  },
  'code-permissions-order': template => {
    disallow(template, action => action.startsWith('s3:'));
    template.Resources.Late = {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'late',
        Roles: [roleReference(template)],
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 's3:GetObject*', Resource: '*' }] },
      },
    };
  },
  'code-bucket-empty': template => { remove(template, idOf(template, 'Custom::Upload')); },
  'duplicate-application-name': template => {
    application(template).Properties.ApplicationName = 'orders';
    template.Resources.Second = structuredClone(application(template));
  },
  'placeholder-value': template => {
    configuration(template).EnvironmentProperties = {
      PropertyGroups: [{ PropertyGroupId: 'Sink', PropertyMap: { topic: '${TOPIC}' } }],
    };
  },
  'key-policy': template => {
    template.Resources.Key = { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement: ofAccount() } } };
    configuration(template).ApplicationEncryptionConfiguration = {
      KeyType: 'CUSTOMER_MANAGED_KEY', KeyId: { 'Fn::GetAtt': ['Key', 'Arn'] },
    };
  },
  'duplicate-gateway-endpoint': template => {
    template.Resources.One = gateway(template);
    template.Resources.Other = gateway(template);
  },
  'gateway-without-route-tables': template => {
    template.Resources.One = gateway(template);
    template.Resources.One.Properties.RouteTableIds = [];
  },
  'gateway-unreachable': template => {
    template.Resources.One = gateway(template, all(template, 'AWS::EC2::RouteTable').map((_, index) => ({
      Ref: Object.keys(template.Resources).filter(id => template.Resources[id].Type === 'AWS::EC2::RouteTable')[index],
    })));
    const [first] = statements(template);
    first.Action = [first.Action, 'dynamodb:Query'].flat();
    all(template, 'AWS::EC2::SecurityGroupEgress').forEach(({ Properties }) => { delete Properties.CidrIp; });
    all(template, 'AWS::EC2::SecurityGroup').forEach(({ Properties }) => {
      Properties.SecurityGroupEgress = [{ IpProtocol: '-1', CidrIp: '10.0.0.0/8' }];
    });
  },
  'endpoint-default-group': template => {
    delete endpoint(template, 'kinesis-streams')[1].Properties.SecurityGroupIds;
  },
  'vpc-mismatch': template => {
    template.Resources.Elsewhere = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.99.0.0/16' } };
    template.Resources.Stray = {
      Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'x', VpcId: { Ref: 'Elsewhere' } },
    };
    vpcConfiguration(template).SecurityGroupIds.push({ 'Fn::GetAtt': ['Stray', 'GroupId'] });
  },
  'logging-option-missing': template => {
    remove(template, idOf(template, 'AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption'));
  },
  'logging-option-missing for a log group': template => {
    withoutLogs(template);
    template.Resources.OwnLogs = {
      Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/kinesis-analytics/orders' },
    };
  },
  'logging-option-order': template => {
    application(template).Properties.ApplicationName = 'orders';
    const [option] = all(template, 'AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption');
    option.Properties.ApplicationName = 'orders';
  },
  'role-trust-source': template => {
    application(template).Properties.ApplicationName = 'orders';
    trustOf(template).Condition = {
      ArnLike: { 'aws:SourceArn': 'arn:aws:kinesisanalytics:eu-west-1:111111111111:application/invoices' },
    };
  },
  'duplicate-policy-name': template => {
    const policy = (Action: string) => ({
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'mine',
        Roles: [roleReference(template)],
        PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: '*' }] },
      },
    });
    Object.assign(template.Resources, { One: policy('xray:PutTraceSegments'), Other: policy('xray:GetGroups') });
  },
  'property-limits of a scale without its type': template => {
    const flink = configuration(template).FlinkApplicationConfiguration;
    flink.ParallelismConfiguration = { Parallelism: 2, AutoScalingEnabled: false };
  },
  'code-not-readable': template => { disallow(template, action => action.startsWith('s3:')); },
  'code-not-granted': template => {
    code(template).BucketARN = 'arn:aws:s3:::elsewhere';
    disallow(template, action => action.startsWith('s3:'));
  },
  'role-trust': template => { trustOf(template).Principal.Service = 'ec2.amazonaws.com'; },
  'log-stream-missing': template => { remove(template, idOf(template, 'AWS::Logs::LogStream'), 'job'); },
  'log-stream-missing in the name': template => {
    loggingOption(template).LogStreamARN = { 'Fn::GetAtt': [idOf(template, 'AWS::Logs::LogGroup'), 'Arn'] };
  },
  'log-permissions': template => { disallow(template, action => action === 'logs:PutLogEvents'); },
};

/** The first statement of the trust policy of the application's role. */
function trustOf(template: TestTemplate): Record<string, any> {
  const isOfFlink = ({ Properties }: TemplateResource) => JSON.stringify(Properties).includes('kinesisanalytics');
  const [role] = all(template, 'AWS::IAM::Role').filter(isOfFlink);
  return [role.Properties.AssumeRolePolicyDocument.Statement].flat()[0];
}

/** A reference to the role of the application, by its name. */
function roleReference(template: TestTemplate): unknown {
  const arn = application(template).Properties.ServiceExecutionRole;
  return { Ref: [arn['Fn::GetAtt']].flat()[0].split('.')[0] };
}

/** The statements of a key policy as the CDK writes them. */
export function ofAccount(): Record<string, any>[] {
  return [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111111111111:root' }, Action: 'kms:*', Resource: '*' }];
}

/** A gateway endpoint for DynamoDB in a route table. */
export function gateway(
  template: TestTemplate, tables: unknown[] = [{ Ref: idOf(template, 'AWS::EC2::RouteTable') }],
): TemplateResource {
  return {
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: {
      VpcId: { Ref: idOf(template, 'AWS::EC2::VPC') },
      ServiceName: 'com.amazonaws.eu-west-1.dynamodb',
      RouteTableIds: tables,
    },
  };
}

export function application(template: TestTemplate): TemplateResource {
  return all(template, 'AWS::KinesisAnalyticsV2::Application')[0];
}

export function configuration(template: TestTemplate): Record<string, any> {
  return application(template).Properties.ApplicationConfiguration;
}

export function vpcConfiguration(template: TestTemplate): Record<string, any> {
  return configuration(template).VpcConfigurations[0];
}

export function code(template: TestTemplate): Record<string, any> {
  return configuration(template).ApplicationCodeConfiguration.CodeContent.S3ContentLocation;
}

export function loggingOption(template: TestTemplate): Record<string, any> {
  return all(
    template, 'AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption',
  )[0].Properties.CloudWatchLoggingOption;
}

/** Takes away the logging option with the log group and the log stream. */
export function withoutLogs(template: TestTemplate): void {
  const types = ['AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption', 'AWS::Logs::LogStream', 'AWS::Logs::LogGroup'];
  for (const type of types) remove(template, idOf(template, type));
}

export function all(template: TestTemplate, type: string): TemplateResource[] {
  return Object.values(template.Resources).filter(({ Type }) => Type === type);
}

export function idOf(template: TestTemplate, type: string): string {
  return Object.entries(template.Resources).find(([, { Type }]) => Type === type)![0];
}

export function endpoint(template: TestTemplate, service: string): [string, TemplateResource] {
  return Object.entries(template.Resources).find(([, { Type, Properties }]) =>
    Type === 'AWS::EC2::VPCEndpoint' && JSON.stringify(Properties).includes(service))!;
}

/** All statements of all policies. */
export function statements(template: TestTemplate): Record<string, any>[] {
  const documents = Object.values(template.Resources).flatMap(({ Properties }) =>
    [Properties?.PolicyDocument, ...[Properties?.Policies ?? []].flat().map((policy: any) => policy.PolicyDocument)]);
  return documents.flatMap(document => document?.Statement ?? []);
}

/** Takes actions out of all policies. */
function disallow(template: TestTemplate, isTaken: (action: string) => boolean): void {
  for (const statement of statements(template)) {
    statement.Action = [statement.Action].flat().filter(action => !isTaken(action));
  }
}

/** Takes a resource out, with what depends on it; references to it become a literal. */
export function remove(template: TestTemplate, id: string, literal = 'gone'): void {
  delete template.Resources[id];
  for (const resource of Object.values(template.Resources)) {
    resource.DependsOn = [resource.DependsOn ?? []].flat().filter(other => other !== id);
  }
  const text = JSON.stringify(template).replaceAll(`{"Ref":"${id}"}`, `"${literal}"`).replaceAll(`\${${id}}`, literal);
  Object.assign(template, JSON.parse(text));
}

function many(count: number, prefix: string): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
}
