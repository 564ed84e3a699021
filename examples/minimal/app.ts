import { join } from 'node:path';
import { App, AppProps, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { ApplicationCode, FlinkApplication, FlinkRuntime } from 'cdk-managed-flink';

/** A job in a new VPC, and nothing else. */
export function minimalApp(props?: AppProps): App {
  const app = new App(props);
  const stack = new Stack(app, 'Minimal');

  new FlinkApplication(stack, 'Job', {
    runtime: FlinkRuntime.FLINK_1_20,
    code: ApplicationCode.fromPythonAsset(join(__dirname, '..', 'counter'), { entryPoint: 'main.py' }),
    vpcConfiguration: { vpc: new Vpc(stack, 'Vpc', { maxAzs: 2 }) },
  });
  return app;
}

if (require.main === module) minimalApp().synth();
