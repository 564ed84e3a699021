import { Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { DeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { HERE, KEY_ARN, Case, key, decrypt, encrypt, region } from './case-support';
import { FlinkConnector } from '../../src';

const STREAM = `arn:aws:kinesis:${HERE}:stream/clicks`;
const stream = (stack: Stack) => Stream.fromStreamAttributes(stack, 'Stream', {
  streamArn: STREAM, encryptionKey: key(stack),
});

/** Streams, queues, topics and buses. */
export const STREAM_CASES: Case[] = [
  {
    name: 'kinesisStream',
    make: stack => FlinkConnector.kinesisStream(stream(stack), { propertyGroup: 'Group' }),
    source: {
      statements: [
        {
          Action: [
            'kinesis:DescribeStreamSummary', 'kinesis:ListShards', 'kinesis:GetShardIterator', 'kinesis:GetRecords',
          ],
          Resource: STREAM,
        },
        decrypt,
      ],
      endpoints: ['kinesis-streams'],
      properties: { 'stream.arn': STREAM, ...region },
    },
    sink: {
      statements: [
        { Action: 'kinesis:PutRecords', Resource: STREAM }, { Action: 'kms:GenerateDataKey', Resource: KEY_ARN },
      ],
      endpoints: ['kinesis-streams'],
      properties: { 'stream.arn': STREAM, ...region },
    },
  },
  {
    name: 'kinesisStream with enhanced fan-out',
    make: stack => FlinkConnector.kinesisStream(stream(stack), {
      enhancedFanOutConsumer: 'job', propertyGroup: 'Group',
    }),
    source: {
      statements: [
        { Action: ['kinesis:DescribeStreamSummary', 'kinesis:ListShards'], Resource: STREAM },
        { Action: 'kinesis:RegisterStreamConsumer', Resource: STREAM },
        {
          Action: ['kinesis:DescribeStreamConsumer', 'kinesis:DeregisterStreamConsumer', 'kinesis:SubscribeToShard'],
          Resource: [STREAM, `${STREAM}/consumer/job:*`],
        },
        decrypt,
      ],
      endpoints: ['kinesis-streams'],
      properties: { 'stream.arn': STREAM, 'source.reader.type': 'EFO', 'source.efo.consumer.name': 'job', ...region },
    },
  },
  {
    name: 'firehoseDeliveryStream',
    make: stack => FlinkConnector.firehoseDeliveryStream(
      DeliveryStream.fromDeliveryStreamArn(stack, 'Delivery', `arn:aws:firehose:${HERE}:deliverystream/out`), { propertyGroup: 'Group' }),
    sink: {
      statements: [{ Action: 'firehose:PutRecordBatch', Resource: `arn:aws:firehose:${HERE}:deliverystream/out` }],
      endpoints: ['kinesis-firehose'],
      properties: { 'stream.name': 'out', ...region },
    },
  },
  {
    name: 'sqsQueue',
    make: stack => FlinkConnector.sqsQueue(
      Queue.fromQueueAttributes(stack, 'Queue', { queueArn: `arn:aws:sqs:${HERE}:alerts`, keyArn: KEY_ARN }), { propertyGroup: 'Group' }),
    source: {
      statements: [
        {
          Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'],
          Resource: `arn:aws:sqs:${HERE}:alerts`,
        },
        decrypt,
      ],
      endpoints: ['sqs'],
      properties: { 'sqs-url': 'https://sqs.eu-west-1.<AWS::URLSuffix>/111111111111/alerts', ...region },
    },
    sink: {
      statements: [{ Action: 'sqs:SendMessage', Resource: `arn:aws:sqs:${HERE}:alerts` }, encrypt],
      endpoints: ['sqs'],
      properties: { 'sqs-url': 'https://sqs.eu-west-1.<AWS::URLSuffix>/111111111111/alerts', ...region },
    },
  },
  {
    name: 'kinesisStream with the Kinesis Producer Library',
    make: stack => FlinkConnector.kinesisStream(stream(stack), {
      kinesisProducerLibrary: true, propertyGroup: 'Group',
    }),
    sink: {
      statements: [
        {
          Action: [
            'kinesis:PutRecord', 'kinesis:PutRecords', 'kinesis:ListShards', 'kinesis:DescribeStream',
            'kinesis:DescribeStreamSummary',
          ],
          Resource: STREAM,
        },
        {
          Action: 'cloudwatch:PutMetricData',
          Resource: '*',
          Condition: { StringEquals: { 'cloudwatch:namespace': ['KinesisProducerLibrary'] } },
        },
        { Action: 'kms:GenerateDataKey', Resource: KEY_ARN },
      ],
      endpoints: ['kinesis-streams', 'monitoring'],
      properties: { 'stream.arn': STREAM, ...region },
    },
  },
  {
    name: 'snsTopic',
    make: stack => FlinkConnector.snsTopic(
      Topic.fromTopicAttributes(stack, 'Topic', { topicArn: `arn:aws:sns:${HERE}:alerts`, keyArn: KEY_ARN }), { propertyGroup: 'Group' }),
    sink: {
      statements: [{ Action: 'sns:Publish', Resource: `arn:aws:sns:${HERE}:alerts` }, encrypt],
      endpoints: ['sns'],
      properties: { 'topic.arn': `arn:aws:sns:${HERE}:alerts`, ...region },
    },
  },
  {
    name: 'eventBus',
    make: stack => FlinkConnector.eventBus(
      EventBus.fromEventBusArn(stack, 'Bus', `arn:aws:events:${HERE}:event-bus/orders`), { propertyGroup: 'Group' }),
    sink: {
      statements: [{ Action: 'events:PutEvents', Resource: `arn:aws:events:${HERE}:event-bus/orders` }],
      endpoints: ['events'],
      properties: { 'event.bus.arn': `arn:aws:events:${HERE}:event-bus/orders`, ...region },
    },
  },
];
