// What the three variants have in common: the VPC, the place of the code, the settings of the job, and how applications
// are spread over stacks.
const { App, Aws, Stack } = require('aws-cdk-lib');
const { SubnetType, Vpc } = require('aws-cdk-lib/aws-ec2');

/** A stack may have 500 resources: 50 applications fit into the stack of the VPC, more are spread. */
const ALL_IN_ONE_STACK = 50;
const PER_STACK = 25;

exports.CODE = { bucketName: 'artifacts', fileKey: 'job.jar' };
exports.PARALLELISM = 4;
exports.PROPERTY_GROUPS = { Input: { topic: 'orders' } };

const arn = exports.arn = (service, resource) =>
  `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;

/** What the library allows the execution role, for those who write it by hand. */
exports.permissions = function ({ logStreamArn, logGroupArn, vpcArn, subnetArns, groupArns }) {
  const allow = (Sid, Action, Resource, Condition) => ({ Sid, Effect: 'Allow', Action, Resource, Condition });
  const interfaces = arn('ec2', 'network-interface/*');
  return [
    allow('WriteLogs', 'logs:PutLogEvents', logStreamArn),
    allow('FindLogStream', 'logs:DescribeLogStreams', logGroupArn),
    allow('FindLogGroup', 'logs:DescribeLogGroups', '*'),
    allow(
      'DescribeNetwork',
      [
        'ec2:DescribeVpcs', 'ec2:DescribeSubnets', 'ec2:DescribeSecurityGroups', 'ec2:DescribeDhcpOptions',
        'ec2:DescribeNetworkInterfaces',
      ],
      '*',
    ),
    allow('CreateNetworkInterfaceInSubnets', 'ec2:CreateNetworkInterface', subnetArns),
    allow('CreateNetworkInterfaceWithGroups', 'ec2:CreateNetworkInterface', groupArns),
    allow('CreateNetworkInterface', 'ec2:CreateNetworkInterface', interfaces),
    allow(
      'PermitNetworkInterfacesOfSubnets',
      'ec2:CreateNetworkInterfacePermission',
      interfaces,
      { ArnEquals: { 'ec2:Subnet': subnetArns } },
    ),
    allow(
      'DeleteNetworkInterfacesOfVpc', 'ec2:DeleteNetworkInterface', interfaces, { ArnEquals: { 'ec2:Vpc': vpcArn } },
    ),
    allow(
      'ReadCode',
      ['s3:GetObject', 's3:GetObjectVersion'],
      `arn:${Aws.PARTITION}:s3:::${exports.CODE.bucketName}/${exports.CODE.fileKey}`,
    ),
  ];
};

/**
 * Builds an app with so many applications in one VPC; `connect` makes the endpoints of the VPC, and returns what adds
 * one application to a stack.
 */
exports.buildApp = function (count, { outdir, validation }, connect) {
  const app = new App({ outdir, builtinCloudFormationValidation: validation, analyticsReporting: false });
  const home = new Stack(app, 'Home');
  const vpc = new Vpc(home, 'Vpc', {
    natGateways: 0, maxAzs: 2, subnetConfiguration: [{ name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED }],
  });
  const addApplication = connect(home, vpc);
  let stack = home;
  for (let index = 0; index < count; index++) {
    if (count > ALL_IN_ONE_STACK && index % PER_STACK === 0) stack = new Stack(app, `Jobs${index / PER_STACK}`);
    addApplication(stack, `Job${index}`);
  }
  return app;
};
