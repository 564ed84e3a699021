import { Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { environmentOfArn } from './arn';
import { FlinkConnectorConfig, FlinkConnectorDirection, FlinkConnectorPeer, FlinkConnectorPermission, IFlinkConnector } from './connector';
import { reject, rejectBecause } from '../core/problem';
import { NetworkNeeds, NetworkPeer } from '../network/network-needs';

/** A connector in one direction, with what it asked for. */
export interface BoundConnector {
  readonly name: string;
  readonly config: FlinkConnectorConfig;
}

/** Asks a connector what it needs, after checking that it can be used in that direction. Nothing is created. */
export function bindConnector(path: string, scope: IConstruct, connector: IFlinkConnector, direction: FlinkConnectorDirection): BoundConnector {
  const name = connector.connectorName;
  if (!connector.directions.includes(direction)) {
    reject(path, {
      property: `${direction}s`,
      got: name,
      allowed: `connectors that can be a ${direction}, and this one can be ${connector.directions.map(other => `a ${other}`).join(' or ')} only`,
      write: connector.directions.map(other => `it into \`${other}s\`, or use \`${other === FlinkConnectorDirection.SINK ? 'addSink' : 'addSource'}()\``).join(' or '),
    });
  }
  return { name, config: connector.bind(scope, { direction, applicationPath: path }) };
}

/** What connectors ask of the network, in its own terms. */
export function networkNeeds(path: string, connectors: BoundConnector[]): NetworkNeeds {
  const configs = connectors.map(({ config }) => config);
  return {
    interfaceServices: configs.flatMap(config => config.interfaceServices ?? []),
    gatewayServices: configs.flatMap(config => config.gatewayServices ?? []),
    peers: connectors.flatMap(({ name, config }) => (config.peers ?? []).map(peer => withPort(path, name, peer))),
    internet: connectors.filter(({ config }) => config.internetAccess).map(({ name }) => name),
    regional: connectors.flatMap(({ name, config }) =>
      (config.permissions ?? []).flatMap(permission => regionsOf(permission).map(region => ({ name, region })))),
    urls: configs.flatMap(config => Object.values(config.endpointUrls ?? {})
      .map(service => ({ service, isTold: Object.keys(config.propertyGroups ?? {}).length > 0 }))),
  };
}

/** The account that the resources of a permission are in, if it is known to be another one than that of the stack. */
export function otherAccount({ account }: Stack, permission: Resources): string | undefined {
  return Token.isUnresolved(account) ? undefined : environmentsOf(permission, 'account').find(other => other !== account);
}

function regionsOf(permission: FlinkConnectorPermission): string[] {
  return environmentsOf(permission, 'region');
}

type Resources = Pick<FlinkConnectorPermission, 'resource' | 'resourceArns'>;

function environmentsOf({ resource, resourceArns }: Resources, part: 'account' | 'region'): string[] {
  const values = [resource?.env[part], ...resourceArns.map(arn => environmentOfArn(arn)[part])];
  return [...new Set(values.filter(value => value !== undefined && !Token.isUnresolved(value)))] as string[];
}

function withPort(path: string, name: string, { connectable, port = connectable.connections.defaultPort }: FlinkConnectorPeer): NetworkPeer {
  if (port === undefined) {
    rejectBecause(path, `the port of ${name} is not given, and the connectable has no default port: write the port, for example \`port: Port.tcp(5432)\` for a database `
      + 'or `ports: [9092]` for brokers');
  }
  return { connectable, port, name };
}
