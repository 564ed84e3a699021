import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';

/** A request or an answer of CloudFormation. */
export type Json = Record<string, unknown>;

/** The function of ours, as Lambda would call it: what it answers, or the error that it threw. */
export type LambdaFunction = (event: Json) => Promise<Json>;

interface Outbound {
  startExecution(request: { input: string }): Promise<void>;
  invokeFunction(
    request: { FunctionName: string; Payload: string }
  ): Promise<{ Payload: string; FunctionError?: string }>;
  httpRequest(options: unknown, body: string): Promise<void>;
}

interface Framework {
  onEvent(event: Json): Promise<void>;
  isComplete(event: Json): Promise<void>;
  onTimeout(event: Json): Promise<void>;
}

const RUNTIME = join(
  dirname(require.resolve('aws-cdk-lib/package.json')), 'custom-resources', 'lib', 'provider-framework', 'runtime',
);
const load = createRequire(__filename);
const POLL_MILLIS = 10_000;
const MAX_POLLS = 360;

/** The code of the CDK's provider framework, as it is deployed, with the calls that leave it replaced. */
function frameworkWith(outbound: Outbound): Framework {
  const modules = new Map<string, unknown>([['./outbound', outbound]]);
  const requireFrom = (name: string): unknown => {
    if (!name.startsWith('./')) return load(name);
    if (!modules.has(name)) {
      const module: { exports: Record<string, unknown> } = { exports: {} };
      modules.set(name, module.exports);
      const code = readFileSync(join(RUNTIME, `${name}.js`), 'utf8');
      compileFunction(code, ['require', 'module', 'exports', 'process'])(requireFrom, module, module.exports, process);
      if (name === './util') module.exports.log = () => undefined;
      modules.set(name, module.exports);
    }
    return modules.get(name);
  };
  return requireFrom('./framework') as Framework;
}

export interface FrameworkOptions {
  readonly lambda: LambdaFunction;
  /** Lets the time between two looks pass. */
  readonly wait: (millis: number) => void | Promise<void>;
  /** Whether the answer to a call of our function is lost, so that it is called again. */
  readonly losesAnswer?: () => boolean;
}

/** Sends one request of CloudFormation through the provider framework and returns what CloudFormation is told. */
export async function throughFramework(
  request: Json, { lambda, wait, losesAnswer = () => false }: FrameworkOptions,
): Promise<Json> {
  let response: Json | undefined;
  let input: string | undefined;
  const framework = frameworkWith({
    startExecution: async ({ input: given }) => { input = given; },
    invokeFunction: async ({ Payload }) => {
      const invoke = async () => JSON.parse(JSON.stringify(await lambda(JSON.parse(Payload) as Json))) as Json;
      try {
        if (losesAnswer()) await invoke();
        return { Payload: JSON.stringify(await invoke()) };
      } catch (error) {
        const { name, message, stack = '' } = error as Error;
        return {
          FunctionError: 'Unhandled',
          Payload: JSON.stringify({ errorType: name, errorMessage: message, trace: stack.split('\n') }),
        };
      }
    },
    httpRequest: async (_, body) => { response = JSON.parse(body) as Json; },
  });
  Object.assign(process.env, {
    USER_ON_EVENT_FUNCTION_ARN: 'arn:aws:lambda:eu-west-1:111111111111:function:ours',
    USER_IS_COMPLETE_FUNCTION_ARN: 'arn:aws:lambda:eu-west-1:111111111111:function:ours',
    WAITER_STATE_MACHINE_ARN: 'arn:aws:states:::waiter',
  });
  await framework.onEvent({ ...request, ResponseURL: 'https://cloudformation.example/response' });
  for (let poll = 0; input !== undefined && response === undefined; poll++) {
    if (poll > MAX_POLLS) {
      await framework.onTimeout({ Cause: JSON.stringify({ errorMessage: input }) });
      break;
    }
    try {
      await framework.isComplete(JSON.parse(input) as Json);
    } catch {
      // the state machine tries again
      await wait(POLL_MILLIS);
    }
  }
  if (response === undefined) throw new Error('CloudFormation was told nothing');
  return response;
}
