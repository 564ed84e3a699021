import { IResource, Stack } from 'aws-cdk-lib';
import { IConnectable, Port } from 'aws-cdk-lib/aws-ec2';
import { Construct, IConstruct } from 'constructs';
import { FlinkConnectorBindOptions, FlinkConnectorConfig, FlinkConnectorDirection, IFlinkConnector } from './connector';
import { isObject } from '../core/intrinsics';
import { fail, reject } from '../core/problem';

export const BOTH = [FlinkConnectorDirection.SOURCE, FlinkConnectorDirection.SINK];
export const SINK_ONLY = [FlinkConnectorDirection.SINK];

/** What a connector of this library knows when it is bound. */
export interface Binding {
  readonly application: IConstruct;
  readonly stack: Stack;
  readonly isSource: boolean;
}

/** A connector of this library: a name, its directions, and a pure function that says what it needs. */
export class ServiceConnector implements IFlinkConnector {
  constructor(
    public readonly connectorName: string,
    public readonly directions: FlinkConnectorDirection[],
    private readonly needs: (binding: Binding) => FlinkConnectorConfig,
  ) {}

  public bind(scope: IConstruct, options: FlinkConnectorBindOptions): FlinkConnectorConfig {
    return this.needs({
      application: scope,
      stack: Stack.of(scope),
      isSource: options.direction === FlinkConnectorDirection.SOURCE,
    });
  }
}

/**
 * The name of a connector to a resource: its factory and the path of the resource. Languages without types accept any
 * value in the place of the resource.
 *
 * @throws if the value is not a construct
 */
export function nameOfConnector(factory: string, resource: IConstruct): string {
  const candidate: unknown = resource;
  if (isObject(candidate) && isObject(candidate.node)) return `${factory}(${resource.node.path})`;
  fail(`${factory}() is given ${JSON.stringify(candidate)}, but must be given the resource itself: write the `
    + 'construct, or import it by its name or ARN, for example `Stream.fromStreamArn(this, \'Stream\', streamArn)`');
}

/**
 * The name of a connector to something with connections: its factory, and the path if it is a construct.
 *
 * @throws if the value has no connections
 */
export function nameOfPeerConnector(factory: string, connectable: IConnectable): string {
  const candidate: unknown = connectable;
  const isConstruct = Construct.isConstruct(candidate);
  if (isObject(candidate) && 'connections' in candidate) {
    return `${factory}(${isConstruct ? candidate.node.path : 'connectable'})`;
  }
  const given = isConstruct ? (candidate as Construct).node.path : JSON.stringify(candidate);
  fail(`${factory}() is given ${given}, but must be given something with connections: write the construct, or its `
    + 'security group, for example `SecurityGroup.fromSecurityGroupId(this, \'Peer\', securityGroupId)`');
}

/**
 * Rejects a bare number in the place of a port, which languages without types accept.
 *
 * @param name the connector
 */
export function checkPort(application: IConstruct, name: string, port: Port | undefined): void {
  const candidate: unknown = port;
  if (candidate === undefined || (isObject(candidate) && 'toRuleJson' in candidate)) return;
  const number = Number(candidate) || 5432;
  reject(application, {
    property: `port of ${name}`, got: candidate, allowed: 'a Port', write: `\`port: Port.tcp(${number})\``,
  });
}

type Values = { [key: string]: string | undefined };

/** A property group with the values that are known; nothing if no group is asked for. */
export function propertyGroup(id: string | undefined, values: Values): FlinkConnectorConfig['propertyGroups'] {
  if (id === undefined) return undefined;
  return { [id]: Object.fromEntries(Object.entries(values).filter(isKnown)) };
}

function isKnown(entry: [string, string | undefined]): entry is [string, string] {
  return entry[1] !== undefined;
}

/** The region of a resource. A resource that was imported without one is in the region of its stack. */
export function regionOf(resource: IResource): string {
  return resource.env.region;
}

/** Rejects a property group that lacks a value which nothing else tells. */
export function requireForGroup(
  application: IConstruct, group: string | undefined, property: string, value: string | undefined, write: string,
): void {
  if (group === undefined || value !== undefined) return;
  reject(application, {
    property,
    got: undefined,
    allowed: `given, since propertyGroup is ${JSON.stringify(group)} and the value is known nowhere else`,
    write: `${write}, or leave out propertyGroup`,
  });
}

/** A list of names, or a wildcard if none is given. A list without names would allow nothing. */
export function namesOrAll(application: IConstruct, property: string, names: string[] | undefined): string[] {
  if (names === undefined) return ['*'];
  if (names.length === 0) {
    reject(application, {
      property, got: [], allowed: 'a list of at least one name', write: 'the names, or leave it out for all',
    });
  }
  return names;
}
