import { Stack, Stage, Token } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService, ISubnet } from 'aws-cdk-lib/aws-ec2';
import { EndpointRequester } from './endpoint-needs';
import { reject, rejectBecause } from '../core/problem';
import { tryGet } from '../core/try-get';
import { lacksPrivateDns } from '../vpc/endpoint-service';
import { DefinedEndpoint } from '../vpc/existing-endpoints';
import { checkSubnetVpc, isListToken } from '../vpc/subnets';
import {
  definedVpc, disabledDnsAttributes, isPendingLookup, isShared, knownRanges, ownerOf,
} from '../vpc/vpc-identity';

/** Amazon S3 and DynamoDB answer to their own names through gateway endpoints. */
export function checkPrivateDnsOffered(
  { scope, property }: EndpointRequester, services: InterfaceVpcEndpointAwsService[],
): void {
  const service = services.find(({ shortName }) => ['s3', 'dynamodb'].includes(shortName));
  if (service === undefined) return;
  reject(scope, {
    property: `${property} interface service`,
    got: service.shortName,
    allowed: 'a service whose interface endpoint has private DNS of its own',
    write: 'the gateway service instead, `baselineGatewayServices: '
      + `[ec2.GatewayVpcEndpointAwsService.${service.shortName.toUpperCase()}]\`, which is free`,
  });
}

export function checkEndpointSubnets(
  { scope, vpc, property }: EndpointRequester, subnets: ISubnet[], looksUpZones: boolean,
): void {
  subnets.forEach(subnet => checkSubnetVpc(scope, `${property} subnets`, vpc, subnet));
  const zoneOf = (subnet: ISubnet) => tryGet(() => subnet.availabilityZone);
  const unknown = subnets.find(subnet => !isListToken(subnet) && zoneOf(subnet) === undefined);
  if (unknown !== undefined) {
    rejectBecause(scope, `the availability zone of the subnet ${unknown.node.path} is unknown, and an interface `
      + 'endpoint takes one subnet for each zone: import it with `Subnet.fromSubnetAttributes(..., { subnetId, '
      + 'availabilityZone })`, or choose others with `VpcEndpoints.create({ subnets: ... })`');
  }
  if (subnets.length === 0 && !isPendingLookup(vpc)) {
    rejectBecause(scope, `${property} selects no subnet for the interface endpoints: choose some with `
      + '`VpcEndpoints.create({ subnets: ... })`');
  }
  const { account, region } = Stack.of(scope);
  const cannotLookUp = [account, region, ...subnets.map(zoneOf)].some(value => Token.isUnresolved(value));
  if (looksUpZones && cannotLookUp) {
    rejectBecause(scope, `${property} lookupSupportedAzs is true, but the account and Region of the stack or the zones `
      + 'of the subnets are only known at deployment: give the stack an account and a Region with `env`, or leave '
      + 'out `lookupSupportedAzs`');
  }
}

export function checkMayCreate({ scope, vpc }: EndpointRequester, services: string[]): void {
  const stack = Stack.of(scope);
  if (!isShared(vpc, stack)) return;
  rejectBecause(scope, `the VPC ${vpc.node.path} belongs to account ${ownerOf(vpc)} and shares its subnets with `
    + `account ${stack.account}, which cannot create endpoints in them, but endpoints for ${services.join(', ')} are `
    + 'needed: have the owner create them, and write `VpcEndpoints.existing({ interfaceServices: [...] })`');
}

/** Endpoints without private DNS need no DNS host names. */
export function checkDns({ scope, vpc }: EndpointRequester, services: InterfaceVpcEndpointAwsService[]): void {
  if (services.length === 0) return;
  const needsHostnames = services.some(service => !lacksPrivateDns(service));
  const disabled = disabledDnsAttributes(vpc).filter(attribute => needsHostnames || attribute === 'enableDnsSupport');
  if (disabled.length === 0) return;
  rejectBecause(scope, `${disabled.join(' and ')} of the VPC ${vpc.node.path} is false, but the private DNS of `
    + 'interface endpoints needs both: write `enableDnsSupport: true` and `enableDnsHostnames: true` on the VPC, '
    + 'or `endpoints: VpcEndpoints.none()`');
}

/** An application with restricted egress can only be let out to groups or addresses that are known. */
export function checkGroups(
  { scope, vpc, restrictedEgress }: EndpointRequester, { resource, serviceKey, securityGroupIds }: DefinedEndpoint,
): void {
  const groupsAreKnown = securityGroupIds !== undefined
    && (securityGroupIds.length > 0 || definedVpc(vpc) !== undefined);
  if (groupsAreKnown || !restrictedEgress || knownRanges(vpc).length > 0) return;
  rejectBecause(scope, 'vpcConfiguration.allowAllOutbound is false, but neither the security groups of the endpoint '
    + `${resource.node.path} for ${serviceKey} nor the CIDR range of the VPC is known, so nothing can be opened to `
    + 'reach it: give `vpcCidrBlock` when importing the VPC, or leave out `allowAllOutbound`');
}

/**
 * Constructs cannot refer to each other across stages, so what one stage defines can be neither shared nor made again.
 */
export function checkStage({ scope, vpc }: EndpointRequester, endpoint: DefinedEndpoint): void {
  if (Stage.of(endpoint.resource) === Stage.of(scope)) return;
  rejectBecause(scope, `the VPC ${vpc.vpcId} gets its endpoint for ${endpoint.serviceKey} from `
    + `${endpoint.resource.node.path}, in another stage of the app, and can have only one: write `
    + '`VpcEndpoints.existing({ interfaceServices: [...], gatewayServices: [...], securityGroups: [...] })` in this '
    + 'stage, with the group of these endpoints');
}

/** What a condition decides on can be neither relied on nor made again. */
export function checkUnconditional(
  { scope, vpc }: EndpointRequester, { resource, serviceKey }: DefinedEndpoint,
): never {
  rejectBecause(scope, `the endpoint ${resource.node.path} for ${serviceKey} in the VPC ${vpc.node.path} has a `
    + 'CloudFormation condition, so it is only known at deployment whether it is there: remove the condition, or list '
    + `${serviceKey} in \`existing\` if it is there wherever the application is deployed`);
}
