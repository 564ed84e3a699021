import { join } from 'node:path';
import { App, AppProps, Stack } from 'aws-cdk-lib';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { BlockPublicAccess, Bucket } from 'aws-cdk-lib/aws-s3';
import { ApplicationCode, FlinkApplication, FlinkConnector, FlinkRuntime } from 'cdk-managed-flink';

/** A job outside of any VPC, from Kinesis to Amazon S3: permissions and property groups, no network. */
export function noVpcApp(props?: AppProps): App {
  const app = new App(props);
  const stack = new Stack(app, 'NoVpc');
  const lake = new Bucket(stack, 'Lake', { blockPublicAccess: BlockPublicAccess.BLOCK_ALL, enforceSSL: true });

  new FlinkApplication(stack, 'Job', {
    runtime: FlinkRuntime.FLINK_1_20,
    code: ApplicationCode.fromPythonAsset(join(__dirname, '..', 'counter'), { entryPoint: 'main.py' }),
    sources: [FlinkConnector.kinesisStream(new Stream(stack, 'Clicks'), { propertyGroup: 'Clicks' })],
    sinks: [FlinkConnector.s3Bucket(lake, { prefix: 'clicks/', propertyGroup: 'Lake' })],
  });
  return app;
}

if (require.main === module) noVpcApp().synth();
