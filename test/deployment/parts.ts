import { join } from 'node:path';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { IVpc, SecurityGroup, SubnetType, Vpc, VpcProps } from 'aws-cdk-lib/aws-ec2';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { CfnServerlessCluster } from 'aws-cdk-lib/aws-msk';
import { Construct } from 'constructs';
import {
  ApplicationCode,
  FlinkApplication,
  FlinkApplicationProps,
  FlinkConnector,
  FlinkRuntime,
  IFlinkConnector,
  MskAuthentication,
} from '../../src';

/** A job that needs nothing. */
export const CODE = join(__dirname, '..', 'integ', 'job');

/** What an application in a VPC without a way to the internet needs in any case. */
export const BASELINE = ['logs', 'monitoring', 's3'];

export const WITH_KINESIS = ['kinesis-streams', ...BASELINE];

export function newStack(app: App, id: string): Stack {
  return new Stack(app, id);
}

/** A stack that can look something up in the account of the emulator. */
export function newLocatedStack(app: App, id: string): Stack {
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
  return new Stack(app, id, { env: { account, region } });
}

export function newVpc(scope: Construct, props: VpcProps = {}): Vpc {
  return new Vpc(scope, 'Vpc', {
    maxAzs: 2,
    subnetConfiguration: [{ name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
    restrictDefaultSecurityGroup: false,
    ...props,
  });
}

/** An application whose every property but the VPC can be left out. */
export function newJob(
  scope: Construct,
  id: string,
  vpc: IVpc,
  props: Partial<FlinkApplicationProps> = {},
): FlinkApplication {
  return new FlinkApplication(scope, id, {
    runtime: FlinkRuntime.FLINK_1_20,
    code: ApplicationCode.fromPythonAsset(CODE, { entryPoint: 'main.py' }),
    vpcConfiguration: { vpc },
    removalPolicy: RemovalPolicy.DESTROY,
    ...props,
  });
}

/** A stream, and the connector that reads it: one more interface endpoint. */
export function newStream(scope: Construct, id = 'Stream'): IFlinkConnector {
  const stream = new Stream(scope, id, { retentionPeriod: Duration.days(1), removalPolicy: RemovalPolicy.DESTROY });
  return FlinkConnector.kinesisStream(stream);
}

/** Brokers in the VPC, and the connector that reads from them: rules between two security groups. */
export function newBrokers(scope: Construct, vpc: IVpc): IFlinkConnector {
  const brokers = new SecurityGroup(scope, 'Brokers', { vpc, allowAllOutbound: false });
  const cluster = new CfnServerlessCluster(scope, 'Kafka', {
    clusterName: `${Stack.of(scope).stackName}-orders`,
    clientAuthentication: { sasl: { iam: { enabled: true } } },
    vpcConfigs: [{ subnetIds: vpc.isolatedSubnets.map(({ subnetId }) => subnetId) }],
  });
  return FlinkConnector.mskCluster({
    clusterArn: cluster.attrArn,
    securityGroups: [brokers],
    authentication: MskAuthentication.iam(),
    topics: ['orders'],
    consumerGroup: 'job',
    bootstrapServers: 'broker:9098',
  });
}

/** A property group that tells the emulator what goes wrong with a job. */
export function misbehaving(how: Record<string, string>): Pick<FlinkApplicationProps, 'propertyGroups'> {
  return { propertyGroups: { Emulator: how } };
}
