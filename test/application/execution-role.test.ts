import { PhysicalName, Stack } from 'aws-cdk-lib';
import { applicationInVpc, ENV, propertiesOf, templateOf } from '../helpers';

function trust(stack: Stack): unknown {
  return propertiesOf(templateOf(stack), 'AWS::IAM::Role')[0].AssumeRolePolicyDocument;
}

function document(account: unknown, arn: unknown) {
  return {
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'kinesisanalytics.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': arn } },
    }],
  };
}

const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
const partition = { Ref: 'AWS::Partition' };

test('a named application is the only one that may use the role', () => {
  expect(trust(applicationInVpc({ applicationName: 'orders' }, {}, ENV).stack))
    .toEqual(document('111111111111', join('arn:', partition, ':kinesisanalytics:eu-west-1:111111111111:application/orders')));
});

test.each([undefined, PhysicalName.GENERATE_IF_NEEDED])('a name that CloudFormation makes is a wildcard, so that role and application do not wait for each other', applicationName => {
  expect(trust(applicationInVpc({ applicationName }, {}, ENV).stack))
    .toEqual(document('111111111111', join('arn:', partition, ':kinesisanalytics:eu-west-1:111111111111:application/*')));
});

test('without an environment, account and region are those of the deployment', () => {
  const [account, region] = [{ Ref: 'AWS::AccountId' }, { Ref: 'AWS::Region' }];
  expect(trust(applicationInVpc().stack))
    .toEqual(document(account, join('arn:', partition, ':kinesisanalytics:', region, ':', account, ':application/*')));
});

test.each(['cn-north-1', 'us-gov-west-1', 'eu-central-1'])('the service has the same name in %s', region => {
  const { stack } = applicationInVpc({}, {}, { ...ENV, region });
  expect(JSON.stringify(trust(stack))).toContain('"kinesisanalytics.amazonaws.com"');
  expect(JSON.stringify(templateOf(stack))).not.toMatch(/arn:aws(-cn|-us-gov)?:/);
});
