import { ArnFormat, IResource } from 'aws-cdk-lib';
import { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { IConnectable, ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { IGrantable, IRole } from 'aws-cdk-lib/aws-iam';

export const SERVICE = 'kinesisanalytics';
export const RESOURCE = 'application';

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

/** What is known of an application that is defined elsewhere. */
export interface FlinkApplicationAttributes {
  /**
   * The ARN of the application.
   */
  readonly applicationArn: string;

  /**
   * The execution role.
   *
   * @default - unknown: permissions that are granted to the application are not added to any role
   */
  readonly role?: IRole;

  /**
   * The security groups of the application.
   *
   * @default - unknown: `connections` cannot be used
   */
  readonly securityGroups?: ISecurityGroup[];
}

/** How the ARN of an application is made of its name. */
export function applicationArnComponents(resourceName: string) {
  return { service: SERVICE, resource: RESOURCE, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME };
}

/** A metric of an application, made or imported. */
export function applicationMetric(application: IFlinkApplication, metricName: string, options?: MetricOptions): Metric {
  return new Metric({
    namespace: 'AWS/KinesisAnalytics',
    metricName,
    dimensionsMap: { Application: application.applicationName },
    ...options,
  }).attachTo(application);
}
