import { IResource, Resource, Token } from 'aws-cdk-lib';
import { CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import { identifiedProperties, identityOf } from './identity';
import { isObject } from './intrinsics';
import { warn } from './warning';

/**
 * Warns that a bucket was imported without its key, where the app itself shows that the bucket has one. Of a bucket
 * that is defined elsewhere nothing tells whether it is encrypted with a key.
 *
 * It walks the whole tree for a bucket that was imported without a key.
 */
export function warnOfUnknownKey(scope: IConstruct, resource: IResource | undefined): void {
  if (!isBucket(resource) || resource.encryptionKey !== undefined || Resource.isOwnedResource(resource)) return;
  const defined = definedBucket(resource);
  if (defined === undefined || !hasKey(defined)) return;
  warn(scope, 'bucket-key', `the bucket ${resource.node.path} was imported without its key, but ${defined.node.path}, `
    + 'which defines it, has one. The role is not allowed to use the key, so access to objects is denied: pass the '
    + 'bucket itself, or import it with `Bucket.fromBucketAttributes(scope, id, { bucketName, encryptionKey })`');
}

function isBucket(resource: IResource | undefined): resource is IBucket {
  return resource !== undefined && 'bucketName' in resource && 'arnForObjects' in resource;
}

/** The resource of a bucket that the app defines, by a reference to it or by its literal name. */
function definedBucket(bucket: IBucket): CfnBucket | undefined {
  const identity = identityOf(bucket, bucket.bucketName);
  return bucket.node.root.node.findAll()
    .filter(node => CfnBucket.isCfnBucket(node))
    .find(({ node, bucketName }) =>
      node.path === identity || (!Token.isUnresolved(bucketName) && bucketName === identity));
}

function hasKey(bucket: CfnBucket): boolean {
  const { BucketEncryption: encryption } = identifiedProperties(bucket);
  return isObject(encryption) && JSON.stringify(encryption).includes('"KMSMasterKeyID"');
}
