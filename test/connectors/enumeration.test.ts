import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { CASES, DIRECTED, peerGroup } from './cases';
import { FACTORIES, factoryOf } from './descriptions';
import { SCENARIOS } from './scenarios';
import { FlinkConnector } from '../../src';
import { connectedApplication, ENDPOINT, ENV, flat, isolatedVpc, newStack, ResourceJson, templateOf } from '../helpers';
import { violationsOf } from '../helpers/rules';
import { CONNECTORS } from '../properties/connectors';

const SRC = join(__dirname, '..', '..', 'src');

/** The methods of a class that are no properties of every function. */
const STATICS = Object.getOwnPropertyNames(FlinkConnector)
  .filter(name => !['length', 'name', 'prototype'].includes(name))
  .sort();

const cases = CASES.map(({ make }) => factoryOf(connector(stack => make(stack, peerGroup(stack)))));
const scenarios = SCENARIOS.map(([, , make]) =>
  factoryOf(connector(stack => make(stack, isolatedVpc(stack), String).connector)));
const generators = Object.values(CONNECTORS).map(({ make }) => factoryOf(connector(stack => make({
  home: stack, vpc: isolatedVpc(stack), defined: false, narrow: true, sink: true, spoilt: false, propertyGroup: 'Group',
}))));
const index = readFileSync(join(SRC, 'index.ts'), 'utf8');

function connector<T>(make: (stack: Stack) => T): T {
  return make(newStack(ENV));
}

describe.each(STATICS)('FlinkConnector.%s', name => {
  test('has a case', () => expect(cases).toContain(name));
  test('has a scenario', () => expect(scenarios).toContain(name));
  test('has a generator of the property-based tests', () => expect(generators).toContain(name));
  test('has a section in docs/connectors.md', () => expect(FACTORIES.map(factory => factory.name)).toContain(name));

  test('has options that are named after it and exported', () => {
    const options = `${name[0].toUpperCase()}${name.slice(1)}ConnectorOptions`;
    expect(index).toMatch(new RegExp(`\\b${options}\\b`));
  });
});

test('nothing is listed that is no method', () => {
  expect([...new Set(cases)].sort()).toEqual(STATICS);
  expect([...new Set(scenarios)].sort()).toEqual(STATICS);
  expect([...new Set(generators.filter(name => name !== 'keyspace'))].sort()).toEqual(STATICS);
});

test('every family of services is one file', () => {
  const modules = readFileSync(
    join(SRC, 'connectors', 'flink-connector.ts'), 'utf8',
  ).matchAll(/from '\.\/services\/([\w-]+)'/g);
  const files = readdirSync(join(SRC, 'connectors', 'services')).map(file => file.replace('.ts', ''));
  expect(files).toEqual(expect.arrayContaining([...modules].map(([, file]) => file)));
});

/** Services that the rules leave aside, and why. */
const NOT_JUDGED: Record<string, string> = {
  'monitoring': 'the service itself uses it',
  'dynamodb-streams': 'its endpoint has no private DNS',
  'lakeformation': 'the role that is assumed calls it',
  'cassandra': 'its endpoint listens on another port',
  'sync-states': 'it has the prefix of another service',
};
const SERVICES = [
  ...new Set(DIRECTED.flatMap(({ expected }) => expected.endpoints ?? [])),
].filter(service => !(service in NOT_JUDGED));

describe.each(SERVICES)('the rules know the path to %s', service => {
  const { make, direction } = DIRECTED.find(({ expected }) => expected.endpoints?.includes(service))!;
  const rules = ['no-path-to-service', 'endpoint-unreachable'];

  function template() {
    const stack = newStack(ENV);
    connectedApplication(stack, { vpc: isolatedVpc(stack), [direction]: [make(stack, peerGroup(stack))] });
    return templateOf(stack);
  }

  test('it is missed without its endpoint, and nothing is missed with it', () => {
    const complete = template();
    expect(violationsOf(complete, { rules })).toEqual([]);
    const isEndpoint = ([, { Type: type, Properties: properties }]: [string, ResourceJson]) =>
      type === ENDPOINT && flat(properties?.ServiceName).split('.').slice(3).join('.') === service;
    const without = {
      ...complete,
      Resources: Object.fromEntries(Object.entries(complete.Resources).filter(entry => !isEndpoint(entry))),
    };
    expect(violationsOf(without, { rules }).map(({ description }) => description)).toEqual([
      expect.stringContaining(`the role allows calls to ${service}, but the isolated subnets`),
    ]);
  });
});

test.each(DIRECTED.filter(({ expected }) => expected.endpoints?.some(service => service in NOT_JUDGED)))('the rules find nothing in $title', ({ make, direction }) => {
  const stack = newStack(ENV);
  connectedApplication(stack, { vpc: isolatedVpc(stack), [direction]: [make(stack, peerGroup(stack))] });
  expect(violationsOf(templateOf(stack))).toEqual([]);
});
