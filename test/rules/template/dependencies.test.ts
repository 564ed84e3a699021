import { Template } from '../../../src/rules/template/assembly';
import { Dependencies } from '../../../src/rules/template/dependencies';

/** The resources that `A` waits for; `Second` is always there, and waits for `Third`. */
function waitedFor(resource: unknown): string[] {
  const Resources = { A: resource, Second: { DependsOn: 'Third' }, Third: {}, Fourth: 'no resource' };
  const template: Template = {
    index: 0,
    file: '/out/a.json',
    body: { Resources },
    hasGeneratedParts: false,
    isPending: false,
    nested: new Map(),
    paths: new Map(),
  };
  return [...new Dependencies(template).of('A')].sort();
}

test.each<[string, unknown, string[]]>([
  ['nothing', {}, []],
  ['what is no resource', 'text', []],
  ['one resource, and what that waits for', { DependsOn: 'Second' }, ['Second', 'Third']],
  ['a list of resources', { DependsOn: ['Third', 5, 'Fourth'] }, ['Fourth', 'Third']],
  ['a resource that is not there', { DependsOn: ['E', 'toString'] }, []],
  ['a resource that waits for itself', { DependsOn: ['A'] }, ['A']],
  ['a reference', { Properties: { X: [{ Y: { Ref: 'Third' } }] } }, ['Third']],
  ['an attribute', { Properties: { X: { 'Fn::GetAtt': ['Third', 'Arn'] } } }, ['Third']],
  ['an attribute that is written with a dot', { Properties: { X: { 'Fn::GetAtt': 'Third.Arn' } } }, ['Third']],
  ['a substitution', { Properties: { X: { 'Fn::Sub': 'x-${Third}' } } }, ['Third']],
  [
    'a substitution of an attribute',
    { Properties: { X: { 'Fn::Sub': '${Second.Arn}-${Fourth}' } } },
    ['Fourth', 'Second', 'Third'],
  ],
  [
    'a substitution with variables',
    { Properties: { X: { 'Fn::Sub': ['${Third}-${V}', { V: { Ref: 'Fourth' } }] } } },
    ['Fourth', 'Third'],
  ],
  ['a literal that looks like a substitution', { Properties: { X: { 'Fn::Sub': '${!Third}' } } }, []],
  ['a text that looks like a name', { Properties: { X: 'Third' }, Metadata: { Ref: 'Third' } }, []],
  [
    'what has a reference beside a text',
    { Properties: { X: { 'Ref': 'Third', 'Fn::Sub': 5, 'Fn::GetAtt': [] } } },
    ['Third'],
  ],
])('%s', (_, resource, expected) => {
  expect(waitedFor(resource)).toEqual(expected);
});
