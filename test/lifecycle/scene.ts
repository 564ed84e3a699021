import { Api, dashboardPage } from './double/api';
import { Configuration } from './double/application';
import { DoubleServer } from './double/server';
import { World } from './double/world';
import { Json } from './framework';
import { Stack, Template } from './stack';
import { respond } from '../../src/lifecycle/handler';
import { AwsService } from '../../src/lifecycle/handler/aws-service';
import { LifecycleRequest } from '../../src/lifecycle/handler/request';
import { Caller } from '../../src/lifecycle/handler/sdk';

export const CONFIGURATION: Configuration = {
  bucketArn: 'arn:aws:s3:::artifacts',
  fileKey: 'runs-1.jar',
  runtime: 'FLINK-1_20',
  groups: ['sg-own'],
  rollbackEnabled: true,
  snapshotMode: 'LEGACY',
};

export const LATEST: Json = { Type: 'LATEST' };

/** A stack whose job is started when it is deployed. */
export const TEMPLATE: Template = {
  lifecycle: true,
  name: 'orders',
  configuration: CONFIGURATION,
  restore: LATEST,
  timeoutSeconds: 30 * 60,
  verifyTasks: true,
  onDelete: 'STOP',
};

export function withCode(fileKey: string, template: Template = TEMPLATE): Template {
  return { ...template, configuration: { ...template.configuration, fileKey } };
}

/** Times as the SDK gives them. */
function reviveTime(key: string, value: unknown): unknown {
  if (key === 'StartTime') return new Date(Number(value) * 1000);
  return key === 'LastUpdatedTimestamp' ? new Date(String(value)) : value;
}

/** A world, a stack in it, and the handler with the real SDK between them. */
export class Scene {
  /** Without the network, where only the decisions matter. */
  public static inMemory(): Scene {
    const api = new Api(new World(), () => 'http://dashboard');
    const caller = (service: string): Caller => ({
      call: async (command, input) => {
        const answer = api.call(service, command, JSON.parse(JSON.stringify(input)) as Json, JSON.stringify(input));
        return JSON.parse(JSON.stringify(answer), reviveTime) as Json;
      },
    });
    const service = new AwsService(
      caller('KinesisAnalytics_20180523'), caller('Logs_20140328'), caller('query'), caller('query'),
    );
    service.fetch = async url => {
      if (api.world.dashboard === 'unreachable') throw new Error('fetch failed');
      const [, , name, ...path] = new URL(url).pathname.split('/');
      return {
        status: 200,
        body: JSON.stringify(dashboardPage(api.world, name, path.join('/'))),
        cookies: '',
        location: undefined,
      };
    };
    return new Scene(api, service, async () => undefined);
  }

  public static async open(): Promise<Scene> {
    const server = await DoubleServer.listen();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: server.url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
    return new Scene(server.api, new AwsService(), () => server.close());
  }

  public world = new World();
  public stack!: Stack;
  public readonly log: Json[] = [];

  private constructor(
    private readonly api: Api, private readonly service: AwsService, public readonly close: () => Promise<void>,
  ) {
    this.reset();
  }

  public reset(): void {
    this.world = new World();
    this.api.world = this.world;
    this.stack = new Stack(this.world, event => this.lambda(event));
    this.log.length = 0;
  }

  public async lambda(event: Json): Promise<Json> {
    const { world } = this;
    const clock = { now: () => world.time, sleep: async (millis: number) => { world.advance(millis); } };
    const context = { service: this.service, clock, log: (entry: Json) => { this.log.push(entry); } };
    return await respond(event as unknown as LifecycleRequest, context) as unknown as Json;
  }

  public get application() {
    return this.world.application('orders');
  }

  /** The restore types of all starts so far. */
  public get starts(): unknown[] {
    return this.world.callsOf('StartApplication').map(({ input }) => {
      const {
        ApplicationRestoreConfiguration: { ApplicationRestoreType },
      } = input.RunConfiguration as { ApplicationRestoreConfiguration: Json };
      return ApplicationRestoreType;
    });
  }
}
