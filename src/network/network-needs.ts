import { Stack, Token } from 'aws-cdk-lib';
import { Connections, GatewayVpcEndpointAwsService, IConnectable, InterfaceVpcEndpointAwsService, ISubnet, Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Construct, IConstruct } from 'constructs';
import { VpcConfiguration } from './vpc-configuration';
import { identityOf } from '../core/identity';
import { reject, rejectBecause } from '../core/problem';
import { VpcEndpoints } from '../endpoints/vpc-endpoints';
import { gatewayKey, interfaceKey } from '../vpc/endpoint-service';
import { subnetIdentity } from '../vpc/subnets';

/** Something that is connected to directly. */
export interface NetworkPeer {
  readonly connectable: IConnectable;
  readonly port: Port;
}

/** What sources and sinks ask of the network, beside the baseline. */
export interface NetworkNeeds {
  readonly interfaceServices?: InterfaceVpcEndpointAwsService[];
  readonly gatewayServices?: GatewayVpcEndpointAwsService[];
  readonly peers?: NetworkPeer[];
  /** Who is reached through the internet, for messages. */
  readonly internet?: string[];
  /** Who is reached through the endpoint of a service in which region. */
  readonly regional?: { readonly name: string; readonly region: string }[];
  /** Services whose endpoints have a URL that the job must be told, and whether it can be. */
  readonly urls?: { readonly service: InterfaceVpcEndpointAwsService; readonly isTold: boolean }[];
}

export interface ConnectivityRequest {
  /** The path of the application that asks, for messages. */
  readonly path: string;
  /** A construct of the stack that asks. */
  readonly scope: IConstruct;
  readonly configuration: VpcConfiguration;
  readonly endpoints: VpcEndpoints;
  /** The subnets of the application. */
  readonly subnets: ISubnet[];
}

/** What the application's own groups must let through, beside the client group for endpoints. */
export interface ConnectivityPlan {
  readonly peers: NetworkPeer[];
  /** Gateway services that a closed group must be opened to, with the names of their prefix lists. */
  readonly prefixLists: { readonly key: string; readonly name: string }[];
}

/**
 * Checks that everything asked for can be reached, and works out what is to be opened. Nothing is created here.
 *
 * @param knownPeers the peers that the way was opened to before
 */
export function planConnectivity(request: ConnectivityRequest, needs: NetworkNeeds, knownPeers: NetworkPeer[]): ConnectivityPlan {
  checkClosed(request, needs);
  checkInternet(request, needs);
  checkRegions(request, needs);
  checkUrls(request, needs);
  const peers = needs.peers ?? [];
  peers.forEach(peer => checkPeer(request, peer));
  checkTokenPorts(request, [...knownPeers, ...peers]);
  return { peers, prefixLists: isClosed(request) ? planPrefixLists(request, needs.gatewayServices ?? []) : [] };
}

function isClosed({ configuration }: ConnectivityRequest): boolean {
  return configuration.allowAllOutbound === false;
}

/** A closed group that is not to use endpoints could only be opened to everything. */
function checkClosed(request: ConnectivityRequest, needs: NetworkNeeds): void {
  if (!isClosed(request) || request.endpoints._mode !== 'none') return;
  const services = [...(needs.interfaceServices ?? []).map(interfaceKey), ...(needs.gatewayServices ?? []).map(gatewayKey)];
  if (services.length === 0) return;
  rejectBecause(request.path, `vpcConfiguration.allowAllOutbound is false and vpcConfiguration.endpoints is VpcEndpoints.none(), so there is no way to ${services.join(', ')}: `
    + 'write `VpcEndpoints.create()` or `VpcEndpoints.existing({ interfaceServices: [...] })`, leave out `allowAllOutbound`, or give `securityGroups` with outbound rules of your own');
}

function checkInternet(request: ConnectivityRequest, { internet = [] }: NetworkNeeds): void {
  if (internet.length === 0) return;
  const { path, configuration: { vpc }, endpoints, subnets } = request;
  const names = internet.join(', ');
  if (isClosed(request)) {
    rejectBecause(path, `vpcConfiguration.allowAllOutbound is false, but ${names} is reached through the internet and has no fixed addresses that could be opened: `
      + 'leave out `allowAllOutbound`, or give `securityGroups` with outbound rules of your own');
  }
  // the network interfaces of an application get no public address, so a public subnet is no way out either
  const closedOff = [...vpc.isolatedSubnets, ...vpc.publicSubnets].map(subnetIdentity);
  const dead = subnets.find(subnet => closedOff.includes(subnetIdentity(subnet)));
  if (endpoints._mode === 'none' || dead === undefined) return;
  rejectBecause(path, `${names} is reached through the internet, but the subnet ${dead.node.path} has no way there: select subnets of type PRIVATE_WITH_EGRESS with \`vpcSubnets\`, `
    + 'use a resource in the VPC, or write `VpcEndpoints.none()` if there is a way that the app does not define');
}

/** The endpoints of a VPC answer for the services of their own region only. */
function checkRegions({ path, scope, endpoints }: ConnectivityRequest, { regional = [] }: NetworkNeeds): void {
  const { region } = Stack.of(scope);
  if (endpoints._mode === 'none' || Token.isUnresolved(region)) return;
  const foreign = regional.find(other => !Token.isUnresolved(other.region) && other.region !== region);
  if (foreign === undefined) return;
  rejectBecause(path, `${foreign.name} is in ${foreign.region}, and the endpoints of a VPC in ${region} do not reach that region: use a resource in ${region}, `
    + 'or write `endpoints: VpcEndpoints.none()` and give the VPC a NAT gateway');
}

function checkUrls({ path, endpoints }: ConnectivityRequest, { urls = [], interfaceServices = [] }: NetworkNeeds): void {
  const unasked = urls.find(({ service }) => !interfaceServices.some(other => interfaceKey(other) === interfaceKey(service)));
  if (unasked !== undefined) {
    rejectBecause(path, `a connector asks for the URL of the endpoint for ${interfaceKey(unasked.service)} in endpointUrls, but not for the endpoint: name the service in interfaceServices too`);
  }
  if (endpoints._mode === 'none') return;
  const write = 'for example `FlinkConnector.dynamoDbTable(table, { streamsEndpointUrl: \'https://vpce-...\' })`';
  const listed = endpoints._existing.interfaceServices.map(interfaceKey);
  for (const { service, isTold } of urls) {
    const key = interfaceKey(service);
    if (endpoints._mode === 'existing' || listed.includes(key)) {
      rejectBecause(path, `the endpoint for ${key} that the VPC has answers to no private DNS name, and its URL is not known: give the connector the URL, ${write}`);
    }
    if (!isTold) {
      rejectBecause(path, `the endpoint for ${key} answers to no private DNS name, so the job must be told its URL: name a \`propertyGroup\` that it is written to, or give the URL of your own endpoint, ${write}`);
    }
  }
}

/** A rule can name the group of a peer only within one region and account. */
function checkPeer({ path, scope }: ConnectivityRequest, { connectable, port }: NetworkPeer): void {
  const stack = Stack.of(scope);
  if (connectable.connections.securityGroups.length === 0 && !hasAddresses(connectable, port)) {
    const name = Construct.isConstruct(connectable) ? connectable.node.path : 'the connectable of a source or sink';
    rejectBecause(path, `${name} has neither security groups nor addresses, so nothing can be opened to reach it: import it with \`securityGroups\`, `
      + 'or write `new Connections({ peer: Peer.ipv4(\'10.1.0.0/16\') })`');
  }
  for (const group of connectable.connections.securityGroups) {
    const differs = (['region', 'account'] as const).find(part =>
      !Token.isUnresolved(group.env[part]) && !Token.isUnresolved(stack[part]) && group.env[part] !== stack[part]);
    if (differs === undefined) continue;
    rejectBecause(path, `the security group ${group.node.path} is in ${differs} ${group.env[differs]}, and a rule of ${differs} ${stack[differs]} cannot name it: `
      + 'give the addresses instead, `new Connections({ peer: Peer.ipv4(\'10.1.0.0/16\') })`, and open that group there');
  }
}

/** Whether a connectable without security groups stands for addresses: tried on a group that is part of no app, since nothing else tells. */
function hasAddresses(connectable: IConnectable, port: Port): boolean {
  const probe = SecurityGroup.fromSecurityGroupId(new Stack(), 'Probe', 'sg-0', { allowAllOutbound: false });
  new Connections({ securityGroups: [probe] }).allowTo(connectable, port);
  return probe.node.children.length > 0;
}

/** What a port stands for: all ports that are only known at deployment have the same name. */
export function portIdentity(scope: IConstruct, port: Port): string {
  return identityOf(scope, port.toRuleJson());
}

function isToken(port: Port): boolean {
  const { fromPort, toPort } = port.toRuleJson();
  return Token.isUnresolved(fromPort) || Token.isUnresolved(toPort);
}

/** The CDK gives rules of one pair of groups the same id where their ports are only known at deployment, so the second one would be lost. */
function checkTokenPorts({ path, scope }: ConnectivityRequest, peers: NetworkPeer[]): void {
  const ports = new Map<string, string>();
  for (const { connectable, port } of peers.filter(peer => isToken(peer.port))) {
    for (const group of connectable.connections.securityGroups) {
      const key = identityOf(group, group.securityGroupId);
      const identity = portIdentity(scope, port);
      if ((ports.get(key) ?? identity) !== identity) {
        rejectBecause(path, `the security group ${group.node.path} belongs to two peers whose ports are only known at deployment, and only one of them could be opened: `
          + 'write the ports, for example `FlinkConnector.database(cluster, { port: Port.tcp(5432) })`');
      }
      ports.set(key, identity);
    }
  }
}

function planPrefixLists({ path, configuration, endpoints }: ConnectivityRequest, services: GatewayVpcEndpointAwsService[]): ConnectivityPlan['prefixLists'] {
  const keys = [...new Set(services.map(gatewayKey))].filter(key => endpoints._prefixListIds[key] === undefined);
  const { account, region } = Stack.of(configuration.vpc);
  const [first] = keys;
  if (first !== undefined && (Token.isUnresolved(account) || Token.isUnresolved(region))) {
    reject(path, {
      property: 'vpcConfiguration.endpoints gatewayPrefixListIds',
      got: endpoints._prefixListIds,
      allowed: `a map with ${keys.join(', ')}, since allowAllOutbound is false and the stack of the VPC does not know its account and region, in which the id could be looked up`,
      write: `\`gatewayPrefixListIds: { ${first}: 'pl-...' }\`, or give the stack an account and a region with \`env\``,
    });
  }
  return keys.map(key => ({ key, name: `com.amazonaws.${region}.${key}` }));
}
