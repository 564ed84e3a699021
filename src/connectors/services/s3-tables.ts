import { GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { DECRYPT, ENCRYPT } from './s3';
import { checkArn, regionOfArn } from '../arn';
import { FlinkConnectorOptions, FlinkConnectorPermission, IFlinkConnector } from '../connector';
import { Binding, BOTH, namesOrAll, propertyGroup, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.s3TableBucket()`. */
export interface S3TableBucketConnectorOptions extends FlinkConnectorOptions {
  /**
   * The ARN of the table bucket: `arn:aws:s3tables:REGION:ACCOUNT:bucket/NAME`.
   */
  readonly tableBucketArn: string;

  /**
   * The namespace of the tables. The permissions on tables are limited to it.
   *
   * @default - all namespaces
   */
  readonly namespace?: string;

  /**
   * The names of the tables. The permissions on tables are limited to them. A sink is allowed to create the ones that
   * do not exist.
   *
   * @default - all tables
   */
  readonly tables?: string[];

  /**
   * The customer managed key of the table bucket.
   *
   * @default - the bucket is not encrypted with a customer managed key
   */
  readonly encryptionKey?: IKey;
}

const ARN = /^arn:[^:]+:s3tables:[^:]+:[^:]+:bucket\/[^/]+$/;

const READ_CATALOG = [
  's3tables:GetTableBucket', 's3tables:GetNamespace', 's3tables:ListNamespaces', 's3tables:ListTables',
];
const READ_TABLES = ['s3tables:GetTable', 's3tables:GetTableMetadataLocation', 's3tables:GetTableData'];
const WRITE_TABLES = [...READ_TABLES, 's3tables:PutTableData', 's3tables:UpdateTableMetadataLocation'];

const TABLES_REASON = 'The ARN of a table ends in an id that the service generates; conditions limit the statement to '
  + 'the declared namespace and tables.';
const ALL_TABLES_REASON = 'No namespace and no tables are named, so the permission is on all tables of the declared '
  + 'table bucket.';

export function s3TableBucket(options: S3TableBucketConnectorOptions): IFlinkConnector {
  const { tableBucketArn, namespace, tables, encryptionKey: key } = options;
  return new ServiceConnector('s3TableBucket', BOTH, binding => {
    const { application, isSource } = binding;
    checkArn(application, 'tableBucketArn', tableBucketArn, ARN, 'arn:aws:s3tables:REGION:ACCOUNT:bucket/NAME');
    return {
      permissions: [
        { actions: READ_CATALOG, resourceArns: [tableBucketArn] },
        ...isSource ? [] : [{ actions: ['s3tables:CreateTable'], resourceArns: [tableBucketArn] }],
        useTables(binding, options),
      ],
      encryption: key && [{ key, actions: isSource ? DECRYPT : ENCRYPT }],
      // tables are looked up in the one service, and their files are read and written through the other
      interfaceServices: [InterfaceVpcEndpointAwsService.S3_TABLES],
      gatewayServices: [GatewayVpcEndpointAwsService.S3],
      propertyGroups: propertyGroup(options.propertyGroup, {
        'table.bucket.arn': tableBucketArn,
        'catalog.db': namespace,
        'catalog.table': tables?.length === 1 ? tables[0] : undefined,
        'aws.region': regionOfArn(tableBucketArn),
      }),
    };
  });
}

function useTables(binding: Binding, options: S3TableBucketConnectorOptions): FlinkConnectorPermission {
  const { application, isSource } = binding;
  const { tableBucketArn, namespace, tables } = options;
  const limits = {
    ...namespace === undefined ? {} : { 's3tables:namespace': [namespace] },
    ...tables === undefined ? {} : { 's3tables:tableName': namesOrAll(application, 'tables', tables) },
  };
  const isLimited = Object.keys(limits).length > 0;
  return {
    actions: isSource ? READ_TABLES : WRITE_TABLES,
    resourceArns: [`${tableBucketArn}/table/*`],
    conditions: isLimited ? { StringEquals: limits } : undefined,
    wildcardReason: isLimited ? TABLES_REASON : ALL_TABLES_REASON,
  };
}
