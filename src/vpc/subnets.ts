import { CfnResource, Token } from 'aws-cdk-lib';
import { CfnSecurityGroup, CfnSubnet, ISecurityGroup, ISubnet, IVpc, PublicSubnet, SubnetSelection, Vpc } from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { isPendingLookup, isVpc, vpcIdentity } from './vpc-identity';
import { identifiedProperties, identityOf, referredConstruct } from '../core/identity';
import { Limits } from '../core/limits';
import { reject, rejectBecause } from '../core/problem';
import { tryGet } from '../core/try-get';
import { uniqueBy } from '../core/unique-by';
import { VpcConfiguration } from '../network/vpc-configuration';

const MAX_SUBNETS = 16;

/**
 * The subnets that an application is connected to, checked.
 *
 * @param path the path of the application, for messages
 */
export function chooseSubnets(path: string, configuration: VpcConfiguration): ISubnet[] {
  const { vpc, vpcSubnets, allowPublicSubnet } = configuration;
  const subnets = uniqueBy(vpcSubnets === undefined
    ? defaultSubnets(vpc, allowPublicSubnet)
    : selectSubnets(path, 'vpcConfiguration.vpcSubnets', vpc, vpcSubnets), subnetIdentity);
  const pending = isPendingLookup(vpc);

  if (subnets.length === 0 && !pending) {
    rejectBecause(path, vpcSubnets === undefined && vpc.publicSubnets.length > 0
      ? 'vpcConfiguration.vpc has public subnets only, in which a Flink application has no internet access: add subnets of type PRIVATE_WITH_EGRESS '
        + 'or PRIVATE_ISOLATED to the VPC, or accept it with `allowPublicSubnet: true`'
      : 'vpcConfiguration.vpcSubnets selects no subnet: select 1 to 16 subnets of the VPC, for example '
        + '`vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED }`, and give their ids when you import the VPC by its attributes');
  }
  if (!pending) {
    new Limits(path).count('vpcConfiguration.vpcSubnets', subnets.length, {
      min: 1, max: MAX_SUBNETS, of: 'subnets', write: 'a selection that gives fewer, for example `vpcSubnets: { onePerAz: true }`',
    });
  }

  for (const subnet of subnets) {
    if (!allowPublicSubnet && isPublic(vpc, subnet)) {
      reject(path, {
        property: 'vpcConfiguration.vpcSubnets',
        got: describeSubnet(subnet),
        allowed: 'private subnets, since the network interfaces of a Flink application get no public address',
        write: '`vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS }`, or accept it with `allowPublicSubnet: true`',
      });
    }
    checkSubnetHome(path, 'vpcConfiguration.vpcSubnets', vpc, subnet);
  }
  return subnets;
}

/** The subnets that a selection gives; what the VPC says against it is said of the property. */
export function selectSubnets(path: string, property: string, vpc: IVpc, selection: SubnetSelection): ISubnet[] {
  try {
    return vpc.selectSubnets(selection).subnets;
  } catch (error) {
    rejectBecause(path, `${property} cannot be selected from the VPC ${vpc.node.path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Refuses a subnet that can be seen to belong to another VPC. */
export function checkSubnetHome(path: string, property: string, vpc: IVpc, subnet: ISubnet): void {
  if (vpc instanceof Vpc && subnet.node.scope === vpc) return; // most are, and all else takes a look at the resource
  const home = vpcOfSubnet(subnet);
  if (home === undefined || home === vpcIdentity(vpc)) return;
  reject(path, {
    property,
    got: describeSubnet(subnet),
    allowed: `subnets of the VPC ${vpc.node.path}, and this one belongs to ${home}`,
    write: 'a selection of subnets of that VPC',
  });
}

/** Refuses a security group that can be seen to belong to another VPC. */
export function checkGroupHome(path: string, property: string, vpc: IVpc, group: ISecurityGroup): void {
  const home = vpcOfSecurityGroup(group);
  if (home === undefined || home === vpcIdentity(vpc)) return;
  reject(path, {
    property,
    got: group.node.path,
    allowed: `groups of the VPC ${vpc.node.path}, and this one belongs to ${home}`,
    write: 'a group of that VPC',
  });
}

/** The construct of a subnet that the app defines, also where its id was imported: the construct knows the routes. */
export function definedSubnet(subnet: ISubnet): ISubnet {
  const parent = isListToken(subnet) ? undefined : referredConstruct(subnet.subnetId)?.node.scope;
  return parent !== undefined && isSubnet(parent) ? parent : subnet;
}

function isSubnet(construct: IConstruct): construct is ISubnet {
  return 'internetConnectivityEstablished' in construct;
}

/** Private subnets with egress if the VPC has them, else isolated ones; public ones only where there is nothing else and they are accepted. */
export function defaultSubnets(vpc: IVpc, allowPublicSubnet = false): ISubnet[] {
  const [first = []] = [vpc.privateSubnets, vpc.isolatedSubnets, allowPublicSubnet ? vpc.publicSubnets : []].filter(subnets => subnets.length > 0);
  return first;
}

/** The security groups that the user gave, checked. */
export function checkSecurityGroups(path: string, configuration: VpcConfiguration): ISecurityGroup[] | undefined {
  const { vpc, securityGroups, allowAllOutbound } = configuration;
  if (securityGroups === undefined) return undefined;
  if (allowAllOutbound !== undefined) {
    rejectBecause(path, `vpcConfiguration.allowAllOutbound is ${allowAllOutbound}, but it only applies to the group that is created, and vpcConfiguration.securityGroups is given: `
      + 'leave out one of them, and set the outbound rules on your own groups');
  }
  if (securityGroups.length === 0) {
    reject(path, {
      property: 'vpcConfiguration.securityGroups',
      got: [],
      allowed: 'a list of 1 to 5 groups',
      write: 'at least one group, or leave it out to have one created',
    });
  }
  securityGroups.forEach(group => checkGroupHome(path, 'vpcConfiguration.securityGroups', vpc, group));
  return uniqueGroups(securityGroups);
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

/** The identities of the subnets' route tables, in the order of the subnets; undefined where a subnet was imported without it. */
export function routeTablesOf(subnets: ISubnet[]): (string | undefined)[] {
  return subnets.map(subnet => {
    const id = subnet.routeTable?.routeTableId;
    return id === undefined ? undefined : Token.isUnresolved([id]) ? id : identityOf(subnet, id);
  });
}

export function subnetIdentity(subnet: ISubnet): string {
  return isListToken(subnet) ? subnet.subnetId : identityOf(subnet, subnet.subnetId);
}

function isPublic(vpc: IVpc, subnet: ISubnet): boolean {
  return subnet instanceof PublicSubnet
    || vpc.publicSubnets.some(other => subnetIdentity(other) === subnetIdentity(subnet));
}

/** The VPC of a subnet, where that can be seen: by its resource, or by the imported VPC that it is part of. */
function vpcOfSubnet(subnet: ISubnet): string | undefined {
  if (isListToken(subnet)) return undefined;
  return vpcOfResource(referredConstruct(subnet.subnetId), CfnSubnet.CFN_RESOURCE_TYPE_NAME) ?? vpcOfParent(subnet.node.scope);
}

function vpcOfSecurityGroup(group: ISecurityGroup): string | undefined {
  return vpcOfResource(referredConstruct(group.securityGroupId), CfnSecurityGroup.CFN_RESOURCE_TYPE_NAME);
}

function vpcOfResource(resource: IConstruct | undefined, type: string): string | undefined {
  if (resource === undefined || !CfnResource.isCfnResource(resource) || resource.cfnResourceType !== type) return undefined;
  const vpcId = identifiedProperties(resource).VpcId;
  return vpcId === undefined ? undefined : identityOf(resource, vpcId);
}

function vpcOfParent(parent: IConstruct | undefined): string | undefined {
  return isVpc(parent) ? vpcIdentity(parent) : undefined;
}

function describeSubnet(subnet: ISubnet): string {
  return Token.isUnresolved(subnet.subnetId) ? subnet.node.path : `${subnet.subnetId} (${subnet.node.path})`;
}
