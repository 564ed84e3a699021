import { Token } from 'aws-cdk-lib';
import { ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';

/** The paths of the VPCs that list a subnet as public, by its id. */
export type PublicSubnets = ReadonlyMap<string, string>;

/**
 * The subnets with literal ids that a VPC of the construct tree lists as public: those of VPCs that were looked up or
 * imported. A subnet that another VPC lists as private or isolated is left out.
 */
export function publicSubnetsIn(tree: IConstruct | undefined): PublicSubnets {
  const vpcs = tree?.node.findAll().filter(isVpc) ?? [];
  const others = new Set(vpcs.flatMap(vpc => [...idsOf(vpc.privateSubnets), ...idsOf(vpc.isolatedSubnets)]));
  return new Map(vpcs.flatMap(vpc =>
    idsOf(vpc.publicSubnets).filter(id => !others.has(id)).map(id => [id, vpc.node.path] as const)));
}

function isVpc(construct: IConstruct): construct is IVpc {
  return 'publicSubnets' in construct && 'privateSubnets' in construct && 'isolatedSubnets' in construct;
}

function idsOf(subnets: readonly ISubnet[]): string[] {
  return subnets.map(({ subnetId }) => subnetId).filter(id => !Token.isUnresolved(id));
}
