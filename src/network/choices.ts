import { CfnSecurityGroup, ISecurityGroup, ISubnet, IVpc, PublicSubnet } from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { VpcConfiguration } from './vpc-configuration';
import { identifiedProperties, referredConstruct } from '../core/identity';
import { isObject } from '../core/intrinsics';
import { Limits } from '../core/limits';
import { reject, rejectBecause } from '../core/problem';
import { allowedCount, SERVICE_LIMITS } from '../core/service-limits';
import { uniqueBy } from '../core/unique-by';
import {
  checkGroupVpc, checkSubnetVpc, defaultSubnets, describeSubnet, selectSubnets, subnetIdentity, uniqueGroups,
} from '../vpc/subnets';
import { isPendingLookup } from '../vpc/vpc-identity';

const HTTPS = 443;

/**
 * The subnets that an application is connected to, checked.
 *
 * @param scope the application
 */
export function chooseSubnets(scope: IConstruct, configuration: VpcConfiguration): ISubnet[] {
  const { vpc, vpcSubnets, allowPublicSubnet } = configuration;
  const selected = vpcSubnets === undefined
    ? defaultSubnets(vpc, allowPublicSubnet)
    : selectSubnets(scope, 'vpcConfiguration.vpcSubnets', vpc, vpcSubnets);
  const subnets = uniqueBy(selected, subnetIdentity);
  if (!isPendingLookup(vpc)) checkNumber(scope, configuration, subnets);

  for (const subnet of subnets) {
    if (!allowPublicSubnet && isPublic(vpc, subnet)) {
      reject(scope, {
        property: 'vpcConfiguration.vpcSubnets',
        got: describeSubnet(subnet),
        allowed: 'private subnets, since the network interfaces of a Flink application get no public address',
        write: '`vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS }`, or accept it with `allowPublicSubnet: '
          + 'true`',
      });
    }
    checkSubnetVpc(scope, 'vpcConfiguration.vpcSubnets', vpc, subnet);
  }
  return subnets;
}

function checkNumber(scope: IConstruct, { vpc, vpcSubnets }: VpcConfiguration, subnets: ISubnet[]): void {
  if (subnets.length === 0) {
    rejectBecause(scope, vpcSubnets === undefined && vpc.publicSubnets.length > 0
      ? 'vpcConfiguration.vpc has public subnets only, in which a Flink application has no internet access: add '
        + 'subnets of type PRIVATE_WITH_EGRESS or PRIVATE_ISOLATED to the VPC, or accept it with '
        + '`allowPublicSubnet: true`'
      : `vpcConfiguration.vpcSubnets selects no subnet: select ${allowedCount(SERVICE_LIMITS.subnets)} of the VPC, for `
        + 'example `vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED }`, and give their ids when you import the '
        + 'VPC by its attributes');
  }
  new Limits(scope).count('vpcConfiguration.vpcSubnets', subnets.length, {
    ...SERVICE_LIMITS.subnets,
    write: 'a selection that gives fewer, for example `vpcSubnets: { onePerAz: true }`',
  });
}

/** The security groups that the user gave, checked. */
export function checkSecurityGroups(scope: IConstruct, configuration: VpcConfiguration): ISecurityGroup[] | undefined {
  const { vpc, securityGroups, allowAllOutbound } = configuration;
  if (securityGroups === undefined) return undefined;
  if (allowAllOutbound !== undefined) {
    rejectBecause(scope, `vpcConfiguration.allowAllOutbound is ${allowAllOutbound}, but it only applies to the group `
      + 'that is created, and vpcConfiguration.securityGroups is given: leave out one of them, and set the outbound '
      + 'rules on your own groups');
  }
  if (securityGroups.length === 0) {
    reject(scope, {
      property: 'vpcConfiguration.securityGroups',
      got: [],
      allowed: `a list of ${allowedCount(SERVICE_LIMITS.securityGroups)}`,
      write: 'at least one group, or leave it out to have one created',
    });
  }
  securityGroups.forEach(group => checkGroupVpc(scope, 'vpcConfiguration.securityGroups', vpc, group));
  return uniqueGroups(securityGroups);
}

/**
 * Whether groups of the user's are known to let out nothing but what is asked for: HTTPS to anywhere would be enough
 * for AWS services.
 */
export function restrictEgress(groups: ISecurityGroup[]): boolean {
  return groups.length > 0 && groups.every(group => !letsHttpsOut(group));
}

function letsHttpsOut(group: ISecurityGroup): boolean {
  const resource = referredConstruct(group.securityGroupId);
  const isDefined = CfnSecurityGroup.isCfnSecurityGroup(resource);
  const rules = isDefined ? identifiedProperties(resource).SecurityGroupEgress : undefined;
  // without rules of its own a group has the default one, which allows everything
  if (rules === undefined) return isDefined || group.allowAllOutbound;
  return !Array.isArray(rules) || rules.some(letsOut);
}

function letsOut(rule: unknown): boolean {
  if (!isObject(rule)) return true;
  const { CidrIp: range, IpProtocol: protocol, FromPort: from, ToPort: to } = rule;
  if (range !== '0.0.0.0/0') return false;
  return String(protocol) === '-1' || (protocol === 'tcp' && Number(from) <= HTTPS && Number(to) >= HTTPS);
}

function isPublic(vpc: IVpc, subnet: ISubnet): boolean {
  return subnet instanceof PublicSubnet
    || vpc.publicSubnets.some(other => subnetIdentity(other) === subnetIdentity(subnet));
}

