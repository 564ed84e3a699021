import { AwsService } from './aws-service';
import { Accepted, Answer, Context, lookWithStack } from './looks';
import { Prepare } from './prepare';
import { FailedRequest } from './reason';
import { LifecycleRequest } from './request';
import { Run } from './run';
import { Clock, errorText } from './service';

export const CLOCK: Clock = {
  now: () => Date.now(),
  sleep: millis => new Promise(resolve => setTimeout(resolve, millis)),
};

const context: Context = {
  service: new AwsService(),
  clock: CLOCK,
  log: entry => console.log(JSON.stringify(entry)),
};

/**
 * Answers a request of CloudFormation: first it is accepted, then looked after until it is done.
 *
 * The provider framework calls the same function for both, with what was answered to the request the second time.
 */
export async function handler(request: LifecycleRequest): Promise<Accepted | Answer> {
  return respond(request, context);
}

export async function respond(request: LifecycleRequest, given: Context): Promise<Accepted | Answer> {
  const resource = request.ResourceProperties.Kind === 'prepare' ? new Prepare(given) : new Run(given);
  try {
    if (request.Lifecycle === undefined) return await resource.accept(request);
    return await lookWithStack(request, given, known => resource.look(known));
  } catch (error) {
    if (error instanceof FailedRequest) throw error;
    throw new FailedRequest({ headline: errorText(error), remedy: 'Deploy again' });
  }
}
