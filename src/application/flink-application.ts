import { Aspects, CfnResource, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Connections, ISecurityGroup, ISubnet } from 'aws-cdk-lib/aws-ec2';
import { IPrincipal, IRole, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ILogGroup, ILogStream } from 'aws-cdk-lib/aws-logs';
import { Construct, IConstruct } from 'constructs';
import { ApplicationCodeConfig } from './application-code';
import { applicationProperties, scaleOf } from './application-configuration';
import { ApplicationEncryption } from './application-encryption';
import { checkApplicationName } from './application-names';
import { ApplicationResource } from './application-resource';
import { checkLocation } from './code-checks';
import { createExecutionRole, ExecutionRole } from './execution-role';
import { applicationArnComponents, FlinkApplicationBase } from './flink-application-base';
import { FlinkApplicationProps } from './flink-application-props';
import { FlinkApplicationAttributes, ImportedFlinkApplication } from './imported-flink-application';
import { checkConnector, checkConnectorConfig } from './input-checks';
import { LogDelivery } from './log-delivery';
import { monitoredApplication } from './monitored';
import { overrideProblems } from './override-problems';
import { PropertyGroups } from './property-groups';
import { checkProps, warnOfProps } from './props-checks';
import { applySnapshotMode } from './snapshot-configuration';
import { bindConnector, BoundConnector, networkNeeds } from '../connectors/bound-connector';
import { FlinkConnectorConfig, FlinkConnectorDirection, IFlinkConnector } from '../connectors/connector';
import { ConnectorPermissions } from '../connectors/connector-permissions';
import { propertyGroupsOf } from '../connectors/connector-properties';
import { rejectBecause } from '../core/problem';
import { IFlinkApplication } from '../metrics/flink-application-interface';
import { FlinkAlarmsOptions } from '../monitoring/alarm-settings';
import { FlinkAlarms } from '../monitoring/flink-alarms';
import { MonitoredApplication } from '../metrics/monitored-application';
import { SourceLags } from '../metrics/source-lags';
import { ApplicationNetwork } from '../network/application-network';
import { JobNetwork } from '../network/job-network';
import { NetworkNeeds } from '../network/network-needs';
import { planNetwork } from '../network/network-plan';
import { NoNetwork } from '../network/no-network';
import { VpcConfiguration } from '../network/vpc-configuration';

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
 */
export class FlinkApplication extends FlinkApplicationBase {
  /**
   * Imports an application by its ARN.
   *
   * @throws if the ARN is not the ARN of a Flink application
   */
  public static fromFlinkApplicationArn(scope: Construct, id: string, applicationArn: string): IFlinkApplication {
    return new ImportedFlinkApplication(scope, id, { applicationArn });
  }

  /**
   * Imports an application of the account and region of the stack by its name.
   *
   * @throws if the name is not a valid application name
   */
  public static fromFlinkApplicationName(scope: Construct, id: string, applicationName: string): IFlinkApplication {
    checkApplicationName(`${scope.node.path}/${id}`, applicationName);
    const applicationArn = Stack.of(scope).formatArn(applicationArnComponents(applicationName));
    return new ImportedFlinkApplication(scope, id, { applicationArn });
  }

  /**
   * Imports an application with its role and security groups, so that you can grant permissions to it and connect to
   * it.
   *
   * @throws if the ARN is not the ARN of a Flink application
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

  /** The execution role. */
  public readonly role: IRole;

  /**
   * The principal that permissions are granted to: the execution role.
   *
   * Grants to a role that you provide are added to a policy below the application. The stack of the role therefore does
   * not depend on the resources in the grants.
   */
  public readonly grantPrincipal: IPrincipal;

  /** The log group that the application writes to. */
  public readonly logGroup: ILogGroup;

  /** The subnets that the application is connected to. Empty without a VPC. */
  public readonly subnets: ISubnet[];

  /**
   * The security groups of the application's network interfaces: its own groups and the client security group of the
   * VPC's endpoints. Empty without a VPC.
   */
  public readonly securityGroups: ISecurityGroup[];

  /** The log stream that the application writes to. */
  public readonly logStream: ILogStream;

  /**
   * The resource that connects the application to its log stream. Anything that starts the application depends on it.
   */
  public readonly loggingOption: IConstruct;

  private readonly propertyGroups = new PropertyGroups(this);
  private readonly network: JobNetwork;
  private readonly ownConnections: Connections;
  private readonly execution: ExecutionRole;
  private readonly connectorPermissions: ConnectorPermissions;
  private readonly resource: ApplicationResource;
  private readonly sourceLags = new SourceLags(this);
  private readonly monitoring: MonitoredApplication;
  private readonly encryption?: ApplicationEncryption;

  constructor(scope: Construct, id: string, props: FlinkApplicationProps) {
    super(scope, id, { physicalName: props.applicationName });

    checkProps(this, props);
    this.encryption = props.encryptionKey
      && new ApplicationEncryption(this, props.encryptionKey, props.applicationName);
    const code = this.bindCode(props);
    const connectors = [
      ...(props.sources ?? []).map(source => this.bind(source, FlinkConnectorDirection.SOURCE)),
      ...(props.sinks ?? []).map(sink => this.bind(sink, FlinkConnectorDirection.SINK)),
    ];
    // the URLs of endpoints are added when the endpoints exist
    connectors.forEach(({ config }) => this.propertyGroups.add(propertyGroupsOf(config, () => undefined)));

    const network = connectedNetwork(this, props.vpcConfiguration, networkNeeds(this, connectors));
    this.network = network;
    this.subnets = network.subnets;
    this.securityGroups = network.securityGroups;
    this.ownConnections = new Connections({ securityGroups: network.ownGroups });
    connectors.forEach(({ config }) => this.propertyGroups.add(this.propertyGroupsOf(config)));
    this.sourceLags.add(...connectors.flatMap(({ config }) => config.lag ?? []));

    this.role = props.role ?? createExecutionRole(this, props.roleName);

    const logs = new LogDelivery(this, props);
    this.logGroup = logs.logGroup;
    this.logStream = logs.logStream;
    this.monitoring = monitoredApplication(props, this.logGroup, this.sourceLags);

    this.execution = new ExecutionRole(this, this.role, policy => this.resource.node.addDependency(policy));
    this.grantPrincipal = this.execution.grantPrincipal;
    const policies = this.execution.grantBasics([...logs.statements(), ...network.statements()], code);
    this.connectorPermissions = new ConnectorPermissions(this, this.role);
    policies.push(...this.connectorPermissions.grant(connectors));

    this.encryption?.allowService();
    const resource = new ApplicationResource(this, 'Resource', applicationProperties(props, {
      name: this.physicalName, roleArn: this.role.roleArn, code, propertyGroups: this.propertyGroups.render(), network,
    }));
    this.resource = resource;
    // The service needs permissions, endpoints and routes as long as the application exists: they are created before it
    // and deleted after it.
    resource.node.addDependency(...policies, ...network.dependables());
    resource.node.addValidation({ validate: () => overrideProblems(resource) });
    const loggingOption = logs.connect(resource.ref);
    this.loggingOption = loggingOption;
    applySnapshotMode(this, resource, props);
    props.lifecycle?._apply({
      scope: this,
      resource,
      loggingOption,
      logGroup: this.logGroup,
      snapshotMode: props.snapshotMode,
      hasKey: props.encryptionKey !== undefined,
      securityGroupId: props.vpcConfiguration?.securityGroups === undefined
        ? network.ownGroups[0]?.securityGroupId
        : undefined,
      outlasting: [this.role, ...this.securityGroups, ...this.subnets],
    });

    this.applicationName = this.getResourceNameAttribute(resource.ref);
    this.applicationArn = this.getResourceArnAttribute(
      this.stack.formatArn(applicationArnComponents(resource.ref)), applicationArnComponents(this.physicalName),
    );

    this.applyRemoval(props.removalPolicy);
    network.warn(scaleOf(props));
    network.acknowledgements.forEach(acknowledgement => Validations.of(this).acknowledge(acknowledgement));
    warnOfProps(this, props);
    this.execution.warnIfImmutable();
  }

  /**
   * The connections of the application's own security groups.
   *
   * @throws if the application is not connected to a VPC
   */
  public get connections(): Connections {
    if (this.network instanceof NoNetwork) {
      rejectBecause(this, 'connections cannot be used, since vpcConfiguration is missing and the application has no '
        + 'security groups: write `vpcConfiguration: { vpc }` to connect the application to a VPC');
    }
    return this.ownConnections;
  }

  /**
   * Adds a source of the job, like an entry of `sources`. Adding the same connector again has no effect.
   *
   * @throws if the connector cannot be a source, or if something that it needs is missing or contradictory; the
   * application is not changed then
   */
  public addSource(source: IFlinkConnector): void {
    this.addConnector(source, FlinkConnectorDirection.SOURCE);
  }

  /**
   * Adds a sink of the job, like an entry of `sinks`. Adding the same connector again has no effect.
   *
   * @throws if the connector cannot be a sink, or if something that it needs is missing or contradictory; the
   * application is not changed then
   */
  public addSink(sink: IFlinkConnector): void {
    this.addConnector(sink, FlinkConnectorDirection.SINK);
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

  /**
   * Adds a statement to the permissions of the job. The application depends on the policy.
   *
   * @param statement the statement, without a principal
   */
  public addToRolePolicy(statement: PolicyStatement): void {
    this.grantPrincipal.addToPrincipalPolicy(statement);
  }

  /**
   * Returns the permissions that the library has added to the role of the application so far, as one policy document.
   *
   * If the role is immutable, the team that owns it must add these permissions before the deployment. The key of an
   * uploaded code object is a wildcard, because it changes with the code. You can pass the document on as an output or
   * a file.
   *
   * @example
   * declare const app: FlinkApplication;
   * new CfnOutput(this, 'RequiredPolicy', { value: this.toJsonString(app.requiredPolicy()) });
   */
  public requiredPolicy(): PolicyDocument {
    return this.execution.requiredPolicy();
  }

  /** @internal */
  public _monitored(): MonitoredApplication {
    return this.monitoring;
  }

  private addConnector(connector: IFlinkConnector, direction: FlinkConnectorDirection): void {
    const bound = this.bind(connector, direction);
    const meetNeeds = this.network.prepare(networkNeeds(this, [bound]));
    const groups = this.propertyGroupsOf(bound.config);
    this.propertyGroups.check(groups);

    // nothing throws from here on
    this.resource.node.addDependency(...meetNeeds(), ...this.connectorPermissions.grant([bound]));
    this.propertyGroups.add(groups);
    this.sourceLags.add(...bound.config.lag === undefined ? [] : [bound.config.lag]);
    this.execution.warnIfImmutable();
  }

  private bind(connector: IFlinkConnector, direction: FlinkConnectorDirection): BoundConnector {
    checkConnector(this, `${direction}s`, connector);
    const bound = bindConnector(this, connector, direction);
    checkConnectorConfig(this, bound.name, bound.config);
    return bound;
  }

  private propertyGroupsOf(config: FlinkConnectorConfig): { [id: string]: { [key: string]: string } } {
    return propertyGroupsOf(config, service => this.network.urlOf(service));
  }

  private bindCode(props: FlinkApplicationProps): ApplicationCodeConfig {
    const code = props.code.bind(this);
    checkLocation(this, code);
    this.propertyGroups.add(props.propertyGroups ?? {});
    this.propertyGroups.add(code.propertyGroups ?? {});
    return code;
  }

  private applyRemoval(removalPolicy: RemovalPolicy | undefined): void {
    this.resource.applyRemovalPolicy(removalPolicy, { default: RemovalPolicy.DESTROY });
    if (removalPolicy === undefined || removalPolicy === RemovalPolicy.DESTROY) return;
    this.network.retain(removalPolicy);
    // the removal policy also applies to resources that are added later
    Aspects.of(this).add({
      visit: node => {
        if (!CfnResource.isCfnResource(node) || node.cfnOptions.deletionPolicy !== undefined) return;
        node.applyRemovalPolicy(removalPolicy);
      },
    });
  }
}

function connectedNetwork(
  scope: FlinkApplication, configuration: VpcConfiguration | undefined, needs: NetworkNeeds,
): JobNetwork {
  if (configuration === undefined) return new NoNetwork(scope, needs);
  return new ApplicationNetwork(scope, planNetwork(scope, configuration, needs));
}
