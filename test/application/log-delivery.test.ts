import { RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { applicationInVpc, resourcesOf, SomeProps, templateOf } from '../helpers';

test.each<[string, Partial<SomeProps>, number, string]>([
  ['a month, and after the application is gone, by default', {}, 30, 'Retain'],
  ['as long as is given', { logRetention: RetentionDays.ONE_WEEK }, 7, 'Retain'],
  ['no longer than the application, where that is given', { removalPolicy: RemovalPolicy.DESTROY }, 30, 'Delete'],
])('messages are kept %s', (_, props, days, deletion) => {
  const template = templateOf(applicationInVpc(props).stack);
  const [[, group]] = resourcesOf(template, 'AWS::Logs::LogGroup');
  const [[, stream]] = resourcesOf(template, 'AWS::Logs::LogStream');
  expect(group.Properties).toEqual({ RetentionInDays: days });
  expect([group, stream].map(({ DeletionPolicy }) => DeletionPolicy)).toEqual([deletion, deletion]);
});
