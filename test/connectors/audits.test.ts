import { Template } from 'aws-cdk-lib/assertions';
import { ENV, flat, isolatedVpc, connectedApplication, newStack, PREFIX_LISTS } from '../helpers';
import { SCENARIOS } from './scenarios';
import { VpcEndpoints } from '../../src';
import { cycles, danglingReferences, missingOrder } from '../helpers/deployment-order';

describe.each(SCENARIOS)('%s', (_title, direction, make) => {
  const stack = newStack(ENV);
  const vpc = isolatedVpc(stack);
  const { connector } = make(stack, vpc, value => flat(stack.resolve(value)));
  const network = { allowAllOutbound: false, endpoints: VpcEndpoints.create({ gatewayPrefixListIds: PREFIX_LISTS }) };
  connectedApplication(stack, { vpc, network, [direction]: [connector] });
  const template = Template.fromStack(stack).toJSON() as Parameters<typeof cycles>[0];

  test('everything that the application needs comes before it, and nothing waits for itself', () => {
    expect(missingOrder(template)).toEqual([]);
    expect(cycles(template)).toEqual([]);
    expect(danglingReferences(template)).toEqual([]);
  });
});
