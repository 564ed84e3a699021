import { GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, Port } from 'aws-cdk-lib/aws-ec2';
import { textOf } from '../core/intrinsics';

/** The key of a service that an interface endpoint is wanted for. */
export function interfaceKey(service: InterfaceVpcEndpointAwsService): string {
  return service.shortName;
}

/** The key of a service that a gateway endpoint is wanted for. */
export function gatewayKey(service: GatewayVpcEndpointAwsService): string {
  // the name ends with the service, after the region token: nothing of it needs a stack
  return textOf(service.name).split('.').pop()!;
}

/** The ports of interface endpoints, each once: 443 for nearly all services. */
export function portsOf(services: InterfaceVpcEndpointAwsService[]): Port[] {
  return [...new Set(services.map(({ port }) => port))].map(port => Port.tcp(port));
}

/**
 * Whether the interface endpoints of a service answer to their own URL only, and never to the service's name.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/privatelink-streams.html
 */
export function lacksPrivateDns(service: InterfaceVpcEndpointAwsService): boolean {
  return interfaceKey(service) === interfaceKey(InterfaceVpcEndpointAwsService.DYNAMODB_STREAMS);
}
