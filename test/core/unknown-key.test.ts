import { App, Stack, Stage } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption, CfnBucket, IBucket } from 'aws-cdk-lib/aws-s3';
import {
  ApplicationCode, FlinkApplication, FlinkApplicationProps, FlinkConnector, FlinkRuntime,
} from '../../src';
import { warnings } from '../helpers';

const NAME = 'lake';
const TEXT = 'the bucket Jobs/Imported was imported without its key, but Data/Lake/Resource, which defines it, has one. '
  + 'The role is not allowed to use the key, so access to objects is denied: pass the bucket itself, or import it with '
  + '`Bucket.fromBucketAttributes(scope, id, { bucketName, encryptionKey })`';

type Use = (jobs: Stack, bucket: IBucket) => void;

/** The warnings of an application that uses a bucket by an import, in a stack beside the one that defines it. */
function warned(define: (data: Stack) => Bucket, importIn: (jobs: Stack, bucket: Bucket) => IBucket, use: Use): string[] {
  // newer versions of the CDK warn where nothing is said
  const app = new App({ context: { '@aws-cdk/core:defaultCrossStackReferences': 'strong' } });
  const [data, jobs] = ['Data', 'Jobs'].map(id => new Stack(app, id));
  use(jobs, importIn(jobs, define(data)));
  return warnings(jobs).map(text => text.replace(/ \[ack: .*/, ''));
}

const encrypted = (data: Stack) =>
  new Bucket(data, 'Lake', { bucketName: NAME, encryption: BucketEncryption.KMS, encryptionKey: new Key(data, 'Key') });
const byName = (jobs: Stack) => Bucket.fromBucketName(jobs, 'Imported', NAME);

function job(jobs: Stack, props: Partial<FlinkApplicationProps> = {}): FlinkApplication {
  return new FlinkApplication(jobs, 'Job', {
    runtime: FlinkRuntime.FLINK_1_20,
    code: ApplicationCode.fromBucket(new Bucket(jobs, 'Code'), 'job.jar'),
    ...props,
  });
}

const asSink: Use = (jobs, bucket) => { job(jobs, { sinks: [FlinkConnector.s3Bucket(bucket)] }); };

test.each<[string, Use]>([
  ['a sink', asSink],
  ['a source that is added', (jobs, bucket) => job(jobs).addSource(FlinkConnector.s3Bucket(bucket))],
  ['a table', (jobs, bucket) => {
    job(jobs, {
      sinks: [FlinkConnector.icebergTable({ bucket, databaseName: 'db', tableName: 'orders' })],
    });
  }],
  ['the bucket of the code', (jobs, bucket) => {
    job(jobs, { code: ApplicationCode.fromBucket(bucket, 'job.jar') });
  }],
  ['sink and code', (jobs, bucket) => {
    job(jobs, {
      code: ApplicationCode.fromBucket(bucket, 'job.jar'), sinks: [FlinkConnector.s3Bucket(bucket)],
    });
  }],
])('%s that was imported by its name is said once to lack its key', (_, use) => {
  expect(warned(encrypted, byName, use)).toEqual([TEXT]);
});

test.each<[string, (jobs: Stack, bucket: Bucket) => IBucket, string[]]>([
  ['its ARN', jobs => Bucket.fromBucketArn(jobs, 'Imported', `arn:aws:s3:::${NAME}`), [TEXT]],
  ['a reference', (jobs, { bucketName }) => Bucket.fromBucketName(jobs, 'Imported', bucketName), [TEXT]],
  ['its name and key', (jobs, { encryptionKey }) =>
    Bucket.fromBucketAttributes(jobs, 'Imported', { bucketName: NAME, encryptionKey }), []],
  ['another name', jobs => Bucket.fromBucketName(jobs, 'Imported', 'elsewhere'), []],
  ['nothing, as it is', (_, bucket) => bucket, []],
])('imported by %s', (_, importIn, expected) => {
  expect(warned(encrypted, importIn, asSink)).toEqual(expected);
});

test.each<[string, (data: Stack) => Bucket, number]>([
  ['with a key', encrypted, 1],
  ['with a key that the L1 names', data => {
    const bucket = new Bucket(data, 'Lake', { bucketName: NAME });
    (bucket.node.defaultChild as CfnBucket).bucketEncryption = {
      serverSideEncryptionConfiguration: [
        { serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: 'alias/lake' } },
      ],
    };
    return bucket;
  }, 1],
  ['with the key that AWS manages', data => new Bucket(data, 'Lake', { bucketName: NAME, encryption: BucketEncryption.KMS_MANAGED }), 0],
  ['without encryption of its own', data => new Bucket(data, 'Lake', { bucketName: NAME }), 0],
  ['whose name is generated', data => new Bucket(data, 'Lake', { encryptionKey: new Key(data, 'Key') }), 0],
])('a bucket %s', (_, define, count) => {
  expect(warned(define, byName, asSink)).toHaveLength(count);
});

test('a bucket that is defined after the applications that import it is found for each of them, in a stage too', () => {
  const stage = new Stage(new App(), 'Test');
  const stacks = ['One', 'Two'].map(id => {
    const jobs = new Stack(stage, id);
    asSink(jobs, byName(jobs));
    return jobs;
  });
  encrypted(new Stack(stage, 'Data'));
  expect(stacks.map(stack => warnings(stack).filter(text => text.includes('imported without its key')).length)).toEqual([1, 1]);
});
