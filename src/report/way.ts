import { nameOfId } from './names';
import { egressRoutes, vpcOfApplication } from './network';
import {
  ANYWHERE, egress, endpointPolicy, gatewayEgress, gatewayRoute, ingress, networkAcls, noRoute, ofTheService, peerRoute,
  privateDns, station, Station, unknownRoute,
} from './stations';
import { Target } from './targets';
import { ApplicationFacts } from '../rules/facts/application-facts';
import { cidrOf, EndpointFacts, GROUP, isolatedRouteTable, SUBNET } from '../rules/facts/network-facts';
import { RuleContext } from '../rules/rule';
import { TemplateModel } from '../rules/template/template-model';

/** How a target is reached. */
export type Via = 'interface endpoint' | 'gateway endpoint' | 'egress' | 'VPC' | 'none';

/** How a target is reached, and all stations on the way. */
export interface Way {
  readonly via: Via;
  readonly stations: readonly Station[];
}

/** The way to a target: an endpoint of the VPC, a peer, or the way of all other addresses. */
export function wayTo(context: RuleContext, application: ApplicationFacts, target: Target): Way {
  if (target.group !== undefined) return { via: 'VPC', stations: toPeer(context, application, target, target.group) };
  if (application.vpcConfigurations.length === 0) return { via: 'egress', stations: [ofTheService(target)] };
  const { model } = context;
  const vpc = vpcOfApplication(model, application);
  const near = context.endpoints.filter(endpoint =>
    endpoint.vpc === vpc && vpc !== undefined && endpoint.service === target.key);
  const gateway = near.find(({ type }) => type === 'Gateway');
  const privateInterface = near.find(({ type, hasPrivateDns }) => type === 'Interface' && hasPrivateDns !== 'no');
  if (privateInterface !== undefined) {
    return { via: 'interface endpoint', stations: throughInterface(model, application, privateInterface, target) };
  }
  if (gateway !== undefined) {
    return { via: 'gateway endpoint', stations: throughGateway(model, application, gateway, target) };
  }
  const named = near.find(({ type }) => type === 'Interface');
  if (named !== undefined) {
    return { via: 'interface endpoint', stations: throughInterface(model, application, named, target) };
  }
  return throughEgress(model, application, target);
}

function toPeer({ model }: RuleContext, application: ApplicationFacts, { port }: Target, group: string): Station[] {
  const name = nameOfId(model, group, GROUP);
  return [
    egress(model, application, { groups: [group], cidrs: [undefined] }, port, name),
    ...networkAcls(model, application),
    peerRoute(model, application, group),
    ingress(model, application, [group], port, name),
  ];
}

function throughInterface(
  model: TemplateModel, application: ApplicationFacts, endpoint: EndpointFacts, target: Target,
): Station[] {
  const name = `the endpoint for ${target.name}`;
  const groups = endpoint.groups ?? [];
  const cidrs = endpoint.subnets?.map(subnet => cidrOf(model, subnet)) ?? [undefined];
  return [
    egress(model, application, { groups, cidrs }, target.port, name),
    ...networkAcls(model, application),
    station('route', 'local', 'the endpoint is in the VPC of the application', 'yes'),
    ingress(model, application, groups, target.port, name),
    endpointPolicy(model, endpoint),
    privateDns(model, endpoint, target),
  ];
}

function throughGateway(
  model: TemplateModel, application: ApplicationFacts, endpoint: EndpointFacts, target: Target,
): Station[] {
  return [
    gatewayEgress(model, application, target),
    ...networkAcls(model, application),
    gatewayRoute(model, application, endpoint, target),
    endpointPolicy(model, endpoint),
  ];
}

/** Without an endpoint, the way is that of all other addresses: a NAT gateway, a transit gateway, an appliance. */
function throughEgress(model: TemplateModel, application: ApplicationFacts, target: Target): Way {
  const isolated = application.subnets
    .filter(subnet => isolatedRouteTable(model, application.resource, subnet) !== undefined);
  if (isolated.length > 0) {
    const names = isolated.map(subnet => nameOfId(model, subnet, SUBNET)).join(', ');
    return { via: 'none', stations: [noRoute(names, target)] };
  }
  const open = application.subnets.length > 0
    && application.subnets.every(subnet => egressRoutes(model, subnet).length > 0);
  return {
    via: 'egress',
    stations: [
      egress(model, application, ANYWHERE, target.port, 'the internet'),
      ...networkAcls(model, application),
      open ? station('route', egressName(model, application), 'a route to all addresses', 'yes') : unknownRoute(target),
    ],
  };
}

/** What the routes out of the subnets lead to: other targets than NAT gateways are not told apart. */
function egressName(model: TemplateModel, { subnets }: ApplicationFacts): string {
  const isNat = subnets.flatMap(subnet => egressRoutes(model, subnet))
    .every(route => model.value(route, 'NatGatewayId') !== undefined);
  return isNat ? 'NAT gateway' : 'route out';
}
