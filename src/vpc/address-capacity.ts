import { Token } from 'aws-cdk-lib';
import { ISubnet } from 'aws-cdk-lib/aws-ec2';
import { Scale, shortageOf } from '../core/address-shortage';
import { tryGet } from '../core/try-get';

/** What is wrong with the size of the subnets of a construct, where subnets and scale may be tokens. */
export function addressShortage(subnets: ISubnet[], scale: Scale): string | undefined {
  if (Token.isUnresolved(scale.parallelism) || Token.isUnresolved(scale.parallelismPerKpu)) return undefined;
  return shortageOf(subnets.map(subnet => {
    const cidr = tryGet(() => subnet.ipv4CidrBlock);
    return { name: subnet.node.path, cidr: Token.isUnresolved(cidr) ? undefined : cidr };
  }), scale);
}
