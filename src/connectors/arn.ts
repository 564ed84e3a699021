import { Fn, Token } from 'aws-cdk-lib';
import { reject } from '../private/problem';

/** The account and region that an ARN names, as far as they can be read at synth time. */
export function environmentOfArn(arn: string): { account?: string; region?: string } {
  if (Token.isUnresolved(arn)) return {};
  const [, , , region, account] = arn.split(':');
  return { account: account || undefined, region: region || undefined };
}

/** A part of an ARN between two delimiters, also where the ARN is a token. */
export function splitAt(arn: string, delimiter: string): [string, string] {
  const parts = Fn.split(delimiter, arn, 2);
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
