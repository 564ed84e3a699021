import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { IpAddresses, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ApplicationCode, FlinkApplication, FlinkRuntime, LogLevel } from 'cdk-managed-flink';

/** A Flink job in a VPC that has no way to the internet. */
export function ordersApp(outdir?: string): App {
  const app = new App({ outdir });
  const stack = new Stack(app, 'Orders');

  const vpc = new Vpc(stack, 'Vpc', {
    ipAddresses: IpAddresses.cidr('10.0.0.0/16'),
    maxAzs: 2,
    subnetConfiguration: [{ name: 'flink', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
  });

  new FlinkApplication(stack, 'Job', {
    runtime: FlinkRuntime.FLINK_1_20,
    code: ApplicationCode.fromPythonAsset(join(__dirname, '..', 'job'), { entryPoint: 'main.py' }),
    description: 'Counts orders by product',
    vpcConfiguration: { vpc },
    parallelism: 2,
    logLevel: LogLevel.INFO,
    propertyGroups: { Orders: { 'rows.per.second': '20' } },
  });
  return app;
}

if (require.main === module) ordersApp().synth();
