import { App, Stack, Tokenization } from 'aws-cdk-lib';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { environmentArn } from '../../src/core/environment-arn';

test.each([
  ['nothing', {}],
  ['a region', { region: 'cn-north-1' }],
  ['an account', { account: '111122223333' }],
  ['account and region', { account: '111122223333', region: 'eu-west-1' }],
])('in a stack that knows %s, an ARN is what formatArn makes of it', (_, env) => {
  const stack = new Stack(new App(), 'Jobs', { env });
  const name = new CfnBucket(stack, 'Named').ref;
  const arns = [
    environmentArn(stack, 'logs', `log-group:${name}:*`),
    stack.formatArn({ service: 'logs', resource: `log-group:${name}:*` }),
  ];
  const [one, other] = arns.map(arn => stack.resolve(arn));
  expect(one).toEqual(other);
});

test('partition, region and account are one token', () => {
  const stack = new Stack(new App(), 'Jobs');
  expect(Tokenization.reverseString(environmentArn(stack, 'ec2', 'subnet/*')).tokens).toHaveLength(1);
});
