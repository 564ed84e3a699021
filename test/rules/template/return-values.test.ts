import { Template } from '../../../src/rules/template/assembly';
import { Resolver } from '../../../src/rules/template/resolver';

/** The value of something in a template with one resource. */
function valueOf(raw: unknown, type: string, properties: Record<string, unknown> = {}): string {
  const template: Template = {
    index: 0,
    file: '/out/a.json',
    body: { Resources: { A: { Type: type, Properties: properties } } },
    hasGeneratedParts: false,
    isPending: false,
    nested: new Map(),
    paths: new Map(),
  };
  const resolver = new Resolver([template]);
  return resolver.strings.show(String(resolver.value(template, raw)));
}

test.each([
  ['AWS::EC2::VPC', 'VpcId'],
  ['AWS::EC2::Subnet', 'SubnetId'],
  ['AWS::EC2::SecurityGroup', 'GroupId'],
  ['AWS::EC2::SecurityGroup', 'Id'],
  ['AWS::EC2::RouteTable', 'RouteTableId'],
  ['AWS::EC2::InternetGateway', 'InternetGatewayId'],
  ['AWS::EC2::VPCEndpoint', 'Id'],
  ['AWS::IAM::ManagedPolicy', 'PolicyArn'],
])('of %s the attribute %s is the id', (type, attribute) => {
  expect(valueOf({ 'Fn::GetAtt': ['A', attribute] }, type)).toBe('${A}');
  expect(valueOf({ 'Fn::GetAtt': ['A', attribute] }, 'AWS::S3::Bucket')).toBe(`\${A.${attribute}}`);
});

test.each([
  ['AWS::EC2::VPC', 'CidrBlock'],
  ['AWS::EC2::Subnet', 'AvailabilityZone'],
  ['AWS::EC2::Subnet', 'CidrBlock'],
  ['AWS::EC2::Subnet', 'VpcId'],
  ['AWS::EC2::SecurityGroup', 'VpcId'],
])('of %s the attribute %s is the property', (type, attribute) => {
  expect(valueOf({ 'Fn::GetAtt': ['A', attribute] }, type, { [attribute]: 'given' })).toBe('given');
  expect(
    valueOf({ 'Fn::GetAtt': ['A', attribute] }, 'AWS::S3::Bucket', { [attribute]: 'given' }),
  ).toBe(`\${A.${attribute}}`);
});

test.each([
  ['AWS::S3::Bucket', 'BucketName', 'arn:${AWS::Partition}:s3:::NAME'],
  [
    'AWS::Logs::LogGroup', 'LogGroupName',
    'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:NAME:*',
  ],
  [
    'AWS::KinesisAnalyticsV2::Application', 'ApplicationName',
    'arn:${AWS::Partition}:kinesisanalytics:${AWS::Region}:${AWS::AccountId}:application/NAME',
  ],
])('the ARN of %s has the name, given as %s or generated', (type, property, arn) => {
  expect(valueOf({ 'Fn::GetAtt': ['A', 'Arn'] }, type, { [property]: 'orders' })).toBe(arn.replace('NAME', 'orders'));
  expect(valueOf({ 'Fn::GetAtt': ['A', 'Arn'] }, type)).toBe(arn.replace('NAME', '${A}'));
});

test.each([
  ['AWS::S3::Bucket', 'BucketName', 'orders'],
  ['AWS::Logs::LogGroup', 'LogGroupName', 'orders'],
  ['AWS::Logs::LogStream', 'LogStreamName', 'orders'],
  ['AWS::KinesisAnalyticsV2::Application', 'ApplicationName', 'orders'],
  ['AWS::IAM::Role', 'RoleName', '${A}'],
])('a reference to %s with %s gives %s', (type, property, expected) => {
  expect(valueOf({ Ref: 'A' }, type, { [property]: 'orders' })).toBe(expected);
  expect(valueOf({ Ref: 'A' }, type)).toBe('${A}');
});

test.each([
  ['AWS::S3::Bucket', 'no'],
  ['AWS::Logs::LogGroup', 'no'],
  ['AWS::Logs::LogStream', 'no'],
  ['AWS::KinesisAnalyticsV2::Application', 'no'],
  ['AWS::SNS::Topic', 'maybe'],
])('whether what a reference to %s gives may have a colon: %s', (type, expected) => {
  const template: Template = {
    index: 0,
    file: '/out/a.json',
    body: { Resources: { A: { Type: type } } },
    hasGeneratedParts: false,
    isPending: false,
    nested: new Map(),
    paths: new Map(),
  };
  const resolver = new Resolver([template]);
  expect(resolver.strings.equal(String(resolver.value(template, { Ref: 'A' })), 'arn:aws:x')).toBe(expected);
  expect(resolver.strings.equal(resolver.referenceTo(template, 'A', 'Arn'), 'arn:aws:x')).toBe('maybe');
});
