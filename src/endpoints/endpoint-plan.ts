import { Stack, Stage } from 'aws-cdk-lib';
import { GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { FlinkNetwork } from './flink-network';
import { VpcEndpoints } from './vpc-endpoints';
import { mayShareEnvironment } from '../core/identity';
import { reject, rejectBecause } from '../core/problem';
import { tryGet } from '../core/try-get';
import { uniqueBy } from '../core/unique-by';
import { gatewayKey, interfaceKey, lacksPrivateDns } from '../vpc/endpoint-service';
import { DefinedEndpoint, definedEndpoints } from '../vpc/existing-endpoints';
import { checkSubnetHome, defaultSubnets, isListToken, routeTablesOf, selectSubnets } from '../vpc/subnets';
import { definedVpc, disabledDnsAttributes, isPendingLookup, isShared, knownCidr, vpcIdentity } from '../vpc/vpc-identity';

/** The services that an application wants a path to. */
export interface EndpointNeeds {
  readonly interfaceServices: InterfaceVpcEndpointAwsService[];
  readonly gatewayServices: GatewayVpcEndpointAwsService[];
}

export interface EndpointRequest {
  /** The path of the application that asks, for messages. */
  readonly path: string;
  /** A construct of the stack that asks. */
  readonly scope: IConstruct;
  readonly vpc: IVpc;
  readonly endpoints: VpcEndpoints;
  /** The subnets of the application. */
  readonly subnets: ISubnet[];
  readonly needs: EndpointNeeds;
  /** Whether the application's own group lets nothing out that is not asked for. */
  readonly closed: boolean;
}

/** What is to be done so that the needs are met. */
export interface EndpointPlan {
  readonly createInterface: InterfaceVpcEndpointAwsService[];
  readonly useInterface: { service: InterfaceVpcEndpointAwsService; endpoint: DefinedEndpoint }[];
  readonly createGateway: { service: GatewayVpcEndpointAwsService; subnets: ISubnet[] }[];
  readonly useGateway: DefinedEndpoint[];
  /** The subnets of the interface endpoints that are created. */
  readonly endpointSubnets: ISubnet[];
}

const NOTHING: EndpointPlan = { createInterface: [], useInterface: [], createGateway: [], useGateway: [], endpointSubnets: [] };

/** The choice for the VPC: the user's, or the default for a VPC that the app defines. */
export function chooseEndpoints(path: string, vpc: IVpc, endpoints: VpcEndpoints | undefined): VpcEndpoints {
  if (endpoints !== undefined) return endpoints;
  if (definedVpc(vpc) !== undefined) return VpcEndpoints.create();
  rejectBecause(path, `vpcConfiguration.endpoints is missing, and the VPC ${vpc.node.path} is imported, so what it already holds cannot be seen: write one of `
    + '`endpoints: VpcEndpoints.create({ existing: { interfaceServices: [...] } })` to create what the VPC lacks, '
    + '`endpoints: VpcEndpoints.existing({ interfaceServices: [...] })` if the VPC has all that is needed, or '
    + '`endpoints: VpcEndpoints.none()` if there is a NAT gateway or nothing to reach');
}

/** Works out what is needed and checks it. Nothing is created here, so that an error leaves nothing behind. */
export function planEndpoints(request: EndpointRequest): EndpointPlan {
  switch (request.endpoints._mode) {
    case 'none': return NOTHING;
    case 'existing': checkListed(request); return NOTHING;
    case 'create': return planCreation(request);
  }
}

function checkListed({ path, vpc, endpoints, needs }: EndpointRequest): void {
  const { interfaceServices, gatewayServices } = endpoints._existing;
  if (needs.interfaceServices.length > 0) checkDns(path, vpc);
  const missing = (property: string, wanted: string[], listed: string[]) => {
    const lacking = wanted.filter(key => !listed.includes(key));
    if (lacking.length === 0) return;
    reject(path, {
      property: `vpcConfiguration.endpoints ${property}`,
      got: listed,
      allowed: `a list with all services that the application needs, and ${lacking.join(', ')} is missing`,
      write: `VpcEndpoints.existing({ ${property}: [...] }) with ${lacking.join(', ')} if the VPC has it, VpcEndpoints.create() to have it created, or change the baseline if the job does not need it`,
    });
  };
  missing('interfaceServices', needs.interfaceServices.map(interfaceKey), interfaceServices.map(interfaceKey));
  const baseline = gatewayServices ?? endpoints._baselineGatewayServices;
  missing('gatewayServices', needs.gatewayServices.map(gatewayKey), baseline.map(gatewayKey));
}

function planCreation(request: EndpointRequest): EndpointPlan {
  const { path, scope, vpc, endpoints, needs } = request;
  const network = FlinkNetwork.find(scope, vpc);
  const listed = endpoints._existing;
  const interfaces = needs.interfaceServices.filter(service =>
    !listed.interfaceServices.some(other => interfaceKey(other) === interfaceKey(service)) && !network?.hasInterface(interfaceKey(service)));
  const gateways = needs.gatewayServices.filter(service =>
    !listed.gatewayServices?.some(other => gatewayKey(other) === gatewayKey(service))
    && !routeTablesOf(request.subnets).every(table => table !== undefined && network?.routesTo(gatewayKey(service), table)));
  if (interfaces.length + gateways.length === 0) return NOTHING;

  // the walk over the tree is only needed for what no application of this VPC has asked for yet
  const defined = definedEndpoints(scope).filter(endpoint => endpoint.vpc === vpcIdentity(vpc) && mayShareEnvironment(endpoint.resource, vpc));
  const interfacePlan = planInterfaces(request, interfaces, defined);
  const gatewayPlan = planGateways(request, gateways, defined);
  const plan = { ...interfacePlan, ...gatewayPlan, endpointSubnets: endpointSubnets(request) };

  if (plan.createInterface.length + plan.createGateway.length > 0) checkMayCreate(path, Stack.of(scope), vpc, plan);
  if (plan.createInterface.length > 0) {
    checkPrivateDnsOffered(path, plan.createInterface);
    checkEndpointSubnets(path, vpc, plan.endpointSubnets);
  }
  if (plan.createInterface.length + plan.useInterface.length > 0) checkDns(path, vpc);
  return plan;
}

function planInterfaces(request: EndpointRequest, services: InterfaceVpcEndpointAwsService[], defined: DefinedEndpoint[]) {
  const { path, scope, vpc } = request;
  const useInterface: EndpointPlan['useInterface'] = [];
  const createInterface: InterfaceVpcEndpointAwsService[] = [];
  for (const service of services) {
    const candidates = defined.filter(endpoint => endpoint.type === 'Interface' && endpoint.serviceKey === interfaceKey(service));
    const usable = candidates.find(endpoint => endpoint.privateDns === 'on' || lacksPrivateDns(service)) ?? candidates.find(endpoint => endpoint.privateDns === 'unknown');
    const unclear = candidates.find(endpoint => endpoint.privateDns === 'unstated');
    if (usable !== undefined) {
      checkStage(path, scope, vpc, usable);
      checkGroups(request, usable);
      useInterface.push({ service, endpoint: usable });
    } else if (unclear !== undefined) {
      rejectBecause(path, `the endpoint ${unclear.resource.node.path} for ${unclear.serviceKey} in the VPC ${vpc.node.path} does not say whether it has private DNS, so it can be `
        + 'neither used nor left aside: write `privateDnsEnabled: true` there to have it used, or `false` to have another one created');
    } else {
      createInterface.push(service);
    }
  }
  return { useInterface, createInterface };
}

function planGateways(request: EndpointRequest, services: GatewayVpcEndpointAwsService[], defined: DefinedEndpoint[]) {
  const { path, scope, vpc, subnets } = request;
  const useGateway: DefinedEndpoint[] = [];
  const createGateway: EndpointPlan['createGateway'] = [];
  for (const service of services) {
    const candidates = defined.filter(endpoint => endpoint.type === 'Gateway' && endpoint.serviceKey === gatewayKey(service));
    candidates.forEach(endpoint => checkStage(path, scope, vpc, endpoint));
    const mine = candidates.filter(endpoint => !FlinkNetwork.find(scope, vpc)?.owns(endpoint.resource));
    useGateway.push(...mine);
    // route tables that cannot be told are taken to be all of them: a second route in one table fails the deployment
    const covered = candidates.flatMap(endpoint => endpoint.routeTables ?? routeTablesOf(subnets));
    if (candidates.length > 0 && routeTablesOf(subnets).every(table => covered.includes(table))) continue;
    if (!isPendingLookup(vpc) && routeTablesOf(subnets).includes(undefined)) {
      rejectBecause(path, `the route tables of the application's subnets in the VPC ${vpc.node.path} are unknown, so no gateway endpoint for ${gatewayKey(service)} can be created: `
        + 'give their ids when importing (`privateSubnetRouteTableIds` of the VPC, `routeTableId` of a subnet), name the endpoint that the VPC has with '
        + '`VpcEndpoints.create({ existing: { interfaceServices: [], gatewayServices: [...] } })`, or do without with `baselineGatewayServices: []`');
    }
    const all = [...subnets, ...vpc.privateSubnets, ...vpc.isolatedSubnets, ...vpc.publicSubnets];
    const open = uniqueBy(all.filter(subnet => {
      const [table] = routeTablesOf([subnet]);
      return table !== undefined && !covered.includes(table);
    }), subnet => routeTablesOf([subnet])[0]!);
    createGateway.push({ service, subnets: open });
  }
  return { useGateway, createGateway };
}

/** An interface endpoint takes one subnet for each availability zone; zones that are only known at deployment may differ. */
function endpointSubnets({ path, vpc, endpoints, subnets }: EndpointRequest): ISubnet[] {
  const selection = endpoints._creation.subnets;
  const ofVpc = defaultSubnets(vpc);
  const chosen = selection === undefined
    ? ofVpc.length > 0 ? ofVpc : subnets
    : selectSubnets(path, 'vpcConfiguration.endpoints subnets', vpc, selection);
  return uniqueBy(chosen, subnet => isListToken(subnet) ? subnet.subnetId : tryGet(() => subnet.availabilityZone) ?? subnet.node.path);
}

/** Amazon S3 and DynamoDB answer to their own names through gateway endpoints. */
function checkPrivateDnsOffered(path: string, services: InterfaceVpcEndpointAwsService[]): void {
  const service = services.find(({ shortName }) => ['s3', 'dynamodb'].includes(shortName));
  if (service === undefined) return;
  reject(path, {
    property: 'vpcConfiguration.endpoints interface service',
    got: service.shortName,
    allowed: 'a service whose interface endpoint has private DNS of its own',
    write: `the gateway service instead, \`baselineGatewayServices: [ec2.GatewayVpcEndpointAwsService.${service.shortName.toUpperCase()}]\`, which is free`,
  });
}

function checkEndpointSubnets(path: string, vpc: IVpc, subnets: ISubnet[]): void {
  subnets.forEach(subnet => checkSubnetHome(path, 'vpcConfiguration.endpoints subnets', vpc, subnet));
  const unknown = subnets.find(subnet => !isListToken(subnet) && tryGet(() => subnet.availabilityZone) === undefined);
  if (unknown !== undefined) {
    rejectBecause(path, `the availability zone of the subnet ${unknown.node.path} is unknown, and an interface endpoint takes one subnet for each zone: import it with `
      + '`Subnet.fromSubnetAttributes(..., { subnetId, availabilityZone })`, or choose others with `VpcEndpoints.create({ subnets: ... })`');
  }
  if (subnets.length === 0 && !isPendingLookup(vpc)) {
    rejectBecause(path, 'vpcConfiguration.endpoints selects no subnet for the interface endpoints: choose some with `VpcEndpoints.create({ subnets: ... })`');
  }
}

function checkMayCreate(path: string, stack: Stack, vpc: IVpc, plan: EndpointPlan): void {
  if (!isShared(vpc, stack)) return;
  const services = [...plan.createInterface.map(interfaceKey), ...plan.createGateway.map(({ service }) => gatewayKey(service))];
  rejectBecause(path, `the VPC ${vpc.node.path} belongs to account ${vpc.env.account} and shares its subnets with account ${stack.account}, which cannot create endpoints in them, `
    + `but endpoints for ${services.join(', ')} are needed: have the owner create them, and write \`VpcEndpoints.existing({ interfaceServices: [...] })\``);
}

function checkDns(path: string, vpc: IVpc): void {
  const disabled = disabledDnsAttributes(vpc);
  if (disabled.length === 0) return;
  rejectBecause(path, `${disabled.join(' and ')} of the VPC ${vpc.node.path} is false, but the private DNS of interface endpoints needs both: `
    + 'write `enableDnsSupport: true` and `enableDnsHostnames: true` on the VPC, or `endpoints: VpcEndpoints.none()`');
}

/** A closed application can only be let out to groups or addresses that are known. */
function checkGroups({ path, vpc, closed }: EndpointRequest, { resource, serviceKey, securityGroupIds }: DefinedEndpoint): void {
  const groupsAreKnown = securityGroupIds !== undefined && (securityGroupIds.length > 0 || definedVpc(vpc) !== undefined);
  if (!groupsAreKnown && closed && knownCidr(vpc) === undefined) {
    rejectBecause(path, `vpcConfiguration.allowAllOutbound is false, but neither the security groups of the endpoint ${resource.node.path} for ${serviceKey} nor the CIDR range of the VPC is known, `
      + 'so nothing can be opened to reach it: give `vpcCidrBlock` when importing the VPC, or leave out `allowAllOutbound`');
  }
}

/** Constructs cannot refer to each other across stages, so what one stage defines can be neither shared nor made again. */
function checkStage(path: string, scope: IConstruct, vpc: IVpc, endpoint: DefinedEndpoint): void {
  if (Stage.of(endpoint.resource) === Stage.of(scope)) return;
  rejectBecause(path, `the VPC ${vpc.vpcId} gets its endpoint for ${endpoint.serviceKey} from ${endpoint.resource.node.path}, in another stage of the app, and can have only one: `
    + 'write `VpcEndpoints.existing({ interfaceServices: [...], gatewayServices: [...], securityGroups: [...] })` in this stage, with the group of these endpoints');
}
