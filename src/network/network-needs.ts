import { Stack, Token } from 'aws-cdk-lib';
import {
  CfnSecurityGroupEgress, Connections, GatewayVpcEndpointAwsService, IConnectable, Port, SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { Construct, IConstruct } from 'constructs';
import { identityOf } from '../core/identity';
import { reject, rejectBecause } from '../core/problem';
import { EndpointRequester, ServiceNeeds } from '../endpoints/endpoint-needs';
import { gatewayKey } from '../vpc/endpoint-service';

/** Something that is connected to directly. */
export interface NetworkPeer {
  readonly connectable: IConnectable;
  readonly port: Port;
  /** Who asks for it, for messages. */
  readonly name?: string;
}

/** What sources and sinks ask of the network, in addition to the baseline. */
export interface NetworkNeeds extends ServiceNeeds {
  readonly peers?: NetworkPeer[];
  /** What is reached from within a VPC only, by name. */
  readonly vpcOnly?: string[];
}

/** What the application's own groups must let through, in addition to the client group for endpoints. */
export interface ConnectivityPlan {
  readonly peers: NetworkPeer[];
  /**
   * Gateway services that an application with restricted egress must be allowed to reach, with the names of their
   * prefix lists.
   */
  readonly prefixLists: { readonly key: string; readonly name: string }[];
  /** Gateway services whose prefix lists cannot be known here. */
  readonly unknownPrefixLists: string[];
}

/** The prefix lists of gateway services that are known, by the last part of the service's name. */
export type PrefixListIds = { readonly [service: string]: string };

/**
 * Checks that all peers can be reached, and works out what is to be opened. Nothing is created here.
 *
 * @param knownPeers the peers that the way was opened to before
 */
export function planConnectivity(
  requester: EndpointRequester, needs: NetworkNeeds, knownPeers: NetworkPeer[], prefixListIds: PrefixListIds,
): ConnectivityPlan {
  const peers = needs.peers ?? [];
  peers.forEach(peer => checkPeer(requester, peer));
  checkTokenPorts(requester, [...knownPeers, ...peers]);
  return { peers, ...planPrefixLists(requester, needs.gatewayServices ?? [], prefixListIds) };
}

/** A rule can name the group of a peer only within one region and account. */
function checkPeer({ scope }: EndpointRequester, { connectable, port }: NetworkPeer): void {
  const stack = Stack.of(scope);
  if (connectable.connections.securityGroups.length === 0 && !hasAddresses(connectable, port)) {
    const name = Construct.isConstruct(connectable) ? connectable.node.path : 'the connectable of a source or sink';
    rejectBecause(scope, `${name} has neither security groups nor addresses, so nothing can be opened to reach it: `
      + 'import it with `securityGroups`, or write `new Connections({ peer: Peer.ipv4(\'10.1.0.0/16\') })`');
  }
  for (const group of connectable.connections.securityGroups) {
    const differs = (['region', 'account'] as const).find(part =>
      !Token.isUnresolved(group.env[part]) && !Token.isUnresolved(stack[part]) && group.env[part] !== stack[part]);
    if (differs === undefined) continue;
    rejectBecause(scope, `the security group ${group.node.path} is in ${differs} ${group.env[differs]}, and a rule of `
      + `${differs} ${stack[differs]} cannot name it: give the addresses instead, \`new Connections({ peer: `
      + 'Peer.ipv4(\'10.1.0.0/16\') })`, and open that group there');
  }
}

function hasAddresses(connectable: IConnectable, port: Port): boolean {
  return rulesTo(connectable, port).length > 0;
}

/** Whether a peer stands for addresses and not for security groups, and these are all addresses: the internet. */
export function isInternet({ connectable, port }: NetworkPeer): boolean {
  if (connectable.connections.securityGroups.length > 0) return false;
  const rules = rulesTo(connectable, port);
  return rules.length > 0 && rules.every(({ cidrIp, cidrIpv6 }) => cidrIp === '0.0.0.0/0' || cidrIpv6 === '::/0');
}

/**
 * The rules to the addresses that a connectable without security groups stands for: tried on a group that is part of no
 * app, since nothing else tells.
 */
function rulesTo(connectable: IConnectable, port: Port): CfnSecurityGroupEgress[] {
  const probe = SecurityGroup.fromSecurityGroupId(new Stack(), 'Probe', 'sg-0', { allowAllOutbound: false });
  new Connections({ securityGroups: [probe] }).allowTo(connectable, port);
  return probe.node.children.filter(child => child instanceof CfnSecurityGroupEgress);
}

/** What a port stands for: all ports that are only known at deployment have the same name. */
export function portIdentity(scope: IConstruct, port: Port): string {
  return identityOf(scope, port.toRuleJson());
}

function isToken(port: Port): boolean {
  const { fromPort, toPort } = port.toRuleJson();
  return Token.isUnresolved(fromPort) || Token.isUnresolved(toPort);
}

/**
 * The CDK gives rules of one pair of groups the same id where their ports are only known at deployment, so the second
 * one would be lost.
 */
function checkTokenPorts({ scope }: EndpointRequester, peers: NetworkPeer[]): void {
  const ports = new Map<string, string>();
  for (const { connectable, port } of peers.filter(peer => isToken(peer.port))) {
    for (const group of connectable.connections.securityGroups) {
      const key = identityOf(group, group.securityGroupId);
      const identity = portIdentity(scope, port);
      if ((ports.get(key) ?? identity) !== identity) {
        rejectBecause(scope, `the security group ${group.node.path} belongs to two peers whose ports are only known at `
          + 'deployment, and only one of them could be opened: '
          + 'write the ports, for example `FlinkConnector.database(cluster, { port: Port.tcp(5432) })`');
      }
      ports.set(key, identity);
    }
  }
}

/** Where the own groups have to be opened to gateway services, and to which lists. */
function planPrefixLists(
  { scope, vpc, property, restrictedEgress, opensEgress }: EndpointRequester,
  services: GatewayVpcEndpointAwsService[],
  ids: PrefixListIds,
) {
  const keys = opensEgress ? [...new Set(services.map(gatewayKey))].filter(key => ids[key] === undefined) : [];
  const { account, region } = Stack.of(vpc);
  const canLookUp = ![account, region].some(value => Token.isUnresolved(value));
  const [first] = keys;
  if (first !== undefined && restrictedEgress && !canLookUp) {
    reject(scope, {
      property: `${property} gatewayPrefixListIds`,
      got: ids,
      allowed: `a map with ${keys.join(', ')}, since allowAllOutbound is false and the stack of the VPC does not know `
        + 'its account and region, in which the id could be looked up',
      write: `\`gatewayPrefixListIds: { ${first}: 'pl-...' }\`, or give the stack an account and a region with \`env\``,
    });
  }
  return {
    prefixLists: canLookUp ? keys.map(key => ({ key, name: `com.amazonaws.${region}.${key}` })) : [],
    unknownPrefixLists: canLookUp ? [] : keys,
  };
}
