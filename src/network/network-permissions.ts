import { Stack } from 'aws-cdk-lib';
import { ISecurityGroup, ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { NetworkPermissions } from './vpc-configuration';
import { environmentArn } from '../core/environment-arn';
import {
  CREATE_ACTION, DELETE_ACTION, DESCRIBE_ACTIONS, INTERFACE_ACTIONS, PERMISSION_ACTION,
} from '../core/network-actions';
import { isListToken } from '../vpc/subnets';
import { ownerOf } from '../vpc/vpc-identity';

export interface NetworkPermissionScope {
  readonly vpc: IVpc;
  readonly subnets: ISubnet[];
  readonly securityGroups: ISecurityGroup[];
}

/**
 * The statements with which the service makes and removes network interfaces in the VPC.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/vpc-permissions.html
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 */
export function networkStatements(
  stack: Stack, permissions: NetworkPermissions, scope: NetworkPermissionScope,
): PolicyStatement[] {
  if (permissions === NetworkPermissions.DOCUMENTED) {
    return [allow('ManageNetworkInterfaces', [...DESCRIBE_ACTIONS, CREATE_ACTION, ...INTERFACE_ACTIONS], ['*'])];
  }

  // subnets that are shared by another account are named by the ARNs of that account
  const owner = ownerOf(scope.vpc);
  const sharedArn = (resource: string, resourceName: string) => owner === stack.account
    ? environmentArn(stack, 'ec2', `${resource}/${resourceName}`)
    : stack.formatArn({ service: 'ec2', resource, resourceName, account: owner });
  const inVpc = { ArnEquals: { 'ec2:Vpc': sharedArn('vpc', scope.vpc.vpcId) } };
  // A list that is only known when the stack is deployed, or after a lookup, cannot be made into ARNs: any subnet of
  // the VPC then.
  const listed = scope.subnets.length === 0 || scope.subnets.some(isListToken);
  const subnetArns = listed
    ? [sharedArn('subnet', '*')]
    : scope.subnets.map(subnet => sharedArn('subnet', subnet.subnetId));
  const groupArns = scope.securityGroups
    .map(group => environmentArn(stack, 'ec2', `security-group/${group.securityGroupId}`));
  const interfaceArn = networkInterfacesArn(stack);

  return [
    allow('DescribeNetwork', DESCRIBE_ACTIONS, ['*']),
    allow('CreateNetworkInterfaceInSubnets', [CREATE_ACTION], subnetArns, listed ? inVpc : undefined),
    allow('CreateNetworkInterfaceWithGroups', [CREATE_ACTION], groupArns),
    // a statement of its own: the interface that is being made has no id yet, and its resource type knows no ec2:Vpc
    // condition
    allow('CreateNetworkInterface', [CREATE_ACTION], [interfaceArn]),
    allow('PermitNetworkInterfacesOfSubnets', [PERMISSION_ACTION], [interfaceArn],
      listed ? inVpc : { ArnEquals: { 'ec2:Subnet': subnetArns } }),
    // in the whole VPC: a change of subnets changes the policy first, and the interfaces in the old subnets must still
    // go
    allow('DeleteNetworkInterfacesOfVpc', [DELETE_ACTION], [interfaceArn], inVpc),
  ];
}

/** All network interfaces of the stack's account and region. */
export function networkInterfacesArn(stack: Stack): string {
  return environmentArn(stack, 'ec2', 'network-interface/*');
}

function allow(
  sid: string, actions: string[], resources: string[], conditions?: Record<string, unknown>,
): PolicyStatement {
  return new PolicyStatement({ sid, effect: Effect.ALLOW, actions, resources, conditions });
}
