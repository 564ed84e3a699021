import { GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { VpcEndpoints } from '../../src/index';
import { gatewayKey, interfaceKey } from '../../src/vpc/endpoint-service';
import { APPLICATION, ENDPOINT, isolatedVpc, newApplication, newStack, resourcesOf, templateOf } from '../helpers';

const { SNS } = InterfaceVpcEndpointAwsService;
const { DYNAMODB } = GatewayVpcEndpointAwsService;
const keysOf = (endpoints: VpcEndpoints) => {
  const { baseline, prefixListIds } = endpoints._choice();
  return {
    baseline: [...baseline.interfaceServices.map(interfaceKey), ...baseline.gatewayServices.map(gatewayKey)],
    prefixListIds,
  };
};

test.each([
  ['create', VpcEndpoints.create(), ['logs', 'monitoring', 's3']],
  [
    'existing',
    VpcEndpoints.existing({ interfaceServices: [SNS], gatewayServices: [DYNAMODB] }),
    ['logs', 'monitoring', 's3'],
  ],
  ['none', VpcEndpoints.none(), []],
])('by default, VpcEndpoints.%s has a baseline of these services', (_, endpoints, baseline) => {
  expect(keysOf(endpoints)).toEqual({ baseline, prefixListIds: {} });
});

test.each([
  [[SNS], [DYNAMODB], ['sns', 'dynamodb']],
  [[], undefined, ['s3']],
  [undefined, [], ['logs', 'monitoring']],
  [[], [], []],
])('a baseline that is given replaces the default one (%#)', (baselineInterfaceServices, baselineGatewayServices, baseline) => {
  const gatewayPrefixListIds = { s3: 'pl-53' };
  const options = { baselineInterfaceServices, baselineGatewayServices, gatewayPrefixListIds };
  const expected = { baseline, prefixListIds: gatewayPrefixListIds };
  expect(keysOf(VpcEndpoints.create({ ...options, existing: { interfaceServices: [SNS] } }))).toEqual(expected);
  expect(keysOf(VpcEndpoints.existing({ ...options, interfaceServices: [SNS] }))).toEqual(expected);
});

test('an application that leaves endpoints alone does not wait for those of another one', () => {
  const stack = newStack();
  const vpc = isolatedVpc(stack);
  newApplication(stack, { vpcConfiguration: { vpc } }, 'With');
  newApplication(stack, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.none() } }, 'Without');
  const template = templateOf(stack);
  const made = resourcesOf(template, ENDPOINT).map(([id]) => id);
  const waits = resourcesOf(template, APPLICATION)
    .map(([id, { DependsOn }]) => [id.replace(/[A-F\d]{8}$/, ''), made.filter(each => DependsOn?.includes(each))]);
  expect(waits).toEqual([['With', made], ['Without', []]]);
});
