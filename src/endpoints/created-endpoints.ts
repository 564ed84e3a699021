import { CfnOutput, CfnResource, ContextProvider, Fn, ResolutionTypeHint, Stack, Token } from 'aws-cdk-lib';
import {
  CfnVPCEndpoint, GatewayVpcEndpoint, GatewayVpcEndpointAwsService, InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService, ISecurityGroup, ISubnet,
  IVpc,
} from 'aws-cdk-lib/aws-ec2';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { rejectBecause } from '../core/problem';
import { outermost } from '../core/stacks';
import { gatewayKey, interfaceKey, lacksPrivateDns } from '../vpc/endpoint-service';

const ZONES_PROVIDER = 'endpoint-service-availability-zones';
/** How the CDK refers to resources of other stacks: by exports (strong), by outputs (weak), or by both. */
const REFERENCE_STRENGTH = '@aws-cdk/core:defaultCrossStackReferences';
const URL_OUTPUT = 'RegionalName';

export interface InterfaceEndpointOptions {
  readonly subnets: ISubnet[];
  readonly securityGroup: ISecurityGroup;
  readonly endpointPolicy?: PolicyDocument;
  readonly lookupSupportedAzs?: boolean;
}

/** Makes an interface endpoint with private DNS, where the service has any. */
export function createInterfaceEndpoint(
  scope: Construct, vpc: IVpc, service: InterfaceVpcEndpointAwsService, options: InterfaceEndpointOptions,
): InterfaceVpcEndpoint {
  const endpoint = new InterfaceVpcEndpoint(scope, `Interface-${interfaceKey(service)}`, {
    vpc,
    service,
    privateDnsEnabled: !lacksPrivateDns(service),
    open: false,
    securityGroups: [options.securityGroup],
    subnets: {
      subnets: options.lookupSupportedAzs ? inSupportedZones(scope, service, options.subnets) : options.subnets,
    },
  });
  if (options.endpointPolicy !== undefined) resourceOf(endpoint).policyDocument = options.endpointPolicy;
  return endpoint;
}

/** The subnets in zones in which a service is offered; all of them while that is being looked up. */
function inSupportedZones(scope: Construct, service: InterfaceVpcEndpointAwsService, subnets: ISubnet[]): ISubnet[] {
  const serviceName: unknown = Stack.of(scope).resolve(service.name);
  const zones: unknown = ContextProvider.getValue(scope, {
    provider: ZONES_PROVIDER, props: { serviceName }, dummyValue: subnets.map(subnet => subnet.availabilityZone),
  }).value;
  const supported = Array.isArray(zones) ? subnets.filter(subnet => zones.includes(subnet.availabilityZone)) : subnets;
  if (supported.length > 0) return supported;
  rejectBecause(scope, `the service ${interfaceKey(service)} is offered in ${String(zones)} only, where the VPC has `
    + 'none of the subnets that are chosen for its '
    + 'endpoints: choose others with `subnets`, or reach it through a NAT gateway with `egressServices`');
}

/** Makes a gateway endpoint in the route tables of some subnets, or adds these to the one that there is. */
export function createGatewayEndpoint(
  scope: Construct,
  vpc: IVpc,
  service: GatewayVpcEndpointAwsService,
  subnets: ISubnet[],
  endpointPolicy: PolicyDocument | undefined,
): GatewayVpcEndpoint {
  const id = `Gateway-${gatewayKey(service)}`;
  const present = scope.node.tryFindChild(id) as GatewayVpcEndpoint | undefined;
  if (present !== undefined) {
    const resource = resourceOf(present);
    resource.routeTableIds = [
      ...resource.routeTableIds ?? [], ...subnets.map(subnet => subnet.routeTable.routeTableId),
    ];
    return present;
  }
  const endpoint = new GatewayVpcEndpoint(scope, id, { vpc, service, subnets: [{ subnets }] });
  if (endpointPolicy !== undefined) resourceOf(endpoint).policyDocument = endpointPolicy;
  return endpoint;
}

export function resourceOf(endpoint: Construct): CfnVPCEndpoint {
  return endpoint.node.defaultChild as CfnVPCEndpoint;
}

/** The URL of an interface endpoint that this app defines, for a resource of a stack. */
export function endpointUrl(resource: CfnResource, consumer: IConstruct): string {
  const entries = resource.getAtt('DnsEntries', ResolutionTypeHint.STRING_LIST);
  // the first entry is the regional name, as ZONE:NAME
  const name = Fn.select(1, Fn.split(':', Fn.select(0, Token.asList(entries))));
  return `https://${isReadWeakly(resource.stack, consumer) ? outputOf(resource, name) : name}`;
}

/** Whether the CDK would refer to a list of the stack by an output. Its first versions do so with no valid output. */
function isReadWeakly(producer: Stack, consumer: IConstruct): boolean {
  const strength: unknown = consumer.node.tryGetContext(REFERENCE_STRENGTH);
  return (strength === 'weak' || strength === 'both')
    && producer.nestedStackParent === undefined && outermost(Stack.of(consumer)) !== producer;
}

/** A weak reference to the name of an endpoint, an output of its stack. Applications wait for their endpoints. */
function outputOf(resource: CfnResource, value: string): string {
  const { stack } = resource;
  const output = resource.node.tryFindChild(URL_OUTPUT) as CfnOutput | undefined
    ?? new CfnOutput(resource, URL_OUTPUT, { value });
  return Fn.getStackOutput(stack.stackName, output.logicalId, stack.region);
}
