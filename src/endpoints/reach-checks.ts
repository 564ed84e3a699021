import { Stack, Token } from 'aws-cdk-lib';
import { EndpointRequester, ServiceNeeds } from './endpoint-needs';
import { rejectBecause } from '../core/problem';
import { gatewayKey, interfaceKey } from '../vpc/endpoint-service';
import { subnetIdentity } from '../vpc/subnets';
import { isPendingLookup } from '../vpc/vpc-identity';

const GIVE_URL = 'for example `FlinkConnector.dynamoDbTable(table, { streamsEndpointUrl: \'https://vpce-...\' })`';

/** What is reached through the internet needs a way there, and no group that would close it. */
export function checkInternet(
  { scope, vpc, subnets, restrictedEgress }: EndpointRequester, { internet = [] }: ServiceNeeds,
): void {
  if (internet.length === 0) return;
  const names = internet.join(', ');
  checkInternetEgress(scope, restrictedEgress, internet);
  if (isPendingLookup(vpc)) return;
  // the network interfaces of an application get no public address, so a public subnet is no way out either
  const closedOff = [...vpc.isolatedSubnets, ...vpc.publicSubnets].map(subnetIdentity);
  const dead = subnets.find(subnet => closedOff.includes(subnetIdentity(subnet)));
  if (dead === undefined) return;
  rejectBecause(scope, `${names} is reached through the internet, but the subnet ${dead.node.path} has no way there: `
    + 'select subnets of type PRIVATE_WITH_EGRESS with `vpcSubnets`, use a resource in the VPC, or write '
    + '`VpcEndpoints.none()` if there is a way that the app does not define');
}

/** Restricted egress closes every way to the internet. */
export function checkInternetEgress(
  scope: EndpointRequester['scope'], restrictedEgress: boolean, internet: string[],
): void {
  if (!restrictedEgress || internet.length === 0) return;
  rejectBecause(scope, `vpcConfiguration.allowAllOutbound is false, but ${internet.join(', ')} is reached through the `
    + 'internet and has no fixed addresses that could be opened: leave out `allowAllOutbound`, or give '
    + '`securityGroups` with outbound rules of your own');
}

/** The endpoints of a VPC answer for the services of their own region only. */
export function checkRegions({ scope }: EndpointRequester, { regional = [] }: ServiceNeeds): void {
  const { region } = Stack.of(scope);
  if (Token.isUnresolved(region)) return;
  const foreign = regional.find(other => !Token.isUnresolved(other.region) && other.region !== region);
  if (foreign === undefined) return;
  rejectBecause(scope, `${foreign.name} is in ${foreign.region}, and the endpoints of a VPC in ${region} do not reach `
    + 'that region: use a resource '
    + `in ${region}, or write \`endpoints: VpcEndpoints.none()\` and give the VPC a NAT gateway`);
}

/** A connector can be told the URL only of an endpoint that it asks for. */
export function checkUrlsAsked(
  { scope }: EndpointRequester, { urls = [], interfaceServices = [] }: ServiceNeeds,
): void {
  const asked = interfaceServices.map(interfaceKey);
  const unasked = urls.find(({ service }) => !asked.includes(interfaceKey(service)));
  if (unasked === undefined) return;
  rejectBecause(scope, `a connector asks for the URL of the endpoint for ${interfaceKey(unasked.service)} in `
    + 'endpointUrls, but not for the endpoint: name the service in interfaceServices too');
}

/**
 * A job must be told the URL of an endpoint without private DNS, and it is known only where the app defines the
 * endpoint.
 *
 * @param isKnown whether the URL of the endpoint for a service is known
 */
export function checkUrlsTold(
  { scope }: EndpointRequester, { urls = [] }: ServiceNeeds, isKnown: (key: string) => boolean,
): void {
  for (const { service, isTold } of urls) {
    const key = interfaceKey(service);
    if (!isKnown(key)) {
      rejectBecause(scope, `the endpoint for ${key} that the VPC has answers to no private DNS name, and its URL is `
        + `not known: give the connector the URL, ${GIVE_URL}`);
    }
    if (!isTold) {
      rejectBecause(scope, `the endpoint for ${key} answers to no private DNS name, so the job must be told its URL: `
        + `name a \`propertyGroup\` that it is written to, or give the URL of your own endpoint, ${GIVE_URL}`);
    }
  }
}

/** Restricted egress that no endpoints are used with could only be opened to everything. */
export function checkRestrictedEgress({ scope, restrictedEgress }: EndpointRequester, needs: ServiceNeeds): void {
  const services = [
    ...(needs.interfaceServices ?? []).map(interfaceKey), ...(needs.gatewayServices ?? []).map(gatewayKey),
  ];
  if (!restrictedEgress || services.length === 0) return;
  rejectBecause(scope, 'vpcConfiguration.allowAllOutbound is false and vpcConfiguration.endpoints is '
    + `VpcEndpoints.none(), so there is no way to ${services.join(', ')}: write \`VpcEndpoints.create()\` or `
    + '`VpcEndpoints.existing({ interfaceServices: [...] })`, leave out `allowAllOutbound`, or give '
    + '`securityGroups` with outbound rules of your own');
}
