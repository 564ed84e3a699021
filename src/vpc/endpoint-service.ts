import { GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, Port } from 'aws-cdk-lib/aws-ec2';
import { textOf } from '../core/intrinsics';

/** The region in the name of an endpoint service: a region code, or the pseudo parameter. */
const REGION = String.raw`\$\{AWS::Region\}|[a-z]{2,}(?:-[a-z]+)+-\d+`;
/** Services without regions: `com.amazonaws.iam`. */
const GLOBAL_SERVICE_NAME = /^(?:[\w-]+\.)*amazonaws\.([\w-]+)$/;
const SERVICE_NAME = new RegExp(String.raw`^(?:[\w-]+\.)+(${REGION})\.(.+)$`);

/**
 * The part of an endpoint service's name that says which service it is: `logs` of `com.amazonaws.eu-west-1.logs`.
 *
 * The prefix is left out, since it differs by partition and by whether the stack knows its region.
 *
 * @returns undefined for what is not an AWS service of this region, such as `com.amazonaws.vpce.REGION.vpce-svc-...`
 */
export function serviceKeyOf(serviceName: string, region: string): string | undefined {
  const [, namedRegion, key] = SERVICE_NAME.exec(serviceName) ?? [];
  const otherRegion = namedRegion !== undefined && !namedRegion.startsWith('$') && !region.startsWith('$') && namedRegion !== region;
  if (otherRegion || key?.startsWith('vpce-svc-')) return undefined;
  return key ?? GLOBAL_SERVICE_NAME.exec(serviceName)?.[1];
}

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
