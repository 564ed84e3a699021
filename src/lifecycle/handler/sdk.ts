import { createRequire } from 'node:module';

/** The clients of the AWS SDK that are used here, as far as they are used. The runtime of Lambda brings them. */
export interface Client {
  readonly middlewareStack: {
    add(middleware: Middleware, options: MiddlewareOptions): void;
  };
  send(command: object): Promise<Record<string, unknown>>;
}

interface MiddlewareOptions {
  readonly step: 'build';
  readonly priority: 'high';
  readonly name: string;
}

interface MiddlewareArguments {
  readonly input: unknown;
  readonly request: { body?: unknown };
}

type Handler = (given: MiddlewareArguments) => Promise<unknown>;

export type Middleware = (next: Handler) => Handler;

type Constructor<T> = new (options: object) => T;

/** Without them, the SDK waits for ever for an answer that does not come. */
const TIMEOUTS = { connectionTimeout: 5_000, requestTimeout: 15_000, throwOnRequestTimeout: true };

const load = createRequire(__filename);

/** Makes calls by their names. */
export interface Caller {
  /**
   * Makes a call. Throttling and errors of the server or the network are retried with jitter.
   *
   * @param maxAttempts 1 for a call that must not be made twice
   */
  call(command: string, input: object, maxAttempts?: number): Promise<Record<string, unknown>>;
}

/** Loads a client when it is first needed, and makes commands for it by their names. */
export class Sdk implements Caller {
  private readonly clients = new Map<number, Client>();

  constructor(
    private readonly packageName: string, private readonly clientName: string, private readonly middleware?: Middleware,
    private readonly requestHandler = TIMEOUTS,
  ) {}

  public async call(command: string, input: object, maxAttempts = 4): Promise<Record<string, unknown>> {
    const Command = this.member<object>(`${command}Command`);
    return this.client(maxAttempts).send(new Command(input));
  }

  private client(maxAttempts: number): Client {
    const existing = this.clients.get(maxAttempts);
    if (existing !== undefined) return existing;
    const Client = this.member<Client>(this.clientName);
    const client = new Client({ maxAttempts, requestHandler: this.requestHandler });
    if (this.middleware !== undefined) {
      client.middlewareStack.add(this.middleware, { step: 'build', priority: 'high', name: 'cdkManagedFlinkMembers' });
    }
    this.clients.set(maxAttempts, client);
    return client;
  }

  private member<T>(name: string): Constructor<T> {
    return (load(this.packageName) as Record<string, Constructor<T>>)[name];
  }
}

/**
 * Adds the ARN of a snapshot to a request. Versions of the SDK that do not know the member leave it out without an
 * error, and the job would start from another state.
 */
export const addSnapshotArn: Middleware = next => async given => {
  const arn = snapshotArnOf(given.input);
  if (arn !== undefined) {
    const body = JSON.parse(textOf(given.request.body)) as {
      RunConfiguration: { ApplicationRestoreConfiguration: object };
    };
    Object.assign(body.RunConfiguration.ApplicationRestoreConfiguration, { SnapshotArn: arn });
    given.request.body = JSON.stringify(body);
  }
  return next(given);
};

function snapshotArnOf(input: unknown): string | undefined {
  const { RunConfiguration: run } = input as {
    RunConfiguration?: { ApplicationRestoreConfiguration?: { SnapshotArn?: string } };
  };
  return run?.ApplicationRestoreConfiguration?.SnapshotArn;
}

/** Versions of the SDK differ in whether they serialize to text or to bytes. */
function textOf(body: unknown): string {
  return typeof body === 'string' ? body : new TextDecoder().decode(body as Uint8Array);
}
