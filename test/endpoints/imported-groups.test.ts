import { App, Fn, Stack } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService, ISecurityGroup, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { EndpointClients, VpcEndpoints } from '../../src';
import {
  EGRESS, ENV, GROUP, importedVpc, INGRESS, newApplication, newStack, propertiesOf, resourcesOf, templateOf,
} from '../helpers';

const { CLOUDWATCH_LOGS: LOGS, CLOUDWATCH_MONITORING: MONITORING } = InterfaceVpcEndpointAwsService;

const idsOf = (stack: Stack) =>
  [GROUP, INGRESS, EGRESS].flatMap(type => resourcesOf(templateOf(stack), type).map(([id]) => id)).sort();
const endpointsWith: Record<string, (group: ISecurityGroup) => VpcEndpoints> = {
  'of existing endpoints': group =>
    VpcEndpoints.existing({ interfaceServices: [LOGS, MONITORING], securityGroups: [group] }),
  'of existing endpoints beside created ones': group =>
    VpcEndpoints.create({ existing: { interfaceServices: [LOGS], securityGroups: [group] } }),
  'of other clients': group => VpcEndpoints.create({ clients: EndpointClients.of(group) }),
};

describe.each(Object.entries(endpointsWith))('the ids of the rules for an imported group %s', (_, endpointsOf) => {
  const idsWith = (groupId: string, vpc: string, name: string, applications: string[]) => {
    const stack = newStack(ENV);
    const endpoints = endpointsOf(SecurityGroup.fromSecurityGroupId(stack, name, groupId));
    const imported = importedVpc(stack, vpc);
    applications.forEach(id => newApplication(stack, { vpcConfiguration: { vpc: imported, endpoints } }, id));
    return idsOf(stack);
  };

  test.each([['that is a literal', 'sg-0123abcd'], ['that is a token', Fn.importValue('EndpointGroup')]])('depend on its id %s, and not on the names of imports', (__, groupId) => {
    const ids = idsWith(groupId, 'Vpc', 'Endpoints', ['One', 'Two']);
    expect(ids.filter(id => !/^(?:One|Two)SecurityGroup/.test(id)).length).toBeGreaterThan(1);
    expect(idsWith(groupId, 'Vpc', 'Renamed', ['One', 'Two'])).toEqual(ids);
    expect(idsWith(groupId, 'Other', 'Endpoints', ['Two', 'One'])).toEqual(ids);
  });
});

test('two groups with different ids get rules of their own, and one that is imported twice gets them once', () => {
  const stack = newStack();
  const securityGroups = [['One', 'sg-0aaa'], ['Two', 'sg-0bbb'], ['Again', 'sg-0aaa']].map(([id, groupId]) =>
    SecurityGroup.fromSecurityGroupId(stack, id, groupId));
  const endpoints = VpcEndpoints.existing({ interfaceServices: [LOGS, MONITORING], securityGroups });
  newApplication(stack, { vpcConfiguration: { vpc: importedVpc(stack), endpoints } });
  expect(propertiesOf(templateOf(stack), INGRESS).map(({ GroupId: id }) => id as unknown)).toEqual(['sg-0aaa', 'sg-0bbb']);
});

test('a group that is a token of another stack is referred to there, so that no stack needs another one for it', () => {
  const app = new App();
  const [network, jobs] = ['Network', 'Jobs'].map(id => new Stack(app, id, { env: ENV }));
  const vpc = importedVpc(network);
  const group = SecurityGroup.fromSecurityGroupId(jobs, 'Endpoints', Fn.importValue('EndpointGroup'));
  const endpoints = VpcEndpoints.existing({ interfaceServices: [LOGS, MONITORING], securityGroups: [group] });
  newApplication(jobs, { vpcConfiguration: { vpc, endpoints } });
  app.synth();
  expect(network.dependencies).toEqual([]);
  expect(resourcesOf(templateOf(jobs), INGRESS)).toHaveLength(1);
});
