import { CfnResource, Fn, ResolutionTypeHint, Token } from 'aws-cdk-lib';
import {
  CfnVPCEndpoint, GatewayVpcEndpoint, GatewayVpcEndpointAwsService, InterfaceVpcEndpoint, InterfaceVpcEndpointAwsService, ISecurityGroup, ISubnet,
  IVpc,
} from 'aws-cdk-lib/aws-ec2';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { gatewayKey, interfaceKey, lacksPrivateDns } from '../vpc/endpoint-service';

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
    subnets: { subnets: options.subnets },
    lookupSupportedAzs: options.lookupSupportedAzs,
  });
  if (options.endpointPolicy !== undefined) resourceOf(endpoint).policyDocument = options.endpointPolicy;
  return endpoint;
}

/** Makes a gateway endpoint in the route tables of some subnets, or adds these to the one that there is. */
export function createGatewayEndpoint(
  scope: Construct, vpc: IVpc, service: GatewayVpcEndpointAwsService, subnets: ISubnet[], endpointPolicy: PolicyDocument | undefined,
): GatewayVpcEndpoint {
  const id = `Gateway-${gatewayKey(service)}`;
  const present = scope.node.tryFindChild(id) as GatewayVpcEndpoint | undefined;
  if (present !== undefined) {
    const resource = resourceOf(present);
    resource.routeTableIds = [...resource.routeTableIds ?? [], ...subnets.map(subnet => subnet.routeTable.routeTableId)];
    return present;
  }
  const endpoint = new GatewayVpcEndpoint(scope, id, { vpc, service, subnets: [{ subnets }] });
  if (endpointPolicy !== undefined) resourceOf(endpoint).policyDocument = endpointPolicy;
  return endpoint;
}

export function resourceOf(endpoint: Construct): CfnVPCEndpoint {
  return endpoint.node.defaultChild as CfnVPCEndpoint;
}

/** The URL of an interface endpoint that this app defines. */
export function endpointUrl(resource: CfnResource): string {
  const entries = resource.getAtt('DnsEntries', ResolutionTypeHint.STRING_LIST);
  // the first entry is the regional name, as ZONE:NAME
  return `https://${Fn.select(1, Fn.split(':', Fn.select(0, Token.asList(entries))))}`;
}
