import { GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { EndpointNeeds } from './endpoint-needs';
import { CommonVpcEndpointsOptions } from './endpoint-options';
import { uniqueBy } from '../core/unique-by';
import { gatewayKey, interfaceKey } from '../vpc/endpoint-service';

const { CLOUDWATCH_LOGS, CLOUDWATCH_MONITORING } = InterfaceVpcEndpointAwsService;

/** The services that every application gets a way to. */
export function baselineOf(options: CommonVpcEndpointsOptions): EndpointNeeds {
  return {
    interfaceServices: options.baselineInterfaceServices ?? [CLOUDWATCH_LOGS, CLOUDWATCH_MONITORING],
    gatewayServices: options.baselineGatewayServices ?? [GatewayVpcEndpointAwsService.S3],
  };
}

/** What is needed, the baseline included. */
export function withBaseline(needs: Partial<EndpointNeeds>, baseline?: EndpointNeeds): EndpointNeeds {
  return {
    interfaceServices: uniqueBy([...baseline?.interfaceServices ?? [], ...needs.interfaceServices ?? []], interfaceKey),
    gatewayServices: uniqueBy([...baseline?.gatewayServices ?? [], ...needs.gatewayServices ?? []], gatewayKey),
  };
}
