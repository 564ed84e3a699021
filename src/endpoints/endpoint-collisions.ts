import { IVpc } from 'aws-cdk-lib/aws-ec2';
import { mayShareEnvironment } from '../core/identity';
import { DefinedEndpoint, definedEndpoints } from '../vpc/existing-endpoints';
import { isPendingLookup, vpcIdentity } from '../vpc/vpc-identity';

/**
 * Endpoints that cannot both be deployed in a VPC of an application, whoever made them and in whatever order.
 *
 * @returns one message for each pair
 */
export function checkCollisions(vpc: IVpc): string[] {
  if (isPendingLookup(vpc)) return [];
  const here = definedEndpoints(vpc).filter(endpoint => endpoint.vpc === vpcIdentity(vpc) && mayShareEnvironment(endpoint.resource, vpc));
  return here.flatMap((endpoint, index) => here.slice(index + 1).flatMap(other => collision(endpoint, other) ?? []));
}

function collision(one: DefinedEndpoint, other: DefinedEndpoint): string | undefined {
  if (one.type !== other.type || one.serviceKey !== other.serviceKey || !mayShareEnvironment(one.resource, other.resource)) return undefined;
  const paths = `${one.resource.node.path} and ${other.resource.node.path}`;
  const dns = [one.privateDns, other.privateDns];
  if (one.type === 'Interface' && dns.includes('on') && dns.every(state => state === 'on' || state === 'unstated')) {
    return `the VPC gets two interface endpoints with private DNS for ${one.serviceKey}, ${paths}, but can have only one: `
      + 'define your own endpoint before the first FlinkApplication of the VPC, so that it is found and used, or leave yours out, or write `privateDnsEnabled: false` on it';
  }
  const shared = one.routeTables?.find(table => other.routeTables?.includes(table));
  if (one.type === 'Gateway' && shared !== undefined) {
    return `the VPC gets two gateway endpoints for ${one.serviceKey} in the route table ${shared}, ${paths}, but a route table can have only one: `
      + 'define your own endpoint before the first FlinkApplication of the VPC, so that it is found and used, leave yours out, or name it in `VpcEndpoints.create({ existing: { interfaceServices: [], gatewayServices: [...] } })`';
  }
  return undefined;
}
