import { CfnResource, Stack } from 'aws-cdk-lib';
import { CfnVPCEndpoint } from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { serviceKeyOf } from '../core/endpoint-service-name';
import { identifiedProperties, identityOf, resolvedProperties, tokenOf } from '../core/identity';
import { textOf } from '../core/intrinsics';

const TYPE = CfnVPCEndpoint.CFN_RESOURCE_TYPE_NAME;

/** A VPC endpoint that is defined somewhere in the app, by any class. */
export interface DefinedEndpoint {
  readonly resource: CfnResource;
  readonly type: 'Interface' | 'Gateway';
  readonly serviceKey: string;
  /** The identity of its VPC. */
  readonly vpc: string;
  /** Whether it answers to the service's own name in the VPC. */
  readonly privateDns: 'on' | 'off' | 'unknown';
  /** Whether a condition of the template decides if it is there. */
  readonly isConditional: boolean;
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
    .filter((node): node is CfnResource => CfnResource.isCfnResource(node) && node.cfnResourceType === TYPE)
    .flatMap(resource => describe(resource) ?? []);
}

function describe(resource: CfnResource): DefinedEndpoint | undefined {
  const properties = identifiedProperties(resource);
  const { VpcEndpointType: type = 'Gateway', RouteTableIds: tables } = properties;
  const serviceKey = serviceKeyOf(
    textOf(properties.ServiceName), textOf(Stack.of(resource).resolve(resource.stack.region)),
  );
  if (serviceKey === undefined || (type !== 'Interface' && type !== 'Gateway')) return undefined;
  return {
    resource,
    type,
    serviceKey,
    vpc: identityOf(resource, properties.VpcId),
    privateDns: privateDnsOf(properties.PrivateDnsEnabled),
    isConditional: resource.cfnOptions.condition !== undefined,
    // asked for seldom, and takes long: the resource that an id belongs to is looked for in the whole stack
    get securityGroupIds() { return securityGroupIdsOf(resource); },
    routeTables: routeTablesOf(resource, tables),
  };
}

function routeTablesOf(resource: CfnResource, tables: unknown = []): string[] | undefined {
  return Array.isArray(tables) ? tables.map(table => identityOf(resource, table)) : undefined;
}

/** CloudFormation's default is an endpoint without private DNS. */
function privateDnsOf(value: unknown = false): DefinedEndpoint['privateDns'] {
  if (String(value) === 'true') return 'on';
  return String(value) === 'false' ? 'off' : 'unknown';
}

/** As CloudFormation will see them, overrides included, but with references that other stacks may use. */
function securityGroupIdsOf(resource: CfnResource): string[] | undefined {
  const { SecurityGroupIds: ids = [] } = resolvedProperties(resource);
  return Array.isArray(ids) ? ids.map(id => tokenOf(resource, id)) : undefined;
}
