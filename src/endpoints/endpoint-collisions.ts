import { IVpc } from 'aws-cdk-lib/aws-ec2';
import { mayShareEnvironment } from '../core/identity';
import { DefinedEndpoint, definedEndpoints } from '../vpc/existing-endpoints';
import { isPendingLookup, vpcIdentity } from '../vpc/vpc-identity';

const DEFINE_FIRST = 'define your own endpoint before the first FlinkApplication of the VPC, so that it is found and '
  + 'used,';

/**
 * Endpoints that cannot both be deployed in a VPC of an application, regardless of their origin and order.
 *
 * @returns one message for each pair
 */
export function checkCollisions(vpc: IVpc): string[] {
  if (isPendingLookup(vpc)) return [];
  // whether an endpoint with a condition is there is known at deployment
  const here = definedEndpoints(vpc).filter(endpoint =>
    endpoint.vpc === vpcIdentity(vpc) && mayShareEnvironment(endpoint.resource, vpc) && !endpoint.isConditional);
  return here.flatMap((endpoint, index) => here.slice(index + 1).flatMap(other => collision(endpoint, other) ?? []));
}

function collision(one: DefinedEndpoint, other: DefinedEndpoint): string | undefined {
  const isSame = one.type === other.type && one.serviceKey === other.serviceKey;
  if (!isSame || !mayShareEnvironment(one.resource, other.resource)) return undefined;
  const paths = `${one.resource.node.path} and ${other.resource.node.path}`;
  if (one.type === 'Interface' && one.privateDns === 'on' && other.privateDns === 'on') {
    return `the VPC gets two interface endpoints with private DNS for ${one.serviceKey}, ${paths}, but can have only `
      + `one: ${DEFINE_FIRST} or leave yours out, or write \`privateDnsEnabled: false\` on it`;
  }
  const shared = one.routeTables?.find(table => other.routeTables?.includes(table));
  if (one.type === 'Gateway' && shared !== undefined) {
    return `the VPC gets two gateway endpoints for ${one.serviceKey} in the route table ${shared}, ${paths}, but a `
      + `route table can have only one: ${DEFINE_FIRST} leave yours out, or name it in \`VpcEndpoints.create({ `
      + 'existing: { interfaceServices: [], gatewayServices: [...] } })`';
  }
  return undefined;
}
