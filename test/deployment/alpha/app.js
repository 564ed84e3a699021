// An application of the alpha module, in a VPC with endpoints of the user. usage: app.js OUTDIR CODE
const { Application, ApplicationCode, Runtime } = require('@aws-cdk/aws-kinesisanalytics-flink-alpha');
const { App, Duration, RemovalPolicy, Stack } = require('aws-cdk-lib');
const { InterfaceVpcEndpointAwsService, SubnetType, Vpc } = require('aws-cdk-lib/aws-ec2');
const { Stream } = require('aws-cdk-lib/aws-kinesis');

const [outdir, code] = process.argv.slice(2);
const app = new App({ outdir, analyticsReporting: false });
const stack = new Stack(app, 'Alpha');
const vpc = new Vpc(stack, 'Vpc', {
  maxAzs: 2,
  subnetConfiguration: [{ name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }],
  restrictDefaultSecurityGroup: false,
});
vpc.addInterfaceEndpoint('Kinesis', { service: InterfaceVpcEndpointAwsService.KINESIS_STREAMS });
vpc.addInterfaceEndpoint('Logs', { service: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS });
const stream = new Stream(stack, 'Stream', {
  retentionPeriod: Duration.days(1), removalPolicy: RemovalPolicy.DESTROY,
});
const application = new Application(stack, 'Application', {
  runtime: Runtime.FLINK_1_20,
  code: ApplicationCode.fromAsset(code),
  vpc,
  vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED },
  removalPolicy: RemovalPolicy.DESTROY,
});
stream.grantRead(application);
app.synth();
