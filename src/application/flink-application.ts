import { Aspects, CfnResource, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Connections, ISecurityGroup, ISubnet } from 'aws-cdk-lib/aws-ec2';
import { Grant, IPrincipal, IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ILogGroup, ILogStream } from 'aws-cdk-lib/aws-logs';
import { Construct, IConstruct } from 'constructs';
import { ApplicationCodeConfig } from './application-code';
import { applicationProperties, scaleOf } from './application-configuration';
import { ApplicationEncryption } from './application-encryption';
import { ApplicationResource } from './application-resource';
import { checkLocation } from './code-checks';
import { createExecutionRole } from './execution-role';
import { applicationArnComponents, FlinkApplicationBase } from './flink-application-base';
import { FlinkApplicationProps } from './flink-application-props';
import { FlinkApplicationAttributes, ImportedFlinkApplication } from './imported-flink-application';
import { LogDelivery } from './log-delivery';
import { monitoredApplication } from './monitored';
import { overrideProblems } from './override-problems';
import { PropertyGroups } from './property-groups';
import { applySnapshotMode } from './snapshot-configuration';
import { checkProps } from './props-checks';
import { bindConnector, BoundConnector, networkNeeds } from '../connectors/bound-connector';
import { FlinkConnectorConfig, FlinkConnectorDirection, IFlinkConnector } from '../connectors/connector';
import { ConnectorPermissions } from '../connectors/connector-permissions';
import { propertyGroupsOf } from '../connectors/connector-properties';
import { dependableWithoutDefaultChild } from '../core/dependables';
import { grantDecrypt } from '../core/key-permission';
import { rejectBecause } from '../core/problem';
import { RolePolicy } from '../core/role-policy';
import { warn } from '../core/warning';
import { IFlinkApplication } from '../metrics/flink-application-interface';
import { FlinkAlarmsOptions } from '../monitoring/alarm-settings';
import { FlinkAlarms } from '../monitoring/flink-alarms';
import { MonitoredApplication } from '../metrics/monitored-application';
import { SourceLags } from '../metrics/source-lags';
import { ApplicationNetwork } from '../network/application-network';
import { planNetwork } from '../network/network-plan';

const WILDCARD_REASON = 'These actions cannot be narrowed further: describe actions know no resource types, network interfaces have no id before the service makes them, '
  + 'and the ARN of a log group ends in a wildcard for its streams.';

/**
 * A job on Amazon Managed Service for Apache Flink that lives in a VPC, with all that the connection needs: subnets, security groups,
 * VPC endpoints, the permissions for network interfaces, a log stream and the execution role.
 *
 * Mistakes that would fail the deployment, or make the job hang, are errors when the app is synthesised. The application is created stopped:
 * start it when it is deployed,
 * or let `lifecycle` start it.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/vpc.html
 * @resource AWS::KinesisAnalyticsV2::Application
 */
export class FlinkApplication extends FlinkApplicationBase {
  /**
   * Imports an application by its ARN.
   *
   * @throws if the ARN is not that of an application
   */
  public static fromFlinkApplicationArn(scope: Construct, id: string, applicationArn: string): IFlinkApplication {
    return new ImportedFlinkApplication(scope, id, { applicationArn });
  }

  /**
   * Imports an application of the stack's account and region by its name.
   */
  public static fromFlinkApplicationName(scope: Construct, id: string, applicationName: string): IFlinkApplication {
    return new ImportedFlinkApplication(scope, id, { applicationArn: Stack.of(scope).formatArn(applicationArnComponents(applicationName)) });
  }

  /**
   * Imports an application with its role and security groups, so that it can be granted permissions and connected to.
   *
   * @throws if the ARN is not that of an application
   */
  public static fromFlinkApplicationAttributes(scope: Construct, id: string, attributes: FlinkApplicationAttributes): IFlinkApplication {
    return new ImportedFlinkApplication(scope, id, attributes);
  }

  /** The name of the application. */
  public readonly applicationName: string;

  /**
   * The ARN of the application.
   *
   * Where CloudFormation generates the name, a statement with this ARN in a policy of the application's own role is a circular
   * dependency: give the application a name and write the ARN out.
   */
  public readonly applicationArn: string;

  /** The execution role. */
  public readonly role: IRole;

  /** The execution role, which permissions are granted to. */
  public readonly grantPrincipal: IPrincipal;

  /** Rules to and from the application, on the security groups that are its own. */
  public readonly connections: Connections;

  /** The log group that the application writes to. */
  public readonly logGroup: ILogGroup;

  /** The subnets that the application is connected to. */
  public readonly subnets: ISubnet[];

  /** All security groups that the application's network interfaces carry: its own, and the client group of the VPC's endpoints. */
  public readonly securityGroups: ISecurityGroup[];

  /** The log stream that the application writes to. */
  public readonly logStream: ILogStream;

  /** The resource that connects the application to its log stream. What starts the application waits for it. */
  public readonly loggingOption: IConstruct;

  private readonly propertyGroups = new PropertyGroups(this);
  private readonly network: ApplicationNetwork;
  private readonly connectorPermissions: ConnectorPermissions;
  private readonly resource: ApplicationResource;
  private readonly sourceLags = new SourceLags(this);
  private readonly monitoring: MonitoredApplication;
  private readonly encryption?: ApplicationEncryption;

  constructor(scope: Construct, id: string, props: FlinkApplicationProps) {
    super(scope, id, { physicalName: props.applicationName });

    checkProps(this, props);
    this.encryption = props.encryptionKey && new ApplicationEncryption(this, props.encryptionKey, props.applicationName);
    const code = this.bindCode(props);
    const connectors = [
      ...(props.sources ?? []).map(source => this.bind(source, FlinkConnectorDirection.SOURCE)),
      ...(props.sinks ?? []).map(sink => this.bind(sink, FlinkConnectorDirection.SINK)),
    ];
    // the URLs of endpoints follow when the endpoints are there
    connectors.forEach(({ config }) => this.propertyGroups.add(propertyGroupsOf(config, () => undefined)));
    const path = this.node.path;
    const networkPlan = planNetwork(this, props.vpcConfiguration, networkNeeds(path, connectors));

    const network = new ApplicationNetwork(this, networkPlan);
    this.network = network;
    this.subnets = network.subnets;
    this.securityGroups = network.securityGroups;
    this.connections = new Connections({ securityGroups: network.ownGroups });
    connectors.forEach(({ config }) => this.propertyGroups.add(this.propertyGroupsOf(config)));
    this.sourceLags.add(...connectors.flatMap(({ config }) => config.lag ?? []));

    this.role = props.role ?? createExecutionRole(this, props.applicationName);
    this.grantPrincipal = this.role;

    const logs = new LogDelivery(this, {
      logGroup: props.logGroup, retention: props.logRetention, removalPolicy: props.removalPolicy,
    });
    this.logGroup = logs.logGroup;
    this.logStream = logs.logStream;
    this.monitoring = monitoredApplication(props, this.logGroup, this.sourceLags);

    const policy = this.createPolicy([...logs.statements(), ...network.statements()], code);
    this.connectorPermissions = new ConnectorPermissions(this, this.role);
    const connectorPolicy = this.connectorPermissions.grant(connectors);

    this.encryption?.allowService();
    const resource = new ApplicationResource(this, 'Resource', applicationProperties(props, {
      name: this.physicalName, roleArn: this.role.roleArn, code, propertyGroups: this.propertyGroups.render(), network,
    }));
    this.resource = resource;
    // The service needs the permissions, endpoints and routes while the application exists: they come before it and go after it.
    resource.node.addDependency(
      dependableWithoutDefaultChild(this.role), policy, ...connectorPolicy, ...network.dependables(),
    );
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
      securityGroupId: props.vpcConfiguration.securityGroups === undefined
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
    this.warnOfEndedRuntime(props);
    this.warnOfRefusal([...policy.unattachedStatements(), ...this.connectorPermissions.unattachedStatements()]);
  }

  /**
   * Adds something that the job reads from, as if it had been given in `sources`. The same connector twice adds nothing.
   *
   * @throws if it cannot be a source, or what it needs is missing or contradicts what is there; nothing is changed then
   */
  public addSource(source: IFlinkConnector): void {
    this.addConnector(source, FlinkConnectorDirection.SOURCE);
  }

  /**
   * Adds something that the job writes to, as if it had been given in `sinks`. The same connector twice adds nothing.
   *
   * @throws if it cannot be a sink, or what it needs is missing or contradicts what is there; nothing is changed then
   */
  public addSink(sink: IFlinkConnector): void {
    this.addConnector(sink, FlinkConnectorDirection.SINK);
  }

  /**
   * Adds values that the job reads when it starts. Entries of a group that is there already are added to it.
   *
   * @param id the id of the group: 1 to 50 of the characters `a-z A-Z 0-9 _ . -`
   * @param properties 1 to 50 entries, whose keys and values are 1 to 2048 characters
   * @throws if a limit is exceeded, or if a key is there already with another value
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-properties.html
   */
  public addPropertyGroup(id: string, properties: { [key: string]: string }): void {
    this.propertyGroups.add({ [id]: properties });
  }

  /**
   * Adds the alarms that AWS recommends: not running, restarts, failing and slow checkpoints, CPU, heap memory, and the
   * lag of each source, also of sources that you add later.
   *
   * @throws if the alarms have been added before
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/monitoring-metrics-alarms.html
   */
  public addRecommendedAlarms(options: FlinkAlarmsOptions = {}): FlinkAlarms {
    if (this.node.tryFindChild('Alarms') !== undefined) {
      rejectBecause(this, 'addRecommendedAlarms() was called before, and a second call would add the same alarms again: '
        + 'write all options into one call, or use `new FlinkAlarms()` for more of them');
    }
    return new FlinkAlarms(this, 'Alarms', { application: this, ...options });
  }

  /**
   * The statements that the policy of `encryptionKey` must have, for the owner of an imported key. Empty without a key.
   */
  public keyPolicyStatements(): PolicyStatement[] {
    return this.encryption?.keyPolicyStatements() ?? [];
  }

  /**
   * The statements that the identity of whoever deploys or operates the application must have for `encryptionKey`.
   * `grantOperate()` includes them. Empty without a key.
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

  private addConnector(connector: IFlinkConnector, direction: FlinkConnectorDirection): void {
    const bound = this.bind(connector, direction);
    const plan = this.network.plan(networkNeeds(this.node.path, [bound]));
    const groups = this.propertyGroupsOf(bound.config);
    this.propertyGroups.check(groups);

    // nothing throws from here on
    const before = this.connectorPermissions.unattachedStatements();
    this.resource.node.addDependency(...this.network.add(plan), ...this.connectorPermissions.grant([bound]));
    this.propertyGroups.add(groups);
    this.sourceLags.add(...bound.config.lag === undefined ? [] : [bound.config.lag]);
    const refused = this.connectorPermissions.unattachedStatements();
    if (refused.length > before.length) this.warnOfRefusal(refused);
  }

  private bind(connector: IFlinkConnector, direction: FlinkConnectorDirection): BoundConnector {
    return bindConnector(this.node.path, this, connector, direction);
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

  /** What the role must be allowed to do, whatever the job reads and writes. */
  private createPolicy(statements: PolicyStatement[], code: ApplicationCodeConfig): RolePolicy {
    const policy = new RolePolicy(this, 'Policy', this.role);
    policy.addStatements(...statements);
    const arns = statements.flatMap(({ resources }) => resources).filter(arn => arn.includes('*'));
    policy.acknowledgeWildcards(WILDCARD_REASON, arns);
    grantCode(policy, code);
    policy.attach();
    return policy;
  }

  private applyRemoval(removalPolicy: RemovalPolicy | undefined): void {
    this.resource.applyRemovalPolicy(removalPolicy, { default: RemovalPolicy.DESTROY });
    if (removalPolicy === undefined || removalPolicy === RemovalPolicy.DESTROY) return;
    this.network.retain(removalPolicy);
    // what the application needs to run stays with it, also what is added later
    Aspects.of(this).add({
      visit: node => {
        if (CfnResource.isCfnResource(node) && node.cfnOptions.deletionPolicy === undefined) node.applyRemovalPolicy(removalPolicy);
      },
    });
  }

  private warnOfEndedRuntime({ runtime }: FlinkApplicationProps): void {
    if (!runtime.hasEnded) return;
    warn(this, 'ended-runtime',
      `the support of ${runtime.name} has ended, and the service may refuse or stop the application: write FlinkRuntime.FLINK_1_20 or later`);
  }

  private warnOfRefusal(refused: unknown[]): void {
    if (refused.length === 0) return;
    warn(this, 'immutable-role',
      `nothing can be added to the role ${this.role.node.path}: it must already allow the following, or the application cannot be created or hangs when it starts: ${JSON.stringify(refused)}`);
  }
}

/** Lets the role read exactly the object that the code is. */
function grantCode(policy: RolePolicy, { bucket, objectKey }: ApplicationCodeConfig): void {
  Grant.addToPrincipalOrResource({
    grantee: policy,
    actions: ['s3:GetObject', 's3:GetObjectVersion'],
    resourceArns: [bucket.arnForObjects(objectKey)],
    resource: bucket,
  });
  if (bucket.encryptionKey !== undefined) grantDecrypt(policy, bucket.encryptionKey);
}
