import { nameOfId, showPaths } from './names';
import { vpcOfApplication, vpcOfGroup } from './network';
import { Target } from './targets';
import { Verdict } from './verdict';
import { ApplicationFacts } from '../rules/facts/application-facts';
import { admit, INBOUND, OUTBOUND, Peer } from '../rules/facts/group-facts';
import { cidrOf, EndpointFacts, GROUP, isolatedRouteTable, SUBNET, VPC } from '../rules/facts/network-facts';
import { Answer } from '../rules/template/partial-string';
import { TemplateModel } from '../rules/template/template-model';

/** One station of the way to a target. */
export interface Hop {
  readonly kind:
    | 'security-group-egress' | 'network-acl' | 'route' | 'endpoint' | 'security-group-ingress' | 'endpoint-policy'
    | 'private-dns';
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

/** A station together with what has to change if it is closed, and what was assumed. */
export interface Station {
  readonly hop: Hop;
  readonly change?: Change;
  readonly assumption?: Assumption;
}

const VERDICTS: Readonly<Record<Answer, Verdict>> = { yes: 'reachable', maybe: 'unknown', no: 'blocked' };
/** An address outside of every VPC, which only rules for all addresses admit. */
export const ANYWHERE: Peer = { groups: [], cidrs: ['198.51.100.1/32'] };
const ACL_ASSOCIATION = 'AWS::EC2::SubnetNetworkAclAssociation';

/** Addresses of one VPC reach each other; another VPC needs a way that is not followed here. */
export function peerRoute(model: TemplateModel, application: ApplicationFacts, group: string): Station {
  const [own, other] = [vpcOfApplication(model, application), vpcOfGroup(model, group)];
  if (own !== undefined && own === other) {
    return station('route', 'local', 'the peer is in the VPC of the application', 'yes');
  }
  return station('route', 'local', 'the peer is in the VPC of the application', 'maybe', {
    assumption: {
      code: 'FLINK_ROUTE_TO_PEER_NOT_KNOWN',
      say: 'The templates do not show whether the peer is in the VPC or has a route to it. Verify it.',
    },
  });
}

/** Subnets without a way out: only a call that the job makes is known to be cut off. */
export function noRoute(subnets: string, { name, mayBeUnused }: Target): Station {
  return station('route', subnets, `a route to ${name}`, mayBeUnused ? 'maybe' : 'no', {
    change: {
      code: 'FLINK_NO_ENDPOINT',
      resource: subnets,
      say: `${subnets} have no route out, and the VPC has no endpoint for ${name}: add a VPC endpoint or a NAT `
        + 'gateway.',
    },
    assumption: {
      code: 'FLINK_CALL_NOT_KNOWN',
      say: `${subnets} have no route to ${name}. Only code, logs, metrics or an AWS managed policy ask for it. Verify `
        + 'that the job itself does not call it.',
    },
  });
}

export function unknownRoute({ name }: Target): Station {
  return station('route', 'route not known', `a route to ${name}`, 'maybe', {
    assumption: {
      code: 'FLINK_ROUTE_NOT_KNOWN',
      say: `The templates show neither an endpoint for ${name} nor the routes of the subnets. Verify them.`,
    },
  });
}

/** An application without a VPC is in the network of the service. */
export function ofTheService({ name }: Target): Station {
  return station('route', 'service network', `a way to ${name} from the network of the service`, 'yes');
}

export function egress(
  model: TemplateModel, { groups }: ApplicationFacts, to: Peer, port: string, name: string,
): Station {
  const answer = groups === undefined ? 'maybe' : admit(model, groups, OUTBOUND, to, port);
  const own = groupNames(model, groups);
  return outboundRule(own, `TCP ${showPaths(model, port)} to ${name}`, answer);
}

function outboundRule(own: string, traffic: string, answer: Answer): Station {
  return station('security-group-egress', own, `an outbound rule for ${traffic}`, answer, {
    change: { code: 'ENI_SG_RULES_MISMATCH', resource: own, say: `${own} has no outbound rule for ${traffic}.` },
    assumption: {
      code: 'FLINK_GROUP_NOT_KNOWN',
      say: `The templates do not show whether ${own} has an outbound rule for ${traffic}. Verify it.`,
    },
  });
}

export function ingress(
  model: TemplateModel, application: ApplicationFacts, targetGroups: readonly string[], port: string, name: string,
): Station {
  const origin = { groups: application.groups ?? [], cidrs: application.subnets.map(subnet => cidrOf(model, subnet)) };
  const answer = targetGroups.length === 0 || application.groups === undefined
    ? 'maybe'
    : admit(model, targetGroups, INBOUND, origin, port);
  const theirs = groupNames(model, targetGroups);
  const own = groupNames(model, application.groups);
  const traffic = `TCP ${showPaths(model, port)} from ${own}`;
  return station('security-group-ingress', theirs, `an inbound rule for ${traffic}`, answer, {
    change: { code: 'ENI_SG_RULES_MISMATCH', resource: theirs, say: `${theirs} has no inbound rule for ${traffic}.` },
    assumption: {
      code: 'FLINK_GROUP_NOT_KNOWN',
      say: `The templates do not show whether ${theirs} (${name}) has an inbound rule for ${traffic}. Verify it.`,
    },
  });
}

/** A gateway endpoint is reached at the addresses of a prefix list, which templates only name. */
export function gatewayEgress(model: TemplateModel, application: ApplicationFacts, target: Target): Station {
  const groups = application.groups ?? [];
  const anywhere = admit(model, groups, OUTBOUND, ANYWHERE, target.port);
  const named = groups.some(group => model.referencing(OUTBOUND.separate, 'GroupId', group).definite
    .some(rule => model.value(rule, 'DestinationPrefixListId') !== undefined));
  const own = groupNames(model, application.groups);
  return outboundRule(own, `TCP ${target.port} to the prefix list of ${target.name}`, named ? 'yes' : anywhere);
}

export function gatewayRoute(
  model: TemplateModel, application: ApplicationFacts, { routeTables }: EndpointFacts, target: Target,
): Station {
  const without = application.subnets.filter(subnet => {
    const table = isolatedRouteTable(model, application.resource, subnet);
    return table !== undefined
      && routeTables !== undefined && !routeTables.some(other => model.resolver.strings.equal(other, table) !== 'no');
  });
  const names = without.map(subnet => nameOfId(model, subnet, SUBNET)).join(', ');
  const check = 'a route in the route tables of all subnets';
  return station('route', `gateway endpoint for ${target.name}`, check, without.length > 0 ? 'no' : 'yes', {
    change: {
      code: 'NO_ROUTE_TO_DESTINATION',
      resource: names,
      say: `the route tables of ${names} are not in the gateway endpoint for ${target.name}: add them to its `
        + 'routeTableIds.',
    },
  });
}

export function endpointPolicy(model: TemplateModel, { resource }: EndpointFacts): Station {
  const answer = model.value(resource, 'PolicyDocument') === undefined ? 'yes' : 'maybe';
  return station('endpoint-policy', model.nameOf(resource), 'a policy that allows the calls', answer, {
    assumption: {
      code: 'FLINK_ENDPOINT_POLICY_NOT_READ',
      say: `The endpoint ${model.nameOf(resource)} has a policy of its own. Verify that it allows the calls.`,
    },
  });
}

export function privateDns(
  model: TemplateModel, { resource, hasPrivateDns, vpc }: EndpointFacts, { name }: Target,
): Station {
  const vpcResource = model.resource(vpc, VPC);
  const off = vpcResource === undefined ? [] : [
    ...model.text(vpcResource, 'EnableDnsSupport') === 'false' ? ['EnableDnsSupport'] : [],
    ...(model.text(vpcResource, 'EnableDnsHostnames') ?? 'false') === 'false' ? ['EnableDnsHostnames'] : [],
  ];
  if (hasPrivateDns === 'yes' && off.length > 0) {
    return station('private-dns', model.nameOf(resource), 'private DNS', 'no', {
      change: {
        code: 'FLINK_PRIVATE_DNS_OFF',
        resource: model.nameOf(vpcResource!),
        say: `${off.join(' and ')} of ${model.nameOf(vpcResource!)} must be true.`,
      },
    });
  }
  return station('private-dns', model.nameOf(resource), 'private DNS', hasPrivateDns === 'yes' ? 'yes' : 'maybe', {
    assumption: {
      code: 'FLINK_ENDPOINT_URL',
      say: `The endpoint for ${name} has no private DNS. Verify that the job is given its URL.`,
    },
  });
}

/** A network ACL that the app makes is not read: the default one lets everything pass. */
export function networkAcls(model: TemplateModel, { subnets }: ApplicationFacts): Station[] {
  const own = subnets.filter(subnet => model.referencing(ACL_ASSOCIATION, 'SubnetId', subnet).definite.length > 0);
  if (own.length === 0) return [];
  const names = own.map(subnet => nameOfId(model, subnet, SUBNET)).join(', ');
  return [station('network-acl', names, 'a network ACL that lets the packets pass', 'maybe', {
    assumption: {
      code: 'FLINK_NETWORK_ACL_NOT_READ',
      say: `${names} have network ACLs of their own. Verify that they let TCP pass in both directions.`,
    },
  })];
}

export function station(
  kind: Hop['kind'],
  name: string,
  check: string,
  answer: Answer,
  say: { readonly change?: Change; readonly assumption?: Assumption } = {},
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
