import { once } from 'node:events';
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { AwsService } from '../../../src/lifecycle/handler/aws-service';
import { lookAtTasks } from '../../../src/lifecycle/handler/dashboard';
import { Caller, Sdk } from '../../../src/lifecycle/handler/sdk';
import { errorName, isTransient } from '../../../src/lifecycle/handler/service';
import { Json } from '../framework';
import { Scene, TEMPLATE, withCode } from '../scene';

const ARN = 'arn:aws:kinesisanalytics:eu-west-1:111111111111:snapshot/before';

/** The real SDK against the double over HTTP, in the protocols of the services. */
describe('on the wire', () => {
  let scene: Scene;
  beforeAll(async () => { scene = await Scene.open(); });
  beforeEach(() => scene.reset());
  afterAll(() => scene.close());

  test('a stack is created, updated and deleted', async () => {
    expect(await scene.stack.deploy(TEMPLATE)).toBe('CREATE_COMPLETE');
    expect(
      await scene.stack.deploy({ ...withCode('runs-2.jar'), restore: { Type: 'NOTHING', Once: '1' } }),
    ).toBe('UPDATE_COMPLETE');
    expect(await scene.stack.deploy(withCode('fails.jar'))).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(scene.stack.lastReason).toContain('Service: The update could not be applied');
    expect(await scene.stack.delete()).toBe('DELETE_COMPLETE');
  });

  test('the ARN of a snapshot is in the bytes that are sent, though the SDK may not know the member', async () => {
    scene.world.snapshots.push({ name: 'before', application: 'other', at: 0, state: { lineage: 'theirs', count: 7 } });
    expect(
      await scene.stack.deploy({ ...TEMPLATE, restore: { Type: 'SNAPSHOT', Snapshot: ARN } }),
    ).toBe('CREATE_COMPLETE');
    const [{ body }] = scene.world.callsOf('StartApplication');
    expect(JSON.parse(body)).toEqual({
      ApplicationName: 'orders',
      RunConfiguration: {
        ApplicationRestoreConfiguration: { ApplicationRestoreType: 'RESTORE_FROM_CUSTOM_SNAPSHOT', SnapshotArn: ARN },
        FlinkRunConfiguration: { AllowNonRestoredState: false },
      },
    });
    expect(scene.application.state?.lineage).toBe('theirs');
  });

  test.each(['drop-after', 'drop-before', 'ThrottlingException', 'InternalFailure'])('%s is survived, and the job started once', async kind => {
    for (const call of ['StartApplication', 'DescribeApplication', 'ListApplicationOperations']) {
      scene.world.faults.push({ call, kind, times: 1 });
    }
    expect(await scene.stack.deploy(TEMPLATE)).toBe('CREATE_COMPLETE');
    expect(scene.application.operations).toHaveLength(1);
  });

  test.each([['token'], ['cookies'], ['unreachable']] as const)('the dashboard is read with %s', async dashboard => {
    await scene.stack.deploy(TEMPLATE);
    scene.world.dashboard = dashboard;
    const service = new AwsService();
    const report = await lookAtTasks(service, 'orders');
    expect(report.tasks).toBe(dashboard === 'unreachable' ? 'unknown' : 'running');
    scene.application.configuration = withCode('loops.jar').configuration;
    expect((await lookAtTasks(service, 'orders')).tasks).toBe(dashboard === 'unreachable' ? 'unknown' : 'not-running');
  });
});

test('an answer that never comes is given up and asked for again later', async () => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  Object.assign(process.env, { AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  const timeouts = { connectionTimeout: 50, requestTimeout: 50, throwOnRequestTimeout: true };
  const sdk = new Sdk('@aws-sdk/client-kinesis-analytics-v2', 'KinesisAnalyticsV2Client', undefined, timeouts);
  const error: unknown = await sdk.call(
    'DescribeApplication', { ApplicationName: 'orders' }, 1,
  ).catch((thrown: unknown) => thrown);
  expect([errorName(error), isTransient(error)]).toEqual(['TimeoutError', true]);
  server.closeAllConnections();
  server.close();
});

describe('calls', () => {
  const service = (answer: (command: string, input: Json) => Json) => {
    const caller: Caller = { call: async (command, input) => answer(command, input as Json) };
    return new AwsService(caller, caller, caller, caller);
  };
  const refused = (name: string) => service(() => { throw Object.assign(new Error('no'), { name }); });

  test('read all pages of a list, up to a limit', async () => {
    const pages = service((_, { NextToken }) => ({
      ApplicationOperationInfoList: [{ OperationId: String(NextToken ?? 0), StartTime: new Date(5) }],
      NextToken: String(Number(NextToken ?? 0) + 1),
    }));
    const operations = await pages.operations('orders');
    expect(operations).toHaveLength(20);
    expect(operations[1]).toEqual({ id: '1', name: '', status: '', startTime: 5 });
    expect(await service(() => ({})).operations('orders')).toEqual([]);
    expect(
      await service(() => ({ ApplicationOperationInfoList: [{}] })).operations('orders'),
    ).toEqual([{ id: '', name: '', status: '', startTime: 0 }]);
  });

  test('find nothing where there is nothing, and throw every other error', async () => {
    await expect(refused('ResourceNotFoundException').describe('orders')).resolves.toBeUndefined();
    await expect(refused('AccessDeniedException').describe('orders')).rejects.toThrow('no');
    await expect(refused('ValidationError').stackResource('stack', 'App')).resolves.toBeUndefined();
    await expect(refused('AccessDenied').stackResource('stack', 'App')).rejects.toThrow('no');
    await expect(
      service(() => ({ StackResourceDetail: { PhysicalResourceId: '' } })).stackResource('stack', 'App'),
    ).resolves.toEqual({});
    await expect(
      service(() => ({ StackResourceDetail: { ResourceStatus: 'CREATE_COMPLETE', LastUpdatedTimestamp: new Date(5) } }))
        .stackResource('stack', 'App'),
    ).resolves.toEqual({});
    await expect(service(() => ({ Tags: [{ Key: 'a' }] })).tags('arn')).resolves.toEqual({ a: '' });
    await expect(service(() => ({ NetworkInterfaces: [{}] })).interfaces('sg-1')).resolves.toEqual(['']);
    await expect(
      service(() => ({ ApplicationOperationInfoDetails: {} })).failureOf('orders', 'o'),
    ).resolves.toBeUndefined();
  });
});

describe('a dashboard', () => {
  const look = (pages: Record<string, unknown>, status = 200) => {
    const service = new AwsService();
    service.dashboardUrl = async () => 'https://host/flinkdashboard/?authToken=t';
    service.fetch = async url => {
      const page = pages[new URL(url).pathname.replace('/flinkdashboard/', '')];
      return {
        status: page === undefined ? 404 : status,
        body: typeof page === 'string' ? page : JSON.stringify(page),
        cookies: '',
        location: undefined,
      };
    };
    return lookAtTasks(service, 'orders');
  };
  const vertices = (...statuses: string[]) => statuses.map(status => ({ name: status, status }));

  test.each([
    ['no job', { jobs: {} }, { tasks: 'not-running', detail: 'there is no Flink job yet' }],
    [
      'a finished job',
      {
        'jobs': { jobs: [{ id: 'a' }, { id: 'b', status: 'FINISHED' }] },
        'jobs/b': { state: 'FINISHED', vertices: vertices('FINISHED') },
      },
      { tasks: 'running' },
    ],
    ['a running job with tasks that are not', { 'jobs': { jobs: [{ id: 'a' }] }, 'jobs/a': { state: 'RUNNING', vertices: vertices('RUNNING', 'INITIALIZING') } },
      { tasks: 'not-running', detail: 'the task INITIALIZING is INITIALIZING and the Flink job RUNNING', exception: undefined }],
    ['a job that restarts', { 'jobs': { jobs: [{ id: 'a' }] }, 'jobs/a': { state: 'RESTARTING', vertices: vertices('RUNNING') } },
      { tasks: 'not-running', detail: 'the Flink job is RESTARTING', exception: undefined }],
    ['a job without a state', { 'jobs': { jobs: [{ id: 'a' }] }, 'jobs/a': { vertices: [{}] } },
      { tasks: 'not-running', detail: 'the task  is  and the Flink job ', exception: undefined }],
    [
      'a job without tasks',
      { 'jobs': { jobs: [{ id: 'a' }] }, 'jobs/a': {} },
      { tasks: 'not-running', detail: 'the Flink job is ', exception: undefined },
    ],
    [
      'a page that is no JSON',
      { jobs: '<html>' },
      { tasks: 'unknown', detail: 'the Flink dashboard could not be read (Error: HTTP status 200 for /jobs)' },
    ],
    [
      'nothing',
      {},
      { tasks: 'unknown', detail: 'the Flink dashboard could not be read (Error: HTTP status 404 for /jobs)' },
    ],
  ])('with %s', async (_, pages, expected) => {
    expect(await look(pages)).toEqual(expected);
  });

  test('that redirects for ever is given up', async () => {
    const service = new AwsService();
    service.dashboardUrl = async () => 'https://host/flinkdashboard';
    const fetched: string[] = [];
    service.fetch = async (url, cookies) => {
      fetched.push(`${url} ${cookies ?? ''}`);
      return { status: 302, body: '', cookies: 'a=1', location: '/flinkdashboard' };
    };
    expect((await lookAtTasks(service, 'orders')).tasks).toBe('unknown');
    expect(fetched).toHaveLength(6);
    expect(fetched.at(-1)).toBe('https://host/flinkdashboard/jobs a=1; a=1; a=1; a=1');
  });
});
