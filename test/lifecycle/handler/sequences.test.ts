import * as fc from 'fast-check';
import { behaviorOf } from '../double/application';
import { World } from '../double/world';
import { Json } from '../framework';
import { LATEST, Scene, TEMPLATE, withCode } from '../scene';
import { Template } from '../stack';

const TIMEOUT_SECONDS = 300;
/** A look, the second look at the tasks, and the looks at the log group. */
const SLACK_MILLIS = 60_000;

type Step =
  | {
    readonly kind: 'deploy';
    readonly code: string;
    readonly name: string;
    readonly restore: Json;
    readonly fails?: Template['fails'];
  }
  | { readonly kind: 'operator'; readonly action: 'stop' | 'rollback' | 'scale' | 'maintain' }
  | { readonly kind: 'fault'; readonly call: string; readonly fault: string }
  | { readonly kind: 'world'; readonly change: Partial<Pick<World, 'logDelay' | 'lingering' | 'dashboard'>> }
  /** What is not documented of CloudFormation, and answers that are lost. */
  | { readonly kind: 'formation'; readonly updatesReplaced: boolean; readonly lost: number };

const nonce = fc.constantFrom('1', '2', '3');
const restore: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(LATEST) },
  { weight: 1, arbitrary: nonce.map(Once => ({ Type: 'NOTHING', Once })) },
  { weight: 1, arbitrary: nonce.map(Once => ({ Type: 'LATEST', Once })) },
);
const failures: Template['fails'][] = [
  'while-preparing', 'before-application', 'application', 'before-run', 'after-run',
];
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('deploy' as const),
      code: fc.constantFrom('runs-1.jar', 'runs-2.jar', 'runs-3.jar', 'fails.jar', 'loops.jar'),
      name: fc.oneof({ weight: 7, arbitrary: fc.constant('orders') }, { weight: 1, arbitrary: fc.constant('clicks') }),
      restore,
      fails: fc.option(fc.constantFrom(...failures), { nil: undefined, freq: 5 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('formation' as const), updatesReplaced: fc.boolean(), lost: fc.nat(3) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('operator' as const),
      action: fc.constantFrom('stop' as const, 'rollback' as const, 'scale' as const, 'maintain' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('fault' as const),
      call: fc.constantFrom(
        'StartApplication', 'StopApplication', 'DescribeApplication', 'ListApplicationOperations', 'FilterLogEvents',
        'CreateApplicationPresignedUrl',
      ),
      fault: fc.constantFrom(
        'drop-before', 'drop-after', 'ThrottlingException', 'InternalFailure', 'ConcurrentModificationException',
      ),
    }).filter(({ call, fault }) => fault !== 'ConcurrentModificationException' || call.startsWith('St')),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('world' as const),
      change: fc.record({
        logDelay: fc.constantFrom(0, 25_000),
        lingering: fc.constantFrom(0, 600_000),
        dashboard: fc.constantFrom('token' as const, 'unreachable' as const),
      }),
    }),
  },
);

/** What the job remembers, or will when it is started. */
function memory({ world }: Scene, name: string) {
  return world.applications.get(name)?.state
    ?? world.snapshots.filter(({ application }) => application === name).at(-1)?.state;
}

function operate(scene: Scene, name: string, action: string): void {
  const application = scene.world.applications.get(name);
  if (application?.status !== 'RUNNING') return;
  if (action === 'stop') application.stop(false);
  if (action === 'rollback' && application.previous !== undefined) application.rollback();
  if (action === 'scale') application.maintain('AUTOSCALING');
  if (action === 'maintain') application.maintain('MAINTENANCE');
}

/** Loses the next answers. */
function loses(count: number): () => boolean {
  let left = count;
  return () => left-- > 0;
}

async function deploy(scene: Scene, before: Template | undefined, next: Template): Promise<Template | undefined> {
  const { world, stack } = scene;
  const remembered = memory(scene, (before ?? next).name);
  const ran = before !== undefined && world.application(before.name).status === 'RUNNING'
    && behaviorOf(world.application(before.name).configuration) === 'runs';
  stack.events.length = 0;
  const calls = world.callsOf('StartApplication').length;
  const status = await stack.deploy(next);
  const dropsState = next.restore.Type === 'NOTHING'
    && JSON.stringify(before?.restore) !== JSON.stringify(next.restore);
  const isDone = status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE';
  const isChanged = JSON.stringify({ ...before, fails: undefined }) !== JSON.stringify({ ...next, fails: undefined });
  const now = isDone ? next : before;

  expect(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'ROLLBACK_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE']).toContain(status);
  for (const event of stack.events.filter(({ request }) => request !== 'Delete')) {
    expect(event.millis).toBeLessThanOrEqual(TIMEOUT_SECONDS * 1000 + SLACK_MILLIS);
    if (event.status === 'FAILED') expect(event.reason).toMatch(/\w{3,} .{10,}/);
  }
  // without a change there is no call
  if (isDone && isChanged) {
    expect(world.application(next.name).configuration.fileKey).toBe(next.configuration.fileKey);
    expect(world.application(next.name).status).toBe('RUNNING');
    if (world.dashboard === 'token') expect(behaviorOf(next.configuration)).toBe('runs');
  }
  if (status === 'ROLLBACK_COMPLETE') expect([world.applications.size, world.interfaces.length]).toEqual([0, 0]);
  if (status === 'UPDATE_ROLLBACK_COMPLETE') {
    expect([...world.applications.keys()]).toEqual([before!.name]);
    // a job that ran is not left stopped
    if (ran) expect(world.application(before!.name).status).toBe('RUNNING');
  }
  if (remembered !== undefined && !dropsState) {
    expect(memory(scene, now!.name)?.lineage).toBe(remembered.lineage);
    expect(memory(scene, now!.name)!.count).toBeGreaterThanOrEqual(remembered.count);
  }
  // what was lost on its way was not a start
  expect(world.callsOf('StartApplication').length - calls).toBeLessThanOrEqual(stack.events.length * 3);
  return now;
}

test('random sequences end in what was asked for or in a failure with a reason, in time, and lose no state that was not to be dropped', async () => {
  const scene = Scene.inMemory();
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async steps => {
    scene.reset();
    let deployed: Template | undefined;
    for (const next of steps) {
      if (next.kind === 'operator') operate(scene, deployed?.name ?? TEMPLATE.name, next.action);
      if (next.kind === 'fault') scene.world.faults.push({ call: next.call, kind: next.fault, times: 2 });
      if (next.kind === 'world') Object.assign(scene.world, next.change);
      if (next.kind === 'formation') {
        Object.assign(scene.stack, { updatesReplaced: next.updatesReplaced, losesAnswer: loses(next.lost) });
      }
      if (next.kind === 'deploy') {
        const { code, name, fails } = next;
        const template = { ...withCode(code), name, restore: next.restore, fails, timeoutSeconds: TIMEOUT_SECONDS };
        deployed = await deploy(scene, deployed, template);
      }
    }
    scene.stack.events.length = 0;
    if (deployed === undefined) return;
    expect(await scene.stack.delete()).toBe('DELETE_COMPLETE');
    expect([scene.world.applications.size, scene.world.interfaces.length]).toEqual([0, 0]);
  }), { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 20) });
}, 600_000);
