import { ArnFormat, IResource, Resource, Stack, Token } from 'aws-cdk-lib';
import { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Connections, IConnectable, ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { IGrantable, IPrincipal, IRole, UnknownPrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { reject, rejectBecause } from './private/problem';

const SERVICE = 'kinesisanalytics';
const RESOURCE = 'application';

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
   * @default - unknown: what is granted to the application is not added anywhere
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

/**
 * What applications have in common, whether made or imported.
 *
 * @internal
 */
export abstract class FlinkApplicationBase extends Resource implements IFlinkApplication {
  public abstract readonly applicationName: string;
  public abstract readonly applicationArn: string;
  public abstract readonly grantPrincipal: IPrincipal;
  public abstract readonly connections: Connections;

  public metric(metricName: string, options: MetricOptions = {}): Metric {
    return new Metric({
      namespace: 'AWS/KinesisAnalytics',
      metricName,
      dimensionsMap: { Application: this.applicationName },
      ...options,
    }).attachTo(this);
  }
}

/** An application that is defined elsewhere. */
export class ImportedFlinkApplication extends FlinkApplicationBase {
  public readonly applicationName: string;
  public readonly applicationArn: string;
  public readonly grantPrincipal: IPrincipal;
  private readonly knownConnections?: Connections;

  constructor(scope: Construct, id: string, attributes: FlinkApplicationAttributes) {
    const { applicationArn, role, securityGroups } = attributes;
    super(scope, id, { environmentFromArn: checkedArn(`${scope.node.path}/${id}`, applicationArn) });
    this.applicationArn = applicationArn;
    this.applicationName = Stack.of(scope).splitArn(applicationArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName!;
    this.grantPrincipal = role ?? new UnknownPrincipal({ resource: this });
    this.knownConnections = securityGroups && new Connections({ securityGroups });
  }

  public get connections(): Connections {
    if (this.knownConnections === undefined) {
      rejectBecause(this.node.path, 'connections of an imported FlinkApplication cannot be used, since its security groups are unknown: '
        + 'import it with `FlinkApplication.fromFlinkApplicationAttributes(..., { applicationArn, securityGroups })`');
    }
    return this.knownConnections;
  }
}

function checkedArn(path: string, arn: string): string {
  if (!Token.isUnresolved(arn) && !new RegExp(`^arn:[^:]+:${SERVICE}:[^:]+:[^:]+:${RESOURCE}/[^/]+$`).test(arn)) {
    reject(path, {
      property: 'applicationArn',
      got: arn,
      allowed: 'the ARN of a Flink application',
      write: '`arn:aws:kinesisanalytics:REGION:ACCOUNT:application/NAME`, or import it by name with `FlinkApplication.fromFlinkApplicationName()`',
    });
  }
  return arn;
}
