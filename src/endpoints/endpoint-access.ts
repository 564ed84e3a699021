import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService, ISecurityGroup, IVpc, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Construct, IConstruct } from 'constructs';
import { ClientRule, ClientRules } from './client-rules';
import { createGatewayEndpoint, createInterfaceEndpoint, endpointUrl, resourceOf } from './created-endpoints';
import { EndpointAdmission } from './endpoint-admission';
import { EndpointInventory } from './endpoint-inventory';
import { CreateVpcEndpointsOptions, ExistingVpcEndpoints } from './endpoint-options';
import { EndpointPlan } from './endpoint-plan';
import { mayBeOpened, namedByItsId } from './foreign-groups';
import { StackOrder } from '../core/stack-order';
import { warn } from '../core/warning';
import { gatewayKey, interfaceKey, lacksPrivateDns, portsOf } from '../vpc/endpoint-service';
import { DefinedEndpoint } from '../vpc/existing-endpoints';
import { routeTablesOf } from '../vpc/subnets';
import { definedVpc, knownRanges } from '../vpc/vpc-identity';

const HTTPS = Port.tcp(443);

/**
 * The endpoints that the applications of a VPC use, with the rules to reach them: those that are created and those that
 * are found.
 */
export class EndpointAccess {
  public readonly clients: ClientRules;
  public readonly admission: EndpointAdmission;

  private readonly interfaces = new Map<string, ClientRule[]>();
  private readonly resources = new Map<string, CfnResource>();
  private readonly gateways = new Map<string, ClientRule[]>();

  constructor(
    private readonly scope: Construct, private readonly vpc: IVpc, private readonly inventory: EndpointInventory,
  ) {
    this.clients = new ClientRules(scope, vpc);
    this.admission = new EndpointAdmission(scope, vpc);
  }

  /** Creates and opens what was planned. */
  public apply(plan: EndpointPlan, options: CreateVpcEndpointsOptions, by: IConstruct): void {
    for (const { service, endpoint } of plan.useInterface) this.useInterface(service, endpoint);
    for (const service of plan.createInterface) this.createInterface(service, plan, options, by);
    for (const endpoint of plan.useGateway) this.useGateway(endpoint);
    for (const { service, subnets } of plan.createGateway) {
      const endpoint = createGatewayEndpoint(this.scope, this.vpc, service, subnets, options.endpointPolicy);
      this.addGateway(gatewayKey(service), { constructs: [endpoint], references: [] });
      this.inventory.noteGateway(gatewayKey(service), routeTablesOf(subnets));
      this.inventory.noteCreatedGateway(gatewayKey(service), by.node.path);
    }
  }

  /** The endpoints for these services, as far as the app defines them, and the rules to reach them. */
  public rulesFor(interfaceKeys: string[], gatewayKeys: string[]): ClientRule[] {
    return [
      ...interfaceKeys.flatMap(key => this.interfaces.get(key) ?? []),
      ...gatewayKeys.flatMap(key => this.gateways.get(key) ?? []),
    ];
  }

  /** The URL of an interface endpoint that this app defines, for an application. */
  public urlOf(key: string, application: IConstruct): string | undefined {
    const resource = this.resources.get(key);
    return resource && endpointUrl(resource, application);
  }

  public hasUrl(key: string): boolean {
    return this.resources.has(key);
  }

  /** Lets the applications connect to the groups of endpoints that are not part of this app, and returns the rules. */
  public openExisting({ securityGroups = [], interfaceServices }: ExistingVpcEndpoints): ClientRule[] {
    return securityGroups.filter(group => mayBeOpened(this.scope, this.vpc, group))
      .map(group => namedByItsId(this.scope, group))
      .flatMap(group => portsOf(interfaceServices).map(port => this.clients.open(group, port, group)));
  }

  /** Lets the applications connect to gateway services where their egress is restricted, and returns the rules. */
  public openPrefixLists(ids: string[]): ClientRule[] {
    return ids.map(id => this.clients.openOutbound(Peer.prefixList(id), HTTPS));
  }

  private createInterface(
    service: InterfaceVpcEndpointAwsService, plan: EndpointPlan, options: CreateVpcEndpointsOptions, by: IConstruct,
  ): void {
    const { group } = this.admission;
    const key = interfaceKey(service);
    const port = Port.tcp(service.port);
    const endpoint = createInterfaceEndpoint(this.scope, this.vpc, service, {
      subnets: plan.endpointSubnets,
      securityGroup: group,
      endpointPolicy: options.endpointPolicy,
      lookupSupportedAzs: options.lookupSupportedAzs,
    });
    // an endpoint without private DNS is referred to by its URL, which makes the application wait for it
    const waitedFor = lacksPrivateDns(service) ? [] : [{ constructs: [endpoint], references: [] }];
    this.interfaces.set(key, [...waitedFor, this.clients.open(group, port, this.scope)]);
    this.resources.set(key, resourceOf(endpoint));
    this.admission.addPort(port);
    this.inventory.noteCreated(service, by.node.path);
  }

  private useInterface(service: InterfaceVpcEndpointAwsService, endpoint: DefinedEndpoint): void {
    const { resource, serviceKey } = endpoint;
    this.interfaces.set(serviceKey, [this.waitedFor(resource), ...this.openGroupsOf(endpoint, Port.tcp(service.port))]);
    this.resources.set(serviceKey, resource);
    this.inventory.noteUsed(service);
  }

  /**
   * An endpoint that the app defines. It refers to the VPC: in another stack, nothing of the VPC's stack can wait for
   * it.
   */
  private waitedFor(resource: CfnResource): ClientRule {
    const vpcResource = definedVpc(this.vpc);
    if (vpcResource !== undefined) StackOrder.of(resource).note(resource, vpcResource);
    return { constructs: [resource], references: vpcResource === undefined ? [] : [vpcResource] };
  }

  private openGroupsOf(endpoint: DefinedEndpoint, port: Port): ClientRule[] {
    const { resource, serviceKey } = endpoint;
    const ids = this.groupsOf(endpoint);
    // Groups that cannot be told are somewhere in the VPC; their inbound rules are the user's.
    if (ids === undefined) return knownRanges(this.vpc).map(range => this.clients.openOutbound(Peer.ipv4(range), port));
    return ids.map((id, index) => {
      const isHere = Stack.of(resource) === Stack.of(this.scope);
      const parent = isHere ? this.scope : resource.node.scope!;
      const importId = `ManagedFlinkClient-${resource.node.id}-${serviceKey}-${index}`;
      const group: ISecurityGroup = parent.node.tryFindChild(importId) as ISecurityGroup | undefined
        ?? SecurityGroup.fromSecurityGroupId(parent, importId, id);
      return this.clients.open(group, port, resource);
    });
  }

  /** The groups of an endpoint; one without groups has the default group of the VPC, which admits only itself. */
  private groupsOf({ resource, serviceKey, securityGroupIds }: DefinedEndpoint): string[] | undefined {
    if (securityGroupIds?.length !== 0) return securityGroupIds;
    const defaultGroup = definedVpc(this.vpc)?.getAtt('DefaultSecurityGroup');
    if (defaultGroup !== undefined) return [Token.asString(defaultGroup)];
    warn(resource, 'endpoint-without-groups',
      `the endpoint for ${serviceKey} has no security groups, so it has the default group of the VPC, which admits `
      + 'only itself unless you changed it: give it a security group, so that Flink applications are admitted there');
    return undefined;
  }

  private useGateway(endpoint: DefinedEndpoint): void {
    this.addGateway(endpoint.serviceKey, this.waitedFor(endpoint.resource));
    this.inventory.noteGateway(endpoint.serviceKey, endpoint.routeTables ?? []);
  }

  private addGateway(key: string, waitedFor: ClientRule): void {
    const present = this.gateways.get(key) ?? [];
    if (present.some(({ constructs }) => constructs.includes(waitedFor.constructs[0]))) return;
    this.gateways.set(key, [...present, waitedFor]);
  }
}
