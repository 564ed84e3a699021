import { App } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService, IpAddresses, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { FlinkRuntime, VpcEndpoints } from '../../../src';
import { BASELINE, newJob, newStack, newStream, newVpc, WITH_KINESIS } from '../parts';
import { Scenario } from '../scenario';

const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'];

/** What changes while the job runs; each stage keeps what the one before has changed. */
interface Changes {
  readonly zones: string[];
  readonly ownGroup?: boolean;
  readonly runtime?: FlinkRuntime;
  readonly applicationName?: string;
}

function changed(app: App, changes: Changes): void {
  const { zones, ownGroup = false, runtime = FlinkRuntime.FLINK_1_20, applicationName } = changes;
  const stack = newStack(app, 'Changes');
  const vpc = newVpc(stack, { maxAzs: undefined, availabilityZones: ZONES });
  const group = new SecurityGroup(stack, 'Own', { vpc });
  newJob(stack, 'Job', vpc, {
    applicationName,
    runtime,
    vpcConfiguration: {
      vpc,
      vpcSubnets: { availabilityZones: zones },
      ...(ownGroup ? { securityGroups: [group] } : {}),
    },
  });
}

export const CHANGES: Scenario = {
  name: 'changes',
  stages: [
    { name: 'a job that runs', changes: { zones: ZONES.slice(0, 2) } },
    { name: 'other subnets', changes: { zones: ZONES.slice(1) } },
    { name: 'other security groups', changes: { zones: ZONES.slice(1), ownGroup: true } },
    {
      name: 'another runtime',
      changes: { zones: ZONES.slice(1), ownGroup: true, runtime: FlinkRuntime.FLINK_2_2 },
    },
    {
      name: 'another name',
      replaces: ['AWS::KinesisAnalyticsV2::Application', 'AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption'],
      changes: {
        zones: ZONES.slice(1),
        ownGroup: true,
        runtime: FlinkRuntime.FLINK_2_2,
        applicationName: 'renamed',
      },
    },
  ].map(({ changes, ...stage }) => ({
    ...stage,
    app: (app: App) => changed(app, changes),
    applications: 1,
    endpoints: BASELINE,
  })),
};

function withNat(app: App, endpoints: VpcEndpoints): void {
  const stack = newStack(app, 'Nat');
  const vpc = new Vpc(stack, 'Vpc', {
    maxAzs: 2,
    natGateways: 1,
    ipAddresses: IpAddresses.cidr('10.0.0.0/16'),
    restrictDefaultSecurityGroup: false,
  });
  newJob(stack, 'Job', vpc, { vpcConfiguration: { vpc, endpoints }, sources: [newStream(stack)] });
}

export const NAT_GATEWAY: Scenario = {
  name: 'nat',
  stages: [
    {
      name: 'everything through the NAT gateway',
      app: app => withNat(app, VpcEndpoints.none()),
      applications: 1,
      endpoints: [],
    },
    {
      name: 'endpoints added while the job runs',
      app: app => withNat(app, VpcEndpoints.create()),
      applications: 1,
      endpoints: WITH_KINESIS,
    },
    {
      name: 'one service back to the NAT gateway',
      app: app =>
        withNat(app, VpcEndpoints.create({ egressServices: [InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING] })),
      applications: 1,
      endpoints: ['kinesis-streams', 'logs', 's3'],
    },
  ],
};
