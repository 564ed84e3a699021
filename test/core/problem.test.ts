import { join } from 'node:path';
import { Construct } from 'constructs';
import { reject, rejectBecause } from '../../src/core/problem';
import { ApplicationCode, FlinkApplication, FlinkRuntime } from '../../src/index';
import { isolatedVpc, newStack } from '../helpers';

const scope = new Construct(newStack(), 'Job');

describe('a refused value is shown', () => {
  const message = (got: unknown) => () => reject(scope, { property: 'p', got, allowed: 'a', write: 'w' });

  test.each<[unknown, string]>([
    ['text', '"text"'],
    ['line\nbreak', '"line\\nbreak"'],
    ['x'.repeat(78), `"${'x'.repeat(78)}"`],
    ['x'.repeat(79), `"${'x'.repeat(59)}... (81 characters)`],
    [7, '7'],
    [['a', 'b'], '["a","b"]'],
    [undefined, 'undefined'],
  ])('%p', (got, shown) => {
    expect(message(got)).toThrow(new Error(`p is ${shown}, but must be a: write w [at Stack/Job]`));
  });
});

test('a reason stands with the place', () => {
  expect(() => rejectBecause(scope, 'these do not fit')).toThrow(new Error('these do not fit [at Stack/Job]'));
});

describe('the stack trace', () => {
  const thrownBy = (make: () => unknown): Error => {
    try {
      make();
    } catch (error) {
      return error as Error;
    }
    throw new Error('nothing was thrown');
  };
  const stack = newStack();
  const vpc = isolatedVpc(stack);
  const code = ApplicationCode.fromAsset('none.jar');

  test.each<[string, () => unknown]>([
    ['a property', () => new FlinkApplication(stack, 'A', {
      runtime: FlinkRuntime.FLINK_1_20, code, vpcConfiguration: { vpc }, parallelism: 0,
    })],
    [
      'code',
      () => new FlinkApplication(stack, 'B', { runtime: FlinkRuntime.FLINK_1_20, code, vpcConfiguration: { vpc } }),
    ],
    ['the ARN of an import', () => FlinkApplication.fromFlinkApplicationArn(stack, 'C', 'orders')],
    ['a static factory', () => FlinkRuntime.of('SQL-1_0')],
  ])('starts at the line of the user, after the message: %s', (_, make) => {
    const { message, stack: trace } = thrownBy(make);
    const lines = trace!.split('\n');
    expect(lines[0]).toBe(`Error: ${message}`);
    expect(lines[1]).toContain(__filename);
    expect(trace).not.toContain(join(__dirname, '..', '..', 'src'));
  });

  test('starts there however deep the library is, and is no longer than usual', () => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 2;
    const { stack: trace } = thrownBy(() => FlinkApplication.fromFlinkApplicationArn(stack, 'D', 'orders'));
    const left = Error.stackTraceLimit;
    Error.stackTraceLimit = limit;
    const lines = trace!.split('\n');
    expect(left).toBe(2);
    expect(lines[1]).toContain(__filename);
    expect(lines).toHaveLength(3);
  });
});
