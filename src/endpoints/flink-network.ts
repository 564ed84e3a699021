import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, IPeer, ISecurityGroup, IVpc, PrefixList,
} from 'aws-cdk-lib/aws-ec2';
import { IStringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct, IConstruct, IDependable } from 'constructs';
import { waitingFor } from './client-rules';
import { EndpointAccess } from './endpoint-access';
import { baselineOf, withBaseline } from './endpoint-baseline';
import { checkCollisions } from './endpoint-collisions';
import { EndpointInventory, listingOf } from './endpoint-inventory';
import { EndpointNeeds } from './endpoint-needs';
import { CreateVpcEndpointsOptions } from './endpoint-options';
import { EndpointPlan, planCreation } from './endpoint-plan';
import {
  FlinkNetworkAttributes, FlinkNetworkProps, IFlinkNetwork, PublishFlinkNetworkOptions,
} from './flink-network-props';
import { describeAttributes, ImportedFlinkNetwork } from './imported-flink-network';
import { FORMAT_VERSION, NetworkDocument } from './network-document';
import {
  dnsProblems, memberProblems, NetworkMember, rejectSecond, warnOfNetworkStack, warnOfUnlisted,
} from './network-problems';
import { placeOf, NetworkRegistry } from './network-registry';
import { documentSubnets, publishNetwork, readNetwork } from './published-network';
import { identityOf } from '../core/identity';
import { requiredProps } from '../core/required-props';
import { StackOrder } from '../core/stack-order';
import { gatewayKey, interfaceKey } from '../vpc/endpoint-service';
import { defaultSubnets } from '../vpc/subnets';
import { definedVpc, knownRanges } from '../vpc/vpc-identity';

const NETWORKS = new NetworkRegistry<FlinkNetwork>('networks');

/**
 * The resources that the Flink applications of one VPC share: VPC endpoints, the security group of these endpoints, and
 * the client security group that the endpoints admit and every application carries in addition to its own groups.
 *
 * If a VPC has no network, its first application creates one. Define a network yourself, before the first application,
 * if a platform team owns the network, or to decide its content and its stack.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/vpc-internet.html
 * @example
 * new FlinkNetwork(this, 'Network', { vpc, interfaceServices: [ec2.InterfaceVpcEndpointAwsService.SQS] });
 */
export class FlinkNetwork extends Construct implements IFlinkNetwork {
  /**
   * Returns the network of a VPC. If the VPC has no network, one is created: below the VPC if the app defines it,
   * otherwise in the stack that imports the VPC.
   *
   * @example
   * const network = FlinkNetwork.of(vpc);
   */
  public static of(vpc: IVpc): FlinkNetwork {
    const network = FlinkNetwork._of(vpc, vpc);
    network.isPinned = true;
    return network;
  }

  /**
   * Imports a network from the SSM parameter that another CDK app published it in with `publish()`.
   *
   * The parameter is read at synthesis, in the account and Region of the stack, and its value is cached in
   * `cdk.context.json`. Errors about the network contain the command that reads the parameter again. If another account
   * shares the parameter, specify its ARN.
   *
   * @param parameterName the name or the ARN of the parameter
   * @throws if the stack does not know its account and Region, or if the document is malformed, of another Region or of
   * a newer format
   * @example
   * const network = FlinkNetwork.fromParameter(this, 'Network', '/platform/flink-network');
   */
  public static fromParameter(scope: Construct, id: string, parameterName: string): IFlinkNetwork {
    return new ImportedFlinkNetwork(scope, id, network => readNetwork(network, parameterName));
  }

  /**
   * Imports a network by its attributes, regardless of how its endpoints were created.
   *
   * @example
   * const network = FlinkNetwork.fromFlinkNetworkAttributes(this, 'Network', {
   *   vpc,
   *   interfaceServices: [ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS],
   * });
   */
  public static fromFlinkNetworkAttributes(
    scope: Construct, id: string, attributes: FlinkNetworkAttributes,
  ): IFlinkNetwork {
    return new ImportedFlinkNetwork(scope, id, () => describeAttributes(attributes));
  }

  /**
   * Whether a network is one of this app.
   *
   * @internal
   */
  public static _isOwn(network: IFlinkNetwork): network is FlinkNetwork {
    return NETWORKS.has(network);
  }

  /**
   * The network of a VPC within the stage of `scope`, if there is one.
   *
   * @internal
   */
  public static _find(scope: IConstruct, vpc: IVpc): FlinkNetwork | undefined {
    return NETWORKS.findAll(scope, vpc)[0];
  }

  /**
   * The network of a VPC within the stage of `scope`.
   *
   * @internal
   */
  public static _of(scope: IConstruct, vpc: IVpc): FlinkNetwork {
    const found = FlinkNetwork._find(scope, vpc);
    if (found !== undefined) return found;
    const place = placeOf(scope, vpc);
    return new ImplicitFlinkNetwork(place.scope as Construct, place.id, vpc);
  }

  /**
   * What a VPC has. Nothing is created, also where the VPC has no network yet.
   *
   * @internal
   */
  public static _inventory(scope: IConstruct, vpc: IVpc): EndpointInventory {
    return FlinkNetwork._find(scope, vpc)?.inventory
      ?? new EndpointInventory(vpc, () => ImportedFlinkNetwork.listings(scope, vpc));
  }

  /**
   * Whether a security group is the client group of any network.
   *
   * @internal
   */
  public static _isClientGroup(scope: IConstruct, group: ISecurityGroup): boolean {
    const identity = identityOf(group, group.securityGroupId);
    const own = NETWORKS.all(scope).flatMap(network => network.access.clients.existingGroup ?? []);
    return [...own, ...ImportedFlinkNetwork.clientGroups(scope)].some(clients =>
      identityOf(clients, clients.securityGroupId) === identity);
  }

  /** The VPC. */
  public readonly vpc: IVpc;

  private readonly inventory: EndpointInventory;
  private readonly access: EndpointAccess;
  private readonly members: NetworkMember[] = [];
  private readonly prefixListIds: Record<string, string> = {};
  private readonly prefixLists = new Map<string, IPeer>();
  /** Who is in another stack than the network, although its VPC was imported there. */
  private readonly elsewhere = new Set<Stack>();
  private isPinned = false;

  /**
   * @throws if the VPC already has a network, or if an application has used the VPC before
   */
  constructor(scope: Construct, id: string, props: FlinkNetworkProps) {
    super(vacant(scope, id, requiredProps(scope, id, props, '`{ vpc }`').vpc), id);
    this.vpc = props.vpc;
    this.inventory = new EndpointInventory(this.vpc, () => ImportedFlinkNetwork.listings(this, this.vpc), this);
    this.access = new EndpointAccess(this, this.vpc, this.inventory);
    NETWORKS.add(this);
    const vpcResource = definedVpc(this.vpc);
    if (vpcResource !== undefined) StackOrder.of(this).note(this, vpcResource);
    this.node.addValidation({ validate: () => this.problems() });
    this.provide(props);
  }

  /** The security group that every application carries in addition to its own groups, and that the endpoints admit. */
  public get clientSecurityGroup(): ISecurityGroup {
    return this.access.clients.group;
  }

  /** The security group of the interface endpoints that are created. */
  public get endpointSecurityGroup(): ISecurityGroup {
    return this.access.admission.group;
  }

  /** The services that applications currently reach through interface endpoints or through a NAT gateway. */
  public get interfaceServices(): InterfaceVpcEndpointAwsService[] {
    return this.inventory.interfaceServices();
  }

  /** The services that applications currently reach through gateway endpoints. */
  public get gatewayServices(): GatewayVpcEndpointAwsService[] {
    return this.inventory.gatewayServices();
  }

  /**
   * Publishes the network for other CDK apps as a JSON document in an SSM parameter. The other apps read it with
   * `FlinkNetwork.fromParameter()`.
   *
   * The document is a contract with its readers. You can add services at any time. Before you remove a service, tell
   * the teams that use it. The client security group is retained if the network is removed, because applications of
   * other apps carry it. Services that the network has only because applications of this app need them are removed with
   * these applications: the warning `cdk-managed-flink:published-services` names them.
   *
   * @param parameterName the name of the parameter, for example `/platform/flink-network`
   * @throws if the name is not a literal name of a parameter
   */
  public publish(parameterName: string, options: PublishFlinkNetworkOptions = {}): IStringParameter {
    this.isPinned = true;
    this.access.clients.group.applyRemovalPolicy(RemovalPolicy.RETAIN);
    warnOfUnlisted(this, () => this.inventory.createdForApplications(), this instanceof ImplicitFlinkNetwork);
    return publishNetwork(this, parameterName, options, () => this.describe(options));
  }

  /**
   * Whether the URL of an interface endpoint is known.
   *
   * @internal
   */
  public _knowsUrl(key: string): boolean {
    return this.access.hasUrl(key);
  }

  /**
   * Notes that an application is connected to the VPC.
   *
   * @internal
   */
  public _register(member: NetworkMember): void {
    this.members.push(member);
    if (member.carriesClientGroup) this.access.clients.register(member.application);
  }

  /**
   * Creates and opens what was planned, and notes what was said of the VPC.
   *
   * @returns what the one who asked has to wait for to reach what is not part of this app
   * @internal
   */
  public _apply(plan: EndpointPlan, options: CreateVpcEndpointsOptions, by: IConstruct): IDependable {
    const existing = options.existing ?? { interfaceServices: [] };
    this.inventory.noteListing(listingOf(by.node.path, existing));
    this.inventory.noteEgress(options.egressServices ?? []);
    this.access.admission.state(options.clients);
    Object.assign(this.prefixListIds, options.gatewayPrefixListIds);
    this.access.apply(plan, options, by);
    const rules = [
      ...this.access.openExisting(existing),
      ...this.access.openPrefixLists(Object.values(options.gatewayPrefixListIds ?? {})),
    ];
    return waitingFor(by, () => rules);
  }

  /**
   * What an application that needs these services has to wait for: endpoints, and the rules to reach them.
   *
   * @internal
   */
  public _dependables(application: IConstruct, { interfaceServices, gatewayServices }: EndpointNeeds): IDependable {
    return waitingFor(application, () =>
      this.access.rulesFor(interfaceServices.map(interfaceKey), gatewayServices.map(gatewayKey)));
  }

  /**
   * The constructs that an application needs of the network.
   *
   * @internal
   */
  public _neededBy({ interfaceServices, gatewayServices }: EndpointNeeds, carriesClientGroup: boolean): IConstruct[] {
    const rules = this.access.rulesFor(interfaceServices.map(interfaceKey), gatewayServices.map(gatewayKey));
    const groups = carriesClientGroup ? [this.access.clients.existingGroup, this.access.admission.existingGroup] : [];
    return [...groups.filter(group => group !== undefined), ...rules.flatMap(({ constructs }) => constructs)];
  }

  /**
   * The URL of an interface endpoint that this app defines, for an application.
   *
   * @internal
   */
  public _urlOf(service: InterfaceVpcEndpointAwsService, application: IConstruct): string | undefined {
    return this.access.urlOf(interfaceKey(service), application);
  }

  /**
   * The prefix list of a gateway service, looked up by its name once for the VPC.
   *
   * @internal
   */
  public _prefixList(key: string, prefixListName: string): IPeer {
    const list = this.prefixLists.get(key) ?? PrefixList.fromLookup(this, `PrefixList-${key}`, { prefixListName });
    this.prefixLists.set(key, list);
    return list;
  }

  /**
   * Warns of an application whose own import of the VPC is in another stack than the network: then the order of the
   * stacks decides where the endpoints are.
   *
   * @internal
   */
  public _warnOfPlace(application: IConstruct, vpc: IVpc): void {
    const [mine, other] = [Stack.of(this), Stack.of(vpc)];
    const isDecided = definedVpc(vpc) !== undefined || this.isPinned || !(this instanceof ImplicitFlinkNetwork);
    if (mine === other || isDecided || this.elsewhere.has(other)) return;
    this.elsewhere.add(other);
    warnOfNetworkStack(application, vpc, mine);
  }

  private describe({ clientSecurityGroupShared = false }: PublishFlinkNetworkOptions): NetworkDocument {
    const { account, region } = Stack.of(this);
    return {
      formatVersion: FORMAT_VERSION,
      account,
      region,
      vpc: { id: this.vpc.vpcId, cidrs: knownRanges(this.vpc) },
      subnets: documentSubnets(this.vpc),
      ...this.inventory.describe(),
      clientSecurityGroup: this.clientSecurityGroup.securityGroupId,
      clientSecurityGroupShared,
      prefixLists: this.prefixListIds,
      clients: this.access.admission.isForApplicationsOnly ? 'applicationsOnly' : 'wholeVpc',
    };
  }

  private provide(props: FlinkNetworkProps): void {
    const needs = withBaseline(props, baselineOf(props));
    const subnets = defaultSubnets(this.vpc, true);
    this.inventory.noteEgress(props.egressServices ?? []);
    const request = {
      scope: this, vpc: this.vpc, property: 'FlinkNetwork', subnets, restrictedEgress: false, opensEgress: false, needs,
    };
    this._apply(planCreation(request, this.inventory, props), props, this);
  }

  /** What is wrong when the whole app is known. */
  private problems(): string[] {
    const cutOff = this.access.admission.isOpenToVpc ? [] : memberProblems(this.members, this.inventory);
    return [...checkCollisions(this.vpc), ...dnsProblems(this.vpc, this.inventory), ...cutOff];
  }
}

/** A network that an application made. */
class ImplicitFlinkNetwork extends FlinkNetwork {
  constructor(scope: Construct, id: string, vpc: IVpc) {
    super(scope, id, { vpc, baselineInterfaceServices: [], baselineGatewayServices: [] });
  }
}

/** The scope of a new network, if its VPC has none yet: checked before two constructs would get one id. */
function vacant(scope: Construct, id: string, vpc: IVpc): Construct {
  const present = FlinkNetwork._find(scope, vpc);
  if (present === undefined) return scope;
  rejectSecond(scope, id, vpc, present, present instanceof ImplicitFlinkNetwork);
}
