import { join } from 'node:path';
import { App, AppProps, Stack } from 'aws-cdk-lib';
import { GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { ApplicationCode, FlinkApplication, FlinkConnector, FlinkRuntime, VpcEndpoints } from 'cdk-managed-flink';

/** A job in a VPC that exists already, with the endpoints for CloudWatch and Amazon S3. */
export function importedVpcApp(props?: AppProps): App {
  const app = new App(props);
  const stack = new Stack(app, 'ImportedVpc', { env: { account: '111111111111', region: 'eu-west-1' } });

  // the answer of the lookup is in cdk.context.json, so the synthesis needs no credentials
  const vpc = Vpc.fromLookup(stack, 'Vpc', { vpcId: 'vpc-0123456789abcdef0' });

  new FlinkApplication(stack, 'Job', {
    runtime: FlinkRuntime.FLINK_1_20,
    code: ApplicationCode.fromPythonAsset(join(__dirname, '..', 'counter'), { entryPoint: 'main.py' }),
    vpcConfiguration: {
      vpc,
      // creates the endpoint for Kinesis, which the VPC lacks
      endpoints: VpcEndpoints.create({
        existing: {
          interfaceServices: [
            InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING,
          ],
          gatewayServices: [GatewayVpcEndpointAwsService.S3],
        },
      }),
    },
    sources: [FlinkConnector.kinesisStream(new Stream(stack, 'Clicks'), { propertyGroup: 'Clicks' })],
  });
  return app;
}

if (require.main === module) importedVpcApp().synth();
