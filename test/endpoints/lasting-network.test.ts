import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { FlinkConnector, FlinkNetwork, VpcEndpoints } from '../../src';
import {
  ENDPOINT, endpointServices, ENV, GROUP, importedVpc, isolatedVpc, newApplication, newStack, resourcesOf, templateOf,
  warnings, warningTopics,
} from '../helpers';

const { KINESIS_STREAMS: KINESIS } = InterfaceVpcEndpointAwsService;
const NAME = '/platform/flink-network';

/** What the stack of the jobs holds, before and after a change of them. */
const CHANGES: Record<string, (jobs: Stack, vpc: Vpc) => void> = {
  'a job with all connectors': (jobs, vpc) => { job(jobs, vpc, VpcEndpoints.create(), true); },
  'a job that lost its connectors': (jobs, vpc) => { job(jobs, vpc, VpcEndpoints.create(), false); },
  'a job that leaves the endpoints alone': (jobs, vpc) => { job(jobs, vpc, VpcEndpoints.none(), true); },
  'no job': () => {},
};

function job(stack: Stack, vpc: Vpc, endpoints: VpcEndpoints, isConnected: boolean): void {
  const stream = Stream.fromStreamArn(stack, 'Stream', `arn:aws:kinesis:eu-west-1:${ENV.account}:stream/clicks`);
  const table = Table.fromTableName(stack, 'Table', 'state');
  newApplication(stack, {
    vpcConfiguration: { vpc, endpoints },
    sources: isConnected ? [FlinkConnector.kinesisStream(stream)] : [],
    sinks: isConnected ? [FlinkConnector.dynamoDbTable(table)] : [],
  });
}

/** The resources of the stack of the network; its exports are CloudFormation's own, for what is used. */
function resourcesWith(change: keyof typeof CHANGES, network: (vpc: Vpc) => void) {
  const app = new App();
  const [platform, jobs] = ['Network', 'Jobs'].map(id => new Stack(app, id, { env: ENV }));
  const vpc = isolatedVpc(platform);
  network(vpc);
  CHANGES[change](jobs, vpc);
  app.synth();
  return { resources: templateOf(platform).Resources, template: templateOf(platform) };
}

const define = (vpc: Vpc) => new FlinkNetwork(vpc, 'ManagedFlink', {
  vpc, interfaceServices: [KINESIS], gatewayServices: [GatewayVpcEndpointAwsService.DYNAMODB],
});

describe.each<[string, (vpc: Vpc) => void]>([
  ['is defined', vpc => { define(vpc); }],
  ['is defined and published', vpc => { define(vpc).publish(NAME); }],
])('a network that %s keeps what it lists', (_, network) => {
  const before = resourcesWith('a job with all connectors', network).resources;

  test.each(Object.keys(CHANGES))('with %s', change => {
    expect(resourcesWith(change, network).resources).toEqual(before);
  });
});

test('a network that is defined in place of the one that applications made keeps what they made', () => {
  const made = resourcesWith('a job with all connectors', () => {}).resources;
  expect(resourcesWith('no job', vpc => { define(vpc); }).resources).toEqual(made);
});

test.each<[keyof typeof CHANGES, string[], string[], number]>([
  ['a job with all connectors', ['kinesis-streams', 'logs', 'monitoring'], ['dynamodb', 's3'], 2],
  ['a job that lost its connectors', ['logs', 'monitoring'], ['s3'], 2],
  ['a job that leaves the endpoints alone', [], [], 0],
  ['no job', [], [], 0],
])('a network that nobody defined has what applications need: with %s', (change, interfaces, gateways, groups) => {
  const { template } = resourcesWith(change, () => {});
  expect(endpointServices(template, 'Interface')).toEqual(interfaces);
  expect(endpointServices(template, 'Gateway')).toEqual(gateways);
  expect(resourcesOf(template, GROUP)).toHaveLength(groups);
});

describe('services of a published network that go with an application', () => {
  test('are warned of, also where the application comes later', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    new FlinkNetwork(stack, 'Network', { vpc }).publish(NAME);
    job(stack, vpc, VpcEndpoints.create(), true);
    expect(warnings(stack)).toEqual([
      'the network is published with kinesis-streams, dynamodb, which it has only as long as Stack/Job of this app '
      + 'needs them, while applications of other apps may use them too: list them in `interfaceServices` and '
      + '`gatewayServices` of the FlinkNetwork [ack: cdk-managed-flink:published-services]',
    ]);
  });

  test('are all of them where nobody defined it, and can be kept under their ids', () => {
    const stack = newStack();
    const vpc = importedVpc(stack);
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create() } });
    FlinkNetwork.of(vpc).publish(NAME);
    expect(warnings(stack)).toEqual([
      expect.stringContaining('published with logs, monitoring, s3, which'),
    ]);
    expect(warnings(stack)[0]).toContain('of a FlinkNetwork that is defined before the first application, as '
      + '`ManagedFlink-vpc-0123abcd` in Stack, which keeps all logical ids');
    const defined = newStack();
    const again = importedVpc(defined);
    new FlinkNetwork(defined, 'ManagedFlink-vpc-0123abcd', { vpc: again }).publish(NAME);
    newApplication(defined, { vpcConfiguration: { vpc: again, endpoints: VpcEndpoints.create() } });
    expect(templateOf(defined).Resources).toEqual(templateOf(stack).Resources);
  });

  test('are none where the network lists them', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    define(vpc).publish(NAME);
    job(stack, vpc, VpcEndpoints.create(), true);
    expect(warningTopics(stack)).toEqual([]);
  });
});

test('a retained application adds nothing to the VPC of a network that it only uses', () => {
  const stack = newStack();
  const vpc = importedVpc(stack);
  const network = FlinkNetwork.fromFlinkNetworkAttributes(stack, 'Net', {
    vpc,
    interfaceServices: [InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING],
    clientSecurityGroup: SecurityGroup.fromSecurityGroupId(stack, 'Clients', 'sg-0c11e9700', { mutable: false }),
  });
  newApplication(stack, {
    removalPolicy: RemovalPolicy.RETAIN, vpcConfiguration: { vpc, endpoints: VpcEndpoints.of(network) },
  });
  expect(resourcesOf(templateOf(stack), GROUP).map(([id]) => id)).toEqual([expect.stringMatching(/^JobSecurityGroup/)]);
  expect(resourcesOf(templateOf(stack), ENDPOINT)).toEqual([]);
});
