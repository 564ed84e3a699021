import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { IStream } from 'aws-cdk-lib/aws-kinesis';
import { IDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { Limits } from '../../core/limits';
import { rejectBecause } from '../../core/problem';
import { otherAccount } from '../bound-connector';
import { FlinkConnectorOptions, FlinkConnectorPermission, IFlinkConnector } from '../connector';
import { streamLag } from '../lag';
import { Binding, BOTH, propertyGroup, regionOf, ServiceConnector, SINK_ONLY } from '../service-connector';

/** Options of `FlinkConnector.kinesisStream()`. */
export interface KinesisStreamConnectorOptions extends FlinkConnectorOptions {
  /**
   * The name of the consumer that the job registers for enhanced fan-out: 1 to 128 of the characters `a-z A-Z 0-9 _ . -`. For sources only.
   *
   * The role may then register, describe, subscribe and deregister this consumer. The stream must be in the account of the application.
   *
   * @see https://docs.aws.amazon.com/streams/latest/dev/enhanced-consumers.html
   * @default - the job polls
   */
  readonly enhancedFanOutConsumer?: string;
}

/** Options of `FlinkConnector.firehoseDeliveryStream()`. */
export interface FirehoseConnectorOptions extends FlinkConnectorOptions {}

const CONSUMER_REASON = 'The ARN of a stream consumer ends in the time of its registration, which is not known before the job registers it.';

export function kinesisStream(stream: IStream, options: KinesisStreamConnectorOptions = {}): IFlinkConnector {
  return new ServiceConnector(`kinesisStream(${stream.node.path})`, BOTH, binding => {
    const consumer = checkedConsumer(binding, stream, options.enhancedFanOutConsumer);
    return {
      permissions: binding.isSource
        ? [readStream(stream, consumer === undefined), ...consumer === undefined ? [] : useConsumer(stream, consumer)]
        : [{ actions: ['kinesis:PutRecords'], resourceArns: [stream.streamArn], resource: stream }],
      encryption: stream.encryptionKey && [{ key: stream.encryptionKey, actions: [binding.isSource ? 'kms:Decrypt' : 'kms:GenerateDataKey'] }],
      interfaceServices: [InterfaceVpcEndpointAwsService.KINESIS_STREAMS],
      propertyGroups: propertyGroup(options.propertyGroup, {
        'stream.arn': stream.streamArn,
        'aws.region': regionOf(stream),
        'source.reader.type': consumer && 'EFO',
        'source.efo.consumer.name': consumer,
      }),
      lag: binding.isSource ? streamLag(stream.streamName) : undefined,
    };
  });
}

export function firehoseDeliveryStream(stream: IDeliveryStream, options: FirehoseConnectorOptions = {}): IFlinkConnector {
  return new ServiceConnector(`firehoseDeliveryStream(${stream.node.path})`, SINK_ONLY, () => ({
    permissions: [{ actions: ['firehose:PutRecordBatch'], resourceArns: [stream.deliveryStreamArn], resource: stream }],
    interfaceServices: [InterfaceVpcEndpointAwsService.KINESIS_FIREHOSE],
    propertyGroups: propertyGroup(options.propertyGroup, { 'stream.name': stream.deliveryStreamName, 'aws.region': regionOf(stream) }),
  }));
}

/** Shards are found by listing them; a polling reader then takes an iterator for each. */
function readStream(stream: IStream, polls: boolean): FlinkConnectorPermission {
  return {
    actions: ['kinesis:DescribeStreamSummary', 'kinesis:ListShards', ...polls ? ['kinesis:GetShardIterator', 'kinesis:GetRecords'] : []],
    resourceArns: [stream.streamArn],
    resource: stream,
  };
}

/** A consumer is registered, found by its name and removed through the stream or its own ARN, depending on how the client names it. */
function useConsumer(stream: IStream, name: string): FlinkConnectorPermission[] {
  const consumerArn = `${stream.streamArn}/consumer/${name}:*`;
  return [
    { actions: ['kinesis:RegisterStreamConsumer'], resourceArns: [stream.streamArn], resource: stream },
    {
      actions: ['kinesis:DescribeStreamConsumer', 'kinesis:DeregisterStreamConsumer', 'kinesis:SubscribeToShard'],
      resourceArns: [stream.streamArn, consumerArn],
      resource: stream,
      wildcardReason: CONSUMER_REASON,
    },
  ];
}

function checkedConsumer({ path, isSource, stack }: Binding, stream: IStream, name: string | undefined): string | undefined {
  if (name !== undefined && !isSource) {
    rejectBecause(path, `enhancedFanOutConsumer is ${JSON.stringify(name)}, but only sources have a consumer: leave it out for a sink`);
  }
  new Limits(path).text('enhancedFanOutConsumer', name, {
    min: 1, max: 128, pattern: /^[a-zA-Z0-9_.-]+$/, allowed: '1 to 128 of the characters a-z A-Z 0-9 _ . -', write: 'for example `orders-job`',
  });
  const account = name === undefined ? undefined : otherAccount(stack, { resource: stream, resourceArns: [stream.streamArn] });
  if (account !== undefined) {
    rejectBecause(path, `enhancedFanOutConsumer is ${JSON.stringify(name)}, but the stream ${stream.node.path} is in account ${account}, and the application in ${stack.account}: `
      + 'a consumer has a policy of its own, which cannot be written before the job has registered the consumer. Leave enhancedFanOutConsumer out, so that the job polls');
  }
  return name;
}
