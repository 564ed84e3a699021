import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations as Acknowledgeable, App, Stack, Validations } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { Construct, IConstruct } from 'constructs';
import {
  ACKNOWLEDGED_METADATA_KEY, acknowledgedIds, acknowledgementId, WARNED_METADATA_KEY,
} from '../../src/core/acknowledgement-ids';
import { warn } from '../../src/core/warning';

const ID = acknowledgementId('topic');
const reason = 'known';

/** How many warnings a stack has when something is done before and after the warning is added. */
function warned(
  act: (app: App, stack: Stack, scope: IConstruct) => void,
  order: 'before' | 'after',
  warningOf: (scope: IConstruct) => void = scope => warn(scope, 'topic', 'something works, but not well'),
): number {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const scope = new Construct(new Construct(stack, 'Outer'), 'Inner');
  if (order === 'before') act(app, stack, scope);
  warningOf(scope);
  if (order === 'after') act(app, stack, scope);
  return Annotations.fromStack(stack).findWarning('*', Match.anyValue()).length;
}

test('a warning says what it is acknowledged by, and is said once', () => {
  const stack = new Stack(new App(), 'Stack');
  warn(stack, 'topic', 'something works, but not well');
  warn(stack, 'topic', 'something works, but not well');
  const found = Annotations.fromStack(stack).findWarning('/Stack', Match.anyValue());
  expect(found.map(({ entry }) => entry.data)).toEqual([expect.stringMatching(
    /^something works, but not well( \[ack: annotation::cdk-managed-flink:topic\])? \[ack: cdk-managed-flink:topic\]$/)]);
});

const acknowledge = (scope: IConstruct, id = ID) => Validations.of(scope).acknowledge({ id, reason });

describe.each(['before', 'after'] as const)('acknowledged %s it is added', order => {
  test.each<[string, (app: App, stack: Stack, scope: IConstruct) => void]>([
    ['on the construct', (_, __, scope) => acknowledge(scope)],
    ['around the construct', (_, __, scope) => acknowledge(scope.node.scope!)],
    ['on the stack', (_, stack) => acknowledge(stack)],
    ['on the app', app => acknowledge(app)],
    [
      'beside another one',
      (_, stack) => Validations.of(stack).acknowledge({ id: 'other', reason }, { id: ID, reason }),
    ],
    ['by Annotations', (_, stack) => Acknowledgeable.of(stack).acknowledgeWarning(ID, reason)],
  ])('%s: it is silent', (_, act) => expect(warned(act, order)).toBe(0));

  test.each<[string, (app: App, stack: Stack, scope: IConstruct) => void]>([
    ['another id', (_, stack) => acknowledge(stack, acknowledgementId('other'))],
    ['an id that only starts the same', (_, stack) => acknowledge(stack, `${ID}s`)],
    ['the id of another plugin', (_, stack) => acknowledge(stack, `Other::${ID}`)],
    ['a construct beside it', (_, stack) => acknowledge(new Construct(stack, 'Neighbour'))],
  ])('%s: it stays', (_, act) => expect(warned(act, order)).toBe(1));
});

test('what was warned of is marked, acknowledged or not, since a rule must not say it again', () => {
  const stack = new Stack(new App(), 'Stack');
  acknowledge(stack);
  const scope = new Construct(stack, 'Scope');
  warn(scope, 'topic', 'text');
  expect(scope.node.metadata.map(({ type, data }) => [type, data])).toEqual([[WARNED_METADATA_KEY, 'topic']]);
});

test.each<[unknown, string[]]>([
  [{ 'annotation::one': reason, 'Construct-Annotations::two': reason, 'Plugin::three': reason, 'four': reason },
    ['one', 'two', 'Plugin::three', 'four']],
  [undefined, []], [null, []], ['one', []],
])('acknowledged ids of %j', (data, ids) => expect(acknowledgedIds(data)).toEqual(ids));

test('every warning of the library is added by this function', () => {
  const folder = join(__dirname, '..', '..', 'src');
  const files = readdirSync(folder, { recursive: true }).map(String).filter(name => name.endsWith('.ts'));
  const direct = files.filter(name => /addWarning(V2)?\(/.test(readFileSync(join(folder, name), 'utf8')));
  expect(direct).toEqual([join('core', 'warning.ts')]);
});

test('the key of acknowledgements is that of the CDK', () => {
  expect(ACKNOWLEDGED_METADATA_KEY).toBe(Validations.ACKNOWLEDGED_RULES_METADATA_KEY);
});
