import { CfnResource, Stack } from 'aws-cdk-lib';
import {
  CfnSecurityGroup, CfnSecurityGroupEgress, Connections, IConnectable, IPeer, ISecurityGroup, IVpc, Port,
  SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { IConstruct, IDependable } from 'constructs';
import { NetworkPeer, portIdentity } from './network-needs';
import { identityOf, referredConstruct } from '../core/identity';
import { SERVICE_LIMITS } from '../core/service-limits';
import { SharedState } from '../core/shared-state';
import { StackOrder } from '../core/stack-order';
import { outermost } from '../core/stacks';
import { warn } from '../core/warning';
import { waitingFor } from '../endpoints/client-rules';
import { OutboundRule } from '../endpoints/endpoint-needs';
import { vpcOfSecurityGroup } from '../vpc/subnets';
import { isPendingIdentity, isPendingLookup, vpcIdentity } from '../vpc/vpc-identity';

const HTTPS = Port.tcp(443);
/** The rules that were made in an app, by the groups and the port. */
const MADE = new SharedState<Map<string, IConstruct[]>>('peer-rules');
const CONNECTIONS = [
  'AWS::EC2::VPCPeeringConnection', 'AWS::EC2::TransitGatewayAttachment', 'AWS::EC2::TransitGatewayVpcAttachment',
];
const DESCRIPTION = 'Managed Service for Apache Flink application';
const MAX_RULES = SERVICE_LIMITS.securityGroupRules;

/**
 * The rules between the groups of applications and those of their peers: both sides, once for each pair and port in the
 * whole app.
 */
export class PeerRules {
  private readonly rules: Map<string, IConstruct[]>;
  /** The rules that this application needs. */
  private readonly constructs: IConstruct[] = [];

  /**
   * @param scope the application
   * @param ownGroups the groups that rules are created on
   */
  constructor(
    private readonly scope: IConstruct, private readonly vpc: IVpc, private readonly ownGroups: ISecurityGroup[],
  ) {
    // two applications may share a group
    this.rules = MADE.getOrMake(scope.node.root, () => new Map());
  }

  /** Opens the way to a peer, and returns what the application has to wait for. */
  public open({ connectable, port }: NetworkPeer): IDependable[] {
    const peers = connectable.connections.securityGroups;
    return this.ownGroups.flatMap(own => peers.length === 0
      ? this.openAddresses(own, connectable, port)
      : peers.flatMap(peer => this.openPair(own, peer, port)));
  }

  /** Opens the way out to endpoints that are known by addresses only. */
  public openOutbound(rules: OutboundRule[]): void {
    rules.forEach(({ peer, port }) => this.ownGroups.forEach(own => own.addEgressRule(peer, port, 'VPC endpoints')));
  }

  /** Opens the way out to gateway services. */
  public openPrefixLists(lists: IPeer[]): void {
    lists.forEach(list => this.ownGroups.forEach(own => own.addEgressRule(list, HTTPS, DESCRIPTION)));
  }

  /** The own groups that let nothing out and are not ours to change. */
  public restrictedGroups(): ISecurityGroup[] {
    return this.ownGroups.filter(own => !own.allowAllOutbound && !(own instanceof SecurityGroup)
      && !own.node.children.some(CfnSecurityGroupEgress.isCfnSecurityGroupEgress));
  }

  /** The rules between the groups of the application and those of its peers. */
  public made(): IConstruct[] {
    return this.constructs;
  }

  /** The inbound side of addresses is not AWS's to open; a group that is open needs no rule. */
  private openAddresses(own: ISecurityGroup, connectable: IConnectable, port: Port): IDependable[] {
    if (!own.allowAllOutbound) new Connections({ securityGroups: [own] }).allowTo(connectable, port, DESCRIPTION);
    return [];
  }

  private openPair(own: ISecurityGroup, peer: ISecurityGroup, port: Port): IDependable[] {
    const peerKey = identityOf(peer, peer.securityGroupId);
    const key = `${identityOf(own, own.securityGroupId)} ${peerKey} ${portIdentity(this.scope, port)}`;
    const rules = this.rules.get(key) ?? this.makeRules(own, peer, port);
    if (!this.rules.has(key)) this.count(peerKey, peer);
    this.rules.set(key, rules);
    this.constructs.push(...rules);
    this.warnOfOtherVpc(peer);
    return [waitingFor(this.scope, () => [{ constructs: rules, references: [own, peer] }])];
  }

  /** A group takes a limited number of rules, and each application adds some to a peer that many share. */
  private count(peerKey: string, peer: ISecurityGroup): void {
    const rules = [...this.rules.keys()].filter(key => key.split(' ')[1] === peerKey).length + 1;
    if (rules !== MAX_RULES + 1) return;
    warn(this.scope, 'security-group-rules',
      `the applications of this app add more than ${MAX_RULES} rules to the security group ${peer.node.path}, which is `
      + 'the default quota of rules of a group: give the applications one group of their own to share with '
      + '`vpcConfiguration.securityGroups`, so that one rule admits them all');
  }

  /** Groups of two VPCs can name each other only where the VPCs are connected. */
  private warnOfOtherVpc(peer: ISecurityGroup): void {
    const peerVpc = vpcOfSecurityGroup(peer);
    const isElsewhere = peerVpc !== undefined && !isPendingLookup(this.vpc) && !isPendingIdentity(peerVpc)
      && peerVpc !== vpcIdentity(this.vpc);
    if (!isElsewhere || this.scope.node.root.node.findAll().some(isVpcConnection)) return;
    warn(this.scope, 'peer-in-other-vpc',
      `the security group ${peer.node.path} belongs to the VPC ${peerVpc}, and the app shows no connection of it to `
      + `the VPC ${this.vpc.node.path} of the application: without a peering connection or a transit gateway the rule `
      + 'between the groups cannot be created; use a resource in the VPC, or connect the VPCs');
  }

  /** Returns the rules on both sides. */
  private makeRules(own: ISecurityGroup, peer: ISecurityGroup, port: Port): IConstruct[] {
    const children = () => [peer, own].flatMap(group => group.node.children);
    const before = new Set(children());
    // Both rules go into the stack that may refer to the other one, so that the stacks do not depend on each other.
    const here = this.rulesBelongHere(own, peer);
    peer.addIngressRule(own, port, DESCRIPTION, here);
    if (!own.allowAllOutbound) own.addEgressRule(peer, port, DESCRIPTION, !here);
    StackOrder.of(this.scope).note(here ? own : peer, here ? peer : own);
    return children().filter(child => !before.has(child));
  }

  /**
   * An application depends on its peers, unless the peer's stack depends on the application's. A group that the user
   * made elsewhere is taken to be older than the peer.
   */
  private rulesBelongHere(own: ISecurityGroup, peer: ISecurityGroup): boolean {
    if (Stack.of(own) === Stack.of(this.scope)) return !dependsOn(peer, Stack.of(own));
    // an imported peer may be one of an application that goes; the own group stays for the others
    return referredConstruct(peer.securityGroupId) === undefined || dependsOn(own, Stack.of(peer));
  }
}

/** Whether the stack of a group already depends on another stack, or will since its VPC is defined there. */
function dependsOn(group: ISecurityGroup, other: Stack): boolean {
  const [stack, outer] = [Stack.of(group), outermost(other)];
  const vpc = vpcStack(group);
  return outermost(stack) !== outer
    && (isDependency(stack, outer, new Set()) || (vpc !== undefined && outermost(vpc) === outer));
}

function isVpcConnection(construct: IConstruct): boolean {
  return CfnResource.isCfnResource(construct) && CONNECTIONS.includes(construct.cfnResourceType);
}

function isDependency(stack: Stack, other: Stack, seen: Set<Stack>): boolean {
  if (seen.has(stack)) return false;
  seen.add(stack);
  const waitedFor = [...stack.dependencies, ...stack.node.dependencies.map(construct => Stack.of(construct))];
  return waitedFor.some(dependency => outermost(dependency) === other || isDependency(dependency, other, seen));
}

function vpcStack(group: ISecurityGroup): Stack | undefined {
  const resource = group.node.defaultChild;
  const vpcId = group instanceof SecurityGroup && CfnSecurityGroup.isCfnSecurityGroup(resource)
    ? resource.vpcId
    : undefined;
  const vpc = vpcId === undefined ? undefined : referredConstruct(vpcId);
  return vpc && Stack.of(vpc);
}
