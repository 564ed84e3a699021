import { nameOfId, shortName, showPaths } from './names';
import { Verdict } from './verdict';
import { usableAddresses } from '../core/address-shortage';
import { ApplicationFacts } from '../rules/facts/application-facts';
import {
  cidrOf, EndpointFacts, GROUP, internetRoute, isolatedRouteTable, SUBNET, VPC, vpcOf,
} from '../rules/facts/network-facts';
import { RuleContext } from '../rules/rule';
import { Resource, TemplateModel } from '../rules/template/template-model';

/** The default quota of KPUs of an application, up to which autoscaling may go. */
const KPU_QUOTA = 64;

const NAT_GATEWAY = 'AWS::EC2::NatGateway';
const ROUTE = 'AWS::EC2::Route';
const ASSOCIATION = 'AWS::EC2::SubnetRouteTableAssociation';

/** What stands for a zone that the templates do not tell. */
export const UNKNOWN_ZONE = 'zone not known';

/** What leads out of a subnet, as far as the templates tell. */
export type SubnetKind = 'public' | 'private' | 'isolated' | 'unknown';

/** A subnet with applications in it. */
export interface SubnetNode {
  readonly id: string;
  readonly name: string;
  /** The availability zone, or how the template chooses it. */
  readonly zone: string;
  readonly cidr?: string;
  readonly kind: SubnetKind;
  /** The applications in it, by name. */
  readonly applications: readonly string[];
  /** Addresses that EC2 leaves to use. */
  readonly usableAddresses?: number;
  /** Addresses of endpoints and applications at the parallelism that is configured. */
  readonly usedAddresses?: number;
}

/** An application as the report shows it. */
export interface ApplicationNode {
  readonly id: string;
  readonly name: string;
  readonly runtime?: string;
  readonly region?: string;
  readonly vpc?: string;
  readonly subnets: readonly string[];
  readonly kpus?: number;
  /** With autoscaling up to the default quota. */
  readonly largestKpus?: number;
  readonly verdict?: Verdict;
}

/** An endpoint as the report shows it. */
export interface EndpointNode {
  readonly id: string;
  readonly name: string;
  readonly service?: string;
  readonly type?: string;
  readonly vpc?: string;
  readonly region?: string;
  /** In how many availability zones it is; undefined if that is not known. */
  readonly zones?: number;
}

/** A NAT gateway as the report shows it. */
export interface NatGatewayNode {
  readonly id: string;
  readonly name: string;
  readonly region?: string;
  readonly isPublic: boolean;
}

/** A VPC as the report shows it. */
export interface VpcNode {
  /** The text that stands for its id. */
  readonly id: string;
  readonly name: string;
  /** Whether the templates do not define it. */
  readonly isImported: boolean;
}

/** All parts of the network that templates tell of. */
export interface Network {
  readonly applications: readonly ApplicationNode[];
  readonly subnets: readonly SubnetNode[];
  readonly endpoints: readonly EndpointNode[];
  readonly natGateways: readonly NatGatewayNode[];
  readonly vpcs: readonly VpcNode[];
}

/** Reads the network from templates. */
export function networkOf(context: RuleContext): Network {
  const { model } = context;
  const applications = context.applications.map(application => applicationNode(model, application));
  // a platform team's app has the endpoints, and the applications are in the apps of others
  const users = applications.length > 0 ? applications : context.endpoints;
  const vpcs = new Set<string>(users.flatMap(({ vpc }) => vpc ?? []));
  const endpoints = context.endpoints.filter(({ vpc }) => vpc !== undefined && vpcs.has(vpc));
  return {
    applications,
    endpoints: endpoints.map(endpoint => endpointNode(endpoint)),
    subnets: subnetNodes(context, endpoints),
    natGateways: natGateways(model, vpcs),
    vpcs: [...vpcs].map(id => vpcNode(model, id)),
  };
}

function applicationNode(model: TemplateModel, facts: ApplicationFacts): ApplicationNode {
  const { resource } = facts;
  const { kpus, largestKpus } = scaleOf(model, facts);
  return {
    id: resource.logicalId,
    name: shortName(model, resource),
    runtime: facts.runtime,
    region: resource.template.region,
    vpc: vpcOfApplication(model, facts),
    subnets: facts.subnets.map(subnet => showPaths(model, subnet)),
    kpus,
    largestKpus,
  };
}

/** The VPC of an application: that of its subnets, or of its security groups where the subnets are imported. */
export function vpcOfApplication(model: TemplateModel, application: ApplicationFacts): string | undefined {
  const { subnets, groups = [] } = application;
  if (subnets.some(subnet => model.resource(subnet, SUBNET) !== undefined)) return vpcOf(model, application);
  const vpcs = new Set(groups.flatMap(group => vpcOfGroup(model, group) ?? []));
  return vpcs.size === 1 ? [...vpcs][0] : undefined;
}

/** The VPC of a security group that the templates define. */
export function vpcOfGroup(model: TemplateModel, group: string): string | undefined {
  const resource = model.resource(group, GROUP);
  return resource === undefined ? undefined : model.text(resource, 'VpcId');
}

/**
 * The KPUs of an application at its configured parallelism and at its largest scale. The service scales streaming
 * applications, not notebooks.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-pricing.html
 */
function scaleOf(
  model: TemplateModel, { resource, family }: ApplicationFacts,
): { kpus?: number; largestKpus?: number } {
  const path = ['ApplicationConfiguration', 'FlinkApplicationConfiguration', 'ParallelismConfiguration'];
  if (model.isUnresolved(model.value(resource, ...path))) return {};
  const part = (name: string, byDefault: string) => model.text(resource, ...path, name) ?? byDefault;
  const kpus = Math.ceil(Number(part('Parallelism', '1')) / Number(part('ParallelismPerKPU', '1')));
  if (!Number.isFinite(kpus) || kpus < 1) return {};
  const scales = family === 'zeppelin' ? 'false' : part('AutoScalingEnabled', 'true');
  if (scales === 'true') return { kpus, largestKpus: Math.max(kpus, KPU_QUOTA) };
  return { kpus, largestKpus: scales === 'false' ? kpus : undefined };
}

function endpointNode({ resource, service, type, vpc, subnets }: EndpointFacts): EndpointNode {
  return {
    id: resource.logicalId,
    name: service ?? resource.logicalId,
    service,
    type,
    vpc,
    region: resource.template.region,
    zones: subnets?.length,
  };
}

function subnetNodes({ model, applications }: RuleContext, endpoints: readonly EndpointFacts[]): SubnetNode[] {
  const ids = [...new Set(applications.flatMap(({ subnets }) => subnets))];
  return ids.map(id => {
    const users = applications.filter(({ subnets }) => subnets.includes(id));
    const kpus = users.map(facts => scaleOf(model, facts).kpus);
    const inEndpoints = endpoints.filter(({ subnets }) => subnets?.includes(id)).length;
    const cidr = cidrOf(model, id);
    const total = kpus.every(count => count !== undefined) ? kpus.reduce((sum, count) => sum + count, 0) : undefined;
    return {
      id: showPaths(model, id),
      name: nameOfId(model, id, SUBNET),
      zone: zoneOf(model, id),
      cidr,
      kind: kindOf(model, users[0].resource, id),
      applications: users.map(({ resource }) => shortName(model, resource)),
      usableAddresses: cidr === undefined ? undefined : usableAddresses(cidr),
      usedAddresses: total === undefined ? undefined : total + inEndpoints,
    };
  });
}

function kindOf(model: TemplateModel, subject: Resource, subnet: string): SubnetKind {
  if (internetRoute(model, subject, subnet) !== undefined) return 'public';
  if (isolatedRouteTable(model, subject, subnet) !== undefined) return 'isolated';
  return egressRoutes(model, subnet).length > 0 ? 'private' : 'unknown';
}

/** The routes of a subnet that lead to all addresses, by other ways than an internet gateway. */
export function egressRoutes(model: TemplateModel, subnet: string): readonly Resource[] {
  const tables = model.referencing(ASSOCIATION, 'SubnetId', subnet).definite
    .flatMap(association => model.text(association, 'RouteTableId') ?? []);
  return tables.flatMap(table => model.referencing(ROUTE, 'RouteTableId', table).definite)
    .filter(route => model.text(route, 'DestinationCidrBlock') === '0.0.0.0/0');
}

function zoneOf(model: TemplateModel, id: string): string {
  const subnet = model.resource(id, SUBNET);
  const zone = subnet === undefined ? undefined : model.value(subnet, 'AvailabilityZone');
  if (typeof zone === 'string' && model.resolver.strings.isFullyResolved(zone)) return zone;
  const select: unknown = (subnet?.properties.AvailabilityZone as Record<string, unknown> | undefined)?.['Fn::Select'];
  return Array.isArray(select) ? `zone ${Number(select[0]) + 1}` : UNKNOWN_ZONE;
}

function natGateways(model: TemplateModel, vpcs: ReadonlySet<string>): NatGatewayNode[] {
  const belongs = (gateway: Resource) => {
    const subnet = model.resource(model.text(gateway, 'SubnetId'), SUBNET);
    const vpc = subnet === undefined ? undefined : model.text(subnet, 'VpcId');
    return vpc !== undefined && vpcs.has(vpc);
  };
  return model.resources(NAT_GATEWAY).filter(belongs).map(gateway => ({
    id: gateway.logicalId,
    name: shortName(model, gateway),
    region: gateway.template.region,
    isPublic: model.text(gateway, 'ConnectivityType') !== 'private',
  }));
}

function vpcNode(model: TemplateModel, id: string): VpcNode {
  return { id, name: nameOfId(model, id, VPC), isImported: model.resource(id, VPC) === undefined };
}
