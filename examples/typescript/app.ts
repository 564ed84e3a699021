import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnParameter, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { IpAddresses, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { CfnServerlessCluster } from 'aws-cdk-lib/aws-msk';
import {
  AuroraPostgresEngineVersion, ClusterInstance, DatabaseCluster, DatabaseClusterEngine,
} from 'aws-cdk-lib/aws-rds';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import {
  ApplicationCode, ApplicationLifecycle, FlinkApplication, FlinkConnector, FlinkRuntime, LogLevel, MskAuthentication,
  RestoreFrom,
} from 'cdk-managed-flink';

const JOB = join(__dirname, '..', 'job');

/**
 * A file or folder of the job that its build makes, or nothing where it was not built: the application can be
 * synthesised without.
 */
function built(path: string): string[] {
  return existsSync(join(JOB, path)) ? [path] : [];
}

/** A Flink job in a VPC that has no way to the internet: from Kafka and Kinesis to Amazon S3 and a database. */
export function ordersApp(outdir?: string): App {
  const app = new App({ outdir });
  const stack = new Stack(app, 'Orders');

  const vpc = new Vpc(stack, 'Vpc', {
    ipAddresses: IpAddresses.cidr('10.0.0.0/16'),
    maxAzs: 2,
    subnetConfiguration: [{ name: 'flink', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
  });

  // what the job reads and writes
  const brokers = new SecurityGroup(stack, 'Brokers', { vpc, allowAllOutbound: false });
  const kafka = new CfnServerlessCluster(stack, 'Kafka', {
    clusterName: 'orders',
    clientAuthentication: { sasl: { iam: { enabled: true } } },
    vpcConfigs: [
      { subnetIds: vpc.isolatedSubnets.map(subnet => subnet.subnetId), securityGroups: [brokers.securityGroupId] },
    ],
  });
  const clicks = new Stream(stack, 'Clicks');
  const lake = new Bucket(stack, 'Lake', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL, enforceSSL: true, removalPolicy: RemovalPolicy.RETAIN,
  });
  const database = new DatabaseCluster(stack, 'Database', {
    engine: DatabaseClusterEngine.auroraPostgres({ version: AuroraPostgresEngineVersion.VER_17_7 }),
    writer: ClusterInstance.serverlessV2('Writer'),
    vpc,
    vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
    defaultDatabaseName: 'orders',
    storageEncrypted: true,
  });

  // CloudFormation does not tell the brokers' addresses: deploy once, ask for them, and deploy again with them and with
  // `-c start=true`
  const bootstrapServers = new CfnParameter(stack, 'BootstrapServers', {
    description: 'What "aws kafka get-bootstrap-brokers" shows for the cluster',
    default: 'unknown.invalid:9098',
  });

  const lifecycle = stack.node.tryGetContext('start') === undefined
    ? ApplicationLifecycle.manual()
    : ApplicationLifecycle.startOnDeploy({ restore: RestoreFrom.latestSnapshot(), timeout: Duration.minutes(20) });

  new FlinkApplication(stack, 'Job', {
    runtime: FlinkRuntime.FLINK_1_20,
    code: ApplicationCode.fromPythonAsset(JOB, {
      entryPoint: 'main.py',
      jarFile: built('lib/connectors.jar').at(0),
      pyFiles: built('vendor'),
    }),
    description: 'Orders from Kafka and clicks from Kinesis, to Amazon S3 and a database',
    vpcConfiguration: { vpc },
    parallelism: 2,
    logLevel: LogLevel.INFO,
    lifecycle,
    sources: [
      FlinkConnector.mskCluster({
        clusterArn: kafka.attrArn,
        securityGroups: [brokers],
        authentication: MskAuthentication.iam(),
        topics: ['orders'],
        consumerGroup: 'orders-job',
        bootstrapServers: bootstrapServers.valueAsString,
        propertyGroup: 'Orders',
      }),
      FlinkConnector.kinesisStream(clicks, { propertyGroup: 'Clicks' }),
    ],
    sinks: [
      FlinkConnector.s3Bucket(lake, { prefix: 'clicks/', propertyGroup: 'Lake' }),
      FlinkConnector.database(database, { secret: database.secret, databaseName: 'orders', propertyGroup: 'Database' }),
    ],
  });
  return app;
}

if (require.main === module) ordersApp().synth();
