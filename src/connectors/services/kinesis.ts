import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { IStream } from 'aws-cdk-lib/aws-kinesis';
import { publishMetrics } from './cloudwatch';
import { Limits } from '../../core/limits';
import { rejectBecause } from '../../core/problem';
import { otherAccount } from '../bound-connector';
import { FlinkConnectorConfig, FlinkConnectorOptions, FlinkConnectorPermission, IFlinkConnector } from '../connector';
import { streamLag } from '../lag';
import { Binding, BOTH, nameOfConnector, propertyGroup, regionOf, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.kinesisStream()`. */
export interface KinesisStreamConnectorOptions extends FlinkConnectorOptions {
  /**
   * The name of the consumer that the job registers for enhanced fan-out. For sources only.
   *
   * 1 to 128 of the characters `a-z`, `A-Z`, `0-9`, `_`, `.` and `-`. The role is allowed to register, describe,
   * subscribe and deregister this consumer. The stream must be in the account of the application.
   *
   * @see https://docs.aws.amazon.com/streams/latest/dev/enhanced-consumers.html
   * @default - the job polls
   */
  readonly enhancedFanOutConsumer?: string;

  /**
   * Whether the job writes with `FlinkKinesisProducer`, which is based on the Kinesis Producer Library (KPL). For sinks
   * only.
   *
   * Flink 1.15 and earlier have this producer; `KinesisStreamsSink` replaces it. The library also reads the shards of
   * the stream, puts single records, and publishes metrics in the CloudWatch namespace `KinesisProducerLibrary`, which
   * is its default.
   *
   * @see https://docs.aws.amazon.com/streams/latest/dev/controlling-access.html
   * @see https://docs.aws.amazon.com/streams/latest/dev/monitoring-with-kpl.html
   * @default false
   */
  readonly kinesisProducerLibrary?: boolean;
}

const KPL_WRITE = [
  'kinesis:PutRecord', 'kinesis:PutRecords',
  'kinesis:ListShards', 'kinesis:DescribeStream', 'kinesis:DescribeStreamSummary',
];

const CONSUMER_REASON = 'The ARN of a stream consumer ends in the time of its registration, which is not known before '
  + 'the job registers it.';
const METRICS_REASON = 'The action does not support resource-level permissions; a condition limits the statement to '
  + 'the namespace of the library.';

export function kinesisStream(stream: IStream, options: KinesisStreamConnectorOptions = {}): IFlinkConnector {
  return new ServiceConnector(nameOfConnector('kinesisStream', stream), BOTH, binding => {
    const consumer = checkedConsumer(binding, stream, options.enhancedFanOutConsumer);
    checkProducer(binding, options.kinesisProducerLibrary);
    return {
      ...binding.isSource ? read(stream, consumer) : write(stream, options.kinesisProducerLibrary === true),
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

function read(stream: IStream, consumer: string | undefined): FlinkConnectorConfig {
  return {
    permissions: [
      readStream(stream, consumer === undefined),
      ...consumer === undefined ? [] : useConsumer(stream, consumer),
    ],
    encryption: stream.encryptionKey && [{ key: stream.encryptionKey, actions: ['kms:Decrypt'] }],
    interfaceServices: [InterfaceVpcEndpointAwsService.KINESIS_STREAMS],
    lag: streamLag(stream.streamName),
  };
}

function write(stream: IStream, usesProducerLibrary: boolean): FlinkConnectorConfig {
  const actions = usesProducerLibrary ? KPL_WRITE : ['kinesis:PutRecords'];
  const { KINESIS_STREAMS, CLOUDWATCH_MONITORING } = InterfaceVpcEndpointAwsService;
  return {
    permissions: [
      { actions, resourceArns: [stream.streamArn], resource: stream },
      ...usesProducerLibrary ? [publishMetrics('KinesisProducerLibrary', METRICS_REASON)] : [],
    ],
    encryption: stream.encryptionKey && [{ key: stream.encryptionKey, actions: ['kms:GenerateDataKey'] }],
    interfaceServices: usesProducerLibrary ? [KINESIS_STREAMS, CLOUDWATCH_MONITORING] : [KINESIS_STREAMS],
  };
}

/** A reader lists the shards; a polling reader then takes an iterator for each of them. */
function readStream(stream: IStream, polls: boolean): FlinkConnectorPermission {
  const poll = polls ? ['kinesis:GetShardIterator', 'kinesis:GetRecords'] : [];
  return {
    actions: ['kinesis:DescribeStreamSummary', 'kinesis:ListShards', ...poll],
    resourceArns: [stream.streamArn],
    resource: stream,
  };
}

/** A client names a consumer by its own ARN, or by the stream and its name. */
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

function checkProducer({ application, isSource }: Binding, usesProducerLibrary: boolean | undefined): void {
  if (!isSource || usesProducerLibrary !== true) return;
  rejectBecause(application, 'kinesisProducerLibrary is true, but only sinks write records: leave it out for a source');
}

function checkedConsumer(binding: Binding, stream: IStream, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const { application, isSource } = binding;
  if (!isSource) {
    rejectBecause(application, `enhancedFanOutConsumer is ${JSON.stringify(name)}, but only sources have a consumer: `
      + 'leave it out for a sink');
  }
  new Limits(application).text('enhancedFanOutConsumer', name, {
    min: 1,
    max: 128,
    pattern: /^[a-zA-Z0-9_.-]+$/,
    allowed: '1 to 128 of the characters a-z A-Z 0-9 _ . -',
    write: 'for example `orders-job`',
  });
  checkConsumerAccount(binding, stream, name);
  return name;
}

function checkConsumerAccount({ application, stack }: Binding, stream: IStream, name: string): void {
  const account = otherAccount(stack, { resource: stream, resourceArns: [stream.streamArn] });
  if (account === undefined) return;
  rejectBecause(application, `enhancedFanOutConsumer is ${JSON.stringify(name)}, but the stream ${stream.node.path} is `
    + `in account ${account}, and the application in ${stack.account}: a consumer has a policy of its own, which `
    + 'cannot be written before the job has registered the consumer. Leave enhancedFanOutConsumer out, so that the job '
    + 'polls');
}
