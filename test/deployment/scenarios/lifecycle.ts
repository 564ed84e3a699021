import { App, Duration } from 'aws-cdk-lib';
import { ApplicationLifecycle, FlinkRuntime } from '../../../src';
import { BASELINE, misbehaving, newJob, newStack, newVpc } from '../parts';
import { Scenario } from '../scenario';

interface Jobs {
  readonly runtime?: FlinkRuntime;
  /** What goes wrong with a third job, in a stack of its own. */
  readonly third?: Record<string, string>;
  readonly timeout?: Duration;
}

/** A job that starts slowly and one that hangs in stopping, both started by the deployment. */
function started(app: App, { runtime = FlinkRuntime.FLINK_1_20, third, timeout }: Jobs = {}): void {
  const stack = newStack(app, 'Lifecycle');
  const vpc = newVpc(stack);
  const lifecycle = ApplicationLifecycle.startOnDeploy();
  newJob(stack, 'Slow', vpc, { lifecycle, runtime, ...misbehaving({ start: 'slow' }) });
  newJob(stack, 'Hanging', vpc, { lifecycle, ...misbehaving({ stop: 'hang' }) });
  if (third !== undefined) {
    newJob(newStack(app, 'Third'), 'Job', vpc, {
      lifecycle: ApplicationLifecycle.startOnDeploy({ timeout }),
      ...misbehaving(third),
    });
  }
}

export const LIFECYCLE: Scenario = {
  name: 'lifecycle',
  stages: [
    {
      name: 'a job that starts slowly, and one that will not stop',
      app: app => started(app),
      applications: 2,
      endpoints: BASELINE,
      runs: true,
    },
    {
      name: 'another runtime while the job runs',
      app: app => started(app, { runtime: FlinkRuntime.FLINK_2_2 }),
      applications: 2,
      endpoints: BASELINE,
      runs: true,
    },
    {
      name: 'a job that does not start',
      app: app => started(app, { runtime: FlinkRuntime.FLINK_2_2, third: { start: 'fail' } }),
      refused: /did not start[^]*the emulator was told to let the start fail/,
      applications: 2,
      endpoints: BASELINE,
    },
    {
      name: 'a job that restarts over and over',
      app: app =>
        started(app, {
          runtime: FlinkRuntime.FLINK_2_2,
          third: { tasks: 'restart' },
          timeout: Duration.minutes(5),
        }),
      refused: /is not running after 5 minutes[^]*no broker answers/,
      applications: 2,
      endpoints: BASELINE,
    },
  ],
};
