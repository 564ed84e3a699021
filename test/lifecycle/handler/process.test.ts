import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { handlerFolder, ROOT } from './compiled';
import { DoubleServer } from '../double/server';
import { ROOT_CAUSE } from '../double/world';
import { Json } from '../framework';
import { TEMPLATE, withCode } from '../scene';
import { Stack } from '../stack';

const SPEED = 100;

/** The handler as it is deployed, with the SDK, in a process of its own: nothing of the library is there. */
describe('the deployed handler', () => {
  let server: DoubleServer;
  let lambda: ChildProcess;
  let clock: NodeJS.Timeout;
  let stack: Stack;

  beforeAll(async () => {
    server = await DoubleServer.listen();
    const { world } = server.api;
    let last = Date.now();
    clock = setInterval(() => {
      const now = Date.now();
      world.advance((now - last) * SPEED);
      last = now;
    }, 1);
    const env = {
      AWS_ENDPOINT_URL: server.url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'secret',
      NODE_PATH: join(ROOT, 'node_modules'),
    };
    lambda = fork(join(__dirname, 'lambda.js'), [handlerFolder(), String(SPEED)], { env, execArgv: ['--no-warnings'] });
    stack = new Stack(world, async event => {
      lambda.send(event);
      const [{ answer, error }] = await once(lambda, 'message') as [{ answer?: Json; error?: Error }];
      if (error !== undefined) throw Object.assign(new Error(error.message), error);
      return answer!;
    });
  });

  afterAll(async () => {
    clearInterval(clock);
    lambda.kill();
    await server.close();
  });

  test('starts a job, rolls it, says why it fails, and stops it', async () => {
    expect(await stack.deploy(TEMPLATE)).toBe('CREATE_COMPLETE');
    expect(server.api.world.application('orders').status).toBe('RUNNING');
    expect(await stack.deploy(withCode('runs-2.jar'))).toBe('UPDATE_COMPLETE');
    expect(await stack.deploy(withCode('fails.jar'))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(stack.lastReason).toContain(ROOT_CAUSE);
    expect(await stack.delete()).toBe('DELETE_COMPLETE');
    expect(server.api.world.callsOf('StopApplication').map(({ input }) => input.Force)).toEqual([false]);
  });
});
