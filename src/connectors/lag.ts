import { FlinkConnectorLag } from './connector';

/** The dimensions of the metrics of a Kinesis data stream that a job reads, beside that of the application. */
export function streamDimensions(streamName: string): { [name: string]: string } {
  return { Id: streamName, Flow: 'Input' };
}

/** How far a job is behind a Kinesis data stream. */
export function streamLag(streamName: string): FlinkConnectorLag {
  return { metricName: 'millisBehindLatest', dimensionsMap: streamDimensions(streamName) };
}

/** How far a job is behind the Kafka partition that it is furthest behind, whichever cluster that is in. */
export const KAFKA_LAG: FlinkConnectorLag = { metricName: 'records_lag_max' };
