import { Aspects, CfnResource, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Connections } from 'aws-cdk-lib/aws-ec2';
import { IRole } from 'aws-cdk-lib/aws-iam';
import { IDependable } from 'constructs';
import { ApplicationResource } from './application-resource';
import { createExecutionRole, ExecutionRole } from './execution-role';
import { FlinkApplicationBase } from './flink-application-base';
import { checkConnector, checkConnectorConfig } from './input-checks';
import { LogDelivery, LogDeliveryProps } from './log-delivery';
import { bindConnector, BoundConnector, networkNeeds } from '../connectors/bound-connector';
import { FlinkConnectorConfig, FlinkConnectorDirection, IFlinkConnector } from '../connectors/connector';
import { ConnectorPermissions } from '../connectors/connector-permissions';
import { propertyGroupsOf } from '../connectors/connector-properties';
import { Scale } from '../core/address-shortage';
import { rejectBecause } from '../core/problem';
import { RolePolicy } from '../core/role-policy';
import { SourceLags } from '../metrics/source-lags';
import { ApplicationNetwork } from '../network/application-network';
import { JobNetwork } from '../network/job-network';
import { NetworkNeeds } from '../network/network-needs';
import { planNetwork } from '../network/network-plan';
import { NoNetwork } from '../network/no-network';
import { VpcConfiguration } from '../network/vpc-configuration';

/** The properties that applications and notebooks share. */
export interface ConnectedJobProps extends LogDeliveryProps {
  readonly vpcConfiguration?: VpcConfiguration;
  readonly sources?: IFlinkConnector[];
  readonly sinks?: IFlinkConnector[];
  readonly role?: IRole;
  readonly roleName?: string;
}

type Groups = { readonly [id: string]: { readonly [key: string]: string } };

/** The place that the settings of sources and sinks are written to. */
export interface JobSettings {
  /** Throws if the groups cannot be added. */
  check(groups: Groups): void;
  add(groups: Groups): void;
}

/** The role, logs, network, sources and sinks of an application or a notebook. */
export class ConnectedJob {
  public readonly role: IRole;
  public readonly execution: ExecutionRole;
  public readonly logs: LogDelivery;
  public readonly network: JobNetwork;
  public readonly lags: SourceLags;
  private readonly ownConnections: Connections;
  private readonly connectorPermissions: ConnectorPermissions;
  private readonly policies: IDependable[];
  private resource?: ApplicationResource;

  /**
   * @param scope the application
   * @param settings the place that the settings of sources and sinks are written to
   * @param grant adds the permissions of the role that logs, network, sources and sinks do not include
   */
  constructor(
    private readonly scope: FlinkApplicationBase,
    props: ConnectedJobProps,
    private readonly settings: JobSettings,
    grant: (policy: RolePolicy) => void,
  ) {
    const connectors = [
      ...(props.sources ?? []).map(source => this.bind(source, FlinkConnectorDirection.SOURCE)),
      ...(props.sinks ?? []).map(sink => this.bind(sink, FlinkConnectorDirection.SINK)),
    ];
    // the URLs of endpoints are added when the endpoints exist
    connectors.forEach(({ config }) => settings.add(propertyGroupsOf(config, () => undefined)));
    this.network = connectedNetwork(scope, props.vpcConfiguration, networkNeeds(scope, connectors));
    this.ownConnections = new Connections({ securityGroups: this.network.ownGroups });
    connectors.forEach(({ config }) => settings.add(this.settingsOf(config)));
    this.lags = new SourceLags(scope);
    this.lags.add(...connectors.flatMap(({ config }) => config.lag ?? []));

    this.role = props.role ?? createExecutionRole(scope, props.roleName);
    this.logs = new LogDelivery(scope, props);
    this.execution = new ExecutionRole(scope, this.role, policy => this.resource?.node.addDependency(policy));
    this.policies = this.execution.grantBasics([...this.logs.statements(), ...this.network.statements()], grant);
    this.connectorPermissions = new ConnectorPermissions(scope, this.role);
    this.policies.push(...this.connectorPermissions.grant(connectors));
  }

  /** The connections of the application's own security groups. */
  public get connections(): Connections {
    if (this.network instanceof NoNetwork) {
      rejectBecause(this.scope, 'connections cannot be used, since vpcConfiguration is missing and the application has '
        + 'no security groups: write `vpcConfiguration: { vpc }` to connect the application to a VPC');
    }
    return this.ownConnections;
  }

  /**
   * Connects the resource to the role, the network and the logs.
   *
   * @returns the resource that connects the application to its log stream
   */
  public connect(resource: ApplicationResource): CfnResource {
    this.resource = resource;
    // The service needs permissions, endpoints and routes as long as the application exists: they are created before
    // it and deleted after it.
    resource.node.addDependency(...this.policies, ...this.network.dependables());
    return this.logs.connect(resource.ref);
  }

  /** Adds a source or a sink, or throws and changes nothing. */
  public add(connector: IFlinkConnector, direction: FlinkConnectorDirection): void {
    const bound = this.bind(connector, direction);
    const meetNeeds = this.network.prepare(networkNeeds(this.scope, [bound]));
    const settings = this.settingsOf(bound.config);
    this.settings.check(settings);

    // nothing throws from here on
    this.resource?.node.addDependency(...meetNeeds(), ...this.connectorPermissions.grant([bound]));
    this.settings.add(settings);
    this.lags.add(...bound.config.lag === undefined ? [] : [bound.config.lag]);
    this.execution.warnIfImmutable();
  }

  /** Applies the removal policy to the resource and to everything that it needs to run. */
  public applyRemoval(removalPolicy: RemovalPolicy | undefined): void {
    this.resource?.applyRemovalPolicy(removalPolicy, { default: RemovalPolicy.DESTROY });
    if (removalPolicy === undefined || removalPolicy === RemovalPolicy.DESTROY) return;
    this.network.retain(removalPolicy);
    // the removal policy also applies to resources that are added later
    Aspects.of(this.scope).add({
      visit: node => {
        if (!CfnResource.isCfnResource(node) || node.cfnOptions.deletionPolicy !== undefined) return;
        node.applyRemovalPolicy(removalPolicy);
      },
    });
  }

  /** Adds the warnings of the network, and acknowledges the findings that the user has accepted. */
  public warn(scale: Scale): void {
    this.network.warn(scale);
    this.network.acknowledgements.forEach(acknowledgement => Validations.of(this.scope).acknowledge(acknowledgement));
  }

  private bind(connector: IFlinkConnector, direction: FlinkConnectorDirection): BoundConnector {
    checkConnector(this.scope, `${direction}s`, connector);
    const bound = bindConnector(this.scope, connector, direction);
    checkConnectorConfig(this.scope, bound.name, bound.config);
    return bound;
  }

  private settingsOf(config: FlinkConnectorConfig): Groups {
    return propertyGroupsOf(config, service => this.network.urlOf(service));
  }
}

function connectedNetwork(
  scope: FlinkApplicationBase, configuration: VpcConfiguration | undefined, needs: NetworkNeeds,
): JobNetwork {
  if (configuration === undefined) return new NoNetwork(scope, needs);
  return new ApplicationNetwork(scope, planNetwork(scope, configuration, needs));
}
