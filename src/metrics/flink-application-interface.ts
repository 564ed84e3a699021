import { IResource } from 'aws-cdk-lib';
import { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { IConnectable } from 'aws-cdk-lib/aws-ec2';
import { IGrantable } from 'aws-cdk-lib/aws-iam';

/** A Flink application, made by this app or imported. */
export interface IFlinkApplication extends IResource, IConnectable, IGrantable {
  /**
   * The name of the application.
   *
   * @attribute
   */
  readonly applicationName: string;

  /**
   * The ARN of the application.
   *
   * @attribute
   */
  readonly applicationArn: string;

  /**
   * A metric of the application, in the namespace `AWS/KinesisAnalytics` with the dimension `Application`.
   *
   * `fullRestarts`, `uptime` and `downtime` are those of Flink 1; Flink 2.2 and later have `numRestarts`, `runningTime` and `restartingTime`.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/metrics-dimensions.html
   * @param metricName the name of the metric, for example `KPUs`, `lastCheckpointDuration` or `numberOfFailedCheckpoints`
   * @param options statistic, period and so on; the average over 5 minutes unless given
   */
  metric(metricName: string, options?: MetricOptions): Metric;
}
