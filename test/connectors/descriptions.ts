import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Expectation } from './case-support';
import { DIRECTED, peerGroup } from './cases';
import { IFlinkConnector } from '../../src';
import { ENV, newStack } from '../helpers';

/** A method of `FlinkConnector` as its sources describe it. */
export interface Factory {
  readonly name: string;
  /** As it is called, with optional parameters marked. */
  readonly signature: string;
  /** The first paragraph of its documentation. */
  readonly summary: string;
  /** Where the facts are from. */
  readonly sources: string[];
}

const SOURCE = readFileSync(join(__dirname, '..', '..', 'src', 'connectors', 'flink-connector.ts'), 'utf8');
const METHOD = /\/\*\*\n((?:   \*.*\n)+)   \*\/\n  public static (\w+)\(([^)]*)\): IFlinkConnector/g;

/** All methods, in the order of the sources. */
export const FACTORIES: readonly Factory[] = [...SOURCE.matchAll(METHOD)].map(([, comment, name, parameters]) => {
  const lines = comment.split('\n').map(line => line.replace(/^ +\* ?/, ''));
  const names = [...parameters.matchAll(/(\w+\??):/g)].map(([, parameter]) => parameter);
  return {
    name,
    signature: `${name}(${names.join(', ')})`,
    summary: lines.slice(0, lines.indexOf('')).join(' '),
    sources: lines.filter(line => line.startsWith('@see ')).map(line => line.replace('@see ', '')),
  };
});

/** The method that a connector was made with: it begins the name of the connector. */
export function factoryOf({ connectorName }: IFlinkConnector): string {
  return connectorName.replace(/\(.*$/, '');
}

/** What `docs/connectors.md` says of all connectors: the sources' own words, and what the tests expect of each case. */
export function describeAll(): string {
  const overview = FACTORIES.map(factory => {
    const cases = casesOf(factory);
    return row([
      link(factory), directionsOf(factory).join(', '), list(cases.flatMap(({ expected }) => expected.endpoints ?? [])),
    ]);
  });
  return [
    table(['`FlinkConnector.`', 'as', 'endpoints'], overview),
    ...FACTORIES.map(describe),
  ].join('\n\n');
}

function describe(factory: Factory): string {
  const rows = casesOf(factory).map(({ name, direction, expected }) => row([
    [direction.replace(/s$/, ''), name.split(' ').slice(1).join(' ')].filter(part => part !== '').join(' '),
    permissions(expected),
    list(expected.endpoints ?? []),
    (expected.ports ?? []).map(port => [port].flat().join(' to ')).join(', '),
    Object.keys(expected.properties).map(code).join(', '),
  ]));
  return [
    `### ${factory.name}`,
    `\`${factory.signature}\`. ${factory.summary}`,
    table(['as', 'permissions', 'endpoints', 'ports', 'keys in the property group'], rows),
    `Sources: ${factory.sources.map(source => `<${source}>`).join(', ')}`,
  ].join('\n\n');
}

function casesOf({ name }: Factory) {
  return DIRECTED.filter(other => other.name.split(' ')[0] === name);
}

/** A connector can be used in a direction that needs no case of its own. */
function directionsOf(factory: Factory): string[] {
  const [{ make }] = casesOf(factory);
  const stack = newStack(ENV);
  return make(stack, peerGroup(stack)).directions;
}

/** The actions of each statement; those on keys are in brackets. */
function permissions({ statements }: Expectation): string {
  return statements.map(({ Action: action, Condition: condition }) => {
    const [first, ...others] = [action].flat() as string[];
    const [prefix] = first.split(':');
    const actions = [
      first, ...others.map(other => other.startsWith(`${prefix}:`) ? other.slice(prefix.length + 1) : other),
    ]
      .map(code)
      .join(', ');
    const keys = Object.values(condition as Record<string, object> | undefined ?? {}).flatMap(Object.keys);
    const text = keys.length === 0 ? actions : `${actions} (condition on ${keys.map(code).join(', ')})`;
    return prefix === 'kms' ? `[${text}]` : text;
  }).join('; ');
}

function link({ name }: Factory): string {
  return `[\`${name}\`](#${name.toLowerCase()})`;
}

function list(names: string[]): string {
  return [...new Set(names)].map(code).join(', ');
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: string[], rows: string[]): string {
  return [row(head), `|${'---|'.repeat(head.length)}`, ...rows].join('\n');
}

function row(cells: string[]): string {
  return `| ${cells.join(' | ')} |`;
}
