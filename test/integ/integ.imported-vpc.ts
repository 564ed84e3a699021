import { CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { closedVpc, expectToRun, newApp, newJob } from './jobs';
import { EndpointClients, VpcEndpoints } from '../../src';

/**
 * One application in a VPC that it knows by exported values only, as if another app had made it. The VPC has one of the
 * endpoints already.
 */
const app = newApp();
const theirs = new Stack(app, 'FlinkIntegImportedVpc');
const stack = new Stack(app, 'FlinkIntegImportedJob');
stack.addDependency(theirs);

/** A value of the other stack, which this one sees only when it is deployed. */
function exported(name: string, value: string): string {
  const exportName = `${theirs.stackName}:${name}`;
  new CfnOutput(theirs, name, { value, exportName });
  return Fn.importValue(exportName);
}

const made = closedVpc(theirs);
const endpoint = made.addInterfaceEndpoint('Logs', {
  service: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, open: false,
});
const vpc = Vpc.fromVpcAttributes(stack, 'Imported', {
  vpcId: exported('VpcId', made.vpcId),
  availabilityZones: made.availabilityZones,
  isolatedSubnetIds: made.isolatedSubnets.map(({ subnetId }, index) => exported(`Subnet${index}`, subnetId)),
  isolatedSubnetRouteTableIds: made.isolatedSubnets
    .map(({ routeTable }, index) => exported(`RouteTable${index}`, routeTable.routeTableId)),
});
const endpointGroup = SecurityGroup.fromSecurityGroupId(stack, 'EndpointGroup',
  exported('EndpointGroup', endpoint.connections.securityGroups[0].securityGroupId));

expectToRun(app, 'ImportedVpc', [newJob(stack, 'Job', {
  vpc,
  endpoints: VpcEndpoints.create({
    clients: EndpointClients.applicationsOnly(),
    existing: { interfaceServices: [InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS], securityGroups: [endpointGroup] },
  }),
})]);
