import { nameOfId, shortName, showPaths } from './names';
import { Direction, INBOUND, OUTBOUND } from '../rules/facts/group-facts';
import { GROUP } from '../rules/facts/network-facts';
import { RuleContext } from '../rules/rule';
import { Value } from '../rules/template/resolver';
import { Resource, TemplateModel } from '../rules/template/template-model';

/** A rule of a security group that applications or their endpoints carry. */
export interface RuleReport {
  readonly group: string;
  readonly direction: 'in' | 'out';
  readonly ports: string;
  readonly peer: string;
  /** What the rule says it is for. */
  readonly description?: string;
  /** The construct that asked for it. */
  readonly askedForBy: string;
}

/** The rules of the groups of all applications, of endpoints, and of the peers that name these groups. */
export function rulesOf({ model, applications, endpoints }: RuleContext): RuleReport[] {
  const groups = new Set([...applications, ...endpoints].flatMap(({ groups: own }) => own ?? []));
  const separate = [INBOUND, OUTBOUND].flatMap(direction => model.resources(direction.separate).flatMap(resource => {
    const rule = model.resolver.value(resource.template, resource.properties);
    const [group, peer] = [
      model.resolver.text(model.part(rule, 'GroupId')), model.resolver.text(model.part(rule, direction.group)),
    ];
    const concerns = [group, peer].some(id => id !== undefined && groups.has(id));
    return concerns && group !== undefined
      ? [ruleReport(model, group, direction === INBOUND ? 'in' : 'out', rule, shortName(model, resource))]
      : [];
  }));
  const inline = model.resources(GROUP).flatMap(group => [INBOUND, OUTBOUND].flatMap(direction =>
    inlineRules(model, group, direction)
      .filter(rule => groups.has(group.id) || groups.has(model.resolver.text(model.part(rule, direction.group)) ?? ''))
      .map(rule =>
        ruleReport(model, group.id, direction === INBOUND ? 'in' : 'out', rule, shortName(model, group)))));
  return [...inline, ...separate].sort((one, other) => one.group.localeCompare(other.group, 'en'));
}

/** The rules that are written in a group, without the one that stands for none. */
export function inlineRules(model: TemplateModel, group: Resource, { inline }: Direction): Value[] {
  const rules = model.value(group, inline);
  const isNone = (rule: Value) => model.resolver.text(model.part(rule, 'CidrIp')) === '255.255.255.255/32';
  return (Array.isArray(rules) ? rules : []).filter(rule => !isNone(rule));
}

function ruleReport(
  model: TemplateModel, group: string, direction: RuleReport['direction'], rule: Value, askedForBy: string,
): RuleReport {
  const text = (name: string) => model.resolver.text(model.part(rule, name));
  const peerGroup = text('SourceSecurityGroupId') ?? text('DestinationSecurityGroupId');
  const other = text('CidrIp') ?? text('CidrIpv6') ?? text('DestinationPrefixListId') ?? text('SourcePrefixListId')
    ?? 'not known';
  return {
    group: nameOfId(model, group, GROUP),
    direction,
    ports: portsOf(model, text('IpProtocol'), text('FromPort'), text('ToPort')),
    peer: peerGroup === undefined ? model.resolver.strings.show(other) : nameOfId(model, peerGroup, GROUP),
    description: text('Description'),
    askedForBy,
  };
}

function portsOf(
  model: TemplateModel, protocol: string | undefined, from: string | undefined, to: string | undefined,
): string {
  if (protocol === '-1') return 'all';
  const show = (port: string | undefined) => {
    if (port === undefined) return '';
    return model.resolver.strings.isFullyResolved(port) ? port : `port of ${showPaths(model, port)}`;
  };
  const range = from === to ? show(from) : `${show(from)}-${show(to)}`;
  return `${protocol ?? 'not known'} ${range}`.trim();
}
