const { App, Stack } = require('aws-cdk-lib');
const { SubnetType, Vpc } = require('aws-cdk-lib/aws-ec2');
const { ApplicationCode, FlinkApplication, FlinkRuntime } = require('cdk-managed-flink');

const app = new App();

function job({ maxAzs }) {
  const stack = new Stack(app, 'Pipeline');
  const subnetConfiguration = [{ name: 'flink', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }];
  return new FlinkApplication(stack, 'Job', {
    runtime: FlinkRuntime.FLINK_1_20,
    code: ApplicationCode.fromPythonAsset('../job', { entryPoint: 'main.py' }),
    vpcConfiguration: { vpc: new Vpc(stack, 'Vpc', { maxAzs, subnetConfiguration }) },
  });
}

module.exports = { app, job };
