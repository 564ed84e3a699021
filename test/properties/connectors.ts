import { ArnFormat, Stack } from 'aws-cdk-lib';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { AttributeType, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import {
  Connections, InterfaceVpcEndpointAwsService, ISecurityGroup, IVpc, Port, SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Stream, StreamEncryption } from 'aws-cdk-lib/aws-kinesis';
import { CfnDeliveryStream, DeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnFunction, Function } from 'aws-cdk-lib/aws-lambda';
import { Domain } from 'aws-cdk-lib/aws-opensearchservice';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import {
  DatabaseIamAuthentication, FlinkConnector, FlinkConnectorDirection, IFlinkConnector, MskAuthentication,
} from '../../src';

/** What a connector is made with. */
interface Making {
  readonly defined: boolean;
  readonly narrow: boolean;
  readonly sink: boolean;
  readonly spoilt: boolean;
  /** A scope of its own. */
  readonly home: Construct;
  readonly vpc: IVpc;
  readonly propertyGroup: string | undefined;
}

interface ConnectorKind {
  readonly directions: 'both' | 'sink';
  /**
   * The last parts of the names of the services that the job calls, as `docs/connectors.md` says; those through
   * gateways are S3 and DynamoDB.
   */
  readonly services: (sink: boolean) => string[];
  /** The number of ports that are opened. */
  readonly ports?: number;
  readonly make: (making: Making) => IFlinkConnector;
}

const arn = (home: Construct, service: string, resource: string) =>
  Stack.of(home).formatArn({ service, resource, arnFormat: ArnFormat.NO_RESOURCE_NAME });
const key = ({ home, defined }: Making) =>
  defined ? new Key(home, 'Key') : Key.fromKeyArn(home, 'Key', arn(home, 'kms', 'key/0000'));
const brokers = ({ home, vpc, defined }: Making): ISecurityGroup => defined
  ? new SecurityGroup(home, 'Brokers', { vpc, allowAllOutbound: false })
  : SecurityGroup.fromSecurityGroupId(home, 'Brokers', 'sg-0123abcd');
const password = (making: Making) => making.defined
  ? new Secret(making.home, 'Secret', { encryptionKey: key(making) })
  : Secret.fromSecretNameV2(making.home, 'Secret', 'token');
/** Without the property, rather than with `undefined`. */
const named = <T>(narrow: boolean, options: T): T | Record<string, never> => narrow ? options : {};

/** Every factory of `FlinkConnector`, and a connector of one's own. */
export const CONNECTORS: Record<string, ConnectorKind> = {
  kinesisStream: {
    directions: 'both',
    services: () => ['kinesis-streams'],
    make: ({ home, defined, narrow, sink, spoilt, propertyGroup }) => FlinkConnector.kinesisStream(defined
      ? new Stream(home, 'Stream', { encryption: StreamEncryption.KMS })
      : Stream.fromStreamArn(home, 'Stream', arn(home, 'kinesis', 'stream/clicks')),
    { propertyGroup, enhancedFanOutConsumer: either(spoilt, 'not a name', narrow && !sink ? 'job' : undefined) }),
  },
  firehoseDeliveryStream: {
    directions: 'sink',
    services: () => ['kinesis-firehose'],
    make: ({ home, defined, spoilt, propertyGroup }) => FlinkConnector.firehoseDeliveryStream(DeliveryStream.fromDeliveryStreamArn(home, 'Imported', defined
      ? new CfnDeliveryStream(home, 'Delivery', { deliveryStreamType: 'DirectPut' }).attrArn
      : arn(home, 'firehose', 'deliverystream/out')), { propertyGroup: spoilt ? 'not an id' : propertyGroup }),
  },
  mskCluster: {
    directions: 'both',
    services: () => [],
    ports: 1,
    make: making => FlinkConnector.mskCluster({
      clusterArn: making.spoilt ? 'arn:aws:kafka' : arn(making.home, 'kafka', 'cluster/orders/uuid-1'),
      securityGroups: [brokers(making)],
      authentication: MskAuthentication.iam(),
      bootstrapServers: 'b-1:9098',
      propertyGroup: making.propertyGroup,
      ...named(making.narrow, { topics: ['orders', 'payments'], consumerGroup: 'job', transactionalIdPrefix: 'job-' }),
    }),
  },
  mskClusterWithPassword: {
    directions: 'both',
    services: () => ['secretsmanager'],
    ports: 1,
    make: making => FlinkConnector.mskCluster({
      clusterArn: arn(making.home, 'kafka', 'cluster/orders/uuid-1'),
      securityGroups: making.spoilt ? [] : [brokers(making)],
      authentication: MskAuthentication.saslScram(password(making)),
      bootstrapServers: 'b-1:9096',
      propertyGroup: making.propertyGroup,
    }),
  },
  kafkaBrokers: {
    directions: 'both',
    services: () => ['secretsmanager'],
    ports: 2,
    make: making => FlinkConnector.kafkaBrokers({
      connectable: brokers(making),
      ports: making.spoilt ? [0] : [9092, 9093],
      bootstrapServers: 'kafka:9092',
      secret: password(making),
      propertyGroup: making.propertyGroup,
      ...named(making.narrow, { topics: ['orders'], consumerGroup: 'job' }),
    }),
  },
  s3Bucket: {
    directions: 'both',
    services: () => ['s3'],
    make: ({ home, defined, narrow, spoilt, propertyGroup }) => FlinkConnector.s3Bucket(defined
      ? new Bucket(home, 'Lake', { encryption: BucketEncryption.KMS })
      : Bucket.fromBucketName(home, 'Lake', 'lake'),
    { propertyGroup, prefix: either(spoilt, '/orders', narrow ? 'orders/' : undefined) }),
  },
  s3TableBucket: {
    directions: 'both',
    services: () => ['s3', 's3tables'],
    make: making => FlinkConnector.s3TableBucket({
      tableBucketArn: making.spoilt ? 'lake' : arn(making.home, 's3tables', 'bucket/lake'),
      encryptionKey: key(making),
      propertyGroup: making.propertyGroup,
      ...named(making.narrow, { namespace: 'sales', tables: ['orders'] }),
    }),
  },
  dynamoDbTable: {
    directions: 'both',
    services: sink => [sink ? 'dynamodb' : 'dynamodb-streams'],
    make: ({ home, defined, sink, spoilt, propertyGroup }) => FlinkConnector.dynamoDbTable(defined
      ? new Table(home, 'State', {
        partitionKey: { name: 'id', type: AttributeType.STRING },
        stream: spoilt ? undefined : StreamViewType.NEW_IMAGE,
        encryption: TableEncryption.CUSTOMER_MANAGED,
      })
      : Table.fromTableAttributes(home, 'State', {
        tableArn: arn(home, 'dynamodb', 'table/state'),
        tableStreamArn: spoilt ? undefined : arn(home, 'dynamodb', 'table/state/stream/1'),
      }),
    { propertyGroup: propertyGroup, streamsEndpointUrl: !sink && !defined ? 'https://vpce-1.example.com' : undefined }),
  },
  sqsQueue: {
    directions: 'both',
    services: () => ['sqs'],
    make: ({ home, defined, spoilt, propertyGroup }) => FlinkConnector.sqsQueue(defined
      ? new Queue(home, 'Alerts', { encryption: QueueEncryption.KMS })
      : Queue.fromQueueArn(home, 'Alerts', arn(home, 'sqs', 'alerts')), { propertyGroup: spoilt ? '' : propertyGroup }),
  },
  openSearchDomain: {
    directions: 'sink',
    services: () => [],
    ports: 1,
    make: making => FlinkConnector.openSearchDomain(Domain.fromDomainAttributes(making.home, 'Search', {
      domainArn: arn(making.home, 'es', 'domain/search'), domainEndpoint: 'vpc-search.example.com',
    }), { securityGroups: either(making.spoilt, undefined, making.narrow && !making.spoilt ? [brokers(making)] : []), propertyGroup: making.propertyGroup }),
  },
  database: {
    directions: 'both',
    services: () => ['secretsmanager'],
    ports: 1,
    make: making => FlinkConnector.database(new Connections({
      securityGroups: [brokers(making)], defaultPort: making.spoilt ? undefined : Port.tcp(5432),
    }), {
      secret: password(making),
      propertyGroup: making.propertyGroup,
      ...named(making.narrow, { hostname: 'db', databaseName: 'orders' }),
    }),
  },
  secret: {
    directions: 'both',
    services: () => ['secretsmanager'],
    make: making => FlinkConnector.secret(password(making), {
      propertyGroup: making.spoilt ? 'a b' : making.propertyGroup,
    }),
  },
  glueSchemaRegistry: {
    directions: 'both',
    services: () => ['glue'],
    make: ({ narrow, spoilt, propertyGroup }) => FlinkConnector.glueSchemaRegistry({
      registryName: 'events',
      autoRegistration: narrow,
      schemaNames: either(spoilt, [], narrow ? ['order'] : undefined),
      propertyGroup,
    }),
  },
  glueDatabase: {
    directions: 'both',
    services: () => ['glue'],
    make: ({ narrow, spoilt, propertyGroup }) => FlinkConnector.glueDatabase({
      databaseName: 'sales', tables: either(spoilt, [], narrow ? ['orders'] : undefined), propertyGroup,
    }),
  },
  prometheusWorkspace: {
    directions: 'sink',
    services: () => ['aps-workspaces'],
    make: ({ home, spoilt, propertyGroup }) => FlinkConnector.prometheusWorkspace({
      workspaceArn: spoilt ? 'ws-1' : arn(home, 'aps', 'workspace/ws-1'), propertyGroup,
    }),
  },
  lambdaFunction: {
    directions: 'both',
    services: () => ['lambda'],
    make: ({ home, defined, spoilt, propertyGroup }) => FlinkConnector.lambdaFunction(Function.fromFunctionArn(home, 'Lookup', defined
      ? new CfnFunction(home, 'Function', {
        role: arn(home, 'iam', 'role/lookup'),
        code: { imageUri: '1.dkr.ecr.eu-west-1.amazonaws.com/x:1' },
        packageType: 'Image',
      }).attrArn
      : arn(home, 'lambda', 'function:lookup')), { propertyGroup: spoilt ? 'x'.repeat(51) : propertyGroup }),
  },
  kinesisProducerLibrary: {
    directions: 'sink',
    services: () => ['kinesis-streams', 'monitoring'],
    make: ({ home, spoilt, propertyGroup }) => FlinkConnector.kinesisStream(Stream.fromStreamArn(home, 'Stream', arn(home, 'kinesis', 'stream/clicks')), {
      kinesisProducerLibrary: true, propertyGroup: spoilt ? 'not an id' : propertyGroup,
    }),
  },
  mskClusterThroughVpcConnection: {
    directions: 'both',
    services: () => [],
    ports: 1,
    make: making => FlinkConnector.mskCluster({
      clusterArn: arn(making.home, 'kafka', 'cluster/orders/uuid-1'),
      securityGroups: [brokers(making)],
      authentication: making.spoilt ? MskAuthentication.plaintext() : MskAuthentication.tls(),
      multiVpcConnectivity: true,
      bootstrapServers: 'b-1:14001',
      propertyGroup: making.propertyGroup,
      ...named(making.narrow, { topicPattern: 'orders-*' }),
    }),
  },
  icebergTable: {
    directions: 'both',
    services: () => ['glue', 's3'],
    make: ({ home, defined, narrow, spoilt, propertyGroup }) => FlinkConnector.icebergTable({
      databaseName: 'sales',
      tableName: 'orders',
      bucket: defined
        ? new Bucket(home, 'Lake', { encryption: BucketEncryption.KMS })
        : Bucket.fromBucketName(home, 'Lake', 'lake'),
      prefix: either(spoilt, '/orders', narrow ? 'orders/' : undefined),
      propertyGroup,
    }),
  },
  lakeFormationTable: {
    directions: 'both',
    services: () => ['glue', 'lakeformation', 's3', 'sts'],
    make: ({ home, spoilt, propertyGroup }) => FlinkConnector.icebergTable({
      databaseName: 'sales',
      tableName: 'orders',
      bucket: Bucket.fromBucketName(home, 'Lake', 'lake'),
      prefix: spoilt ? 'orders*' : undefined,
      lakeFormationRole: Role.fromRoleArn(home, 'LakeRole', 'arn:aws:iam::111111111111:role/lake'),
      propertyGroup,
    }),
  },
  dynamoDbLookup: {
    directions: 'both',
    services: () => ['dynamodb'],
    make: ({ home, narrow, sink, spoilt, propertyGroup }) => FlinkConnector.dynamoDbTable(Table.fromTableAttributes(home, 'State', {
      tableArn: arn(home, 'dynamodb', 'table/state'),
    }), { propertyGroup, ...sink ? {} : { lookup: true }, indexes: either(spoilt, [], narrow && !sink ? ['byCustomer'] : undefined) }),
  },
  keyspacesTable: {
    directions: 'both',
    services: () => ['cassandra'],
    make: ({ narrow, spoilt, propertyGroup }) => FlinkConnector.keyspacesTable({
      keyspaceName: 'sales', tables: either(spoilt, [], narrow ? ['orders'] : undefined), propertyGroup,
    }),
  },
  snsTopic: {
    directions: 'sink',
    services: () => ['sns'],
    make: ({ home, defined, spoilt, propertyGroup }) => FlinkConnector.snsTopic(defined
      ? new Topic(home, 'Alerts', { masterKey: new Key(home, 'Key') })
      : Topic.fromTopicArn(home, 'Alerts', arn(home, 'sns', 'alerts')), { propertyGroup: spoilt ? 'a b' : propertyGroup }),
  },
  eventBus: {
    directions: 'sink',
    services: () => ['events'],
    make: ({ home, defined, spoilt, propertyGroup }) => FlinkConnector.eventBus(defined
      ? new EventBus(home, 'Bus')
      : EventBus.fromEventBusArn(home, 'Bus', arn(home, 'events', 'event-bus/orders')), { propertyGroup: spoilt ? 'a b' : propertyGroup }),
  },
  stepFunction: {
    directions: 'both',
    services: () => ['states'],
    make: ({ home, spoilt, propertyGroup }) => FlinkConnector.stepFunction(
      StateMachine.fromStateMachineArn(home, 'Review', arn(home, 'states', 'stateMachine:review')),
      { propertyGroup: spoilt ? '' : propertyGroup },
    ),
  },
  expressWorkflow: {
    directions: 'both',
    services: () => ['sync-states'],
    make: ({ home, spoilt, propertyGroup }) => FlinkConnector.stepFunction(
      StateMachine.fromStateMachineArn(home, 'Review', arn(home, 'states', 'stateMachine:review')),
      { synchronous: true, propertyGroup: spoilt ? '' : propertyGroup },
    ),
  },
  privateRestApi: {
    directions: 'both',
    services: () => ['execute-api'],
    make: ({ home, narrow, spoilt, propertyGroup }) => FlinkConnector.privateRestApi(RestApi.fromRestApiId(home, 'Api', 'abc123'), {
      stageName: 'live',
      propertyGroup: spoilt ? 'a b' : propertyGroup,
      ...named(narrow, { method: 'GET', path: '/prices' }),
    }),
  },
  bedrockModel: {
    directions: 'both',
    services: () => ['bedrock-runtime'],
    make: ({ home, narrow, spoilt, propertyGroup }) => FlinkConnector.bedrockModel({
      modelArn: Stack.of(home).formatArn({
        service: 'bedrock', account: '', resource: 'foundation-model', resourceName: 'model',
      }),
    }, {
      propertyGroup: spoilt ? 'a b' : propertyGroup,
      responseStreaming: narrow,
      ...named(narrow, { inferenceProfileArn: arn(home, 'bedrock', 'inference-profile/model') }),
    }),
  },
  sageMakerEndpoint: {
    directions: 'both',
    services: () => ['runtime'],
    make: ({ home, spoilt, propertyGroup }) => FlinkConnector.sageMakerEndpoint({
      endpointArn: spoilt ? 'fraud' : arn(home, 'sagemaker', 'endpoint/fraud'), propertyGroup,
    }),
  },
  openSearchServerlessCollection: {
    directions: 'both',
    services: () => [],
    ports: 1,
    make: making => FlinkConnector.openSearchServerlessCollection({
      collectionArn: making.spoilt ? 'search' : arn(making.home, 'aoss', 'collection/abc123'),
      vpcEndpointSecurityGroups: making.narrow ? [brokers(making)] : [],
      collectionEndpoint: 'https://abc123.example.com',
      propertyGroup: making.propertyGroup,
    }),
  },
  neptuneCluster: {
    directions: 'both',
    services: () => [],
    ports: 1,
    make: making => FlinkConnector.neptuneCluster(brokers(making), {
      clusterResourceId: 'cluster-ABC',
      propertyGroup: making.spoilt ? 'a b' : making.propertyGroup,
      ...named(making.narrow, { hostname: 'graph' }),
    }),
  },
  databaseWithIam: {
    directions: 'both',
    services: () => [],
    ports: 1,
    make: making => FlinkConnector.database(brokers(making), {
      port: making.spoilt ? undefined : Port.tcp(6379),
      iamAuthentication: making.narrow
        ? DatabaseIamAuthentication.rds({ resourceId: 'cluster-ABC', userName: 'job' })
        : DatabaseIamAuthentication.elastiCache({
          cacheArn: arn(making.home, 'elasticache', 'serverlesscache:sessions'), userId: 'job',
        }),
      propertyGroup: making.propertyGroup,
    }),
  },
  ssmParameter: {
    directions: 'both',
    services: () => ['ssm'],
    make: making => FlinkConnector.ssmParameter(
      StringParameter.fromSecureStringParameterAttributes(making.home, 'Token', { parameterName: '/job/token' }),
      {
        propertyGroup: making.spoilt ? 'a b' : making.propertyGroup,
        ...named(making.narrow, { encryptionKey: key(making) }),
      },
    ),
  },
  cloudWatchMetrics: {
    directions: 'sink',
    services: () => ['monitoring'],
    make: ({ spoilt, propertyGroup }) => FlinkConnector.cloudWatchMetrics({
      namespace: spoilt ? 'AWS/Orders' : 'Orders', propertyGroup,
    }),
  },
  ownConnector: {
    directions: 'both',
    services: () => ['cassandra'],
    make: ({ home, propertyGroup }) => ({
      connectorName: 'keyspace',
      directions: [FlinkConnectorDirection.SOURCE, FlinkConnectorDirection.SINK],
      bind: () => ({
        permissions: [{ actions: ['cassandra:Select'], resourceArns: [arn(home, 'cassandra', '/keyspace/orders')] }],
        interfaceServices: [InterfaceVpcEndpointAwsService.KEYSPACES],
        propertyGroups: propertyGroup === undefined ? undefined : { [propertyGroup]: { keyspace: 'orders' } },
      }),
    }),
  },
};

function either<T, U>(isFirst: boolean, one: T, other: U): T | U {
  return isFirst ? one : other;
}
