import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Connections, ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { IPrincipal, IRole, UnknownPrincipal } from 'aws-cdk-lib/aws-iam';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { FlinkApplicationBase, RESOURCE, SERVICE } from './flink-application-base';
import { reject, rejectBecause } from '../core/problem';
import { fitsText, SERVICE_LIMITS } from '../core/service-limits';
import { FlinkRuntime } from '../flink-runtime';
import { MetricsLevel } from '../metrics/metrics-level';
import { MonitoredApplication } from '../metrics/monitored-application';

/** Attributes of an application that is defined elsewhere. */
export interface FlinkApplicationAttributes {
  /**
   * The ARN of the application.
   */
  readonly applicationArn: string;

  /**
   * The execution role.
   *
   * @default - unknown; permissions that you grant to the application are not added to any role
   */
  readonly role?: IRole;

  /**
   * The security groups of the application.
   *
   * @default - unknown; you cannot use `connections`
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * The version of Apache Flink, which determines the metrics that the application reports.
   *
   * @default - unknown; you can use every metric, and alarms watch the metrics of all versions
   */
  readonly runtime?: FlinkRuntime;

  /**
   * The granularity of the metrics that the application reports.
   *
   * @default - unknown; you can use every metric
   */
  readonly metricsLevel?: MetricsLevel;

  /**
   * The log group that the application writes to.
   *
   * @default - unknown; a dashboard shows no messages
   */
  readonly logGroup?: ILogGroup;
}

/** An application that is defined elsewhere. */
export class ImportedFlinkApplication extends FlinkApplicationBase {
  public readonly applicationName: string;
  public readonly applicationArn: string;
  public readonly grantPrincipal: IPrincipal;
  private readonly knownConnections?: Connections;
  private readonly attributes: FlinkApplicationAttributes;

  constructor(scope: Construct, id: string, attributes: FlinkApplicationAttributes) {
    const { applicationArn, role, securityGroups } = attributes;
    super(scope, id, { environmentFromArn: checkedArn(scope, id, applicationArn) });
    this.applicationArn = applicationArn;
    this.applicationName = Stack.of(scope).splitArn(applicationArn, ArnFormat.SLASH_RESOURCE_NAME).resourceName!;
    this.grantPrincipal = role ?? new UnknownPrincipal({ resource: this });
    this.knownConnections = securityGroups && new Connections({ securityGroups });
    this.attributes = attributes;
  }

  public get connections(): Connections {
    if (this.knownConnections === undefined) {
      rejectBecause(this, 'connections of an imported FlinkApplication cannot be used, since its security '
        + 'groups are unknown: import it with `FlinkApplication.fromFlinkApplicationAttributes(..., { applicationArn, '
        + 'securityGroups })`');
    }
    return this.knownConnections;
  }

  /** The application can be in another account or region than the stack that watches it. */
  public metric(metricName: string, options?: MetricOptions): Metric {
    return super.metric(metricName, { account: this.env.account, region: this.env.region, ...options });
  }

  /** @internal */
  public _monitored(): MonitoredApplication {
    const { runtime, metricsLevel, logGroup } = this.attributes;
    return { runtime, metricsLevel, logGroup };
  }
}

const ARN = new RegExp(`^arn:[^:]+:${SERVICE}:[^:]+:[^:]+:${RESOURCE}/(.*)$`);

/** Checks an ARN before the CDK takes it apart: the construct does not exist yet. */
function checkedArn(scope: Construct, id: string, arn: string): string {
  const [, name = ''] = ARN.exec(arn) ?? [];
  if (Token.isUnresolved(arn) || fitsText(name, SERVICE_LIMITS.applicationName)) return arn;
  reject(scope, {
    property: `applicationArn of ${id}`,
    got: arn,
    allowed: 'the ARN of a Flink application',
    write: '`arn:aws:kinesisanalytics:REGION:ACCOUNT:application/NAME`, or import it by name with '
      + '`FlinkApplication.fromFlinkApplicationName()`',
  });
}
