import { EndpointFacts, isCertain, VPC } from './facts/network-facts';
import { Finding, Rule, RuleContext } from './rule';

const PRIVATE_DNS = 'Properties.PrivateDnsEnabled';

const duplicatePrivateDns: Rule = {
  id: 'duplicate-private-dns',
  severity: 'error',
  summary: 'two interface endpoints with private DNS for one service in a VPC',
  rationale: 'Only one interface endpoint for a service can have private DNS in a VPC: the deployment of the second one fails with "private-dns-enabled cannot be set".',
  fix: 'make one endpoint for the VPC and share it, or write PrivateDnsEnabled: false on the other',
  limitations: 'It compares all endpoints of the app, across stacks, nested stacks and stages, where both are surely deployed together and surely in the same VPC. '
    + 'It does not see endpoints that were made elsewhere, nor private hosted zones of the same name.',
  check: context => privateEndpoints(context).flatMap((endpoint, index, all): Finding[] => {
    const other = all.slice(0, index).find(earlier => collide(context, earlier, endpoint));
    return other === undefined ? [] : [{
      resource: endpoint.resource,
      location: PRIVATE_DNS,
      message: `privateDnsEnabled is true for ${endpoint.service}, but the VPC has an endpoint with private DNS for this service already, ${context.model.nameOf(other.resource)}`,
    }];
  }),
};

const endpointDns: Rule = {
  id: 'endpoint-dns',
  severity: 'error',
  summary: 'an endpoint with private DNS in a VPC whose DNS attributes are off',
  rationale: 'Private DNS needs EnableDnsSupport and EnableDnsHostnames of the VPC: the deployment of the endpoint fails.',
  fix: 'write EnableDnsSupport: true and EnableDnsHostnames: true on the VPC, or PrivateDnsEnabled: false on the endpoint',
  limitations: 'It sees VPCs that the app defines. CloudFormation switches DNS support on and host names off where a template does not say.',
  check: context => privateEndpoints(context).flatMap(({ resource, service, vpc }): Finding[] => {
    const { model } = context;
    const home = model.resource(vpc, VPC);
    if (home === undefined) return [];
    const attributes = { enableDnsSupport: model.text(home, 'EnableDnsSupport'), enableDnsHostnames: model.text(home, 'EnableDnsHostnames') ?? 'false' };
    const off = Object.entries(attributes).filter(([, value]) => value === 'false').map(([name]) => name);
    return off.length === 0 ? [] : [{
      resource,
      location: PRIVATE_DNS,
      message: `privateDnsEnabled is true for ${service ?? 'a service'}, but ${off.join(' and ')} of the VPC ${model.nameOf(home)} is false and must be true`,
    }];
  }),
};

/** Rules about the endpoints of a VPC. */
export const ENDPOINT_RULES: readonly Rule[] = [duplicatePrivateDns, endpointDns];

function privateEndpoints({ endpoints }: RuleContext): EndpointFacts[] {
  return endpoints.filter(({ type, hasPrivateDns }) => type === 'Interface' && hasPrivateDns === 'yes');
}

function collide({ model }: RuleContext, one: EndpointFacts, other: EndpointFacts): boolean {
  if (one.service === undefined || one.service !== other.service || one.vpc === undefined || one.vpc !== other.vpc) return false;
  // the id of an imported VPC means the same VPC only within one environment
  const sameVpc = model.resource(one.vpc, VPC) !== undefined || model.resolver.sameEnvironment(one.resource.template, other.resource.template) === 'yes';
  return sameVpc && (isCertain(model, one.resource, other.resource) || isCertain(model, other.resource, one.resource));
}
