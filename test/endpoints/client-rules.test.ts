import { App, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import {
  CfnVPC, CfnVPCEndpoint, InterfaceVpcEndpoint, InterfaceVpcEndpointAwsService, Peer, SecurityGroup, Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { EndpointClients, VpcEndpoints } from '../../src/index';
import {
  APPLICATION, EGRESS, ENV, GROUP, importedVpc, INGRESS, isolatedVpc, newApplication, newStack, propertiesOf,
  resourcesOf, templateOf, warnings,
} from '../helpers';

const { CLOUDWATCH_LOGS: LOGS, CLOUDWATCH_MONITORING: MONITORING } = InterfaceVpcEndpointAwsService;

const pathsOf = (stack: Stack, type: string) => resourcesOf(templateOf(stack), type).map(([id]) => id);

test('the group of created endpoints lets nothing out', () => {
  const stack = newStack();
  newApplication(stack, { vpcConfiguration: { vpc: isolatedVpc(stack) } });
  expect(propertiesOf(templateOf(stack), GROUP).filter(({ GroupDescription }) => String(GroupDescription).startsWith('VPC endpoints'))).toEqual([expect.objectContaining({
    GroupDescription: 'VPC endpoints for Managed Service for Apache Flink applications',
    SecurityGroupEgress: [expect.objectContaining({ CidrIp: '255.255.255.255/32' })],
  })]);
});

test('the rules between clients and endpoints say what they are for, in the stack and under the ids that they always had', () => {
  const stack = newStack();
  newApplication(stack, { vpcConfiguration: { vpc: isolatedVpc(stack) } });
  expect(propertiesOf(templateOf(stack), INGRESS)).toEqual([
    expect.objectContaining({
      Description: 'Managed Service for Apache Flink applications', FromPort: 443, ToPort: 443,
    }),
  ]);
  expect(propertiesOf(templateOf(stack), EGRESS)).toEqual([
    expect.objectContaining({ Description: 'VPC endpoint', FromPort: 443, ToPort: 443 }),
  ]);
  expect([...pathsOf(stack, INGRESS), ...pathsOf(stack, EGRESS)]).toEqual([
    'VpcManagedFlinkEndpointSecurityGroupfromStackVpcManagedFlinkClientSecurityGroup',
    'VpcManagedFlinkClientSecurityGrouptoStackVpcManagedFlinkEndpointSecurityGroup',
  ].map(id => expect.stringMatching(new RegExp(`^${id}`))));
});

test('the endpoints of a VPC whose L1 was imported by its id lie beside the L1, under its name', () => {
  const stack = newStack();
  const resource = new CfnVPC(stack, 'Raw', { cidrBlock: '10.0.0.0/16', enableDnsHostnames: true });
  const vpc = Vpc.fromVpcAttributes(stack, 'Again', {
    vpcId: resource.ref,
    availabilityZones: ['eu-west-1a'],
    privateSubnetIds: ['subnet-a'],
    privateSubnetRouteTableIds: ['rtb-a'],
  });
  newApplication(stack, { vpcConfiguration: { vpc } });
  expect(stack.node.children.map(({ node }) => node.id)).toContain('ManagedFlink-Raw');
});

describe('other clients', () => {
  const service = new InterfaceVpcEndpointAwsService('kinesis-streams', undefined, 8443);
  const clients = EndpointClients.of(Peer.ipv4('10.1.0.0/16'));
  const admitted = (stack: Stack) => propertiesOf(templateOf(stack), GROUP)
    .flatMap(({ SecurityGroupIngress }) =>
      (SecurityGroupIngress ?? []) as { CidrIp: string; FromPort: number; Description: string }[])
    .map(({ CidrIp, FromPort, Description }) => [CidrIp, FromPort, Description]);

  test('are admitted on the ports of the services', () => {
    const stack = newStack();
    const endpoints = VpcEndpoints.create({ baselineInterfaceServices: [service, LOGS], clients });
    newApplication(stack, { vpcConfiguration: { vpc: isolatedVpc(stack), endpoints } });
    expect(admitted(stack)).toEqual([
      ['10.1.0.0/16', 8443, 'Other clients of the VPC'], ['10.1.0.0/16', 443, 'Other clients of the VPC'],
    ]);
  });

  test('are admitted by no more than that when a later application has no endpoint created', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const baseline = { baselineInterfaceServices: [service], baselineGatewayServices: [] };
    newApplication(
      stack, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create({ ...baseline, clients }) } }, 'One',
    );
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create(baseline) } }, 'Two');
    expect(admitted(stack)).toEqual([['10.1.0.0/16', 8443, 'Other clients of the VPC']]);
  });
});

describe('an endpoint of the user\'s', () => {
  test('without groups in an imported VPC is warned of', () => {
    const stack = newStack();
    const vpc = importedVpc(stack);
    new CfnVPCEndpoint(stack, 'Mine', {
      vpcId: vpc.vpcId,
      serviceName: `com.amazonaws.${stack.region}.logs`,
      vpcEndpointType: 'Interface',
      privateDnsEnabled: true,
    });
    newApplication(stack, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create() } });
    expect(warnings(stack)).toContain('the endpoint for logs has no security groups, so it has the default group of '
      + 'the VPC, which admits only itself unless you changed it: give it a security group, so that Flink applications '
      + 'are admitted there [ack: cdk-managed-flink:endpoint-without-groups]');
  });

  test('whose groups are not known is reached in the range of the VPC, and the application waits for the rule', () => {
    const stack = newStack();
    const vpc = importedVpc(stack);
    new CfnVPCEndpoint(stack, 'Mine', {
      vpcId: vpc.vpcId,
      serviceName: `com.amazonaws.${stack.region}.logs`,
      vpcEndpointType: 'Interface',
      privateDnsEnabled: true,
      securityGroupIds: Fn.split(',', new CfnParameter(stack, 'Groups').valueAsString),
    });
    const endpoints = VpcEndpoints.create({ baselineInterfaceServices: [LOGS], baselineGatewayServices: [] });
    newApplication(stack, { vpcConfiguration: { vpc, allowAllOutbound: false, endpoints } });
    // the range is a rule in the client group itself
    expect(
      propertiesOf(templateOf(stack), GROUP)
        .find(({ GroupDescription }) => String(GroupDescription).startsWith('Carried'))!.SecurityGroupEgress,
    )
      .toEqual([{ CidrIp: '10.9.0.0/16', Description: 'VPC endpoint', FromPort: 443, IpProtocol: 'tcp', ToPort: 443 }]);
    expect(resourcesOf(templateOf(stack), APPLICATION)[0][1].DependsOn).toContain('Mine');
  });

  test.each([true, false])('in the stack of the VPC is opened there, and elsewhere where no cycle can come of it (VPC imported: %p)', imported => {
    const app = new App();
    const [network, endpoints, jobs] = ['Network', 'Endpoints', 'Jobs'].map(id => new Stack(app, id, { env: ENV }));
    const vpc = imported ? importedVpc(network) : isolatedVpc(network);
    for (const [stack, service] of [[network, LOGS], [endpoints, MONITORING]] as const) {
      const securityGroups = [new SecurityGroup(stack, 'Group', { vpc })];
      new InterfaceVpcEndpoint(stack, 'Mine', { vpc, service, open: false, securityGroups });
    }
    newApplication(jobs, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create() } });
    const rules = [network, endpoints, jobs].map(stack =>
      [INGRESS, EGRESS].map(type => resourcesOf(templateOf(stack), type).length));
    expect(rules).toEqual(imported ? [[2, 2], [0, 0], [0, 0]] : [[1, 1], [1, 1], [0, 0]]);
  });

  test('in another stack is waited for by an application in the stack of the imported VPC', () => {
    const app = new App();
    const [jobs, endpoints] = ['Jobs', 'Endpoints'].map(id => new Stack(app, id, { env: ENV }));
    const vpc = importedVpc(jobs);
    new InterfaceVpcEndpoint(endpoints, 'Mine', { vpc: importedVpc(endpoints), service: LOGS, open: false });
    newApplication(jobs, { vpcConfiguration: { vpc, endpoints: VpcEndpoints.create() } });
    app.synth();
    expect(jobs.dependencies.map(({ node }) => node.id)).toEqual(['Endpoints']);
  });
});
