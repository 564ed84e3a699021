import { Template } from 'aws-cdk-lib/assertions';
import { ENV, flat, isolatedVpc, newApplication, newStack, PREFIX_LISTS } from './fixture';
import { SCENARIOS } from './scenarios';
import { VpcEndpoints } from '../../src';
import { cycles, danglingReferences, missingOrder } from '../deployment-order';

describe.each(SCENARIOS)('%s', (_title, direction, make) => {
  const stack = newStack({ env: ENV });
  const vpc = isolatedVpc(stack);
  const { connector } = make(stack, vpc, value => flat(stack.resolve(value)));
  const network = { allowAllOutbound: false, endpoints: VpcEndpoints.create({ gatewayPrefixListIds: PREFIX_LISTS }) };
  newApplication(stack, { vpc, network, [direction]: [connector] });
  const template = Template.fromStack(stack).toJSON() as Parameters<typeof cycles>[0];

  test('everything that the application needs comes before it, and nothing waits for itself', () => {
    expect(missingOrder(template)).toEqual([]);
    expect(cycles(template)).toEqual([]);
    expect(danglingReferences(template)).toEqual([]);
  });
});
