import { App, Stack, Validations } from 'aws-cdk-lib';
import { Acknowledgements } from '../../src/rules/acknowledgements';
import { ConstructMetadata } from '../../src/rules/template/assembly';
import { stagesOf } from '../../src/rules/validation';

const TYPE = Validations.ACKNOWLEDGED_RULES_METADATA_KEY;

/** What the assembly says of constructs, by their paths: the ids that were acknowledged there. */
function metadata(acknowledged: Record<string, string[]>, type = TYPE): ConstructMetadata {
  return new Map(
    Object.entries(acknowledged).map(([path, ids]) => [path, ids.map(id => ({ type, data: { [id]: 'known' } }))]),
  );
}

test('a rule is acknowledged for a construct and what is in it, not for its neighbours', () => {
  const acknowledged = new Acknowledgements(metadata({ 'Stack/Job': ['annotation::one', 'Annotation::two'] }));
  const has = (path: string, id: string) => acknowledged.has(path, id);
  expect([
    has('Stack/Job', 'one'), has('Stack/Job/Resource', 'one'), has('Stack/Job/Resource', 'two'),
  ]).toEqual([true, true, true]);
  expect([
    has('Stack', 'one'), has('Stack/Jobs', 'one'), has('Stack/Job', 'three'), has('', 'one'),
  ]).toEqual([false, false, false, false]);
});

test.each([
  'annotation::cdk-managed-flink:one', 'Annotation::cdk-managed-flink:one',
  'Construct-Annotations::cdk-managed-flink:one',
  'Construct-Annotations::one', 'annotation::one',
])('the id %s acknowledges a rule', id => {
  expect(new Acknowledgements(metadata({ Stack: [id] })).has('Stack/Job', 'one')).toBe(true);
});

test.each<[string, unknown, boolean]>([
  ['what was warned of', 'one', true], ['something else', 'two', false], ['no text', { one: 'one' }, false],
])('what a construct warned of itself is not said again: %s', (_, data, expected) => {
  const warned = new Map([['Stack/Job', [{ type: 'cdk-managed-flink:warned', data }]]]);
  expect(new Acknowledgements(warned).has('Stack/Job/Resource', 'one')).toBe(expected);
});

test.each<[string, ConstructMetadata]>([
  ['of another plugin', metadata({ Stack: ['Other::one'] })],
  ['after another prefix', metadata({ Stack: ['Other::annotation::one'] })],
  ['in metadata of another type', metadata({ Stack: ['annotation::one'] }, 'aws:cdk:warning')],
  ['in metadata without ids', new Map([['Stack', [{ type: TYPE, data: 'annotation::one' }]]])],
])('an id %s counts for nothing', (_, entries) => {
  expect(new Acknowledgements(entries).has('Stack', 'one')).toBe(false);
});

test('what the app acknowledges counts for everything', () => {
  const app = new App();
  new Stack(app, 'Stack');
  Validations.of(app).acknowledge({ id: 'one', reason: 'known' });
  const acknowledged = new Acknowledgements(metadata({ Stack: ['annotation::two'] }), stagesOf(app));
  expect(['one', 'two', 'three'].map(id => acknowledged.has('Stack/Job', id))).toEqual([true, true, false]);
  expect(acknowledged.has('Other', 'one')).toBe(true);
});
