import { ServiceFault } from '../double/application';
import { Scene, TEMPLATE, withCode } from '../scene';
import { STACK_ID, STACK_TAG, Template } from '../stack';

const scene = Scene.inMemory();
beforeEach(() => scene.reset());

const stops = () => scene.world.callsOf('StopApplication').map(({ input }) => input.Force);
const event = (resource: string) =>
  scene.stack.events.find(found => found.resource === resource && found.request === 'Delete');

async function running(template: Template = TEMPLATE): Promise<void> {
  expect(await scene.stack.deploy(template)).toBe('CREATE_COMPLETE');
  scene.stack.events.length = 0;
}

test('a job is stopped with a snapshot, and its interfaces are gone before the group is deleted', async () => {
  await running();
  scene.world.lingering = 600_000;
  expect(await scene.stack.delete()).toBe('DELETE_COMPLETE');
  expect(stops()).toEqual([false]);
  expect(scene.world.interfaces).toEqual([]);
  expect(event('prepare')!.millis).toBeGreaterThan(500_000);
});

test('a job may be stopped by force', async () => {
  await running({ ...TEMPLATE, onDelete: 'FORCE_STOP' });
  expect(await scene.stack.delete()).toBe('DELETE_COMPLETE');
  expect(stops()).toEqual([true]);
});

test('a job that refuses the graceful stop is stopped by force', async () => {
  await running();
  scene.application.refusesGracefulStop = true;
  expect(await scene.stack.delete()).toBe('DELETE_COMPLETE');
  expect(stops()).toEqual([false, true]);
});

test('a graceful stop that takes longer than 10 minutes becomes a forced one', async () => {
  await running();
  scene.world.durations.stop = 3_600_000;
  expect(await scene.stack.delete()).toBe('DELETE_COMPLETE');
  expect(stops()).toEqual([false, true]);
  expect(event('run')!.millis).toBeGreaterThan(600_000);
  expect(event('run')!.millis).toBeLessThan(700_000);
});

test('a graceful stop that fails becomes a forced one', async () => {
  await running();
  const { stop } = scene.application;
  scene.application.stop = function failing(force: boolean) {
    stop.call(this, force);
    if (force) return;
    this.operations.at(-1)!.status = 'FAILED';
    this.status = 'RUNNING';
  };
  scene.world.durations.stop = 1e9;
  expect(await scene.stack.delete()).toBe('DELETE_COMPLETE');
  expect(stops()).toEqual([false, true]);
});

test('a job that somebody starts again is stopped gracefully again', async () => {
  await running();
  let looks = 0;
  const settle = scene.world.settle.bind(scene.world);
  scene.world.settle = () => {
    settle();
    const application = scene.world.applications.get('orders');
    if (application?.status !== 'READY' || looks > 0) return;
    looks += 1;
    application.start({ type: 'RESTORE_FROM_LATEST_SNAPSHOT' });
  };
  expect(await scene.stack.delete()).toBe('DELETE_COMPLETE');
  expect(stops()).toEqual([false, false]);
});

test.each(['ResourceInUseException', 'ConcurrentModificationException'])('a stop that is refused with %s is tried again, and not forced', async kind => {
  await running();
  scene.world.faults.push({ call: 'StopApplication', kind, times: 3 });
  expect(await scene.stack.delete()).toBe('DELETE_COMPLETE');
  expect(stops()).toEqual([false]);
});

test.each([
  ['8 minutes is stopped gracefully', 480_000, false],
  ['longer than 10 minutes is stopped by force', Infinity, true],
])('a job that is busy for %s', async (_, busyMillis, isForced) => {
  await running();
  const until = scene.world.time + busyMillis;
  const { stop } = scene.application;
  scene.application.stop = function busy(force: boolean) {
    if (!force && scene.world.time < until) {
      throw new ServiceFault('ResourceInUseException', 'A snapshot is being created');
    }
    stop.call(this, force);
  };
  expect(await scene.stack.delete()).toBe('DELETE_COMPLETE');
  expect(stops().includes(true)).toBe(isForced);
  expect(event('run')!.millis).toBeLessThan(700_000);
});

test.each(['AUTOSCALING', 'MAINTENANCE'] as const)('%s is waited out', async status => {
  await running();
  scene.application.maintain(status);
  expect(await scene.stack.delete()).toBe('DELETE_COMPLETE');
  expect(stops()).toEqual([false]);
});

test.each([['UPDATING', [true]], ['MAINTENANCE', []]])('an application that stays in %s', async (status, forces) => {
  await running();
  scene.application.status = status;
  expect(await scene.stack.delete()).toBe(forces.length > 0 ? 'DELETE_COMPLETE' : 'DELETE_FAILED');
  expect(stops()).toEqual(forces);
  if (forces.length === 0) {
    expect(scene.stack.lastReason).toContain(
      'the job has not stopped after 45 minutes: the application is MAINTENANCE',
    );
  }
});

test('an application that is stopped is left alone', async () => {
  await running();
  scene.application.stop(false);
  scene.world.advance(600_000);
  await scene.stack.delete();
  expect(stops()).toEqual([]);
  expect(event('run')?.report).toBe('The job is stopped.');
});

test('an application that is gone needs nothing', async () => {
  await running();
  scene.world.applications.clear();
  scene.world.interfaces = [];
  expect(await scene.stack.delete()).toBe('DELETE_COMPLETE');
  expect(event('run')?.report).toBe('The application does not exist.');
});

test.each(['ListTagsForResource', 'ListApplicationOperations', 'StopApplication'])('an application that goes before %s needs nothing', async call => {
  await running();
  scene.world.faults.push({ call, kind: 'ResourceNotFoundException', times: 1 });
  const { takeFault } = scene.world;
  scene.world.takeFault = function gone(this: typeof scene.world, name) {
    const fault = takeFault.call(this, name);
    if (fault !== undefined) this.delete('orders');
    return fault;
  };
  expect(await scene.stack.delete()).toBe('DELETE_COMPLETE');
  expect(event('run')?.report).toBe('The application does not exist.');
});

test('a stop that is not allowed is a failure that says so', async () => {
  await running();
  scene.world.faults.push({ call: 'StopApplication', kind: 'AccessDeniedException', times: 1 });
  expect(await scene.stack.delete()).toBe('DELETE_FAILED');
  expect(scene.stack.lastReason).toContain('AccessDeniedException: injected into StopApplication');
});

test('without the lifecycle the job runs on', async () => {
  await running();
  expect(await scene.stack.deploy({ ...TEMPLATE, lifecycle: false })).toBe('UPDATE_COMPLETE');
  expect(event('run')?.report).toBe('This stack no longer manages the job, so the job was not stopped.');
  expect(event('prepare')).toMatchObject({ report: 'The application still uses the security group.', millis: 0 });
  expect(scene.application.status).toBe('RUNNING');
  expect(stops()).toEqual([]);
});

test('the tag of another stack is not that of this one', async () => {
  await running();
  scene.application.tags = { [STACK_TAG]: `${STACK_ID}2` };
  await scene.stack.delete();
  expect(stops()).toEqual([]);
});

test('what is retained is neither stopped nor waited for', async () => {
  await running({ ...TEMPLATE, onDelete: 'RETAIN' });
  expect(await scene.stack.delete()).toBe('DELETE_COMPLETE');
  expect(scene.application.status).toBe('RUNNING');
  expect(scene.stack.events.map(({ millis }) => millis)).toEqual([0, 0]);
});

describe('what is retained except on create', () => {
  const template: Template = { ...TEMPLATE, onDelete: 'RETAIN_EXCEPT_ON_CREATE' };

  test('is neither stopped nor waited for when it is deleted later', async () => {
    await running(template);
    expect(await scene.stack.delete()).toBe('DELETE_COMPLETE');
    expect(scene.application.status).toBe('RUNNING');
    expect(scene.stack.events.map(({ millis }) => millis)).toEqual([0, 0]);
  });

  test('is stopped and removed when its creation fails', async () => {
    expect(await scene.stack.deploy({ ...template, fails: 'after-run' })).toBe('ROLLBACK_COMPLETE');
    expect(stops()).toEqual([true]);
    expect([scene.world.applications.size, scene.world.interfaces.length]).toEqual([0, 0]);
  });
});

test('a group that is replaced is waited for, and the job runs on with the other one', async () => {
  await running();
  const next = { ...TEMPLATE, configuration: { ...TEMPLATE.configuration, groups: ['sg-new'] } };
  scene.stack.meanwhile = resource => {
    if (resource !== 'run') return;
    scene.world.releaseInterfaces(scene.application);
    scene.world.lingering = 300_000;
  };
  scene.world.lingering = 300_000;
  expect(await scene.stack.deploy(next)).toBe('UPDATE_COMPLETE');
  expect(event('prepare')?.millis).toBeGreaterThan(200_000);
  expect(scene.application.status).toBe('RUNNING');
  expect(stops()).toEqual([]);
});

test('interfaces that stay longer than 40 minutes are named with their group', async () => {
  await running();
  scene.world.lingering = 3_600_000;
  expect(await scene.stack.delete()).toBe('DELETE_FAILED');
  expect(scene.stack.lastReason).toMatch(
    /after 40 minutes the network interfaces eni-\d+ still use the security group sg-own\. Delete them/,
  );
});

test('many interfaces are counted, so that the reason stays short', async () => {
  await running();
  scene.world.lingering = 3_600_000;
  for (let count = 0; count < 30; count++) scene.world.attachInterfaces(scene.application);
  expect(await scene.stack.delete()).toBe('DELETE_FAILED');
  expect(scene.stack.lastReason).toMatch(
    /(eni-\d+, ){9}eni-\d+ and 21 more still use the security group sg-own\. Delete them/,
  );
});

test('groups of the user are not waited for', async () => {
  await running({ ...TEMPLATE, configuration: { ...TEMPLATE.configuration, groups: [] } });
  await scene.stack.delete();
  expect(scene.world.callsOf('DescribeNetworkInterfaces')).toEqual([]);
});

test('a Delete for something that was never made is done at once', async () => {
  const request = {
    RequestId: 'r',
    StackId: STACK_ID,
    LogicalResourceId: 'L',
    ResourceProperties: { FormatVersion: '1', Kind: 'run', TimeoutSeconds: '60' },
  };
  for (const [Kind, PhysicalResourceId] of [['run', 'some id that is no name'], ['run', 'never'], ['prepare', 'sg-never'], ['run', undefined], ['prepare', undefined]]) {
    const event0 = {
      ...request,
      RequestType: 'Delete',
      PhysicalResourceId,
      ResourceProperties: { ...request.ResourceProperties, Kind },
    };
    const accepted = await scene.lambda(event0);
    expect(await scene.lambda({ ...event0, ...accepted })).toMatchObject({ IsComplete: true });
  }
});

test('a Delete comes after a Create that failed while it was waited for', async () => {
  expect(await scene.stack.deploy(withCode('fails.jar'))).toBe('ROLLBACK_COMPLETE');
  expect(event('run')?.report).toBe('The job is stopped.');
  expect(scene.world.applications.size).toBe(0);
});
