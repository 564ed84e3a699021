import { Stack, Stage, Token } from 'aws-cdk-lib';
import { IVpc } from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { mayShareEnvironment } from '../core/identity';
import { SharedState } from '../core/shared-state';
import { shortHash } from '../core/short-hash';
import { definedVpc, isPendingLookup, isVpc, vpcIdentity } from '../vpc/vpc-identity';

interface Network extends IConstruct {
  readonly vpc: IVpc;
}

/**
 * The networks of an app, kept at the root of its tree, so that all copies of this library find them. A list rather
 * than a map by VPC: whether two objects are one VPC takes a comparison.
 */
export class NetworkRegistry<T extends Network> {
  private readonly state: SharedState<T[]>;

  constructor(name: string) {
    this.state = new SharedState(name);
  }

  public add(network: T): void {
    const all = this.state.getOrMake(network.node.root, () => []);
    all.push(network);
  }

  /** Whether something is one of these networks. */
  public has(network: Network): network is T {
    return this.all(network).some(other => other === network);
  }

  /** The networks of a VPC within the stage of `scope`. */
  public findAll(scope: IConstruct, vpc: IVpc): T[] {
    const identity = vpcIdentity(vpc);
    return this.all(scope).filter(network => vpcIdentity(network.vpc) === identity
      && Stage.of(network) === Stage.of(scope) && mayShareEnvironment(network, vpc));
  }

  /** The networks of the whole app. */
  public all(scope: IConstruct): T[] {
    return (this.state.get(scope.node.root) ?? []).filter(isInTree);
  }
}

/** Whether a construct was not removed from the tree. */
function isInTree({ node }: IConstruct): boolean {
  return node.scope === undefined || (node.scope.node.tryFindChild(node.id)?.node === node && isInTree(node.scope));
}

/** The place of a network that is created implicitly. */
export interface NetworkPlace {
  readonly scope: IConstruct;
  readonly id: string;
}

/**
 * With the VPC where the app defines it; else in the stack of the import, with an id that depends on the id of the VPC
 * only, so that it does not depend on the name of the import and the order of the constructs.
 */
export function placeOf(scope: IConstruct, vpc: IVpc): NetworkPlace {
  const resource = definedVpc(vpc);
  const parent = resource?.node.scope;
  if (resource !== undefined && parent !== undefined) {
    return { scope: parent, id: isVpc(parent) ? 'ManagedFlink' : `ManagedFlink-${resource.node.id}` };
  }
  const stack = Stage.of(vpc) === Stage.of(scope) ? Stack.of(vpc) : Stack.of(scope);
  const id = `ManagedFlink-${nameOf(vpc)}`;
  // two ids that only the stacks which they come from tell apart
  return { scope: stack, id: stack.node.tryFindChild(id) === undefined ? id : `${id}-${shortHash(vpcIdentity(vpc))}` };
}

function nameOf(vpc: IVpc): string {
  if (isPendingLookup(vpc)) return shortHash(vpc.node.path);
  return Token.isUnresolved(vpc.vpcId) ? shortHash(JSON.stringify(Stack.of(vpc).resolve(vpc.vpcId))) : vpc.vpcId;
}
