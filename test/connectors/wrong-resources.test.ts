import { FlinkConnector } from '../../src';

/** The factories that take a resource, as languages without types call them. */
const FACTORIES = FlinkConnector as unknown as Record<string, (resource: unknown, options?: unknown) => unknown>;

const TAKING_RESOURCES = [
  'kinesisStream', 'firehoseDeliveryStream', 's3Bucket', 'dynamoDbTable', 'sqsQueue', 'snsTopic', 'eventBus',
  'lambdaFunction', 'stepFunction', 'secret', 'ssmParameter', 'openSearchDomain', 'privateRestApi',
];

test.each(TAKING_RESOURCES)('%s is given the resource, and no name or ARN of it', factory => {
  for (const [value, shown] of [['arn:aws:x', '"arn:aws:x"'], [undefined, 'undefined'], [{ name: 'x' }, '{"name":"x"}']]) {
    expect(() => FACTORIES[factory](value, {})).toThrow(new Error(`${factory}() is given ${shown as string}, but must be `
      + 'given the resource itself: write the construct, or import it by its name or ARN, for example '
      + '`Stream.fromStreamArn(this, \'Stream\', streamArn)`'));
  }
});
