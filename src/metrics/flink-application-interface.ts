import { IResource } from 'aws-cdk-lib';
import { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { IConnectable } from 'aws-cdk-lib/aws-ec2';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { IFlinkApplicationMetrics } from './application-metrics-interface';
import { MonitoredApplication } from './monitored-application';

/** A Flink application that this app creates or imports. */
export interface IFlinkApplication extends IResource, IConnectable, IGrantable, IFlinkApplicationMetrics {
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
   * A metric of the application by its name, in the namespace `AWS/KinesisAnalytics` with the dimension `Application`.
   *
   * Use it for what has no method here, such as a metric that your job reports itself. The other methods know the
   * statistic and the period that fit, and whether the application reports the metric. `dimensionsMap` is added to the
   * dimension `Application`.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/metrics-dimensions.html
   * @param metricName the name of the metric in CloudWatch
   * @param options statistic, period and so on; the average over 5 minutes unless given
   */
  metric(metricName: string, options?: MetricOptions): Metric;

  /**
   * Allows a principal to see the application, its operations, versions and snapshots.
   */
  grantRead(grantee: IGrantable): Grant;

  /**
   * Allows a principal to see, start and stop the application and to take snapshots, with the key that encrypts it
   * where the app knows the key.
   */
  grantOperate(grantee: IGrantable): Grant;

  /**
   * What is known of the application in addition to its name.
   *
   * @internal
   */
  _monitored?(): MonitoredApplication;
}
