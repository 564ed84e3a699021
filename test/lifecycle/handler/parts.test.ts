import * as fc from 'fast-check';
import { CLOCK, handler } from '../../../src/lifecycle/handler';
import { converge, isTransientStatus, stopForDelete, stopForRestore } from '../../../src/lifecycle/handler/decisions';
import { progressOf } from '../../../src/lifecycle/handler/looks';
import { isRolledBack, markOf, since } from '../../../src/lifecycle/handler/operations';
import { causeOf, deepestCause, FailedRequest, reasonText } from '../../../src/lifecycle/handler/reason';
import { LifecycleRequest, readProperties } from '../../../src/lifecycle/handler/request';
import { errorText, isTransient, Operation } from '../../../src/lifecycle/handler/service';

const ARN = 'arn:aws:kinesisanalytics:eu-west-1:111111111111:application/orders';
const expected = { code: {}, runtime: '' };
const application = (ApplicationStatus: string, more = {}) => ({ ApplicationARN: ARN, ApplicationStatus, ...more });
const operation = (name: string, status = 'SUCCESSFUL', startTime = 1): Operation => ({
  id: `${name}${startTime}`, name, status, startTime,
});

describe('what leads to a running job', () => {
  const START = operation('StartApplication');
  test.each([
    ['STARTING', [], 'wait'],
    ['UPDATING', [], 'wait'],
    ['AUTOSCALING', [], 'wait'],
    ['STOPPING', [], 'wait'],
    ['FORCE_STOPPING', [], 'wait'],
    ['ROLLING_BACK', [], 'wait'], ['MAINTENANCE', [], 'wait'], ['A_NEW_STATUS', [], 'wait'],
    ['READY', [], 'start'], ['ROLLED_BACK', [], 'start'],
    ['READY', [operation('StartApplication', 'IN_PROGRESS')], 'wait'],
    ['READY', [operation('StartApplication', 'FAILED')], 'fail'],
    ['ROLLED_BACK', [START], 'fail'],
    ['RUNNING', [], 'verify'], ['RUNNING', [START], 'verify'], ['DELETING', [], 'fail'],
  ])('%s after %j: %s', (status, operations, step) => {
    expect(converge({ application: application(status), operations, expected, asksForState: false }).step).toBe(step);
  });

  test('an application that is gone is a failure', () => {
    expect(
      converge({ application: undefined, operations: [], expected, asksForState: false }),
    ).toEqual({ step: 'fail', failure: 'gone' });
  });

  test.each(['STARTING', 'MAINTENANCE'])('%s passes', status => expect(isTransientStatus(status)).toBe(true));
});

describe('what leads to a stopped job', () => {
  test.each([
    [undefined, 'done', 'done'],
    ['DELETING', 'done', 'done'],
    ['READY', 'done', 'done'],
    ['ROLLED_BACK', 'done', 'done'],
    ['RUNNING', 'stop', 'force'],
    ['STARTING', 'wait', 'force'],
    ['UPDATING', 'wait', 'force'],
    ['AUTOSCALING', 'wait', 'force'],
    ['STOPPING', 'wait', 'force'],
    ['FORCE_STOPPING', 'wait', 'wait'], ['ROLLING_BACK', 'wait', 'wait'], ['MAINTENANCE', 'wait', 'wait'],
  ])('%s: %s gracefully, %s by force', (status, gracefully, byForce) => {
    const found = { status, operations: [], began: 0, now: 60_000 };
    expect([
      stopForDelete({ ...found, onDelete: 'STOP' }), stopForDelete({ ...found, onDelete: 'FORCE_STOP' }),
    ]).toEqual([gracefully, byForce]);
  });

  test('a stop that was made waits for its end', () => {
    const operations = [operation('StopApplication', 'IN_PROGRESS')];
    expect(stopForDelete({ status: 'RUNNING', operations, onDelete: 'STOP', began: 0, now: 1 })).toBe('wait');
    expect(stopForRestore('RUNNING', operations)).toBe('wait');
  });
});

describe('operations since a mark', () => {
  test('are those that came later, in whatever order they are listed and however coarse the clock is', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 5 })), fc.array(fc.integer({ min: 0, max: 5 })), (earlier, later) => {
      const last = Math.max(0, ...earlier);
      const make = (times: number[], name: string) =>
        times.map((time, index) => ({ ...operation(name, 'SUCCESSFUL', time), id: `${name}${index}` }));
      const [old, added] = [make(earlier, 'old'), make(later.map(time => last + time), 'new')];
      const found = since([...added, ...old].reverse(), markOf(old));
      expect(found.map(({ id }) => id).sort()).toEqual(added.map(({ id }) => id).sort());
      expect(found.map(({ startTime }) => startTime)).toEqual([
        ...found.map(({ startTime }) => startTime),
      ].sort((one, other) => other - one,
      ));
    }));
  });

  test.each([
    [{}, false], [{ ApplicationVersionUpdatedFrom: 2 }, false], [{ ApplicationVersionRolledBackFrom: 3 }, true],
    [{ ApplicationVersionRolledBackFrom: 3, ApplicationVersionUpdatedFrom: 2 }, true],
    [{ ApplicationVersionRolledBackFrom: 3, ApplicationVersionUpdatedFrom: 4 }, false],
  ])('%j is rolled back: %s', (versions, rolledBack) => {
    expect(isRolledBack(application('RUNNING', versions))).toBe(rolledBack);
  });
});

describe('the reason', () => {
  const long = (maxLength: number) => fc.string({ unit: 'grapheme', maxLength, size: 'max' });
  test('has at most 1 KB in one line, and keeps each of its parts', () => {
    fc.assert(fc.property(long(2000), long(2000), long(600), (service, cause, logGroupName) => {
      const text = reasonText({
        headline: 'the job is not running',
        service: `S${service}`,
        cause: `C${cause}`,
        logGroupName: `L${logGroupName}`,
        remedy: 'Do this',
      });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1024);
      expect(text).not.toMatch(/\n/);
      expect(text).toMatch(/^the job is not running\. Service: S.*\. Cause: C.*\. Log group: L.*\. Do this$/u);
    }));
  });

  test('is the stack trace too, which the framework appends', () => {
    const error = new FailedRequest({ headline: 'it does not run', remedy: 'Do this' });
    expect([error.message, error.stack]).toEqual(['it does not run. Do this', 'it does not run. Do this']);
  });

  test.each([
    ['one', 'java.lang.A: a\n\tat x', 'java.lang.A: a'],
    ['the deepest', 'A: a\n\tat x\nCaused by: B: b\n\tat y\nCaused by: C: c\n\t... 3 more', 'C: c'],
    ['nothing', '', ''],
  ])('has %s cause', (_, trace, cause) => expect(causeOf(trace)).toBe(cause));

  const event = (fields: object) => ({
    message: JSON.stringify({ applicationARN: ARN, applicationVersionId: '3', ...fields }),
  });
  test.each([
    ['the first task that failed', [
      event({ message: 'Slow', throwableInformation: 'Zero: 0' }),
      event({
        message: 'Map (1/1) switched from RUNNING to FAILED with',
        throwableInformation: ['One: 1', 'Caused by: Two: 2'],
      }),
      event({ message: 'Sink switched from RUNNING to FAILED', throwableInformation: 'Three: 3' }),
    ], 'Two: 2'],
    [
      'the last exception where no task failed',
      [event({ throwableInformation: 'One: 1' }), event({ throwableInformation: 'Two: 2' })],
      'Two: 2',
    ],
    [
      'a message that is no JSON',
      [{ message: 'java.lang.Error: text\n\tat x' }, { message: '[1]' }, {}],
      'java.lang.Error: text',
    ],
    ['a message without an ARN', [{ message: JSON.stringify({ throwableInformation: 'One: 1' }) }], 'One: 1'],
    ['no message without an exception', [event({ message: 'all is well' }), { message: 'null' }], undefined],
    [
      'no message of another application',
      [event({ applicationARN: `${ARN}2`, throwableInformation: 'One: 1' })],
      undefined,
    ],
    [
      'no message of another version',
      [event({ applicationVersionId: '2', throwableInformation: 'One: 1' })],
      undefined,
    ],
  ])('is taken from %s', (_, events, cause) => expect(deepestCause(events, ARN, 3)).toBe(cause));

  test('is taken from any version where the version is not known', () => {
    expect(deepestCause([event({ throwableInformation: 'One: 1' })], ARN)).toBe('One: 1');
  });
});

describe('errors', () => {
  test.each([
    [{ name: 'ThrottlingException' }, true],
    [{ name: 'Error', code: 'ECONNRESET' }, true],
    [{ message: 'socket hang up' }, true],
    [{ $metadata: { httpStatusCode: 503 } }, true],
    [{ $metadata: { httpStatusCode: 429 } }, true],
    [{ $fault: 'server' }, true],
    [{ name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 }, $fault: 'client' }, false], [{}, false],
  ])('%j passes: %s', (error, transient) => expect(isTransient(error)).toBe(transient));

  test.each([
    [{ name: 'A', message: 'b' }, 'A: b'], [{ name: 'A', message: '' }, 'A'], [{}, 'Error'],
  ])('%j reads %s', (error, text) => expect(errorText(error)).toBe(text));
});

test('the function answers with the clock and the log of Lambda', async () => {
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  const began = Date.now();
  const request = {
    RequestType: 'Create',
    RequestId: 'r',
    StackId: 's',
    LogicalResourceId: 'l',
    ResourceProperties: { FormatVersion: '1', Kind: 'prepare', TimeoutSeconds: '60' },
  } as const;
  const accepted = await handler(request);
  expect(accepted).toMatchObject({ PhysicalResourceId: '-prepare' });
  expect(await handler({ ...request, ...accepted } as LifecycleRequest)).toEqual({
    IsComplete: true, Data: { Report: 'No action was required.' },
  });
  expect(log).toHaveBeenCalledWith('{"outcome":{"is":"done","report":"No action was required."}}');
  await CLOCK.sleep(5);
  expect(CLOCK.now()).toBeGreaterThan(began);
  log.mockRestore();
});

describe('properties', () => {
  test('of a format that is not known are refused with what to do', () => {
    expect(() => readProperties({ FormatVersion: '2' })).toThrow(
      'FormatVersion is "2", but this handler reads 1: deploy with a newer version of cdk-managed-flink',
    );
  });

  test('are text, and left out where they are empty', () => {
    const given = {
      FormatVersion: '1',
      TimeoutSeconds: '60',
      VerifyTasks: 'false',
      Restore: { Type: 'SNAPSHOT', Snapshot: 's' },
      Code: { ObjectVersion: '' },
    };
    expect(readProperties(given)).toEqual({
      kind: 'run',
      restore: { type: 'SNAPSHOT', snapshot: 's', once: undefined },
      timeoutMillis: 60_000,
      verifyTasks: false,
      onDelete: 'STOP',
      applicationName: '',
      applicationLogicalId: '',
      securityGroupId: '',
      logGroupName: '',
      runtime: '',
      code: { bucketArn: undefined, fileKey: undefined, objectVersion: undefined },
    });
  });

  test('a request that was not accepted cannot be looked after', () => {
    expect(() => progressOf({} as LifecycleRequest)).toThrow('the request was not accepted yet');
  });
});
