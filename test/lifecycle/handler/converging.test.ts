import { ROOT_CAUSE } from '../double/world';
import { Scene, TEMPLATE, withCode } from '../scene';
import { Template } from '../stack';

const scene = Scene.inMemory();
beforeEach(() => scene.reset());

const LATEST = 'RESTORE_FROM_LATEST_SNAPSHOT';
const NEXT = withCode('runs-2.jar');

/** Does something before a resource is worked on, once. */
function before(resource: string, act: () => void): void {
  scene.stack.meanwhile = name => {
    if (name !== resource) return;
    scene.stack.meanwhile = undefined;
    act();
  };
}

async function running(template: Template = TEMPLATE): Promise<void> {
  expect(await scene.stack.deploy(template)).toBe('CREATE_COMPLETE');
  scene.stack.events.length = 0;
}

const report = () => scene.stack.events.at(-1)?.report;

describe('create', () => {
  test('ends with the job running, started once', async () => {
    expect(await scene.stack.deploy(TEMPLATE)).toBe('CREATE_COMPLETE');
    expect(scene.application.status).toBe('RUNNING');
    expect(scene.starts).toEqual([LATEST]);
    expect(report()).toBe('The job was started and is running. All of its tasks are running.');
  });

  test('looks twice at the tasks, with time between', async () => {
    await scene.stack.deploy(TEMPLATE);
    const [first, second] = scene.world.callsOf('CreateApplicationPresignedUrl').map(({ at }) => at);
    expect(second - first).toBeGreaterThanOrEqual(10_000);
  });

  test('always says what the job is restored from', async () => {
    await scene.stack.deploy(TEMPLATE);
    expect(scene.world.callsOf('StartApplication').map(({ input }) => input)).toEqual([{
      ApplicationName: 'orders',
      RunConfiguration: {
        ApplicationRestoreConfiguration: { ApplicationRestoreType: LATEST },
        FlinkRunConfiguration: { AllowNonRestoredState: false },
      },
    }]);
  });

  test('that fails names the reasons of the service and of Flink, and leaves nothing behind', async () => {
    expect(await scene.stack.deploy(withCode('fails.jar'))).toBe('ROLLBACK_COMPLETE');
    expect(scene.stack.lastReason).toContain('the job did not start: the application is READY again. Service: The job '
      + `could not be started. Cause: ${ROOT_CAUSE}. Log group: /aws/flink/orders`);
    expect(scene.starts).toHaveLength(1);
    expect(scene.world.applications.size).toBe(0);
    expect(scene.world.interfaces).toEqual([]);
  });

  test('of a job that restarts over and over fails at the deadline, and force-stops the job at once', async () => {
    expect(await scene.stack.deploy({ ...withCode('loops.jar'), timeoutSeconds: 300 })).toBe('ROLLBACK_COMPLETE');
    const failed = scene.stack.events.find(({ status }) => status === 'FAILED');
    expect(failed?.reason).toContain('the job is not running after 5 minutes: the task Source: orders is FAILED and the '
      + 'Flink job RESTARTING');
    expect(failed?.reason).toContain(`Cause: ${ROOT_CAUSE}`);
    expect(failed!.millis).toBeLessThan(340_000);
    expect(scene.world.callsOf('StopApplication').map(({ input }) => input.Force)).toEqual([true]);
  });

  test('takes the exception of the dashboard where the log group has none', async () => {
    scene.world.logDelay = 3_600_000;
    await scene.stack.deploy({ ...withCode('loops.jar'), timeoutSeconds: 300 });
    expect(scene.stack.lastReason).toContain('Cause: java.io.IOException: from the dashboard');
  });

  test('waits for messages that are late', async () => {
    scene.world.logDelay = 25_000;
    await scene.stack.deploy(withCode('fails.jar'));
    expect(scene.stack.lastReason).toContain(ROOT_CAUSE);
  });

  test('does without the messages where they cannot be read', async () => {
    scene.world.faults.push({ call: 'FilterLogEvents', kind: 'AccessDeniedException', times: 9 });
    await scene.stack.deploy(withCode('fails.jar'));
    expect(scene.stack.lastReason).toContain('Service: The job could not be started. Log group: '
      + '/aws/flink/orders');
  });

  test('does without the reason of the service where it cannot be read', async () => {
    scene.world.faults.push({ call: 'DescribeApplicationOperation', kind: 'AccessDeniedException', times: 9 });
    await scene.stack.deploy(withCode('fails.jar'));
    expect(scene.stack.lastReason).toContain('the reason of StartApplication could not be read (AccessDeniedException: '
      + 'injected');
  });

  test('fails when the service refuses to start the job', async () => {
    scene.world.faults.push({ call: 'StartApplication', kind: 'InvalidApplicationConfigurationException', times: 1 });
    expect(await scene.stack.deploy(TEMPLATE)).toBe('ROLLBACK_COMPLETE');
    expect(scene.stack.lastReason).toContain('the service refused to start the job '
      + '(InvalidApplicationConfigurationException: injected into StartApplication)');
    expect(scene.world.callsOf('StopApplication')).toEqual([]);
  });

  test('fails with the error where the function may not call the service', async () => {
    scene.world.faults.push({ call: 'DescribeApplication', kind: 'AccessDeniedException', times: 1 });
    expect(await scene.stack.deploy(TEMPLATE)).toBe('ROLLBACK_COMPLETE');
    expect(scene.stack.lastReason).toContain('AccessDeniedException: injected into DescribeApplication');
  });

  test('a stop by force that is refused does not hide the reason', async () => {
    scene.world.faults.push({ call: 'StopApplication', kind: 'AccessDeniedException', times: 1 });
    await scene.stack.deploy({ ...withCode('loops.jar'), timeoutSeconds: 120 });
    expect(
      scene.stack.events.find(({ status }) => status === 'FAILED')?.reason,
    ).toContain('the job is not running after 2 minutes');
  });

  test('waits out a maintenance', async () => {
    before('run', () => { scene.application.maintenanceNext = true; });
    expect(await scene.stack.deploy(TEMPLATE)).toBe('CREATE_COMPLETE');
    expect(scene.application.status).toBe('RUNNING');
    expect(scene.starts).toHaveLength(1);
  });

  test.each([
    ['unreachable', 'The job was started and is running. The status of its tasks is unknown: the Flink dashboard could not '
      + 'be read (Error: fetch failed).'],
  ] as const)('ends with a note where the dashboard is %s', async (dashboard, note) => {
    scene.world.dashboard = dashboard;
    expect(await scene.stack.deploy(withCode('loops.jar'))).toBe('CREATE_COMPLETE');
    expect(report()).toBe(note);
  });

  test('looks again where the dashboard could not be read for a moment', async () => {
    scene.world.faults.push({ call: 'CreateApplicationPresignedUrl', kind: 'InvalidRequestException', times: 2 });
    expect(await scene.stack.deploy(TEMPLATE)).toBe('CREATE_COMPLETE');
    expect(report()).toBe('The job was started and is running. All of its tasks are running.');
  });

  test('does not look at the tasks where that is not wanted', async () => {
    expect(await scene.stack.deploy({ ...withCode('loops.jar'), verifyTasks: false })).toBe('CREATE_COMPLETE');
    expect(scene.world.callsOf('CreateApplicationPresignedUrl')).toEqual([]);
  });

  test('a job that is stopped by somebody in the meantime is a failure that says so', async () => {
    const deployed = scene.stack.deploy({ ...withCode('loops.jar'), timeoutSeconds: 600 });
    scene.world.failedUpdate = 'RUNNING';
    const stop = jest.spyOn(scene.world, 'logException').mockImplementation(() => { scene.application.stop(false); });
    await deployed;
    stop.mockRestore();
    expect(scene.stack.lastReason).toContain('the job was stopped by somebody after the deployment had started it');
  });

  test.each(['DELETING', 'gone'])('fails when the application is %s', async status => {
    before('run', () => {
      if (status === 'gone') scene.world.delete('orders');
      else scene.application.status = status;
    });
    expect(await scene.stack.deploy(TEMPLATE)).toBe('ROLLBACK_COMPLETE');
    expect(scene.stack.lastReason).toContain('the application does not exist or is being deleted');
    expect(scene.starts).toEqual([]);
  });

  test('of the lifecycle for a job that runs already leaves the job alone, and never stops it when it fails', async () => {
    await scene.stack.deploy({ ...TEMPLATE, lifecycle: false });
    scene.application.start({ type: LATEST });
    scene.world.advance(60_000);
    const { state } = scene.application;
    before('run', () => { scene.application.configuration = withCode('other.jar').configuration; });
    expect(await scene.stack.deploy(TEMPLATE)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(scene.application).toMatchObject({ status: 'RUNNING', state, tags: {} });
    expect(await scene.stack.deploy(withCode('other.jar'))).toBe('UPDATE_COMPLETE');
    expect(scene.world.callsOf('StopApplication')).toEqual([]);
  });
});

describe('update', () => {
  test('of a running job needs no start, and keeps its state', async () => {
    await running();
    const { lineage } = scene.application.state!;
    expect(await scene.stack.deploy(NEXT)).toBe('UPDATE_COMPLETE');
    expect(scene.application).toMatchObject({ status: 'RUNNING', state: { lineage } });
    expect(scene.starts).toHaveLength(1);
    expect(report()).toBe('The job is running. All of its tasks are running.');
  });

  test('without a change makes no call', async () => {
    await running();
    scene.world.calls.length = 0;
    expect(await scene.stack.deploy(TEMPLATE)).toBe('UPDATE_COMPLETE');
    expect(scene.world.calls).toEqual([]);
  });

  test('starts a job that an operator had stopped, and says so', async () => {
    await running();
    const { lineage } = scene.application.state!;
    scene.application.stop(false);
    scene.world.advance(60_000);
    expect(await scene.stack.deploy(NEXT)).toBe('UPDATE_COMPLETE');
    expect(scene.application).toMatchObject({ status: 'RUNNING', state: { lineage } });
    expect(report()).toBe('The job had been stopped. It was started from its latest snapshot and is running. All of its '
      + 'tasks are running.');
  });

  test.each(['AUTOSCALING', 'MAINTENANCE'] as const)('waits out %s', async status => {
    await running();
    before('run', () => { scene.application.maintain(status); });
    expect(await scene.stack.deploy(NEXT)).toBe('UPDATE_COMPLETE');
    expect(scene.application.status).toBe('RUNNING');
  });

  test('that the service rolls back without a word fails with the reason of the update', async () => {
    await running();
    expect(await scene.stack.deploy(withCode('fails.jar'))).toBe('UPDATE_ROLLBACK_COMPLETE');
    const failed = scene.stack.events.find(({ status }) => status === 'FAILED');
    expect(failed?.reason).toContain('rolled back the application');
    expect(failed?.reason).toContain('Service: The update could not be applied');
    expect(failed?.reason).toContain(ROOT_CAUSE);
    expect(scene.application).toMatchObject({ status: 'RUNNING', configuration: { fileKey: 'runs-1.jar' } });
  });

  test('after a rollback by the service runs again', async () => {
    await running();
    await scene.stack.deploy(withCode('fails.jar'));
    expect(await scene.stack.deploy(NEXT)).toBe('UPDATE_COMPLETE');
  });

  test('of a job that an operator rolls back meanwhile fails as rolled back', async () => {
    await running();
    before('run', () => { scene.application.rollback(); });
    expect(await scene.stack.deploy(NEXT)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(scene.stack.lastReason).toContain('the service or an operator rolled back the application');
  });

  test.each([
    ['READY', 'the job did not start: the application is READY again'],
    ['STUCK', undefined],
    ['RUNNING', 'the job is not running after 5 minutes'],
  ] as const)('that fails without a rollback and leaves the application %s', async (failedUpdate, reason) => {
    const template = {
      ...TEMPLATE, timeoutSeconds: 300, configuration: { ...TEMPLATE.configuration, rollbackEnabled: false },
    };
    await running(template);
    scene.world.failedUpdate = failedUpdate;
    const status = await scene.stack.deploy(withCode('fails.jar', template));
    if (reason === undefined) {
      // CloudFormation itself finds an application that stays in UPDATING
      expect(status).toBe('UPDATE_ROLLBACK_FAILED');
    } else {
      expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
      expect(scene.stack.events.find(event => event.status === 'FAILED')?.reason).toContain(reason);
      expect(scene.application).toMatchObject({ status: 'RUNNING', configuration: { fileKey: 'runs-1.jar' } });
    }
  });

  test('of an application that stays in UPDATING fails at the deadline', async () => {
    await running({ ...TEMPLATE, timeoutSeconds: 120 });
    before('run', () => { scene.application.status = 'UPDATING'; });
    await scene.stack.deploy({ ...NEXT, timeoutSeconds: 120 });
    expect(scene.stack.events[0].reason).toContain('the job is not running after 2 minutes: the application is UPDATING');
    expect(scene.stack.events[0].millis).toBeLessThan(160_000);
  });

  test.each([
    ['runtime', 'FLINK-1_19', 'the runtime is FLINK-1_19 instead of FLINK-1_20'],
    ['bucketArn', 'arn:aws:s3:::other', 'the bucket is arn:aws:s3:::other instead of arn:aws:s3:::artifacts'],
    ['fileKey', 'runs-0.jar', 'the file key is runs-0.jar instead of runs-2.jar'],
    ['objectVersion', 'v0', 'the object version is v0 instead of v1'],
    ['objectVersion', undefined, 'the object version is not given instead of v1'],
  ])('after which the %s is another one (%s) fails', async (property, value, message) => {
    await running();
    before('run', () => { scene.application.configuration = { ...scene.application.configuration, [property]: value }; });
    const template = { ...NEXT, configuration: { ...NEXT.configuration, objectVersion: 'v1' } };
    expect(await scene.stack.deploy(template)).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(scene.stack.events[0].reason).toContain(`the application does not match the template: ${message}`);
  });

  test('of a job that then restarts over and over leaves the job to the rollback, which comes back as another update', async () => {
    await running();
    expect(
      await scene.stack.deploy({ ...withCode('loops.jar'), timeoutSeconds: 300 }),
    ).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(scene.world.callsOf('StopApplication')).toEqual([]);
    expect(scene.application).toMatchObject({ status: 'RUNNING', configuration: { fileKey: 'runs-1.jar' } });
  });

  test('never fails while the stack is rolled back', async () => {
    await running();
    before('run', () => { before('run', () => { scene.world.delete('orders'); }); });
    expect(await scene.stack.deploy(withCode('fails.jar'))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(report()).toContain('The stack was rolled back; the application does not exist or is being deleted');
  });
});

describe('one request', () => {
  test('starts the job once where it is accepted again after the job failed to start', async () => {
    const { lambda } = scene;
    let failedOnce = false;
    scene.lambda = async event => {
      const isRetry = !failedOnce && event.Lifecycle !== undefined && event.RequestType === 'Create'
        && scene.starts.length > 0 && scene.application.status === 'READY';
      if (!isRetry) return lambda.call(scene, event);
      failedOnce = true;
      const { Lifecycle: _, ...request } = event;
      const accepted = await lambda.call(scene, request);
      return lambda.call(scene, { ...request, ...accepted });
    };
    expect(await scene.stack.deploy(withCode('fails.jar'))).toBe('ROLLBACK_COMPLETE');
    expect([failedOnce, scene.starts.length]).toEqual([true, 1]);
    expect(scene.stack.events.find(({ status }) => status === 'FAILED')?.reason).toContain('the job did not start');
    scene.lambda = lambda;
  });

  test('does not need to know when it was made', async () => {
    scene.world.faults.push({ call: 'DescribeStackResource', kind: 'AccessDeniedException', times: 9 });
    expect(await scene.stack.deploy(TEMPLATE)).toBe('CREATE_COMPLETE');
  });

  test('is not mistaken for the one before where CloudFormation does not say when it began', async () => {
    await running();
    scene.world.resourceStatus = 'CREATE_COMPLETE';
    scene.world.stacks.forEach(({ updated }) => { updated.get = () => 0; });
    scene.application.stop(false);
    scene.world.advance(60_000);
    expect(await scene.stack.deploy(NEXT)).toBe('UPDATE_COMPLETE');
    expect(scene.starts).toHaveLength(2);
  });

  test('waits until it is known whether the stack is rolled back, since then no state is chosen', async () => {
    await running({ ...TEMPLATE, restore: { Type: 'NOTHING', Once: '1' } });
    const { lineage } = scene.application.state!;
    before('run', () => {
      before('run', () => { scene.world.faults.push({ call: 'DescribeStacks', kind: 'ThrottlingException', times: 6 }); });
    });
    expect(
      await scene.stack.deploy({ ...withCode('fails.jar'), restore: { Type: 'NOTHING', Once: '2' } }),
    ).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(scene.application).toMatchObject({ status: 'RUNNING', state: { lineage } });
  });

  test('fails where that cannot be known before the deadline', async () => {
    scene.world.faults.push({ call: 'DescribeStacks', kind: 'ThrottlingException', times: 999 });
    await scene.stack.deploy({ ...TEMPLATE, timeoutSeconds: 120 });
    expect(scene.stack.events[1].reason).toContain('after 2 minutes the status of the stack could not be read. Deploy again');
    expect(scene.starts).toEqual([]);
  });

  test('fails where the stack may not be asked', async () => {
    scene.world.faults.push({ call: 'DescribeStacks', kind: 'AccessDeniedException', times: 1 });
    expect(await scene.stack.deploy(TEMPLATE)).toBe('ROLLBACK_COMPLETE');
    expect(scene.stack.events[1].reason).toContain('AccessDeniedException');
  });

  test.each(['drop-after', 'drop-before', 'ThrottlingException', 'InternalFailure', 'ConcurrentModificationException', 'ResourceInUseException'])(
    'starts the job once where the answer is %s', async kind => {
      scene.world.faults.push({ call: 'StartApplication', kind, times: 1 });
      expect(await scene.stack.deploy(TEMPLATE)).toBe('CREATE_COMPLETE');
      expect(scene.application.operations.filter(({ name }) => name === 'StartApplication')).toHaveLength(1);
    });

  test('starts the job once where it falls back before the lost answer is noticed', async () => {
    scene.world.durations.start = 1;
    scene.world.faults.push({ call: 'StartApplication', kind: 'drop-after', times: 1 });
    await scene.stack.deploy(withCode('fails.jar'));
    expect(scene.starts).toHaveLength(1);
  });

  test('starts the job once though each answer of the function is lost', async () => {
    scene.stack.losesAnswer = () => true;
    expect(await scene.stack.deploy(TEMPLATE)).toBe('CREATE_COMPLETE');
    expect(scene.application.operations).toHaveLength(1);
  });

  test.each(['ThrottlingException', 'InternalFailure', 'drop-before'])('outlasts %s of the calls that only read', async kind => {
    for (const call of ['DescribeApplication', 'ListApplicationOperations', 'CreateApplicationPresignedUrl']) {
      scene.world.faults.push({ call, kind, times: 3 });
    }
    expect(await scene.stack.deploy(TEMPLATE)).toBe('CREATE_COMPLETE');
  });

  test('says what could not be asked when the deadline passes', async () => {
    scene.world.faults.push({ call: 'DescribeApplication', kind: 'ThrottlingException', times: 999 });
    await scene.stack.deploy({ ...TEMPLATE, timeoutSeconds: 120 });
    expect(scene.stack.events[1].reason).toContain('the job is not running after 2 minutes: a request to AWS failed '
      + '(ThrottlingException');
  });

  test('tells its own start from that of the deployment before, also within one second', async () => {
    scene.world.durations.start = 1;
    scene.world.durations.stop = 1;
    await running();
    scene.application.stop(false);
    scene.world.advance(1);
    expect(await scene.stack.deploy(NEXT)).toBe('UPDATE_COMPLETE');
    expect(scene.starts).toHaveLength(2);
  });
});
