import { Aspects, Stack, Token, Validations } from 'aws-cdk-lib';
import { IPeer, ISecurityGroup, IVpc, Peer, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { ClientDoor, EndpointClients } from './endpoint-clients';
import { definedGroup, namedByItsId } from './foreign-groups';
import { otherWorkloads } from './other-workloads';
import { identityOf } from '../core/identity';
import { StackOrder } from '../core/stack-order';
import { warn } from '../core/warning';
import { isPendingLookup, knownRanges } from '../vpc/vpc-identity';

/**
 * The security group of the endpoints that are created, and the clients that it admits in addition to the client group.
 */
export class EndpointAdmission implements ClientDoor {
  private readonly ports = new Map<string, Port>();
  private readonly peers: IPeer[] = [];
  private readonly rules = new Set<string>();
  private endpoints?: SecurityGroup;
  private hasStatements = false;
  private isWholeVpc = false;

  constructor(private readonly scope: Construct, private readonly vpc: IVpc) {
    // ranges may be added to the VPC later, and other applications may say something else
    Aspects.of(scope).add({ visit: node => node === scope && this.complete() });
  }

  /** The group of the endpoints, if anything needed it yet. */
  public get existingGroup(): SecurityGroup | undefined {
    return this.endpoints;
  }

  /** The group of the endpoints. */
  public get group(): SecurityGroup {
    this.endpoints ??= new SecurityGroup(this.scope, 'EndpointSecurityGroup', {
      vpc: this.vpc,
      description: 'VPC endpoints for Managed Service for Apache Flink applications',
      allowAllOutbound: false,
    });
    return this.endpoints;
  }

  /** Whether all addresses of the VPC that are known are admitted. */
  public get isOpenToVpc(): boolean {
    return (this.isWholeVpc || !this.hasStatements) && knownRanges(this.vpc).length > 0;
  }

  /** Whether only those are admitted who carry a group. */
  public get isForApplicationsOnly(): boolean {
    return this.hasStatements && !this.isWholeVpc && this.peers.length === 0;
  }

  /** Notes the clients to admit: the union of all statements. */
  public state(clients: EndpointClients | undefined): void {
    if (clients === undefined) return;
    this.hasStatements = true;
    clients._admit(this);
  }

  public admitWholeVpc(): void {
    this.isWholeVpc = true;
  }

  public admitPeer(peer: IPeer): void {
    this.peers.push(peer);
    this.ports.forEach(port => this.allowFrom(peer, port));
  }

  /** Admits the clients on the port of a service that gets an endpoint. */
  public addPort(port: Port): void {
    if (this.ports.has(port.toString())) return;
    this.ports.set(port.toString(), port);
    this.peers.forEach(peer => this.allowFrom(peer, port));
  }

  /** A group that was imported twice is one group: EC2 refuses the same rule a second time. */
  private allowFrom(peer: IPeer, port: Port, description = 'Other clients of the VPC'): void {
    const key = `${identityOf(this.scope, peer.toIngressRuleConfig())} ${port.toString()}`;
    if (this.rules.has(key)) return;
    this.rules.add(key);
    const group = isGroup(peer) ? foreignGroup(this.scope, peer) : undefined;
    // the stack of a client may need this one, so the rule is placed there unless this one needs it
    const isRemote = group !== undefined && !StackOrder.of(this.scope).needs(Stack.of(this.scope), Stack.of(group));
    if (isRemote) StackOrder.of(this.scope).note(group, this.scope);
    const ownImport = isGroup(peer) ? namedByItsId(this.scope, peer) : peer;
    this.group.addIngressRule(group ?? ownImport, port, description, isRemote);
  }

  /** Called when the whole app is known. */
  private complete(): void {
    if (this.ports.size === 0) return;
    if (this.isOpenToVpc) {
      const ranges = knownRanges(this.vpc);
      ranges.forEach(range => this.ports.forEach(port => this.allowFrom(Peer.ipv4(range), port, 'Clients in the VPC')));
      if (ranges.some(range => Token.isUnresolved(range))) this.acknowledgeUnknownRange();
    } else {
      this.warnOfOthers();
    }
  }

  /** cdk-nag reports a range that it cannot resolve as if it were open to all addresses. */
  private acknowledgeUnknownRange(): void {
    Validations.of(this.group).acknowledge({
      id: 'AwsSolutions-EC23',
      reason: 'The rule admits the CIDR block of the VPC, which is only known at deployment.',
    });
  }

  private warnOfOthers(): void {
    if (isPendingLookup(this.vpc)) return;
    if (!this.hasStatements || this.isWholeVpc) {
      warn(this.scope, 'endpoint-clients',
        `the CIDR ranges of the VPC ${this.vpc.node.path} are not known, so its new interface endpoints admit Flink `
        + 'applications only, and other workloads in the VPC cannot reach these services any more: give '
        + '`vpcCidrBlock` when importing the VPC, or state who else is admitted with `clients: '
        + 'EndpointClients.of(...)` or `EndpointClients.applicationsOnly()`');
      return;
    }
    const workloads = otherWorkloads(this.vpc, [this.scope.node.tryFindChild('ClientSecurityGroup'), ...this.peers]);
    if (workloads.length === 0) return;
    warn(this.scope, 'endpoint-clients',
      `the interface endpoints of the VPC ${this.vpc.node.path} do not admit ${workloads.join(', ')}, which private `
      + 'DNS sends to them, so these workloads cannot reach the services of the endpoints: admit them with `clients: '
      + 'EndpointClients.wholeVpc()` or `EndpointClients.of(...)`');
  }
}

/**
 * The security group that a peer is, if the app defines it in another stack; below its own scope, also where its id was
 * imported.
 */
function foreignGroup(scope: Construct, peer: ISecurityGroup): ISecurityGroup | undefined {
  const target = definedGroup(peer);
  if (target === undefined || Stack.of(target) === Stack.of(scope)) return undefined;
  if (Stack.of(peer) === Stack.of(target)) return peer;
  const parent = target.node.scope ?? target;
  const id = `ManagedFlinkClient-${target.node.id}`;
  return parent.node.tryFindChild(id) as ISecurityGroup | undefined
    ?? SecurityGroup.fromSecurityGroupId(parent, id, peer.securityGroupId);
}

function isGroup(peer: IPeer): peer is ISecurityGroup {
  return 'securityGroupId' in peer;
}
