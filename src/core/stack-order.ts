import { Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { SharedState } from './shared-state';
import { outermost } from './stacks';

const ORDERS = new SharedState<StackOrder>('stack-order');

/**
 * Which stacks need which others, as far as it is known before references are resolved: what is declared, and what this
 * library is about to refer to. Nested stacks are stacks of their own here, since CloudFormation makes each of them as
 * a whole.
 */
export class StackOrder {
  /** The order of the stacks of an app. */
  public static of(scope: IConstruct): StackOrder {
    return ORDERS.getOrMake(scope.node.root, () => new StackOrder());
  }

  private readonly edges = new Map<Stack, Set<Stack>>();

  /** Notes that something in one stack refers to something in another. */
  public note(from: IConstruct, to: IConstruct): void {
    const [one, other] = [Stack.of(from), Stack.of(to)];
    if (one === other) return;
    this.edges.set(one, (this.edges.get(one) ?? new Set()).add(other));
  }

  /** Whether one stack is known to need another, directly or not. */
  public needs(one: Stack, other: Stack): boolean {
    return this.reachedFrom([one], other).has(other)
      || (outermost(one) !== outermost(other) && this.reachedFrom([one], other).has(outermost(other)));
  }

  /**
   * Whether something in a stack can wait for a construct elsewhere without a circle.
   *
   * @param construct what is to be waited for
   * @param references what that construct refers to
   */
  public mayWait(waiting: IConstruct, construct: IConstruct, references: IConstruct[] = []): boolean {
    const [mine, target] = [Stack.of(waiting), Stack.of(construct)];
    if (mine === target) return true;
    const reached = this.reachedFrom([target, ...references.map(reference => Stack.of(reference))], mine);
    if (outermost(mine) !== outermost(target)) return ![...reached].some(stack => outermost(stack) === outermost(mine));
    // within one family, what lies in a common parent is waited for as a single resource
    return ![...reached].some(stack => isWithin(mine, stack) && !isWithin(target, stack));
  }

  private reachedFrom(starts: Stack[], towards: Stack): Set<Stack> {
    const reached = new Set<Stack>();
    const open = [...starts];
    for (let stack = open.pop(); stack !== undefined; stack = open.pop()) {
      if (reached.has(stack)) continue;
      reached.add(stack);
      open.push(...this.neededBy(stack, towards));
    }
    return reached;
  }

  /** What a stack needs; of another family all of it is needed as one. */
  private neededBy(stack: Stack, towards: Stack): Stack[] {
    const family = outermost(stack);
    const isOwnFamily = family === outermost(towards);
    const counts = (other: Stack) => isOwnFamily ? isWithin(other, stack) : outermost(other) === family;
    const noted = [...this.edges].filter(([from]) => counts(from)).flatMap(([, to]) => [...to]);
    return isOwnFamily && stack !== family ? noted : [...noted, ...declared(family)];
  }
}

function declared(stack: Stack): Stack[] {
  return [...stack.dependencies, ...stack.node.dependencies.map(construct => Stack.of(construct))].map(outermost);
}

/** Whether a stack is another one, or nested in it at any depth. */
export function isWithin(stack: Stack, other: Stack): boolean {
  return stack === other || (stack.nestedStackParent !== undefined && isWithin(stack.nestedStackParent, other));
}
