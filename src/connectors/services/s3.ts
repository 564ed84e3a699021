import { Token } from 'aws-cdk-lib';
import { GatewayVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import { reject } from '../../core/problem';
import { FlinkConnectorConfig, FlinkConnectorOptions, FlinkConnectorPermission, IFlinkConnector } from '../connector';
import { Binding, BOTH, nameOfConnector, propertyGroup, regionOf, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.s3Bucket()`. */
export interface S3BucketConnectorOptions extends FlinkConnectorOptions {
  /**
   * The prefix of the keys of the job's objects, without a slash at the beginning: for example `orders/`.
   *
   * The permissions are limited to keys that begin with it. It has no wildcards.
   *
   * @default - the whole bucket
   */
  readonly prefix?: string;
}

/** A client that uploads many parts with one data key must also decrypt that key when it completes the upload. */
export const ENCRYPT = ['kms:GenerateDataKey', 'kms:Decrypt'];
export const DECRYPT = ['kms:Decrypt'];

const READ_OBJECTS = ['s3:GetObject'];
/**
 * Files are written in parts. On recovery the sink reads back the part that was not full yet, completes or aborts
 * uploads that were in progress, and removes what it no longer needs.
 */
const WRITE_OBJECTS = [
  's3:PutObject', 's3:GetObject', 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts',
];

const OBJECTS_REASON = 'The job chooses the keys of the objects while it runs.';

export function s3Bucket(bucket: IBucket, options: S3BucketConnectorOptions = {}): IFlinkConnector {
  return new ServiceConnector(nameOfConnector('s3Bucket', bucket), BOTH, binding => {
    const prefix = checkedPrefix(binding.application, options.prefix);
    return {
      ...useObjects(binding, bucket, prefix),
      propertyGroups: propertyGroup(options.propertyGroup, {
        'bucket.name': bucket.bucketName,
        'bucket.path': prefix === '' ? undefined : withoutSlash(prefix),
        'aws.region': regionOf(bucket),
      }),
    };
  });
}

/** What a job needs to read or write the objects of a bucket whose keys begin with a prefix. */
export function useObjects({ isSource }: Binding, bucket: IBucket, prefix: string): FlinkConnectorConfig {
  const objects: FlinkConnectorPermission = {
    actions: isSource ? READ_OBJECTS : WRITE_OBJECTS,
    resourceArns: [bucket.arnForObjects(`${prefix}*`)],
    resource: bucket,
    wildcardReason: OBJECTS_REASON,
  };
  const key = bucket.encryptionKey;
  return {
    permissions: [listObjects(bucket, prefix), objects, ...readDirectory(bucket, prefix)],
    encryption: key && [{ key, actions: isSource ? DECRYPT : ENCRYPT }],
    gatewayServices: [GatewayVpcEndpointAwsService.S3],
  };
}

/**
 * Without the permission to list, S3 answers a request for a missing object with 403 instead of 404, which ends the
 * job. Such a request names no prefix, so the condition lets requests without one pass: the role then sees the names of
 * other objects, but not their content.
 */
function listObjects(bucket: IBucket, prefix: string): FlinkConnectorPermission {
  const condition = { StringLikeIfExists: { 's3:prefix': [prefix, `${prefix}*`] } };
  return {
    actions: ['s3:ListBucket'],
    resourceArns: [bucket.bucketArn],
    conditions: prefix === '' ? undefined : condition,
    resource: bucket,
  };
}

/**
 * Flink asks for the status of a directory before it uses it, and the file system asks S3 for the object of that name,
 * without the slash. It accepts that the object is missing, but not that access to it is denied.
 */
function readDirectory(bucket: IBucket, prefix: string): FlinkConnectorPermission[] {
  if (!prefix.endsWith('/')) return [];
  return [{ actions: READ_OBJECTS, resourceArns: [bucket.arnForObjects(withoutSlash(prefix))], resource: bucket }];
}

/** A prefix as a path, without the slash at its end. */
export function withoutSlash(prefix: string): string {
  return prefix.replace(/\/$/, '');
}

/** Rejects prefixes that no key begins with. */
export function checkedPrefix(application: IConstruct, prefix = ''): string {
  if (Token.isUnresolved(prefix)) return prefix;
  if (/[*?]/.test(prefix)) {
    reject(application, {
      property: 'prefix',
      got: prefix,
      allowed: 'without the wildcards * and ?, since everything that begins with the prefix is allowed anyway',
      write: 'the beginning of the keys, for example `prefix: \'orders/\'`',
    });
  }
  if (prefix.startsWith('/')) {
    reject(application, {
      property: 'prefix',
      got: prefix,
      allowed: 'without a slash at the beginning, since the keys of objects have none',
      write: `\`prefix: '${prefix.replace(/^\/+/, '')}'\``,
    });
  }
  return prefix;
}
