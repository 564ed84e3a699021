import { Connections } from 'aws-cdk-lib/aws-ec2';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { FlinkConnector } from '../../src';
import { newStack } from '../helpers';

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

test.each(['database', 'neptuneCluster', 'kafkaBrokers'])('%s is given something with connections', factory => {
  const bucket = new Bucket(newStack(), 'Bucket');
  const call = (value: unknown) => () =>
    FACTORIES[factory](factory === 'kafkaBrokers' ? { connectable: value, ports: [9092] } : value, {});
  for (const [value, shown] of [['orders', '"orders"'], [undefined, 'undefined'], [bucket, 'Stack/Bucket']] as const) {
    expect(call(value)).toThrow(new Error(`${factory}() is given ${shown}, but must be given something with connections: `
      + 'write the construct, or its security group, for example `SecurityGroup.fromSecurityGroupId(this, \'Peer\', '
      + 'securityGroupId)`'));
  }
  expect(call({ connections: new Connections() })).not.toThrow();
});

test.each([['amazon.titan-embed-text-v2:0', '"amazon.titan-embed-text-v2:0"'], [{ id: 'a' }, '{"id":"a"}']])('bedrockModel is given a model, and not %p', (value, shown) => {
  expect(() => FACTORIES.bedrockModel(value)).toThrow(new Error(`bedrockModel() is given ${shown}, but must be given a `
    + 'model: write `FoundationModel.fromFoundationModelId(this, \'Model\', '
    + 'FoundationModelIdentifier.AMAZON_TITAN_EMBED_TEXT_V2_0)`'));
});
