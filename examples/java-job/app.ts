import { join } from 'node:path';
import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { CfnServerlessCluster } from 'aws-cdk-lib/aws-msk';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import { ApplicationCode, FlinkApplication, FlinkConnector, FlinkRuntime, MskAuthentication } from 'cdk-managed-flink';

/** A Flink job in Java, in a VPC that has no way to the internet: from Kafka to Amazon S3. */
export function javaOrdersApp(outdir?: string): App {
  const app = new App({ outdir });
  const stack = new Stack(app, 'JavaOrders');

  const vpc = new Vpc(stack, 'Vpc', {
    maxAzs: 2,
    subnetConfiguration: [{ name: 'flink', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
  });
  const brokers = new SecurityGroup(stack, 'Brokers', { vpc, allowAllOutbound: false });
  const kafka = new CfnServerlessCluster(stack, 'Kafka', {
    clusterName: 'java-orders',
    clientAuthentication: { sasl: { iam: { enabled: true } } },
    vpcConfigs: [
      { subnetIds: vpc.isolatedSubnets.map(subnet => subnet.subnetId), securityGroups: [brokers.securityGroupId] },
    ],
  });
  const bootstrapServers = new CfnParameter(stack, 'BootstrapServers', {
    description: 'What "aws kafka get-bootstrap-brokers" shows for the cluster',
    default: 'unknown.invalid:9098',
  });
  const lake = new Bucket(stack, 'Lake', { blockPublicAccess: BlockPublicAccess.BLOCK_ALL, enforceSSL: true });

  new FlinkApplication(stack, 'Job', {
    runtime: FlinkRuntime.FLINK_1_20,
    code: ApplicationCode.fromAsset(join(__dirname, 'target', 'orders-job.jar')),
    vpcConfiguration: { vpc },
    sources: [
      FlinkConnector.mskCluster({
        clusterArn: kafka.attrArn,
        securityGroups: [brokers],
        authentication: MskAuthentication.iam(),
        topics: ['orders'],
        consumerGroup: 'orders-copy',
        bootstrapServers: bootstrapServers.valueAsString,
        propertyGroup: 'Orders',
      }),
    ],
    sinks: [FlinkConnector.s3Bucket(lake, { prefix: 'orders/', propertyGroup: 'Lake' })],
  });
  return app;
}

if (require.main === module) javaOrdersApp().synth();
