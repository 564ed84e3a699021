import { MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';

/** Options of the metrics that are reported for each task, and never for the whole application. */
export interface FlinkTaskMetricOptions extends MetricOptions {
  /**
   * The name of the task as CloudWatch shows it in the dimension `Task`, for example `Source:_orders`.
   *
   * For one operator or thread of the task, add the dimensions `Operator` and `Parallelism` with `dimensionsMap`.
   */
  readonly task: string;
}

/** Options of the metrics that are reported for each Kinesis data stream that the job reads. */
export interface FlinkStreamMetricOptions extends MetricOptions {
  /**
   * The name of the Kinesis data stream.
   */
  readonly streamName: string;
}
