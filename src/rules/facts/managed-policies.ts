/**
 * What policies of AWS allow on every resource, by the end of their ARN: those that roles of Flink applications
 * commonly have.
 *
 * AWS adds actions to its policies. A pattern here may allow more than the policy does, and never less: what a role
 * lacks with these it lacks with the policy.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const ACTIONS = new Map<string, readonly string[]>([
  ['AdministratorAccess', ['*']],
  ['AmazonDynamoDBFullAccess', everything('dynamodb', 'dax', 'application-autoscaling', 'cloudwatch', 'datapipeline',
    'ec2:Describe', 'iam', 'kms', 'sns', 'lambda', 'resource-groups', 'tag', 'kinesis')],
  ['AmazonDynamoDBReadOnlyAccess', everything('dynamodb', 'dax', 'application-autoscaling', 'cloudwatch',
    'datapipeline', 'ec2:Describe', 'iam', 'kms', 'sns', 'lambda', 'resource-groups', 'tag', 'kinesis')],
  ['AmazonEC2FullAccess', everything('ec2', 'elasticloadbalancing', 'cloudwatch', 'autoscaling', 'iam')],
  ['AmazonEC2ReadOnlyAccess', everything('ec2:Describe', 'ec2:Get', 'ec2:List', 'ec2:Search', 'elasticloadbalancing',
    'cloudwatch', 'autoscaling')],
  ['AmazonKinesisFirehoseFullAccess', everything('firehose')],
  ['AmazonKinesisFullAccess', everything('kinesis')],
  ['AmazonKinesisReadOnlyAccess', everything('kinesis')],
  ['AmazonS3FullAccess', everything('s3', 's3-object-lambda')],
  ['AmazonS3ReadOnlyAccess', everything('s3:Get', 's3:List', 's3:Describe', 's3-object-lambda')],
  ['AmazonSNSFullAccess', everything('sns', 'sms-voice')],
  ['AmazonSQSFullAccess', everything('sqs')],
  ['CloudWatchLogsFullAccess', everything('logs', 'cloudwatch', 'observabilityadmin')],
  ['CloudWatchLogsReadOnlyAccess', everything('logs:Describe', 'logs:Get', 'logs:List', 'logs:StartQuery',
    'logs:StopQuery', 'logs:TestMetricFilter', 'logs:FilterLogEvents', 'logs:StartLiveTail', 'logs:StopLiveTail',
    'cloudwatch')],
  ['service-role/AWSLambdaBasicExecutionRole', ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']],
  ['service-role/AWSLambdaVPCAccessExecutionRole', [
    'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'ec2:CreateNetworkInterface',
    'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs', 'ec2:DescribeSecurityGroups',
    'ec2:GetSecurityGroupsForVpc', 'ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses',
    'ec2:UnassignPrivateIpAddresses',
  ]],
]);

/** The patterns of the actions that a policy of AWS allows, or undefined if it is not one that is known here. */
export function awsManagedPolicy(arn: string): readonly string[] | undefined {
  const [, name] = /^arn:[^:]+(?:::Partition\})?:iam::aws:policy\/(.+)$/.exec(arn) ?? [];
  return name === undefined ? undefined : ACTIONS.get(name);
}

/** All actions of services, or those that start as given. */
function everything(...prefixes: string[]): string[] {
  return prefixes.map(prefix => prefix.includes(':') ? `${prefix}*` : `${prefix}:*`);
}
