import { nameOfId, shortName, showPaths } from './names';
import { egressRoutes } from './network';
import { Target } from './targets';
import { Verdict } from './verdict';
import { ApplicationFacts } from '../rules/facts/application-facts';
import { admit, INBOUND, OUTBOUND, Peer } from '../rules/facts/group-facts';
import { cidrOf, EndpointFacts, isolatedRouteTable, SUBNET, VPC, vpcOf } from '../rules/facts/network-facts';
import { RuleContext } from '../rules/rule';
import { Answer } from '../rules/template/partial-string';
import { TemplateModel } from '../rules/template/template-model';

/** One station of the way to a target. */
export interface Hop {
  readonly kind: 'security-group-egress' | 'network-acl' | 'route' | 'endpoint' | 'security-group-ingress' | 'endpoint-policy' | 'private-dns';
  readonly name: string;
  readonly check: string;
  readonly result: Verdict;
}

/** A change that is needed for the way to be free. */
export interface Change {
  readonly code: string;
  readonly resource: string;
  readonly say: string;
}

/** Something that was taken to be so, since the templates do not tell. */
export interface Assumption {
  readonly code: string;
  readonly say: string;
}

/** The way from an application to a target, with all that has to change at once where it is blocked. */
export interface PathReport {
  readonly from: string;
  readonly to: string;
  readonly targetKind: Target['kind'];
  readonly targetKey: string;
  readonly protocol: 'tcp';
  readonly port: string;
  readonly via: 'interface endpoint' | 'gateway endpoint' | 'egress' | 'VPC' | 'none';
  readonly verdict: Verdict;
  readonly hops: readonly Hop[];
  readonly changes: readonly Change[];
  readonly assumptions: readonly Assumption[];
  readonly reasons: readonly string[];
}

/** A station together with what has to change if it is closed, and what was assumed. */
interface Station {
  readonly hop: Hop;
  readonly change?: Change;
  readonly assumption?: Assumption;
}

const VERDICTS: Readonly<Record<Answer, Verdict>> = { yes: 'reachable', maybe: 'unknown', no: 'blocked' };
/** An address outside of every VPC, which only rules for all addresses admit. */
const ANYWHERE: Peer = { groups: [], cidrs: ['198.51.100.1/32'] };
const GROUP = 'AWS::EC2::SecurityGroup';
const ACL_ASSOCIATION = 'AWS::EC2::SubnetNetworkAclAssociation';

/** Judges the way from an application to a target: every station of it, also behind one that is closed. */
export function judgePath(context: RuleContext, application: ApplicationFacts, target: Target): PathReport {
  const { via, stations } = stationsTo(context, application, target);
  const results = stations.map(({ hop }) => hop.result);
  return {
    from: shortName(context.model, application.resource),
    to: target.name,
    targetKind: target.kind,
    targetKey: context.model.resolver.strings.show(target.key),
    protocol: 'tcp',
    port: portName(context, target),
    via,
    verdict: worst(results),
    hops: stations.map(({ hop }) => hop),
    changes: stations.flatMap(({ change }) => change ?? []),
    assumptions: stations.flatMap(({ assumption }) => assumption ?? []),
    reasons: target.reasons,
  };
}

/** A port that is only known at deployment is that of the target. */
function portName({ model }: RuleContext, { port }: Target): string {
  return model.resolver.strings.isFullyResolved(port) ? port : 'its port';
}

/** The way as a sentence: what is reached, or all changes that are needed. */
export function sentenceOf({ from, to, port, verdict, via, changes, assumptions }: PathReport): string {
  if (verdict === 'reachable') return `${from} reaches ${to} on ${port} through ${via === 'VPC' ? 'the VPC' : `the ${via}`}.`;
  if (verdict === 'unknown') return `whether ${from} reaches ${to} on ${port} is not known: ${assumptions.map(({ say }) => say).join(' ')}`;
  const count = changes.length === 1 ? '1 change' : `${changes.length} changes`;
  return `${from} cannot reach ${to} on ${port}: ${count} needed. ${changes.map(({ say }, index) => `${index + 1}. ${say}`).join(' ')}`;
}

/** The least favourable verdict. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('blocked')) return 'blocked';
  return verdicts.includes('unknown') ? 'unknown' : 'reachable';
}

function stationsTo(context: RuleContext, application: ApplicationFacts, target: Target): { via: PathReport['via']; stations: Station[] } {
  if (target.group !== undefined) return { via: 'VPC', stations: toPeer(context, application, target, target.group) };
  if (application.vpcConfigurations.length === 0) return { via: 'egress', stations: [ofTheService(target)] };
  const { model } = context;
  const vpc = vpcOf(model, application);
  const near = context.endpoints.filter(endpoint => endpoint.vpc === vpc && vpc !== undefined && endpoint.service === target.key);
  const gateway = near.find(({ type }) => type === 'Gateway');
  const privateInterface = near.find(({ type, hasPrivateDns }) => type === 'Interface' && hasPrivateDns !== 'no');
  if (privateInterface !== undefined) {
    return { via: 'interface endpoint', stations: throughInterface(model, application, privateInterface, target) };
  }
  if (gateway !== undefined) return { via: 'gateway endpoint', stations: throughGateway(model, application, gateway, target) };
  const named = near.find(({ type }) => type === 'Interface');
  if (named !== undefined) return { via: 'interface endpoint', stations: throughInterface(model, application, named, target) };
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

/** Addresses of one VPC reach each other; another VPC needs a way that is not followed here. */
function peerRoute(model: TemplateModel, application: ApplicationFacts, group: string): Station {
  const [own, other] = [vpcOf(model, application), vpcOfGroup(model, group)];
  if (own !== undefined && own === other) return station('route', 'local', 'the peer is in the VPC of the application', 'yes');
  return station('route', 'local', 'the peer is in the VPC of the application', 'maybe', {
    assumption: { code: 'FLINK_ROUTE_TO_PEER_NOT_KNOWN', say: 'The templates do not show whether the peer is in the VPC or has a route to it. Verify it.' },
  });
}

function vpcOfGroup(model: TemplateModel, group: string): string | undefined {
  const resource = model.resource(group, GROUP);
  return resource === undefined ? undefined : model.text(resource, 'VpcId');
}

function throughInterface(model: TemplateModel, application: ApplicationFacts, endpoint: EndpointFacts, target: Target): Station[] {
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

function throughGateway(model: TemplateModel, application: ApplicationFacts, endpoint: EndpointFacts, target: Target): Station[] {
  return [
    gatewayEgress(model, application, target),
    ...networkAcls(model, application),
    gatewayRoute(model, application, endpoint, target),
    endpointPolicy(model, endpoint),
  ];
}

/** Without an endpoint the way is that of all other addresses: a NAT gateway, a transit gateway, an appliance. */
function throughEgress(model: TemplateModel, application: ApplicationFacts, target: Target): { via: PathReport['via']; stations: Station[] } {
  const isolated = application.subnets.filter(subnet => isolatedRouteTable(model, application.resource, subnet) !== undefined);
  if (isolated.length > 0) {
    const names = isolated.map(subnet => nameOfId(model, subnet, SUBNET)).join(', ');
    return {
      via: 'none',
      stations: [station('route', names, `a route to ${target.name}`, 'no', {
        change: {
          code: 'FLINK_NO_ENDPOINT',
          resource: names,
          say: `${names} have no route out, and the VPC has no endpoint for ${target.name}: add a VPC endpoint or a NAT gateway.`,
        },
      })],
    };
  }
  const open = application.subnets.length > 0 && application.subnets.every(subnet => egressRoutes(model, subnet).length > 0);
  return {
    via: 'egress',
    stations: [
      egress(model, application, ANYWHERE, target.port, 'the internet'),
      ...networkAcls(model, application),
      open ? station('route', 'egress', 'a route to all addresses', 'yes') : unknownRoute(target),
    ],
  };
}

function unknownRoute({ name }: Target): Station {
  return station('route', 'egress', `a route to ${name}`, 'maybe', {
    assumption: { code: 'FLINK_ROUTE_NOT_KNOWN', say: `The templates show neither an endpoint for ${name} nor the routes of the subnets. Verify them.` },
  });
}

/** An application without a VPC is in the network of the service. */
function ofTheService({ name }: Target): Station {
  return station('route', 'service network', `a way to ${name} from the network of the service`, 'yes');
}

function egress(model: TemplateModel, { groups }: ApplicationFacts, to: Peer, port: string, name: string): Station {
  const answer = groups === undefined ? 'maybe' : admit(model, groups, OUTBOUND, to, port);
  const own = groupNames(model, groups);
  return station('security-group-egress', own, `an outbound rule for TCP ${showPaths(model, port)} to ${name}`, answer, {
    change: { code: 'ENI_SG_RULES_MISMATCH', resource: own, say: `${own} has no outbound rule for TCP ${showPaths(model, port)} to ${name}.` },
    assumption: { code: 'FLINK_GROUP_NOT_KNOWN', say: `The outbound rules of ${own} are not all in the templates. Verify them.` },
  });
}

function ingress(model: TemplateModel, application: ApplicationFacts, targetGroups: readonly string[], port: string, name: string): Station {
  const origin = { groups: application.groups ?? [], cidrs: application.subnets.map(subnet => cidrOf(model, subnet)) };
  const answer = targetGroups.length === 0 || application.groups === undefined ? 'maybe' : admit(model, targetGroups, INBOUND, origin, port);
  const theirs = groupNames(model, targetGroups);
  const own = groupNames(model, application.groups);
  return station('security-group-ingress', theirs, `an inbound rule for TCP ${showPaths(model, port)} from ${own}`, answer, {
    change: { code: 'ENI_SG_RULES_MISMATCH', resource: theirs, say: `${theirs} has no inbound rule for TCP ${showPaths(model, port)} from ${own}.` },
    assumption: { code: 'FLINK_GROUP_NOT_KNOWN', say: `The inbound rules of ${theirs} (${name}) are not all in the templates. Verify them.` },
  });
}

/** A gateway endpoint is reached at the addresses of a prefix list, which templates only name. */
function gatewayEgress(model: TemplateModel, application: ApplicationFacts, target: Target): Station {
  const groups = application.groups ?? [];
  const anywhere = admit(model, groups, OUTBOUND, ANYWHERE, target.port);
  const named = groups.some(group => model.referencing(OUTBOUND.separate, 'GroupId', group).definite
    .some(rule => model.value(rule, 'DestinationPrefixListId') !== undefined));
  const own = groupNames(model, application.groups);
  return station('security-group-egress', own, `an outbound rule for TCP ${target.port} to the prefix list of ${target.name}`, named ? 'yes' : anywhere, {
    change: {
      code: 'ENI_SG_RULES_MISMATCH',
      resource: own,
      say: `${own} has no outbound rule for TCP ${target.port} to the prefix list of ${target.name}.`,
    },
    assumption: { code: 'FLINK_GROUP_NOT_KNOWN', say: `The outbound rules of ${own} are not all in the templates. Verify them.` },
  });
}

function gatewayRoute(model: TemplateModel, application: ApplicationFacts, { routeTables }: EndpointFacts, target: Target): Station {
  const without = application.subnets.filter(subnet => {
    const table = isolatedRouteTable(model, application.resource, subnet);
    return table !== undefined && routeTables !== undefined && !routeTables.some(other => model.resolver.strings.equal(other, table) !== 'no');
  });
  const names = without.map(subnet => nameOfId(model, subnet, SUBNET)).join(', ');
  return station('route', `gateway endpoint for ${target.name}`, 'a route in the route tables of all subnets', without.length > 0 ? 'no' : 'yes', {
    change: {
      code: 'NO_ROUTE_TO_DESTINATION',
      resource: names,
      say: `the route tables of ${names} are not in the gateway endpoint for ${target.name}: add them to its routeTableIds.`,
    },
  });
}

function endpointPolicy(model: TemplateModel, { resource }: EndpointFacts): Station {
  const hasPolicy = model.value(resource, 'PolicyDocument') !== undefined;
  return station('endpoint-policy', model.nameOf(resource), 'a policy that allows the calls', hasPolicy ? 'maybe' : 'yes', {
    assumption: { code: 'FLINK_ENDPOINT_POLICY_NOT_READ', say: `The endpoint ${model.nameOf(resource)} has a policy of its own. Verify that it allows the calls.` },
  });
}

function privateDns(model: TemplateModel, { resource, hasPrivateDns, vpc }: EndpointFacts, { name }: Target): Station {
  const home = model.resource(vpc, VPC);
  const off = home === undefined ? [] : [
    ...model.text(home, 'EnableDnsSupport') === 'false' ? ['EnableDnsSupport'] : [],
    ...(model.text(home, 'EnableDnsHostnames') ?? 'false') === 'false' ? ['EnableDnsHostnames'] : [],
  ];
  if (hasPrivateDns === 'yes' && off.length > 0) {
    return station('private-dns', model.nameOf(resource), 'private DNS', 'no', {
      change: { code: 'FLINK_PRIVATE_DNS_OFF', resource: model.nameOf(home!), say: `${off.join(' and ')} of ${model.nameOf(home!)} must be true.` },
    });
  }
  return station('private-dns', model.nameOf(resource), 'private DNS', hasPrivateDns === 'yes' ? 'yes' : 'maybe', {
    assumption: { code: 'FLINK_ENDPOINT_URL', say: `The endpoint for ${name} has no private DNS. Verify that the job is given its URL.` },
  });
}

/** A network ACL that the app makes is not read: the default one lets everything pass. */
function networkAcls(model: TemplateModel, { subnets }: ApplicationFacts): Station[] {
  const own = subnets.filter(subnet => model.referencing(ACL_ASSOCIATION, 'SubnetId', subnet).definite.length > 0);
  if (own.length === 0) return [];
  const names = own.map(subnet => nameOfId(model, subnet, SUBNET)).join(', ');
  return [station('network-acl', names, 'a network ACL that lets the packets pass', 'maybe', {
    assumption: { code: 'FLINK_NETWORK_ACL_NOT_READ', say: `${names} have network ACLs of their own. Verify that they let TCP pass in both directions.` },
  })];
}

function station(
  kind: Hop['kind'], name: string, check: string, answer: Answer, say: { readonly change?: Change; readonly assumption?: Assumption } = {},
): Station {
  return {
    hop: { kind, name, check, result: VERDICTS[answer] },
    change: answer === 'no' ? say.change : undefined,
    assumption: answer === 'maybe' ? say.assumption : undefined,
  };
}

function groupNames(model: TemplateModel, groups: readonly string[] | undefined): string {
  return groups?.map(group => nameOfId(model, group, GROUP)).join(', ') ?? 'security groups that are not known';
}
