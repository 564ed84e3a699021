// The limit: the same resources with the same properties, in L1 classes and nothing else.
const { Aws, CfnDeletionPolicy } = require('aws-cdk-lib');
const {
  CfnSecurityGroup, CfnSecurityGroupEgress, CfnSecurityGroupIngress, CfnSubnetRouteTableAssociation, CfnVPCEndpoint,
} = require('aws-cdk-lib/aws-ec2');
const { CfnPolicy, CfnRole } = require('aws-cdk-lib/aws-iam');
const { CfnApplication, CfnApplicationCloudWatchLoggingOption } = require('aws-cdk-lib/aws-kinesisanalyticsv2');
const { CfnLogGroup, CfnLogStream } = require('aws-cdk-lib/aws-logs');
const { arn, buildApp, CODE, PARALLELISM, permissions, PROPERTY_GROUPS } = require('./setting');

exports.build = (count, options) => buildApp(count, options, (home, vpc) => {
  const { vpcId } = vpc;
  const subnetIds = vpc.isolatedSubnets.map(({ subnetId }) => subnetId);
  const tags = [{ key: 'Name', value: 'Home/Vpc' }];
  const clients = new CfnSecurityGroup(home, 'Clients', {
    vpcId, tags, groupDescription: 'Carried by Managed Service for Apache Flink applications to reach VPC endpoints',
  });
  const endpoints = new CfnSecurityGroup(home, 'Endpoints', {
    vpcId,
    tags,
    groupDescription: 'VPC endpoints for Managed Service for Apache Flink applications',
    securityGroupEgress: [
      {
        cidrIp: '255.255.255.255/32',
        description: 'Disallow all traffic',
        ipProtocol: 'icmp',
        fromPort: 252,
        toPort: 86,
      },
    ],
  });
  const ingress = new CfnSecurityGroupIngress(home, 'FromClients', {
    groupId: endpoints.attrGroupId,
    sourceSecurityGroupId: clients.attrGroupId,
    ipProtocol: 'tcp',
    fromPort: 443,
    toPort: 443,
    description: 'Managed Service for Apache Flink applications',
  });
  const egress = new CfnSecurityGroupEgress(home, 'ToEndpoints', {
    groupId: clients.attrGroupId,
    destinationSecurityGroupId: endpoints.attrGroupId,
    ipProtocol: 'tcp',
    fromPort: 443,
    toPort: 443,
    description: 'VPC endpoint',
  });
  const interfaces = ['logs', 'monitoring'].map(service => new CfnVPCEndpoint(home, service, {
    vpcId,
    tags,
    subnetIds,
    vpcEndpointType: 'Interface',
    serviceName: `com.amazonaws.${Aws.REGION}.${service}`,
    privateDnsEnabled: true,
    securityGroupIds: [endpoints.attrGroupId],
  }));
  const gateway = new CfnVPCEndpoint(home, 's3', {
    vpcId,
    tags,
    vpcEndpointType: 'Gateway',
    serviceName: `com.amazonaws.${Aws.REGION}.s3`,
    routeTableIds: vpc.isolatedSubnets.map(({ routeTable }) => routeTable.routeTableId),
  });
  const routes = vpc.isolatedSubnets
    .flatMap(subnet => subnet.node.findAll().filter(CfnSubnetRouteTableAssociation.isCfnSubnetRouteTableAssociation));
  const before = [ingress, egress, ...interfaces, gateway, ...routes];

  return (stack, id) => {
    const group = new CfnSecurityGroup(stack, `${id}Group`, {
      vpcId,
      groupDescription: 'Network interfaces of a Managed Service for Apache Flink application',
      securityGroupEgress: [
        { cidrIp: '0.0.0.0/0', description: 'Allow all outbound traffic by default', ipProtocol: '-1' },
      ],
    });
    const role = new CfnRole(stack, `${id}Role`, {
      description: 'Execution role of a Managed Service for Apache Flink application',
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'kinesisanalytics.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
            ArnLike: { 'aws:SourceArn': arn('kinesisanalytics', 'application/*') },
          },
        }],
      },
    });
    const logGroup = new CfnLogGroup(stack, `${id}LogGroup`, { retentionInDays: 30 });
    const logStream = new CfnLogStream(stack, `${id}LogStream`, { logGroupName: logGroup.ref });
    for (const { cfnOptions } of [logGroup, logStream]) {
      cfnOptions.deletionPolicy = cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
    }
    const logStreamArn = arn('logs', `log-group:${logGroup.ref}:log-stream:${logStream.ref}`);
    const policy = new CfnPolicy(stack, `${id}Policy`, {
      policyName: `${id}Policy`,
      roles: [role.ref],
      policyDocument: {
        Version: '2012-10-17',
        Statement: permissions({
          logStreamArn,
          logGroupArn: logGroup.attrArn,
          vpcArn: arn('ec2', `vpc/${vpcId}`),
          subnetArns: subnetIds.map(subnet => arn('ec2', `subnet/${subnet}`)),
          groupArns: [group, clients].map(({ attrGroupId }) => arn('ec2', `security-group/${attrGroupId}`)),
        }),
      },
    });
    const application = new CfnApplication(stack, id, {
      runtimeEnvironment: 'FLINK-1_20',
      serviceExecutionRole: role.attrArn,
      applicationConfiguration: {
        applicationCodeConfiguration: {
          codeContent: {
            s3ContentLocation: { bucketArn: `arn:${Aws.PARTITION}:s3:::${CODE.bucketName}`, fileKey: CODE.fileKey },
          },
          codeContentType: 'ZIPFILE',
        },
        applicationSnapshotConfiguration: { snapshotsEnabled: true },
        environmentProperties: {
          propertyGroups: Object.entries(PROPERTY_GROUPS)
            .map(([propertyGroupId, propertyMap]) => ({ propertyGroupId, propertyMap })),
        },
        flinkApplicationConfiguration: {
          checkpointConfiguration: {
            configurationType: 'CUSTOM',
            checkpointingEnabled: true,
            checkpointInterval: 60_000,
            minPauseBetweenCheckpoints: 5_000,
          },
          parallelismConfiguration: {
              configurationType: 'CUSTOM', parallelism: PARALLELISM, parallelismPerKpu: 1, autoScalingEnabled: true,
            },
        },
        vpcConfigurations: [{ subnetIds, securityGroupIds: [group.attrGroupId, clients.attrGroupId] }],
      },
    });
    application.cfnOptions.deletionPolicy = application.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.DELETE;
    application.node.addDependency(policy, ...before);
    new CfnApplicationCloudWatchLoggingOption(stack, `${id}LoggingOption`, {
      applicationName: application.ref, cloudWatchLoggingOption: { logStreamArn },
    });
  };
});
