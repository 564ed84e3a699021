import { Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { environmentOfArn } from './arn';
import {
  FlinkConnectorConfig, FlinkConnectorDirection, FlinkConnectorPeer, FlinkConnectorPermission, IFlinkConnector,
} from './connector';
import { checkPort } from './service-connector';
import { reject, rejectBecause } from '../core/problem';
import { NetworkNeeds, NetworkPeer } from '../network/network-needs';

/** A connector in one direction, with what it asked for. */
export interface BoundConnector {
  readonly name: string;
  readonly config: FlinkConnectorConfig;
}

/**
 * Asks a connector what it needs, after checking that it can be used in that direction. Nothing is created.
 */
export function bindConnector(
  application: IConstruct, connector: IFlinkConnector, direction: FlinkConnectorDirection,
): BoundConnector {
  checkDirection(application, connector, direction);
  const name = connector.connectorName;
  const config = connector.bind(application, { direction });
  config.permissions?.forEach(permission => checkPermission(application, name, permission));
  return { name, config };
}

function checkDirection(application: IConstruct, connector: IFlinkConnector, direction: FlinkConnectorDirection): void {
  const { connectorName, directions } = connector;
  if (directions.includes(direction)) return;
  const possible = directions.map(other => `a ${other}`).join(' or ');
  const write = directions.map(other => `it into \`${other}s\`, or use \`${METHODS[other]}()\``).join(' or ');
  reject(application, {
    property: `${direction}s`,
    got: connectorName,
    allowed: `connectors that can be a ${direction}, and this one can be ${possible} only`,
    write,
  });
}

const METHODS = { [FlinkConnectorDirection.SOURCE]: 'addSource', [FlinkConnectorDirection.SINK]: 'addSink' };

/** IAM rejects a malformed statement when the stack is deployed. */
function checkPermission(application: IConstruct, name: string, { resourceArns }: FlinkConnectorPermission): void {
  const noArn = resourceArns.find(arn => !Token.isUnresolved(arn) && arn !== '*' && !arn.startsWith('arn:'));
  if (noArn === undefined && resourceArns.length > 0) return;
  reject(application, {
    property: `resourceArns of ${name}`,
    got: noArn ?? [],
    allowed: 'a list of ARNs, or of "*" for actions without resource-level permissions',
    write: 'the ARN attribute of the resource, or `Stack.of(scope).formatArn(...)`',
  });
}

/** What connectors ask of the network, in its own terms. */
export function networkNeeds(application: IConstruct, connectors: BoundConnector[]): NetworkNeeds {
  const configs = connectors.map(({ config }) => config);
  return {
    interfaceServices: configs.flatMap(config => config.interfaceServices ?? []),
    gatewayServices: configs.flatMap(config => config.gatewayServices ?? []),
    peers: connectors.flatMap(({ name, config }) =>
      (config.peers ?? []).map(peer => withPort(application, name, peer))),
    internet: connectors.filter(({ config }) => config.internetAccess).map(({ name }) => name),
    vpcOnly: connectors.filter(({ config }) => config.vpcAccess).map(({ name }) => name),
    regional: connectors.flatMap(({ name, config }) =>
      (config.permissions ?? []).flatMap(permission => regionsOf(permission).map(region => ({ name, region })))),
    urls: configs.flatMap(config => Object.values(config.endpointUrls ?? {})
      .map(service => ({ service, isTold: Object.keys(config.propertyGroups ?? {}).length > 0 }))),
  };
}

/** The account that the resources of a permission are in, if it is known to be another one than that of the stack. */
export function otherAccount({ account }: Stack, permission: Resources): string | undefined {
  if (Token.isUnresolved(account)) return undefined;
  return environmentsOf(permission, 'account').find(other => other !== account);
}

function regionsOf(permission: FlinkConnectorPermission): string[] {
  return environmentsOf(permission, 'region');
}

type Resources = Pick<FlinkConnectorPermission, 'resource' | 'resourceArns'>;

function environmentsOf({ resource, resourceArns }: Resources, part: 'account' | 'region'): string[] {
  const values = [resource?.env[part], ...resourceArns.map(arn => environmentOfArn(arn)[part])];
  return [...new Set(values.filter(value => value !== undefined && !Token.isUnresolved(value)))] as string[];
}

function withPort(application: IConstruct, name: string, peer: FlinkConnectorPeer): NetworkPeer {
  const { connectable, port = connectable.connections.defaultPort } = peer;
  if (port === undefined) {
    rejectBecause(application, `the port of ${name} is not given, and the connectable has no default port: write the `
      + 'port, for example `port: Port.tcp(5432)` for a database or `ports: [9092]` for brokers');
  }
  checkPort(application, name, port);
  return { connectable, port, name };
}
