import { ArnFormat, Resource } from 'aws-cdk-lib';
import { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Connections } from 'aws-cdk-lib/aws-ec2';
import { IPrincipal } from 'aws-cdk-lib/aws-iam';
import { IFlinkApplication } from '../metrics/flink-application-interface';

/** The name of the service in ARNs. */
export const SERVICE = 'kinesisanalytics';
/** The resource type of an application in ARNs. */
export const RESOURCE = 'application';

/** What applications have in common, whether this app makes them or imports them. */
export abstract class FlinkApplicationBase extends Resource implements IFlinkApplication {
  /** The name of the application. */
  public abstract readonly applicationName: string;

  /** The ARN of the application. */
  public abstract readonly applicationArn: string;

  /** The principal that permissions are granted to. */
  public abstract readonly grantPrincipal: IPrincipal;

  /** Rules to and from the application, on the security groups that are its own. */
  public abstract readonly connections: Connections;

  /**
   * A metric of the application, in the namespace `AWS/KinesisAnalytics` with the dimension `Application`.
   *
   * `fullRestarts`, `uptime` and `downtime` are those of Flink 1; Flink 2.2 and later have `numRestarts`, `runningTime` and `restartingTime`.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/metrics-dimensions.html
   * @param metricName the name of the metric, for example `KPUs`, `lastCheckpointDuration` or `numberOfFailedCheckpoints`
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
