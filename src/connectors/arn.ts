import { Fn, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { reject } from '../core/problem';

/** The account and region that an ARN names, as far as they can be read at synthesis time. */
export function environmentOfArn(arn: string): { account?: string; region?: string } {
  if (Token.isUnresolved(arn)) return {};
  const [, , , region, account] = arn.split(':');
  return { account: named(account), region: named(region) };
}

/** The ARNs of some services have neither part, and a pattern names no particular account or region. */
function named(part: string | undefined): string | undefined {
  return part === undefined || part === '' || part.includes('*') ? undefined : part;
}

/** The parts of an ARN before and after a delimiter, also if the ARN is a token. */
export function splitAt(arn: string, delimiter: string): [string, string] {
  const parts = Fn.split(delimiter, arn);
  return [Fn.select(0, parts), Fn.select(1, parts)];
}

/** The region in an ARN, also if the ARN is a token. */
export function regionOfArn(arn: string): string {
  return Fn.select(3, Fn.split(':', arn));
}

/** Checks the shape of an ARN that is known at synthesis time. */
export function checkArn(
  scope: IConstruct, property: string, arn: string, pattern: RegExp, example: string,
): void {
  if (Token.isUnresolved(arn) || pattern.test(arn)) return;
  reject(scope, {
    property,
    got: arn,
    allowed: `an ARN like ${example}`,
    write: 'the ARN as the service shows it, or the attribute of the resource',
  });
}
