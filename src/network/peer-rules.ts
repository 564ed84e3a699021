import { Stack } from 'aws-cdk-lib';
import { CfnSecurityGroup, Connections, IConnectable, IPeer, ISecurityGroup, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { IConstruct, IDependable } from 'constructs';
import { NetworkPeer, portIdentity } from './network-needs';
import { identityOf, referredConstruct } from '../core/identity';
import { outermost } from '../core/stacks';
import { warn } from '../core/warning';
import { OutboundRule } from '../endpoints/endpoint-needs';

const HTTPS = Port.tcp(443);
const DESCRIPTION = 'Managed Service for Apache Flink application';
/** The default quota of rules of a security group, in each direction. */
const MAX_RULES = 60;

/**
 * The rules between the groups of applications and those of their peers: both sides, once for each pair and port in the
 * whole app.
 */
export class PeerRules {
  /** The rules that were made, by the root of the tree: two applications may share a group. */
  private static readonly made = new WeakMap<IConstruct, Map<string, IConstruct[]>>();

  private readonly rules: Map<string, IConstruct[]>;

  /**
   * @param scope the application
   * @param ownGroups the groups that rules are made on
   */
  constructor(private readonly scope: IConstruct, private readonly ownGroups: ISecurityGroup[]) {
    const { root } = scope.node;
    this.rules = PeerRules.made.get(root) ?? new Map();
    PeerRules.made.set(root, this.rules);
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
    // rules below the own group are waited for with it; those in a stack that depends on this one cannot be
    return rules.filter(rule => Stack.of(rule) === Stack.of(this.scope));
  }

  /** A group takes a limited number of rules, and each application adds some to a peer that many share. */
  private count(peerKey: string, peer: ISecurityGroup): void {
    const rules = [...this.rules.keys()].filter(key => key.split(' ')[1] === peerKey).length + 1;
    if (rules !== MAX_RULES + 1) return;
    warn(this.scope, 'security-group-rules',
      `the applications of this app add more than ${MAX_RULES} rules to the security group ${peer.node.path}, which is `
        + `the default quota of rules of a group: `
      + 'give the applications one group of their own to share with `vpcConfiguration.securityGroups`, so that one '
      + 'rule admits them all');
  }

  /** Returns the rules below the peer. */
  private makeRules(own: ISecurityGroup, peer: ISecurityGroup, port: Port): IConstruct[] {
    const before = new Set(peer.node.children);
    // Both rules go into the stack that may refer to the other one, so that the stacks do not depend on each other.
    const here = this.rulesBelongHere(own, peer);
    peer.addIngressRule(own, port, DESCRIPTION, here);
    if (!own.allowAllOutbound) own.addEgressRule(peer, port, DESCRIPTION, !here);
    return peer.node.children.filter(child => !before.has(child));
  }

  /**
   * An application depends on its peers, unless the peer's stack depends on the application's. A group that the user
   * made elsewhere is taken to be older than the peer.
   */
  private rulesBelongHere(own: ISecurityGroup, peer: ISecurityGroup): boolean {
    return Stack.of(own) === Stack.of(this.scope) ? !dependsOn(peer, Stack.of(own)) : dependsOn(own, Stack.of(peer));
  }
}

/** Whether the stack of a group already depends on another stack, or will since its VPC is defined there. */
function dependsOn(group: ISecurityGroup, other: Stack): boolean {
  const [stack, outer] = [Stack.of(group), outermost(other)];
  const vpc = vpcStack(group);
  return outermost(stack) !== outer && (isDependency(stack, outer, new Set()) || (vpc !== undefined && outermost(vpc) === outer));
}

function isDependency(stack: Stack, other: Stack, seen: Set<Stack>): boolean {
  if (seen.has(stack)) return false;
  seen.add(stack);
  const waitedFor = [...stack.dependencies, ...stack.node.dependencies.map(construct => Stack.of(construct))];
  return waitedFor.some(dependency => outermost(dependency) === other || isDependency(dependency, other, seen));
}

function vpcStack(group: ISecurityGroup): Stack | undefined {
  const resource = group.node.defaultChild;
  const vpcId = group instanceof SecurityGroup && CfnSecurityGroup.isCfnSecurityGroup(resource) ? resource.vpcId : undefined;
  const vpc = vpcId === undefined ? undefined : referredConstruct(vpcId);
  return vpc && Stack.of(vpc);
}
