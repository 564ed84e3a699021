import { CfnParameter, Stack } from 'aws-cdk-lib';
import {
  applicationInVpc, APPLICATION, expectRefusal, isolatedVpc, newApplication, newStack, propertiesOf, templateOf,
} from '../helpers';

type Groups = { [id: string]: { [key: string]: string } };

const numbered = (count: number, prefix = 'k') =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, 'v']));
const groups = (count: number): Groups =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`g${index}`, { k: 'v' }]));

function rendered(stack: Stack): unknown {
  const [properties] = propertiesOf(templateOf(stack), APPLICATION);
  return (properties.ApplicationConfiguration as { EnvironmentProperties?: unknown }).EnvironmentProperties;
}

const { stack: shared, application } = applicationInVpc();

test('without groups the property is absent', () => {
  expect(rendered(shared)).toBeUndefined();
  expect(rendered(applicationInVpc({ propertyGroups: {} }).stack)).toBeUndefined();
});

test('groups reach the template in the order given, later ones at the end and later entries in their group', () => {
  const { stack, application: job } = applicationInVpc({
    propertyGroups: { Input: { stream: 'orders' }, Output: { bucket: 'lake' } },
  });
  job.addPropertyGroup('Later', { a: '1' });
  job.addPropertyGroup('Input', { region: 'eu-west-1', stream: 'orders' });
  expect(rendered(stack)).toEqual({
    PropertyGroups: [
      { PropertyGroupId: 'Input', PropertyMap: { stream: 'orders', region: 'eu-west-1' } },
      { PropertyGroupId: 'Output', PropertyMap: { bucket: 'lake' } },
      { PropertyGroupId: 'Later', PropertyMap: { a: '1' } },
    ],
  });
});

test('the values of one application do not reach another', () => {
  const values = { Input: { stream: 'orders' } };
  const one = applicationInVpc({ propertyGroups: values });
  one.application.addPropertyGroup('Input', { more: 'x' });
  expect(rendered(applicationInVpc({ propertyGroups: values }).stack)).toEqual({
    PropertyGroups: [{ PropertyGroupId: 'Input', PropertyMap: { stream: 'orders' } }],
  });
});

describe('what is just allowed', () => {
  test.each<[string, Groups]>([
    ['50 groups', groups(50)],
    ['50 entries', { g: numbered(50) }],
    ['an id of 50 characters', { ['a'.repeat(50)]: { k: 'v' } }],
    ['every character of an id', { 'aZ09_.-': { k: 'v' } }],
    ['a key of 2048 characters', { g: { ['k'.repeat(2048)]: 'v' } }],
    ['a value of 2048 characters', { g: { k: 'v'.repeat(2048) } }],
    ['a value of one blank', { g: { k: ' ' } }],
  ])('%s', (_, propertyGroups) => {
    expect(() => applicationInVpc({ propertyGroups })).not.toThrow();
  });
});

describe('what is refused', () => {
  const id = '1 to 50 of the characters a-z A-Z 0-9 _ . -: write for example `InputStream0`';
  const entries = '1 to 50 entries: write at least one entry, or leave the group out, and divide a large group into '
    + 'several';
  const value = 'a text of 1 to 2048 characters, since the service refuses an empty value: write a value, or leave the '
    + 'entry out';
  const cases: [string, Groups, string][] = [
    ['51 groups', groups(51), 'propertyGroups is "51 groups", but must be 0 to 50 groups: write fewer groups with more '
      + 'entries each'],
    ['no entries', { g: {} }, `propertyGroups.g is "0 entries", but must be ${entries}`],
    ['51 entries', { g: numbered(51) }, `propertyGroups.g is "51 entries", but must be ${entries}`],
    ['an empty id', { '': { k: 'v' } }, `propertyGroups id is "", but must be ${id}`],
    ['an id of 51 characters', { ['a'.repeat(51)]: { k: 'v' } }, `propertyGroups id is "${'a'.repeat(51)}", but must `
      + `be ${id}`],
    ['an id with a blank', { 'a b': { k: 'v' } }, `propertyGroups id is "a b", but must be ${id}`],
    ['an empty key', { g: { '': 'v' } }, 'propertyGroups.g key is "", but must be a text of 1 to 2048 characters: '
      + 'write a name that the job looks for'],
    ['a key of 2049 characters', { g: { ['k'.repeat(2049)]: 'v' } },
      `propertyGroups.g key is "${'k'.repeat(59)}... (2051 characters), but must be a text of 1 to 2048 characters: `
      + 'write a name that the job looks for'],
    ['an empty value', { g: { k: '' } }, `propertyGroups.g.k is "", but must be ${value}`],
    ['a value of 2049 characters', { g: { k: 'v'.repeat(2049) } }, `propertyGroups.g.k is "${'v'.repeat(59)}... (2051 `
      + 'characters), but must be a text of 1 to 2048 characters: write a shorter value, or divide it into several '
      + 'entries'],
    ['an undefined value', { g: { k: undefined as unknown as string } }, 'propertyGroups.g.k is undefined, but must be '
      + `${value}`],
    ['an undefined group', { g: undefined as unknown as Record<string, string> }, 'propertyGroups.g is undefined, but '
      + 'must be a map of texts: write its entries, or leave the group out'],
  ];

  test.each(cases)('%s, when constructing', (_, propertyGroups, message) => {
    const stack = newStack();
    expectRefusal(
      stack, { propertyGroups, vpcConfiguration: { vpc: isolatedVpc(stack) } }, `${message} [at Stack/Job]`,
    );
  });

  test.each(cases.filter(([what]) => what !== '51 groups'))('%s, when adding', (_, propertyGroups, message) => {
    const [[group, values]] = Object.entries(propertyGroups);
    expect(() => application.addPropertyGroup(group, values)).toThrow(new Error(`${message} [at Stack/Job]`));
    expect(rendered(shared)).toBeUndefined();
  });

  test('one group or entry too many by adding: those already there are counted', () => {
    const { application: full, stack } = applicationInVpc({ propertyGroups: { ...groups(49), big: numbered(50) } });
    expect(() => full.addPropertyGroup('more', { k: 'v' }))
      .toThrow(new Error('propertyGroups is "51 groups", but must be 0 to 50 groups: write fewer groups with more '
        + 'entries each [at Stack/Job]'));
    expect(() => full.addPropertyGroup('big', { more: 'v' })).toThrow(
      new Error(`propertyGroups.big is "51 entries", but must be ${entries} [at Stack/Job]`),
    );
    full.addPropertyGroup('big', { k0: 'v' });
    expect((rendered(stack) as { PropertyGroups: unknown[] }).PropertyGroups).toHaveLength(50);
  });

  test('another value for a key that is there', () => {
    const { application: job } = applicationInVpc({ propertyGroups: { g: { k: 'one' } } });
    expect(() => job.addPropertyGroup('g', { k: 'two' }))
      .toThrow(new Error('propertyGroups.g.k is "one" already, so it cannot be "two" too: give it once, or under '
        + 'another key or group [at Stack/Job]'));
  });
});

test('values that are parameters pass, also beside a literal of the same key', () => {
  const stack = newStack();
  const value = new CfnParameter(stack, 'Value').valueAsString;
  const job = newApplication(stack, {
    propertyGroups: { g: { k: value } }, vpcConfiguration: { vpc: isolatedVpc(stack) },
  });
  job.addPropertyGroup('g', { k: 'literal' });
  job.addPropertyGroup('g', { k: value });
  expect(rendered(stack)).toEqual({ PropertyGroups: [{ PropertyGroupId: 'g', PropertyMap: { k: { Ref: 'Value' } } }] });
});
