import { join } from 'node:path';
import { App, CfnResource, CustomResource, Stack } from 'aws-cdk-lib';
import {
  CfnVPCEndpoint, InterfaceVpcEndpointAwsService, ISecurityGroup, IpAddresses, Port, SecurityGroup, SubnetType, Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { CfnApplication, CfnApplicationCloudWatchLoggingOption } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { LogGroup, LogStream } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { ApplicationCode, FlinkApplication, FlinkRuntime, VpcEndpoints } from '../../src';

const KINESIS = InterfaceVpcEndpointAwsService.KINESIS_STREAMS;

/**
 * Apps with one good application each, in isolated subnets, by everyone who makes applications. Each is made and
 * synthesised once.
 */
export const GOOD_APPS: Record<string, () => App> = {
  'FlinkApplication': once(flinkApplication),
  'the L1 class': once(() => handWritten(false)),
  'the raw type': once(() => handWritten(true)),
  'CfnInclude of a YAML template': once(() => included('hand-written.yaml')),
  'the alpha module': once(() => included('alpha-module.yaml')),
};

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}

export function isolatedVpc(stack: Stack): Vpc {
  return new Vpc(stack, 'Vpc', {
    ipAddresses: IpAddresses.cidr('10.10.0.0/16'),
    maxAzs: 2,
    natGateways: 0,
    restrictDefaultSecurityGroup: false,
    subnetConfiguration: [{ name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
  });
}

function flinkApplication(): App {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const vpc = isolatedVpc(stack);
  const code = new Bucket(stack, 'Code');
  const application = new FlinkApplication(stack, 'Application', {
    runtime: FlinkRuntime.FLINK_1_20,
    code: ApplicationCode.fromBucket(code, 'job.jar'),
    vpcConfiguration: {
      vpc,
      endpoints: VpcEndpoints.create({
        baselineInterfaceServices: [KINESIS, InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS],
      }),
    },
    parallelism: 2,
    autoScalingEnabled: false,
  });
  new Stream(stack, 'Stream').grantRead(application);
  application.node.addDependency(upload(code));
  return app;
}

export function handWritten(raw: boolean): App {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const vpc = isolatedVpc(stack);
  const group = new SecurityGroup(stack, 'Job', { vpc, allowAllOutbound: false });
  endpoint(stack, vpc, 'kinesis-streams', group);
  endpoint(stack, vpc, 'logs', group);
  const code = new Bucket(stack, 'Code');
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('kinesisanalytics.amazonaws.com') });
  new Stream(stack, 'Stream').grantRead(role);
  code.grantRead(role);
  const logs = new LogGroup(stack, 'Logs');
  const stream = new LogStream(stack, 'LogStream', { logGroup: logs });
  const logStreamArn = stack.formatArn({
    service: 'logs', resource: `log-group:${logs.logGroupName}:log-stream:${stream.logStreamName}`,
  });
  role.addToPolicy(new PolicyStatement({ actions: ['logs:PutLogEvents'], resources: [logStreamArn] }));
  const network = new ManagedPolicy(stack, 'Network', {
    roles: [role],
    statements: [new PolicyStatement({
      actions: [
        'Vpcs', 'Subnets', 'SecurityGroups', 'DhcpOptions', 'NetworkInterfaces',
      ].map(name => `ec2:Describe${name}`)
        .concat('ec2:CreateNetworkInterface', 'ec2:CreateNetworkInterfacePermission', 'ec2:DeleteNetworkInterface'),
      resources: ['*'],
    })],
  });
  const properties = {
    runtimeEnvironment: 'FLINK-1_20',
    serviceExecutionRole: role.roleArn,
    applicationConfiguration: {
      applicationCodeConfiguration: {
        codeContentType: 'ZIPFILE',
        codeContent: { s3ContentLocation: { bucketArn: code.bucketArn, fileKey: 'job.jar' } },
      },
      flinkApplicationConfiguration: {
        parallelismConfiguration: {
          configurationType: 'CUSTOM', parallelism: 2, parallelismPerKpu: 1, autoScalingEnabled: false,
        },
      },
      vpcConfigurations: [
        { subnetIds: vpc.isolatedSubnets.map(({ subnetId }) => subnetId), securityGroupIds: [group.securityGroupId] },
      ],
    },
  };
  const application = raw
    ? new CfnResource(stack, 'Application', {
      type: 'AWS::KinesisAnalyticsV2::Application',
      properties: pascalCase(properties) as Record<string, unknown>,
    })
    : new CfnApplication(stack, 'Application', properties);
  application.node.addDependency(network, role, upload(code));
  new CfnApplicationCloudWatchLoggingOption(stack, 'LoggingOption', {
    applicationName: application.ref, cloudWatchLoggingOption: { logStreamArn },
  });
  return app;
}

/** Something that brings the code into its bucket. */
export function upload(code: Bucket): CustomResource {
  return new CustomResource(code.stack, 'Upload', {
    resourceType: 'Custom::Upload',
    serviceToken: 'arn:aws:lambda:eu-west-1:111111111111:function:upload',
    properties: { bucket: code.bucketName },
  });
}

function endpoint(stack: Stack, vpc: Vpc, service: string, client: ISecurityGroup): void {
  const group = new SecurityGroup(stack, `${service}-group`, { vpc, allowAllOutbound: false });
  group.connections.allowFrom(client, Port.tcp(443));
  new CfnVPCEndpoint(stack, service, {
    vpcId: vpc.vpcId,
    vpcEndpointType: 'Interface',
    serviceName: `com.amazonaws.${stack.region}.${service}`,
    privateDnsEnabled: true,
    subnetIds: vpc.isolatedSubnets.map(({ subnetId }) => subnetId),
    securityGroupIds: [group.securityGroupId],
  });
}

function included(file: string): App {
  const app = new App();
  new CfnInclude(new Stack(app, 'Stack'), 'Template', { templateFile: join(__dirname, 'fixtures', file) });
  return app;
}

/** The properties as the template spells them. */
function pascalCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascalCase);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [
    name.charAt(0).toUpperCase() + name.slice(1).replace(/Arn$/, 'ARN').replace('PerKpu', 'PerKPU'), pascalCase(entry),
  ]));
}
