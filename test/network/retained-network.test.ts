import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { FlinkConnector } from '../../src';
import {
  EGRESS, ENDPOINT, GROUP, INGRESS, isolatedVpc, newApplication, newStack, resourcesOf, templateOf, warnings,
} from '../helpers';

const removalPolicy = RemovalPolicy.RETAIN;
const removed = (stack: Stack) =>
  [GROUP, INGRESS, EGRESS, ENDPOINT].flatMap(type => resourcesOf(templateOf(stack), type))
    .filter(([, { DeletionPolicy: policy }]) => policy !== 'Retain')
    .map(([id]) => id);

describe('what a retained application needs of its network', () => {
  test('is retained with it in the same stack', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const database = new SecurityGroup(stack, 'Db', { vpc });
    const application = newApplication(stack, { removalPolicy, vpcConfiguration: { vpc } });
    application.addSink(FlinkConnector.database(database, { port: Port.tcp(5432) }));
    // the database is the user's
    expect(removed(stack)).toEqual([expect.stringMatching(/^Db/)]);
    expect(warnings(stack).filter(text => text.includes('retained-network'))).toEqual([]);
  });

  test('is warned of in other stacks, once', () => {
    const app = new App();
    const [network, jobs] = ['Network', 'Jobs'].map(id => new Stack(app, id));
    newApplication(jobs, { removalPolicy, vpcConfiguration: { vpc: isolatedVpc(network) } });
    expect(warnings(jobs).filter(text => text.includes('retained-network'))).toEqual([
      expect.stringContaining('Network/Vpc/ManagedFlink/ClientSecurityGroup/Resource'),
    ]);
    expect(removed(network)).not.toEqual([]);
  });

  test('goes with an application that goes', () => {
    const stack = newStack();
    newApplication(stack, { vpcConfiguration: { vpc: isolatedVpc(stack) } });
    expect(removed(stack).length).toBeGreaterThan(4);
  });
});
