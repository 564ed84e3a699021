import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8');

/** The properties that a user can give to an application and to its connection to a VPC. */
const PROPERTIES = [['application', 'flink-application-props.ts'], ['network', 'vpc-configuration.ts']]
  .flatMap(path => [...read('src', ...path).matchAll(/^ {2}readonly (\w+)\??:/gm)])
  .map(([, name]) => name);

/** Properties that are tried in whole apps elsewhere, and where. */
const IN_OTHER_APPS: Record<string, string> = {
  sources: 'connectors/scenarios.ts',
  sinks: 'connectors/scenarios.ts',
  lifecycle: 'lifecycle/application-lifecycle.test.ts',
  encryptionKey: 'application/application-encryption.test.ts',
  snapshotMode: 'lifecycle/application-lifecycle.test.ts',
};

/** Properties that random apps leave out, and why. */
const NOT_RANDOM: Record<string, string> = {
  lifecycle: 'its resources are the same whatever the application is',
  encryptionKey: 'it changes nothing but the key and one property',
  snapshotMode: 'it changes one property',
  roleName: 'it is a name that nothing depends on',
  logStreamName: 'it is a name that nothing depends on',
};

test('there are properties', () => {
  expect(PROPERTIES).toEqual(expect.arrayContaining(['runtime', 'code', 'vpcConfiguration', 'vpcSubnets']));
});

describe.each(PROPERTIES)('%s', name => {
  const isUsedIn = (...path: string[]) => new RegExp(`\\b${name}\\b`).test(read('test', ...path));

  test('is in the apps of all checks of templates', () => {
    const files = name in IN_OTHER_APPS ? [IN_OTHER_APPS[name]] : ['helpers/scenarios.ts', 'helpers/apps.ts'];
    expect(files.some(file => isUsedIn(file))).toBe(true);
  });

  test('is in random apps', () => {
    expect(name in NOT_RANDOM || isUsedIn('properties', 'build.ts')).toBe(true);
  });
});

test('nothing is left out that is no property', () => {
  const leftOut = Object.keys({ ...IN_OTHER_APPS, ...NOT_RANDOM });
  expect(leftOut.filter(name => !PROPERTIES.includes(name))).toEqual([]);
});
