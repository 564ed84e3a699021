import { App, Aws, CfnCondition, CfnParameter, Duration, Fn, Lazy, SecretValue, Stack, Token } from 'aws-cdk-lib';
import { SecurityGroup, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role } from 'aws-cdk-lib/aws-iam';
import { CfnApplication } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import {
  ApplicationCode, CustomArtifact, FlinkApplicationProps, FlinkRuntime, FlinkStudioNotebook, FlinkStudioNotebookProps,
  VpcEndpoints,
} from '../src';
import {
  APPLICATION, ENV, importedVpc, isolatedVpc, newApplication, newStack, propertiesOf, templateOf, warningTopics,
} from './helpers';
import { cycles, danglingReferences, missingOrder } from './helpers/deployment-order';
import { findingsIn } from './helpers/rules';

const none = VpcEndpoints.none();
const text = (stack: Stack, id = 'Text') => new CfnParameter(stack, id).valueAsString;
const number = (stack: Stack, id = 'Number') => new CfnParameter(stack, id, { type: 'Number' }).valueAsNumber;

function flink(properties: Record<string, unknown>): Record<string, unknown> {
  return (
    properties.ApplicationConfiguration as { FlinkApplicationConfiguration: Record<string, unknown> }
  ).FlinkApplicationConfiguration;
}

describe('a value that is only known when deployed passes and reaches the template:', () => {
  const ref = { Ref: 'Text' };
  const numberRef = { Ref: 'Number' };
  type Make = (stack: Stack) => Partial<FlinkApplicationProps>;
  type Read = (properties: Record<string, unknown>) => unknown;
  test.each<[string, Make, Read, unknown]>([
    ['applicationName', stack => ({ applicationName: text(stack) }), properties => properties.ApplicationName, ref],
    [
      'applicationName in part',
      stack => ({ applicationName: `orders ${text(stack)}` }),
      properties => properties.ApplicationName,
      { 'Fn::Join': ['', ['orders ', ref]] },
    ],
    ['description', stack => ({ description: text(stack) }), properties => properties.ApplicationDescription, ref],
    ['runtime', stack => ({ runtime: FlinkRuntime.of(text(stack)) }), properties => properties.RuntimeEnvironment, ref],
    ['maintenanceWindowStartTime', stack => ({ maintenanceWindowStartTime: text(stack) }),
      properties => properties.ApplicationMaintenanceConfiguration, { ApplicationMaintenanceWindowStartTime: ref }],
    ['parallelism', stack => ({ parallelism: number(stack) }), properties => flink(properties).ParallelismConfiguration,
      expect.objectContaining({ Parallelism: numberRef, ParallelismPerKPU: 1 })],
    ['parallelismPerKpu', stack =>
      ({ parallelismPerKpu: number(stack) }), properties => flink(properties).ParallelismConfiguration,
    expect.objectContaining({ Parallelism: 1, ParallelismPerKPU: numberRef })],
    ['checkpointInterval', stack =>
      ({ checkpointInterval: Duration.millis(number(stack)) }), properties => flink(properties).CheckpointConfiguration,
    expect.objectContaining({ CheckpointInterval: numberRef })],
    ['minPauseBetweenCheckpoints', stack =>
      ({
        minPauseBetweenCheckpoints: Duration.millis(number(stack)),
      }), properties => flink(properties).CheckpointConfiguration,
    expect.objectContaining({ MinPauseBetweenCheckpoints: numberRef })],
    ['a number that is made late', () =>
      ({ parallelism: Lazy.number({ produce: () => 7 }) }), properties => flink(properties).ParallelismConfiguration,
    expect.objectContaining({ Parallelism: 7 })],
  ])('%s', (_, props, read, expected) => {
    const stack = newStack();
    newApplication(stack, { ...props(stack), vpcConfiguration: { vpc: isolatedVpc(stack) } });
    const template = templateOf(stack);
    expect(read(propertiesOf(template, APPLICATION)[0])).toEqual(expected);
    expect([...cycles(template), ...danglingReferences(template), ...missingOrder(template)]).toEqual([]);
    expect(warningTopics(stack)).toEqual([]);
  });

  test('a duration in another unit than milliseconds passes the checks', () => {
    const stack = newStack();
    expect(() =>
      newApplication(
        stack,
        {
          checkpointInterval: Duration.millis(Token.asNumber({ Ref: 'Number' })),
          vpcConfiguration: { vpc: isolatedVpc(stack) },
        },
      )).not.toThrow();
  });

  test('property groups, with secrets by reference', () => {
    const stack = newStack();
    const value = SecretValue.ssmSecure('/orders/token', '1').unsafeUnwrap();
    newApplication(stack, {
      propertyGroups: { Input: { stream: text(stack), token: value } }, vpcConfiguration: { vpc: isolatedVpc(stack) },
    });
    expect(propertiesOf(templateOf(stack), APPLICATION)[0].ApplicationConfiguration).toMatchObject({
      EnvironmentProperties: {
        PropertyGroups: [
          {
            PropertyGroupId: 'Input',
            PropertyMap: { stream: { Ref: 'Text' }, token: '{{resolve:ssm-secure:/orders/token:1}}' },
          },
        ],
      },
    });
  });

  test('role, log group and the place of the code', () => {
    const stack = newStack();
    newApplication(stack, {
      role: Role.fromRoleArn(stack, 'Role', text(stack, 'RoleArn')),
      logGroup: LogGroup.fromLogGroupName(stack, 'Logs', text(stack, 'LogName')),
      code: ApplicationCode.fromBucket(
        Bucket.fromBucketName(stack, 'Code', text(stack, 'BucketName')), text(stack, 'Key'), text(stack, 'Version'),
      ),
      vpcConfiguration: { vpc: isolatedVpc(stack) },
    });
    const template = templateOf(stack);
    expect(propertiesOf(template, APPLICATION)[0]).toMatchObject({
      ServiceExecutionRole: { Ref: 'RoleArn' },
      ApplicationConfiguration: {
        ApplicationCodeConfiguration: {
          CodeContent: {
            S3ContentLocation: {
              BucketARN: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::', { Ref: 'BucketName' }]] },
              FileKey: { Ref: 'Key' },
              ObjectVersion: { Ref: 'Version' },
            },
          },
        },
      },
    });
    expect(missingOrder(template)).toEqual([]);
  });

  test('everything of a VPC', () => {
    const stack = newStack();
    const list = (id: string) => new CfnParameter(stack, id, { type: 'CommaDelimitedList' }).valueAsList;
    const [subnets, tables] = [list('Subnets'), list('Tables')];
    const vpc = Vpc.fromVpcAttributes(stack, 'Imported', {
      vpcId: text(stack, 'VpcId'),
      vpcCidrBlock: text(stack, 'Cidr'),
      availabilityZones: [0, 1].map(index => Fn.select(index, Fn.getAzs())),
      privateSubnetIds: [0, 1].map(index => Fn.select(index, subnets)),
      privateSubnetRouteTableIds: [0, 1].map(index => Fn.select(index, tables)),
    });
    newApplication(stack, {
      vpcConfiguration: {
        vpc,
        endpoints: VpcEndpoints.create(),
        securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'Group', text(stack, 'GroupId'))],
      },
    });
    const template = templateOf(stack);
    expect(propertiesOf(template, APPLICATION)[0].ApplicationConfiguration).toMatchObject({
      VpcConfigurations: [
        {
          SubnetIds: [0, 1].map(index => ({ 'Fn::Select': [index, { Ref: 'Subnets' }] })),
          SecurityGroupIds: [{ Ref: 'GroupId' }, expect.anything()],
        },
      ],
    });
    expect([...cycles(template), ...danglingReferences(template), ...missingOrder(template)]).toEqual([]);
  });

  test('lists of subnets and route tables whose length is not known', () => {
    const stack = newStack();
    const list = (id: string) => Fn.split(',', Fn.importValue(id));
    const vpc = Vpc.fromVpcAttributes(stack, 'Imported', {
      vpcId: Fn.importValue('VpcId'),
      availabilityZones: Fn.getAzs(),
      privateSubnetIds: list('Subnets'),
      privateSubnetRouteTableIds: list('Tables'),
    });
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create() } });
    const template = templateOf(stack);
    const split = (id: string) => ({ 'Fn::Split': [',', { 'Fn::ImportValue': id }] });
    expect(
      propertiesOf(template, APPLICATION)[0].ApplicationConfiguration,
    ).toMatchObject({ VpcConfigurations: [{ SubnetIds: split('Subnets') }] });
    expect(propertiesOf(template, 'AWS::EC2::VPCEndpoint')).toEqual(expect.arrayContaining([
      expect.objectContaining({ SubnetIds: split('Subnets') }),
      expect.objectContaining({ RouteTableIds: split('Tables') }),
    ]));
    expect(missingOrder(template)).toEqual([]);
  });

  test('the id of one subnet', () => {
    const stack = newStack();
    const subnet = Subnet.fromSubnetAttributes(stack, 'Subnet', {
      subnetId: text(stack), availabilityZone: text(stack, 'Zone'),
    });
    newApplication(stack, {
      vpcConfiguration: { vpc: importedVpc(stack), endpoints: none, vpcSubnets: { subnets: [subnet] } },
    });
    expect(
      propertiesOf(templateOf(stack), APPLICATION)[0].ApplicationConfiguration,
    ).toMatchObject({ VpcConfigurations: [{ SubnetIds: [{ Ref: 'Text' }] }] });
    expect(warningTopics(stack)).toEqual(['single-availability-zone']);
  });

  test('the id of a VPC that SSM tells', () => {
    const stack = newStack(ENV);
    const vpc = importedVpc(stack, 'Imported', {
      vpcId: StringParameter.valueForStringParameter(stack, '/network/vpc'),
    });
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create() } }, 'One');
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create() } }, 'Two');
    expect(propertiesOf(templateOf(stack), 'AWS::EC2::VPCEndpoint')).toHaveLength(3);
  });
});

describe('a value of a notebook that is only known when deployed passes and reaches the template:', () => {
  const ref = { Ref: 'Text' };
  const named = (stack: Stack) => Bucket.fromBucketName(stack, 'Bucket', text(stack));
  const zeppelin = (configuration: Record<string, unknown>) => ({
    ApplicationConfiguration: {
      ZeppelinApplicationConfiguration: configuration,
    },
  });
  test.each<[string, (stack: Stack) => FlinkStudioNotebookProps, Record<string, unknown>]>([
    ['applicationName', stack => ({ applicationName: text(stack) }), { ApplicationName: ref }],
    ['description', stack => ({ description: text(stack) }), { ApplicationDescription: ref }],
    ['parallelism', stack => ({ parallelism: number(stack), parallelismPerKpu: number(stack, 'Tasks') }), {
      ApplicationConfiguration: {
        FlinkApplicationConfiguration: {
          ParallelismConfiguration: {
            ConfigurationType: 'CUSTOM',
            Parallelism: { Ref: 'Number' },
            ParallelismPerKPU: { Ref: 'Tasks' },
          },
        },
      },
    }],
    ['glueDatabaseName', stack => ({ glueDatabaseName: text(stack) }), zeppelin({
      CatalogConfiguration: {
        GlueDataCatalogConfiguration: { DatabaseARN: { 'Fn::Join': ['', expect.arrayContaining([ref])] } },
      },
    })],
    ['an artifact of Maven', stack => ({
      customArtifacts: [
        CustomArtifact.fromMaven('a', 'b', text(stack)),
      ],
    }), zeppelin({
      CustomArtifactsConfiguration: [
        { ArtifactType: 'DEPENDENCY_JAR', MavenReference: { GroupId: 'a', ArtifactId: 'b', Version: ref } },
      ],
    })],
    ['an artifact in a bucket', stack => ({
      customArtifacts: [
        CustomArtifact.udfFromBucket(named(stack), text(stack, 'Key')),
      ],
    }), zeppelin({
      CustomArtifactsConfiguration: [
        { ArtifactType: 'UDF', S3ContentLocation: { BucketARN: expect.anything(), FileKey: { Ref: 'Key' } } },
      ],
    })],
    ['the place of builds', stack =>
      ({ deployAsApplicationBucket: named(stack), deployAsApplicationBasePath: text(stack, 'Path') }), zeppelin({
      DeployAsApplicationConfiguration: {
        S3ContentLocation: { BucketARN: expect.anything(), BasePath: { Ref: 'Path' } },
      },
    })],
    ['role and log group', stack => ({
      role: Role.fromRoleArn(stack, 'Role', text(stack)),
      logGroup: LogGroup.fromLogGroupName(
        stack,
        'Logs',
        text(stack, 'LogName'),
      ),
    }), { ServiceExecutionRole: ref }],
  ])('%s', (_, props, expected) => {
    const stack = newStack();
    const given = props(stack);
    new FlinkStudioNotebook(stack, 'Notebook', { ...given, vpcConfiguration: { vpc: isolatedVpc(stack) } });
    const template = templateOf(stack);
    expect(propertiesOf(template, APPLICATION)[0]).toMatchObject(expected);
    expect([...cycles(template), ...danglingReferences(template), ...missingOrder(template)]).toEqual([]);
    const topics = given.deployAsApplicationBucket === undefined ? [] : ['notebook-deployment'];
    expect(warningTopics(stack)).toEqual(topics);
  });
});

describe('booleans that depend on a condition:', () => {
  const condition = Fn.conditionIf('IsProduction', true, false);
  const expected = { 'Fn::If': ['IsProduction', true, false] };
  const BOOLEANS: [keyof FlinkApplicationProps, string][] = [
    ['autoScalingEnabled', 'FlinkApplicationConfiguration.ParallelismConfiguration.AutoScalingEnabled'],
    ['checkpointingEnabled', 'FlinkApplicationConfiguration.CheckpointConfiguration.CheckpointingEnabled'],
    ['snapshotsEnabled', 'ApplicationSnapshotConfiguration.SnapshotsEnabled'],
    ['systemRollbackEnabled', 'ApplicationSystemRollbackConfiguration.RollbackEnabled'],
  ];
  const withCondition = (stack: Stack) => {
    new CfnCondition(stack, 'IsProduction', { expression: Fn.conditionEquals(Aws.REGION, 'eu-west-1') });
    return stack;
  };
  const configured = (stack: Stack, path: string) => path.split('.').reduce(
    (value, part) => value[part], propertiesOf(templateOf(stack), APPLICATION)[0].ApplicationConfiguration,
  );

  test.each(BOOLEANS)('%s, cast in TypeScript', (property, path) => {
    const stack = withCondition(newStack());
    newApplication(stack, { [property]: condition, vpcConfiguration: { vpc: isolatedVpc(stack) } });
    expect(configured(stack, path)).toEqual(expected);
    expect(warningTopics(stack)).toEqual([]);
  });

  test.each(BOOLEANS)('%s, as an override in every language, and the rules find nothing', (_property, path) => {
    const stack = withCondition(newStack());
    const { node } = newApplication(stack, { vpcConfiguration: { vpc: isolatedVpc(stack) } });
    (node.defaultChild as CfnApplication).addPropertyOverride(`ApplicationConfiguration.${path}`, condition);
    expect(configured(stack, path)).toEqual(expected);
    expect(findingsIn(stack.node.root as App)).toEqual([]);
  });

  test('a number', () => {
    const stack = withCondition(newStack());
    const parallelism = Token.asNumber(Fn.conditionIf('IsProduction', 8, 1));
    newApplication(stack, { parallelism, vpcConfiguration: { vpc: isolatedVpc(stack) } });
    expect(configured(stack, 'FlinkApplicationConfiguration.ParallelismConfiguration.Parallelism'))
      .toEqual({ 'Fn::If': ['IsProduction', 8, 1] });
    expect([warningTopics(stack), findingsIn(stack.node.root as App)]).toEqual([[], []]);
  });
});
