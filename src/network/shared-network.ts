import { CfnResource, Fn, ResolutionTypeHint, Stack, Stage, Token } from 'aws-cdk-lib';
import {
  CfnVPCEndpoint, GatewayVpcEndpoint, InterfaceVpcEndpoint, IPeer, ISecurityGroup, IVpc, Peer, Port, PrefixList, SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { Construct, IConstruct, IDependable } from 'constructs';
import { identityOf, mayShareEnvironment } from '../private/identity';
import { checkCollisions } from './endpoint-collisions';
import type { EndpointPlan } from './endpoint-plan';
import { gatewayKey, interfaceKey, lacksPrivateDns } from './endpoint-service';
import { DefinedEndpoint } from './existing-endpoints';
import { routeTablesOf } from './subnets';
import { knownCidr, vpcIdentity } from './vpc-identity';

const HTTPS = Port.tcp(443);

/**
 * What the applications of one VPC share: the endpoints that were created, the group of these endpoints, and the client group that the
 * endpoints admit and every application carries. So the rules of a group do not grow with the number of applications.
 *
 * It lives with the VPC: below the `IVpc` object that the first application was given.
 */
export class SharedNetwork {
  /** Networks by the root of the tree and the VPC, since two objects can be one VPC. */
  private static readonly networks = new WeakMap<IConstruct, SharedNetwork[]>();

  /** The network of a VPC within the stage of `scope`, if an application was connected to it before. */
  public static find(scope: IConstruct, vpc: IVpc): SharedNetwork | undefined {
    const identity = vpcIdentity(vpc);
    return SharedNetwork.networks.get(scope.node.root)?.find(network =>
      network.identity === identity && Stage.of(network.vpc) === Stage.of(scope) && mayShareEnvironment(network.vpc, vpc));
  }

  /** The network of a VPC within the stage of `scope`. */
  public static of(scope: IConstruct, vpc: IVpc): SharedNetwork {
    const root = scope.node.root;
    const networks = SharedNetwork.networks.get(root) ?? [];
    if (networks.length === 0) {
      SharedNetwork.networks.set(root, networks);
      root.node.addValidation({ validate: () => checkCollisions(root, networks.map(network => network.vpc)) });
    }
    const found = SharedNetwork.find(scope, vpc);
    if (found !== undefined) return found;
    const network = new SharedNetwork(vpc);
    networks.push(network);
    return network;
  }

  private readonly identity: string;
  private readonly interfaces = new Map<string, IDependable[]>();
  private readonly endpointResources = new Map<string, CfnResource>();
  private readonly prefixLists = new Map<string, IPeer>();
  private readonly gateways = new Map<string, { endpoint?: GatewayVpcEndpoint; tables: Set<string>; dependables: IDependable[] }>();
  private readonly opened = new Set<string>();
  private home?: Construct;
  private clients?: SecurityGroup;
  private endpoints?: SecurityGroup;

  private constructor(private readonly vpc: IVpc) {
    this.identity = vpcIdentity(vpc);
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

  /** What an application that needs these services has to wait for. */
  public dependables(interfaceKeys: string[], gatewayKeys: string[]): IDependable[] {
    return [
      ...interfaceKeys.flatMap(key => this.interfaces.get(key) ?? []),
      ...gatewayKeys.flatMap(key => this.gateways.get(key)?.dependables ?? []),
      ...this.home === undefined ? [] : [this.home],
    ];
  }

  /** Creates and opens what was planned. */
  public carryOut(plan: EndpointPlan): void {
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
      this.open(this.endpointGroup, port, this.vpc);
      this.interfaces.set(interfaceKey(service), [endpoint]);
      this.endpointResources.set(interfaceKey(service), endpoint.node.defaultChild as CfnVPCEndpoint);
    }
    for (const endpoint of plan.useGateway) this.useGateway(endpoint);
    for (const { service, subnets } of plan.createGateway) {
      const key = gatewayKey(service);
      const gateway = this.gatewayOf(key);
      if (gateway.endpoint === undefined) {
        gateway.endpoint = new GatewayVpcEndpoint(this.scope, `Gateway-${key}`, { vpc: this.vpc, service, subnets: [{ subnets }] });
      } else {
        const resource = gateway.endpoint.node.defaultChild as CfnVPCEndpoint;
        resource.routeTableIds = [...resource.routeTableIds ?? [], ...subnets.map(subnet => subnet.routeTable.routeTableId)];
      }
      routeTablesOf(subnets).forEach(table => gateway.tables.add(table!));
    }
  }

  /** The URL of an interface endpoint that this app defines. */
  public urlOf(key: string): string {
    const entries = this.endpointResources.get(key)!.getAtt('DnsEntries', ResolutionTypeHint.STRING_LIST);
    // the first entry is the regional name, as ZONE:NAME
    return `https://${Fn.select(1, Fn.split(':', Fn.select(0, Token.asList(entries))))}`;
  }

  /** The prefix list of a gateway service, looked up by its name once for the VPC. */
  public prefixList(key: string, prefixListName: string): IPeer {
    const list = this.prefixLists.get(key) ?? PrefixList.fromLookup(this.scope, `PrefixList-${key}`, { prefixListName });
    this.prefixLists.set(key, list);
    return list;
  }

  /** Lets the applications connect to the groups of endpoints that are not part of this app. */
  public openExisting(groups: ISecurityGroup[]): void {
    for (const group of groups) this.open(group, HTTPS, group);
  }

  /** Lets the applications connect to gateway services from closed groups. */
  public openPrefixLists(ids: string[]): void {
    for (const id of ids) this.openOutbound(Peer.prefixList(id), HTTPS, `prefix list ${id}`);
  }

  private get scope(): Construct {
    this.home ??= new Construct(this.vpc, 'ManagedFlink');
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
    const ids = endpoint.securityGroupIds;
    const cidr = knownCidr(this.vpc);
    // The default group of the VPC, or a list that is only known when the stack is deployed: its inbound rules are the user's.
    if (ids === undefined && cidr !== undefined) this.openOutbound(Peer.ipv4(cidr), port, `${cidr} ${port}`);
    const rules = ids?.map((id, index) => {
      const scope = this.rulesBelongHere(endpoint.resource) ? this.scope : endpoint.resource.node.scope!;
      const group = SecurityGroup.fromSecurityGroupId(scope, `ManagedFlinkClient-${endpoint.resource.node.id}-${endpoint.serviceKey}-${index}`, id);
      this.open(group, port, endpoint.resource);
      return group;
    });
    this.interfaces.set(endpoint.serviceKey, [endpoint.resource, ...rules ?? []]);
    this.endpointResources.set(endpoint.serviceKey, endpoint.resource);
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
  private open(group: ISecurityGroup, port: Port, owner: IConstruct): void {
    const key = `${identityOf(group, group.securityGroupId)} ${port}`;
    if (this.opened.has(key)) return;
    this.opened.add(key);
    // Both rules go into the stack that may refer to the other one, so that the stacks do not depend on each other.
    const here = this.rulesBelongHere(owner);
    group.addIngressRule(this.clientGroup, port, 'Managed Service for Apache Flink applications', here);
    this.clientGroup.addEgressRule(group, port, 'VPC endpoint', !here);
  }

  private openOutbound(peer: IPeer, port: Port, key: string): void {
    if (this.opened.has(key)) return;
    this.opened.add(key);
    this.clientGroup.addEgressRule(peer, port, 'VPC endpoint');
  }

  /**
   * Whether rules that name both groups belong in the stack of the VPC. Where the VPC is defined by the app, the other stack depends on
   * it already; where it was imported, the stack of the import may depend on the other one, unless that one depends on it.
   */
  private rulesBelongHere(owner: IConstruct): boolean {
    const [mine, other] = [Stack.of(this.vpc), Stack.of(owner)];
    return mine === other || (!Token.isUnresolved(this.vpc.vpcId) && !other.dependencies.includes(mine));
  }
}
