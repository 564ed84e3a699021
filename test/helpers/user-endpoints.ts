import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CfnResource, Stack } from 'aws-cdk-lib';
import {
  CfnVPCEndpoint, GatewayVpcEndpoint, GatewayVpcEndpointAwsService, InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService, IVpc,
} from 'aws-cdk-lib/aws-ec2';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';

/** Makes an endpoint in a stack, for a VPC that may be in another. */
export type MakeEndpoint = (stack: Stack, vpc: IVpc) => void;

const service = InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS;
const serviceName = (stack: Stack) => `com.amazonaws.${stack.region}.logs`;

/** Every way to make an interface endpoint with private DNS for CloudWatch Logs. */
export const INTERFACE_ENDPOINTS: [string, MakeEndpoint][] = [
  ['InterfaceVpcEndpoint', (stack, vpc) => { new InterfaceVpcEndpoint(stack, 'Mine', { vpc, service }); }],
  ['vpc.addInterfaceEndpoint', (_, vpc) => { vpc.addInterfaceEndpoint('Mine', { service, open: false }); }],
  ['CfnVPCEndpoint', (stack, vpc) => {
    new CfnVPCEndpoint(stack, 'Mine', {
      vpcId: vpc.vpcId,
      serviceName: serviceName(stack),
      vpcEndpointType: 'Interface',
      privateDnsEnabled: true,
      securityGroupIds: ['sg-0a1b2c3d'],
    });
  }],
  ['CfnVPCEndpoint with the group of the VPC', (stack, vpc) => {
    new CfnVPCEndpoint(stack, 'Mine', {
      vpcId: vpc.vpcId, serviceName: serviceName(stack), vpcEndpointType: 'Interface', privateDnsEnabled: true,
    });
  }],
  ['CfnVPCEndpoint by overrides', (stack, vpc) => {
    const endpoint = new CfnVPCEndpoint(stack, 'Mine', { vpcId: vpc.vpcId, serviceName: 'x' });
    endpoint.addPropertyOverride('ServiceName', { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.logs' });
    endpoint.addPropertyOverride('VpcEndpointType', 'Interface');
    endpoint.addPropertyOverride('PrivateDnsEnabled', 'true');
  }],
  ['CfnResource', (stack, vpc) => {
    new CfnResource(stack, 'Mine', {
      type: 'AWS::EC2::VPCEndpoint',
      properties: {
        VpcId: vpc.vpcId,
        ServiceName: serviceName(stack),
        VpcEndpointType: 'Interface',
        PrivateDnsEnabled: true,
        SecurityGroupIds: ['sg-0a1b2c3d'],
      },
    });
  }],
  ['CfnInclude', (stack, vpc) => {
    const templateFile = join(mkdtempSync(join(tmpdir(), 'include-')), 'endpoint.yaml');
    writeFileSync(templateFile, [
      'Parameters:',
      '  TheVpc: { Type: String }',
      'Resources:',
      '  Mine:',
      '    Type: AWS::EC2::VPCEndpoint',
      '    Properties:',
      '      VpcId: !Ref TheVpc',
      '      ServiceName: !Sub com.amazonaws.${AWS::Region}.logs',
      '      VpcEndpointType: Interface',
      '      PrivateDnsEnabled: true',
      '      SecurityGroupIds: [sg-0a1b2c3d]',
    ].join('\n'));
    new CfnInclude(stack, 'Include', { templateFile, parameters: { TheVpc: vpc.vpcId } });
  }],
];

/** Every way to make a gateway endpoint for S3 in the route tables of the isolated subnets. */
export const GATEWAY_ENDPOINTS: [string, MakeEndpoint][] = [
  [
    'GatewayVpcEndpoint',
    (stack, vpc) => { new GatewayVpcEndpoint(stack, 'Mine', { vpc, service: GatewayVpcEndpointAwsService.S3 }); },
  ],
  [
    'vpc.addGatewayEndpoint',
    (_, vpc) => { vpc.addGatewayEndpoint('Mine', { service: GatewayVpcEndpointAwsService.S3 }); },
  ],
  ['CfnVPCEndpoint', (stack, vpc) => {
    new CfnVPCEndpoint(stack, 'Mine', {
      vpcId: vpc.vpcId,
      serviceName: `com.amazonaws.${stack.region}.s3`,
      routeTableIds: vpc.isolatedSubnets.map(subnet => subnet.routeTable.routeTableId),
    });
  }],
  ['CfnResource', (stack, vpc) => {
    new CfnResource(stack, 'Mine', {
      type: 'AWS::EC2::VPCEndpoint',
      properties: {
        VpcId: vpc.vpcId,
        ServiceName: `com.amazonaws.${stack.region}.s3`,
        VpcEndpointType: 'Gateway',
        RouteTableIds: vpc.isolatedSubnets.map(subnet => subnet.routeTable.routeTableId),
      },
    });
  }],
];
