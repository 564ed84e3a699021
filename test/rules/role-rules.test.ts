import { App, Environment, Stack } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { CfnApplication } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { findingsIn } from '../helpers/rules';

const [ONE, OTHER] = ['111111111111', '222222222222'].map((account): Environment => ({ account, region: 'eu-west-1' }));

/** Two stacks that write a policy onto a role that neither of them defines. */
function policies(first: Environment | undefined, second: Environment | undefined, actions = ['s3:GetObject', 's3:PutObject']): App {
  const app = new App();
  for (const [index, env] of [first, second].entries()) {
    const stack = new Stack(app, `Stack${index}`, { env });
    new CfnApplication(stack, 'Job', {
      runtimeEnvironment: 'FLINK-1_20', serviceExecutionRole: 'arn:aws:iam::111111111111:role/jobs',
    });
    new CfnPolicy(stack, 'Policy', {
      policyName: 'Job',
      roles: ['jobs'],
      policyDocument: { Statement: [{ Effect: 'Allow', Action: actions[index], Resource: 'arn:aws:s3:::lake/*' }] },
    });
  }
  return app;
}

test.each<[string, App, boolean]>([
  ['in one account', policies(ONE, ONE), true],
  ['in two regions of one account', policies(ONE, { ...ONE, region: 'eu-central-1' }), true],
  ['of one app without an environment', policies(undefined, undefined), true],
  ['in two accounts', policies(ONE, OTHER), false],
  ['in an account and one that is not known', policies(ONE, undefined), false],
  ['that say the same', policies(ONE, ONE, ['s3:GetObject', 's3:GetObject']), false],
])('two policies of one name on a role of neither stack, %s', (_, app, isFound) => {
  expect(findingsIn(app).filter(finding => finding.includes('duplicate-policy-name')).length > 0).toBe(isFound);
});
