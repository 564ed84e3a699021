import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { ApplicationCodeConfig } from './application-code';
import { applicationProperties, scaleOf } from './application-configuration';
import { ApplicationEncryption } from './application-encryption';
import { checkImportedName } from './application-names';
import { ApplicationResource } from './application-resource';
import { checkLocation } from './code-checks';
import { grantCode } from './code-permissions';
import { ConnectedApplication } from './connected-application';
import { ConnectedJob } from './connected-job';
import { applicationArnComponents } from './flink-application-base';
import { FlinkApplicationProps } from './flink-application-props';
import { FlinkApplicationAttributes, ImportedFlinkApplication } from './imported-flink-application';
import { monitoredApplication } from './monitored';
import { overrideProblems } from './override-problems';
import { PropertyGroups } from './property-groups';
import { checkProps, warnOfProps } from './props-checks';
import { checkSnapshotMode } from './snapshot-configuration';
import { rejectBecause } from '../core/problem';
import { requiredProps } from '../core/required-props';
import { IFlinkApplication } from '../metrics/flink-application-interface';
import { MonitoredApplication } from '../metrics/monitored-application';
import { FlinkAlarmsOptions } from '../monitoring/alarm-settings';
import { FlinkAlarms } from '../monitoring/flink-alarms';

const EXAMPLE = '`{ runtime: FlinkRuntime.FLINK_1_20, code: ApplicationCode.fromAsset(\'target/job.jar\') }`';

/**
 * An application on Amazon Managed Service for Apache Flink, with its execution role and log stream.
 *
 * If you connect the application to a VPC, the construct also creates everything that the connection needs: security
 * groups, VPC endpoints and the permissions for network interfaces.
 *
 * Synthesis fails if a mistake would fail the deployment or make the job hang. The application is created in the state
 * READY. Start it after the deployment, or specify `lifecycle` to start it during the deployment.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/vpc.html
 * @resource AWS::KinesisAnalyticsV2::Application
 * @example
 * declare const stream: kinesis.IStream;
 * new FlinkApplication(this, 'Orders', {
 *   runtime: FlinkRuntime.FLINK_1_20,
 *   code: ApplicationCode.fromAsset('target/orders-1.0.jar'),
 *   vpcConfiguration: { vpc },
 *   sources: [FlinkConnector.kinesisStream(stream)],
 * });
 */
export class FlinkApplication extends ConnectedApplication {
  /**
   * Imports an application by its ARN.
   *
   * @throws if the ARN is not the ARN of a Flink application
   * @example
   * const application = FlinkApplication.fromFlinkApplicationArn(
   *   this, 'Orders', 'arn:aws:kinesisanalytics:eu-west-1:111122223333:application/orders',
   * );
   */
  public static fromFlinkApplicationArn(scope: Construct, id: string, applicationArn: string): IFlinkApplication {
    return new ImportedFlinkApplication(scope, id, { applicationArn });
  }

  /**
   * Imports an application of the account and region of the stack by its name.
   *
   * @throws if the name is not a valid application name
   * @example
   * const application = FlinkApplication.fromFlinkApplicationName(this, 'Orders', 'orders');
   */
  public static fromFlinkApplicationName(scope: Construct, id: string, applicationName: string): IFlinkApplication {
    checkImportedName(scope, applicationName);
    const applicationArn = Stack.of(scope).formatArn(applicationArnComponents(applicationName));
    return new ImportedFlinkApplication(scope, id, { applicationArn });
  }

  /**
   * Imports an application with its role and security groups, so that you can grant permissions to it and connect to
   * it.
   *
   * @throws if the ARN is not the ARN of a Flink application
   * @example
   * const application = FlinkApplication.fromFlinkApplicationAttributes(this, 'Orders', {
   *   applicationArn: 'arn:aws:kinesisanalytics:eu-west-1:111122223333:application/orders',
   *   role: iam.Role.fromRoleName(this, 'Role', 'orders-role'),
   * });
   */
  public static fromFlinkApplicationAttributes(
    scope: Construct, id: string, attributes: FlinkApplicationAttributes,
  ): IFlinkApplication {
    return new ImportedFlinkApplication(scope, id, attributes);
  }

  /** The name of the application. */
  public readonly applicationName: string;

  /**
   * The ARN of the application.
   *
   * If CloudFormation generates the name, a policy of the application's own role cannot contain this ARN, because that
   * is a circular dependency. Specify `applicationName` and write the ARN as text.
   */
  public readonly applicationArn: string;

  /**
   * The resource that connects the application to its log stream. Anything that starts the application depends on it.
   */
  public readonly loggingOption: IConstruct;

  /** @internal */
  protected readonly _job: ConnectedJob;
  private readonly propertyGroups = new PropertyGroups(this);
  private readonly monitoring: MonitoredApplication;
  private readonly encryption?: ApplicationEncryption;

  constructor(scope: Construct, id: string, props: FlinkApplicationProps) {
    super(scope, id, { physicalName: requiredProps(scope, id, props, EXAMPLE).applicationName });

    checkProps(this, props);
    this.encryption = props.encryptionKey
      && new ApplicationEncryption(this, props.encryptionKey, props.applicationName);
    const code = this.bindCode(props);
    const job = new ConnectedJob(this, props, this.propertyGroups, policy => grantCode(this, policy, code));
    this._job = job;
    this.monitoring = monitoredApplication(props, job.logs.logGroup, job.lags);

    this.encryption?.allowService();
    const resource = new ApplicationResource(this, 'Resource', applicationProperties(props, {
      name: this.physicalName,
      roleArn: job.role.roleArn,
      code,
      propertyGroups: this.propertyGroups.render(),
      network: job.network,
    }));
    resource.node.addValidation({ validate: () => overrideProblems(resource) });
    const loggingOption = job.connect(resource);
    this.loggingOption = loggingOption;
    checkSnapshotMode(this, resource, props);
    props.lifecycle?._apply({
      scope: this,
      resource,
      loggingOption,
      logGroup: this.logGroup,
      snapshotMode: props.snapshotMode,
      hasKey: props.encryptionKey !== undefined,
      securityGroupId: props.vpcConfiguration?.securityGroups === undefined
        ? job.network.ownGroups[0]?.securityGroupId
        : undefined,
      outlasting: [this.role, ...this.securityGroups, ...this.subnets],
    });

    this.applicationName = this.getResourceNameAttribute(resource.ref);
    this.applicationArn = this.getResourceArnAttribute(
      this.stack.formatArn(applicationArnComponents(resource.ref)), applicationArnComponents(this.physicalName),
    );

    job.applyRemoval(props.removalPolicy);
    job.warn(scaleOf(props));
    warnOfProps(this, props);
    job.execution.warnIfImmutable();
  }

  /**
   * Adds runtime properties that the job reads when it starts. If the group exists, the entries are added to it.
   *
   * @param id the ID of the group: 1 to 50 of the characters `a-z A-Z 0-9 _ - .`
   * @param properties 1 to 50 entries, whose keys and values have 1 to 2048 characters
   * @throws if a limit is exceeded, or if a key exists with another value
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-properties.html
   */
  public addPropertyGroup(id: string, properties: { [key: string]: string }): void {
    this.propertyGroups.add({ [id]: properties });
  }

  /**
   * Adds the alarms that AWS recommends: application not running, restarts, failed and slow checkpoints, CPU, heap
   * memory, and the lag of each source. Sources that you add later are included.
   *
   * @throws if you call the method twice
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/monitoring-metrics-alarms.html
   */
  public addRecommendedAlarms(options: FlinkAlarmsOptions = {}): FlinkAlarms {
    if (this.node.tryFindChild('Alarms') !== undefined) {
      rejectBecause(this, 'addRecommendedAlarms() was called before, and a second call would add the same alarms '
        + 'again: write all options into one call, or use `new FlinkAlarms()` for more of them');
    }
    return new FlinkAlarms(this, 'Alarms', { application: this, ...options });
  }

  /**
   * The statements that the policy of `encryptionKey` needs, for the owner of an imported key. Empty without a key.
   */
  public keyPolicyStatements(): PolicyStatement[] {
    return this.encryption?.keyPolicyStatements() ?? [];
  }

  /**
   * The statements that an identity needs for `encryptionKey` to deploy or operate the application. `grantOperate()`
   * includes them. Empty without a key.
   */
  public keyOperatorStatements(): PolicyStatement[] {
    return this.encryption?.operatorStatements() ?? [];
  }

  /** @internal */
  public _keyOperatorStatements(): PolicyStatement[] {
    return this.keyOperatorStatements();
  }

  /** @internal */
  public _monitored(): MonitoredApplication {
    return this.monitoring;
  }

  private bindCode(props: FlinkApplicationProps): ApplicationCodeConfig {
    const code = props.code.bind(this);
    checkLocation(this, code);
    this.propertyGroups.add(props.propertyGroups ?? {});
    this.propertyGroups.add(code.propertyGroups ?? {});
    return code;
  }
}
