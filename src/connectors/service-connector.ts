import { IResource, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { FlinkConnectorBindOptions, FlinkConnectorConfig, FlinkConnectorDirection, IFlinkConnector } from './connector';
import { reject } from '../core/problem';

export const BOTH = [FlinkConnectorDirection.SOURCE, FlinkConnectorDirection.SINK];
export const SOURCE_ONLY = [FlinkConnectorDirection.SOURCE];
export const SINK_ONLY = [FlinkConnectorDirection.SINK];

/** What a connector of this library may look at when it is bound. */
export interface Binding {
  readonly scope: IConstruct;
  readonly stack: Stack;
  readonly path: string;
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
      scope,
      stack: Stack.of(scope),
      path: options.applicationPath,
      isSource: options.direction === FlinkConnectorDirection.SOURCE,
    });
  }
}

/** A property group with what is known of the values; nothing if no group is wanted. */
export function propertyGroup(id: string | undefined, values: { [key: string]: string | undefined }): FlinkConnectorConfig['propertyGroups'] {
  if (id === undefined) return undefined;
  return { [id]: Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined)) };
}

/** The region of a resource, which is the application's where it was imported without one. */
export function regionOf(resource: IResource): string {
  return resource.env.region;
}

/** Stops where a property group is wanted and a value for it is missing that nothing else tells. */
export function requireForGroup(path: string, group: string | undefined, property: string, value: string | undefined, write: string): void {
  if (group === undefined || value !== undefined) return;
  reject(path, { property, got: undefined, allowed: `given, since propertyGroup is ${JSON.stringify(group)} and the value is known nowhere else`, write: `${write}, or leave out propertyGroup` });
}

/** A list of names, or a wildcard where none is given. A list without names would allow nothing. */
export function namesOrAll(path: string, property: string, names: string[] | undefined): string[] {
  if (names === undefined) return ['*'];
  if (names.length === 0) {
    reject(path, { property, got: [], allowed: 'a list of at least one name', write: 'the names, or leave it out for all' });
  }
  return names;
}
