import { Stack, Token } from 'aws-cdk-lib';

/** The beginnings of ARNs by service, for each stack. */
const PREFIXES = new WeakMap<Stack, Map<string, string>>();

/**
 * The ARN of something in the account and region of a stack.
 *
 * It is that of `Stack.formatArn()`, but partition, region and account are one token instead of three. The CDK resolves
 * each token several times, and the applications of a stack have many ARNs.
 *
 * @param resource what follows the account, for example `application/orders`
 */
export function environmentArn(stack: Stack, service: string, resource: string): string {
  return `${prefixOf(stack, service)}${resource}`;
}

function prefixOf(stack: Stack, service: string): string {
  const known = PREFIXES.get(stack) ?? new Map<string, string>();
  PREFIXES.set(stack, known);
  const prefix = known.get(service)
    ?? Token.asString(stack.resolve(`arn:${stack.partition}:${service}:${stack.region}:${stack.account}:`));
  known.set(service, prefix);
  return prefix;
}
