import { Aspects, IResource, Resource, Stage, Token } from 'aws-cdk-lib';
import { CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import { IConstruct } from 'constructs';
import { identifiedProperties, identityOf } from './identity';
import { isObject } from './intrinsics';
import { SharedState } from './shared-state';
import { warn } from './warning';

/** A construct that uses a bucket that was imported without its key. */
interface KeylessUse {
  readonly scope: IConstruct;
  readonly bucket: IBucket;
}

const USES = new SharedState<KeylessUse[]>('keyless-uses');

/**
 * Warns that a bucket was imported without its key, where the app itself shows that the bucket has one. Of a bucket
 * that is defined elsewhere nothing tells whether it is encrypted with a key.
 */
export function warnOfUnknownKey(scope: IConstruct, resource: IResource | undefined): void {
  if (!isBucket(resource) || resource.encryptionKey !== undefined || Resource.isOwnedResource(resource)) return;
  const stage = Stage.of(scope) ?? scope.node.root;
  USES.getOrMake(stage, () => usesToLookAt(stage)).push({ scope, bucket: resource });
}

/**
 * Uses that are looked at when the whole app is known. To look for what defines a bucket walks the whole tree, which
 * would take long for each application.
 */
function usesToLookAt(stage: IConstruct): KeylessUse[] {
  const uses: KeylessUse[] = [];
  Aspects.of(stage).add({ visit: node => node === stage && lookAt(uses, stage) });
  return uses;
}

function lookAt(uses: KeylessUse[], { node: { root } }: IConstruct): void {
  const buckets = root.node.findAll().filter(node => CfnBucket.isCfnBucket(node));
  for (const { scope, bucket } of uses) {
    const defined = definition(bucket, buckets);
    if (defined === undefined || !hasKey(defined)) continue;
    warn(scope, 'bucket-key', `the bucket ${bucket.node.path} was imported without its key, but ${defined.node.path}, `
      + 'which defines it, has one. The role is not allowed to use the key, so access to objects is denied: pass the '
      + 'bucket itself, or import it with `Bucket.fromBucketAttributes(scope, id, { bucketName, encryptionKey })`');
  }
}

function isBucket(resource: IResource | undefined): resource is IBucket {
  return resource !== undefined && 'bucketName' in resource && 'arnForObjects' in resource;
}

/** The resource that defines a bucket, by a reference to it or by its literal name. */
function definition(bucket: IBucket, buckets: CfnBucket[]): CfnBucket | undefined {
  const identity = identityOf(bucket, bucket.bucketName);
  return buckets.find(({ node, bucketName }) =>
    node.path === identity || (!Token.isUnresolved(bucketName) && bucketName === identity));
}

function hasKey(bucket: CfnBucket): boolean {
  const { BucketEncryption: encryption } = identifiedProperties(bucket);
  return isObject(encryption) && JSON.stringify(encryption).includes('"KMSMasterKeyID"');
}
