import { GROUP, overlap } from './network-facts';
import { allOf, Answer, anyOf } from '../template/partial-string';
import { Value } from '../template/resolver';
import { Resource, TemplateModel } from '../template/template-model';

/** Where rules of security groups are written, and how they name the other side. */
export interface Direction {
  /** The property of the group with its rules. */
  readonly inline: string;
  /** The type of a rule that is a resource of its own. */
  readonly separate: string;
  readonly group: string;
}

export const OUTBOUND: Direction = {
  inline: 'SecurityGroupEgress',
  separate: 'AWS::EC2::SecurityGroupEgress',
  group: 'DestinationSecurityGroupId',
};

export const INBOUND: Direction = {
  inline: 'SecurityGroupIngress',
  separate: 'AWS::EC2::SecurityGroupIngress',
  group: 'SourceSecurityGroupId',
};

/** The other side of a connection. */
export interface Peer {
  readonly groups: readonly string[];
  /** Its ranges of addresses, or undefined where one is not known. */
  readonly cidrs: readonly (string | undefined)[];
}

/** A service with public addresses, to which a gateway endpoint leads: its ranges are in a list of prefixes. */
export const PUBLIC_SERVICE: Peer = { groups: [], cidrs: [undefined] };

const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];

/** Whether the rules of any of the groups admit TCP connections to a port in one direction. */
export function admit(
  model: TemplateModel, groups: readonly string[], direction: Direction, peer: Peer, port: number | string,
): Answer {
  return anyOf(groups.map(id => {
    const group = model.resource(id, GROUP);
    return group === undefined ? 'maybe' : groupAdmits(model, group, id, direction, peer, port);
  }));
}

function groupAdmits(
  model: TemplateModel, group: Resource, id: string, direction: Direction, peer: Peer, port: number | string,
): Answer {
  const inline = model.value(group, direction.inline);
  // a group that names no outbound rules gets one that admits everything
  const isEmpty = inline === undefined || (Array.isArray(inline) && inline.length === 0);
  if (direction === OUTBOUND && isEmpty) return 'yes';
  const rules: Value[] = [inline ?? []].flat();
  const separate = model.referencing(direction.separate, 'GroupId', id);
  const named = separate.definite.map(resource => model.resolver.value(resource.template, resource.properties));
  return anyOf([
    ...[...rules, ...named].map(rule => ruleAdmits(model, rule, direction, peer, port)),
    separate.potential.length > 0 || model.hasMacros ? 'maybe' : 'no',
  ]);
}

function ruleAdmits(
  model: TemplateModel, rule: Value, direction: Direction, peer: Peer, port: number | string,
): Answer {
  if (model.isUnresolved(rule)) return 'maybe';
  return allOf([protocolAdmits(model, rule, port), anyOf(peerAdmits(model, rule, direction, peer))]);
}

function protocolAdmits(model: TemplateModel, rule: Value, port: number | string): Answer {
  const { strings } = model.resolver;
  const part = (name: string) => model.resolver.text(model.part(rule, name));
  const protocol = part('IpProtocol');
  if (protocol === '-1') return 'yes';
  if (protocol === undefined || !strings.isFullyResolved(protocol)) return 'maybe';
  if (protocol !== 'tcp' && protocol !== '6') return 'no';
  const [from, to] = [part('FromPort'), part('ToPort')];
  // the same reference is the same port, whatever it becomes
  if (from === to && from === String(port)) return 'yes';
  if ([from, to, String(port)].some(bound => bound === undefined || !/^-?\d+$/.test(bound))) return 'maybe';
  return Number(from) <= Number(port) && Number(port) <= Number(to) ? 'yes' : 'no';
}

function peerAdmits(model: TemplateModel, rule: Value, direction: Direction, peer: Peer): Answer[] {
  const [group, cidr] = [direction.group, 'CidrIp'].map(name => model.resolver.text(model.part(rule, name)));
  if (group !== undefined) return peer.groups.map(other => model.resolver.strings.equal(group, other));
  // other ways to name a peer (a list of prefixes, an IPv6 range, a group of EC2-Classic) may or may not mean this one
  return [cidr === undefined ? 'maybe' : rangeAdmits(cidr, peer)];
}

function rangeAdmits(cidr: string, peer: Peer): Answer {
  if (cidr === '0.0.0.0/0') return 'yes';
  if (peer === PUBLIC_SERVICE) return isPrivate(cidr) ? 'no' : 'maybe';
  const answers = peer.cidrs.map(other => other === undefined ? undefined : overlap(cidr, other));
  if (answers.length === 0 || answers.includes(undefined)) return 'maybe';
  return answers.includes(true) ? 'yes' : 'no';
}

/** Whether a range has private addresses only. */
function isPrivate(cidr: string): boolean {
  const [address, length] = cidr.split('/');
  return PRIVATE_RANGES.some(range => Number(length) >= Number(range.split('/')[1]) && overlap(`${address}/32`, range));
}
