import { Stack } from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Connections, ISecurityGroup, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { DeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { Function } from 'aws-cdk-lib/aws-lambda';
import { Domain } from 'aws-cdk-lib/aws-opensearchservice';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { HERE, KEY_ARN, Case, key, secret, decrypt, encrypt, readSecret, region } from './case-support';
import { KAFKA_CASES } from './kafka-cases';
import { FlinkConnector } from '../../src';

const GLUE = `arn:<AWS::Partition>:glue:${HERE}`;
const stream = (stack: Stack) => Stream.fromStreamAttributes(stack, 'Stream', { streamArn: `arn:aws:kinesis:${HERE}:stream/clicks`, encryptionKey: key(stack) });
const STREAM = `arn:aws:kinesis:${HERE}:stream/clicks`;
const bucket = (stack: Stack) => Bucket.fromBucketAttributes(stack, 'Lake', { bucketArn: 'arn:aws:s3:::lake', encryptionKey: key(stack) });
const OBJECT_WRITES = ['s3:PutObject', 's3:GetObject', 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];
const TABLE_BUCKET = `arn:aws:s3tables:${HERE}:bucket/lake`;
const READ_CATALOG = ['s3tables:GetTableBucket', 's3tables:GetNamespace', 's3tables:ListNamespaces', 's3tables:ListTables'];
const READ_TABLES = ['s3tables:GetTable', 's3tables:GetTableMetadataLocation', 's3tables:GetTableData'];
const FUNCTION = `arn:aws:lambda:${HERE}:function:lookup`;

export const CASES: Case[] = [
  {
    name: 'kinesisStream, polling',
    make: stack => FlinkConnector.kinesisStream(stream(stack), { propertyGroup: 'Group' }),
    source: {
      statements: [
        { Action: ['kinesis:DescribeStreamSummary', 'kinesis:ListShards', 'kinesis:GetShardIterator', 'kinesis:GetRecords'], Resource: STREAM },
        decrypt,
      ],
      endpoints: ['kinesis-streams'],
      properties: { 'stream.arn': STREAM, ...region },
    },
    sink: {
      statements: [{ Action: 'kinesis:PutRecords', Resource: STREAM }, { Action: 'kms:GenerateDataKey', Resource: KEY_ARN }],
      endpoints: ['kinesis-streams'],
      properties: { 'stream.arn': STREAM, ...region },
    },
  },
  {
    name: 'kinesisStream, enhanced fan-out',
    make: stack => FlinkConnector.kinesisStream(stream(stack), { enhancedFanOutConsumer: 'job', propertyGroup: 'Group' }),
    source: {
      statements: [
        { Action: ['kinesis:DescribeStreamSummary', 'kinesis:ListShards'], Resource: STREAM },
        { Action: 'kinesis:RegisterStreamConsumer', Resource: STREAM },
        {
          Action: ['kinesis:DescribeStreamConsumer', 'kinesis:DeregisterStreamConsumer', 'kinesis:SubscribeToShard'],
          Resource: [STREAM, `${STREAM}/consumer/job:*`],
        },
        decrypt,
      ],
      endpoints: ['kinesis-streams'],
      properties: { 'stream.arn': STREAM, 'source.reader.type': 'EFO', 'source.efo.consumer.name': 'job', ...region },
    },
  },
  {
    name: 'firehoseDeliveryStream',
    make: stack => FlinkConnector.firehoseDeliveryStream(
      DeliveryStream.fromDeliveryStreamArn(stack, 'Delivery', `arn:aws:firehose:${HERE}:deliverystream/out`), { propertyGroup: 'Group' }),
    sink: {
      statements: [{ Action: 'firehose:PutRecordBatch', Resource: `arn:aws:firehose:${HERE}:deliverystream/out` }],
      endpoints: ['kinesis-firehose'],
      properties: { 'stream.name': 'out', ...region },
    },
  },
  ...KAFKA_CASES,
  {
    name: 's3Bucket',
    make: stack => FlinkConnector.s3Bucket(bucket(stack), { prefix: 'orders/', propertyGroup: 'Group' }),
    source: {
      statements: [
        { Action: 's3:ListBucket', Resource: 'arn:aws:s3:::lake', Condition: { StringLikeIfExists: { 's3:prefix': ['orders/', 'orders/*'] } } },
        { Action: 's3:GetObject', Resource: 'arn:aws:s3:::lake/orders/*' },
        { Action: 's3:GetObject', Resource: 'arn:aws:s3:::lake/orders' },
        decrypt,
      ],
      endpoints: ['s3'],
      properties: { 'bucket.name': 'lake', 'bucket.path': 'orders', ...region },
    },
    sink: {
      statements: [
        { Action: 's3:ListBucket', Resource: 'arn:aws:s3:::lake', Condition: { StringLike: { 's3:prefix': ['orders/', 'orders/*'] } } },
        { Action: OBJECT_WRITES, Resource: 'arn:aws:s3:::lake/orders/*' },
        { Action: 's3:GetObject', Resource: 'arn:aws:s3:::lake/orders' },
        encrypt,
      ],
      endpoints: ['s3'],
      properties: { 'bucket.name': 'lake', 'bucket.path': 'orders', ...region },
    },
  },
  {
    name: 's3Bucket without a prefix',
    make: stack => FlinkConnector.s3Bucket(Bucket.fromBucketName(stack, 'Lake', 'lake'), { propertyGroup: 'Group' }),
    source: {
      statements: [
        { Action: 's3:ListBucket', Resource: 'arn:<AWS::Partition>:s3:::lake' },
        { Action: 's3:GetObject', Resource: 'arn:<AWS::Partition>:s3:::lake/*' },
      ],
      endpoints: ['s3'],
      properties: { 'bucket.name': 'lake', ...region },
    },
  },
  {
    name: 's3Bucket with a prefix that is no directory',
    make: stack => FlinkConnector.s3Bucket(bucket(stack), { prefix: 'orders', propertyGroup: 'Group' }),
    source: {
      statements: [
        { Action: 's3:ListBucket', Resource: 'arn:aws:s3:::lake', Condition: { StringLikeIfExists: { 's3:prefix': ['orders', 'orders*'] } } },
        { Action: 's3:GetObject', Resource: 'arn:aws:s3:::lake/orders*' },
        decrypt,
      ],
      endpoints: ['s3'],
      properties: { 'bucket.name': 'lake', 'bucket.path': 'orders', ...region },
    },
  },
  {
    name: 's3TableBucket',
    make: stack => FlinkConnector.s3TableBucket({
      tableBucketArn: TABLE_BUCKET, namespace: 'sales', tables: ['orders'], encryptionKey: key(stack), propertyGroup: 'Group',
    }),
    source: {
      statements: [
        { Action: READ_CATALOG, Resource: TABLE_BUCKET },
        { Action: READ_TABLES, Resource: `${TABLE_BUCKET}/table/*`, Condition: { StringEquals: { 's3tables:namespace': ['sales'], 's3tables:tableName': ['orders'] } } },
        decrypt,
      ],
      endpoints: ['s3', 's3tables'],
      properties: { 'table.bucket.arn': TABLE_BUCKET, 'catalog.db': 'sales', 'catalog.table': 'orders', ...region },
    },
    sink: {
      statements: [
        { Action: READ_CATALOG, Resource: TABLE_BUCKET },
        { Action: 's3tables:CreateTable', Resource: TABLE_BUCKET },
        {
          Action: [...READ_TABLES, 's3tables:PutTableData', 's3tables:UpdateTableMetadataLocation'],
          Resource: `${TABLE_BUCKET}/table/*`,
          Condition: { StringEquals: { 's3tables:namespace': ['sales'], 's3tables:tableName': ['orders'] } },
        },
        encrypt,
      ],
      endpoints: ['s3', 's3tables'],
      properties: { 'table.bucket.arn': TABLE_BUCKET, 'catalog.db': 'sales', 'catalog.table': 'orders', ...region },
    },
  },
  {
    name: 's3TableBucket as a whole',
    make: () => FlinkConnector.s3TableBucket({ tableBucketArn: TABLE_BUCKET, propertyGroup: 'Group' }),
    source: {
      statements: [{ Action: READ_CATALOG, Resource: TABLE_BUCKET }, { Action: READ_TABLES, Resource: `${TABLE_BUCKET}/table/*` }],
      endpoints: ['s3', 's3tables'],
      properties: { 'table.bucket.arn': TABLE_BUCKET, ...region },
    },
  },
  {
    name: 'dynamoDbTable',
    make: stack => FlinkConnector.dynamoDbTable(Table.fromTableAttributes(stack, 'Table', {
      tableArn: `arn:aws:dynamodb:${HERE}:table/state`,
      tableStreamArn: `arn:aws:dynamodb:${HERE}:table/state/stream/1`,
      encryptionKey: key(stack),
    }), { propertyGroup: 'Group' }),
    source: {
      statements: [
        { Action: ['dynamodb:DescribeStream', 'dynamodb:GetShardIterator', 'dynamodb:GetRecords'], Resource: `arn:aws:dynamodb:${HERE}:table/state/stream/1` },
        { Action: ['kms:Decrypt', 'kms:DescribeKey'], Resource: KEY_ARN },
      ],
      endpoints: ['dynamodb-streams'],
      properties: { 'stream.arn': `arn:aws:dynamodb:${HERE}:table/state/stream/1`, 'aws.endpoint': expect.anything(), ...region },
    },
    sink: {
      statements: [
        { Action: 'dynamodb:BatchWriteItem', Resource: `arn:aws:dynamodb:${HERE}:table/state` },
        {
          Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey'],
          Resource: KEY_ARN,
        },
      ],
      endpoints: ['dynamodb'],
      properties: { 'table.name': 'state', ...region },
    },
  },
  {
    name: 'sqsQueue',
    make: stack => FlinkConnector.sqsQueue(
      Queue.fromQueueAttributes(stack, 'Queue', { queueArn: `arn:aws:sqs:${HERE}:alerts`, keyArn: KEY_ARN }), { propertyGroup: 'Group' }),
    source: {
      statements: [
        {
          Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
          Resource: `arn:aws:sqs:${HERE}:alerts`,
        },
        decrypt,
      ],
      endpoints: ['sqs'],
      properties: { 'sqs-url': 'https://sqs.eu-west-1.<AWS::URLSuffix>/111111111111/alerts', ...region },
    },
    sink: {
      statements: [{ Action: 'sqs:SendMessage', Resource: `arn:aws:sqs:${HERE}:alerts` }, encrypt],
      endpoints: ['sqs'],
      properties: { 'sqs-url': 'https://sqs.eu-west-1.<AWS::URLSuffix>/111111111111/alerts', ...region },
    },
  },
  {
    name: 'openSearchDomain',
    make: (stack, brokers) => FlinkConnector.openSearchDomain(Domain.fromDomainAttributes(stack, 'Search', {
      domainArn: `arn:aws:es:${HERE}:domain/search`, domainEndpoint: 'vpc-search.example.com',
    }), { securityGroups: [brokers], propertyGroup: 'Group' }),
    sink: {
      statements: [{ Action: ['es:ESHttpHead', 'es:ESHttpPost', 'es:ESHttpPut'], Resource: `arn:aws:es:${HERE}:domain/search/*` }],
      ports: [443],
      properties: { 'endpoint.url': 'https://vpc-search.example.com', ...region },
    },
  },
  {
    name: 'database',
    make: (stack, brokers) => FlinkConnector.database(new Connections({ securityGroups: [brokers], defaultPort: Port.tcp(5432) }), {
      secret: secret(stack), hostname: 'db', databaseName: 'orders', jdbcUrl: 'jdbc:postgresql://db:5432/orders', propertyGroup: 'Group',
    }),
    source: {
      statements: [readSecret, decrypt],
      endpoints: ['secretsmanager'],
      ports: [5432],
      properties: {
        'hostname': 'db', 'port': '5432', 'database.name': 'orders', 'url': 'jdbc:postgresql://db:5432/orders', 'secret.name': 'AmazonMSK_job',
      },
    },
  },
  {
    name: 'database with a port and nothing else',
    make: (_stack, brokers) => FlinkConnector.database(brokers, { port: Port.tcp(6379), propertyGroup: 'Group' }),
    sink: { statements: [], ports: [6379], properties: { port: '6379' } },
  },
  {
    name: 'secret',
    make: stack => FlinkConnector.secret(Secret.fromSecretNameV2(stack, 'Secret', 'token'), { propertyGroup: 'Group' }),
    source: {
      statements: [{ Action: 'secretsmanager:GetSecretValue', Resource: `arn:<AWS::Partition>:secretsmanager:${HERE}:secret:token-??????` }],
      endpoints: ['secretsmanager'],
      properties: { 'secret.name': 'token', ...region },
    },
  },
  {
    name: 'glueSchemaRegistry',
    make: () => FlinkConnector.glueSchemaRegistry({ registryName: 'events', schemaNames: ['order'], autoRegistration: true, propertyGroup: 'Group' }),
    source: {
      statements: [{ Action: 'glue:GetSchemaVersion', Resource: '*' }],
      endpoints: ['glue'],
      properties: { name: 'events', region: 'eu-west-1' },
    },
    sink: {
      statements: [
        { Action: 'glue:GetSchemaVersion', Resource: '*' },
        {
          Action: ['glue:GetSchemaByDefinition', 'glue:CreateSchema', 'glue:RegisterSchemaVersion', 'glue:PutSchemaVersionMetadata'],
          Resource: [`${GLUE}:registry/events`, `${GLUE}:schema/events/order`],
        },
      ],
      endpoints: ['glue'],
      properties: { name: 'events', region: 'eu-west-1' },
    },
  },
  {
    name: 'glueSchemaRegistry without names or registration',
    make: () => FlinkConnector.glueSchemaRegistry({ registryName: 'events', propertyGroup: 'Group' }),
    sink: {
      statements: [
        { Action: 'glue:GetSchemaVersion', Resource: '*' },
        { Action: 'glue:GetSchemaByDefinition', Resource: [`${GLUE}:registry/events`, `${GLUE}:schema/events/*`] },
      ],
      endpoints: ['glue'],
      properties: { name: 'events', region: 'eu-west-1' },
    },
  },
  {
    name: 'glueDatabase',
    make: () => FlinkConnector.glueDatabase({ databaseName: 'sales', tables: ['orders'], propertyGroup: 'Group' }),
    source: {
      statements: [{
        Action: ['glue:GetDatabase', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartition', 'glue:GetPartitions'],
        Resource: [`${GLUE}:catalog`, `${GLUE}:database/sales`, `${GLUE}:table/sales/orders`],
      }],
      endpoints: ['glue'],
      properties: { 'catalog.db': 'sales', 'catalog.table': 'orders', ...region },
    },
  },
  {
    name: 'glueDatabase with all tables',
    make: () => FlinkConnector.glueDatabase({ databaseName: 'sales', propertyGroup: 'Group' }),
    sink: {
      statements: [{
        Action: [
          'glue:GetDatabase', 'glue:GetTable', 'glue:CreateTable', 'glue:UpdateTable', 'glue:GetPartition', 'glue:CreatePartition', 'glue:BatchCreatePartition',
        ],
        Resource: [`${GLUE}:catalog`, `${GLUE}:database/sales`, `${GLUE}:table/sales/*`],
      }],
      endpoints: ['glue'],
      properties: { 'catalog.db': 'sales', ...region },
    },
  },
  {
    name: 'prometheusWorkspace',
    make: () => FlinkConnector.prometheusWorkspace({ workspaceArn: `arn:aws:aps:${HERE}:workspace/ws-1`, propertyGroup: 'Group' }),
    sink: {
      statements: [{ Action: 'aps:RemoteWrite', Resource: `arn:aws:aps:${HERE}:workspace/ws-1` }],
      endpoints: ['aps-workspaces'],
      properties: { 'endpoint.url': 'https://aps-workspaces.eu-west-1.<AWS::URLSuffix>/workspaces/ws-1/api/v1/remote_write', ...region },
    },
  },
  {
    name: 'lambdaFunction',
    make: stack => FlinkConnector.lambdaFunction(Function.fromFunctionArn(stack, 'Lookup', FUNCTION), { propertyGroup: 'Group' }),
    source: {
      statements: [{ Action: 'lambda:InvokeFunction', Resource: FUNCTION }],
      endpoints: ['lambda'],
      properties: { 'function.name': 'lookup', ...region },
    },
  },
];

/** Each case in each of its directions. */
export const DIRECTED = CASES.flatMap(({ source, sink, ...rest }) => [
  ...source === undefined ? [] : [{ ...rest, direction: 'sources' as const, expected: source }],
  ...sink === undefined ? [] : [{ ...rest, direction: 'sinks' as const, expected: sink }],
].map(directed => ({ ...directed, title: `${directed.name} in ${directed.direction}` })));

export function peerGroup(stack: Stack): ISecurityGroup {
  return SecurityGroup.fromSecurityGroupId(stack, 'Brokers', 'sg-0123abcd');
}
