import { CfnParameter } from 'aws-cdk-lib';
import { FlinkRuntime } from '../src';
import { applicationInVpc, newStack, propertiesOf, APPLICATION, templateOf, warnings, warningTopics } from './helpers';
import { runtimeProblem } from '../src/flink-runtime';

test.each([
  [FlinkRuntime.FLINK_1_15, 'FLINK-1_15'],
  [FlinkRuntime.FLINK_1_18, 'FLINK-1_18'],
  [FlinkRuntime.FLINK_1_19, 'FLINK-1_19'],
  [FlinkRuntime.FLINK_1_20, 'FLINK-1_20'],
  [FlinkRuntime.FLINK_2_2, 'FLINK-2_2'],
  [FlinkRuntime.FLINK_2_3, 'FLINK-2_3'],
])('a constant has the name that the service knows: %s', (runtime, name) => {
  expect(runtime.name).toBe(name);
  expect(`${runtime}`).toBe(name);
});

test.each(['FLINK-1_20', 'FLINK-2_9', 'FLINK-10_0'])('of(%s) accepts a version that has no constant yet', name => {
  expect(FlinkRuntime.of(name).name).toBe(name);
});

test.each(['SQL-1_0', 'sql-1_0', 'Sql-2_0', 'FLINK-SQL-1_0', 'FLINKSQL', 'SQL'])('of(%s) refuses SQL and says why', name => {
  expect(() => FlinkRuntime.of(name)).toThrow(new Error(
    `runtime is "${name}", but SQL applications cannot have a VPC configuration, and no new ones can be created since `
    + '2025-10-15: write a Flink runtime such as `FlinkRuntime.FLINK_1_20`, and use Flink SQL through the Table API '
    + 'of a Flink application'));
});

test.each(['ZEPPELIN-FLINK-3_0', 'zeppelin-flink-2_0', 'Zeppelin'])('of(%s) refuses notebooks with a message of their own', name => {
  expect(() => FlinkRuntime.of(name)).toThrow(new Error(
    `runtime is "${name}", but Studio notebooks (Zeppelin) are interactive applications, which this construct does not `
    + 'make: write `new FlinkStudioNotebook()` for a notebook, or a Flink runtime such as `FlinkRuntime.FLINK_1_20` '
    + 'for a job'));
});

test.each([
  ['FLINK-1.20', 'FLINK-1_20'],
  ['flink-1_20', 'FLINK-1_20'],
  ['1.19', 'FLINK-1_19'],
  ['FLINK_2_2', 'FLINK-2_2'],
  ['FLINK-1_20 ', 'FLINK-1_20'],
  ['', 'FLINK-1_20'],
  ['FLINK-1', 'FLINK-1_20'],
  ['XFLINK-1_20', 'FLINK-1_20'],
  ['Flink 12.3', 'FLINK-12_3'],
])('of("%s") refuses the spelling and offers %s', (name, offered) => {
  expect(() => FlinkRuntime.of(name)).toThrow(new Error(
    `runtime is "${name}", but must be spelt FLINK-<major>_<minor>: write \`FlinkRuntime.of('${offered}')\``));
});

test('a version followed by a line break is refused', () => {
  expect(runtimeProblem('FLINK-1_20\n')).toContain('must be spelt');
});

test('a runtime that is a parameter passes, and reaches the template', () => {
  const stack = newStack();
  const name = new CfnParameter(stack, 'Runtime').valueAsString;
  expect(FlinkRuntime.of(name).name).toBe(name);
});

describe('ended runtimes', () => {
  test.each(['FLINK-1_6', 'FLINK-1_8', 'FLINK-1_11'])('%s is refused, since it no longer runs', name => {
    expect(() => FlinkRuntime.of(name)).toThrow(new Error(`runtime is "${name}", but must be a version that the service still runs: `
      + 'write `FlinkRuntime.FLINK_1_20` or later'));
  });

  test.each(['FLINK-1_13'])('%s gives a warning and is deployed as asked', name => {
    const { stack } = applicationInVpc({ runtime: FlinkRuntime.of(name) });
    expect(warningTopics(stack)).toEqual(['ended-runtime']);
    expect(warnings(stack)[0]).toContain(`the support of ${name} has ended, and the service may refuse or stop the `
      + 'application: write FlinkRuntime.FLINK_1_20 or later');
    expect(propertiesOf(templateOf(stack), APPLICATION)[0]).toMatchObject({ RuntimeEnvironment: name });
  });

  test.each(['FLINK-1_15', 'FLINK-1_18', 'FLINK-1_20', 'FLINK-2_2', 'FLINK-2_3', 'FLINK-3_0'])('%s gives none', name => {
    expect(warningTopics(applicationInVpc({ runtime: FlinkRuntime.of(name) }).stack)).toEqual([]);
  });
});

describe('versions are compared as numbers', () => {
  test.each<[string, number, number, boolean]>([
    ['FLINK-1_20', 1, 20, true],
    ['FLINK-1_20', 1, 9, true],
    ['FLINK-1_20', 1, 21, false],
    ['FLINK-1_20', 2, 0, false],
    ['FLINK-2_2', 1, 20, true],
    ['FLINK-2_2', 2, 2, true],
    ['FLINK-2_2', 2, 3, false],
    ['FLINK-10_0', 2, 2, true],
  ])('%s is at least %i.%i: %s', (name, major, minor, expected) => {
    expect(FlinkRuntime.of(name).isAtLeast(major, minor)).toBe(expected);
  });

  test('a version that is only known when deployed is not at least any', () => {
    const runtime = FlinkRuntime.of(new CfnParameter(newStack(), 'Runtime').valueAsString);
    expect(runtime.isAtLeast(1, 0)).toBe(false);
    expect(runtime.hasEnded).toBe(false);
  });

  test('a runtime knows whether its support has ended', () => {
    expect(['FLINK-1_13', 'FLINK-1_15'].map(name => FlinkRuntime.of(name).hasEnded)).toEqual([true, false]);
  });
});
