/** The property with a resource's own name, where a literal one says which resource another template means. */
const NAMES = new Map([
  ['AWS::S3::Bucket', 'BucketName'],
  ['AWS::Logs::LogGroup', 'LogGroupName'],
  ['AWS::Logs::LogStream', 'LogStreamName'],
  ['AWS::KinesisAnalyticsV2::Application', 'ApplicationName'],
]);

/** Attributes that give the id of the resource, as `Ref` does. */
const IDS = new Map([
  ['AWS::EC2::VPC', ['VpcId']],
  ['AWS::EC2::Subnet', ['SubnetId']],
  ['AWS::EC2::SecurityGroup', ['GroupId', 'Id']],
  ['AWS::EC2::RouteTable', ['RouteTableId']],
  ['AWS::EC2::InternetGateway', ['InternetGatewayId']],
  ['AWS::EC2::VPCEndpoint', ['Id']],
  ['AWS::IAM::ManagedPolicy', ['PolicyArn']],
]);

/** Attributes that give a property back. */
const PROPERTIES = new Map([
  ['AWS::EC2::VPC', ['CidrBlock']],
  ['AWS::EC2::Subnet', ['AvailabilityZone', 'CidrBlock', 'VpcId']],
  ['AWS::EC2::SecurityGroup', ['VpcId']],
]);

/** ARNs that contain the name, so that a text with the ARN and one with the name can be compared. */
const ARNS = new Map([
  ['AWS::S3::Bucket', 'arn:${AWS::Partition}:s3:::${NAME}'],
  ['AWS::Logs::LogGroup', 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${NAME}:*'],
  [
    'AWS::KinesisAnalyticsV2::Application',
    'arn:${AWS::Partition}:kinesisanalytics:${AWS::Region}:${AWS::AccountId}:application/${NAME}',
  ],
]);

/** The name that a resource was given by its properties. */
export function physicalName(type: string, properties: Readonly<Record<string, unknown>>): unknown {
  const property = NAMES.get(type);
  return property === undefined ? undefined : properties[property];
}

/** Whether `Ref` gives a name that has no `:`, given or generated. */
export function isNamed(type: string): boolean {
  return NAMES.has(type);
}

/**
 * An attribute in terms of other values of the template, or undefined if it is only known when the stack is deployed.
 */
export function canonicalReturnValue(
  type: string, attribute: string, logicalId: string, properties: Readonly<Record<string, unknown>>,
): unknown {
  if (IDS.get(type)?.includes(attribute)) return { Ref: logicalId };
  if (PROPERTIES.get(type)?.includes(attribute)) return properties[attribute];
  const arn = attribute === 'Arn' ? ARNS.get(type) : undefined;
  return arn === undefined ? undefined : { 'Fn::Sub': [arn, { NAME: { Ref: logicalId } }] };
}
