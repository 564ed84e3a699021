import { CfnResource, Fn, ResolutionTypeHint, Stack, Stage, Token } from 'aws-cdk-lib';
import {
  CfnVPCEndpoint, GatewayVpcEndpoint, InterfaceVpcEndpoint, IPeer, ISecurityGroup, IVpc, Peer, Port, PrefixList, SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { Construct, IConstruct, IDependable } from 'constructs';
import { checkCollisions } from './endpoint-collisions';
import type { EndpointPlan } from './endpoint-plan';
import { ExistingVpcEndpoints } from './vpc-endpoints';
import { identityOf, mayShareEnvironment } from '../core/identity';
import { outermost } from '../core/stacks';
import { warn } from '../core/warning';
import { gatewayKey, interfaceKey, lacksPrivateDns, portsOf } from '../vpc/endpoint-service';
import { DefinedEndpoint } from '../vpc/existing-endpoints';
import { routeTablesOf } from '../vpc/subnets';
import { definedVpc, disabledDnsAttributes, isVpc, knownCidr, vpcIdentity } from '../vpc/vpc-identity';

const HTTPS = Port.tcp(443);

/** The networks of each app, by the root of its tree. A list rather than a map by VPC: whether two objects are one VPC takes a comparison. */
const NETWORKS = new WeakMap<IConstruct, FlinkNetwork[]>();

/**
 * What the applications of one VPC share: the endpoints that were created, the group of these endpoints, and the client group that the
 * endpoints admit and every application carries. So the rules of a group do not grow with the number of applications.
 *
 * It lives with the VPC: below the `IVpc` object that the first application was given.
 */
export class FlinkNetwork {
  /** The network of a VPC within the stage of `scope`, if an application was connected to it before. */
  public static find(scope: IConstruct, vpc: IVpc): FlinkNetwork | undefined {
    const identity = vpcIdentity(vpc);
    return NETWORKS.get(scope.node.root)?.find(network =>
      network.identity === identity && Stage.of(network.vpc) === Stage.of(scope) && mayShareEnvironment(network.vpc, vpc));
  }

  /** The network of a VPC within the stage of `scope`. */
  public static of(scope: IConstruct, vpc: IVpc): FlinkNetwork {
    const found = FlinkNetwork.find(scope, vpc);
    if (found !== undefined) return found;
    const network = new FlinkNetwork(vpc);
    const { root } = scope.node;
    NETWORKS.set(root, [...NETWORKS.get(root) ?? [], network]);
    network.vpcScope.node.addValidation({ validate: () => network.problems() });
    return network;
  }

  private readonly identity: string;
  private readonly interfaces = new Map<string, IConstruct[]>();
  private readonly endpointResources = new Map<string, CfnResource>();
  private readonly prefixLists = new Map<string, IPeer>();
  private readonly gateways = new Map<string, { endpoint?: GatewayVpcEndpoint; tables: Set<string>; dependables: IConstruct[] }>();
  /** The rules that were made, by the group and port that they open. */
  private readonly rules = new Map<string, IConstruct[]>();
  private home?: Construct;
  private clients?: SecurityGroup;
  private endpoints?: SecurityGroup;

  /** Applications that do not carry the client group, since they came before it was needed. */
  private readonly applicationsWithoutClientGroup: IConstruct[] = [];
  /** The stacks of the applications, which refer to the stack of the VPC. */
  private readonly stacks = new Set<Stack>();
  /** Others that endpoints admit, also endpoints that come later. */
  private readonly additionalClients: IPeer[] = [];
  /** The construct that the network lives below: that of the VPC where this app defines it, whoever else imported its id. */
  private readonly vpcScope: IConstruct;

  private constructor(private readonly vpc: IVpc) {
    this.identity = vpcIdentity(vpc);
    this.vpcScope = anchorOf(vpc);
  }

  /** Whether endpoints admit the client group, so that an application without it cannot reach them. */
  public get admitsClients(): boolean {
    return this.clients !== undefined;
  }

  public isClientGroup(group: ISecurityGroup): boolean {
    return this.clients !== undefined && identityOf(group, group.securityGroupId) === identityOf(this.clients, this.clients.securityGroupId);
  }

  /** Notes that an application was connected to the VPC. */
  public register(application: IConstruct, carriesClientGroup: boolean): void {
    this.stacks.add(outermost(Stack.of(application)));
    if (!carriesClientGroup) this.applicationsWithoutClientGroup.push(application);
  }

  /** The group that every application carries beside its own, and that the endpoints admit. */
  public get clientGroup(): SecurityGroup {
    this.clients ??= new SecurityGroup(this.scope, 'ClientSecurityGroup', {
      vpc: this.vpc,
      description: 'Carried by Managed Service for Apache Flink applications to reach VPC endpoints',
      allowAllOutbound: false,
    });
    return this.clients;
  }

  public hasInterface(key: string): boolean {
    return this.interfaces.has(key);
  }

  public routesTo(key: string, routeTable: string): boolean {
    return this.gateways.get(key)?.tables.has(routeTable) ?? false;
  }

  /** Whether this network created the resource. */
  public owns(resource: CfnResource): boolean {
    return this.home !== undefined && resource.node.scopes.includes(this.home);
  }

  /**
   * What an application that needs these services has to wait for: endpoints, and the rules to reach them.
   *
   * @param stack the stack of the application; it cannot wait for a stack that itself waits for the VPC in it
   */
  public dependables(stack: Stack, interfaceKeys: string[], gatewayKeys: string[]): IDependable[] {
    const all = [
      ...interfaceKeys.flatMap(key => this.interfaces.get(key) ?? []),
      ...gatewayKeys.flatMap(key => this.gateways.get(key)?.dependables ?? []),
    ];
    const definesVpc = definedVpc(this.vpc) !== undefined && outermost(Stack.of(this.vpcScope)) === outermost(stack);
    return definesVpc ? all.filter(construct => outermost(Stack.of(construct)) === outermost(stack)) : all;
  }

  /** Creates and opens what was planned. */
  public apply(plan: EndpointPlan, additionalClients: IPeer[]): void {
    for (const { service, endpoint } of plan.useInterface) this.useInterface(endpoint, Port.tcp(service.port));
    for (const service of plan.createInterface) {
      const port = Port.tcp(service.port);
      const endpoint = new InterfaceVpcEndpoint(this.scope, `Interface-${interfaceKey(service)}`, {
        vpc: this.vpc,
        service,
        privateDnsEnabled: !lacksPrivateDns(service),
        open: false,
        securityGroups: [this.endpointGroup],
        subnets: { subnets: plan.endpointSubnets },
      });
      // an endpoint without private DNS is referred to by its URL, which makes the application wait for it
      const waitedFor = lacksPrivateDns(service) ? [] : [endpoint];
      this.interfaces.set(interfaceKey(service), [...waitedFor, ...this.open(this.endpointGroup, port, this.vpcScope)]);
      this.endpointResources.set(interfaceKey(service), endpoint.node.defaultChild as CfnVPCEndpoint);
    }
    const ports = plan.createInterface.length > 0 ? portsOf(plan.createInterface) : [HTTPS];
    this.additionalClients.push(...additionalClients);
    const clients = plan.createInterface.length > 0 ? this.additionalClients : additionalClients;
    for (const peer of clients) ports.forEach(port => this.allowFrom(peer, port));
    for (const endpoint of plan.useGateway) this.useGateway(endpoint);
    for (const { service, subnets } of plan.createGateway) {
      const key = gatewayKey(service);
      const gateway = this.gatewayOf(key);
      if (gateway.endpoint === undefined) {
        gateway.endpoint = new GatewayVpcEndpoint(this.scope, `Gateway-${key}`, { vpc: this.vpc, service, subnets: [{ subnets }] });
        gateway.dependables.push(gateway.endpoint);
      } else {
        const resource = gateway.endpoint.node.defaultChild as CfnVPCEndpoint;
        resource.routeTableIds = [...resource.routeTableIds ?? [], ...subnets.map(subnet => subnet.routeTable.routeTableId)];
      }
      routeTablesOf(subnets).forEach(table => gateway.tables.add(table!));
    }
  }

  /** The URL of an interface endpoint that this app defines; undefined where it defines none yet. */
  public urlOf(key: string): string | undefined {
    const entries = this.endpointResources.get(key)?.getAtt('DnsEntries', ResolutionTypeHint.STRING_LIST);
    if (entries === undefined) return undefined;
    // the first entry is the regional name, as ZONE:NAME
    return `https://${Fn.select(1, Fn.split(':', Fn.select(0, Token.asList(entries))))}`;
  }

  /** The prefix list of a gateway service, looked up by its name once for the VPC. */
  public prefixList(key: string, prefixListName: string): IPeer {
    const list = this.prefixLists.get(key) ?? PrefixList.fromLookup(this.scope, `PrefixList-${key}`, { prefixListName });
    this.prefixLists.set(key, list);
    return list;
  }

  /** Lets the applications connect to the groups of endpoints that are not part of this app, and returns the rules. */
  public openExisting({ securityGroups = [], interfaceServices }: ExistingVpcEndpoints): IDependable[] {
    return securityGroups.flatMap(group => portsOf(interfaceServices).flatMap(port => this.open(group, port, group)));
  }

  /** Lets others connect to the endpoints. A group that was imported twice is one group: EC2 refuses the same rule a second time. */
  private allowFrom(client: IPeer, port: Port): void {
    const { endpoints } = this;
    if (endpoints === undefined) return;
    this.addRulesOnce(`${identityOf(this.vpcScope, client.toIngressRuleConfig())} ${port}`, [endpoints], () => endpoints.addIngressRule(client, port, 'Other clients of the VPC'));
  }

  /** Lets the applications connect to gateway services from closed groups, and returns the rules. */
  public openPrefixLists(ids: string[]): IDependable[] {
    return ids.flatMap(id => this.openOutbound(Peer.prefixList(id), HTTPS));
  }

  private get scope(): Construct {
    this.home ??= new Construct(this.vpcScope, isVpc(this.vpcScope) ? 'ManagedFlink' : `ManagedFlink-${definedVpc(this.vpc)!.node.id}`);
    return this.home;
  }

  private get endpointGroup(): SecurityGroup {
    this.endpoints ??= new SecurityGroup(this.scope, 'EndpointSecurityGroup', {
      vpc: this.vpc,
      description: 'VPC endpoints for Managed Service for Apache Flink applications',
      allowAllOutbound: false,
    });
    return this.endpoints;
  }

  private useInterface(endpoint: DefinedEndpoint, port: Port): void {
    const groups = this.groupsOf(endpoint);
    const cidr = knownCidr(this.vpc);
    // Groups that cannot be told are somewhere in the VPC; their inbound rules are the user's.
    const rules = groups === undefined
      ? cidr === undefined ? [] : this.openOutbound(Peer.ipv4(cidr), port)
      : groups.flatMap((id, index) => {
        const scope = this.rulesBelongHere(endpoint.resource) ? this.scope : endpoint.resource.node.scope!;
        const group = SecurityGroup.fromSecurityGroupId(scope, `ManagedFlinkClient-${endpoint.resource.node.id}-${endpoint.serviceKey}-${index}`, id);
        return this.open(group, port, endpoint.resource);
      });
    this.interfaces.set(endpoint.serviceKey, [endpoint.resource, ...rules]);
    this.endpointResources.set(endpoint.serviceKey, endpoint.resource);
  }

  /** The groups of an endpoint; one without groups has the default group of the VPC, which admits only itself. */
  private groupsOf({ resource, serviceKey, securityGroupIds }: DefinedEndpoint): string[] | undefined {
    if (securityGroupIds?.length !== 0) return securityGroupIds;
    const defaultGroup = definedVpc(this.vpc)?.getAtt('DefaultSecurityGroup');
    if (defaultGroup !== undefined) return [Token.asString(defaultGroup)];
    warn(resource, 'endpoint-without-groups',
      `the endpoint for ${serviceKey} has no security groups, so it has the default group of the VPC, which admits only itself unless you changed it: `
      + 'give it a security group, so that Flink applications are admitted there');
    return undefined;
  }

  private useGateway(endpoint: DefinedEndpoint): void {
    const gateway = this.gatewayOf(endpoint.serviceKey);
    gateway.dependables.push(endpoint.resource);
    endpoint.routeTables?.forEach(table => gateway.tables.add(table));
  }

  private gatewayOf(key: string) {
    const gateway = this.gateways.get(key) ?? { tables: new Set<string>(), dependables: [] };
    this.gateways.set(key, gateway);
    return gateway;
  }

  /** Rules between the client group and a group of endpoints, on both sides, once for each pair and port. */
  private open(group: ISecurityGroup, port: Port, owner: IConstruct): IConstruct[] {
    return this.addRulesOnce(`${identityOf(group, group.securityGroupId)} ${port}`, [group, this.clientGroup], () => {
      // Both rules go into the stack that may refer to the other one, so that the stacks do not depend on each other.
      const here = this.rulesBelongHere(owner);
      group.addIngressRule(this.clientGroup, port, 'Managed Service for Apache Flink applications', here);
      this.clientGroup.addEgressRule(group, port, 'VPC endpoint', !here);
    });
  }

  private openOutbound(peer: IPeer, port: Port): IConstruct[] {
    return this.addRulesOnce(`${peer.uniqueId} ${port}`, [this.clientGroup], () => this.clientGroup.addEgressRule(peer, port, 'VPC endpoint'));
  }

  /** Makes rules unless they were made before, and returns their constructs, wherever they lie. */
  private addRulesOnce(key: string, groups: ISecurityGroup[], make: () => void): IConstruct[] {
    const before = this.rules.get(key);
    if (before !== undefined) return before;
    const children = () => groups.flatMap(group => group.node.children);
    const present = new Set(children());
    make();
    const rules = children().filter(child => !present.has(child));
    this.rules.set(key, rules);
    return rules;
  }

  /**
   * Whether rules that name both groups belong in the stack of the VPC. Where the VPC is defined by the app, the other stack depends on
   * it already; where it was imported, the stack of the import may depend on the other one, unless that one depends on it, as it does
   * where an application is in it.
   */
  private rulesBelongHere(owner: IConstruct): boolean {
    const [mine, other] = [Stack.of(this.vpcScope), Stack.of(owner)];
    return mine === other || (definedVpc(this.vpc) === undefined && !other.dependencies.includes(mine) && !this.stacks.has(outermost(other)));
  }

  /** What is wrong when the whole app is known. */
  private problems(): string[] {
    const disabled = this.interfaces.size > 0 ? disabledDnsAttributes(this.vpc) : [];
    return [
      ...checkCollisions(this.vpc),
      ...disabled.map(attribute => `${attribute} of the VPC ${this.vpc.node.path} is false, but the private DNS of its interface endpoints needs it: write \`enableDnsSupport: true\` and \`enableDnsHostnames: true\` on the VPC`),
      ...this.endpoints !== undefined ? this.applicationsWithoutClientGroup.map(application => `vpcConfiguration.endpoints of ${application.node.path} leaves the endpoints of the VPC alone, but another FlinkApplication had some created, which do not admit it: `
        + 'construct it after that application, so that it gets the client group, or give it `endpoints: VpcEndpoints.create()` too') : [],
    ];
  }
}

/** The VPC's own construct where the app defines it; else the import. */
function anchorOf(vpc: IVpc): IConstruct {
  const parent = definedVpc(vpc)?.node.scope;
  return parent ?? vpc;
}
