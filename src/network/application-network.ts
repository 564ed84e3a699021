import { Lazy, Stack, Token } from 'aws-cdk-lib';
import {
  CfnSubnetRouteTableAssociation, GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, ISecurityGroup, ISubnet, Peer, Port, SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct, IDependable } from 'constructs';
import { NetworkNeeds, NetworkPeer, planConnectivity, ConnectivityPlan, ConnectivityRequest } from './network-needs';
import { networkStatements } from './network-permissions';
import { PeerRules } from './peer-rules';
import { NetworkPermissions, VpcConfiguration } from './vpc-configuration';
import { dependableWithoutDefaultChild } from '../core/dependables';
import { reject, rejectBecause } from '../core/problem';
import { uniqueBy } from '../core/unique-by';
import { warn } from '../core/warning';
import { chooseEndpoints, EndpointNeeds, EndpointPlan, planEndpoints } from '../endpoints/endpoint-plan';
import { FlinkNetwork } from '../endpoints/flink-network';
import { VpcEndpoints } from '../endpoints/vpc-endpoints';
import { addressShortage, Scale } from '../vpc/address-capacity';
import { gatewayKey, interfaceKey, portsOf } from '../vpc/endpoint-service';
import { checkGroupHome, checkSecurityGroups, chooseSubnets, definedSubnet, inOneAvailabilityZone, uniqueGroups } from '../vpc/subnets';
import { isPendingLookup, knownCidr } from '../vpc/vpc-identity';

const MAX_SECURITY_GROUPS = 5;
const { S3, DYNAMODB, S3_EXPRESS } = GatewayVpcEndpointAwsService;
const GATEWAY_SERVICES = [S3, DYNAMODB, S3_EXPRESS].map(gatewayKey);

/** How the needs of sources and sinks will be met: worked out and checked, with nothing created yet. */
export interface NeedsPlan {
  readonly needs: EndpointNeeds;
  readonly endpointPlan: EndpointPlan;
  readonly connectivity: ConnectivityPlan;
}

/** The network of an application as it will be: worked out and checked, with nothing created yet. */
export interface NetworkPlan {
  readonly configuration: VpcConfiguration;
  readonly subnets: ISubnet[];
  readonly givenGroups: ISecurityGroup[] | undefined;
  readonly endpoints: VpcEndpoints;
  readonly needs: NeedsPlan;
  readonly carriesClientGroup: boolean;
}

/**
 * Works out the network of an application and checks all of it.
 *
 * @param path the path of the application, for messages
 * @param scope a construct of the stack that the application will be in
 */
export function planNetwork(path: string, scope: IConstruct, configuration: VpcConfiguration, needs: NetworkNeeds = {}): NetworkPlan {
  const { vpc } = configuration;
  checkRegion(path, Stack.of(scope), configuration);
  const subnets = chooseSubnets(path, configuration);
  const givenGroups = checkSecurityGroups(path, configuration);
  const endpoints = chooseEndpoints(path, vpc, configuration.endpoints);
  const baseline = { interfaceServices: endpoints._baselineInterfaceServices, gatewayServices: endpoints._baselineGatewayServices };
  const needsPlan = planNeeds({ path, scope, configuration, endpoints, subnets }, needs, [], baseline);
  const existingGroups = endpoints._existing.securityGroups ?? [];
  existingGroups.forEach(group => checkGroupHome(path, 'vpcConfiguration.endpoints securityGroups', vpc, group));
  checkPrefixLists(path, endpoints);

  // An application that was told to leave the endpoints alone still meets them where another one had them created.
  const shared = FlinkNetwork.find(scope, vpc);
  const carriesClientGroup = endpoints._mode === 'create' || existingGroups.length > 0 || Object.keys(endpoints._prefixListIds).length > 0
    || (shared?.admitsClients ?? false);
  const others = shared?.admitsClients ? (givenGroups ?? []).filter(group => !shared.isClientGroup(group)) : givenGroups ?? [];
  const groups = (givenGroups === undefined ? 1 : others.length) + (carriesClientGroup ? 1 : 0);
  if (groups > MAX_SECURITY_GROUPS) {
    reject(path, {
      property: 'vpcConfiguration.securityGroups',
      got: `${others.length} groups${carriesClientGroup ? ' and the client group of the endpoints' : ''}`,
      allowed: `at most ${MAX_SECURITY_GROUPS} groups in all`,
      write: carriesClientGroup ? 'at most 4 groups, or `endpoints: VpcEndpoints.none()`' : 'at most 5 groups',
    });
  }
  if (reachesExistingByCidr(configuration, endpoints) && knownCidr(vpc) === undefined) {
    rejectBecause(path, 'vpcConfiguration.allowAllOutbound is false, but neither the security groups of the existing endpoints nor the CIDR range of the VPC is known, so nothing can be '
      + 'opened to reach them: write `VpcEndpoints.existing({ ..., securityGroups: [...] })`, or give `vpcCidrBlock` when importing the VPC');
  }
  return { configuration, subnets, givenGroups, endpoints, needs: needsPlan, carriesClientGroup };
}

/** The baseline needs endpoints only: whether anything uses them is not known, so a closed group is not opened to its gateways. */
function planNeeds(request: ConnectivityRequest, needs: NetworkNeeds, knownPeers: NetworkPeer[], baseline?: EndpointNeeds): NeedsPlan {
  const { path, scope, configuration: { vpc, allowAllOutbound }, endpoints, subnets } = request;
  const all = {
    interfaceServices: uniqueBy([...baseline?.interfaceServices ?? [], ...needs.interfaceServices ?? []], interfaceKey),
    gatewayServices: uniqueBy([...baseline?.gatewayServices ?? [], ...needs.gatewayServices ?? []], gatewayKey),
  };
  const closed = allowAllOutbound === false;
  return {
    needs: all,
    endpointPlan: planEndpoints({ path, scope, vpc, endpoints, subnets, needs: all, closed }),
    connectivity: planConnectivity(request, needs, knownPeers),
  };
}

/** The part of an application that lives in the VPC. */
export class ApplicationNetwork {
  public readonly subnets: ISubnet[];
  /** The groups that are the application's own: rules to its peers are made on them. */
  public readonly ownGroups: ISecurityGroup[];
  /** All groups that its network interfaces carry. */
  public readonly securityGroups: ISecurityGroup[];

  private readonly shared: FlinkNetwork;
  private readonly peers: NetworkPeer[] = [];
  private readonly reach: PeerRules;
  /** The rules that let the application reach its peers, and endpoints which the app does not define. */
  private readonly rules: IDependable[];

  constructor(private readonly scope: Construct, private readonly network: NetworkPlan) {
    const { configuration, endpoints } = network;
    this.subnets = network.subnets;
    this.shared = FlinkNetwork.of(scope, configuration.vpc);
    this.shared.register(scope, network.carriesClientGroup);
    this.apply(network.needs);
    const existing = [
      ...this.shared.openExisting(endpoints._existing),
      ...this.shared.openPrefixLists(Object.values(endpoints._prefixListIds)),
    ];
    this.ownGroups = network.givenGroups ?? [this.createGroup()];
    this.securityGroups = uniqueGroups([...this.ownGroups, ...network.carriesClientGroup ? [this.shared.clientGroup] : []]);
    this.reach = new PeerRules(scope, this.ownGroups);
    this.rules = [...existing, ...this.open(network.needs.connectivity)];
  }

  /** Works out how later needs will be met and checks them. Nothing is created here. */
  public plan(needs: NetworkNeeds): NeedsPlan {
    const { configuration, endpoints, subnets } = this.network;
    return planNeeds({ path: this.scope.node.path, scope: this.scope, configuration, endpoints, subnets }, needs, this.peers);
  }

  /** Meets later needs, and returns what the application has to wait for. */
  public add(plan: NeedsPlan): IDependable[] {
    this.apply(plan);
    return [...this.open(plan.connectivity), ...this.endpointsOf(plan)];
  }

  /** The URL of an endpoint without private DNS, which may come later; undefined where endpoints are not used. */
  public urlOf(service: InterfaceVpcEndpointAwsService): string | undefined {
    if (this.network.endpoints._mode === 'none') return undefined;
    const key = interfaceKey(service);
    return Lazy.string({ produce: () => this.shared.urlOf(key) ?? `the URL of the endpoint for ${key}` });
  }

  /** What the execution role must be allowed to do in the VPC. */
  public statements(): PolicyStatement[] {
    const { vpc, networkPermissions } = this.network.configuration;
    return networkStatements(Stack.of(this.scope), networkPermissions ?? NetworkPermissions.SCOPED, {
      vpc, subnets: this.subnets, securityGroups: this.securityGroups,
    });
  }

  /** What must be there before the application, and be removed only after it: groups with their rules, endpoints, routes. */
  public dependables(): IDependable[] {
    return [
      dependableWithoutDefaultChild(...this.ownGroups),
      ...this.rules,
      ...this.endpointsOf(this.network.needs),
      ...this.subnets.map(definedSubnet).flatMap(subnet => [
        subnet.internetConnectivityEstablished,
        ...subnet.node.findAll().filter(CfnSubnetRouteTableAssociation.isCfnSubnetRouteTableAssociation),
      ]),
    ];
  }

  /** Tells of what works, but not well. */
  public warn(scale: Scale): void {
    if (isPendingLookup(this.network.configuration.vpc)) return;
    if (inOneAvailabilityZone(this.subnets)) {
      warn(this.scope, 'single-availability-zone',
        'all subnets of the application are in one availability zone, so it fails with that zone: select subnets in two or more zones');
    }
    const shortage = addressShortage(this.subnets, scale);
    if (shortage !== undefined) warn(this.scope, 'subnet-addresses', shortage);
  }

  private apply({ endpointPlan }: NeedsPlan): void {
    this.shared.apply(endpointPlan, this.network.endpoints._creation.additionalClients ?? []);
  }

  private endpointsOf({ needs }: NeedsPlan): IDependable[] {
    return this.shared.dependables(Stack.of(this.scope), needs.interfaceServices.map(interfaceKey), needs.gatewayServices.map(gatewayKey));
  }

  private open({ peers, prefixLists }: ConnectivityPlan): IDependable[] {
    // on the application's own group: the client group is shared, and others have not asked for it
    prefixLists.forEach(({ key, name }) => this.reach.openOutbound(this.shared.prefixList(key, name), Port.tcp(443)));
    this.peers.push(...peers);
    return peers.flatMap(peer => this.reach.open(peer));
  }

  private createGroup(): ISecurityGroup {
    const { configuration, endpoints } = this.network;
    const group = new SecurityGroup(this.scope, 'SecurityGroup', {
      vpc: configuration.vpc,
      description: 'Network interfaces of a Managed Service for Apache Flink application',
      allowAllOutbound: configuration.allowAllOutbound ?? true,
    });
    if (reachesExistingByCidr(configuration, endpoints)) {
      const range = Peer.ipv4(knownCidr(configuration.vpc)!);
      portsOf(endpoints._existing.interfaceServices).forEach(port => group.addEgressRule(range, port, 'VPC endpoints'));
    }
    return group;
  }
}

/** Closed, and the groups of the endpoints are not known: then they are somewhere in the VPC's range of addresses. */
function reachesExistingByCidr(configuration: VpcConfiguration, endpoints: VpcEndpoints): boolean {
  const { interfaceServices, securityGroups = [] } = endpoints._existing;
  return configuration.allowAllOutbound === false && interfaceServices.length > 0 && securityGroups.length === 0;
}

function checkPrefixLists(path: string, { _prefixListIds: ids }: VpcEndpoints): void {
  const property = 'vpcConfiguration.endpoints gatewayPrefixListIds';
  for (const [service, id] of Object.entries(ids)) {
    if (!GATEWAY_SERVICES.includes(service)) {
      reject(path, { property, got: service, allowed: `a map whose keys are ${GATEWAY_SERVICES.join(', ')}`, write: '`{ s3: \'pl-...\' }`' });
    }
    if (!Token.isUnresolved(id) && !/^pl-[0-9a-f]+$/.test(id)) {
      reject(path, { property: `${property}.${service}`, got: id, allowed: 'the id of a prefix list, pl-...', write: `the id that \`aws ec2 describe-managed-prefix-lists\` shows for ${service}` });
    }
  }
}

function checkRegion(path: string, stack: Stack, { vpc }: VpcConfiguration): void {
  const regions = [vpc.env.region, stack.region];
  if (regions.some(region => Token.isUnresolved(region)) || regions[0] === regions[1]) return;
  reject(path, {
    property: 'vpcConfiguration.vpc',
    got: `${vpc.node.path} in ${regions[0]}`,
    allowed: `a VPC of the application's region, ${regions[1]}`,
    write: 'a VPC of that region, or put the application into a stack of the VPC\'s region',
  });
}
