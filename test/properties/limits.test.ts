import { Duration } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { FlinkApplicationProps, VpcEndpoints } from '../../src';
import { importedVpc, newApplication, newStack } from '../helpers';

function refusal(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function expectLimit(props: Partial<FlinkApplicationProps>, property: string, allowed: boolean): void {
  const stack = newStack();
  const vpcConfiguration = { vpc: importedVpc(stack), endpoints: VpcEndpoints.none() };
  const message = refusal(() => newApplication(stack, { ...props, vpcConfiguration }));
  if (allowed) expect(message).toBeUndefined();
  else expect(message).toMatch(new RegExp(`^${property} is .*, but must be .*: write .* \\[at Stack/Job\\]$`, 's'));
}

describe('a limit refuses exactly what is beyond it, with the property in the message', () => {
  test('numbers', () => {
    fc.assert(fc.property(fc.oneof(fc.integer({ min: -3, max: 12 }), fc.integer(), fc.double()), value => {
      const whole = Number.isSafeInteger(value);
      fc.pre(!(typeof value === 'number' && value < -1e200)); // the range in which the CDK hides tokens
      expectLimit({ parallelism: value }, 'parallelism', whole && value >= 1);
      expectLimit({ parallelismPerKpu: value }, 'parallelismPerKpu', whole && value >= 1 && value <= 8);
    }), { numRuns: 80 });
  });

  test('durations', () => {
    fc.assert(fc.property(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0 }), fc.constantFrom(0.5, 1.25)), millis => {
      const whole = Number.isInteger(millis);
      expectLimit({ checkpointInterval: Duration.millis(millis) }, 'checkpointInterval', whole && millis >= 1);
      expectLimit({ minPauseBetweenCheckpoints: Duration.millis(millis) }, 'minPauseBetweenCheckpoints', whole);
    }), { numRuns: 60 });
  });

  test('names', () => {
    const character = fc.constantFrom(...'aZ09_.- /ü\n');
    fc.assert(fc.property(fc.oneof(fc.string({ unit: character, maxLength: 8 }), fc.string({ unit: fc.constant('a'), minLength: 120, maxLength: 136 })), name => {
      expectLimit(
        { applicationName: name }, 'applicationName', /^[a-zA-Z0-9_.-]{1,128}$/.test(name) && !name.endsWith('\n'),
      );
    }), { numRuns: 120 });
  });

  test('descriptions', () => {
    fc.assert(fc.property(fc.integer({ min: 1000, max: 1050 }), length => {
      expectLimit({ description: 'd'.repeat(length) }, 'description', length <= 1024);
    }), { numRuns: 50 });
  });

  test('times of day', () => {
    const two = (value: number) => String(value).padStart(2, '0');
    fc.assert(fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 70 }), (hours, minutes) => {
      expectLimit(
        { maintenanceWindowStartTime: `${two(hours)}:${two(minutes)}` },
        'maintenanceWindowStartTime',
        hours < 24 && minutes < 60,
      );
    }), { numRuns: 80 });
  });
});
