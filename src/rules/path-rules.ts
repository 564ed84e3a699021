import { ApplicationFacts } from './facts/application-facts';
import { ELSEWHERE, endpointsByPrefix, mayBeForCode } from './facts/called-services';
import { admit, INBOUND, OUTBOUND, PUBLIC_SERVICE } from './facts/group-facts';
import {
  cidrOf, EndpointFacts, GROUP, isDefinite, isolatedRouteTable, SUBNET, VPC, vpcOf,
} from './facts/network-facts';
import { Finding, Rule, RuleContext } from './rule';
import { Resource, TemplateModel } from './template/template-model';

const HTTPS = 443;
const VPC_CONFIGURATION = 'Properties.ApplicationConfiguration.VpcConfigurations.0';

/** The last part of the endpoint's name of a service that a job calls, by the prefix of its actions. */
const SERVICES = endpointsByPrefix('job');

/** The same, with services that every execution role may call for the service itself. */
const ALL_SERVICES = endpointsByPrefix('job', 'service');

/** Services that have gateway endpoints. */
const GATEWAY_SERVICES = new Map([['dynamodb', 'dynamodb'], ['s3', 's3']]);

const LISTED = 'It recognizes services by the actions that the role allows by name '
  + `(${[...SERVICES.keys()].join(', ')}). It ignores wildcards for all services`;

const noPathToService: Rule = {
  id: 'no-path-to-service',
  severity: 'warning',
  summary: 'a service that the role may call and to which isolated subnets have no path',
  rationale: 'There is no NAT gateway, no endpoint and no gateway route to the service. Calls to it time out, and the '
    + 'job hangs.',
  fix: 'add a VPC endpoint for the service (a gateway endpoint in the route tables of all subnets for S3 and '
    + 'DynamoDB), use subnets with a NAT gateway, or remove the permission',
  limitations: `${LISTED}. It checks subnets if the app defines their VPC, their route table and all routes, and the `
    + 'table has no routes except those of gateway endpoints. Any other route may be a path. It ignores CloudWatch and '
    + 'permissions that may be for the code, because the service itself uses them. It does not know endpoints that the '
    + 'app does not define, or whether the job calls the service.',
  check: context => context.applications.flatMap(application => {
    const vpc = vpcOf(context.model, application);
    if (vpc === undefined || context.model.resource(vpc, VPC) === undefined) return [];
    const services = servicesOf(context.model, application, SERVICES);
    return services.flatMap(service => lackOfPath(context, application, vpc, service));
  }),
};

const endpointUnreachable: Rule = {
  id: 'endpoint-unreachable',
  severity: 'warning',
  summary: 'an endpoint that the security groups of an application cannot reach on port 443',
  rationale: 'Private DNS sends all calls from the VPC to the endpoint. Calls from an application that cannot reach it '
    + 'time out, even if there is a NAT gateway.',
  fix: 'allow outbound TCP 443 from a group of the application to the group of the endpoint, and inbound TCP 443 on '
    + 'the group of the endpoint from a group of the application',
  limitations: `${LISTED}. It checks the services logs and cloudwatch too. It checks endpoints with private DNS and `
    + 'security groups that the app defines. An imported group or rule, a prefix list or an IPv6 range may allow the '
    + 'connection. Nothing is reported then. It does not read network ACLs.',
  check: context => context.applications.flatMap(application => {
    const vpc = vpcOf(context.model, application);
    const services = servicesOf(context.model, application, ALL_SERVICES);
    return context.endpoints
      .filter(endpoint => vpc !== undefined && endpoint.vpc === vpc && services.includes(endpoint.service ?? ''))
      .flatMap(endpoint => blocked(context.model, application, endpoint));
  }),
};

const gatewayUnreachable: Rule = {
  id: 'gateway-unreachable',
  severity: 'warning',
  summary: 'restricted egress that leaves out a service behind a gateway endpoint',
  rationale: 'A gateway endpoint routes to the public IP addresses of the service. Without an outbound rule for them, '
    + 'calls time out.',
  fix: 'allow outbound TCP 443 from a group of the application to the prefix list of the service',
  limitations: `${LISTED}. It checks gateway endpoints and security groups that the app defines. Any rule for a `
    + 'prefix list, for IPv6 or for public addresses may allow the connection. Nothing is reported then.',
  check: ({ model, applications, endpoints }) => applications.flatMap((application): Finding[] => {
    const vpc = vpcOf(model, application);
    const { resource, groups } = application;
    if (vpc === undefined || groups === undefined || groups.length === 0) return [];
    const services = servicesOf(model, application, GATEWAY_SERVICES);
    const used = endpoints.filter(endpoint => endpoint.type === 'Gateway' && endpoint.vpc === vpc
      && services.includes(endpoint.service ?? '') && isDefinite(model, resource, endpoint.resource));
    if (used.length === 0 || admit(model, groups, OUTBOUND, PUBLIC_SERVICE, HTTPS) !== 'no') return [];
    return used.map(endpoint => ({
      resource,
      location: `${VPC_CONFIGURATION}.SecurityGroupIds`,
      message: `securityGroupIds is ${model.show(groups)}, whose outbound rules do not allow port ${HTTPS} of `
        + `${endpoint.service}, to which the gateway endpoint ${model.nameOf(endpoint.resource)} leads`,
    }));
  }),
};

const endpointDefaultGroup: Rule = {
  id: 'endpoint-default-group',
  severity: 'warning',
  summary: 'an endpoint in the default security group of the VPC, which only allows its own members',
  rationale: 'An interface endpoint without security groups gets the default group of the VPC. Private DNS sends all '
    + 'calls to the endpoint. Calls from an application in other groups time out.',
  fix: 'specify a security group for the endpoint that allows TCP 443 from the application',
  limitations: `${LISTED}. It checks the services logs and cloudwatch too. It checks endpoints with private DNS in a `
    + 'VPC that the app defines, and applications in security groups that the app defines. Any rule of the app for the '
    + 'default group may allow the connection. Nothing is reported then.',
  check: ({ model, applications, endpoints }) => applications.flatMap((application): Finding[] => {
    const vpc = model.resource(vpcOf(model, application), VPC);
    const { resource, groups } = application;
    if (vpc === undefined || !mayNotBeDefault(model, groups) || mayAdmitMore(model, vpc)) return [];
    const services = servicesOf(model, application, ALL_SERVICES);
    return endpoints.filter(endpoint => endpoint.hasDefaultGroup && endpoint.type === 'Interface'
      && endpoint.hasPrivateDns === 'yes' && endpoint.vpc === vpc.id && services.includes(endpoint.service ?? '')
      && isDefinite(model, resource, endpoint.resource)).map(endpoint => ({
      resource,
      location: `${VPC_CONFIGURATION}.SecurityGroupIds`,
      message: `securityGroupIds is ${model.show(groups)}, but the endpoint ${model.nameOf(endpoint.resource)} for `
        + `${endpoint.service} has the default group of the VPC, which does not allow them`,
    }));
  }),
};

/** Rules about what an application reaches. */
export const PATH_RULES: readonly Rule[] = [
  noPathToService, endpointUnreachable, gatewayUnreachable, endpointDefaultGroup,
];

/** Whether all groups are ones that the app defines, none of which is the default group. */
function mayNotBeDefault(model: TemplateModel, groups: readonly string[] | undefined): boolean {
  return groups !== undefined && groups.length > 0
    && groups.every(group => model.resource(group, GROUP) !== undefined);
}

/** Whether a rule of the app may be for the default group of a VPC. */
function mayAdmitMore(model: TemplateModel, vpc: Resource): boolean {
  const group = model.resolver.referenceTo(vpc.template, vpc.logicalId, 'DefaultSecurityGroup');
  const { definite, potential } = model.referencing('AWS::EC2::SecurityGroupIngress', 'GroupId', group);
  return definite.length + potential.length > 0 || model.hasMacros;
}

/** The endpoints' names of the services that the role allows by name. */
function servicesOf(model: TemplateModel, application: ApplicationFacts, known: ReadonlyMap<string, string>): string[] {
  const allowances = application.role?.allowances.filter(({ isOfAws }) => isOfAws !== true) ?? [];
  const prefixes = allowances.flatMap(allowance => {
    const named = (allowance.actions ?? [])
      .filter(action => !ELSEWHERE.has(action))
      .map(action => action.split(':')[0]);
    return named.includes('s3') && mayBeForCode(model, application, allowance)
      ? named.filter(prefix => prefix !== 's3')
      : named;
  });
  return [...new Set(prefixes.flatMap(prefix => known.get(prefix) ?? []))];
}

function lackOfPath(
  { model, endpoints }: RuleContext, { resource, subnets }: ApplicationFacts, vpc: string, service: string,
): Finding[] {
  const { strings } = model.resolver;
  const near = endpoints.filter(endpoint => {
    const mayBeInVpc = endpoint.vpc === undefined || strings.equal(endpoint.vpc, vpc) !== 'no';
    return mayBeInVpc && mayServe(endpoint, service);
  });
  const mayLeadFrom = (table: string) => ({ type, routeTables }: EndpointFacts) =>
    type !== 'Gateway' || (routeTables?.some(other => strings.equal(other, table) !== 'no') ?? true);
  const cutOff = subnets.filter(subnet => {
    const table = isolatedRouteTable(model, resource, subnet);
    return table !== undefined && !near.some(mayLeadFrom(table));
  });
  if (cutOff.length === 0) return [];
  const names = cutOff.map(subnet => model.nameOf(model.resource(subnet, SUBNET)!));
  return [{
    resource,
    location: `${VPC_CONFIGURATION}.SubnetIds`,
    message: `the role allows calls to ${service}, but the isolated subnets ${names.join(', ')} have no path to it: no `
      + 'endpoint, no gateway route and no NAT gateway',
  }];
}

function mayServe(endpoint: EndpointFacts, service: string): boolean {
  return endpoint.service === undefined || endpoint.service === service
    || endpoint.service.startsWith(`${service}-fips`);
}

function blocked(
  model: TemplateModel, { resource, subnets, groups }: ApplicationFacts, endpoint: EndpointFacts,
): Finding[] {
  const isJudged = endpoint.type === 'Interface'
    && endpoint.hasPrivateDns === 'yes' && isDefinite(model, resource, endpoint.resource);
  if (!isJudged || groups === undefined || endpoint.groups === undefined || endpoint.groups.length === 0) return [];
  const target = { groups: endpoint.groups, cidrs: endpoint.subnets?.map(subnet => cidrOf(model, subnet)) ?? [] };
  const origin = { groups, cidrs: subnets.map(subnet => cidrOf(model, subnet)) };
  const outbound = admit(model, groups, OUTBOUND, target, HTTPS);
  const inbound = admit(model, endpoint.groups, INBOUND, origin, HTTPS);
  const faults = [
    ...outbound === 'no' ? ['no outbound rule of the application\'s groups allows it'] : [],
    ...inbound === 'no' ? ['no inbound rule of the endpoint\'s groups allows it'] : [],
  ];
  return faults.length === 0 ? [] : [{
    resource,
    location: `${VPC_CONFIGURATION}.SecurityGroupIds`,
    message: `securityGroupIds is ${model.show(groups)}, which cannot reach the endpoint `
      + `${model.nameOf(endpoint.resource)} for ${endpoint.service} on port ${HTTPS}: ${faults.join(', and ')}`,
  }];
}
