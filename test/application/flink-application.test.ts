import { CfnOutput, CfnResource, Duration, PhysicalName, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { InterfaceVpcEndpointAwsService, Peer, Port, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { CfnApplication as CfnApplicationV2 } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import {
  ApplicationCode, FlinkApplication, FlinkConnector, FlinkRuntime, LogLevel, MetricsLevel, NetworkPermissions,
  VpcConfiguration, VpcEndpoints,
} from '../../src/index';
import {
  APPLICATION, applicationInVpc, ENDPOINT, ENV, expectRefusal, GROUP, isolatedVpc,
  logicalId, newApplication, newStack, propertiesOf, resourcesOf, templateOf, warningTopics,
} from '../helpers';

const LOGGING_OPTION = 'AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption';

describe('with the least properties', () => {
  const { stack, vpc, application } = applicationInVpc();
  const template = Template.fromStack(stack);

  test('the application is exactly this', () => {
    expect(propertiesOf(templateOf(stack), APPLICATION)).toEqual([{
      RuntimeEnvironment: 'FLINK-1_20',
      ServiceExecutionRole: { 'Fn::GetAtt': [logicalId(application.role), 'Arn'] },
      ApplicationConfiguration: {
        ApplicationCodeConfiguration: {
          CodeContentType: 'ZIPFILE',
          CodeContent: {
            S3ContentLocation: {
              BucketARN: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::artifacts']] },
              FileKey: 'job.jar',
            },
          },
        },
        ApplicationSnapshotConfiguration: { SnapshotsEnabled: true },
        FlinkApplicationConfiguration: {
          CheckpointConfiguration: {
            ConfigurationType: 'CUSTOM',
            CheckpointingEnabled: true,
            CheckpointInterval: 60000,
            MinPauseBetweenCheckpoints: 5000,
          },
          ParallelismConfiguration: {
            ConfigurationType: 'CUSTOM', Parallelism: 1, ParallelismPerKPU: 1, AutoScalingEnabled: true,
          },
        },
        VpcConfigurations: [{
          SubnetIds: vpc.isolatedSubnets.map(subnet => ({ Ref: logicalId(subnet) })),
          SecurityGroupIds: application.securityGroups.map(group => ({ 'Fn::GetAtt': [logicalId(group), 'GroupId'] })),
        }],
      },
    }]);
  });

  test('it makes exactly these resources beside the VPC', () => {
    const counts = Object.values(templateOf(stack).Resources)
      .filter(({ Type }) => !/^AWS::EC2::(VPC|Subnet|RouteTable|SubnetRouteTableAssociation)$/.test(Type))
      .reduce<Record<string, number>>((sums, { Type }) => ({ ...sums, [Type]: (sums[Type] ?? 0) + 1 }), {});
    expect(counts).toEqual({
      [APPLICATION]: 1,
      [LOGGING_OPTION]: 1,
      [ENDPOINT]: 3,
      [GROUP]: 3,
      'AWS::EC2::SecurityGroupIngress': 1,
      'AWS::EC2::SecurityGroupEgress': 1,
      'AWS::IAM::Role': 1,
      'AWS::IAM::Policy': 1,
      'AWS::Logs::LogGroup': 1,
      'AWS::Logs::LogStream': 1,
    });
  });

  test('the application is deleted with the stack and its logs are kept', () => {
    template.hasResource(APPLICATION, { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
    template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Retain', Properties: { RetentionInDays: 30 } });
    template.hasResource('AWS::Logs::LogStream', { DeletionPolicy: 'Retain' });
  });

  test('it has no Lambda function, custom resource or name of its own', () => {
    expect(
      Object.values(templateOf(stack).Resources).map(({ Type }) => Type).filter(type => /Lambda|Custom/.test(type)),
    ).toEqual([]);
    expect(JSON.stringify(templateOf(stack))).not.toMatch(
      /"(ApplicationName|RoleName|GroupName|LogGroupName|PolicyName)":"(?!Job)/,
    );
  });

  test('its name and ARN are those that CloudFormation gives', () => {
    expect(stack.resolve(application.applicationName)).toEqual({ Ref: logicalId(application) });
    expect(stack.resolve(application.applicationArn)).toEqual({
      'Fn::Join': [
        '',
        [
          'arn:',
          { Ref: 'AWS::Partition' },
          ':kinesisanalytics:',
          { Ref: 'AWS::Region' },
          ':',
          { Ref: 'AWS::AccountId' },
          ':application/',
          { Ref: logicalId(application) },
        ],
      ],
    });
  });

  test('nothing is warned of', () => {
    expect(warningTopics(stack)).toEqual([]);
  });

  test('the L1 is the default child', () => {
    expect(application.node.defaultChild).toBeInstanceOf(CfnApplicationV2);
    expect(application.node.defaultChild).toBe(application.node.findChild('Resource'));
  });
});

describe('with all properties', () => {
  const stack = newStack(ENV);
  const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 1 });
  const group = new SecurityGroup(stack, 'Group', { vpc });
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('kinesisanalytics.amazonaws.com') });
  const logGroup = new LogGroup(stack, 'Logs');
  const application = new FlinkApplication(stack, 'Job', {
    applicationName: 'orders',
    description: 'counts orders',
    runtime: FlinkRuntime.FLINK_2_2,
    code: ApplicationCode.fromBucket(new Bucket(stack, 'Code'), 'orders.jar', 'v1'),
    parallelism: 8,
    parallelismPerKpu: 2,
    autoScalingEnabled: false,
    checkpointingEnabled: true,
    checkpointInterval: Duration.seconds(30),
    minPauseBetweenCheckpoints: Duration.seconds(0),
    logLevel: LogLevel.WARN,
    metricsLevel: MetricsLevel.OPERATOR,
    snapshotsEnabled: false,
    systemRollbackEnabled: true,
    maintenanceWindowStartTime: '03:00',
    propertyGroups: { Input: { stream: 'orders' } },
    role,
    logGroup,
    removalPolicy: RemovalPolicy.RETAIN,
    vpcConfiguration: {
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS },
      securityGroups: [group],
      endpoints: VpcEndpoints.create(),
      networkPermissions: NetworkPermissions.DOCUMENTED,
    },
  });
  const template = Template.fromStack(stack);

  test('the application is exactly this', () => {
    const ref = (construct: Construct) => ({ Ref: logicalId(construct) });
    template.hasResource(APPLICATION, {
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        ApplicationName: 'orders',
        ApplicationDescription: 'counts orders',
        RuntimeEnvironment: 'FLINK-2_2',
        ServiceExecutionRole: { 'Fn::GetAtt': [logicalId(role), 'Arn'] },
        ApplicationMaintenanceConfiguration: { ApplicationMaintenanceWindowStartTime: '03:00' },
        ApplicationConfiguration: Match.objectEquals({
          ApplicationCodeConfiguration: {
            CodeContentType: 'ZIPFILE',
            CodeContent: {
              S3ContentLocation: {
                BucketARN: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Code'), 'Arn'] },
                FileKey: 'orders.jar',
                ObjectVersion: 'v1',
              },
            },
          },
          ApplicationSnapshotConfiguration: { SnapshotsEnabled: false },
          ApplicationSystemRollbackConfiguration: { RollbackEnabled: true },
          EnvironmentProperties: { PropertyGroups: [{ PropertyGroupId: 'Input', PropertyMap: { stream: 'orders' } }] },
          FlinkApplicationConfiguration: {
            CheckpointConfiguration: {
              ConfigurationType: 'CUSTOM',
              CheckpointingEnabled: true,
              CheckpointInterval: 30000,
              MinPauseBetweenCheckpoints: 0,
            },
            MonitoringConfiguration: { ConfigurationType: 'CUSTOM', LogLevel: 'WARN', MetricsLevel: 'OPERATOR' },
            ParallelismConfiguration: {
              ConfigurationType: 'CUSTOM', Parallelism: 8, ParallelismPerKPU: 2, AutoScalingEnabled: false,
            },
          },
          VpcConfigurations: [{
            SubnetIds: vpc.privateSubnets.map(ref),
            SecurityGroupIds: application.securityGroups
              .map(({ securityGroupId }) => stack.resolve(securityGroupId) as unknown),
          }],
        }),
      },
    });
  });

  test('what was given is used, and nothing is made in its place', () => {
    expect(application.role).toBe(role);
    expect(application.logGroup).toBe(logGroup);
    expect(application.subnets).toEqual(vpc.privateSubnets);
    expect(application.securityGroups[0]).toBe(group);
    expect(application.connections.securityGroups).toEqual([group]);
    expect(
      application.node.children.map(child => child.node.id),
    ).toEqual(['LogStream', 'Policy', 'Resource', 'LoggingOption']);
    template.hasResourceProperties(LOGGING_OPTION, { ApplicationName: { Ref: logicalId(application) } });
  });
});

describe('scale is always written out whole, and monitoring as soon as one value is given', () => {
  const defaults = { ConfigurationType: 'CUSTOM', Parallelism: 1, ParallelismPerKPU: 1, AutoScalingEnabled: true };
  test.each([
    [{ parallelism: 4 }, { ParallelismConfiguration: { ...defaults, Parallelism: 4 } }],
    [{ parallelismPerKpu: 8 }, { ParallelismConfiguration: { ...defaults, ParallelismPerKPU: 8 } }],
    [{ autoScalingEnabled: false }, { ParallelismConfiguration: { ...defaults, AutoScalingEnabled: false } }],
    [{ autoScalingEnabled: true }, { ParallelismConfiguration: defaults }],
    [{ logLevel: LogLevel.DEBUG }, { MonitoringConfiguration: { ConfigurationType: 'CUSTOM', LogLevel: 'DEBUG' } }],
    [
      { metricsLevel: MetricsLevel.PARALLELISM },
      { MonitoringConfiguration: { ConfigurationType: 'CUSTOM', MetricsLevel: 'PARALLELISM' } },
    ],
    [
      { checkpointingEnabled: false },
      { CheckpointConfiguration: { ConfigurationType: 'CUSTOM', CheckpointingEnabled: false } },
    ],
  ])('%p', (props, expected) => {
    const [properties] = propertiesOf(templateOf(applicationInVpc(props).stack), APPLICATION);
    const {
      FlinkApplicationConfiguration: flink,
    } = properties.ApplicationConfiguration as Record<string, Record<string, unknown>>;
    expect(flink).toEqual({
      CheckpointConfiguration: expect.objectContaining({ CheckpointingEnabled: true }),
      ParallelismConfiguration: defaults,
      ...expected,
    });
  });

  test('rollback can be switched off explicitly', () => {
    const [properties] = propertiesOf(
      templateOf(applicationInVpc({ systemRollbackEnabled: false }).stack), APPLICATION,
    );
    expect(properties.ApplicationConfiguration).toMatchObject({
      ApplicationSystemRollbackConfiguration: { RollbackEnabled: false },
    });
  });
});

describe('removal policy', () => {
  const withLater = (removalPolicy?: RemovalPolicy) => {
    const { stack, application } = applicationInVpc({ removalPolicy });
    new Topic(stack, 'Topic').grantPublish(application);
    application.connections.allowTo(Peer.ipv4('10.0.0.0/8'), Port.tcp(9092));
    const own = Object.entries(templateOf(stack).Resources).filter(([id]) => id.startsWith('Job'));
    return Object.fromEntries(own.map(([, { Type, DeletionPolicy }]) => [Type, DeletionPolicy]));
  };

  test.each([
    [RemovalPolicy.RETAIN, 'Retain'],
    [RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE, 'RetainExceptOnCreate'],
  ])('%s keeps all that the application runs on, with what was added later', (policy, expected) => {
    const policies = withLater(policy);
    expect(Object.keys(policies)).toEqual(
      expect.arrayContaining([
        APPLICATION, 'AWS::IAM::Role', 'AWS::IAM::Policy', GROUP, 'AWS::Logs::LogGroup', 'AWS::Logs::LogStream',
      ]),
    );
    expect(new Set(Object.values(policies))).toEqual(new Set([expected]));
  });

  test('left out, the application goes and its logs stay, and of the rest nothing is said', () => {
    expect(withLater()).toMatchObject({
      [APPLICATION]: 'Delete',
      'AWS::Logs::LogGroup': 'Retain',
      'AWS::IAM::Role': undefined,
      'AWS::IAM::Policy': undefined,
      [GROUP]: undefined,
    });
  });

  test('what the user says of a part goes before', () => {
    const { stack, application } = applicationInVpc({ removalPolicy: RemovalPolicy.RETAIN });
    (application.role.node.defaultChild as CfnResource).applyRemovalPolicy(RemovalPolicy.DESTROY);
    expect(templateOf(stack).Resources[logicalId(application.role)].DeletionPolicy).toBe('Delete');
  });

  test('DESTROY removes everything, its logs too', () => {
    expect(withLater(RemovalPolicy.DESTROY)).toMatchObject({
      [APPLICATION]: 'Delete',
      'AWS::Logs::LogGroup': 'Delete',
      'AWS::Logs::LogStream': 'Delete',
      'AWS::IAM::Role': undefined,
      [GROUP]: undefined,
    });
  });
});

describe('what the user has answered for', () => {
  const services = [
    InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING,
  ];

  test.each<[string, Partial<VpcConfiguration>, Record<string, string>]>([
    ['nothing', {}, {}],
    [
      'public subnets',
      { allowPublicSubnet: true },
      { 'public-subnet': 'accepted with vpcConfiguration.allowPublicSubnet' },
    ],
    ['endpoints that are there', { endpoints: VpcEndpoints.existing({ interfaceServices: services }) },
      { 'no-path-to-service': 'the endpoints are there already, says VpcEndpoints.existing()' }],
    ['no endpoints', { endpoints: VpcEndpoints.none() }, {}],
  ])('is no finding of the rules: %s', (_, network, expected) => {
    const { application } = applicationInVpc({}, network);
    const acknowledged = application.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as object));
    expect(
      Object.fromEntries(acknowledged.map(([id, reason]) => [id.replace(/^annotation::/i, ''), reason as string])),
    ).toEqual(expected);
  });
});

test('a value that a source writes too is refused before anything is made', () => {
  const stack = newStack();
  const stream = Stream.fromStreamArn(stack, 'Clicks', 'arn:aws:kinesis:eu-west-1:111111111111:stream/clicks');
  const source = FlinkConnector.kinesisStream(stream, { propertyGroup: 'In' });
  expectRefusal(stack, { vpcConfiguration: { vpc: isolatedVpc(stack) }, sources: [source], propertyGroups: { In: { 'stream.arn': 'arn:aws:kinesis:eu-west-1:111111111111:stream/other' } } },
    'propertyGroups.In.stream.arn is "arn:aws:kinesis:eu-west-1:111111111111:stream/other" already, so it cannot be '
    + '"arn:aws:kinesis:eu-west-1:111111111111:stream/clicks" too: give it once, or under another key or group [at '
    + 'Stack/Job]');
});

describe('logs', () => {
  test.each([[RetentionDays.ONE_DAY, 1], [RetentionDays.INFINITE, undefined]])('are kept for %s days', (logRetention, days) => {
    expect(
      propertiesOf(templateOf(applicationInVpc({ logRetention }).stack), 'AWS::Logs::LogGroup')[0].RetentionInDays,
    ).toBe(days);
  });

  test('an imported group is written to', () => {
    const stack = newStack();
    const logGroup = LogGroup.fromLogGroupName(stack, 'Logs', '/my/logs');
    newApplication(stack, { logGroup, vpcConfiguration: { vpc: isolatedVpc(stack) } });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Logs::LogGroup', 0);
    template.hasResourceProperties('AWS::Logs::LogStream', { LogGroupName: '/my/logs' });
    template.hasResourceProperties(LOGGING_OPTION, {
      CloudWatchLoggingOption: {
        LogStreamARN: {
          'Fn::Join': ['', [
            'arn:',
            { Ref: 'AWS::Partition' },
            ':logs:',
            { Ref: 'AWS::Region' },
            ':',
            { Ref: 'AWS::AccountId' },
            ':log-group:/my/logs:log-stream:',
            { Ref: Match.stringLikeRegexp('LogStream') },
          ]],
        },
      },
    });
  });
});

describe('two applications in one stack', () => {
  const stack = newStack();
  const vpc = isolatedVpc(stack);
  const one = newApplication(stack, { vpcConfiguration: { vpc } }, 'One');
  const two = newApplication(stack, { vpcConfiguration: { vpc } }, 'Two');
  one.connections.allowTo(two, Port.tcp(8081), 'state');
  const template = templateOf(stack);

  test('have roles, groups and logs of their own', () => {
    expect(one.role.roleArn).not.toBe(two.role.roleArn);
    expect(one.securityGroups[0]).not.toBe(two.securityGroups[0]);
    expect(resourcesOf(template, 'AWS::Logs::LogGroup')).toHaveLength(2);
  });

  test('are opened to each other', () => {
    Template.fromStack(stack).hasResourceProperties('AWS::EC2::SecurityGroupIngress', {
      GroupId: { 'Fn::GetAtt': [logicalId(two.securityGroups[0]), 'GroupId'] },
      SourceSecurityGroupId: { 'Fn::GetAtt': [logicalId(one.securityGroups[0]), 'GroupId'] },
      FromPort: 8081,
    });
  });

  test('share the endpoints and the client group', () => {
    expect(resourcesOf(template, ENDPOINT)).toHaveLength(3);
    expect(resourcesOf(template, GROUP)).toHaveLength(4);
    expect(one.securityGroups[1]).toBe(two.securityGroups[1]);
  });
});

describe('names across stacks', () => {
  test('a generated name is exported', () => {
    const { stack, application } = applicationInVpc();
    const other = new Stack(stack.node.root as Construct, 'Other');
    new CfnOutput(other, 'Out', { value: application.applicationArn });
    expect(JSON.stringify(templateOf(other))).toContain('Fn::ImportValue');
  });

  test('of two environments, a physical name is used', () => {
    const { stack, application } = applicationInVpc({ applicationName: 'orders' }, {}, ENV);
    const other = new Stack(stack.node.root as Construct, 'Other', {
      env: { account: '222222222222', region: 'eu-west-1' },
    });
    new CfnOutput(other, 'Out', { value: application.applicationArn });
    expect(templateOf(other).Outputs?.Out.Value).toEqual({
      'Fn::Join': [
        '', ['arn:', { Ref: 'AWS::Partition' }, ':kinesisanalytics:eu-west-1:111111111111:application/orders'],
      ],
    });
  });

  test('a name made when needed is a name that the service takes', () => {
    const { stack, application } = applicationInVpc({ applicationName: PhysicalName.GENERATE_IF_NEEDED }, {}, ENV);
    const other = new Stack(stack.node.root as Construct, 'Other', {
      env: { account: '222222222222', region: 'eu-west-1' },
    });
    new CfnOutput(other, 'Out', { value: application.applicationName });
    expect(templateOf(other).Outputs?.Out.Value).toMatch(/^[a-zA-Z0-9_.-]{1,128}$/);
    expect(propertiesOf(templateOf(stack), APPLICATION)[0].ApplicationName).toBe(templateOf(other).Outputs?.Out.Value);
  });
});
