import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { applicationInVpc, isolatedVpc, newApplication, newStack } from '../helpers';
import { findings } from '../helpers/compliance';

test.each([false, true])('audits find nothing in the alarms of an encrypted application; held back: %s', isHeldBack => {
  const stack = newStack();
  const encryptionKey = new Key(stack, 'Key', { enableKeyRotation: true });
  const application = newApplication(stack, {
    applicationName: 'orders', encryptionKey, vpcConfiguration: { vpc: isolatedVpc(stack) },
  });
  const before = findings(stack);
  application.addRecommendedAlarms({
    topic: Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-1:111111111111:on-call'),
    actionsSuppressor: isHeldBack
      ? Alarm.fromAlarmArn(stack, 'Planned', 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:planned')
      : undefined,
  });
  expect(findings(stack)).toEqual(before);
});

test('alarms without actions are a finding, since nobody would learn of them', () => {
  const { stack, application } = applicationInVpc();
  application.addRecommendedAlarms();
  expect([...new Set(findings(stack).map(({ rule }) => rule))]).toEqual(
    expect.arrayContaining(['NIST.800.53.R5-CloudWatchAlarmAction']),
  );
});
