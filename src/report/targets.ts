import { nameOfId, shortName } from './names';
import { vpcOfApplication } from './network';
import { accessOf, resourceNames } from './permissions';
import { inlineRules } from './rules-between-groups';
import { ApplicationFacts } from '../rules/facts/application-facts';
import { CALLED_SERVICES, CalledService, ELSEWHERE, mayBeForCode } from '../rules/facts/called-services';
import { INBOUND, OUTBOUND } from '../rules/facts/group-facts';
import { GROUP } from '../rules/facts/network-facts';
import { Allowance } from '../rules/facts/role-facts';
import { RuleContext } from '../rules/rule';
import { Value } from '../rules/template/resolver';
import { TemplateModel } from '../rules/template/template-model';

const BASELINE_REASON = 'baseline: delivery of logs and metrics';

/** Something that an application declared, or may call. */
export interface Target {
  readonly kind: 'service' | 'peer';
  /** The same target has the same key for all applications. */
  readonly key: string;
  readonly name: string;
  /** The port as the templates have it: a number, or what it refers to. */
  readonly port: string;
  /** The security group of a peer. */
  readonly group?: string;
  /** Why the application has it: the statement or rule that says so. */
  readonly reasons: readonly string[];
  /**
   * Whether the job itself may not call it: the service reads code and delivers logs, and policies of AWS allow more
   * than is used.
   */
  readonly mayBeUnused: boolean;
}

/**
 * What the role of an application allows to call, what the service calls for it, and which peers know its security
 * groups.
 */
export function targetsOf(context: RuleContext, application: ApplicationFacts): Target[] {
  return [...serviceTargets(context, application), ...peerTargets(context, application)];
}

function serviceTargets(context: RuleContext, application: ApplicationFacts): Target[] {
  const targets = new Map<string, Target>();
  for (const call of [...allowedCalls(context, application), ...baseline(context, application)]) {
    const { endpoint, port, reason } = call;
    const earlier = targets.get(endpoint);
    const reasons = [...new Set([...earlier?.reasons ?? [], reason])];
    const mayBeUnused = call.mayBeUnused && (earlier?.mayBeUnused ?? true);
    targets.set(endpoint, { kind: 'service', key: endpoint, name: endpoint, port, reasons, mayBeUnused });
  }
  return [...targets.values()];
}

/** A service that an application may call, and why. */
type Call = Pick<CalledService, 'endpoint' | 'port'> & { readonly reason: string; readonly mayBeUnused: boolean };

function allowedCalls({ model }: RuleContext, application: ApplicationFacts): Call[] {
  return (application.role?.allowances ?? []).flatMap(allowance => {
    const actions = (allowance.actions ?? []).filter(action => !ELSEWHERE.has(action));
    const prefixes = [...new Set(actions.map(action => action.split(':')[0]))];
    return prefixes.flatMap(prefix => {
      const service = CALLED_SERVICES.get(prefix);
      const access = accessOf(prefix, actions.filter(action => action.startsWith(`${prefix}:`)));
      return service === undefined ? [] : [{
        ...service,
        reason: `${access} ${resourceNames(model, allowance.resources).join(', ')}`,
        mayBeUnused: !isForJob(model, application, allowance, service),
      }];
    });
  });
}

/** Whether a permission is for calls that the job makes, and not for what the service does itself. */
function isForJob(
  model: TemplateModel, application: ApplicationFacts, allowance: Allowance, { endpoint, caller }: CalledService,
): boolean {
  if (allowance.isOfAws === true || caller === 'service') return false;
  return endpoint !== 's3' || !mayBeForCode(model, application, allowance);
}

/** What the service itself may call, if the VPC has an endpoint for it. */
function baseline({ model, endpoints }: RuleContext, application: ApplicationFacts): Call[] {
  const vpc = vpcOfApplication(model, application);
  if (vpc === undefined) return [];
  const inVpc = endpoints.filter(endpoint => endpoint.vpc === vpc).map(({ service }) => service);
  return [...CALLED_SERVICES.values()]
    .filter(({ caller, endpoint }) => caller === 'service' && inVpc.includes(endpoint))
    .map(service => ({ ...service, reason: BASELINE_REASON, mayBeUnused: true }));
}

/** Groups that name a group of the application in a rule, or that a rule of it names, without those of endpoints. */
function peerTargets({ model, endpoints }: RuleContext, { groups = [] }: ApplicationFacts): Target[] {
  const ofEndpoints = new Set(endpoints.flatMap(endpoint => endpoint.groups ?? []));
  const peers = new Map<string, Target>();
  const add = (group: string | undefined, rule: Value, reason: string) => {
    const [from, to] = ['FromPort', 'ToPort'].map(name => model.resolver.text(model.part(rule, name)));
    if (group === undefined || ofEndpoints.has(group) || groups.includes(group) || from === undefined || from !== to) {
      return;
    }
    const key = `${group} ${from}`;
    const reasons = [...peers.get(key)?.reasons ?? [], reason];
    peers.set(key, {
      kind: 'peer',
      key,
      name: nameOfId(model, group, GROUP).replace(/\/SecurityGroup$/, ''),
      port: from,
      group,
      reasons: [...new Set(reasons)],
      mayBeUnused: false,
    });
  };
  for (const own of groups) {
    for (const { group, rule, reason } of rulesNaming(model, own)) add(group, rule, reason);
  }
  return [...peers.values()];
}

/** A rule between a group of an application and another group. */
interface PeerRule {
  readonly group: string | undefined;
  readonly rule: Value;
  readonly reason: string;
}

/** Inbound rules that name a group, and its own outbound rules: those in the groups, and those that are resources. */
function rulesNaming(model: TemplateModel, own: string): PeerRule[] {
  const nameIn = (rule: Value, property: string) => model.resolver.text(model.part(rule, property));
  const inbound = model.resources(GROUP).flatMap(group => inlineRules(model, group, INBOUND)
    .filter(rule => nameIn(rule, INBOUND.group) === own)
    .map(rule => ({ group: group.id, rule, reason: `inbound rule of ${shortName(model, group)}` })));
  const home = model.resource(own, GROUP);
  const outbound = home === undefined ? [] : inlineRules(model, home, OUTBOUND)
    .map(rule =>
      ({ group: nameIn(rule, OUTBOUND.group), rule, reason: `outbound rule of ${shortName(model, home)}` }));
  return [
    ...inbound,
    ...outbound,
    ...separateRules(model, INBOUND.separate, INBOUND.group, own)
      .map(({ name, rule }) => ({ group: nameIn(rule, 'GroupId'), rule, reason: `inbound rule ${name}` })),
    ...separateRules(model, OUTBOUND.separate, 'GroupId', own)
      .map(({ name, rule }) => ({ group: nameIn(rule, OUTBOUND.group), rule, reason: `outbound rule ${name}` })),
  ];
}

function separateRules(
  model: TemplateModel, type: string, property: string, group: string,
): { name: string; rule: Value }[] {
  return model.referencing(type, property, group).definite
    .map(resource =>
      ({ name: model.nameOf(resource), rule: model.resolver.value(resource.template, resource.properties) }));
}
