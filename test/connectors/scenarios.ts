import { Stack } from 'aws-cdk-lib';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { AttributeType, StreamViewType, TableEncryption, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Port, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Stream, StreamEncryption } from 'aws-cdk-lib/aws-kinesis';
import { CfnDeliveryStream, DeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { CfnCluster } from 'aws-cdk-lib/aws-msk';
import { Domain, EngineVersion } from 'aws-cdk-lib/aws-opensearchservice';
import {
  DatabaseCluster, DatabaseClusterEngine, AuroraPostgresEngineVersion, ClusterInstance,
} from 'aws-cdk-lib/aws-rds';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { flat } from '../helpers';
import { Call, Connection } from './walker';
import { DatabaseIamAuthentication, FlinkConnector, IFlinkConnector, MskAuthentication } from '../../src';

/** What a job does with what it declared, as the clients' documentation says. */
export interface Scenario {
  readonly connector: IFlinkConnector;
  readonly calls?: Call[];
  readonly connections?: Connection[];
}

export type Direction = 'sources' | 'sinks';
export type Make = (stack: Stack, vpc: Vpc, text: (value: string) => string) => Scenario;

export const encryptedStream = (stack: Stack) => new Stream(stack, 'Clicks', {
  encryption: StreamEncryption.KMS, encryptionKey: new Key(stack, 'StreamKey'),
});
const brokers = (stack: Stack, vpc: Vpc) => new SecurityGroup(stack, 'Brokers', { vpc, allowAllOutbound: false });
const calls = (service: string, resource: string, actions: string[]): Call[] =>
  actions.map(action => ({ service, action, resource }));

function msk(stack: Stack, vpc: Vpc, more: Partial<Parameters<typeof FlinkConnector.mskCluster>[0]> = {}) {
  const group = brokers(stack, vpc);
  const clusterArn = `arn:aws:kafka:eu-west-1:111111111111:cluster/${stack.node.id}/uuid-1`;
  return {
    group: flat(stack.resolve(group.securityGroupId)) as string,
    connector: FlinkConnector.mskCluster({
      clusterArn, securityGroups: [group], authentication: MskAuthentication.iam(), ...more,
    }),
    clusterArn,
    arn: (type: string, name: string) => `${clusterArn.replace(':cluster/', `:${type}/`)}/${name}`,
  };
}

const table = (stack: Stack) => new Table(stack, 'State', {
  partitionKey: { name: 'id', type: AttributeType.STRING },
  stream: StreamViewType.NEW_IMAGE,
  encryption: TableEncryption.CUSTOMER_MANAGED,
  encryptionKey: new Key(stack, 'TableKey'),
});

export const SCENARIOS: [string, Direction, Make][] = [
  ['polling a Kinesis stream', 'sources', (stack, _vpc, text) => {
    const stream = encryptedStream(stack);
    return {
      connector: FlinkConnector.kinesisStream(stream),
      calls: [
        ...calls(
          'kinesis-streams',
          text(stream.streamArn),
          ['kinesis:DescribeStreamSummary', 'kinesis:ListShards', 'kinesis:GetShardIterator', 'kinesis:GetRecords'],
        ),
        { action: 'kms:Decrypt', resource: text(stream.encryptionKey!.keyArn) },
      ],
    };
  }],
  ['subscribing to a Kinesis stream', 'sources', (stack, _vpc, text) => {
    const stream = encryptedStream(stack);
    return {
      connector: FlinkConnector.kinesisStream(stream, { enhancedFanOutConsumer: 'job' }),
      calls: [
        ...calls(
          'kinesis-streams',
          text(stream.streamArn),
          ['kinesis:ListShards', 'kinesis:RegisterStreamConsumer', 'kinesis:DescribeStreamConsumer'],
        ),
        ...calls(
          'kinesis-streams',
          `${text(stream.streamArn)}/consumer/job:1700000000`,
          ['kinesis:SubscribeToShard', 'kinesis:DescribeStreamConsumer', 'kinesis:DeregisterStreamConsumer'],
        ),
      ],
    };
  }],
  ['writing to a Kinesis stream', 'sinks', (stack, _vpc, text) => {
    const stream = encryptedStream(stack);
    return {
      connector: FlinkConnector.kinesisStream(stream),
      calls: [
        ...calls('kinesis-streams', text(stream.streamArn), ['kinesis:PutRecords']),
        { action: 'kms:GenerateDataKey', resource: text(stream.encryptionKey!.keyArn) },
      ],
    };
  }],
  ['writing to a Firehose stream', 'sinks', (stack, _vpc, text) => {
    const resource = new CfnDeliveryStream(stack, 'Delivery', { deliveryStreamType: 'DirectPut' });
    const delivery = DeliveryStream.fromDeliveryStreamArn(stack, 'Imported', resource.attrArn);
    return {
      connector: FlinkConnector.firehoseDeliveryStream(delivery),
      calls: calls('kinesis-firehose', text(resource.attrArn), ['firehose:PutRecordBatch']),
    };
  }],
  ['reading MSK with IAM', 'sources', (stack, vpc) => {
    const { connector, group, clusterArn, arn } = msk(stack, vpc, { topics: ['orders'], consumerGroup: 'job' });
    const iam = (action: string, resource: string): Call => ({ action: `kafka-cluster:${action}`, resource });
    return {
      connector,
      connections: [{ group, port: 9098 }],
      calls: [
        iam('Connect', clusterArn),
        iam('DescribeTopic', arn('topic', 'orders')),
        iam('ReadData', arn('topic', 'orders')),
        iam('DescribeGroup', arn('group', 'job')), iam('AlterGroup', arn('group', 'job')),
      ],
    };
  }],
  ['writing to MSK exactly once', 'sinks', (stack, vpc) => {
    const { connector, group, clusterArn, arn } = msk(stack, vpc, { transactionalIdPrefix: 'job' });
    const iam = (action: string, resource: string): Call => ({ action: `kafka-cluster:${action}`, resource });
    return {
      connector,
      connections: [{ group, port: 9098 }],
      calls: [
        iam('Connect', clusterArn),
        iam('WriteDataIdempotently', clusterArn),
        iam('WriteData', arn('topic', 'any')),
        iam('DescribeTopic', arn('topic', 'any')),
        iam('DescribeTransactionalId', arn('transactional-id', 'job-0-1')),
        iam('AlterTransactionalId', arn('transactional-id', 'job-0-1')),
      ],
    };
  }],
  ['reading an MSK cluster of this app', 'sources', (stack, vpc) => {
    const group = brokers(stack, vpc);
    const cluster = new CfnCluster(stack, 'Cluster', {
      clusterName: 'orders',
      kafkaVersion: '3.8.x',
      numberOfBrokerNodes: 2,
      brokerNodeGroupInfo: {
        clientSubnets: vpc.isolatedSubnets.map(subnet => subnet.subnetId),
        instanceType: 'kafka.m7g.large',
        securityGroups: [group.securityGroupId],
      },
    });
    const connector = FlinkConnector.mskCluster({
      clusterArn: cluster.ref, securityGroups: [group], authentication: MskAuthentication.tls(),
    });
    return { connector, connections: [{ group: flat(stack.resolve(group.securityGroupId)), port: 9094 }] };
  }],
  ['reading MSK with a password', 'sources', (stack, vpc, text) => {
    const secret = new Secret(stack, 'Credentials', { encryptionKey: new Key(stack, 'SecretKey') });
    const { connector, group } = msk(stack, vpc, { authentication: MskAuthentication.saslScram(secret) });
    return {
      connector,
      connections: [{ group, port: 9096 }],
      calls: [
        ...calls(
          'secretsmanager', text(secret.secretArn), ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
        ),
        { action: 'kms:Decrypt', resource: text(secret.encryptionKey!.keyArn) },
      ],
    };
  }],
  ['reading from brokers', 'sources', (stack, vpc, text) => {
    const group = brokers(stack, vpc);
    return {
      connector: FlinkConnector.kafkaBrokers({ connectable: group, ports: [9092, 9093] }),
      connections: [9092, 9093].map(port => ({ group: text(group.securityGroupId), port })),
    };
  }],
  ['reading from a bucket', 'sources', (stack, _vpc, text) => {
    const bucket = new Bucket(stack, 'Lake', { encryption: BucketEncryption.KMS });
    return {
      connector: FlinkConnector.s3Bucket(bucket, { prefix: 'in/' }),
      calls: [
        {
          service: 's3',
          action: 's3:ListBucket',
          resource: text(bucket.bucketArn),
          context: { 's3:prefix': 'in/2026/' },
        },
        ...calls('s3', `${text(bucket.bucketArn)}/in/2026/part-0`, ['s3:GetObject']),
        { action: 'kms:Decrypt', resource: text(bucket.encryptionKey!.keyArn) },
      ],
    };
  }],
  ['writing to a bucket in parts', 'sinks', (stack, _vpc, text) => {
    const bucket = new Bucket(stack, 'Lake', { encryption: BucketEncryption.KMS });
    const object = `${text(bucket.bucketArn)}/out/part-0`;
    return {
      connector: FlinkConnector.s3Bucket(bucket, { prefix: 'out/' }),
      calls: [
        ...calls(
          's3',
          object,
          ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:GetObject', 's3:DeleteObject'],
        ),
        { service: 's3', action: 's3:ListBucket', resource: text(bucket.bucketArn), context: { 's3:prefix': 'out/' } },
        ...['kms:GenerateDataKey', 'kms:Decrypt'].map(action =>
          ({ action, resource: text(bucket.encryptionKey!.keyArn) })),
      ],
    };
  }],
  ['writing to Iceberg tables', 'sinks', () => {
    const tableBucketArn = 'arn:aws:s3tables:eu-west-1:111111111111:bucket/lake';
    const context = { 's3tables:namespace': 'sales', 's3tables:tableName': 'orders' };
    return {
      connector: FlinkConnector.s3TableBucket({ tableBucketArn, namespace: 'sales', tables: ['orders'] }),
      calls: [
        ...calls(
          's3tables', tableBucketArn, ['s3tables:GetTableBucket', 's3tables:GetNamespace', 's3tables:CreateTable'],
        ),
        ...['GetTable', 'GetTableMetadataLocation', 'UpdateTableMetadataLocation'].map(action =>
          ({ service: 's3tables', action: `s3tables:${action}`, resource: `${tableBucketArn}/table/1234`, context })),
        ...['GetTableData', 'PutTableData'].map(action =>
          ({ service: 's3', action: `s3tables:${action}`, resource: `${tableBucketArn}/table/1234`, context })),
      ],
    };
  }],
  ['writing to a DynamoDB table', 'sinks', (stack, _vpc, text) => {
    const state = table(stack);
    return {
      connector: FlinkConnector.dynamoDbTable(state),
      calls: [
        ...calls('dynamodb', text(state.tableArn), ['dynamodb:BatchWriteItem']),
        { action: 'kms:Decrypt', resource: text(state.encryptionKey!.keyArn) },
      ],
    };
  }],
  ['reading the stream of a DynamoDB table', 'sources', (stack, _vpc, text) => {
    const state = table(stack);
    return {
      connector: FlinkConnector.dynamoDbTable(state, { propertyGroup: 'In' }),
      calls: calls(
        'dynamodb-streams',
        text(state.tableStreamArn!),
        ['dynamodb:DescribeStream', 'dynamodb:GetShardIterator', 'dynamodb:GetRecords'],
      ),
    };
  }],
  ['sending to a queue', 'sinks', (stack, _vpc, text) => {
    const queue = new Queue(stack, 'Alerts', { encryption: QueueEncryption.KMS });
    return {
      connector: FlinkConnector.sqsQueue(queue),
      calls: [
        ...calls('sqs', text(queue.queueArn), ['sqs:SendMessage']),
        ...['kms:GenerateDataKey', 'kms:Decrypt'].map(action =>
          ({ action, resource: text(queue.encryptionMasterKey!.keyArn) })),
      ],
    };
  }],
  ['receiving from a queue', 'sources', (stack, _vpc, text) => {
    const queue = new Queue(stack, 'Alerts');
    return {
      connector: FlinkConnector.sqsQueue(queue),
      calls: calls('sqs', text(queue.queueArn), ['sqs:ReceiveMessage', 'sqs:DeleteMessage']),
    };
  }],
  ['indexing in OpenSearch', 'sinks', (stack, vpc, text) => {
    const domain = new Domain(stack, 'Search', {
      version: EngineVersion.OPENSEARCH_2_17, vpc, vpcSubnets: [{ subnets: [vpc.isolatedSubnets[0]] }],
    });
    return {
      connector: FlinkConnector.openSearchDomain(domain),
      connections: [{ group: text(domain.connections.securityGroups[0].securityGroupId), port: 443 }],
      calls: [{ action: 'es:ESHttpPost', resource: `${text(domain.domainArn)}/_bulk` }],
    };
  }],
  ['writing to Aurora', 'sinks', (stack, vpc, text) => {
    const aurora = new DatabaseCluster(stack, 'Aurora', {
      engine: DatabaseClusterEngine.auroraPostgres({ version: AuroraPostgresEngineVersion.VER_16_4 }),
      vpc,
      vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
      writer: ClusterInstance.serverlessV2('writer'),
      port: 5432,
    });
    return {
      connector: FlinkConnector.database(aurora, { secret: aurora.secret }),
      connections: [{ group: text(aurora.connections.securityGroups[0].securityGroupId), port: 5432 }],
      calls: calls(
        'secretsmanager',
        text(aurora.secret!.secretArn),
        ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
      ),
    };
  }],
  ['reading a secret', 'sources', (stack, _vpc, text) => {
    const secret = new Secret(stack, 'Token');
    return {
      connector: FlinkConnector.secret(secret),
      calls: calls(
        'secretsmanager', text(secret.secretArn), ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
      ),
    };
  }],
  ['registering schemas', 'sinks', () => {
    const arn = (path: string) => `arn:<AWS::Partition>:glue:eu-west-1:111111111111:${path}`;
    return {
      connector: FlinkConnector.glueSchemaRegistry({ registryName: 'events', autoRegistration: true }),
      calls: [
        ...calls('glue', arn('schema/events/order'), ['glue:GetSchemaByDefinition', 'glue:RegisterSchemaVersion']),
        ...calls('glue', arn('registry/events'), ['glue:CreateSchema']),
        ...calls('glue', '*', ['glue:GetSchemaVersion']),
      ],
    };
  }],
  ['reading a catalog', 'sources', () => {
    const arn = (path: string) => `arn:<AWS::Partition>:glue:eu-west-1:111111111111:${path}`;
    return {
      connector: FlinkConnector.glueDatabase({ databaseName: 'sales' }),
      calls: ['catalog', 'database/sales', 'table/sales/orders'].flatMap(path =>
        calls('glue', arn(path), ['glue:GetTable'])),
    };
  }],
  ['writing metrics', 'sinks', () => {
    const workspaceArn = 'arn:aws:aps:eu-west-1:111111111111:workspace/ws-1';
    return {
      connector: FlinkConnector.prometheusWorkspace({ workspaceArn }),
      calls: calls('aps-workspaces', workspaceArn, ['aps:RemoteWrite']),
    };
  }],
  ['invoking a function', 'sources', (stack, _vpc, text) => {
    const fn = new Function(stack, 'Lookup', {
      runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline('//'),
    });
    return {
      connector: FlinkConnector.lambdaFunction(fn),
      calls: calls('lambda', text(fn.functionArn), ['lambda:InvokeFunction']),
    };
  }],
  ['writing with the Kinesis Producer Library', 'sinks', (stack, _vpc, text) => {
    const stream = encryptedStream(stack);
    return {
      connector: FlinkConnector.kinesisStream(stream, { kinesisProducerLibrary: true }),
      calls: [
        ...calls(
          'kinesis-streams',
          text(stream.streamArn),
          ['kinesis:PutRecord', 'kinesis:ListShards', 'kinesis:DescribeStreamSummary'],
        ),
        {
          service: 'monitoring',
          action: 'cloudwatch:PutMetricData',
          resource: '*',
          context: { 'cloudwatch:namespace': 'KinesisProducerLibrary' },
        },
      ],
    };
  }],
  ['creating topics through a managed VPC connection', 'sinks', (stack, vpc) => {
    const { connector, group, clusterArn, arn } = msk(stack, vpc, {
      topicPattern: 'orders-*', createTopics: true, multiVpcConnectivity: true,
    });
    return {
      connector,
      connections: [{ group, port: 14001 }, { group, port: 14100 }],
      calls: [
        { action: 'kafka-cluster:Connect', resource: clusterArn },
        { action: 'kafka-cluster:CreateTopic', resource: arn('topic', 'orders-eu') },
      ],
    };
  }],
  ['writing an Iceberg table of the Glue Data Catalog', 'sinks', (stack, _vpc, text) => {
    const bucket = new Bucket(stack, 'Warehouse');
    const arn = (path: string) => `arn:<AWS::Partition>:glue:eu-west-1:111111111111:${path}`;
    return {
      connector: FlinkConnector.icebergTable({
        databaseName: 'sales', tableName: 'orders', bucket, prefix: 'iceberg/',
      }),
      calls: [
        ...calls('glue', arn('database/sales'), ['glue:CreateDatabase']),
        ...calls('glue', arn('table/sales/orders'), ['glue:CreateTable', 'glue:UpdateTable']),
        ...calls(
          's3', `${text(bucket.bucketArn)}/iceberg/sales.db/orders/metadata/1.json`, ['s3:PutObject', 's3:GetObject'],
        ),
        ...calls('s3', text(bucket.bucketArn), ['s3:ListBucket']),
      ],
    };
  }],
  ['writing an Iceberg table with Lake Formation', 'sinks', stack => {
    const lakeFormationRole = Role.fromRoleArn(stack, 'LakeRole', 'arn:aws:iam::111111111111:role/lake');
    return {
      connector: FlinkConnector.icebergTable({
        databaseName: 'sales',
        tableName: 'orders',
        bucket: Bucket.fromBucketName(stack, 'Lake', 'lake'),
        lakeFormationRole,
      }),
      calls: calls('sts', lakeFormationRole.roleArn, ['sts:AssumeRole', 'sts:TagSession']),
    };
  }],
  ['looking up items of a DynamoDB table', 'sources', (stack, _vpc, text) => {
    const state = table(stack);
    return {
      connector: FlinkConnector.dynamoDbTable(state, { lookup: true, indexes: ['byCustomer'] }),
      calls: [
        ...calls('dynamodb', text(state.tableArn), ['dynamodb:GetItem', 'dynamodb:Query']),
        ...calls('dynamodb', `${text(state.tableArn)}/index/byCustomer`, ['dynamodb:Query']),
      ],
    };
  }],
  ['writing to Keyspaces', 'sinks', () => {
    const arn = (path: string) => `arn:<AWS::Partition>:cassandra:eu-west-1:111111111111:/keyspace/${path}`;
    return {
      connector: FlinkConnector.keyspacesTable({ keyspaceName: 'sales', tables: ['orders'] }),
      calls: [
        { service: 'cassandra', port: 9142, action: 'cassandra:Modify', resource: arn('sales/table/orders') },
        { service: 'cassandra', port: 9142, action: 'cassandra:Select', resource: arn('system/table/peers') },
        { action: 'ec2:DescribeVpcEndpoints', resource: '*' },
      ],
    };
  }],
  ['publishing to a topic', 'sinks', (stack, _vpc, text) => {
    const topic = new Topic(stack, 'Alerts', { masterKey: new Key(stack, 'TopicKey') });
    return {
      connector: FlinkConnector.snsTopic(topic),
      calls: [
        ...calls('sns', text(topic.topicArn), ['sns:Publish']),
        ...['kms:GenerateDataKey', 'kms:Decrypt'].map(action => ({ action, resource: text(topic.masterKey!.keyArn) })),
      ],
    };
  }],
  ['putting events on a bus', 'sinks', (stack, _vpc, text) => {
    const bus = new EventBus(stack, 'Orders');
    return {
      connector: FlinkConnector.eventBus(bus), calls: calls('events', text(bus.eventBusArn), ['events:PutEvents']),
    };
  }],
  ['starting a workflow', 'sinks', stack => {
    const stateMachineArn = 'arn:aws:states:eu-west-1:111111111111:stateMachine:review';
    const stateMachine = StateMachine.fromStateMachineArn(stack, 'Review', stateMachineArn);
    return {
      connector: FlinkConnector.stepFunction(stateMachine),
      calls: calls('states', stateMachineArn, ['states:StartExecution']),
    };
  }],
  ['waiting for an Express workflow', 'sources', stack => {
    const stateMachineArn = 'arn:aws:states:eu-west-1:111111111111:stateMachine:review';
    const stateMachine = StateMachine.fromStateMachineArn(stack, 'Review', stateMachineArn);
    return {
      connector: FlinkConnector.stepFunction(stateMachine, { synchronous: true }),
      calls: calls('sync-states', stateMachineArn, ['states:StartSyncExecution']),
    };
  }],
  ['calling a private API', 'sources', stack => ({
    connector: FlinkConnector.privateRestApi(RestApi.fromRestApiId(stack, 'Api', 'abc123'), { stageName: 'live' }),
    calls: calls(
      'execute-api',
      'arn:<AWS::Partition>:execute-api:eu-west-1:111111111111:abc123/live/GET/prices',
      ['execute-api:Invoke'],
    ),
  })],
  ['invoking a model through an inference profile', 'sources', () => {
    const inferenceProfileArn = 'arn:aws:bedrock:eu-west-1:111111111111:inference-profile/eu.amazon.nova-lite-v1:0';
    const model = { modelArn: 'arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0' };
    const resource = 'arn:<AWS::Partition>:bedrock:eu-north-1::foundation-model/amazon.nova-lite-v1:0';
    return {
      connector: FlinkConnector.bedrockModel(model, { inferenceProfileArn }),
      calls: [
        ...calls('bedrock-runtime', inferenceProfileArn, ['bedrock:InvokeModel']),
        { action: 'bedrock:InvokeModel', resource, context: { 'bedrock:InferenceProfileArn': inferenceProfileArn } },
      ],
    };
  }],
  ['invoking an inference endpoint', 'sources', () => {
    const endpointArn = 'arn:aws:sagemaker:eu-west-1:111111111111:endpoint/fraud';
    return {
      connector: FlinkConnector.sageMakerEndpoint({ endpointArn }),
      calls: calls('sagemaker.runtime', endpointArn, ['sagemaker:InvokeEndpoint']),
    };
  }],
  ['indexing in OpenSearch Serverless', 'sinks', (stack, vpc) => {
    const group = brokers(stack, vpc);
    const collectionArn = 'arn:aws:aoss:eu-west-1:111111111111:collection/abc123';
    return {
      connector: FlinkConnector.openSearchServerlessCollection({ collectionArn, vpcEndpointSecurityGroups: [group] }),
      connections: [{ group: flat(stack.resolve(group.securityGroupId)), port: 443 }],
      calls: [{ action: 'aoss:APIAccessAll', resource: collectionArn }],
    };
  }],
  ['writing to a graph', 'sinks', (stack, vpc) => {
    const group = brokers(stack, vpc);
    return {
      connector: FlinkConnector.neptuneCluster(group, { clusterResourceId: 'cluster-ABC' }),
      connections: [{ group: flat(stack.resolve(group.securityGroupId)), port: 8182 }],
      calls: ['Read', 'Write', 'Delete'].map(verb => ({
        action: `neptune-db:${verb}DataViaQuery`,
        resource: 'arn:<AWS::Partition>:neptune-db:eu-west-1:111111111111:cluster-ABC/*',
      })),
    };
  }],
  ['signing in to a database', 'sinks', (stack, vpc) => {
    const group = brokers(stack, vpc);
    return {
      connector: FlinkConnector.database(group, {
        port: Port.tcp(5432),
        iamAuthentication: DatabaseIamAuthentication.rds({ resourceId: 'cluster-ABC', userName: 'job' }),
      }),
      connections: [{ group: flat(stack.resolve(group.securityGroupId)), port: 5432 }],
      calls: [
        {
          action: 'rds-db:connect',
          resource: 'arn:<AWS::Partition>:rds-db:eu-west-1:111111111111:dbuser:cluster-ABC/job',
        },
      ],
    };
  }],
  ['reading a parameter', 'sources', (stack, _vpc, text) => {
    const parameter = new StringParameter(stack, 'Limit', { parameterName: '/job/limit', stringValue: '10' });
    return {
      connector: FlinkConnector.ssmParameter(parameter),
      calls: calls('ssm', text(parameter.parameterArn), ['ssm:GetParameter']),
    };
  }],
  ['publishing metrics', 'sinks', () => ({
    connector: FlinkConnector.cloudWatchMetrics({ namespace: 'Orders' }),
    calls: [
      {
        service: 'monitoring',
        action: 'cloudwatch:PutMetricData',
        resource: '*',
        context: { 'cloudwatch:namespace': 'Orders' },
      },
    ],
  })],
];
