import { Stack } from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { HERE, KEY_ARN, Case, key, decrypt, encrypt, region } from './case-support';
import { FlinkConnector } from '../../src';

const GLUE = `arn:<AWS::Partition>:glue:${HERE}`;
const bucket = (stack: Stack) => Bucket.fromBucketAttributes(stack, 'Lake', {
  bucketArn: 'arn:aws:s3:::lake', encryptionKey: key(stack),
});
const OBJECT_WRITES = [
  's3:PutObject', 's3:GetObject', 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts',
];
const TABLE_BUCKET = `arn:aws:s3tables:${HERE}:bucket/lake`;
const READ_CATALOG = [
  's3tables:GetTableBucket', 's3tables:GetNamespace', 's3tables:ListNamespaces', 's3tables:ListTables',
];
const READ_TABLES = ['s3tables:GetTable', 's3tables:GetTableMetadataLocation', 's3tables:GetTableData'];
const GLUE_READS = ['glue:GetDatabase', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartition', 'glue:GetPartitions'];
const GLUE_WRITES = [
  'glue:GetDatabase', 'glue:CreateDatabase', 'glue:GetTable', 'glue:CreateTable', 'glue:UpdateTable',
  'glue:GetPartition', 'glue:CreatePartition', 'glue:BatchCreatePartition',
];
const table = (stack: Stack) => Table.fromTableAttributes(stack, 'Table', {
  tableArn: `arn:aws:dynamodb:${HERE}:table/state`,
  tableStreamArn: `arn:aws:dynamodb:${HERE}:table/state/stream/1`,
  encryptionKey: key(stack),
});
const KEYSPACES = `arn:<AWS::Partition>:cassandra:${HERE}:/keyspace`;
const SYSTEM = [
  { Action: 'cassandra:Select', Resource: `${KEYSPACES}/system*/table/*` },
  { Action: ['ec2:DescribeVpcEndpoints', 'ec2:DescribeNetworkInterfaces'], Resource: '*' },
];
const cassandra = { hostname: 'cassandra.eu-west-1.<AWS::URLSuffix>', port: '9142' };
const warehouse = { 'bucket.prefix': 's3://lake/iceberg', 'catalog.db': 'sales', 'catalog.table': 'orders', ...region };

/** Files, tables and their catalogs. */
export const TABLE_CASES: Case[] = [
  {
    name: 's3Bucket',
    make: stack => FlinkConnector.s3Bucket(bucket(stack), { prefix: 'orders/', propertyGroup: 'Group' }),
    source: {
      statements: [
        {
          Action: 's3:ListBucket',
          Resource: 'arn:aws:s3:::lake',
          Condition: { StringLikeIfExists: { 's3:prefix': ['orders/', 'orders/*'] } },
        },
        { Action: 's3:GetObject', Resource: 'arn:aws:s3:::lake/orders/*' },
        { Action: 's3:GetObject', Resource: 'arn:aws:s3:::lake/orders' },
        decrypt,
      ],
      endpoints: ['s3'],
      properties: { 'bucket.name': 'lake', 'bucket.path': 'orders', ...region },
    },
    sink: {
      statements: [
        {
          Action: 's3:ListBucket',
          Resource: 'arn:aws:s3:::lake',
          Condition: { StringLikeIfExists: { 's3:prefix': ['orders/', 'orders/*'] } },
        },
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
        {
          Action: 's3:ListBucket',
          Resource: 'arn:aws:s3:::lake',
          Condition: { StringLikeIfExists: { 's3:prefix': ['orders', 'orders*'] } },
        },
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
      tableBucketArn: TABLE_BUCKET,
      namespace: 'sales',
      tables: ['orders'],
      encryptionKey: key(stack),
      propertyGroup: 'Group',
    }),
    source: {
      statements: [
        { Action: READ_CATALOG, Resource: TABLE_BUCKET },
        {
          Action: READ_TABLES,
          Resource: `${TABLE_BUCKET}/table/*`,
          Condition: { StringEquals: { 's3tables:namespace': ['sales'], 's3tables:tableName': ['orders'] } },
        },
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
      statements: [
        { Action: READ_CATALOG, Resource: TABLE_BUCKET }, { Action: READ_TABLES, Resource: `${TABLE_BUCKET}/table/*` },
      ],
      endpoints: ['s3', 's3tables'],
      properties: { 'table.bucket.arn': TABLE_BUCKET, ...region },
    },
  },
  {
    name: 'dynamoDbTable',
    make: stack => FlinkConnector.dynamoDbTable(table(stack), { propertyGroup: 'Group' }),
    source: {
      statements: [
        {
          Action: ['dynamodb:DescribeStream', 'dynamodb:GetShardIterator', 'dynamodb:GetRecords'],
          Resource: `arn:aws:dynamodb:${HERE}:table/state/stream/1`,
        },
        { Action: ['kms:Decrypt', 'kms:DescribeKey'], Resource: KEY_ARN },
      ],
      endpoints: ['dynamodb-streams'],
      properties: {
        'stream.arn': `arn:aws:dynamodb:${HERE}:table/state/stream/1`, 'aws.endpoint': expect.anything(), ...region,
      },
    },
    sink: {
      statements: [
        { Action: 'dynamodb:BatchWriteItem', Resource: `arn:aws:dynamodb:${HERE}:table/state` },
        {
          Action: [
            'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo',
            'kms:GenerateDataKey',
          ],
          Resource: KEY_ARN,
        },
      ],
      endpoints: ['dynamodb'],
      properties: { 'table.name': 'state', ...region },
    },
  },
  {
    name: 'glueSchemaRegistry',
    make: () => FlinkConnector.glueSchemaRegistry({
      registryName: 'events', schemaNames: ['order'], autoRegistration: true, propertyGroup: 'Group',
    }),
    source: {
      statements: [{ Action: 'glue:GetSchemaVersion', Resource: '*' }],
      endpoints: ['glue'],
      properties: { name: 'events', region: 'eu-west-1' },
    },
    sink: {
      statements: [
        { Action: 'glue:GetSchemaVersion', Resource: '*' },
        {
          Action: [
            'glue:GetSchemaByDefinition', 'glue:CreateSchema', 'glue:RegisterSchemaVersion',
            'glue:PutSchemaVersionMetadata',
          ],
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
        Action: GLUE_READS,
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
        Action: GLUE_WRITES,
        Resource: [`${GLUE}:catalog`, `${GLUE}:database/sales`, `${GLUE}:table/sales/*`],
      }],
      endpoints: ['glue'],
      properties: { 'catalog.db': 'sales', ...region },
    },
  },
  {
    name: 'icebergTable',
    make: stack => FlinkConnector.icebergTable({
      databaseName: 'sales', tableName: 'orders', bucket: bucket(stack), prefix: 'iceberg/', propertyGroup: 'Group',
    }),
    source: {
      statements: [
        { Action: GLUE_READS, Resource: [`${GLUE}:catalog`, `${GLUE}:database/sales`, `${GLUE}:table/sales/orders`] },
        {
          Action: 's3:ListBucket',
          Resource: 'arn:aws:s3:::lake',
          Condition: { StringLikeIfExists: { 's3:prefix': ['iceberg/', 'iceberg/*'] } },
        },
        { Action: 's3:GetObject', Resource: 'arn:aws:s3:::lake/iceberg/*' },
        { Action: 's3:GetObject', Resource: 'arn:aws:s3:::lake/iceberg' },
        decrypt,
      ],
      endpoints: ['glue', 's3'],
      properties: warehouse,
    },
    sink: {
      statements: [
        { Action: GLUE_WRITES, Resource: [`${GLUE}:catalog`, `${GLUE}:database/sales`, `${GLUE}:table/sales/orders`] },
        {
          Action: 's3:ListBucket',
          Resource: 'arn:aws:s3:::lake',
          Condition: { StringLikeIfExists: { 's3:prefix': ['iceberg/', 'iceberg/*'] } },
        },
        { Action: OBJECT_WRITES, Resource: 'arn:aws:s3:::lake/iceberg/*' },
        { Action: 's3:GetObject', Resource: 'arn:aws:s3:::lake/iceberg' },
        encrypt,
      ],
      endpoints: ['glue', 's3'],
      properties: warehouse,
    },
  },
  {
    name: 'icebergTable with Lake Formation',
    make: stack => FlinkConnector.icebergTable({
      databaseName: 'sales',
      tableName: 'orders',
      bucket: bucket(stack),
      lakeFormationRole: Role.fromRoleArn(stack, 'LakeRole', 'arn:aws:iam::111111111111:role/lake'),
      propertyGroup: 'Group',
    }),
    sink: {
      statements: [{ Action: ['sts:AssumeRole', 'sts:TagSession'], Resource: 'arn:aws:iam::111111111111:role/lake' }],
      endpoints: ['glue', 'lakeformation', 's3', 'sts'],
      properties: {
        ...warehouse,
        'bucket.prefix': 's3://lake',
        'glue.lakeformation-enabled': 'true',
        'client.assume-role.arn': 'arn:aws:iam::111111111111:role/lake',
        'client.assume-role.region': 'eu-west-1',
      },
    },
  },
  {
    name: 'dynamoDbTable with lookup',
    make: stack => FlinkConnector.dynamoDbTable(table(stack), {
      lookup: true, indexes: ['byCustomer'], propertyGroup: 'Group',
    }),
    source: {
      statements: [
        {
          Action: ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'],
          Resource: [`arn:aws:dynamodb:${HERE}:table/state`, `arn:aws:dynamodb:${HERE}:table/state/index/byCustomer`],
        },
        { Action: ['kms:Decrypt', 'kms:DescribeKey'], Resource: KEY_ARN },
      ],
      endpoints: ['dynamodb'],
      properties: { 'table.name': 'state', ...region },
    },
  },
  {
    name: 'keyspacesTable',
    make: () => FlinkConnector.keyspacesTable({ keyspaceName: 'sales', tables: ['orders'], propertyGroup: 'Group' }),
    source: {
      statements: [{ Action: 'cassandra:Select', Resource: `${KEYSPACES}/sales/table/orders` }, ...SYSTEM],
      endpoints: ['cassandra'],
      properties: { ...cassandra, 'keyspace.name': 'sales', 'table.name': 'orders', ...region },
    },
    sink: {
      statements: [{ Action: 'cassandra:Modify', Resource: `${KEYSPACES}/sales/table/orders` }, ...SYSTEM],
      endpoints: ['cassandra'],
      properties: { ...cassandra, 'keyspace.name': 'sales', 'table.name': 'orders', ...region },
    },
  },
  {
    name: 'keyspacesTable with all tables',
    make: () => FlinkConnector.keyspacesTable({ keyspaceName: 'sales', propertyGroup: 'Group' }),
    sink: {
      statements: [{ Action: 'cassandra:Modify', Resource: `${KEYSPACES}/sales/table/*` }, ...SYSTEM],
      endpoints: ['cassandra'],
      properties: { ...cassandra, 'keyspace.name': 'sales', ...region },
    },
  },
];
