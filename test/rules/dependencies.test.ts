import { Template } from '../../src/rules/assembly';
import { dependenciesOf } from '../../src/rules/dependencies';

/** The resources that `A` waits for; `B` is always there, and waits for `C`. */
function waitedFor(resource: unknown): string[] {
  const Resources = { A: resource, B: { DependsOn: 'C' }, C: {}, D: 'no resource' };
  const template: Template = { index: 0, file: '/out/a.json', body: { Resources }, nested: new Map(), paths: new Map() };
  return [...dependenciesOf(template, 'A')].sort();
}

test.each<[string, unknown, string[]]>([
  ['nothing', {}, []],
  ['what is no resource', 'text', []],
  ['one resource, and what that waits for', { DependsOn: 'B' }, ['B', 'C']],
  ['a list of resources', { DependsOn: ['C', 5, 'D'] }, ['C', 'D']],
  ['a resource that is not there', { DependsOn: ['E', 'toString'] }, []],
  ['a resource that waits for itself', { DependsOn: ['A'] }, ['A']],
  ['a reference', { Properties: { X: [{ Y: { Ref: 'C' } }] } }, ['C']],
  ['an attribute', { Properties: { X: { 'Fn::GetAtt': ['C', 'Arn'] } } }, ['C']],
  ['an attribute that is written with a dot', { Properties: { X: { 'Fn::GetAtt': 'C.Arn' } } }, ['C']],
  ['a substitution', { Properties: { X: { 'Fn::Sub': 'x-${C}' } } }, ['C']],
  ['a substitution of an attribute', { Properties: { X: { 'Fn::Sub': '${B.Arn}-${D}' } } }, ['B', 'C', 'D']],
  ['a substitution with variables', { Properties: { X: { 'Fn::Sub': ['${C}-${V}', { V: { Ref: 'D' } }] } } }, ['C', 'D']],
  ['a literal that looks like a substitution', { Properties: { X: { 'Fn::Sub': '${!C}' } } }, []],
  ['a text that looks like a name', { Properties: { X: 'C' }, Metadata: { Ref: 'C' } }, []],
])('%s', (_, resource, expected) => {
  expect(waitedFor(resource)).toEqual(expected);
});
