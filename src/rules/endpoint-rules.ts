import { EndpointFacts, isDefinite, VPC } from './facts/network-facts';
import { Finding, Rule, RuleContext } from './rule';
import { TemplateModel } from './template/template-model';

const PRIVATE_DNS = 'Properties.PrivateDnsEnabled';

const duplicatePrivateDns: Rule = {
  id: 'duplicate-private-dns',
  severity: 'error',
  summary: 'two interface endpoints with private DNS for one service in a VPC',
  rationale: 'Only one interface endpoint for a service can have private DNS in a VPC. The deployment of the second '
    + 'endpoint fails with "private-dns-enabled cannot be set".',
  fix: 'create one endpoint for the VPC and share it, or write PrivateDnsEnabled: false for the other endpoint',
  limitations: 'It compares all endpoints of the app, across stacks, nested stacks and stages, if both are known to '
    + 'be deployed together and in the same VPC. It does not know endpoints that the app does not define, or private '
    + 'hosted zones of the same name.',
  check: context => privateEndpoints(context).flatMap((endpoint, index, all): Finding[] => {
    const other = all.slice(0, index).find(earlier => collide(context, earlier, endpoint));
    return other === undefined ? [] : [{
      resource: endpoint.resource,
      location: PRIVATE_DNS,
      message: `privateDnsEnabled is true for ${endpoint.service}, but the VPC already has an endpoint with private `
        + `DNS for this service, ${context.model.nameOf(other.resource)}`,
    }];
  }),
};

const endpointDns: Rule = {
  id: 'endpoint-dns',
  severity: 'error',
  summary: 'an endpoint with private DNS in a VPC whose DNS attributes are off',
  rationale: 'Private DNS requires EnableDnsSupport and EnableDnsHostnames of the VPC. The deployment of the endpoint '
    + 'fails.',
  fix: 'write EnableDnsSupport: true and EnableDnsHostnames: true for the VPC, or PrivateDnsEnabled: false for the '
    + 'endpoint',
  limitations: 'It checks VPCs that the app defines. If a template does not specify them, CloudFormation enables DNS '
    + 'support and disables host names.',
  check: context => privateEndpoints(context).flatMap(({ resource, service, vpc }): Finding[] => {
    const { model } = context;
    const vpcResource = model.resource(vpc, VPC);
    if (vpcResource === undefined) return [];
    const attributes = {
      enableDnsSupport: model.text(vpcResource, 'EnableDnsSupport'),
      enableDnsHostnames: model.text(vpcResource, 'EnableDnsHostnames') ?? 'false',
    };
    const off = Object.entries(attributes).filter(([, value]) => value === 'false').map(([name]) => name);
    return off.length === 0 ? [] : [{
      resource,
      location: PRIVATE_DNS,
      message: `privateDnsEnabled is true for ${service ?? 'a service'}, but ${off.join(' and ')} of the VPC `
        + `${model.nameOf(vpcResource)} is false and must be true`,
    }];
  }),
};

const duplicateGatewayEndpoint: Rule = {
  id: 'duplicate-gateway-endpoint',
  severity: 'error',
  summary: 'two gateway endpoints for one service in a route table',
  rationale: 'A route table can have one route to the prefix list of a service. The deployment of the second endpoint '
    + 'fails.',
  fix: 'create one gateway endpoint for the VPC with all route tables',
  limitations: 'It compares the endpoints of the app, across stacks, if their route tables are known to be the same '
    + 'and they are deployed together. It does not know endpoints that the app does not define.',
  check: context => gateways(context).flatMap((endpoint, index, all): Finding[] => {
    const other = all.slice(0, index).find(earlier => shareRouteTable(context, earlier, endpoint));
    return other === undefined ? [] : [{
      resource: endpoint.resource,
      location: 'Properties.RouteTableIds',
      message: `routeTableIds has a route table that the gateway endpoint ${context.model.nameOf(other.resource)} for `
        + `${endpoint.service} already has`,
    }];
  }),
};

const gatewayWithoutRouteTables: Rule = {
  id: 'gateway-without-route-tables',
  severity: 'warning',
  summary: 'a gateway endpoint without route tables',
  rationale: 'A gateway endpoint adds routes to route tables. Without route tables, nothing reaches the service '
    + 'through it. In the CDK, this happens with a VPC that is imported without the ids of its route tables.',
  fix: 'list the route tables of the subnets in RouteTableIds; in the CDK, import the VPC with '
    + '`privateSubnetRouteTableIds` or `isolatedSubnetRouteTableIds`, or look it up',
  limitations: 'It checks for endpoints whose list of route tables is left out or empty.',
  check: ({ endpoints, model, applications }) => applications.length === 0 || model.hasMacros ? [] : endpoints
    .filter(({ type, routeTables }) => type === 'Gateway' && routeTables?.length === 0)
    .map(({ resource, service }) => ({
      resource,
      location: 'Properties.RouteTableIds',
      message: `routeTableIds is empty for the gateway endpoint for ${service ?? 'a service'}, but must list the route `
        + 'tables of the subnets',
    })),
};

/** Rules about the endpoints of a VPC. */
export const ENDPOINT_RULES: readonly Rule[] = [
  duplicatePrivateDns, endpointDns, duplicateGatewayEndpoint, gatewayWithoutRouteTables,
];

function gateways({ endpoints }: RuleContext): EndpointFacts[] {
  return endpoints.filter(({ type, service }) => type === 'Gateway' && service !== undefined);
}

function shareRouteTable({ model }: RuleContext, one: EndpointFacts, other: EndpointFacts): boolean {
  if (one.service !== other.service) return false;
  const shared = one.routeTables?.find(table => !model.isUnresolved(table) && other.routeTables?.includes(table));
  if (shared === undefined) return false;
  // the id of an imported route table means the same one only within one environment
  const isOfApp = model.resource(shared, 'AWS::EC2::RouteTable') !== undefined;
  const sameTable = isOfApp || model.resolver.sameEnvironment(one.resource.template, other.resource.template) === 'yes';
  return sameTable && areTogether(model, one, other);
}

function areTogether(model: TemplateModel, one: EndpointFacts, other: EndpointFacts): boolean {
  return isDefinite(model, one.resource, other.resource) || isDefinite(model, other.resource, one.resource);
}

function privateEndpoints({ endpoints }: RuleContext): EndpointFacts[] {
  return endpoints.filter(({ type, hasPrivateDns }) => type === 'Interface' && hasPrivateDns === 'yes');
}

function collide({ model }: RuleContext, one: EndpointFacts, other: EndpointFacts): boolean {
  if (one.service === undefined || one.service !== other.service || one.vpc === undefined || one.vpc !== other.vpc) {
    return false;
  }
  // the id of an imported VPC means the same VPC only within one environment
  const sameVpc = model.resource(one.vpc, VPC) !== undefined
    || model.resolver.sameEnvironment(one.resource.template, other.resource.template) === 'yes';
  return sameVpc && areTogether(model, one, other);
}
