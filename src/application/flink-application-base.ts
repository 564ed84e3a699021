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

export const START_AND_STOP = ['StartApplication', 'StopApplication'].map(action => `${SERVICE}:${action}`);

/** With enhanced snapshots, an operator also needs the permission for the snapshot that the service takes at a stop. */
const SNAPSHOTS = ['CreateApplicationSnapshot', 'CreateSystemSnapshot'].map(action => `${SERVICE}:${action}`);

/** The common part of applications that the app defines and applications that it imports. */
export abstract class FlinkApplicationBase extends FlinkApplicationMetrics {
  /**
   * Returns a metric of the application by its name, in the namespace `AWS/KinesisAnalytics` with the dimension
   * `Application`.
   *
   * Use this method for a metric that has no method here, such as a custom metric of your job. The other methods use a
   * suitable statistic and period, and check whether the application reports the metric. `dimensionsMap` is added to
   * the dimension `Application`.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/metrics-dimensions.html
   * @param metricName the name of the metric in CloudWatch
   * @param options statistic, period and so on; the default is the average over 5 minutes
   */
  public metric(metricName: string, options?: MetricOptions): Metric {
    return new Metric({
      namespace: 'AWS/KinesisAnalytics',
      metricName,
      ...options,
      dimensionsMap: { Application: this.applicationName, ...options?.dimensionsMap },
    }).attachTo(this);
  }

  /** Grants permission to describe the application, and to list its operations, versions and snapshots. */
  public grantRead(grantee: IGrantable): Grant {
    return this.grant(grantee, READ);
  }

  /**
   * Grants permission to describe, start and stop the application, and to take snapshots. If the app knows the key that
   * encrypts the application, the permissions for the key are included.
   */
  public grantOperate(grantee: IGrantable): Grant {
    const grant = this.grant(grantee, [...READ, ...START_AND_STOP, ...SNAPSHOTS]);
    return this._keyOperatorStatements().reduce((all, { actions, resources, conditions }) =>
      all.combine(Grant.addToPrincipal({ grantee, actions, resourceArns: resources, conditions })), grant);
  }

  /**
   * The permissions that an operator of the application needs for its key.
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

/** The parts of the ARN of an application. */
export function applicationArnComponents(resourceName: string) {
  return { service: SERVICE, resource: RESOURCE, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME };
}
