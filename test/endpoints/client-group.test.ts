import { Stack } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService, ISecurityGroup, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { VpcEndpoints } from '../../src/index';
import { EGRESS, expectRefusal, importedVpc, isolatedVpc, logicalId, newApplication, newStack, propertiesOf, templateOf, validationMessages } from '../helpers';

const none = VpcEndpoints.none();
const { CLOUDWATCH_LOGS: LOGS, CLOUDWATCH_MONITORING: MONITORING } = InterfaceVpcEndpointAwsService;

function groups(stack: Stack, count: number): ISecurityGroup[] {
  return Array.from({ length: count }, (_, index) => SecurityGroup.fromSecurityGroupId(stack, `Group${index}`, `sg-${index}`));
}

describe('the client group', () => {
  test('is carried too by an application that leaves the endpoints alone where they were created', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const [, clients] = newApplication(stack, { vpcConfiguration: { vpc } }, 'One').securityGroups;
    expect(newApplication(stack, { vpcConfiguration: { vpc, endpoints: none } }, 'Two').securityGroups).toContain(clients);
    expect(validationMessages(stack)).toEqual([]);
  });

  test('is missed at synth by an application that came before', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: none } }, 'One');
    newApplication(stack, { vpcConfiguration: { vpc } }, 'Two');
    expect(validationMessages(stack)).toEqual(['vpcConfiguration.endpoints of Stack/One leaves the endpoints of the VPC alone, but another FlinkApplication had some created, which do not admit it: '
      + 'construct it after that application, so that it gets the client group, or give it `endpoints: VpcEndpoints.create()` too']);
  });

  test('is carried by an application with prefix lists, which are opened there', () => {
    const stack = newStack();
    const endpoints = VpcEndpoints.existing({ interfaceServices: [LOGS, MONITORING], gatewayPrefixListIds: { s3: 'pl-1' } });
    const { securityGroups } = newApplication(stack, { vpcConfiguration: { vpc: importedVpc(stack), endpoints } });
    expect(securityGroups).toHaveLength(2);
    expect(propertiesOf(templateOf(stack), EGRESS)).toEqual([
      expect.objectContaining({ DestinationPrefixListId: 'pl-1', GroupId: { 'Fn::GetAtt': [logicalId(securityGroups[1]), 'GroupId'] } }),
    ]);
  });

  test('given by its id counts once, and other groups all count', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const [, clients] = newApplication(stack, { vpcConfiguration: { vpc } }, 'One').securityGroups;
    const given = [...groups(stack, 5), SecurityGroup.fromSecurityGroupId(stack, 'Clients', clients.securityGroupId)];
    expectRefusal(stack, { vpcConfiguration: { vpc, securityGroups: given } },
      'vpcConfiguration.securityGroups is "5 groups and the client group of the endpoints", but must be at most 5 groups in all: '
      + 'write at most 4 groups, or `endpoints: VpcEndpoints.none()` [at Stack/Two]', 'Two');
    const [, ...four] = given;
    expect(newApplication(stack, { vpcConfiguration: { vpc, securityGroups: four } }, 'Three').securityGroups).toHaveLength(5);
  });

  test('is not carried twice where the groups of another application are given', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const { securityGroups } = newApplication(stack, { vpcConfiguration: { vpc } }, 'One');
    const given = [...securityGroups, ...groups(stack, 3)];
    expect(newApplication(stack, { vpcConfiguration: { vpc, securityGroups: given } }, 'Two').securityGroups).toHaveLength(5);
  });
});
