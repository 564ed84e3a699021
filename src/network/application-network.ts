import { Stack } from 'aws-cdk-lib';
import { CfnSubnetRouteTableAssociation, InterfaceVpcEndpointAwsService, ISecurityGroup, ISubnet, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct, IDependable } from 'constructs';
import { NetworkNeeds, NetworkPeer } from './network-needs';
import { networkStatements } from './network-permissions';
import { NeedsPlan, NetworkPlan, planNeeds } from './network-plan';
import { PeerRules } from './peer-rules';
import { NetworkPermissions } from './vpc-configuration';
import { dependableWithoutDefaultChild } from '../core/dependables';
import { warn } from '../core/warning';
import { uniqueBy } from '../core/unique-by';
import { EndpointNeeds, EndpointRequester } from '../endpoints/endpoint-needs';
import { FlinkNetwork } from '../endpoints/flink-network';
import { addressShortage, Scale } from '../vpc/address-capacity';
import { gatewayKey, interfaceKey } from '../vpc/endpoint-service';
import { definedSubnet, inOneAvailabilityZone, uniqueGroups } from '../vpc/subnets';
import { isPendingLookup } from '../vpc/vpc-identity';

/** The part of an application that lives in the VPC. */
export class ApplicationNetwork {
  public readonly subnets: ISubnet[];
  /** The groups that are the application's own: rules to its peers are made on them. */
  public readonly ownGroups: ISecurityGroup[];
  /** All groups that its network interfaces carry. */
  public readonly securityGroups: ISecurityGroup[];
  /** Findings of `FlinkVpcRules` that the user has answered, with the reasons. */
  public readonly acknowledgements: { readonly id: string; readonly reason: string }[];

  private readonly requester: EndpointRequester;
  private readonly shared: FlinkNetwork;
  private readonly peers: NetworkPeer[] = [];
  private readonly peerRules: PeerRules;
  private readonly needs: EndpointNeeds[] = [];
  /** The rules that let the application reach its peers, and endpoints which the app does not define. */
  private readonly rules: IDependable[];

  constructor(private readonly scope: Construct, private readonly network: NetworkPlan) {
    const { choice, configuration, carriesClientGroup, givenGroups, givenClientGroups } = network;
    this.requester = { ...network.requester, scope, at: scope };
    this.subnets = network.subnets;
    this.acknowledgements = [
      ...configuration.allowPublicSubnet ? [{ id: 'public-subnet', reason: 'accepted with '
        + 'vpcConfiguration.allowPublicSubnet' }] : [],
      ...choice.acknowledgements,
    ];
    this.shared = FlinkNetwork._of(scope, configuration.vpc);
    this.shared._register({ application: scope, carriesClientGroup, needs: () => this.allNeeds() });
    const applied = this.apply(network.needs);
    this.ownGroups = givenGroups.length > 0 ? givenGroups : [this.createGroup()];
    const clientGroups = carriesClientGroup ? [choice.clientGroup(this.requester)] : [];
    this.securityGroups = uniqueGroups([...this.ownGroups, ...givenClientGroups, ...clientGroups]);
    this.peerRules = new PeerRules(scope, this.ownGroups);
    this.rules = [...applied, ...this.open(network.needs)];
  }

  /** Works out how later needs will be met and checks them. Nothing is created here. */
  public plan(needs: NetworkNeeds): NeedsPlan {
    return planNeeds(this.network.choice, this.requester, needs, this.peers);
  }

  /** Meets later needs, and returns what the application has to wait for. */
  public add(plan: NeedsPlan): IDependable[] {
    return [...this.apply(plan), ...this.open(plan), ...this.endpointsOf(plan)];
  }

  /** The URL of an endpoint without private DNS; undefined where endpoints are not used. */
  public urlOf(service: InterfaceVpcEndpointAwsService): string | undefined {
    return this.network.choice.urlOf(this.requester, service);
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

  /** Tells of what works, but not well. */
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
    return this.network.choice.apply(endpointPlan, this.requester);
  }

  private allNeeds(): EndpointNeeds {
    return {
      interfaceServices: uniqueBy(this.needs.flatMap(({ interfaceServices }) => interfaceServices), interfaceKey),
      gatewayServices: uniqueBy(this.needs.flatMap(({ gatewayServices }) => gatewayServices), gatewayKey),
    };
  }

  private endpointsOf({ needs }: NeedsPlan): IDependable[] {
    return this.network.choice.dependables(this.scope, this.requester, needs);
  }

  private open({ connectivity: { peers, prefixLists }, endpointPlan: { outbound } }: NeedsPlan): IDependable[] {
    // on the application's own group: the client group is shared, and others have not asked for it
    this.peerRules.openOutbound(outbound);
    this.peerRules.openPrefixLists(prefixLists.map(({ key, name }) => this.shared._prefixList(key, name)));
    this.peers.push(...peers);
    return peers.flatMap(peer => this.peerRules.open(peer));
  }

  private createGroup(): ISecurityGroup {
    const { vpc, allowAllOutbound } = this.network.configuration;
    return new SecurityGroup(this.scope, 'SecurityGroup', {
      vpc,
      description: 'Network interfaces of a Managed Service for Apache Flink application',
      allowAllOutbound: allowAllOutbound ?? true,
    });
  }
}
