const { Bucket } = require('aws-cdk-lib/aws-s3');
const { ApplicationCode, FlinkApplication, FlinkRuntime } = require('cdk-managed-flink');
const { buildApp, CODE, PARALLELISM, PROPERTY_GROUPS } = require('./setting');

exports.build = (count, options) => buildApp(count, options, (home, vpc) => {
  const bucket = Bucket.fromBucketName(home, 'Artifacts', CODE.bucketName);
  return (stack, id) => new FlinkApplication(stack, id, {
    runtime: FlinkRuntime.FLINK_1_20,
    code: ApplicationCode.fromBucket(bucket, CODE.fileKey),
    parallelism: PARALLELISM,
    propertyGroups: PROPERTY_GROUPS,
    vpcConfiguration: { vpc },
  });
});
