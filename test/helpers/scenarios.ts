import { App, Duration, Environment, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ENV, importedVpc, isolatedVpc, newApplication } from './apps';
import {
  CustomArtifact, FlinkRuntime, FlinkStudioNotebook, LogLevel, MetricsLevel, NetworkPermissions, VpcEndpoints,
} from '../../src';

/** Apps that together use most of what there is, for checks that hold for every template. */
export const SCENARIOS: [string, (app: App) => Stack[]][] = [
  ['the least properties', app => inOne(app, stack => {
    newApplication(stack, { vpcConfiguration: { vpc: isolatedVpc(stack) } });
  })],
  ['most properties, NAT gateways', app => inOne(app, stack => {
    const vpc = new Vpc(stack, 'Vpc', { maxAzs: 2 });
    newApplication(stack, {
      applicationName: 'orders',
      description: 'counts orders',
      runtime: FlinkRuntime.FLINK_1_19,
      parallelism: 8,
      parallelismPerKpu: 2,
      autoScalingEnabled: false,
      checkpointInterval: Duration.seconds(30),
      minPauseBetweenCheckpoints: Duration.seconds(1),
      logLevel: LogLevel.WARN,
      metricsLevel: MetricsLevel.TASK,
      checkpointingEnabled: true,
      snapshotsEnabled: false,
      systemRollbackEnabled: true,
      maintenanceWindowStartTime: '03:00',
      propertyGroups: { Input: { stream: 'orders' } },
      roleName: 'orders-job',
      logStreamName: 'orders',
      logRetention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.RETAIN,
      vpcConfiguration: { vpc, networkPermissions: NetworkPermissions.DOCUMENTED, allowAllOutbound: false },
    });
  })],
  ['role, groups and logs of the user', app => inOne(app, stack => {
    const vpc = isolatedVpc(stack);
    newApplication(stack, {
      role: new Role(stack, 'Role', { assumedBy: new ServicePrincipal('kinesisanalytics.amazonaws.com') }),
      logGroup: new LogGroup(stack, 'Logs'),
      vpcConfiguration: { vpc, securityGroups: [new SecurityGroup(stack, 'Group', { vpc })] },
    });
  })],
  ['two applications in one stack', app => inOne(app, stack => {
    const vpc = isolatedVpc(stack);
    for (const id of ['One', 'Two']) newApplication(stack, { vpcConfiguration: { vpc } }, id);
  })],
  ['an imported VPC', app => inOne(app, stack => {
    newApplication(stack, { vpcConfiguration: { vpc: importedVpc(stack), endpoints: VpcEndpoints.create() } });
  }, ENV)],
  ['existing endpoints and prefix lists', app => inOne(app, stack => {
    newApplication(stack, {
      vpcConfiguration: {
        vpc: importedVpc(stack),
        allowAllOutbound: false,
        endpoints: VpcEndpoints.existing({
          interfaceServices: [
            InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING,
          ],
          securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'Theirs', 'sg-0123abcd')],
          gatewayPrefixListIds: { s3: 'pl-0123abcd' },
        }),
      },
    });
  }, ENV)],
  ['endpoints of the user', app => inOne(app, stack => {
    const vpc = isolatedVpc(stack);
    vpc.addInterfaceEndpoint('Logs', { service: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS });
    newApplication(stack, { vpcConfiguration: { vpc } });
  })],
  ['public subnets that were accepted', app => inOne(app, stack => {
    const vpc = new Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 1 });
    newApplication(stack, {
      vpcConfiguration: { vpc, vpcSubnets: { subnetType: SubnetType.PUBLIC }, allowPublicSubnet: true },
    });
  })],
  ['a stack for the network', app => {
    const [network, jobs] = ['Network', 'Jobs'].map(id => new Stack(app, id, { env: ENV }));
    const vpc = isolatedVpc(network);
    for (const id of ['One', 'Two']) newApplication(jobs, { vpcConfiguration: { vpc } }, id);
    return [network, jobs];
  }],
  ['nested stacks', app => {
    const stack = new Stack(app, 'Stack');
    const vpc = isolatedVpc(stack);
    const nested = ['One', 'Two'].map(id => new NestedStack(stack, id));
    nested.forEach(child => newApplication(child, { vpcConfiguration: { vpc } }));
    return [stack, ...nested];
  }],
  ['a notebook in isolated subnets', app => inOne(app, stack => {
    const vpc = isolatedVpc(stack);
    const bucket = Bucket.fromBucketName(stack, 'Builds', 'builds');
    new FlinkStudioNotebook(stack, 'Notebook', {
      vpcConfiguration: { vpc },
      parallelism: 4,
      customArtifacts: [CustomArtifact.KINESIS_CONNECTOR, CustomArtifact.udfFromBucket(bucket, 'functions.jar')],
      deployAsApplicationBucket: bucket,
      deployAsApplicationBasePath: 'notes/',
    });
  })],
  ['a notebook with a name and a database, without a VPC', app => inOne(app, stack => {
    new FlinkStudioNotebook(
      stack,
      'Notebook',
      { applicationName: 'explore', glueDatabaseName: 'orders', logLevel: LogLevel.WARN },
    );
  }, ENV)],
  ['China', app => inOne(app, stack => {
    newApplication(stack, { vpcConfiguration: { vpc: isolatedVpc(stack) } });
  }, { ...ENV, region: 'cn-north-1' })],
];

function inOne(app: App, build: (stack: Stack) => void, env?: Environment): Stack[] {
  const stack = new Stack(app, 'Stack', { env });
  build(stack);
  return [stack];
}
