import { join } from 'node:path';
import { App, AppProps, Stack } from 'aws-cdk-lib';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import {
  ApplicationCode, FlinkApplication, FlinkConnector, FlinkNetwork, FlinkRuntime, VpcEndpoints,
} from 'cdk-managed-flink';

/** The app of the orders team: its own job in the network of the platform team. */
export function ordersTeamApp(props?: AppProps): App {
  const app = new App(props);
  const stack = new Stack(app, 'OrdersTeam', { env: { account: '111111111111', region: 'eu-west-1' } });
  const network = FlinkNetwork.fromParameter(stack, 'Network', '/platform/flink-network');

  new FlinkApplication(stack, 'Job', {
    runtime: FlinkRuntime.FLINK_1_20,
    code: ApplicationCode.fromPythonAsset(join(__dirname, '..', '..', 'counter'), { entryPoint: 'main.py' }),
    vpcConfiguration: { vpc: network.vpc, endpoints: VpcEndpoints.of(network) },
    sources: [FlinkConnector.kinesisStream(new Stream(stack, 'Orders'), { propertyGroup: 'Orders' })],
  });
  return app;
}

if (require.main === module) ordersTeamApp().synth();
