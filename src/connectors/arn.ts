import { Fn, Token } from 'aws-cdk-lib';
import { reject } from '../core/problem';

/** The account and region that an ARN names, as far as they can be read at synth time. */
export function environmentOfArn(arn: string): { account?: string; region?: string } {
  if (Token.isUnresolved(arn)) return {};
  const [, , , region, account] = arn.split(':');
  return { account: named(account), region: named(region) };
}

/** Some services have neither in their ARNs, and a pattern names no particular one. */
function named(part: string | undefined): string | undefined {
  return part === undefined || part === '' || part.includes('*') ? undefined : part;
}

/** What is before and after a delimiter in an ARN, also where the ARN is a token. */
export function splitAt(arn: string, delimiter: string): [string, string] {
  const parts = Fn.split(delimiter, arn);
  return [Fn.select(0, parts), Fn.select(1, parts)];
}

/** The region in an ARN, also where the ARN is a token. */
export function regionOfArn(arn: string): string {
  return Fn.select(3, Fn.split(':', arn));
}

/** Checks the shape of an ARN that is known at synth time. */
export function checkArn(path: string, property: string, arn: string, pattern: RegExp, example: string): void {
  if (Token.isUnresolved(arn) || pattern.test(arn)) return;
  reject(path, { property, got: arn, allowed: `an ARN like ${example}`, write: 'the ARN as the service shows it, or the attribute of the resource' });
}
