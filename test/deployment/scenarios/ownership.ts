import { App } from 'aws-cdk-lib';
import { CfnVPCEndpoint, InterfaceVpcEndpoint, InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { FlinkNetwork, VpcEndpoints } from '../../../src';
import { BASELINE, newJob, newStack, newStream, newVpc, WITH_KINESIS } from '../parts';
import { Scenario, Stage } from '../scenario';

function withNetwork(app: App, { isExplicit, reads }: { readonly isExplicit: boolean; readonly reads: boolean }): void {
  const stack = newStack(app, 'Explicit');
  const vpc = newVpc(stack);
  if (isExplicit) {
    new FlinkNetwork(vpc, 'ManagedFlink', {
      vpc,
      interfaceServices: [InterfaceVpcEndpointAwsService.KINESIS_STREAMS],
    });
  }
  newJob(stack, 'Job', vpc, { sources: reads ? [newStream(stack)] : [] });
}

export const EXPLICIT_NETWORK: Scenario = {
  name: 'explicit-network',
  stages: [
    {
      name: 'a network that the application made',
      app: app => withNetwork(app, { isExplicit: false, reads: true }),
      applications: 1,
      endpoints: WITH_KINESIS,
    },
    {
      name: 'the same made explicitly',
      app: app => withNetwork(app, { isExplicit: true, reads: true }),
      applications: 1,
      endpoints: WITH_KINESIS,
    },
    {
      name: 'it keeps an endpoint that no application needs any more',
      app: app => withNetwork(app, { isExplicit: true, reads: false }),
      applications: 1,
      endpoints: WITH_KINESIS,
    },
  ],
};

/** How an endpoint of the user's own comes into a VPC where the library has made one for the service. */
type Own = 'none' | 'beside' | 'listed' | 'in-its-place';

const { CLOUDWATCH_LOGS: LOGS } = InterfaceVpcEndpointAwsService;

function withOwnEndpoint(app: App, name: string, own: Own): void {
  const stack = newStack(app, name);
  const vpc = newVpc(stack);
  if (own === 'beside' || own === 'in-its-place') {
    const endpoint = vpc.addInterfaceEndpoint('Logs', { service: LOGS });
    if (own === 'in-its-place') takeOver(endpoint);
  }
  const endpoints = own === 'listed' ? VpcEndpoints.create({ existing: { interfaceServices: [LOGS] } }) : undefined;
  newJob(stack, 'Job', vpc, { vpcConfiguration: { vpc, endpoints } });
}

/** Gives an endpoint the logical id that the one of the library had. */
function takeOver(endpoint: InterfaceVpcEndpoint): void {
  (endpoint.node.defaultChild as CfnVPCEndpoint).overrideLogicalId('VpcManagedFlinkInterfacelogs1D92E322');
}

/** Stages of one stack. */
const ownStages = (stack: string) => (name: string, own: Own, more: Partial<Stage> = {}): Stage => ({
  name,
  app: app => withOwnEndpoint(app, stack, own),
  applications: 1,
  endpoints: BASELINE,
  ...more,
});
const twoDeployments = ownStages('Own');
const oneDeployment = ownStages('InPlace');

const COLLISION = /private-dns-enabled cannot be set because there is already a conflicting DNS domain/;

/** The changes of docs/network.md that take two deployments: AWS refuses them, and the ways out work. */
export const OWN_ENDPOINT: Scenario = {
  name: 'own-endpoint',
  stages: [
    twoDeployments('an endpoint of the library', 'none'),
    twoDeployments('an endpoint of the user beside it', 'beside', { refused: COLLISION }),
    twoDeployments('the service listed: the library removes its endpoint', 'listed', {
      endpoints: ['monitoring', 's3'],
      lacks: ['logs'],
    }),
    twoDeployments('then the endpoint of the user', 'beside'),
  ],
};

export const OWN_ENDPOINT_IN_PLACE: Scenario = {
  name: 'own-endpoint-in-place',
  stages: [
    oneDeployment('an endpoint of the library', 'none'),
    oneDeployment('an endpoint of the user with its logical id', 'in-its-place'),
  ],
};
