import { Token } from 'aws-cdk-lib';
import { GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { reject } from '../../core/problem';
import { checkArn, regionOfArn } from '../arn';
import { FlinkConnectorOptions, FlinkConnectorPermission, IFlinkConnector } from '../connector';
import { BOTH, namesOrAll, propertyGroup, regionOf, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.s3Bucket()`. */
export interface S3ConnectorOptions extends FlinkConnectorOptions {
  /**
   * What the keys of the job's objects begin with, without a slash at the beginning: for example `orders/`. The permissions are limited to it.
   * It has no wildcards: everything that begins with it is meant.
   *
   * @default - the whole bucket
   */
  readonly prefix?: string;
}

/** Options of `FlinkConnector.s3TableBucket()`. */
export interface S3TableBucketConnectorOptions extends FlinkConnectorOptions {
  /**
   * The ARN of the table bucket: `arn:aws:s3tables:REGION:ACCOUNT:bucket/NAME`.
   */
  readonly tableBucketArn: string;

  /**
   * The namespace that the tables are in. The permissions on tables are limited to it.
   *
   * @default - all namespaces
   */
  readonly namespace?: string;

  /**
   * The names of the tables. The permissions on tables are limited to them. A sink may create the ones that are missing.
   *
   * @default - all tables
   */
  readonly tables?: string[];

  /**
   * The customer-managed key of the table bucket.
   *
   * @default - the bucket is not encrypted with a key of yours
   */
  readonly encryptionKey?: IKey;
}

/** A client that makes many parts in one data key must also be able to decrypt it when it puts them together. */
const ENCRYPT = ['kms:GenerateDataKey', 'kms:Decrypt'];
const DECRYPT = ['kms:Decrypt'];

const READ_OBJECTS = ['s3:GetObject'];
/**
 * Files are written in parts. On recovery the sink reads back the part that was not full yet, completes or aborts uploads that were
 * under way, and removes what it no longer needs.
 */
const WRITE_OBJECTS = ['s3:PutObject', 's3:GetObject', 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];

const READ_CATALOG = ['s3tables:GetTableBucket', 's3tables:GetNamespace', 's3tables:ListNamespaces', 's3tables:ListTables'];
const READ_TABLES = ['s3tables:GetTable', 's3tables:GetTableMetadataLocation', 's3tables:GetTableData'];
const WRITE_TABLES = [...READ_TABLES, 's3tables:PutTableData', 's3tables:UpdateTableMetadataLocation'];

const OBJECTS_REASON = 'The keys of the objects are made while the job runs.';
const TABLES_REASON = 'The ARN of a table ends in an id that the service makes; conditions limit the statement to the declared namespace and tables.';
const ALL_TABLES_REASON = 'No namespace and no tables are named, so the permission is on all tables of the declared table bucket.';

export function s3Bucket(bucket: IBucket, options: S3ConnectorOptions = {}): IFlinkConnector {
  return new ServiceConnector(`s3Bucket(${bucket.node.path})`, BOTH, ({ path, isSource }) => {
    const prefix = checkedPrefix(path, options.prefix);
    const objects: FlinkConnectorPermission = {
      actions: isSource ? READ_OBJECTS : WRITE_OBJECTS,
      resourceArns: [bucket.arnForObjects(`${prefix}*`)],
      resource: bucket,
      wildcardReason: OBJECTS_REASON,
    };
    // Without the permission to list, an object that is missing looks like one that is forbidden, which ends a source. Such a request
    // names no prefix, so a source may list without one too: it then sees names of other objects, but not what is in them.
    const list: FlinkConnectorPermission = {
      actions: ['s3:ListBucket'],
      resourceArns: [bucket.bucketArn],
      conditions: prefix === '' ? undefined : { [isSource ? 'StringLikeIfExists' : 'StringLike']: { 's3:prefix': [prefix, `${prefix}*`] } },
      resource: bucket,
    };
    return {
      permissions: [list, objects, ...lookAt(bucket, prefix)],
      encryption: bucket.encryptionKey && [{ key: bucket.encryptionKey, actions: isSource ? DECRYPT : ENCRYPT }],
      gatewayServices: [GatewayVpcEndpointAwsService.S3],
      propertyGroups: propertyGroup(options.propertyGroup, {
        'bucket.name': bucket.bucketName,
        'bucket.path': prefix === '' ? undefined : prefix.replace(/\/$/, ''),
        'aws.region': regionOf(bucket),
      }),
    };
  });
}

export function s3TableBucket(options: S3TableBucketConnectorOptions): IFlinkConnector {
  const { tableBucketArn, namespace, tables, encryptionKey } = options;
  return new ServiceConnector('s3TableBucket', BOTH, ({ path, isSource }) => {
    checkArn(path, 'tableBucketArn', tableBucketArn, /^arn:[^:]+:s3tables:[^:]+:[^:]+:bucket\/[^/]+$/, 'arn:aws:s3tables:REGION:ACCOUNT:bucket/NAME');
    const limits = {
      ...namespace === undefined ? {} : { 's3tables:namespace': [namespace] },
      ...tables === undefined ? {} : { 's3tables:tableName': namesOrAll(path, 'tables', tables) },
    };
    const isLimited = Object.keys(limits).length > 0;
    return {
      permissions: [
        { actions: READ_CATALOG, resourceArns: [tableBucketArn] },
        ...isSource ? [] : [{ actions: ['s3tables:CreateTable'], resourceArns: [tableBucketArn] }],
        {
          actions: isSource ? READ_TABLES : WRITE_TABLES,
          resourceArns: [`${tableBucketArn}/table/*`],
          conditions: isLimited ? { StringEquals: limits } : undefined,
          wildcardReason: isLimited ? TABLES_REASON : ALL_TABLES_REASON,
        },
      ],
      encryption: encryptionKey && [{ key: encryptionKey, actions: isSource ? DECRYPT : ENCRYPT }],
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

/**
 * Flink asks for the status of the directory before it uses it, and the file system asks S3 for the object of that name, without the slash. That there is
 * none is no fault, but that asking is forbidden ends the job.
 */
function lookAt(bucket: IBucket, prefix: string): FlinkConnectorPermission[] {
  return prefix.endsWith('/') ? [{ actions: READ_OBJECTS, resourceArns: [bucket.arnForObjects(prefix.slice(0, -1))], resource: bucket }] : [];
}

function checkedPrefix(path: string, prefix = ''): string {
  if (/[*?]/.test(prefix)) {
    reject(path, {
      property: 'prefix', got: prefix, allowed: 'without the wildcards * and ?, since everything that begins with the prefix is allowed anyway', write: 'the beginning of the keys, for example `prefix: \'orders/\'`',
    });
  }
  if (!Token.isUnresolved(prefix) && prefix.startsWith('/')) {
    reject(path, {
      property: 'prefix', got: prefix, allowed: 'without a slash at the beginning, since the keys of objects have none', write: `\`prefix: '${prefix.replace(/^\/+/, '')}'\``,
    });
  }
  return prefix;
}
