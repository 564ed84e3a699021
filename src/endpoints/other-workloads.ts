import { CfnResource } from 'aws-cdk-lib';
import { IVpc } from 'aws-cdk-lib/aws-ec2';
import { identifiedProperties, identityOf } from '../core/identity';
import { isObject } from '../core/intrinsics';
import { subnetIdentity } from '../vpc/subnets';
import { vpcIdentity } from '../vpc/vpc-identity';

/** Where resources name the subnets and the groups of their network interfaces. */
const INTERFACES: Record<string, { readonly subnets: string; readonly groups: string }> = {
  'AWS::EC2::Instance': { subnets: 'SubnetId', groups: 'SecurityGroupIds' },
  'AWS::ECS::Service': {
    subnets: 'NetworkConfiguration.AwsvpcConfiguration.Subnets',
    groups: 'NetworkConfiguration.AwsvpcConfiguration.SecurityGroups',
  },
  'AWS::KinesisAnalyticsV2::Application': {
    subnets: 'ApplicationConfiguration.VpcConfigurations.SubnetIds',
    groups: 'ApplicationConfiguration.VpcConfigurations.SecurityGroupIds',
  },
  'AWS::Lambda::Function': { subnets: 'VpcConfig.SubnetIds', groups: 'VpcConfig.SecurityGroupIds' },
};

/**
 * The paths of workloads that the app defines in a VPC, and that carry none of some security groups. It walks the whole
 * tree.
 */
export function otherWorkloads(vpc: IVpc, admitted: unknown[]): string[] {
  const all = vpc.node.root.node.findAll();
  const subnets = new Set([
    ...[...vpc.privateSubnets, ...vpc.isolatedSubnets, ...vpc.publicSubnets].map(subnetIdentity),
    ...all.filter(node => isResource(node, 'AWS::EC2::Subnet'))
      .filter(subnet => identityOf(subnet, identifiedProperties(subnet).VpcId) === vpcIdentity(vpc))
      .map(({ node }) => node.path),
  ]);
  const groups = new Set(
    admitted.flatMap(group => isIdentified(group) ? [identityOf(vpc, group.securityGroupId)] : []),
  );
  return all.filter((node): node is CfnResource =>
    CfnResource.isCfnResource(node) && node.cfnResourceType in INTERFACES)
    .filter(resource => {
      const paths = INTERFACES[resource.cfnResourceType];
      const properties = identifiedProperties(resource);
      const identities = (path: string) =>
        valuesAt(properties, path.split('.')).map(value => identityOf(resource, value));
      return identities(paths.subnets).some(subnet => subnets.has(subnet))
        && !identities(paths.groups).some(group => groups.has(group));
    })
    .map(({ node }) => node.path);
}

function isResource(node: unknown, type: string): node is CfnResource {
  return CfnResource.isCfnResource(node) && node.cfnResourceType === type;
}

function isIdentified(group: unknown): group is { securityGroupId: string } {
  return isObject(group) && typeof group.securityGroupId === 'string';
}

/** All values at a path, of which every part may be a list. */
function valuesAt(value: unknown, path: string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap(entry => valuesAt(entry, path));
  const [first, ...rest] = path;
  if (first === undefined) return value === undefined ? [] : [value];
  return isObject(value) ? valuesAt(value[first], rest) : [];
}
