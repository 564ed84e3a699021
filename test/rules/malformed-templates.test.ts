import { App } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { GOOD_APPS } from './clean-apps';
import { BREAKAGES } from './faults';
import { TestTemplate, violationsAfter, violationsOf } from '../helpers/rules';

/** What may stand anywhere in a template. */
const INTRINSICS: unknown[] = [
  null,
  '',
  0,
  -1,
  true,
  [],
  {},
  [[]],
  [null],
  { Ref: null },
  { Ref: 'Vpc' },
  { Ref: 'AWS::NoValue' },
  { Ref: 'AWS::Region' },
  { Ref: '__proto__' },
  { Ref: 'constructor' },
  { 'Fn::GetAtt': [] },
  { 'Fn::GetAtt': ['Role', {}] },
  { 'Fn::GetAtt': 'Role.Arn' },
  { 'Fn::If': ['Missing', 'a', 'b'] },
  { 'Fn::If': [] },
  { 'Fn::Sub': '${' },
  { 'Fn::Sub': '${}${.}${A.}' },
  { 'Fn::Sub': ['${a}', { a: { 'Fn::Sub': [] } }] },
  { 'Fn::Join': [',', { Ref: 'AWS::NotificationARNs' }] },
  { 'Fn::Select': [-1, []] },
  { 'Fn::Split': ['', ''] },
  { 'Fn::FindInMap': ['a', 'b'] },
  { 'Fn::ImportValue': { 'Fn::Sub': 'x' } },
  { 'Fn::Transform': { Name: 'x' } },
  { 'Fn::ForEach::X': [] },
  '{{resolve:ssm:x}}',
  '\uE0000\uE001',
  '\uE00099999\uE001',
  'arn:aws:s3:::', '*', '?', '10.0.0.0/99', 'com.amazonaws..', { a: { b: { c: [] } } },
];

const GOOD = GOOD_APPS['CfnInclude of a YAML template'];

type Path = (string | number)[];

/** The paths to all values in a template. */
function paths(value: unknown, path: Path = []): Path[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [...path.length > 0 ? [path] : [], ...inner.flatMap(([key, entry]) => paths(entry, [...path, key]))];
}

function replace(template: any, path: Path, value: unknown): void {
  const parent = path.slice(0, -1).reduce((object: any, key) => object?.[key], template);
  const key = path.at(-1)!;
  if (typeof parent !== 'object' || parent === null) return;
  if (value === undefined) delete parent[key];
  else parent[key] = structuredClone(value);
}

/** A template without all that a test changes. */
function pristine(app: App): TestTemplate {
  let template: TestTemplate | undefined;
  violationsAfter(app, content => { template = structuredClone(content); });
  return template!;
}

describe('whatever stands in a template, no rule crashes', () => {
  const template = pristine(GOOD());
  const all = paths(template);

  test('in the place of any value', () => {
    const place = fc.record({ path: fc.constantFrom(...all), value: fc.constantFrom(undefined, ...INTRINSICS) });
    fc.assert(fc.property(fc.array(place, { minLength: 1, maxLength: 6 }), places => {
      const mutated = structuredClone(template);
      places.forEach(({ path, value }) => replace(mutated, path, value));
      expect(() => violationsOf(mutated)).not.toThrow();
    }), { numRuns: 400 });
  });

  test('in the place of any value of a broken template', () => {
    const place = fc.record({
      name: fc.constantFrom(...Object.keys(BREAKAGES)),
      path: fc.constantFrom(...all),
      value: fc.constantFrom(undefined, ...INTRINSICS),
    });
    fc.assert(fc.property(place, ({ name, path, value }) => {
      const mutated = structuredClone(template);
      BREAKAGES[name](mutated);
      replace(mutated, path, value);
      expect(() => violationsOf(mutated)).not.toThrow();
    }), { numRuns: 200 });
  });

  test('with a reference in a circle in the place of any text', () => {
    const ids = Object.keys(template.Resources);
    const place = fc.record({
      path: fc.constantFrom(...all),
      id: fc.constantFrom(...ids),
      attribute: fc.constantFrom('Arn', 'VpcId', 'CidrBlock', 'Id'),
    });
    fc.assert(fc.property(fc.array(place, { minLength: 1, maxLength: 8 }), places => {
      const mutated = structuredClone(template);
      places.forEach(({ path, id, attribute }) => replace(mutated, path, { 'Fn::GetAtt': [id, attribute] }));
      expect(() => violationsOf(mutated)).not.toThrow();
    }), { numRuns: 200 });
  });

  test('when it is any JSON', () => {
    fc.assert(fc.property(fc.json(), json => {
      expect(() => violationsOf(json)).not.toThrow();
    }), { numRuns: 100 });
  });
});

test('a value that may be anything is no reason for a finding', () => {
  const template = pristine(GOOD());
  const names = paths(template).filter(path =>
    path[0] === 'Resources' && path[2] === 'Properties' && path.length > 3 && !path.includes('PropertyMap'));
  const findings = names.map(path => {
    const mutated = structuredClone(template);
    replace(mutated, path, { 'Fn::ImportValue': 'elsewhere' });
    return [path.join('.'), ...violationsOf(mutated).map(({ description }) => description)];
  });
  expect(findings.filter(({ length }) => length > 1)).toEqual([]);
});
