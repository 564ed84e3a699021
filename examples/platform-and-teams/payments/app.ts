import { join } from 'node:path';
import { App, AppProps, Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import {
  ApplicationCode, FlinkApplication, FlinkConnector, FlinkNetwork, FlinkRuntime, VpcEndpoints,
} from 'cdk-managed-flink';

/** The app of the payments team: another job in the same network. */
export function paymentsTeamApp(props?: AppProps): App {
  const app = new App(props);
  const stack = new Stack(app, 'PaymentsTeam', { env: { account: '111111111111', region: 'eu-west-1' } });
  const network = FlinkNetwork.fromParameter(stack, 'Network', '/platform/flink-network');
  const alerts = new Queue(stack, 'Alerts', { enforceSSL: true });

  new FlinkApplication(stack, 'Job', {
    runtime: FlinkRuntime.FLINK_1_20,
    code: ApplicationCode.fromPythonAsset(join(__dirname, '..', '..', 'counter'), { entryPoint: 'main.py' }),
    vpcConfiguration: { vpc: network.vpc, endpoints: VpcEndpoints.of(network) },
    sinks: [FlinkConnector.sqsQueue(alerts, { propertyGroup: 'Alerts' })],
  });
  return app;
}

if (require.main === module) paymentsTeamApp().synth();
