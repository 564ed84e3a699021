import { App, AppProps, Stack } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { FlinkNetwork } from 'cdk-managed-flink';

/** The app of the platform team: the VPC, its endpoints, and the document that other teams read. */
export function platformApp(props?: AppProps): App {
  const app = new App(props);
  const stack = new Stack(app, 'Platform', { env: { account: '111111111111', region: 'eu-west-1' } });

  const vpc = new Vpc(stack, 'Vpc', {
    maxAzs: 2,
    subnetConfiguration: [{ name: 'flink', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
  });
  const network = new FlinkNetwork(stack, 'FlinkNetwork', {
    vpc,
    interfaceServices: [InterfaceVpcEndpointAwsService.KINESIS_STREAMS, InterfaceVpcEndpointAwsService.SQS],
  });
  network.publish('/platform/flink-network');
  return app;
}

if (require.main === module) platformApp().synth();
