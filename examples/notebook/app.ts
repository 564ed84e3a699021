import { App, AppProps, Stack } from 'aws-cdk-lib';
import { SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import { FlinkConnector, FlinkStudioNotebook } from 'cdk-managed-flink';

/** A Studio notebook in a VPC that has no way to the internet: it reads clicks and writes to Amazon S3. */
export function notebookApp(props?: AppProps): App {
  const app = new App(props);
  const stack = new Stack(app, 'Explore');

  const vpc = new Vpc(stack, 'Vpc', {
    maxAzs: 2,
    subnetConfiguration: [{ name: 'flink', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
  });
  const clicks = new Stream(stack, 'Clicks');
  const lake = new Bucket(stack, 'Lake', { blockPublicAccess: BlockPublicAccess.BLOCK_ALL, enforceSSL: true });

  new FlinkStudioNotebook(stack, 'Notebook', {
    vpcConfiguration: { vpc },
    sources: [FlinkConnector.kinesisStream(clicks)],
    sinks: [FlinkConnector.s3Bucket(lake, { prefix: 'clicks/' })],
    parallelism: 4,
  });
  return app;
}

if (require.main === module) notebookApp().synth();
