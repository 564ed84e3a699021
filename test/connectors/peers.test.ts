import { App, Stack } from 'aws-cdk-lib';
import { Port, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { FlinkConnector } from '../../src';
import { connectedApplication, ENV, isolatedVpc, newStack, peerRules, resourcesOf, templateOf } from '../helpers';

describe('peers in other stacks', () => {
  const port = Port.tcp(5432);
  const separate = (stack: Stack, type: string) =>
    resourcesOf(templateOf(stack), type).map(([id]) => id).filter(id => !id.includes('ManagedFlink'));

  function stacks() {
    const app = new App();
    return {
      network: newStack(ENV, app, 'Network'), data: newStack(ENV, app, 'Data'), job: newStack(ENV, app, 'JobStack'),
    };
  }

  test('the rules are in the stack of the application, which depends on its peers', () => {
    const { network, data, job } = stacks();
    const vpc = isolatedVpc(network);
    const group = new SecurityGroup(data, 'Db', { vpc });
    connectedApplication(job, {
      vpc, network: { allowAllOutbound: false }, sinks: [FlinkConnector.database(group, { port })],
    });
    expect(peerRules(job, 'Ingress')).toHaveLength(1);
    expect(peerRules(job, 'Egress')).toHaveLength(1);
    expect(separate(data, 'AWS::EC2::SecurityGroupIngress')).toEqual([]);
  });

  test.each([
    ['says so', (data: Stack, job: Stack) => data.node.addDependency(job)],
    ['depends on one that says so', (data: Stack, job: Stack) => {
      const between = newStack(ENV, job.node.root as App, 'Between');
      data.node.addDependency(between);
      between.node.addDependency(job);
    }],
  ])('they are in the stack of the peer where that depends on the application\'s: it %s', (_name, relate) => {
    const { network, data, job } = stacks();
    const vpc = isolatedVpc(network);
    const group = new SecurityGroup(data, 'Db', { vpc });
    relate(data, job);
    connectedApplication(job, {
      vpc, network: { allowAllOutbound: false }, sinks: [FlinkConnector.database(group, { port })],
    });
    expect(peerRules(data, 'Ingress')).toHaveLength(1);
    expect(peerRules(data, 'Egress')).toHaveLength(1);
    expect(peerRules(job, 'Ingress')).toEqual([]);
  });

  test('they are in the stack of the peer where the application and the VPC are in one stack', () => {
    const { data, job } = stacks();
    const vpc = isolatedVpc(job);
    const group = new SecurityGroup(data, 'Db', { vpc });
    connectedApplication(job, {
      vpc, network: { allowAllOutbound: false }, sinks: [FlinkConnector.database(group, { port })],
    });
    expect(peerRules(data, 'Ingress')).toHaveLength(1);
    expect(peerRules(data, 'Egress')).toHaveLength(1);
  });

  test('they are in the stack of the peer where the application carries a group from the stack of the VPC', () => {
    const { network, data, job } = stacks();
    const vpc = isolatedVpc(network);
    const own = new SecurityGroup(network, 'Own', { vpc, allowAllOutbound: false });
    connectedApplication(job, {
      vpc,
      network: { securityGroups: [own] },
      sinks: [FlinkConnector.database(new SecurityGroup(data, 'Db', { vpc }), { port })],
    });
    expect(peerRules(data, 'Ingress')).toHaveLength(1);
    expect(peerRules(data, 'Egress')).toHaveLength(1);
    expect(peerRules(network, 'Ingress')).toEqual([]);
  });

  test('they are with the group of the user where its stack depends on that of the peer', () => {
    const { network, data, job } = stacks();
    const vpc = isolatedVpc(data);
    const own = new SecurityGroup(network, 'Own', { vpc, allowAllOutbound: false });
    connectedApplication(job, {
      vpc,
      network: { securityGroups: [own] },
      sinks: [FlinkConnector.database(new SecurityGroup(data, 'Db', { vpc }), { port })],
    });
    expect(peerRules(network, 'Ingress')).toHaveLength(1);
    expect(peerRules(network, 'Egress')).toHaveLength(1);
  });

  test('stacks that depend on each other in a circle are no endless search', () => {
    const { network, data, job } = stacks();
    const vpc = isolatedVpc(network);
    const [one, two] = ['One', 'Two'].map(id => newStack(ENV, job.node.root as App, id));
    data.node.addDependency(one);
    data.node.addDependency(two);
    one.node.addDependency(network);
    two.node.addDependency(network);
    connectedApplication(job, {
      vpc, sinks: [FlinkConnector.database(new SecurityGroup(data, 'Db', { vpc }), { port })],
    });
    expect(peerRules(job, 'Ingress')).toHaveLength(1);
  });

  test('groups that cannot be changed are left as they are', () => {
    const stack = newStack(ENV);
    const vpc = isolatedVpc(stack);
    const own = SecurityGroup.fromSecurityGroupId(stack, 'Own', 'sg-0a0a0a0a', { mutable: false });
    const peer = SecurityGroup.fromSecurityGroupId(stack, 'Peer', 'sg-0b0b0b0b', { mutable: false });
    connectedApplication(stack, {
      vpc, network: { securityGroups: [own] }, sinks: [FlinkConnector.database(peer, { port })],
    });
    expect(peerRules(stack, 'Ingress')).toEqual([]);
    expect(peerRules(stack, 'Egress')).toEqual([]);
  });
});
