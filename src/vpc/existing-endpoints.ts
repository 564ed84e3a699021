import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { serviceKeyOf } from '../core/endpoint-service-name';
import { identifiedProperties, identityOf, resolvedProperties, tokenOf } from '../core/identity';
import { textOf } from '../core/intrinsics';

/** A VPC endpoint that is defined somewhere in the app, by whichever class. */
export interface DefinedEndpoint {
  readonly resource: CfnResource;
  readonly type: 'Interface' | 'Gateway';
  readonly serviceKey: string;
  /** The identity of its VPC. */
  readonly vpc: string;
  /** Whether it answers to the service's own name in the VPC; `unstated` where the template is silent, since its default is not documented. */
  readonly privateDns: 'on' | 'off' | 'unstated' | 'unknown';
  /** The ids of its security groups, or undefined if they are only known at deployment. */
  readonly securityGroupIds: string[] | undefined;
  /** The identities of its route tables, or undefined if they are only known at deployment. */
  readonly routeTables: string[] | undefined;
}

/**
 * All interface and gateway endpoints in the app, as CloudFormation will see them at this moment.
 *
 * It walks the whole tree: call it once for all services that are looked for.
 */
export function definedEndpoints(scope: IConstruct): DefinedEndpoint[] {
  return scope.node.root.node.findAll()
    .filter((node): node is CfnResource => CfnResource.isCfnResource(node) && node.cfnResourceType === CfnVPCEndpoint.CFN_RESOURCE_TYPE_NAME)
    .flatMap(resource => describe(resource) ?? []);
}

function describe(resource: CfnResource): DefinedEndpoint | undefined {
  const properties = identifiedProperties(resource);
  const { VpcEndpointType: type = 'Gateway', RouteTableIds: tables } = properties;
  const serviceKey = serviceKeyOf(textOf(properties.ServiceName), textOf(Stack.of(resource).resolve(resource.stack.region)));
  if (serviceKey === undefined || (type !== 'Interface' && type !== 'Gateway')) return undefined;
  return {
    resource,
    type,
    serviceKey,
    vpc: identityOf(resource, properties.VpcId),
    privateDns: privateDnsOf(properties.PrivateDnsEnabled),
    // asked for seldom, and takes long: the resource that an id belongs to is looked for in the whole stack
    get securityGroupIds() { return securityGroupIdsOf(resource); },
    routeTables: tables === undefined ? [] : Array.isArray(tables) ? tables.map(table => identityOf(resource, table)) : undefined,
  };
}

function privateDnsOf(value: unknown): DefinedEndpoint['privateDns'] {
  if (value === undefined) return 'unstated';
  if (String(value) === 'true') return 'on';
  return String(value) === 'false' ? 'off' : 'unknown';
}

/** As CloudFormation will see them, overrides included, but with references that other stacks may use. */
function securityGroupIdsOf(resource: CfnResource): string[] | undefined {
  const { SecurityGroupIds: ids = [] } = resolvedProperties(resource);
  return Array.isArray(ids) ? ids.map(id => tokenOf(resource, id)) : undefined;
}
