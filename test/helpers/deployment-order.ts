import { APPLICATION, INGRESS, EGRESS, POLICY, references, ResourceJson, resourcesOf, TemplateJson } from './templates';

type Graph = Map<string, Set<string>>;

interface Network {
  readonly SubnetIds: unknown[];
  readonly SecurityGroupIds: unknown[];
}

/** What each resource of a template waits for: Ref, Fn::GetAtt, Fn::Sub and DependsOn. */
export function dependencyGraph(template: TemplateJson): Graph {
  return new Map(Object.entries(template.Resources).map(([id, resource]) => {
    const explicit = [resource.DependsOn ?? []].flat();
    return [
      id, new Set([...explicit, ...references(resource.Properties)].filter(target => target in template.Resources)),
    ];
  }));
}

/** All resources that must be there before one of them, however indirectly. */
export function before(graph: Graph, id: string, seen = new Set<string>()): Set<string> {
  for (const next of graph.get(id) ?? []) {
    if (seen.has(next)) continue;
    seen.add(next);
    before(graph, next, seen);
  }
  return seen;
}

/** Resources that wait for themselves. */
export function cycles(template: TemplateJson): string[] {
  const graph = dependencyGraph(template);
  return [...graph.keys()].filter(id => before(graph, id).has(id));
}

/** References to what the template does not have. */
export function danglingReferences(template: TemplateJson): string[] {
  const known = new Set([...Object.keys(template.Resources), ...Object.keys(template.Parameters ?? {})]);
  return Object.values(template.Resources)
    .flatMap(resource => [...references(resource.Properties), ...[resource.DependsOn ?? []].flat()])
    .filter(target => !target.startsWith('AWS::') && !known.has(target));
}

/**
 * What each application needs while it exists, and may come after it as the template stands.
 *
 * @param isNeeded whether an application needs an endpoint or a rule of its groups; all of them unless a test knows
 * better
 */
export function missingOrder(
  template: TemplateJson, isNeeded: (application: string, id: string) => boolean = () => true,
): string[] {
  const graph = dependencyGraph(template);
  const applications = resourcesOf(template, APPLICATION).flatMap(([id, resource]) => {
    const earlier = before(graph, id);
    return needsOf(template, resource)
      .filter(need => !earlier.has(need) && isNeeded(id, need))
      .map(need => `${id} does not wait for ${need}`);
  });
  const logging = resourcesOf(template, 'AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption').flatMap(([id, resource]) => {
    const earlier = before(graph, id);
    const wanted = references(resource.Properties).filter(target => target in template.Resources);
    const types = [...earlier].map(target => template.Resources[target].Type);
    const lacking = ['AWS::Logs::LogStream', APPLICATION]
      .filter(type => !types.includes(type))
      .map(type => `${id} does not wait for a ${type}`);
    return [...wanted.filter(target => !earlier.has(target)), ...lacking];
  });
  return [...applications, ...logging];
}

/** References to resources and parameters: outputs of other stacks are read by the region of this one. */
function resourcesIn(value: unknown): string[] {
  return references(value).filter(id => !id.startsWith('AWS::'));
}

function policiesOf(template: TemplateJson, roles: string[]): string[] {
  return resourcesOf(template, POLICY)
    .filter(([, { Properties: own }]) => references(own?.Roles).some(id => roles.includes(id)))
    .map(([id]) => id);
}

function needsOf(template: TemplateJson, application: ResourceJson): string[] {
  const properties = application.Properties ?? {};
  const roles = resourcesIn(properties.ServiceExecutionRole);
  const {
    VpcConfigurations: [network] = [],
  } = properties.ApplicationConfiguration as { VpcConfigurations?: Network[] };
  if (network === undefined) return [...roles.filter(id => id in template.Resources), ...policiesOf(template, roles)];
  const groups = resourcesIn(network.SecurityGroupIds);
  const subnets = resourcesIn(network.SubnetIds);
  const tables = resourcesOf(template, 'AWS::EC2::SubnetRouteTableAssociation')
    .filter(([, { Properties: own }]) => references(own?.SubnetId).some(id => subnets.includes(id)));
  const tableIds = tables.flatMap(([, { Properties: own }]) => references(own?.RouteTableId));

  const where = (type: string, property: string, targets: string[]) => resourcesOf(template, type)
    .filter(([, { Properties: own }]) => references(own?.[property]).some(id => targets.includes(id)))
    .map(([id]) => id);
  return [
    ...roles.filter(id => id in template.Resources),
    ...policiesOf(template, roles),
    ...groups.filter(id => id in template.Resources),
    ...where(INGRESS, 'GroupId', groups),
    ...where(INGRESS, 'SourceSecurityGroupId', groups),
    ...where(EGRESS, 'GroupId', groups),
    ...tables.map(([id]) => id),
    ...where('AWS::EC2::Route', 'RouteTableId', tableIds),
    ...where('AWS::EC2::VPCEndpoint', 'RouteTableIds', tableIds),
    ...resourcesOf(template, 'AWS::EC2::VPCEndpoint')
      .filter(([, { Properties: own }]) => own?.VpcEndpointType === 'Interface')
      .map(([id]) => id),
  ];
}
