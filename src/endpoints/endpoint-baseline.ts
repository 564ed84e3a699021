import { GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { EndpointNeeds } from './endpoint-needs';
import { CommonVpcEndpointsOptions } from './endpoint-options';

const { CLOUDWATCH_LOGS, CLOUDWATCH_MONITORING } = InterfaceVpcEndpointAwsService;

/** The services that every application gets a way to. */
export function baselineOf(options: CommonVpcEndpointsOptions): EndpointNeeds {
  return {
    interfaceServices: options.baselineInterfaceServices ?? [CLOUDWATCH_LOGS, CLOUDWATCH_MONITORING],
    gatewayServices: options.baselineGatewayServices ?? [GatewayVpcEndpointAwsService.S3],
  };
}
