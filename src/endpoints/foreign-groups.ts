import { CfnResource, Stack, Token } from 'aws-cdk-lib';
import { CfnSecurityGroup, ISecurityGroup, IVpc, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Construct, IConstruct } from 'constructs';
import { identityOf, referredConstruct } from '../core/identity';
import { shortHash } from '../core/short-hash';
import { isShared } from '../vpc/vpc-identity';

/** The resource of a security group that the app defines, also where its id was imported. */
export function definedGroup(group: ISecurityGroup): CfnResource | undefined {
  const target = referredConstruct(group.securityGroupId);
  const isDefined = target !== undefined && CfnResource.isCfnResource(target)
    && target.cfnResourceType === CfnSecurityGroup.CFN_RESOURCE_TYPE_NAME;
  return isDefined ? target : undefined;
}

/**
 * Whether the stack of a construct can add rules to a group. A group of another account cannot be changed, and in a VPC
 * that another account shares only those groups are known to be one's own that the app defines.
 */
export function mayBeOpened(scope: IConstruct, vpc: IVpc, group: ISecurityGroup): boolean {
  const stack = Stack.of(scope);
  const accounts = [group.env.account, stack.account];
  const isForeign = !accounts.some(account => Token.isUnresolved(account)) && group.env.account !== stack.account;
  if (isForeign) return false;
  return definedGroup(group) !== undefined || !isShared(vpc, stack);
}

/**
 * A group that the app does not define, imported once more below a network and named after its id, so that the ids of
 * its rules do not depend on the name of the user's import: CloudFormation creates before it deletes, and EC2 refuses
 * the same rule under another logical id.
 */
export function namedByItsId(network: Construct, group: ISecurityGroup): ISecurityGroup {
  const { securityGroupId } = group;
  const isToken = Token.isUnresolved(securityGroupId);
  // a token of another stack would make the stack of the network refer to it
  if (definedGroup(group) !== undefined || (isToken && Stack.of(group) !== Stack.of(network))) return group;
  const id = `SecurityGroup-${isToken ? shortHash(identityOf(group, securityGroupId)) : securityGroupId}`;
  return network.node.tryFindChild(id) as ISecurityGroup | undefined
    ?? SecurityGroup.fromSecurityGroupId(network, id, securityGroupId, { mutable: isMutable(group) });
}

/** Whether a group takes rules, tried with a peer that is part of no app, since nothing else tells. */
function isMutable(group: ISecurityGroup): boolean {
  const probe = SecurityGroup.fromSecurityGroupId(new Stack(), 'Probe', 'sg-0');
  // the rule is made below a peer of another stack
  group.addIngressRule(probe, Port.tcp(443), undefined, true);
  return probe.node.children.length > 0;
}
