// The alpha module of the CDK, and what it lacks written by hand: endpoints with their groups, the order of creation,
// and a role that is as narrow as the library's.
const { Aws, RemovalPolicy } = require('aws-cdk-lib');
const { Application, ApplicationCode, Runtime } = require('@aws-cdk/aws-kinesisanalytics-flink-alpha');
const {
  CfnSubnetRouteTableAssociation, GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, Port, SecurityGroup,
} = require('aws-cdk-lib/aws-ec2');
const { PolicyStatement, Role, ServicePrincipal } = require('aws-cdk-lib/aws-iam');
const { LogGroup, RetentionDays } = require('aws-cdk-lib/aws-logs');
const { Bucket } = require('aws-cdk-lib/aws-s3');
const { arn, buildApp, CODE, PARALLELISM, permissions, PROPERTY_GROUPS } = require('./setting');

exports.build = (count, options) => buildApp(count, options, (home, vpc) => {
  const bucket = Bucket.fromBucketName(home, 'Artifacts', CODE.bucketName);
  const clients = new SecurityGroup(home, 'Clients', { vpc, allowAllOutbound: false });
  const endpoints = new SecurityGroup(home, 'Endpoints', { vpc, allowAllOutbound: false });
  endpoints.connections.allowFrom(clients, Port.tcp(443));
  const made = [
    ...['CLOUDWATCH_LOGS', 'CLOUDWATCH_MONITORING'].map(name => vpc.addInterfaceEndpoint(name, {
      service: InterfaceVpcEndpointAwsService[name], securityGroups: [endpoints], open: false,
    })),
    vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 }),
  ];
  const routes = vpc.isolatedSubnets
    .flatMap(subnet => subnet.node.findAll().filter(CfnSubnetRouteTableAssociation.isCfnSubnetRouteTableAssociation));

  return (stack, id) => {
    const role = new Role(stack, `${id}Role`, {
      assumedBy: new ServicePrincipal('kinesisanalytics.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnLike: { 'aws:SourceArn': arn('kinesisanalytics', 'application/*') },
        },
      }),
    });
    const logGroup = new LogGroup(stack, `${id}LogGroup`, {
      retention: RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.RETAIN,
    });
    const group = new SecurityGroup(stack, `${id}Group`, { vpc });
    const application = new Application(stack, id, {
      runtime: Runtime.of('FLINK-1_20'),
      code: ApplicationCode.fromBucket(bucket, CODE.fileKey),
      parallelism: PARALLELISM,
      propertyGroups: PROPERTY_GROUPS,
      role: role.withoutPolicyUpdates(), // the module would allow everything in the network
      logGroup,
      vpc,
      vpcSubnets: { subnets: vpc.isolatedSubnets },
      securityGroups: [group, clients],
    });
    const { logStreamName } = application.node.findChild('LogStream');
    permissions({
      logStreamArn: arn('logs', `log-group:${logGroup.logGroupName}:log-stream:${logStreamName}`),
      logGroupArn: logGroup.logGroupArn,
      vpcArn: arn('ec2', `vpc/${vpc.vpcId}`),
      subnetArns: vpc.isolatedSubnets.map(({ subnetId }) => arn('ec2', `subnet/${subnetId}`)),
      groupArns: [group, clients].map(({ securityGroupId }) => arn('ec2', `security-group/${securityGroupId}`)),
    }).forEach(statement => role.addToPrincipalPolicy(PolicyStatement.fromJson(statement)));
    application.node.findChild('Resource').node.addDependency(
      role.node.findChild('DefaultPolicy'), ...routes, ...made, clients, endpoints,
    );
  };
});
