import { Aspects, CfnResource, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Connections, ISecurityGroup, ISubnet } from 'aws-cdk-lib/aws-ec2';
import { Grant, IPrincipal, IRole } from 'aws-cdk-lib/aws-iam';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ApplicationCodeConfig, checkLocation } from './application-code';
import { applicationConfiguration, scaleOf } from './application-configuration';
import { ApplicationResource } from './application-resource';
import { createExecutionRole } from './execution-role';
import { applicationArnComponents, FlinkApplicationBase } from './flink-application-base';
import { FlinkApplicationProps } from './flink-application-props';
import { FlinkApplicationAttributes, ImportedFlinkApplication } from './imported-flink-application';
import { LogDelivery } from './log-delivery';
import { monitoredApplication } from './monitored';
import { overrideProblems } from './override-problems';
import { PropertyGroups } from './property-groups';
import { checkProps } from './props-checks';
import { bindConnector, BoundConnector, networkNeeds } from '../connectors/bound-connector';
import { FlinkConnectorDirection, IFlinkConnector } from '../connectors/connector';
import { ConnectorPermissions } from '../connectors/connector-permissions';
import { propertyGroupsOf, unknownUrl } from '../connectors/connector-properties';
import { dependableWithoutDefaultChild } from '../core/dependables';
import { grantDecrypt } from '../core/key-permission';
import { RolePolicy } from '../core/role-policy';
import { warn } from '../core/warning';
import { IFlinkApplication } from '../metrics/flink-application-interface';
import { MonitoredApplication } from '../metrics/monitored-application';
import { SourceLags } from '../metrics/source-lags';
import { ApplicationNetwork, NetworkPlan, planNetwork } from '../network/application-network';

const WILDCARD_REASON = 'These actions cannot be narrowed further: describe actions know no resource types, network interfaces have no id before the service makes them, '
  + 'and the ARN of a log group ends in a wildcard for its streams.';

/**
 * A job on Amazon Managed Service for Apache Flink that lives in a VPC, with all that the connection needs: subnets, security groups,
 * VPC endpoints, the permissions for network interfaces, a log stream and the execution role.
 *
 * Mistakes that would fail the deployment, or make the job hang, are errors when the app is synthesised. The application is created stopped:
 * start it when it is deployed.
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

  private readonly propertyGroups = new PropertyGroups(this);
  private readonly network: ApplicationNetwork;
  private readonly connectorPermissions: ConnectorPermissions;
  private readonly resource: ApplicationResource;
  private readonly sourceLags = new SourceLags(this);
  private readonly monitoring: MonitoredApplication;

  constructor(scope: Construct, id: string, props: FlinkApplicationProps) {
    // All checks come before anything is created, so that an error leaves nothing behind in the tree.
    const { network, connectors } = checkAll(scope, id, props);
    super(scope, id, { physicalName: props.applicationName });

    const code = this.bindCode(scope, props);
    const applicationNetwork = new ApplicationNetwork(this, network);
    this.network = applicationNetwork;
    this.addPropertyGroupsOf(connectors);
    this.subnets = applicationNetwork.subnets;
    this.securityGroups = applicationNetwork.securityGroups;
    this.connections = new Connections({ securityGroups: applicationNetwork.ownGroups });

    this.role = props.role ?? createExecutionRole(this, props.applicationName);
    this.grantPrincipal = this.role;

    const logs = new LogDelivery(this, { logGroup: props.logGroup, retention: props.logRetention, removalPolicy: props.removalPolicy });
    this.logGroup = logs.logGroup;
    this.monitoring = monitoredApplication(props, this.logGroup, this.sourceLags);

    const policy = new RolePolicy(this, 'Policy', this.role);
    const statements = [...logs.statements(), ...applicationNetwork.statements()];
    policy.addStatements(...statements);
    policy.acknowledgeWildcards(WILDCARD_REASON, statements.flatMap(({ resources }) => resources).filter(arn => arn.includes('*')));
    grantCode(policy, code);
    policy.attach();
    this.connectorPermissions = new ConnectorPermissions(this, this.role);
    const connectorPolicy = this.connectorPermissions.grant(connectors);

    const resource = new ApplicationResource(this, 'Resource', {
      applicationName: this.physicalName,
      applicationDescription: props.description,
      runtimeEnvironment: props.runtime.name,
      serviceExecutionRole: this.role.roleArn,
      applicationConfiguration: {
        ...applicationConfiguration(props, code, applicationNetwork),
        environmentProperties: this.propertyGroups.render(),
      },
      applicationMaintenanceConfiguration: props.maintenanceWindowStartTime === undefined
        ? undefined
        : { applicationMaintenanceWindowStartTime: props.maintenanceWindowStartTime },
    });
    this.resource = resource;
    // The service needs the permissions, endpoints and routes while the application exists: they come before it and go after it.
    resource.node.addDependency(dependableWithoutDefaultChild(this.role), policy, ...connectorPolicy, ...applicationNetwork.dependables());
    resource.node.addValidation({ validate: () => overrideProblems(resource) });
    logs.connect(resource.ref);

    this.applicationName = this.getResourceNameAttribute(resource.ref);
    this.applicationArn = this.getResourceArnAttribute(
      this.stack.formatArn(applicationArnComponents(resource.ref)), applicationArnComponents(this.physicalName),
    );

    resource.applyRemovalPolicy(props.removalPolicy, { default: RemovalPolicy.DESTROY });
    if (props.removalPolicy !== undefined && props.removalPolicy !== RemovalPolicy.DESTROY) this.retainWith(props.removalPolicy);
    applicationNetwork.warn(scaleOf(props));
    this.acknowledge(network);
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
    this.propertyGroups.add(this.node.path, { [id]: properties });
  }

  /** @internal */
  public _monitored(): MonitoredApplication {
    return this.monitoring;
  }

  private addConnector(connector: IFlinkConnector, direction: FlinkConnectorDirection): void {
    const connectors = [bindConnector(this.node.path, this, connector, direction)];
    const plan = this.network.plan(networkNeeds(this.node.path, connectors));
    connectors.forEach(({ config }) => this.propertyGroups.check(this.node.path, propertyGroupsOf(config, unknownUrl)));

    // nothing throws from here on
    const before = this.connectorPermissions.unattachedStatements();
    this.resource.node.addDependency(...this.network.add(plan), ...this.connectorPermissions.grant(connectors));
    this.addPropertyGroupsOf(connectors);
    const refused = this.connectorPermissions.unattachedStatements();
    if (refused.length > before.length) this.warnOfRefusal(refused);
  }

  private addPropertyGroupsOf(connectors: BoundConnector[]): void {
    connectors.forEach(({ config }) => this.propertyGroups.add(this.node.path, propertyGroupsOf(config, service => this.network.urlOf(service))));
    this.sourceLags.add(...connectors.flatMap(({ config }) => config.lag ?? []));
  }

  /** Code that is not the library's may throw: then nothing of the application is left in the tree. */
  private bindCode(scope: Construct, props: FlinkApplicationProps): ApplicationCodeConfig {
    try {
      const code = props.code.bind(this);
      checkLocation(this.node.path, code);
      this.propertyGroups.add(this.node.path, props.propertyGroups ?? {});
      this.propertyGroups.add(this.node.path, code.propertyGroups ?? {});
      return code;
    } catch (error) {
      scope.node.tryRemoveChild(this.node.id);
      throw error;
    }
  }

  /** What the application needs to run stays with it, also what is added later. */
  private retainWith(removalPolicy: RemovalPolicy): void {
    Aspects.of(this).add({
      visit: node => {
        if (CfnResource.isCfnResource(node) && node.cfnOptions.deletionPolicy === undefined) node.applyRemovalPolicy(removalPolicy);
      },
    });
  }

  /** What the user has answered for is no finding of `FlinkVpcRules`. */
  private acknowledge({ configuration, endpoints }: NetworkPlan): void {
    if (configuration.allowPublicSubnet) {
      Validations.of(this).acknowledge({ id: 'public-subnet', reason: 'accepted with vpcConfiguration.allowPublicSubnet' });
    }
    if (endpoints._mode === 'existing') {
      Validations.of(this).acknowledge({ id: 'no-path-to-service', reason: 'the endpoints are there already, says VpcEndpoints.existing()' });
    }
  }

  private warnOfEndedRuntime({ runtime }: FlinkApplicationProps): void {
    if (!runtime._hasEnded()) return;
    warn(this, 'ended-runtime',
      `the support of ${runtime.name} has ended, and the service may refuse or stop the application: write FlinkRuntime.FLINK_1_20 or later`);
  }

  private warnOfRefusal(refused: unknown[]): void {
    if (refused.length === 0) return;
    warn(this, 'immutable-role',
      `nothing can be added to the role ${this.role.node.path}: it must already allow the following, or the application cannot be created or hangs when it starts: ${JSON.stringify(refused)}`);
  }
}

function checkAll(scope: Construct, id: string, props: FlinkApplicationProps): { network: NetworkPlan; connectors: BoundConnector[] } {
  const path = `${scope.node.path}/${id}`;
  checkProps(path, Stack.of(scope), props);
  props.code._check(path);
  const connectors = [
    ...(props.sources ?? []).map(source => bindConnector(path, scope, source, FlinkConnectorDirection.SOURCE)),
    ...(props.sinks ?? []).map(sink => bindConnector(path, scope, sink, FlinkConnectorDirection.SINK)),
  ];
  const propertyGroups = new PropertyGroups(scope);
  propertyGroups.add(path, props.propertyGroups ?? {});
  propertyGroups.add(path, props.code._knownPropertyGroups());
  connectors.forEach(({ config }) => propertyGroups.add(path, propertyGroupsOf(config, unknownUrl)));
  return { network: planNetwork(path, scope, props.vpcConfiguration, networkNeeds(path, connectors)), connectors };
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
