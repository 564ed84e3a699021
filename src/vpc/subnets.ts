import { CfnResource, Token } from 'aws-cdk-lib';
import { CfnSecurityGroup, CfnSubnet, ISecurityGroup, ISubnet, IVpc, SubnetSelection, Vpc } from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { isPendingIdentity, isPendingLookup, isVpc, vpcIdentity } from './vpc-identity';
import { identifiedProperties, identityOf, referredConstruct } from '../core/identity';
import { reject, rejectBecause } from '../core/problem';
import { tryGet } from '../core/try-get';
import { uniqueBy } from '../core/unique-by';

/** The subnets that a selection gives; what the VPC says against it is said of the property. */
export function selectSubnets(scope: IConstruct, property: string, vpc: IVpc, selection: SubnetSelection): ISubnet[] {
  try {
    return vpc.selectSubnets(selection).subnets;
  } catch (error) {
    rejectBecause(scope, `${property} cannot be selected from the VPC ${vpc.node.path}: `
      + `${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Rejects a subnet that can be seen to belong to another VPC. */
export function checkSubnetVpc(scope: IConstruct, property: string, vpc: IVpc, subnet: ISubnet): void {
  if (vpc instanceof Vpc && subnet.node.scope === vpc) return; // most are, and all else takes a look at the resource
  const ownVpc = vpcOfSubnet(subnet);
  if (ownVpc === undefined || isSameVpc(ownVpc, vpc)) return;
  reject(scope, {
    property,
    got: describeSubnet(subnet),
    allowed: `subnets of the VPC ${vpc.node.path}, and this one belongs to ${ownVpc}`,
    write: 'a selection of subnets of that VPC',
  });
}

/** Rejects a security group that can be seen to belong to another VPC. */
export function checkGroupVpc(scope: IConstruct, property: string, vpc: IVpc, group: ISecurityGroup): void {
  const ownVpc = vpcOfSecurityGroup(group);
  if (ownVpc === undefined || isSameVpc(ownVpc, vpc)) return;
  reject(scope, {
    property,
    got: group.node.path,
    allowed: `groups of the VPC ${vpc.node.path}, and this one belongs to ${ownVpc}`,
    write: 'a group of that VPC',
  });
}

/** Whether an identity is that of a VPC, as far as it can be told: nothing is judged while a lookup is pending. */
function isSameVpc(identity: string, vpc: IVpc): boolean {
  return isPendingLookup(vpc) || isPendingIdentity(identity) || identity === vpcIdentity(vpc);
}

/** The construct of a subnet that the app defines, also where its id was imported: the construct knows the routes. */
export function definedSubnet(subnet: ISubnet): ISubnet {
  const parent = isListToken(subnet) ? undefined : referredConstruct(subnet.subnetId)?.node.scope;
  return parent !== undefined && isSubnet(parent) ? parent : subnet;
}

function isSubnet(construct: IConstruct): construct is ISubnet {
  return 'internetConnectivityEstablished' in construct;
}

/**
 * Private subnets with egress if the VPC has them, else isolated ones; public ones only where there is nothing else and
 * they are accepted.
 */
export function defaultSubnets(vpc: IVpc, allowPublicSubnet = false): ISubnet[] {
  const [first = []] = [
    vpc.privateSubnets, vpc.isolatedSubnets, allowPublicSubnet ? vpc.publicSubnets : [],
  ].filter(subnets => subnets.length > 0);
  return first;
}

export function uniqueGroups(groups: ISecurityGroup[]): ISecurityGroup[] {
  return uniqueBy(groups, group => identityOf(group, group.securityGroupId));
}

/** Whether all subnets are known to be in one availability zone. */
export function inOneAvailabilityZone(subnets: ISubnet[]): boolean {
  if (subnets.some(isListToken)) return false;
  const zones = subnets.map(subnet => tryGet(() => subnet.availabilityZone));
  return subnets.length === 1 || zones.every(zone => zone !== undefined && zone === zones[0]);
}

/** Whether a subnet stands for a list of subnets that is only known when the stack is deployed. */
export function isListToken(subnet: ISubnet): boolean {
  return Token.isUnresolved([subnet.subnetId]);
}

/**
 * The identities of the subnets' route tables, in the order of the subnets; undefined where a subnet was imported
 * without it.
 */
export function routeTablesOf(subnets: ISubnet[]): (string | undefined)[] {
  return subnets.map(subnet => {
    const id = subnet.routeTable?.routeTableId;
    const isKnown = id !== undefined && !Token.isUnresolved([id]);
    return isKnown ? identityOf(subnet, id) : id;
  });
}

export function subnetIdentity(subnet: ISubnet): string {
  return isListToken(subnet) ? subnet.subnetId : identityOf(subnet, subnet.subnetId);
}

/**
 * Whether the name of a subnet's zone shows that it is a Local Zone or a Wavelength Zone, where few services have
 * endpoints.
 */
export function isOutsideRegion(subnet: ISubnet): boolean {
  const zone = isListToken(subnet) ? undefined : tryGet(() => subnet.availabilityZone);
  return zone !== undefined && !Token.isUnresolved(zone) && /^[a-z]{2,}(?:-[a-z]+)+-\d+-\w/.test(zone);
}

/** The VPC of a subnet, where that can be seen: by its resource, or by the imported VPC that it is part of. */
function vpcOfSubnet(subnet: ISubnet): string | undefined {
  if (isListToken(subnet)) return undefined;
  return vpcOfResource(referredConstruct(subnet.subnetId), CfnSubnet.CFN_RESOURCE_TYPE_NAME)
    ?? vpcOfParent(subnet.node.scope);
}

/** The VPC of a security group, where its resource shows it. */
export function vpcOfSecurityGroup(group: ISecurityGroup): string | undefined {
  return vpcOfResource(referredConstruct(group.securityGroupId), CfnSecurityGroup.CFN_RESOURCE_TYPE_NAME);
}

function vpcOfResource(resource: IConstruct | undefined, type: string): string | undefined {
  if (resource === undefined || !CfnResource.isCfnResource(resource) || resource.cfnResourceType !== type) {
    return undefined;
  }
  const vpcId = identifiedProperties(resource).VpcId;
  return vpcId === undefined ? undefined : identityOf(resource, vpcId);
}

function vpcOfParent(parent: IConstruct | undefined): string | undefined {
  return isVpc(parent) ? vpcIdentity(parent) : undefined;
}

export function describeSubnet(subnet: ISubnet): string {
  return Token.isUnresolved(subnet.subnetId) ? subnet.node.path : `${subnet.subnetId} (${subnet.node.path})`;
}
