import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import { CfnSecurityGroup, ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { referredConstruct } from '../core/identity';
import { isShared } from '../vpc/vpc-identity';

/**
 * Whether the stack of a construct can add rules to a group. A group of another account cannot be changed, and in a VPC
 * that another account shares only those groups are known to be one's own that the app defines.
 */
export function mayBeOpened(scope: IConstruct, vpc: IVpc, group: ISecurityGroup): boolean {
  const stack = Stack.of(scope);
  const accounts = [group.env.account, stack.account];
  const isForeign = !accounts.some(account => Token.isUnresolved(account)) && group.env.account !== stack.account;
  if (isForeign) return false;
  const target = referredConstruct(group.securityGroupId);
  const isDefined = target !== undefined && CfnResource.isCfnResource(target)
    && target.cfnResourceType === CfnSecurityGroup.CFN_RESOURCE_TYPE_NAME;
  return isDefined || !isShared(vpc, stack);
}
