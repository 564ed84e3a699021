import { join } from 'node:path';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { InterfaceVpcEndpointAwsService, Peer, Port, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import {
  ApplicationCode, EndpointClients, FlinkApplication, FlinkApplicationProps, FlinkConnector, FlinkRuntime, LogLevel,
  MetricsLevel, MskAuthentication,
  NetworkPermissions, VpcEndpoints,
} from '../../src';

/**
 * What users have deployed: an app that must survive every new version of the library as it is. It may grow, but what
 * is in it stays, and it uses nothing of this project beside the library.
 */
const app = new App();
const env = { account: '111111111111', region: 'eu-west-1' };

function application(
  scope: Construct, id: string, props: Omit<FlinkApplicationProps, 'runtime' | 'code'> & Partial<FlinkApplicationProps>,
): FlinkApplication {
  const code = Stack.of(scope).node.tryFindChild('Code') as Bucket | undefined ?? new Bucket(Stack.of(scope), 'Code');
  return new FlinkApplication(scope, id, {
    runtime: FlinkRuntime.FLINK_1_20, code: ApplicationCode.fromBucket(code, `${id}.jar`), ...props,
  });
}

function isolatedVpc(scope: Construct): Vpc {
  return new Vpc(scope, 'Vpc', {
    maxAzs: 2, subnetConfiguration: [{ name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED }],
  });
}

function importedVpc(scope: Construct, vpcId = 'vpc-0123abcd') {
  return Vpc.fromVpcAttributes(scope, 'Imported', {
    vpcId,
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    privateSubnetIds: ['subnet-a', 'subnet-b'],
    privateSubnetRouteTableIds: ['rtb-a', 'rtb-b'],
  });
}

// two of everything, with the least properties
const least = new Stack(app, 'Least');
const leastVpc = isolatedVpc(least);
for (const id of ['One', 'Two']) application(least, id, { vpcConfiguration: { vpc: leastVpc } });

// every choice made by the user, with NAT gateways
const most = new Stack(app, 'Most', { env });
const mostVpc = new Vpc(most, 'Vpc', { maxAzs: 2 });
for (const id of ['One', 'Two']) {
  application(most, id, {
    applicationName: `orders-${id}`,
    runtime: FlinkRuntime.FLINK_2_2,
    code: ApplicationCode.fromPythonAsset(join(__dirname, '..', 'integ', 'job'), { entryPoint: 'main.py' }),
    description: 'counts orders',
    vpcConfiguration: {
      vpc: mostVpc,
      allowAllOutbound: false,
      endpoints: VpcEndpoints.create({
        clients: EndpointClients.of(Peer.ipv4('10.0.0.0/16')), gatewayPrefixListIds: { s3: 'pl-0123abcd' },
      }),
      networkPermissions: NetworkPermissions.DOCUMENTED,
    },
    parallelism: 8,
    parallelismPerKpu: 2,
    autoScalingEnabled: false,
    checkpointInterval: Duration.minutes(2),
    minPauseBetweenCheckpoints: Duration.seconds(10),
    logLevel: LogLevel.WARN,
    metricsLevel: MetricsLevel.TASK,
    snapshotsEnabled: false,
    systemRollbackEnabled: true,
    maintenanceWindowStartTime: '03:00',
    logRetention: RetentionDays.ONE_WEEK,
    propertyGroups: { Orders: { topic: 'orders' }, Limits: { rows: '20' } },
    removalPolicy: RemovalPolicy.RETAIN,
  });
}

// roles, groups and logs of the user
const theirs = new Stack(app, 'Theirs');
const theirsVpc = isolatedVpc(theirs);
theirsVpc.addInterfaceEndpoint('Logs', { service: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS });
for (const id of ['One', 'Two']) {
  application(theirs, id, {
    role: new Role(theirs, `${id}Role`, { assumedBy: new ServicePrincipal('kinesisanalytics.amazonaws.com') }),
    logGroup: new LogGroup(theirs, `${id}Logs`),
    vpcConfiguration: { vpc: theirsVpc, securityGroups: [new SecurityGroup(theirs, `${id}Group`, { vpc: theirsVpc })] },
  });
}

// one VPC for several stacks
const network = new Stack(app, 'Network');
const networkVpc = isolatedVpc(network);
for (const name of ['JobsA', 'JobsB']) {
  const stack = new Stack(app, name);
  for (const id of ['One', 'Two']) application(stack, id, { vpcConfiguration: { vpc: networkVpc } });
}

// imported VPCs, with endpoints that are created and with those that are there
const created = new Stack(app, 'ImportedCreate', { env });
const createdVpc = importedVpc(created);
for (const id of ['One', 'Two']) {
  application(created, id, { vpcConfiguration: { vpc: createdVpc, endpoints: VpcEndpoints.create() } });
}

const existing = new Stack(app, 'ImportedExisting', { env });
// another VPC: what one application has created for it, no other can say that it exists
const existingVpc = importedVpc(existing, 'vpc-4567abcd');
const endpointGroup = SecurityGroup.fromSecurityGroupId(existing, 'EndpointGroup', 'sg-0123abcd');
for (const id of ['One', 'Two']) {
  application(existing, id, {
    vpcConfiguration: {
      vpc: existingVpc,
      endpoints: VpcEndpoints.existing({
        interfaceServices: [
          InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING,
        ],
        securityGroups: [endpointGroup],
      }),
    },
  });
}

// sources and sinks, in a closed application and in an open one
const connected = new Stack(app, 'Connected', { env });
const connectedVpc = isolatedVpc(connected);
const clicks = new Stream(connected, 'Clicks', { encryptionKey: new Key(connected, 'Key') });
const lake = new Bucket(connected, 'Lake');
const queue = new Queue(connected, 'Queue');
const brokers = new SecurityGroup(connected, 'Brokers', { vpc: connectedVpc, allowAllOutbound: false });
const database = new SecurityGroup(connected, 'Database', { vpc: connectedVpc, allowAllOutbound: false });
const password = new Secret(connected, 'Password');
const state = new Table(connected, 'State', {
  partitionKey: { name: 'id', type: AttributeType.STRING }, stream: StreamViewType.NEW_IMAGE,
});
for (const id of ['One', 'Two']) {
  const job = application(connected, id, {
    vpcConfiguration: {
      vpc: connectedVpc,
      allowAllOutbound: id === 'One',
      endpoints: VpcEndpoints.create({ gatewayPrefixListIds: { s3: 'pl-0123abcd', dynamodb: 'pl-4567abcd' } }),
    },
    sources: [
      FlinkConnector.kinesisStream(clicks, { propertyGroup: 'Clicks' }),
      FlinkConnector.mskCluster({
        clusterArn: 'arn:aws:kafka:eu-west-1:111111111111:cluster/orders/uuid-1',
        securityGroups: [brokers],
        authentication: MskAuthentication.iam(),
        topics: ['orders'],
        consumerGroup: 'job',
        bootstrapServers: 'broker-1:9098',
        propertyGroup: 'Orders',
      }),
    ],
    sinks: [
      FlinkConnector.s3Bucket(lake, { prefix: 'orders/', propertyGroup: 'Lake' }),
      FlinkConnector.sqsQueue(queue),
      FlinkConnector.dynamoDbTable(state),
    ],
  });
  job.addSource(FlinkConnector.kafkaBrokers({ connectable: brokers, ports: [9092] }));
  job.addSink(
    FlinkConnector.database(database, {
      port: Port.tcp(5432), hostname: 'orders.internal', secret: password, propertyGroup: 'Database',
    }),
  );
}

app.synth();
