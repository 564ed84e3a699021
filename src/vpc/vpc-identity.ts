import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import { CfnVPC, IVpc } from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { identifiedProperties, identityOf, referredConstruct } from '../core/identity';
import { tryGet } from '../core/try-get';

/**
 * What makes two `IVpc` objects the same VPC: the id, not the object. Two stacks that import one VPC hold two objects.
 */
export function vpcIdentity(vpc: IVpc): string {
  // while a lookup is pending, every VPC has the same dummy id
  if (isPendingLookup(vpc)) return `lookup(${vpc.node.path})`;
  return identityOf(vpc, vpc.vpcId);
}

/** Whether the VPC's properties are placeholders, since `cdk synth` has yet to look them up. */
export function isPendingLookup(vpc: IVpc): boolean {
  return vpc.selectSubnets({ subnets: [] }).isPendingLookup ?? false;
}

/** The resource of a VPC that this app defines, whether the object is its own construct or an import of its id. */
export function definedVpc(vpc: IVpc): CfnResource | undefined {
  const target = referredConstruct(vpc.vpcId);
  return target !== undefined && CfnResource.isCfnResource(target) && target.cfnResourceType === CfnVPC.CFN_RESOURCE_TYPE_NAME ? target : undefined;
}

/** Whether a construct is a VPC, its own or imported. */
export function isVpc(construct: IConstruct | undefined): construct is IVpc {
  return construct !== undefined && 'vpcId' in construct && 'selectSubnets' in construct;
}

/** The CIDR range of a VPC, if it is known. */
export function knownCidr(vpc: IVpc): string | undefined {
  return tryGet(() => vpc.vpcCidrBlock);
}

/** Whether the VPC belongs to another account, which shares its subnets with the stack's account. */
export function isShared(vpc: IVpc, stack: Stack): boolean {
  return ![vpc.env.account, stack.account].some(account => Token.isUnresolved(account)) && vpc.env.account !== stack.account;
}

/** The DNS attributes that are switched off in a VPC that this app defines. */
export function disabledDnsAttributes(vpc: IVpc): string[] {
  const resource = definedVpc(vpc);
  if (resource === undefined) return [];
  // CloudFormation's defaults: DNS resolution is on, host names are off
  const { EnableDnsSupport: support = true, EnableDnsHostnames: hostnames = false } = identifiedProperties(resource);
  return Object.entries({ enableDnsSupport: support, enableDnsHostnames: hostnames })
    .flatMap(([attribute, value]) => String(value) === 'false' ? [attribute] : []);
}
