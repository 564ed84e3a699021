import { CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  CfnSubnetRouteTableAssociation, InterfaceVpcEndpointAwsService, ISecurityGroup, ISubnet, SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct, IDependable } from 'constructs';
import { JobNetwork } from './job-network';
import { NetworkNeeds, NetworkPeer } from './network-needs';
import { networkStatements } from './network-permissions';
import { NeedsPlan, NetworkPlan, planNeeds } from './network-plan';
import { PeerRules } from './peer-rules';
import { NetworkPermissions } from './vpc-configuration';
import { Scale } from '../core/address-shortage';
import { dependableWithoutDefaultChild } from '../core/dependables';
import { outermost } from '../core/stacks';
import { uniqueBy } from '../core/unique-by';
import { warn } from '../core/warning';
import { EndpointNeeds, OutboundRule } from '../endpoints/endpoint-needs';
import { FlinkNetwork } from '../endpoints/flink-network';
import { addressShortage } from '../vpc/address-capacity';
import { gatewayKey, interfaceKey } from '../vpc/endpoint-service';
import { definedSubnet, inOneAvailabilityZone, uniqueGroups } from '../vpc/subnets';
import { isPendingLookup } from '../vpc/vpc-identity';

/** The part of an application that lives in the VPC. */
export class ApplicationNetwork implements JobNetwork {
  public readonly subnets: ISubnet[];
  /** The groups that are the application's own: rules to its peers are created on them. */
  public readonly ownGroups: ISecurityGroup[];
  /** All groups that its network interfaces carry. */
  public readonly securityGroups: ISecurityGroup[];
  /** Findings of `FlinkVpcRules` that the user has answered, with the reasons. */
  public readonly acknowledgements: { readonly id: string; readonly reason: string }[];

  private removalPolicy?: RemovalPolicy;
  private hasWarnedOfRemoval = false;
  private readonly shared: FlinkNetwork;
  private readonly peers: NetworkPeer[] = [];
  private readonly peerRules: PeerRules;
  private readonly needs: EndpointNeeds[] = [];
  /** The rules that let the application reach its peers, and endpoints which the app does not define. */
  private readonly rules: IDependable[];

  constructor(private readonly scope: Construct, private readonly network: NetworkPlan) {
    const { choice, configuration, clientGroup, givenGroups, givenClientGroups } = network;
    this.subnets = network.subnets;
    this.acknowledgements = [
      ...configuration.allowPublicSubnet ? [{
        id: 'public-subnet',
        reason: 'accepted with vpcConfiguration.allowPublicSubnet',
      }] : [],
      ...choice.acknowledgements,
    ];
    this.shared = FlinkNetwork._of(scope, configuration.vpc);
    this.shared._register({
      application: scope, carriesClientGroup: clientGroup !== undefined, needs: () => this.allNeeds(),
    });
    const applied = this.apply(network.needs);
    this.ownGroups = givenGroups.length > 0 ? givenGroups : [this.createGroup()];
    const clientGroups = clientGroup === undefined ? [] : [clientGroup()];
    this.securityGroups = uniqueGroups([...this.ownGroups, ...givenClientGroups, ...clientGroups]);
    this.peerRules = new PeerRules(scope, configuration.vpc, this.ownGroups);
    this.rules = [...applied, ...this.open(network.needs)];
  }

  /** Works out how later needs will be met and checks them. Nothing is created here. */
  public plan(needs: NetworkNeeds): NeedsPlan {
    return planNeeds(this.network.choice, this.network.requester, needs, this.peers);
  }

  public prepare(needs: NetworkNeeds): () => IDependable[] {
    const plan = this.plan(needs);
    return () => this.add(plan);
  }

  /** Meets later needs, and returns what the application has to wait for. */
  public add(plan: NeedsPlan): IDependable[] {
    const dependables = [...this.apply(plan), ...this.open(plan), ...this.endpointsOf(plan)];
    this.retainNeeded();
    return dependables;
  }

  /** The URL of an endpoint without private DNS; undefined where endpoints are not used. */
  public urlOf(service: InterfaceVpcEndpointAwsService): string | undefined {
    return this.network.choice.urlOf?.(this.network.requester, service);
  }

  /** What the execution role must be allowed to do in the VPC. */
  public statements(): PolicyStatement[] {
    const { vpc, networkPermissions } = this.network.configuration;
    return networkStatements(Stack.of(this.scope), networkPermissions ?? NetworkPermissions.SCOPED, {
      vpc, subnets: this.subnets, securityGroups: this.securityGroups,
    });
  }

  /**
   * What must be there before the application, and be removed only after it: groups with their rules, endpoints,
   * routes.
   */
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

  /** Keeps what the application needs of its network when the application is kept. */
  public retain(policy: RemovalPolicy): void {
    this.removalPolicy = policy;
    this.retainNeeded();
  }

  /** Warns of configurations that work, but not well. */
  public warn(scale: Scale): void {
    if (isPendingLookup(this.network.configuration.vpc)) return;
    if (inOneAvailabilityZone(this.subnets)) {
      warn(this.scope, 'single-availability-zone',
        'all subnets of the application are in one availability zone, so it fails with that zone: select subnets in '
          + 'two or more zones');
    }
    const shortage = addressShortage(this.subnets, scale);
    if (shortage !== undefined) warn(this.scope, 'subnet-addresses', shortage);
  }

  private apply({ needs, endpointPlan }: NeedsPlan): IDependable[] {
    this.needs.push(needs);
    return this.network.choice.apply(endpointPlan, this.network.requester);
  }

  private allNeeds(): EndpointNeeds {
    return {
      interfaceServices: uniqueBy(this.needs.flatMap(({ interfaceServices }) => interfaceServices), interfaceKey),
      gatewayServices: uniqueBy(this.needs.flatMap(({ gatewayServices }) => gatewayServices), gatewayKey),
    };
  }

  private endpointsOf({ needs }: NeedsPlan): IDependable[] {
    return this.network.choice.dependables(this.scope, this.network.requester, needs);
  }

  /** What the application needs stays where the application stays. */
  private retainNeeded(): void {
    if (this.removalPolicy === undefined) return;
    const policy = this.removalPolicy;
    const needed = [
      ...this.shared._neededBy(this.allNeeds(), this.network.clientGroup !== undefined), ...this.peerRules.made(),
    ];
    const resources = needed.flatMap(({ node }) => node.findAll()).filter(node => CfnResource.isCfnResource(node));
    const stack = outermost(Stack.of(this.scope));
    const [here, elsewhere] = [true, false].map(isHere =>
      resources.filter(resource => (outermost(Stack.of(resource)) === stack) === isHere));
    here
      .filter(({ cfnOptions }) => cfnOptions.deletionPolicy === undefined)
      .forEach(resource => resource.applyRemovalPolicy(policy));
    if (elsewhere.length === 0 || this.hasWarnedOfRemoval) return;
    this.hasWarnedOfRemoval = true;
    warn(this.scope, 'retained-network',
      'the application is retained when its stack is deleted, but what it needs in other stacks is not: '
        + `${elsewhere.map(({ node }) => node.path).join(', ')}; `
      + 'delete the stacks of these only after the application, or retain them too');
  }

  private open(
    { connectivity: { peers, prefixLists, unknownPrefixLists }, endpointPlan: { outbound } }: NeedsPlan,
  ): IDependable[] {
    // on the application's own group: the client group is shared, and others have not asked for it
    this.peerRules.openOutbound(outbound);
    this.peerRules.openPrefixLists(prefixLists.map(({ key, name }) => this.shared._prefixList(key, name)));
    this.warnOfRestrictedEgress(
      outbound, [...prefixLists.map(({ key }) => key), ...unknownPrefixLists], unknownPrefixLists.length > 0,
    );
    this.peers.push(...peers);
    return peers.flatMap(peer => this.peerRules.open(peer));
  }

  /** Groups of the user's that let nothing out, and that cannot be opened to all that is needed. */
  private warnOfRestrictedEgress(outbound: OutboundRule[], gateways: string[], isUnknown: boolean): void {
    const closed = this.peerRules.restrictedGroups();
    const missing = [
      ...closed.length > 0 ? outbound.map(({ peer, port }) => `${peer.uniqueId}:${port.toString()}`) : [],
      ...closed.length > 0 || isUnknown ? gateways.map(key => `the prefix list of ${key}`) : [],
    ];
    if (missing.length === 0) return;
    const groups = (closed.length > 0 ? closed : this.ownGroups).map(({ node }) => node.path).join(', ');
    warn(this.scope, 'restricted-egress',
      `the security groups ${groups} let nothing out that they are not opened to, and are not opened to `
      + `${missing.join(', ')}: allow outbound HTTPS to these, or name the prefix lists with \`gatewayPrefixListIds\``);
  }

  private createGroup(): ISecurityGroup {
    const { vpc, allowAllOutbound } = this.network.configuration;
    return new SecurityGroup(this.scope, 'SecurityGroup', {
      vpc,
      allowAllOutbound: allowAllOutbound ?? true,
    });
  }
}
