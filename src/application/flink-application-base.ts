import { ArnFormat } from 'aws-cdk-lib';
import { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { FlinkApplicationMetrics } from '../metrics/application-metrics';

/** The name of the service in ARNs. */
export const SERVICE = 'kinesisanalytics';
/** The resource type of an application in ARNs. */
export const RESOURCE = 'application';

/** What applications have in common, whether this app makes them or imports them. */
export abstract class FlinkApplicationBase extends FlinkApplicationMetrics {
  /**
   * A metric of the application by its name, in the namespace `AWS/KinesisAnalytics` with the dimension `Application`.
   *
   * Use it for what has no method here, such as a metric that your job reports itself. The other methods know the
   * statistic and the period that fit, and whether the application reports the metric.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/metrics-dimensions.html
   * @param metricName the name of the metric in CloudWatch
   * @param options statistic, period and so on; the average over 5 minutes unless given
   */
  public metric(metricName: string, options?: MetricOptions): Metric {
    return new Metric({
      namespace: 'AWS/KinesisAnalytics',
      metricName,
      dimensionsMap: { Application: this.applicationName },
      ...options,
    }).attachTo(this);
  }
}

/** How the ARN of an application is made of its name. */
export function applicationArnComponents(resourceName: string) {
  return { service: SERVICE, resource: RESOURCE, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME };
}
