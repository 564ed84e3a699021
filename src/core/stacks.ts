import { Stack } from 'aws-cdk-lib';

/** The stack that a nested stack is part of: stacks within one are deployed together. */
export function outermost(stack: Stack): Stack {
  return stack.nestedStackParent === undefined ? stack : outermost(stack.nestedStackParent);
}
