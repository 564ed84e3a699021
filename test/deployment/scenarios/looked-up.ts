import { App } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { FlinkConnector, FlinkNetwork, VpcEndpoints } from '../../../src';
import { newJob, newLocatedStack, newStream, newVpc, WITH_KINESIS } from '../parts';
import { Scenario } from '../scenario';

const { CLOUDWATCH_LOGS, KINESIS_STREAMS, SECRETS_MANAGER } = InterfaceVpcEndpointAwsService;
const ZONES = ['us-east-1a', 'us-east-1b'];

/** A VPC that other apps look up by its name, with an endpoint of its own if asked for. */
function sharedVpc(app: App, vpcName: string, services: InterfaceVpcEndpointAwsService[] = []): void {
  const stack = newLocatedStack(app, `${vpcName}-Vpc`);
  const vpc = newVpc(stack, { vpcName, maxAzs: undefined, availabilityZones: ZONES });
  services.forEach(service => vpc.addInterfaceEndpoint(service.shortName, { service }));
}

function imported(app: App, existing: InterfaceVpcEndpointAwsService[]): void {
  const stack = newLocatedStack(app, 'Imported');
  const vpc = Vpc.fromLookup(stack, 'Vpc', { vpcName: 'Foreign' });
  const endpoints = VpcEndpoints.create({ existing: { interfaceServices: existing } });
  newJob(stack, 'Job', vpc, { vpcConfiguration: { vpc, endpoints }, sources: [newStream(stack)] });
}

export const IMPORTED_VPC: Scenario = {
  name: 'imported-vpc',
  looksUp: true,
  stages: [
    {
      name: 'a VPC that has an endpoint for CloudWatch Logs',
      project: 'vpc',
      app: app => sharedVpc(app, 'Foreign', [CLOUDWATCH_LOGS]),
      applications: 0,
      endpoints: ['logs'],
    },
    {
      name: 'an application in it that does not know of the endpoint',
      app: app => imported(app, []),
      refused: /private-dns-enabled cannot be set because there is already a conflicting DNS domain/,
      applications: 0,
      endpoints: [],
    },
    {
      name: 'an application that lists it',
      app: app => imported(app, [CLOUDWATCH_LOGS]),
      applications: 1,
      endpoints: WITH_KINESIS,
    },
  ],
};

const PARAMETER = '/platform/flink-network';

function platform(app: App, services: InterfaceVpcEndpointAwsService[]): void {
  const stack = newLocatedStack(app, 'Platform');
  const vpc = Vpc.fromLookup(stack, 'Vpc', { vpcName: 'Shared' });
  new FlinkNetwork(stack, 'FlinkNetwork', { vpc, interfaceServices: services }).publish(PARAMETER);
}

/** A team's app, which reads clicks, and if asked for a secret too. */
function team(app: App, name: string, readsSecret = false): void {
  const stack = newLocatedStack(app, name);
  const network = FlinkNetwork.fromParameter(stack, 'Network', PARAMETER);
  newJob(stack, 'Job', network.vpc, {
    vpcConfiguration: { vpc: network.vpc, endpoints: VpcEndpoints.of(network) },
    sources: [newStream(stack), ...(readsSecret ? [FlinkConnector.secret(new Secret(stack, 'Secret'))] : [])],
  });
}

const WITH_SECRETS = [...WITH_KINESIS, 'secretsmanager'];

/** A network that a platform team publishes, and two apps of other teams over it. */
export const PLATFORM: Scenario = {
  name: 'platform',
  looksUp: true,
  // applications of other apps carry it
  retains: ['FlinkNetworkClientSecurityGroup'],
  stages: [
    {
      name: 'a VPC',
      project: 'vpc',
      app: app => sharedVpc(app, 'Shared'),
      applications: 0,
      endpoints: [],
    },
    {
      name: 'a network that is published',
      project: 'platform',
      app: app => platform(app, [KINESIS_STREAMS]),
      applications: 0,
      endpoints: [],
    },
    {
      name: 'the app of one team',
      project: 'one',
      app: app => team(app, 'TeamOne'),
      applications: 1,
      endpoints: WITH_KINESIS,
    },
    {
      name: 'the app of another team',
      project: 'other',
      app: app => team(app, 'TeamOther'),
      applications: 1,
      endpoints: WITH_KINESIS,
    },
    {
      name: 'a service that the network lacks',
      project: 'one',
      app: app => team(app, 'TeamOne', true),
      refused: /secretsmanager[^]*cdk context --reset/,
      applications: 1,
      endpoints: WITH_KINESIS,
    },
    {
      name: 'the platform adds the service',
      project: 'platform',
      app: app => platform(app, [KINESIS_STREAMS, SECRETS_MANAGER]),
      applications: 0,
      endpoints: [],
    },
    {
      name: 'the team reads the network anew',
      project: 'one',
      resetsContext: true,
      app: app => team(app, 'TeamOne', true),
      applications: 1,
      endpoints: WITH_SECRETS,
    },
  ],
};
