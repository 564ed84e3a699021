import {
  identifiedReference, isIdentifiedReference, readable, referenceParts, textOf,
} from '../../src/core/intrinsics';

describe('textOf', () => {
  test.each<[unknown, string]>([
    ['x', 'x'],
    [identifiedReference('Stack/Vpc'), 'Stack/Vpc'],
    [{ 'Fn::Sub': ['${A}-${B}', { A: { Ref: 'X' } }] }, '${X}-${B}'],
    [{ Ref: 'A' }, '${A}'],
    [{ 'Fn::GetAtt': ['A', 'Arn'] }, '${A.Arn}'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'B' }]] }, 'a-${B}'],
    [{ 'Fn::Sub': 'com.${AWS::Region}' }, 'com.${AWS::Region}'],
    [{ 'Fn::Select': [0, 'x'] }, '{"Fn::Select":[0,"x"]}'],
    [['a'], '["a"]'],
    [undefined, ''],
  ])('of %j is %s', (value, text) => {
    expect(textOf(value)).toBe(text);
  });
});

test('a value is readable with each intrinsic function as text', () => {
  const value = { Action: ['a'], Resource: [{ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }]] }, '*'], Count: 1 };
  expect(readable(value)).toEqual({ Action: ['a'], Resource: ['arn:${AWS::Partition}', '*'], Count: 1 });
  expect(readable({})).toEqual({});
});

test.each<[unknown, unknown]>([
  [{ Ref: 'A' }, { logicalId: 'A', attribute: 'Ref' }],
  [{ 'Fn::GetAtt': ['A', 'Arn'] }, { logicalId: 'A', attribute: 'Arn' }],
  [{ Ref: 'AWS::Region' }, undefined],
  [identifiedReference('Stack/Vpc'), undefined],
  [{ 'Fn::Sub': 'x' }, undefined],
  ['x', undefined],
])('the parts of the reference %j', (value, parts) => {
  expect(referenceParts(value)).toEqual(parts);
});

test('a reference with the identity of its target is told from others', () => {
  expect([
    identifiedReference('A'), { Ref: 'A' }, 'identity:A',
  ].map(isIdentifiedReference,
  )).toEqual([true, false, false]);
});
