import { Json } from '../framework';
import { LATEST, Scene, TEMPLATE, withCode } from '../scene';
import { Template } from '../stack';

const scene = Scene.inMemory();
beforeEach(() => scene.reset());

const NOTHING = (once: string): Json => ({ Type: 'NOTHING', Once: once });
const ALLOW = (once: string): Json => ({ Type: 'LATEST', Once: once });
const SNAPSHOT = (snapshot: string): Json => ({ Type: 'SNAPSHOT', Snapshot: snapshot });
const from = (restore: Json, fileKey = 'runs-1.jar'): Template => ({ ...withCode(fileKey), restore });

const LATEST_TYPE = 'RESTORE_FROM_LATEST_SNAPSHOT';
const SKIP = 'SKIP_RESTORE_FROM_SNAPSHOT';
const lineage = () => scene.application.state?.lineage;
const configurations = () => scene.world.callsOf('StartApplication').map(({ input }) => input.RunConfiguration);
const stops = () => scene.world.callsOf('StopApplication').map(({ input }) => input.Force);

async function running(template: Template = TEMPLATE): Promise<string> {
  expect(await scene.stack.deploy(template)).toBe('CREATE_COMPLETE');
  scene.stack.events.length = 0;
  return lineage()!;
}

describe('a choice of the state', () => {
  test('is made by stopping the job with a snapshot, updating it, and starting it from there', async () => {
    const before = await running();
    expect(await scene.stack.deploy(from(NOTHING('1'), 'runs-2.jar'))).toBe('UPDATE_COMPLETE');
    expect(stops()).toEqual([false]);
    expect(scene.starts).toEqual([LATEST_TYPE, SKIP]);
    expect(scene.application.operations.map(({ name }) => name)).toEqual([
      'StartApplication', 'StopApplication', 'UpdateApplication', 'StartApplication',
    ]);
    expect(lineage()).not.toBe(before);
    const run = scene.stack.events.find(({ resource }) => resource === 'run');
    expect(run?.report).toBe('The job was started from the requested state and is running. All of its tasks are running.');
  });

  test('is made once', async () => {
    await running();
    await scene.stack.deploy(from(NOTHING('1')));
    const after = lineage();
    await scene.stack.deploy(from(NOTHING('1'), 'runs-2.jar'));
    scene.application.stop(false);
    scene.world.advance(60_000);
    await scene.stack.deploy(from(NOTHING('1'), 'runs-3.jar'));
    expect(lineage()).toBe(after);
    expect(scene.starts).toEqual([LATEST_TYPE, SKIP, LATEST_TYPE]);
  });

  test('is made again with another nonce, and not for going back to the latest snapshot', async () => {
    await running();
    await scene.stack.deploy(from(NOTHING('1')));
    await scene.stack.deploy(from(NOTHING('2')));
    const stopped = stops().length;
    await scene.stack.deploy(from(LATEST));
    expect(scene.starts).toEqual([LATEST_TYPE, SKIP, SKIP]);
    expect(stops()).toHaveLength(stopped);
  });

  test('is made when the application is created', async () => {
    await running(from(NOTHING('1')));
    expect(scene.starts).toEqual([SKIP]);
  });

  test.each([
    [ALLOW('1'), { ApplicationRestoreType: LATEST_TYPE }, true],
    [NOTHING('1'), { ApplicationRestoreType: SKIP }, false],
    [
      SNAPSHOT('snapshot-5'),
      { ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT', SnapshotName: 'snapshot-5' },
      false,
    ],
    [
      { ...SNAPSHOT('snapshot-5'), Once: '1' },
      { ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT', SnapshotName: 'snapshot-5' },
      true,
    ],
    [SNAPSHOT('arn:aws:kinesisanalytics:eu-west-1:111111111111:snapshot/snapshot-5'),
      { ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT', SnapshotArn: 'arn:aws:kinesisanalytics:eu-west-1:111111111111:snapshot/snapshot-5' }, false],
  ])('is what StartApplication says: %j', async (restore, expected, allow) => {
    const before = await running();
    scene.application.stop(false);
    scene.world.advance(60_000);
    expect(scene.world.snapshots.map(({ name }) => name)).toEqual(['snapshot-5']);
    await scene.stack.deploy(from(restore));
    expect(configurations().at(-1)).toEqual({
      ApplicationRestoreConfiguration: expected, FlinkRunConfiguration: { AllowNonRestoredState: allow },
    });
    expect(lineage() === before).toBe(restore.Type !== 'NOTHING');
  });

  test('that fails is not made again by the rollback, which brings the old state back', async () => {
    const before = await running();
    expect(await scene.stack.deploy(from(NOTHING('1'), 'fails.jar'))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(scene.starts).toEqual([LATEST_TYPE, SKIP, LATEST_TYPE]);
    expect(scene.application).toMatchObject({
      status: 'RUNNING', state: { lineage: before }, configuration: { fileKey: 'runs-1.jar' },
    });
    expect(stops()).toEqual([false]);
  });

  test('is undone where the application could not be updated, which left the job stopped', async () => {
    const before = await running();
    expect(
      await scene.stack.deploy({ ...from(NOTHING('1'), 'runs-2.jar'), fails: 'application' }),
    ).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(scene.application).toMatchObject({ status: 'RUNNING', state: { lineage: before } });
    expect(scene.starts).toEqual([LATEST_TYPE, LATEST_TYPE]);
  });

  describe.each([[true], [false]])('where a rollback updates what was replaced: %s', updatesReplaced => {
    beforeEach(() => { scene.stack.updatesReplaced = updatesReplaced; });

    test.each(['while-preparing', 'before-application', 'application', 'before-run'] as const)('is undone where something fails: %s', async fails => {
      const before = await running();
      scene.stack.meanwhile = resource => {
        // new code never runs with the old state
        const { status, configuration: { fileKey } } = scene.application;
        if (resource === 'application' && fileKey === 'runs-2.jar') expect(status).toBe('READY');
      };
      expect(await scene.stack.deploy({ ...from(NOTHING('1'), 'runs-2.jar'), fails })).toBe('UPDATE_ROLLBACK_COMPLETE');
      expect(scene.application).toMatchObject({
        status: 'RUNNING', state: { lineage: before }, configuration: { fileKey: 'runs-1.jar' },
      });
      expect(scene.starts).toEqual([LATEST_TYPE, LATEST_TYPE]);
    });

    test('stays where something fails after it was made', async () => {
      await running();
      expect(
        await scene.stack.deploy({ ...from(NOTHING('1'), 'runs-2.jar'), fails: 'after-run' }),
      ).toBe('UPDATE_ROLLBACK_COMPLETE');
      expect(scene.application).toMatchObject({ status: 'RUNNING', configuration: { fileKey: 'runs-1.jar' } });
      expect(scene.starts).toEqual([LATEST_TYPE, SKIP]);
    });

    test('is undone for an application that was to be replaced', async () => {
      const before = await running();
      const template = { ...from(NOTHING('1')), name: 'clicks', fails: 'before-run' as const };
      expect(await scene.stack.deploy(template)).toBe('UPDATE_ROLLBACK_COMPLETE');
      expect([...scene.world.applications.keys()]).toEqual(['orders']);
      expect(scene.application).toMatchObject({ status: 'RUNNING', state: { lineage: before } });
    });

    test('is undone where the job was not stopped in time', async () => {
      const before = await running({ ...TEMPLATE, timeoutSeconds: 120 });
      scene.world.durations.stop = 200_000;
      expect(await scene.stack.deploy({ ...from(NOTHING('1')), timeoutSeconds: 120 })).toBe('UPDATE_ROLLBACK_COMPLETE');
      expect(scene.application).toMatchObject({ status: 'RUNNING', state: { lineage: before } });
    });

    test('is undone by one start, also where the job does not run then', async () => {
      await running();
      scene.stack.meanwhile = () => {
        if (scene.stack.status === 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS') {
          scene.application.configuration = withCode('fails.jar').configuration;
        }
      };
      expect(await scene.stack.deploy({ ...from(NOTHING('1'), 'runs-2.jar'), fails: 'before-run' })).toBe('UPDATE_ROLLBACK_COMPLETE');
      expect(scene.starts).toEqual([LATEST_TYPE, LATEST_TYPE]);
      expect(scene.log).toContainEqual({ undone: { is: 'done', report: 'The job did not start again.' } });
    });
  });

  test.each(['while-preparing', 'before-application', 'application'] as const)('is undone without a clean-up where something fails before the application is updated: %s', async fails => {
    const before = await running();
    scene.stack.cleansUpAfterRollback = false;
    expect(await scene.stack.deploy({ ...from(NOTHING('1'), 'runs-2.jar'), fails })).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(scene.application).toMatchObject({ status: 'RUNNING', state: { lineage: before } });
    expect(scene.starts).toEqual([LATEST_TYPE, LATEST_TYPE]);
  });

  test('that was made leaves nothing to undo when the one before is cleaned up', async () => {
    await running(from(NOTHING('1')));
    expect(await scene.stack.deploy(from(NOTHING('2')))).toBe('UPDATE_COMPLETE');
    expect(scene.stack.events.at(-1)).toMatchObject({
      resource: 'prepare', request: 'Delete', report: 'The application still uses the security group.', millis: 0,
    });
    expect(scene.starts).toEqual([SKIP, SKIP]);
  });

  test('is not undone for a job that this stack no longer starts', async () => {
    await running();
    scene.stack.meanwhile = () => {
      if (scene.stack.status === 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS') scene.application.tags = {};
    };
    expect(await scene.stack.deploy({ ...from(NOTHING('1'), 'runs-2.jar'), fails: 'before-run' })).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(scene.application.status).toBe('READY');
    expect(scene.starts).toEqual([LATEST_TYPE]);
  });

  test('stops nothing for an update that was cancelled while it waited', async () => {
    await running();
    scene.application.maintain('AUTOSCALING');
    scene.stack.meanwhile = () => {
      scene.stack.meanwhile = undefined;
      scene.world.durations.update = 1;
      const advance = scene.world.advance.bind(scene.world);
      scene.world.advance = millis => {
        scene.world.stacks.forEach(stack => { stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS'; });
        advance(millis);
      };
    };
    await scene.stack.deploy({ ...from(NOTHING('1')), fails: 'before-application' });
    expect(stops()).toEqual([]);
    expect(scene.application.status).toBe('RUNNING');
  });

  test.each([
    ['fails to start', 'fails.jar', 'The job did not start again.'],
    ['cannot be started', 'runs-1.jar', 'The stack was rolled back; InvalidRequestException: injected into '
      + 'StartApplication.'],
  ])('is undone without a failure where the job %s again', async (_, fileKey, report) => {
    await running();
    scene.stack.meanwhile = () => {
      if (scene.stack.status !== 'UPDATE_ROLLBACK_IN_PROGRESS') return;
      scene.stack.meanwhile = undefined;
      scene.application.configuration = withCode(fileKey).configuration;
      if (fileKey === 'runs-1.jar') {
        scene.world.faults.push({ call: 'StartApplication', kind: 'InvalidRequestException', times: 1 });
      }
    };
    expect(
      await scene.stack.deploy({ ...from(NOTHING('1')), fails: 'while-preparing' }),
    ).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(scene.stack.events.at(-1)?.report).toBe(report);
  });

  test('is undone without a failure where the service does not answer before the deadline', async () => {
    await running();
    scene.stack.meanwhile = () => {
      if (scene.stack.status !== 'UPDATE_ROLLBACK_IN_PROGRESS') return;
      scene.world.faults.push({ call: 'DescribeApplication', kind: 'ThrottlingException', times: 999 });
    };
    expect(
      await scene.stack.deploy({ ...from(NOTHING('1')), fails: 'while-preparing' }),
    ).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(scene.stack.events.at(-1)?.report).toContain('The stack was rolled back; a request to AWS failed '
      + '(ThrottlingException');
  });

  test('is not undone by starting a job that was updated in the meantime', async () => {
    await running();
    scene.stack.meanwhile = () => {
      if (scene.stack.status === 'UPDATE_ROLLBACK_IN_PROGRESS') {
        scene.application.operations.push({
          id: 'other', name: 'UpdateApplication', startTime: scene.world.time, status: 'SUCCESSFUL',
        });
      }
    };
    await scene.stack.deploy({ ...from(NOTHING('1')), fails: 'while-preparing' });
    expect(scene.stack.events.at(-1)?.report).toBe('No action was required.');
    expect(scene.application.status).toBe('READY');
  });

  test('is not made for an update that was cancelled while it waited', async () => {
    const before = await running();
    scene.stack.meanwhile = resource => {
      if (resource === 'run') scene.world.stacks.forEach(stack => { stack.status = 'UPDATE_ROLLBACK_IN_PROGRESS'; });
    };
    await scene.stack.deploy(from(NOTHING('1')));
    expect(lineage()).toBe(before);
  });

  test('waits for what the application is busy with', async () => {
    await running();
    scene.application.maintain('AUTOSCALING');
    scene.world.faults.push({ call: 'StopApplication', kind: 'ResourceInUseException', times: 1 });
    expect(await scene.stack.deploy(from(NOTHING('1')))).toBe('UPDATE_COMPLETE');
    expect(scene.starts).toEqual([LATEST_TYPE, SKIP]);
  });

  test('fails where the application stays busy', async () => {
    await running({ ...TEMPLATE, timeoutSeconds: 120 });
    scene.stack.meanwhile = resource => {
      if (resource === 'prepare' && scene.stack.status === 'UPDATE_IN_PROGRESS') {
        scene.application.status = 'MAINTENANCE';
      }
    };
    await scene.stack.deploy({ ...from(NOTHING('1')), timeoutSeconds: 120 });
    expect(scene.stack.events[0].reason).toContain('after 2 minutes the application is MAINTENANCE');
  });

  test.each([
    ['drops the state', NOTHING('1'), 'UPDATE_COMPLETE', [false, true]],
    ['uses the newest state', ALLOW('1'), 'UPDATE_ROLLBACK_COMPLETE', [false]],
  ])('that %s meets a job that cannot be stopped gracefully', async (_, restore, status, forces) => {
    const before = await running();
    scene.application.refusesGracefulStop = true;
    expect(await scene.stack.deploy(from(restore))).toBe(status);
    expect(stops()).toEqual(forces);
    expect(lineage() === before).toBe(restore.Type === 'LATEST');
    if (status !== 'UPDATE_COMPLETE') {
      expect(scene.stack.lastReason).toContain('the job cannot be stopped with a snapshot of its state');
    }
  });

  test('meets a graceful stop that fails afterwards', async () => {
    await running();
    const { stop } = scene.application;
    scene.application.stop = function failing(force: boolean) {
      stop.call(this, force);
      if (force) return;
      this.operations.at(-1)!.status = 'FAILED';
      this.status = 'RUNNING';
    };
    scene.world.durations.stop = 1e9;
    expect(await scene.stack.deploy(from(NOTHING('1')))).toBe('UPDATE_COMPLETE');
    expect(stops()).toEqual([false, true]);
  });

  test('fails with the error where the job may not be stopped', async () => {
    await running();
    scene.world.faults.push({ call: 'StopApplication', kind: 'AccessDeniedException', times: 1 });
    expect(await scene.stack.deploy(from(NOTHING('1')))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(scene.stack.lastReason).toContain('AccessDeniedException: injected into StopApplication');
  });

  test('fails where somebody starts the job in the meantime', async () => {
    await running();
    scene.stack.meanwhile = resource => {
      if (resource !== 'run' || scene.stack.status !== 'UPDATE_IN_PROGRESS') return;
      scene.application.start({ type: LATEST_TYPE });
      scene.world.advance(1);
    };
    expect(await scene.stack.deploy(from(NOTHING('1')))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(
      scene.stack.events.find(({ status }) => status === 'FAILED')?.reason,
    ).toContain('the job was already running');
  });

  test('does not start anything for an application that is not there', async () => {
    await running();
    scene.stack.meanwhile = () => { scene.stack.meanwhile = undefined; scene.world.applications.clear(); };
    await scene.stack.deploy(from(NOTHING('1')));
    expect(scene.stack.events[0]).toMatchObject({ resource: 'prepare', report: 'No action was required.' });
  });
});

describe('an application that is replaced', () => {
  const RENAMED: Template = { ...TEMPLATE, name: 'clicks' };

  test.each([['plainly', LATEST], ['with state that may be left out', ALLOW('1')]])('fails where the new one would start from its latest snapshot %s, and the old job stays', async (_, restore) => {
    const before = await running();
    expect(await scene.stack.deploy({ ...RENAMED, restore })).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(scene.stack.lastReason).toContain('the application orders is replaced by clicks, which has no snapshots');
    expect(scene.stack.lastReason).toContain('RestoreFrom.snapshot(arn)');
    expect(scene.stack.lastReason).toContain('RestoreFrom.nothing({ once })');
    expect(scene.application).toMatchObject({ status: 'RUNNING', state: { lineage: before } });
    expect([...scene.world.applications.keys()]).toEqual(['orders']);
  });

  test('fails with a choice that was made before', async () => {
    await running(from(NOTHING('1')));
    expect(await scene.stack.deploy({ ...RENAMED, restore: NOTHING('1') })).toBe('UPDATE_ROLLBACK_COMPLETE');
  });

  test('starts without a state where that is asked for, and the old one is stopped and removed', async () => {
    await running();
    expect(await scene.stack.deploy({ ...RENAMED, restore: NOTHING('1') })).toBe('UPDATE_COMPLETE');
    expect([...scene.world.applications].map(([name, { status }]) => `${name} ${status}`)).toEqual(['clicks RUNNING']);
  });

  test('goes back to the old one where something else fails', async () => {
    const before = await running();
    expect(
      await scene.stack.deploy({ ...RENAMED, restore: NOTHING('1'), fails: 'after-run' }),
    ).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect([...scene.world.applications].map(([name, { status }]) => `${name} ${status}`)).toEqual(['orders RUNNING']);
    expect(lineage()).toBe(before);
  });
});
