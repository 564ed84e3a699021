import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ENV, flat, isolatedVpc, newApplication, newStack, PREFIX_LISTS } from './fixture';
import { SCENARIOS } from './scenarios';
import { VpcEndpoints } from '../../src';
import { cycles, danglingReferences, missingOrder } from '../deployment-order';

describe.each(SCENARIOS)('%s', (_title, direction, make) => {
  const app = new App();
  const stack = newStack({ env: ENV }, app);
  const vpc = isolatedVpc(stack);
  const { connector } = make(stack, vpc, value => flat(stack.resolve(value)));
  const network = { allowAllOutbound: false, endpoints: VpcEndpoints.create({ gatewayPrefixListIds: PREFIX_LISTS }) };
  newApplication(stack, { vpc, network, [direction]: [connector] });
  const template = Template.fromStack(stack).toJSON() as Parameters<typeof cycles>[0];

  test('an audit finds no wildcard without a reason, and nothing else in what is ours', () => {
    const { violations } = new AwsSolutionsChecks(app).validateScope(app);
    const findings = violations.flatMap(({ ruleName, violatingResources }) => violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`));
    expect(findings.filter(finding => /Job|ManagedFlink/.test(finding))).toEqual([]);
  });

  test('everything that the application needs comes before it, and nothing waits for itself', () => {
    expect(missingOrder(template)).toEqual([]);
    expect(cycles(template)).toEqual([]);
    expect(danglingReferences(template)).toEqual([]);
  });
});
