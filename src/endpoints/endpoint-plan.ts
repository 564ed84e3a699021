import { GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, ISubnet, Port } from 'aws-cdk-lib/aws-ec2';
import {
  checkDns, checkGroups, checkMayCreate, checkPrivateDnsOffered, checkStage, checkEndpointSubnets,
  checkUnconditional,
} from './endpoint-checks';
import { EndpointInventory } from './endpoint-inventory';
import { EndpointRequest, OutboundRule } from './endpoint-needs';
import { CreateVpcEndpointsOptions, ExistingVpcEndpoints } from './endpoint-options';
import { mayBeOpened } from './foreign-groups';
import { rangeRules } from './vpc-range-rules';
import { rejectBecause } from '../core/problem';
import { tryGet } from '../core/try-get';
import { uniqueBy } from '../core/unique-by';
import { gatewayKey, interfaceKey, lacksPrivateDns } from '../vpc/endpoint-service';
import { DefinedEndpoint } from '../vpc/existing-endpoints';
import { defaultSubnets, isListToken, isOutsideRegion, routeTablesOf, selectSubnets } from '../vpc/subnets';
import { isPendingLookup } from '../vpc/vpc-identity';

/** What is to be done so that the needs are met. */
export interface EndpointPlan {
  readonly createInterface: InterfaceVpcEndpointAwsService[];
  readonly useInterface: { service: InterfaceVpcEndpointAwsService; endpoint: DefinedEndpoint }[];
  readonly createGateway: { service: GatewayVpcEndpointAwsService; subnets: ISubnet[] }[];
  readonly useGateway: DefinedEndpoint[];
  /** The subnets of the interface endpoints that are created. */
  readonly endpointSubnets: ISubnet[];
  /** What the own groups of an application with restricted egress must be opened to. */
  readonly outbound: OutboundRule[];
  /** Whether some of the endpoints admit those who carry the client group. */
  readonly needsClientGroup: boolean;
}

export const NOTHING: EndpointPlan = {
  createInterface: [],
  useInterface: [],
  createGateway: [],
  useGateway: [],
  endpointSubnets: [],
  outbound: [],
  needsClientGroup: false,
};

/** Works out what the VPC lacks and checks it. Nothing is created here, so that an error changes nothing. */
export function planCreation(
  request: EndpointRequest, inventory: EndpointInventory, options: CreateVpcEndpointsOptions,
): EndpointPlan {
  const listed = options.existing ?? { interfaceServices: [] };
  inventory.checkListing(request, listed);
  const needs = lackingNeeds(request, inventory, listed, options.egressServices);
  const outbound = outboundOf(request, inventory, listed);
  if (needs.interfaces.length + needs.gateways.length === 0) return { ...NOTHING, outbound };

  // the walk over the tree is only needed for what no application of this VPC has asked for yet
  const defined = inventory.defined();
  const interfacePlan = planInterfaces(request, needs.interfaces, defined, inventory);
  const gatewayPlan = planGateways(request, needs.gateways, defined, inventory);
  const plan = {
    ...interfacePlan,
    ...gatewayPlan,
    endpointSubnets: endpointSubnets(request, options),
    outbound,
    needsClientGroup: false,
  };

  if (plan.createInterface.length + plan.createGateway.length > 0) {
    checkMayCreate(
      request,
      [...plan.createInterface.map(interfaceKey), ...plan.createGateway.map(({ service }) => gatewayKey(service))],
    );
  }
  if (plan.createInterface.length > 0) {
    checkPrivateDnsOffered(request, plan.createInterface);
    checkEndpointSubnets(request, plan.endpointSubnets, options.lookupSupportedAzs ?? false);
  }
  checkDns(request, [...plan.createInterface, ...plan.useInterface.map(({ service }) => service)]);
  return { ...plan, needsClientGroup: plan.createInterface.length + plan.useInterface.length > 0 };
}

/** How needs are met where nothing may be created. */
export interface UsePlan extends EndpointPlan {
  readonly missingInterfaces: InterfaceVpcEndpointAwsService[];
  readonly missingGateways: GatewayVpcEndpointAwsService[];
}

/** Works out what is used of that which the VPC has, and what it lacks. */
export function planUse(
  request: EndpointRequest,
  inventory: EndpointInventory,
  listed: ExistingVpcEndpoints,
  egress?: InterfaceVpcEndpointAwsService[],
): UsePlan {
  inventory.checkListing(request, listed);
  const lacking = lackingNeeds(request, inventory, listed, egress);
  const gateways = lacking.gateways
    .map(service => ({ service, key: gatewayKey(service) }))
    .filter(({ key }) => !inventory.hasGateway(key));
  const defined = lacking.interfaces.length + gateways.length === 0 ? [] : inventory.defined();
  const { useInterface, createInterface } = planInterfaces(request, lacking.interfaces, defined, inventory);
  const gatewaysFor = (key: string) =>
    defined.filter(({ type, serviceKey }) => type === 'Gateway' && serviceKey === key);
  const own = listed.interfaceServices.map(interfaceKey);
  const others = request.needs.interfaceServices.map(interfaceKey).filter(key => !own.includes(key));
  return {
    ...NOTHING,
    useInterface,
    useGateway: gateways.flatMap(({ key }) => gatewaysFor(key)),
    outbound: outboundOf(request, inventory, listed),
    needsClientGroup: useInterface.length > 0
      || others.some(key => inventory.hasInterface(key) || inventory.interfaceListing(key)?.admitsClientGroup === true),
    missingInterfaces: createInterface,
    missingGateways: gateways
      .filter(({ key }) => gatewaysFor(key).length === 0 && inventory.gatewayListing(key) === undefined)
      .map(({ service }) => service),
  };
}

/** What is neither listed by the one who asks, nor reached another way, nor there for somebody who asked before. */
function lackingNeeds(
  { needs, subnets }: EndpointRequest, inventory: EndpointInventory, listed: ExistingVpcEndpoints,
  egress: InterfaceVpcEndpointAwsService[] = [],
) {
  const isEgress = (key: string) => inventory.isEgress(key) || egress.some(service => interfaceKey(service) === key);
  const own = {
    interfaces: listed.interfaceServices.map(interfaceKey),
    gateways: (listed.gatewayServices ?? []).map(gatewayKey),
  };
  const tables = routeTablesOf(subnets);
  return {
    interfaces: needs.interfaceServices.filter(service => {
      const key = interfaceKey(service);
      return !own.interfaces.includes(key) && !isEgress(key) && !inventory.hasInterface(key);
    }),
    gateways: needs.gatewayServices.filter(service => {
      const key = gatewayKey(service);
      const isCovered = tables.every(table => table !== undefined && inventory.routesTo(key, table));
      return !own.gateways.includes(key) && !isEgress(key) && !isCovered;
    }),
  };
}

/**
 * Endpoints that are known by addresses only: their groups are not listed, cannot be opened, or they are in another
 * VPC.
 */
export function outboundOf(
  request: EndpointRequest, inventory: EndpointInventory, own: ExistingVpcEndpoints,
): OutboundRule[] {
  if (!request.opensEgress) return [];
  const ownKeys = own.interfaceServices.map(interfaceKey);
  const needed = request.needs.interfaceServices;
  const listings = needed.flatMap(service => {
    const key = interfaceKey(service);
    if (ownKeys.includes(key) || inventory.hasInterface(key)) return [];
    const listing = inventory.interfaceListing(key);
    return listing === undefined ? [] : [{ listing, port: Port.tcp(service.port) }];
  });
  const groups = (own.securityGroups ?? []).filter(group => mayBeOpened(request.scope, request.vpc, group));
  const isOwnByAddress = ownKeys.length > 0 && groups.length === 0 && (own.endpointPeers ?? []).length === 0;
  const peers = [
    ...(own.endpointPeers ?? []).flatMap(peer =>
      own.interfaceServices.map(({ port }) => ({ peer, port: Port.tcp(port) }))),
    ...listings.flatMap(({ listing, port }) => listing.endpointPeers.map(peer => ({ peer, port }))),
  ];
  const byRange = [
    ...isOwnByAddress ? own.interfaceServices.map(({ port }) => Port.tcp(port)) : [],
    ...listings
      .filter(({ listing }) => !listing.admitsClientGroup && listing.endpointPeers.length === 0)
      .map(({ port }) => port),
  ];
  const rules = [...peers, ...rangeRules(request, byRange)];
  return uniqueBy(rules, ({ peer, port }) => `${peer.uniqueId} ${port.toString()}`);
}

function planInterfaces(
  request: EndpointRequest,
  services: InterfaceVpcEndpointAwsService[],
  defined: DefinedEndpoint[],
  inventory: EndpointInventory,
) {
  const useInterface: EndpointPlan['useInterface'] = [];
  const createInterface: InterfaceVpcEndpointAwsService[] = [];
  for (const service of services) {
    const key = interfaceKey(service);
    const usable = usableEndpoint(request, service, defined);
    const listing = inventory.interfaceListing(key);
    if (usable !== undefined) {
      checkStage(request, usable);
      checkGroups(request, usable);
      useInterface.push({ service, endpoint: usable });
    } else if (listing === undefined) {
      createInterface.push(service);
    } else if (listing.admitsApplicationsOnly) {
      rejectBecause(request.scope, `the endpoint for ${key} of the VPC ${request.vpc.node.path} admits only `
        + `applications that carry the client group of ${listing.by}: write \`endpoints: VpcEndpoints.of(network)\` `
        + 'with that network');
    }
  }
  return { useInterface, createInterface };
}

/** The endpoint of the app that answers for a service in the VPC. */
function usableEndpoint(request: EndpointRequest, service: InterfaceVpcEndpointAwsService, defined: DefinedEndpoint[]) {
  const candidates = defined.filter(({ type, serviceKey, privateDns }) =>
    type === 'Interface' && serviceKey === interfaceKey(service) && (privateDns !== 'off' || lacksPrivateDns(service)));
  const unconditional = candidates.filter(({ isConditional }) => !isConditional);
  const usable = unconditional.find(({ privateDns }) => privateDns === 'on') ?? unconditional[0];
  if (usable === undefined && candidates.length > 0) checkUnconditional(request, candidates[0]);
  return usable;
}

function planGateways(
  request: EndpointRequest,
  services: GatewayVpcEndpointAwsService[],
  defined: DefinedEndpoint[],
  inventory: EndpointInventory,
) {
  const { scope, vpc, subnets } = request;
  const useGateway: DefinedEndpoint[] = [];
  const createGateway: EndpointPlan['createGateway'] = [];
  for (const service of services) {
    const key = gatewayKey(service);
    const candidates = defined.filter(endpoint => endpoint.type === 'Gateway' && endpoint.serviceKey === key);
    candidates.forEach(endpoint => checkStage(request, endpoint));
    candidates.filter(({ isConditional }) => isConditional).forEach(endpoint => checkUnconditional(request, endpoint));
    useGateway.push(...candidates.filter(({ resource }) => !inventory.owns(resource)));
    // route tables that cannot be told are taken to be all of them: a second route in one table fails the deployment
    const covered = candidates.flatMap(endpoint => endpoint.routeTables ?? routeTablesOf(subnets));
    const isCovered = candidates.length > 0 && routeTablesOf(subnets).every(table => covered.includes(table));
    if (isCovered || (candidates.length === 0 && inventory.gatewayListing(key) !== undefined)) continue;
    if (!isPendingLookup(vpc) && routeTablesOf(subnets).includes(undefined)) {
      rejectBecause(scope, `the route tables of the application's subnets in the VPC ${vpc.node.path} are unknown, so `
        + `no gateway endpoint for ${key} can be created: give their ids when importing `
        + '(`privateSubnetRouteTableIds` of the VPC, `routeTableId` of a subnet), name the endpoint that the VPC '
        + 'has with `VpcEndpoints.create({ existing: { interfaceServices: [], gatewayServices: [...] } })`, or do '
        + 'without with `baselineGatewayServices: []`');
    }
    createGateway.push({ service, subnets: subnetsWithRoutes(request, covered) });
  }
  return { useGateway, createGateway };
}

/** One subnet for each route table of the VPC that a gateway is not in yet. */
function subnetsWithRoutes({ vpc, subnets }: EndpointRequest, covered: (string | undefined)[]): ISubnet[] {
  const all = [...subnets, ...vpc.privateSubnets, ...vpc.isolatedSubnets, ...vpc.publicSubnets];
  const open = all.filter(subnet => {
    const [table] = routeTablesOf([subnet]);
    return table !== undefined && !covered.includes(table);
  });
  return uniqueBy(open, subnet => routeTablesOf([subnet])[0]!);
}

/**
 * An interface endpoint takes one subnet for each Availability Zone; zones that are only known at deployment may
 * differ.
 */
function endpointSubnets(
  { scope, vpc, property, subnets }: EndpointRequest, { subnets: selection }: CreateVpcEndpointsOptions,
): ISubnet[] {
  const ofVpc = defaultSubnets(vpc);
  const byDefault = ofVpc.length > 0 ? ofVpc : subnets;
  const chosen = selection === undefined ? byDefault : selectSubnets(scope, `${property} subnets`, vpc, selection);
  return uniqueBy(chosen.filter(subnet => !isOutsideRegion(subnet)),
    subnet => isListToken(subnet) ? subnet.subnetId : tryGet(() => subnet.availabilityZone) ?? subnet.node.path);
}
