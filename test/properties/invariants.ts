import { INTERFACE_SERVICES } from './arbitraries';
import { BuiltApp, isSink } from './build';
import { CONNECTORS } from './connectors';
import { referenceProblems } from './references';
import { openRoles, wildcards } from './wildcards';
import { APPLICATION, EGRESS, ENDPOINT, GROUP, INGRESS, ResourceJson } from '../helpers';
import { Assembly, pathOf, StackTemplate } from '../helpers/assembly';
import { missingOrder } from '../helpers/deployment-order';

type Json = Record<string, unknown>;
type Accepted = BuiltApp['accepted'][number];
type ListedService = typeof INTERFACE_SERVICES[number];

interface ApplicationNetwork {
  readonly SubnetIds: unknown[];
  readonly SecurityGroupIds: unknown[];
}

/** What must hold for whatever is accepted, said without the library's code: a list of what does not. */
export function problemsIn(assembly: Assembly, { accepted, documented }: Pick<BuiltApp, 'accepted' | 'documented'>): string[] {
  const asked = accepted.some(({ plan }) => plan.network.permissions === 'DOCUMENTED');
  return [
    ...referenceProblems(assembly),
    ...endpointProblems(assembly),
    ...ruleProblems(assembly),
    ...applicationProblems(assembly, accepted),
    ...orderProblems(assembly, accepted, documented),
    ...wildcards(assembly, asked).problems,
    ...openRoles(assembly),
    ...templateProblems(assembly),
  ];
}

/** One endpoint with private DNS for a service in a VPC, and one gateway for a service in a route table. */
function endpointProblems(assembly: Assembly): string[] {
  const taken = assembly.resources(ENDPOINT).flatMap(({ stack, properties }) => {
    const key = `${assembly.target(stack, properties.VpcId)} ${serviceOf(properties)}`;
    const tables = properties.VpcEndpointType === 'Interface' ? [] : assembly.targets(stack, properties.RouteTableIds);
    return [
      ...String(properties.PrivateDnsEnabled) === 'true' ? [`private DNS ${key}`] : [],
      ...tables.map(table => `${table} ${key}`),
    ];
  });
  const subnets = assembly.resources(ENDPOINT).flatMap(({ id, properties }) =>
    properties.VpcEndpointType === 'Interface' && Array.isArray(properties.SubnetIds) && properties.SubnetIds.length === 0 ? [`${id} is in no subnet`] : []);
  return [...repeated(taken).map(key => `two endpoints: ${key}`), ...subnets];
}

/** At most 60 rules in each direction of a group, and no rule twice. */
function ruleProblems(assembly: Assembly): string[] {
  return [['SecurityGroupIngress', INGRESS], ['SecurityGroupEgress', EGRESS]].flatMap(([property, type]) => {
    const inline = assembly.resources(GROUP).flatMap(({ stack, id, properties }) =>
      [properties[property] ?? []].flat().map(rule => ({ group: `${stack.name}/${id}`, rule: JSON.stringify(rule) })));
    const separate = assembly.resources(type).map(({ stack, properties: { GroupId: group, Description: _, ...rule } }) => ({
      group: assembly.target(stack, group),
      rule: Object.values(rule).map(value => assembly.target(stack, value)).join(' '),
    }));
    const all = [...inline, ...separate];
    return [...new Set(all.map(({ group }) => group))].flatMap(group => {
      const rules = all.filter(rule => rule.group === group).map(({ rule }) => rule);
      return [
        ...outside(rules.length, 0, 60, `rules in ${property} of ${group}`),
        ...repeated(rules).map(rule => `${group} has twice in ${property}: ${rule}`),
      ];
    });
  });
}

function applicationProblems(assembly: Assembly, accepted: Accepted[]): string[] {
  const found = assembly.resources(APPLICATION);
  return [
    ...found.length === accepted.length
      ? []
      : [`${accepted.length} applications were accepted, and the templates have ${found.length}`],
    ...found.flatMap(({ stack, id, resource, properties }) => {
      const configurations = vpcConfigurations(resource);
      const { SubnetIds: subnets, SecurityGroupIds: groups } = networkOf(resource);
      const { withoutVpc } = ownerOf(resource, accepted).plan;
      const path = pathOf(resource).replace(/Resource$/, '');
      const own = Object.values(stack.template.Resources)
        .filter(other => pathOf(other).startsWith(path) && ![INGRESS, EGRESS].includes(other.Type));
      return [
        ...outside(configurations.length, withoutVpc ? 0 : 1, withoutVpc ? 0 : 1, 'VPC configurations'),
        ...outside(subnets.length, withoutVpc ? 0 : 1, withoutVpc ? 0 : 16, 'subnets'),
        ...outside(groups.length, withoutVpc ? 0 : 1, withoutVpc ? 0 : 5, 'groups'),
        ...repeated(assembly.targets(stack, subnets)).map(subnet => `has twice ${subnet}`),
        ...repeated(assembly.targets(stack, groups)).map(group => `has twice ${group}`),
        // application, role, three policies, group, log group, stream, logging option
        ...outside(own.length, 1, 9, 'resources'),
        ...propertyProblems(properties),
        ...roleProblems(assembly, stack, properties),
      ].map(problem => `${stack.name}/${id} ${problem}`);
    }),
  ];
}

/** What the service and CloudFormation limit, where the value is known. */
function propertyProblems(properties: Json): string[] {
  const {
    ApplicationName: name,
    ApplicationDescription: description,
    RuntimeEnvironment: runtime,
    ApplicationMaintenanceConfiguration: maintenance,
  } = properties;
  const configuration = properties.ApplicationConfiguration as {
    FlinkApplicationConfiguration?: Record<string, Json>;
    EnvironmentProperties?: { PropertyGroups: { PropertyGroupId: string; PropertyMap: Json }[] };
  };
  const {
    ParallelismConfiguration: scale = {}, CheckpointConfiguration: checkpoints = {},
  } = configuration.FlinkApplicationConfiguration ?? {};
  const groups = configuration.EnvironmentProperties?.PropertyGroups ?? [];
  const start = (maintenance as Json | undefined)?.ApplicationMaintenanceWindowStartTime;
  return [
    ...shaped(name, /^[a-zA-Z0-9_.-]{1,128}$/, 'name'),
    ...shaped(description, /^[^]{0,1024}$/, 'description'),
    ...shaped(runtime, /^FLINK-\d+_\d+$/, 'runtime'),
    ...shaped(start, /^([01]\d|2[0-3]):[0-5]\d$/, 'maintenance window'),
    ...within(scale.Parallelism, 1, Infinity, 'parallelism'),
    ...within(scale.ParallelismPerKPU, 1, 8, 'parallelism per KPU'),
    ...within(checkpoints.CheckpointInterval, 1, Infinity, 'checkpoint interval'),
    ...within(checkpoints.MinPauseBetweenCheckpoints, 0, Infinity, 'pause'),
    ...outside(groups.length, 0, 50, 'property groups'),
    ...repeated(groups.map(({ PropertyGroupId: id }) => id)).map(id => `has twice the property group ${id}`),
    ...groups.flatMap(({ PropertyGroupId: id, PropertyMap: map }) => [
      ...shaped(id, /^[a-zA-Z0-9_.-]{1,50}$/, 'id of a property group'),
      ...outside(Object.keys(map).length, 1, 50, `entries in ${id}`),
      ...Object.entries(map).flat().flatMap(text => shaped(text, /^[^]{1,2048}$/, `text in ${id}`)),
    ]),
  ];
}

/** The inline policies of a role have at most 10240 characters together; a role of the app trusts the service. */
function roleProblems(assembly: Assembly, stack: StackTemplate, { ServiceExecutionRole: value }: Json): string[] {
  const role = assembly.target(stack, value).replace(/\.Arn$/, '');
  const policies = assembly.resources('AWS::IAM::Policy')
    .filter(policy => assembly.targets(policy.stack, policy.properties.Roles).includes(role));
  const trust = assembly.resources('AWS::IAM::Role')
    .filter(other => `${other.stack.name}/${other.id}` === role)
    .map(({ properties }) => JSON.stringify(properties.AssumeRolePolicyDocument));
  return [
    ...outside(
      policies.reduce((sum, { properties }) => sum + JSON.stringify(properties.PolicyDocument).length, 0),
      0,
      3 * 10_240,
      'characters of policies',
    ),
    ...trust
      .filter(text => !text.includes('"kinesisanalytics.'))
      .map(() => 'has a role that does not trust the service'),
  ];
}

/**
 * What an application needs comes before it: its role, groups, routes, and the endpoints of the services that it calls
 * with their rules.
 */
function orderProblems(assembly: Assembly, accepted: Accepted[], documented: readonly string[]): string[] {
  // what several applications carry, in whatever stacks, and what they may carry
  const carriedByAll = assembly.resources(APPLICATION)
    .flatMap(({ stack, resource }) => assembly.targets(stack, networkOf(resource).SecurityGroupIds));
  const ofNetworks = assembly.resources(GROUP).filter(({ resource }) => pathOf(resource).includes('/ManagedFlink'));
  const shared = [...repeated(carriedByAll), ...ofNetworks.map(({ stack, id }) => `${stack.name}/${id}`)];
  return assembly.stacks.flatMap(stack => {
    const { Resources: all } = stack.template;
    const needsEndpoint = (application: string, { Type: type, Properties: properties = {} }: ResourceJson) => type === ENDPOINT
      && properties.PrivateDnsEnabled !== false && !documented.includes(serviceOf(properties))
      && servicesOf(ownerOf(all[application], accepted), accepted).includes(serviceOf(properties));
    const isNeeded = (application: string, id: string) => {
      const { Type: type, Properties: properties = {} } = all[id];
      const {
        GroupId: group, SourceSecurityGroupId: source, DestinationSecurityGroupId: destination, FromPort: port,
      } = properties;
      if (type === ENDPOINT) return needsEndpoint(application, all[id]);
      if (type !== INGRESS && type !== EGRESS) return true;
      const groups = assembly.targets(stack, [group, source ?? destination]);
      const carried = assembly.targets(stack, networkOf(all[application]).SecurityGroupIds);
      // a rule of a group that others carry too may be for what only they need
      const isOfNeededEndpoint = (endpoint: ResourceJson) => needsEndpoint(application, endpoint)
        && port === (serviceOf(endpoint.Properties ?? {}) === 'cassandra' ? 9142 : 443)
        && assembly.targets(stack, endpoint.Properties?.SecurityGroupIds).some(named => groups.includes(named));
      return !groups.some(named => carried.includes(named) && shared.includes(named))
        || Object.values(all).some(isOfNeededEndpoint);
    };
    return missingOrder(stack.template, isNeeded).map(problem => `${stack.name}: ${problem}`);
  });
}

/** Limits of a template: 500 resources, 200 outputs, 200 parameters, 1 MB; and of the texts in it. */
function templateProblems({ stacks }: Assembly): string[] {
  return stacks.flatMap(({ name, text, template }) => [
    ...outside(Object.keys(template.Resources).length, 0, 500, 'resources'),
    ...outside(Object.keys(template.Outputs ?? {}).length, 0, 200, 'outputs'),
    ...outside(Object.keys(template.Parameters ?? {}).length, 0, 200, 'parameters'),
    ...outside(text.length, 0, 1_000_000, 'characters'),
    ...Object.keys(template.Resources).flatMap(id => shaped(id, /^[A-Za-z0-9]{1,255}$/, 'logical id')),
    ...Object.values(template.Resources).flatMap(({ Type: type, Properties: { Description: description, GroupDescription: ofGroup } = {} }) =>
      type.startsWith('AWS::EC2::SecurityGroup') ? shaped(ofGroup ?? description, /^[\w .:/()#,@[\]+=&;{}!$*-]{0,255}$/, `description of ${type}`) : []),
  ].map(problem => `${name}: ${problem}`));
}

/** The last parts of the names of the services that an application calls and that nobody says the VPC has already. */
function servicesOf({ plan: { withoutVpc, network: { endpoints } }, connectors }: Accepted, accepted: Accepted[]): string[] {
  if (withoutVpc || (endpoints.mode !== 'create' && endpoints.mode !== 'default')) return [];
  const names = { CLOUDWATCH_LOGS: 'logs', CLOUDWATCH_MONITORING: 'monitoring', KMS: 'kms', KEYSPACES: 'cassandra', S3: 's3', DYNAMODB: 'dynamodb' };
  const { baselineInterface = ['CLOUDWATCH_LOGS', 'CLOUDWATCH_MONITORING'], baselineGateway = ['S3'] } = endpoints.mode === 'create' ? endpoints : {};
  if (accepted.some(({ plan }) => plan.network.endpoints.mode === 'existing' && plan.network.endpoints.listed === 'all')) return [];
  const there = accepted.flatMap(({ plan }) => listedBy(plan)).map(name => names[name]);
  const baseline = [...baselineInterface, ...baselineGateway].map(name => names[name]);
  const called = connectors.flatMap(plan => CONNECTORS[plan.kind].services(isSink(plan)));
  return [...baseline, ...called].filter(service => !there.includes(service));
}

/** What an application says that the VPC has. */
function listedBy({ withoutVpc, network: { endpoints: { mode, listed } } }: Accepted['plan']): ListedService[] {
  const says = !withoutVpc && (mode === 'create' || mode === 'existing');
  return says && listed !== 'all' ? listed : [];
}

function vpcConfigurations(application: ResourceJson): ApplicationNetwork[] {
  return (application.Properties?.ApplicationConfiguration as { VpcConfigurations?: ApplicationNetwork[] }).VpcConfigurations ?? [];
}

function networkOf(application: ResourceJson): ApplicationNetwork {
  return vpcConfigurations(application)[0] ?? { SubnetIds: [], SecurityGroupIds: [] };
}

function serviceOf({ ServiceName: name }: Json): string {
  return JSON.stringify(name).replace(/^.*[.]([\w-]+)"?[\]}"]*$/, '$1');
}

function ownerOf(application: ResourceJson, accepted: Accepted[]): Accepted {
  const [, id] = /\/(Job\d+)\/Resource$/.exec(pathOf(application)) ?? [];
  return accepted.find(other => other.id === id)!;
}

function repeated(texts: string[]): string[] {
  return [...new Set(texts.filter((text, index) => texts.indexOf(text) !== index))];
}

function outside(count: number, min: number, max: number, what: string): string[] {
  return count >= min && count <= max ? [] : [`has ${count} ${what}`];
}

function within(value: unknown, min: number, max: number, what: string): string[] {
  if (typeof value !== 'number') return [];
  return Number.isInteger(value) ? outside(value, min, max, what) : [`has ${value} as ${what}`];
}

function shaped(text: unknown, shape: RegExp, what: string): string[] {
  return typeof text !== 'string' || shape.test(text) ? [] : [`has ${JSON.stringify(text)} as ${what}`];
}
