import { App, Stack } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { ApplicationCode, FlinkApplication, FlinkRuntime, type FlinkApplicationProps } from 'cdk-managed-flink';

const app = new App();
const stack = new Stack(app, 'Consumer');
const props: FlinkApplicationProps = {
  runtime: FlinkRuntime.FLINK_1_20,
  code: ApplicationCode.fromPythonAsset('../job', { entryPoint: 'main.py' }),
  vpcConfiguration: { vpc: new Vpc(stack, 'Vpc') },
};
new FlinkApplication(stack, 'Job', props);
console.log(JSON.stringify(app.synth().getStackByName('Consumer').template));
