import { Stack } from 'aws-cdk-lib';
import { IPeer, ISecurityGroup, IVpc, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Construct, Dependable, IConstruct, IDependable } from 'constructs';
import { identityOf } from '../core/identity';
import { isWithin, StackOrder } from '../core/stack-order';
import { outermost } from '../core/stacks';
import { definedVpc } from '../vpc/vpc-identity';

/** Rules that let the clients connect to something, on both sides. */
export interface ClientRule {
  /** The current rules. */
  readonly constructs: IConstruct[];
  /** What the rules refer to. */
  readonly references: IConstruct[];
}

/** Rules between the client group and the group of some endpoints. */
class EndpointRule implements ClientRule {
  public constructs: IConstruct[] = [];
  public readonly references: IConstruct[];

  constructor(
    private readonly clients: SecurityGroup,
    private readonly endpoints: ISecurityGroup,
    private readonly port: Port,
    public readonly owner: IConstruct,
  ) {
    this.references = [clients, owner];
  }

  /**
   * Makes both rules in the stack of one of the groups, which then refers to the stack of the other one.
   *
   * @param isWithClients whether that is the stack of the client group
   */
  public make(isWithClients: boolean): void {
    this.constructs.forEach(construct => construct.node.scope?.node.tryRemoveChild(construct.node.id));
    const children = () => [this.endpoints, this.clients].flatMap(group => group.node.children);
    const present = new Set(children());
    this.endpoints.addIngressRule(this.clients, this.port, 'Managed Service for Apache Flink '
      + 'applications', isWithClients);
    this.clients.addEgressRule(this.endpoints, this.port, 'VPC endpoint', !isWithClients);
    this.constructs = children().filter(child => !present.has(child));
    const [from, to] = isWithClients ? [this.clients, this.owner] : [this.owner, this.clients];
    StackOrder.of(this.clients).note(from, to);
  }
}

/**
 * The client group, which every application of a VPC carries in addition to its own groups, and the rules that let it
 * connect to endpoints: one for each group and port in the whole app, so that the rules of a group do not grow with the
 * number of applications.
 */
export class ClientRules {
  private readonly rules = new Map<string, ClientRule>();
  private readonly applications: IConstruct[] = [];
  private clients?: SecurityGroup;

  constructor(private readonly scope: Construct, private readonly vpc: IVpc) {}

  /** The client group, if anything needed it yet. */
  public get existingGroup(): SecurityGroup | undefined {
    return this.clients;
  }

  public get group(): SecurityGroup {
    this.clients ??= new SecurityGroup(this.scope, 'ClientSecurityGroup', {
      vpc: this.vpc,
      description: 'Carried by Managed Service for Apache Flink applications to reach VPC endpoints',
      allowAllOutbound: false,
    });
    return this.clients;
  }

  /** Notes that an application carries the client group: its stack then refers to the stack of the group. */
  public register(application: IConstruct): void {
    this.applications.push(application);
    StackOrder.of(application).note(application, this.scope);
    const mine = Stack.of(this.scope);
    for (const rule of this.rules.values()) {
      const isAgainst = rule instanceof EndpointRule
        && Stack.of(rule.owner) !== mine && this.isUsedIn(Stack.of(rule.owner))
        && rule.constructs.some(construct => Stack.of(construct) === mine);
      if (isAgainst) rule.make(this.belongsWithClients(rule.owner));
    }
  }

  /**
   * Lets the clients connect to the group of some endpoints.
   *
   * @param owner the construct whose stack defines the group
   */
  public open(group: ISecurityGroup, port: Port, owner: IConstruct): ClientRule {
    return this.addRulesOnce(`${identityOf(group, group.securityGroupId)} ${port}`, () => {
      const rule = new EndpointRule(this.group, group, port, owner);
      rule.make(this.belongsWithClients(owner));
      return rule;
    });
  }

  /** Lets the clients connect to something that has no rules of its own. */
  public openOutbound(peer: IPeer, port: Port): ClientRule {
    return this.addRulesOnce(`${peer.uniqueId} ${port}`, () => {
      const present = new Set(this.group.node.children);
      this.group.addEgressRule(peer, port, 'VPC endpoint');
      return { constructs: this.group.node.children.filter(child => !present.has(child)), references: [this.group] };
    });
  }

  private addRulesOnce(key: string, make: () => ClientRule): ClientRule {
    const rule = this.rules.get(key) ?? make();
    this.rules.set(key, rule);
    return rule;
  }

  /**
   * Whether rules that name both groups belong in the stack of the client group. Where the app defines the VPC, the
   * other stack needs this one already; where it was imported, this stack may need the other one, unless that one needs
   * it, as it does where an application is in it.
   */
  private belongsWithClients(owner: IConstruct): boolean {
    const [mine, other] = [Stack.of(this.scope), Stack.of(owner)];
    if (mine === other) return true;
    const isNeeded = definedVpc(this.vpc) !== undefined || StackOrder.of(owner).needs(other, mine);
    // a nested stack may refer to single resources of the stack around it
    if (isWithin(mine, other)) return !isNeeded;
    return !isNeeded && !isWithin(other, mine) && !this.isUsedIn(other);
  }

  private isUsedIn(stack: Stack): boolean {
    const family = outermost(stack);
    return this.applications.some(application => outermost(Stack.of(application)) === family);
  }
}

/**
 * What an application has to wait for, worked out when the whole app is known: nothing that would wait for the
 * application.
 */
export function waitingFor(application: IConstruct, rules: () => ClientRule[]): IDependable {
  const dependable: IDependable = {};
  Dependable.implement(dependable, {
    get dependencyRoots() {
      const order = StackOrder.of(application);
      return rules().flatMap(({ constructs, references }) =>
        constructs.filter(construct => order.mayWait(application, construct, references)));
    },
  });
  return dependable;
}
