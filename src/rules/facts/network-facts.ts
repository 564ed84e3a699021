import { ApplicationFacts } from './application-facts';
import { serviceKeyOf } from '../../core/endpoint-service-name';
import { Answer } from '../template/partial-string';
import { Resource, TemplateModel } from '../template/template-model';

export const SUBNET = 'AWS::EC2::Subnet';
export const GROUP = 'AWS::EC2::SecurityGroup';
export const VPC = 'AWS::EC2::VPC';
const ENDPOINT = 'AWS::EC2::VPCEndpoint';
const ASSOCIATION = 'AWS::EC2::SubnetRouteTableAssociation';
const ROUTE = 'AWS::EC2::Route';
const ROUTE_TABLE = 'AWS::EC2::RouteTable';
const INTERNET_GATEWAY = 'AWS::EC2::InternetGateway';

/** A VPC endpoint as its template describes it. */
export interface EndpointFacts {
  readonly resource: Resource;
  /** `Interface`, `Gateway` or another type; undefined if it is not known. */
  readonly type: string | undefined;
  /** The service as the last part of its name; undefined if it is not known. */
  readonly service: string | undefined;
  readonly vpc: string | undefined;
  readonly hasPrivateDns: Answer;
  readonly subnets: readonly string[] | undefined;
  readonly groups: readonly string[] | undefined;
  /** Whether it names no groups, so that it has the default group of the VPC. */
  readonly hasDefaultGroup: boolean;
  readonly routeTables: readonly string[] | undefined;
}

/** All endpoints of the app. */
export function endpointsOf(model: TemplateModel): EndpointFacts[] {
  return model.resources(ENDPOINT).map(resource => {
    const name = model.text(resource, 'ServiceName');
    const type = model.value(resource, 'VpcEndpointType') ?? 'Gateway';
    return {
      resource,
      type: typeof type === 'string' && !model.isUnresolved(type) ? type : undefined,
      service: name === undefined
        ? undefined
        : serviceKeyOf(model.resolver.strings.show(name), resource.template.region ?? '${AWS::Region}'),
      vpc: model.text(resource, 'VpcId'),
      hasPrivateDns: privateDnsOf(model, model.text(resource, 'PrivateDnsEnabled')),
      subnets: model.list(model.value(resource, 'SubnetIds')),
      groups: model.list(model.value(resource, 'SecurityGroupIds')),
      hasDefaultGroup: model.list(model.value(resource, 'SecurityGroupIds') ?? [])?.length === 0,
      routeTables: model.list(model.value(resource, 'RouteTableIds') ?? []),
    };
  });
}

function privateDnsOf(model: TemplateModel, enabled: string | undefined): Answer {
  if (model.isUnresolved(enabled)) return 'maybe';
  return enabled === 'true' ? 'yes' : 'no';
}

/** The VPC of an application, if all its subnets are in one that the app's templates name. */
export function vpcOf(model: TemplateModel, application: ApplicationFacts): string | undefined {
  const vpcs = application.subnets.map(subnet => {
    const resource = model.resource(subnet, SUBNET);
    return resource === undefined ? undefined : model.text(resource, 'VpcId');
  });
  return new Set(vpcs).size === 1 ? vpcs[0] : undefined;
}

/** The range of addresses of a subnet, if it is known. */
export function cidrOf(model: TemplateModel, subnet: string): string | undefined {
  const resource = model.resource(subnet, SUBNET);
  return resource === undefined ? undefined : model.knownText(resource, 'CidrBlock');
}

/**
 * The route by which a subnet sends everything to an internet gateway, if it definitely has one whenever `subject` is
 * deployed.
 */
export function internetRoute(model: TemplateModel, subject: Resource, subnet: string): Resource | undefined {
  const associations = model.referencing(ASSOCIATION, 'SubnetId', subnet).definite
    .filter(other => isDefinite(model, subject, other));
  const tables = associations.flatMap(association => model.text(association, 'RouteTableId') ?? []);
  return tables.flatMap(table => model.referencing(ROUTE, 'RouteTableId', table).definite).find(route => {
    const gateway = model.text(route, 'GatewayId');
    return isDefinite(model, subject, route)
      && model.text(route, 'DestinationCidrBlock') === '0.0.0.0/0'
      && (model.resource(gateway, INTERNET_GATEWAY) !== undefined || gateway?.startsWith('igw-') === true);
  });
}

/**
 * The route table of a subnet from which no route leads out, if that is known: the subnet, its table and every route
 * are known, and there is none, to whatever destination, that could lead to a NAT gateway, another network or an
 * endpoint elsewhere.
 */
export function isolatedRouteTable(model: TemplateModel, subject: Resource, subnet: string): string | undefined {
  const associations = model.referencing(ASSOCIATION, 'SubnetId', subnet);
  const [association] = associations.definite;
  const isSingle = associations.definite.length === 1 && associations.potential.length === 0;
  if (model.hasMacros || !isSingle || !isDefinite(model, subject, association)) return undefined;
  const table = model.text(association, 'RouteTableId');
  if (table === undefined || model.resource(table, ROUTE_TABLE) === undefined) return undefined;
  const ways = [
    model.referencing(ROUTE, 'RouteTableId', table),
    model.referencing('AWS::EC2::VPNGatewayRoutePropagation', 'RouteTableIds', table),
  ];
  return ways.every(({ definite, potential }) => definite.length + potential.length === 0) ? table : undefined;
}

/** Whether `other` is definitely deployed whenever `subject` is. */
export function isDefinite(model: TemplateModel, subject: Resource, other: Resource): boolean {
  return model.existsWith(subject, other) === 'yes';
}

/** Whether two ranges of IPv4 addresses have an address in common; undefined if either is no such range. */
export function overlap(one: string, other: string): boolean | undefined {
  const [a, b] = [rangeOf(one), rangeOf(other)];
  return a === undefined || b === undefined ? undefined : a.first <= b.last && b.first <= a.last;
}

function rangeOf(cidr: string): { first: number; last: number } | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(cidr);
  if (match === null) return undefined;
  const [a, b, c, d, prefixLength] = match.slice(1).map(Number);
  const size = 2 ** (32 - prefixLength);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const first = address - address % size;
  return { first, last: first + size - 1 };
}
