import { Stack } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService, ISecurityGroup, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { EndpointClients, FlinkConnector, VpcEndpoints } from '../../src/index';
import {
  EGRESS, expectRefusal, importedVpc, isolatedVpc, logicalId, newApplication, newStack, propertiesOf, templateOf,
  validationMessages,
} from '../helpers';

const none = VpcEndpoints.none();
const { CLOUDWATCH_LOGS: LOGS, CLOUDWATCH_MONITORING: MONITORING, KINESIS_STREAMS } = InterfaceVpcEndpointAwsService;

function groups(stack: Stack, count: number): ISecurityGroup[] {
  return Array.from({ length: count }, (_, index) =>
    SecurityGroup.fromSecurityGroupId(stack, `Group${index}`, `sg-${index}`));
}

describe('the client group', () => {
  describe.each([['before', ['One', 'Two']], ['after', ['Two', 'One']]])('of an application that leaves the endpoints alone %s others have some created', (_, order) => {
    const problems = (clients: EndpointClients | undefined, service: InterfaceVpcEndpointAwsService) => {
      const stack = newStack();
      const vpc = isolatedVpc(stack);
      const stream = Stream.fromStreamArn(stack, 'Stream', 'arn:aws:kinesis:eu-west-1:111111111111:stream/clicks');
      for (const id of order) {
        const endpoints = id === 'One' ? none : VpcEndpoints.create({ baselineInterfaceServices: [service], clients });
        newApplication(
          stack,
          { vpcConfiguration: { vpc, endpoints }, sources: id === 'One' ? [FlinkConnector.kinesisStream(stream)] : [] },
          id,
        );
      }
      return validationMessages(stack);
    };

    test('is not needed: the whole VPC is admitted', () => {
      expect(problems(undefined, KINESIS_STREAMS)).toEqual([]);
    });

    test('is missed where only applications are admitted', () => {
      expect(problems(EndpointClients.applicationsOnly(), KINESIS_STREAMS)).toEqual([
        'vpcConfiguration.endpoints of Stack/One leaves the endpoints of the VPC alone, but private DNS sends its '
        + 'calls of kinesis-streams to endpoints that another FlinkApplication had created, which do not admit it: '
        + 'give it `endpoints: VpcEndpoints.create()`, or admit the whole VPC with `clients: '
        + 'EndpointClients.wholeVpc()`',
      ]);
    });

    test('is not missed where it calls none of their services', () => {
      expect(problems(EndpointClients.applicationsOnly(), LOGS)).toEqual([]);
    });
  });

  test('is carried by an application with prefix lists, which are opened there', () => {
    const stack = newStack();
    const endpoints = VpcEndpoints.existing({
      interfaceServices: [LOGS, MONITORING], gatewayPrefixListIds: { s3: 'pl-1' },
    });
    const { securityGroups } = newApplication(stack, { vpcConfiguration: { vpc: importedVpc(stack), endpoints } });
    expect(securityGroups).toHaveLength(2);
    expect(propertiesOf(templateOf(stack), EGRESS)).toEqual([
      expect.objectContaining({
        DestinationPrefixListId: 'pl-1', GroupId: { 'Fn::GetAtt': [logicalId(securityGroups[1]), 'GroupId'] },
      }),
    ]);
  });

  test('given by its id counts once, and other groups all count', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const [, clients] = newApplication(stack, { vpcConfiguration: { vpc } }, 'One').securityGroups;
    const given = [...groups(stack, 5), SecurityGroup.fromSecurityGroupId(stack, 'Clients', clients.securityGroupId)];
    expectRefusal(stack, { vpcConfiguration: { vpc, securityGroups: given } },
      'vpcConfiguration.securityGroups is "5 groups and the client group of the endpoints", but must be at most 5 '
      + 'groups in all: '
      + 'write at most 4 groups, or `endpoints: VpcEndpoints.none()` [at Stack/Two]', 'Two');
    const [, ...four] = given;
    expect(
      newApplication(stack, { vpcConfiguration: { vpc, securityGroups: four } }, 'Three').securityGroups,
    ).toHaveLength(5);
  });

  test('is not carried twice where the groups of another application are given', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const { securityGroups } = newApplication(stack, { vpcConfiguration: { vpc } }, 'One');
    const given = [...securityGroups, ...groups(stack, 3)];
    expect(
      newApplication(stack, { vpcConfiguration: { vpc, securityGroups: given } }, 'Two').securityGroups,
    ).toHaveLength(5);
  });
});
