import { CostReport, costsOf } from './costs';
import { shortName, showPaths, showPathsIn } from './names';
import { ApplicationNode, EndpointNode, NatGatewayNode, Network, networkOf, SubnetNode, VpcNode } from './network';
import { PermissionReport, permissionsOf } from './permissions';
import { Prices, pricesOf } from './prices';
import { judgePath, PathReport, worst } from './reachability';
import { RuleReport, rulesOf } from './rules-between-groups';
import { targetsOf } from './targets';
import { Acknowledgements } from '../rules/acknowledgements';
import { RULES } from '../rules/catalogue';
import { RuleContext, Severity } from '../rules/rule';
import { Assembly } from '../rules/template/assembly';
import { TemplateModel } from '../rules/template/template-model';

/** An endpoint and why it is there. */
export interface EndpointReport extends EndpointNode {
  /** Application and action by which it is needed. */
  readonly neededBy: readonly string[];
}

/** What a rule says of the app. */
export interface FindingReport {
  readonly rule: string;
  readonly severity: Severity;
  readonly resource: string;
  readonly message: string;
  readonly fix: string;
}

/** Everything that the report shows, as data. */
export interface Report {
  /** The version of this format. */
  readonly format: 1;
  readonly applications: readonly ApplicationNode[];
  readonly vpcs: readonly VpcNode[];
  readonly subnets: readonly SubnetNode[];
  readonly endpoints: readonly EndpointReport[];
  readonly natGateways: readonly NatGatewayNode[];
  readonly paths: readonly PathReport[];
  readonly rules: readonly RuleReport[];
  readonly permissions: readonly PermissionReport[];
  readonly costs: CostReport;
  readonly findings: readonly FindingReport[];
}

/** What the report may be told. */
export interface ReportOptions {
  /** The region that stacks without one are priced for. */
  readonly region?: string;
  /** Prices that take the place of list prices. */
  readonly prices?: Prices;
}

/** Makes the report of an assembly. */
export function reportOf(assembly: Assembly, acknowledged: Acknowledgements, options: ReportOptions = {}): Report {
  const context = new RuleContext(new TemplateModel(assembly));
  const network = networkOf(context);
  const paths = context.applications.flatMap(application =>
    targetsOf(context, application).map(target => judgePath(context, application, target)));
  const show = (text: string) => showPaths(context.model, text);
  return {
    format: 1,
    applications: network.applications.map(application => ({
      ...application,
      vpc: application.vpc === undefined ? undefined : show(application.vpc),
      verdict: worst(paths.filter(({ from }) => from === application.name).map(({ verdict }) => verdict)),
    })),
    vpcs: network.vpcs.map(vpc => ({ ...vpc, id: show(vpc.id) })),
    subnets: network.subnets,
    endpoints: network.endpoints.map(endpoint => ({
      ...endpoint,
      vpc: endpoint.vpc === undefined ? undefined : show(endpoint.vpc),
      neededBy: needsOf(endpoint, network, paths),
    })),
    natGateways: network.natGateways,
    paths,
    rules: rulesOf(context),
    permissions: context.applications.flatMap((application, index) =>
      permissionsOf(context.model, network.applications[index].name, application)),
    costs: costsOf({ ...network, pricesOf: region => ({ ...pricesOf(region ?? options.region), ...options.prices }) }),
    findings: findingsOf(context, acknowledged),
  };
}

/** Which applications need an endpoint, and for which calls: those with the same calls together. */
function needsOf({ service, vpc }: EndpointNode, network: Network, paths: readonly PathReport[]): string[] {
  const inVpc = network.applications.filter(application => application.vpc === vpc).map(({ name }) => name);
  const byReasons = new Map<string, string[]>();
  for (const { targetKey, from, reasons } of paths) {
    if (targetKey !== service || !inVpc.includes(from)) continue;
    const key = reasons.join('; ');
    byReasons.set(key, [...byReasons.get(key) ?? [], from]);
  }
  return [...byReasons].map(([reasons, names]) => `${names.join(', ')}: ${reasons}`);
}

function findingsOf(context: RuleContext, acknowledged: Acknowledgements): FindingReport[] {
  return RULES.flatMap(({ id, severity, fix, check }) => check(context)
    .filter(({ resource }) => !acknowledged.has(resource.template.paths.get(resource.logicalId) ?? '', id))
    .map(({ resource, message }) => ({
      rule: id,
      severity,
      resource: shortName(context.model, resource),
      message: showPathsIn(context.model, message, resource.template),
      fix,
    })));
}
