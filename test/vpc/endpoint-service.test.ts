import { GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { serviceKeyOf } from '../../src/core/endpoint-service-name';
import { gatewayKey, interfaceKey, lacksPrivateDns } from '../../src/vpc/endpoint-service';

test.each([
  ['com.amazonaws.eu-west-1.logs', 'eu-west-1', 'logs'],
  ['com.amazonaws.eu-west-1.kinesis-streams', 'eu-west-1', 'kinesis-streams'],
  ['com.amazonaws.eu-west-1.ecr.api', 'eu-west-1', 'ecr.api'],
  ['cn.com.amazonaws.cn-north-1.monitoring', 'cn-north-1', 'monitoring'],
  ['com.amazonaws.us-gov-west-1.logs', 'us-gov-west-1', 'logs'],
  ['gov.ic.c2s.us-iso-east-1.logs', 'us-iso-east-1', 'logs'],
  ['aws.sagemaker.eu-west-1.notebook', 'eu-west-1', 'notebook'],
  ['com.amazonaws.${AWS::Region}.logs', 'eu-west-1', 'logs'],
  ['com.amazonaws.${AWS::Region}.logs', '${AWS::Region}', 'logs'],
  ['com.amazonaws.eu-west-1.logs', '${AWS::Region}', 'logs'],
  ['com.amazonaws.ap-southeast-2.s3', 'ap-southeast-2', 's3'],
  ['com.amazonaws.iam', 'eu-west-1', 'iam'],
  ['cn.com.amazonaws.route53', 'cn-north-1', 'route53'],
  ['com.amazonaws.account-2', '${AWS::Region}', 'account-2'],
])('%s in %s is the service %s', (name, region, key) => {
  expect(serviceKeyOf(name, region)).toBe(key);
});

test.each([
  ['com.amazonaws.us-east-1.logs', 'eu-west-1'],
  ['com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789', 'eu-west-1'],
  ['', 'eu-west-1'],
  ['${Service}', 'eu-west-1'],
  ['com.amazonaws.s3-global.accesspoint', 'eu-west-1'],
  ['${Prefix}.com.amazonaws.iam', 'eu-west-1'],
])('%s is no AWS service of %s', (name, region) => {
  expect(serviceKeyOf(name, region)).toBeUndefined();
});

test.each([
  [InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, 'logs'],
  [InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING, 'monitoring'],
  [InterfaceVpcEndpointAwsService.KINESIS_STREAMS, 'kinesis-streams'],
  [InterfaceVpcEndpointAwsService.ECR, 'ecr.api'],
])('an interface service has the last part of its name for a key', (service, key) => {
  expect(interfaceKey(service)).toBe(key);
});

test.each([
  [GatewayVpcEndpointAwsService.S3, 's3'],
  [GatewayVpcEndpointAwsService.DYNAMODB, 'dynamodb'],
  [new GatewayVpcEndpointAwsService('s3express'), 's3express'],
])('a gateway service has the last part of its name for a key', (service, key) => {
  expect(gatewayKey(service)).toBe(key);
});

test.each([
  [InterfaceVpcEndpointAwsService.DYNAMODB_STREAMS, true],
  [InterfaceVpcEndpointAwsService.DYNAMODB, false],
  [InterfaceVpcEndpointAwsService.KINESIS_STREAMS, false],
])('$shortName lacks private DNS: %p', (service, expected) => {
  expect(lacksPrivateDns(service)).toBe(expected);
});
