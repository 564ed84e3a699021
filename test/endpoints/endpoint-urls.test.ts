import { App, NestedStack, Stack } from 'aws-cdk-lib';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, IVpc } from 'aws-cdk-lib/aws-ec2';
import { FlinkApplication, FlinkConnector, FlinkNetwork, FlinkRuntime, VpcEndpoints } from '../../src';
import { APPLICATION, codeIn, ENDPOINT, ENV, isolatedVpc, newStack, propertiesOf, templateOf } from '../helpers';

const { CLOUDWATCH_LOGS, CLOUDWATCH_MONITORING, DYNAMODB_STREAMS } = InterfaceVpcEndpointAwsService;
const { S3 } = GatewayVpcEndpointAwsService;
const TABLE = 'arn:aws:dynamodb:eu-west-1:111111111111:table/orders';
const KEY = 'aws.endpoint';

function readOrders(stack: Stack, vpcConfiguration?: { vpc: IVpc; endpoints?: VpcEndpoints }, url?: string) {
  const table = Table.fromTableAttributes(stack, 'Orders', { tableArn: TABLE, tableStreamArn: `${TABLE}/stream/1` });
  new FlinkApplication(stack, 'Job', {
    runtime: FlinkRuntime.FLINK_1_20,
    code: codeIn(stack),
    vpcConfiguration,
    sources: [FlinkConnector.dynamoDbTable(table, { propertyGroup: 'Orders', streamsEndpointUrl: url })],
  });
  return settings(templateOf(stack));
}

/** What the job is told of the stream. */
function settings(template: ReturnType<typeof templateOf>): Record<string, any> {
  const [{ ApplicationConfiguration: configuration }] = propertiesOf(template, APPLICATION);
  return configuration.EnvironmentProperties.PropertyGroups[0].PropertyMap;
}

describe('the URL of an endpoint without private DNS', () => {
  test('is that of the endpoint of an explicit network', () => {
    const stack = newStack(ENV);
    const network = new FlinkNetwork(stack, 'Network', { vpc: isolatedVpc(stack), interfaceServices: [DYNAMODB_STREAMS] });
    const told = readOrders(stack, { vpc: network.vpc, endpoints: VpcEndpoints.of(network) });
    expect(JSON.stringify(told[KEY])).toContain('DnsEntries');
    const endpoints = propertiesOf(templateOf(stack), ENDPOINT).filter(({ VpcEndpointType }) => VpcEndpointType === 'Interface');
    const group = stack.resolve(network.endpointSecurityGroup.securityGroupId);
    expect(endpoints.map(({ SecurityGroupIds }) => SecurityGroupIds)).toEqual(endpoints.map(() => [group]));
  });

  const imported = (stack: Stack) => FlinkNetwork.fromFlinkNetworkAttributes(stack, 'Network', {
    vpc: isolatedVpc(stack),
    interfaceServices: [CLOUDWATCH_LOGS, CLOUDWATCH_MONITORING, DYNAMODB_STREAMS],
    gatewayServices: [S3],
  });

  test('is not known of a network of another app, and asked for', () => {
    const stack = newStack(ENV);
    const network = imported(stack);
    expect(() => readOrders(stack, { vpc: network.vpc, endpoints: VpcEndpoints.of(network) }))
      .toThrow('the endpoint for dynamodb-streams that the VPC has answers to no private DNS name, and its URL is not known');
  });

  test('is that which is given for a network of another app', () => {
    const stack = newStack(ENV);
    const network = imported(stack);
    const told = readOrders(stack, { vpc: network.vpc, endpoints: VpcEndpoints.of(network) }, 'https://vpce-1.example.com');
    expect(told[KEY]).toBe('https://vpce-1.example.com');
  });

  describe.each(['weak', 'both'])('of an endpoint in another stack, with %s references,', strength => {
    const read = (nested: boolean) => {
      const app = new App({ context: { '@aws-cdk/core:defaultCrossStackReferences': strength } });
      const data = new Stack(app, 'Data', { env: ENV });
      const vpc = isolatedVpc(nested ? new NestedStack(data, 'Nested') : data);
      const told = readOrders(new Stack(app, 'Jobs', { env: ENV }), { vpc })[KEY];
      return { told, stacks: app.synth().stacks };
    };

    // versions of the CDK before its own fix refer to a list by an output that is no text
    test('is an output of that stack', () => {
      const { told, stacks: [data, jobs] } = read(false);
      const [, { 'Fn::GetStackOutput': { StackName: stack, OutputName: output } }] = told['Fn::Join'][1];
      expect(stack).toBe('Data');
      expect(JSON.stringify(data.template.Outputs[output].Value)).toMatch(/^{"Fn::Select":\[1,{"Fn::Split":\[":",{"Fn::Select":\[0,{"Fn::GetAtt":/);
      expect(jobs.dependencies).toContain(data);
    });

    test('is what the CDK refers to, where that is a nested stack', () => {
      expect(JSON.stringify(read(true).told)).toContain('Fn::Split');
    });
  });

  test('is none without a VPC, where the service answers to its own name', () => {
    expect(readOrders(newStack(ENV))).toEqual({ 'stream.arn': `${TABLE}/stream/1`, 'aws.region': 'eu-west-1' });
  });
});
