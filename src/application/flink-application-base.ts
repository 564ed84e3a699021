import { ArnFormat } from 'aws-cdk-lib';
import { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Grant, IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { FlinkApplicationMetrics } from '../metrics/application-metrics';

/** The name of the service in ARNs. */
export const SERVICE = 'kinesisanalytics';
/** The resource type of an application in ARNs. */
export const RESOURCE = 'application';

const READ = [
  'DescribeApplication', 'DescribeApplicationOperation', 'DescribeApplicationSnapshot', 'DescribeApplicationVersion',
  'ListApplicationOperations', 'ListApplicationSnapshots', 'ListApplicationVersions', 'ListTagsForResource',
].map(action => `${SERVICE}:${action}`);

/**
 * With enhanced snapshots, the caller also needs the permission for the snapshot that the service takes when it stops.
 */
const OPERATE = [
  'StartApplication', 'StopApplication', 'CreateApplicationSnapshot', 'CreateSystemSnapshot',
].map(action => `${SERVICE}:${action}`);

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

  /** Allows a principal to see the application, its operations, versions and snapshots. */
  public grantRead(grantee: IGrantable): Grant {
    return this.grant(grantee, READ);
  }

  /**
   * Allows a principal to see, start and stop the application and to take snapshots, with the key that encrypts it
   * where the app knows the key.
   */
  public grantOperate(grantee: IGrantable): Grant {
    const grant = this.grant(grantee, [...READ, ...OPERATE]);
    return this._keyOperatorStatements().reduce((all, { actions, resources, conditions }) =>
      all.combine(Grant.addToPrincipal({ grantee, actions, resourceArns: resources, conditions })), grant);
  }

  /**
   * What those who operate the application must be allowed to do with its key.
   *
   * @internal
   */
  public _keyOperatorStatements(): PolicyStatement[] {
    return [];
  }

  private grant(grantee: IGrantable, actions: string[]): Grant {
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [this.applicationArn] });
  }
}

/** How the ARN of an application is made of its name. */
export function applicationArnComponents(resourceName: string) {
  return { service: SERVICE, resource: RESOURCE, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME };
}
