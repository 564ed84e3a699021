interface Resource {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  readonly DependsOn?: string[];
}

interface Template {
  readonly Resources: Record<string, Resource>;
}

/** Why an application has an endpoint for a service. */
const WHY: Record<string, string> = {
  'logs': 'baseline: the messages of the job go to CloudWatch Logs',
  'monitoring': 'baseline: the metrics of the job go to CloudWatch',
  's3': 'baseline, and sources and sinks in Amazon S3; free of charge',
  'kinesis-streams': 'a source or sink: a Kinesis data stream',
  'secretsmanager': 'a source or sink: the password of a database or of brokers',
};

/** What a template holds, in lines that a person can read. */
export function summarize(name: string, template: Template): string[] {
  const resources = Object.entries(template.Resources);
  const ofType = (type: string) => resources.filter(([, resource]) => resource.Type === type);
  const lines: string[] = [];
  const section = (title: string, entries: string[]) => lines.push('', title, ...entries.map(entry => `  ${entry}`));

  for (const [id, { Properties: properties = {}, DependsOn: dependsOn = [] }] of ofType('AWS::KinesisAnalyticsV2::Application')) {
    const configuration = object(properties.ApplicationConfiguration);
    const [vpc] = list(configuration.VpcConfigurations).map(object);
    section(`Application ${id} in stack ${name}`, [
      `runtime        ${text(properties.RuntimeEnvironment)}`,
      `code           ${text(object(object(configuration.ApplicationCodeConfiguration).CodeContent).S3ContentLocation)}`,
      ...list(object(configuration.EnvironmentProperties).PropertyGroups).map(object).map(group =>
        `properties     ${text(group.PropertyGroupId)}: ${text(group.PropertyMap)}`),
      `waits for      ${dependsOn.length} resources: permissions, groups with their rules, endpoints and routes`,
    ]);
    section('Subnets', list(vpc?.SubnetIds).map(subnet => `${text(subnet)} ${text(template.Resources[text(subnet)]?.Properties?.CidrBlock)}`));
    section('Security groups of its network interfaces', list(vpc?.SecurityGroupIds).map(text));
  }

  section('Security groups and their rules', ofType('AWS::EC2::SecurityGroup').flatMap(([id, { Properties: group = {} }]) => [
    `${id}: ${text(group.GroupDescription)}`,
    ...list(group.SecurityGroupEgress).map(object).filter(rule => rule.CidrIp !== '255.255.255.255/32').map(rule => `  out ${ports(rule)} to ${text(rule.CidrIp)}`),
    ...ofType('AWS::EC2::SecurityGroupEgress').map(([, rule]) => rule.Properties ?? {}).filter(rule => text(rule.GroupId) === id)
      .map(rule => `  out ${ports(rule)} to ${text(rule.DestinationSecurityGroupId ?? rule.DestinationPrefixListId ?? rule.CidrIp)}`),
    ...ofType('AWS::EC2::SecurityGroupIngress').map(([, rule]) => rule.Properties ?? {}).filter(rule => text(rule.GroupId) === id)
      .map(rule => `  in  ${ports(rule)} from ${text(rule.SourceSecurityGroupId ?? rule.CidrIp)}`),
  ]));

  section('VPC endpoints', ofType('AWS::EC2::VPCEndpoint').map(([, { Properties: endpoint = {} }]) => {
    const service = text(endpoint.ServiceName);
    const why = WHY[service.split('.').pop() ?? ''] ?? 'asked for by a source or a sink';
    return `${service} (${text(endpoint.VpcEndpointType)}): ${why}`;
  }));

  section('Permissions of the execution role', ofType('AWS::IAM::Policy').flatMap(([id, { Properties: policy = {} }]) => [
    `${id}:`,
    ...list(object(policy.PolicyDocument).Statement).map(object).map(statement =>
      `  ${several(statement.Action)} on ${several(statement.Resource)}${statement.Condition === undefined ? '' : ` if ${several(statement.Condition)}`}`),
  ]));

  lines.push('', `Resources: ${resources.length}`);
  return lines;
}

function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? value as Record<string, unknown> : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function several(value: unknown): string {
  return (Array.isArray(value) ? value : [value]).map(text).join(', ');
}

function ports(rule: Record<string, unknown>): string {
  return rule.IpProtocol === '-1' ? 'everything' : `${text(rule.IpProtocol)} ${text(rule.FromPort)}`;
}

/** A value of the template on one line, with references as the names that they refer to. */
function text(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  const entry = object(value);
  if (typeof entry.Ref === 'string') return entry.Ref.startsWith('AWS::') ? `<${entry.Ref.slice(5)}>` : entry.Ref;
  if (Array.isArray(entry['Fn::GetAtt'])) return String(entry['Fn::GetAtt'][0]);
  if (Array.isArray(entry['Fn::Join'])) return list(entry['Fn::Join'][1]).map(text).join(text(entry['Fn::Join'][0]));
  if (typeof entry['Fn::Sub'] === 'string') return entry['Fn::Sub'].replace(/\$\{(?:AWS::)?([^}]+)\}/g, '<$1>');
  if (Array.isArray(entry['Fn::Select'])) return `<part ${text(entry['Fn::Select'][0])} of ${text(entry['Fn::Select'][1])}>`;
  if (Array.isArray(entry['Fn::Split'])) return text(entry['Fn::Split'][1]);
  return Object.entries(entry).map(([key, part]) => `${key} ${several(part)}`).join(', ');
}
