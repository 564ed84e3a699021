import { flat } from '../helpers';
import { Properties } from '../helpers/templates';

interface Resource {
  readonly id: string;
  readonly type: string;
  readonly properties: Properties;
}

/** A call that a client in the job makes. */
export interface Call {
  /**
   * The last part of the name of the endpoint service; none where the service itself makes the call in the name of the
   * role, as with keys.
   */
  readonly service?: string;
  readonly action: string;
  readonly resource: string;
  /** The port of the endpoint, 443 unless given. */
  readonly port?: number;
  /** What is known of the request, for conditions. */
  readonly context?: Record<string, string>;
}

/** Something that a client in the job connects to. */
export interface Connection {
  readonly group: string;
  readonly port: number;
}

interface Target {
  readonly groups: string[];
  readonly prefixList?: string;
  /** Whether the addresses are those of the VPC. */
  readonly local: boolean;
}

/**
 * Walks a synthesised template as the network and IAM would. It reads the template only, and knows nothing of how it
 * was made.
 *
 * Each method returns what stands in the way: an empty list means that the way is free.
 */
export class Walker {
  private readonly resources: Resource[];
  private readonly application: Resource;
  private readonly urls: string;

  constructor(template: Properties, applicationId: string, private readonly prefixLists: Record<string, string>) {
    this.resources = Object.entries(template.Resources as Properties)
      .map(([id, { Type: type, Properties: properties = {} }]) => ({ id, type, properties: flat(properties) }));
    this.application = this.ofType('AWS::KinesisAnalyticsV2::Application')
      .find(({ id }) => id.startsWith(applicationId))!;
    this.urls = JSON.stringify(
      template.Resources[this.application.id].Properties.ApplicationConfiguration.EnvironmentProperties ?? {},
    );
  }

  public call({ service, port = 443, action, resource, context = {} }: Call): string[] {
    return [...service === undefined ? [] : this.service(service, port), ...this.iam(action, resource, context)];
  }

  public connect({ group, port }: Connection): string[] {
    const peer = this.resources.find(({ id, type }) =>
      type === 'AWS::EC2::SecurityGroup' && `<${id}.GroupId>` === group);
    if (peer !== undefined && peer.properties.VpcId !== this.vpc()) return [`${group} is in another VPC`];
    return this.rules({ groups: [group], local: true }, port);
  }

  /** Whether an address of the internet can be reached. */
  public internet(port = 443): string[] {
    const routed = this.subnets().every(subnet => this.ofType('AWS::EC2::Route').some(({ properties }) =>
      properties.RouteTableId === this.routeTable(subnet)
      && properties.DestinationCidrBlock === '0.0.0.0/0'
      && properties.NatGatewayId !== undefined));
    return [
      ...routed ? [] : ['a subnet has no route to the internet'], ...this.outbound({ groups: [], local: false }, port),
    ];
  }

  private service(service: string, port: number): string[] {
    const ways = this.ofType('AWS::EC2::VPCEndpoint')
      .filter(({ properties }) => properties.ServiceName.endsWith(`.${service}`) && properties.VpcId === this.vpc())
      .map(endpoint =>
        endpoint.properties.VpcEndpointType === 'Interface' ? this.throughInterface(endpoint, port) : this.throughGateway(endpoint, service));
    if (ways.length === 0) return [`no endpoint for ${service}`];
    return ways.sort((one, other) => one.length - other.length)[0];
  }

  private throughInterface({ id, properties }: Resource, port: number): string[] {
    const blocked: string[] = [];
    const told = this.urls.includes(JSON.stringify([id, 'DnsEntries']));
    if (properties.PrivateDnsEnabled !== true && !told) {
      blocked.push('the name of the service does not lead to the endpoint');
    }
    const vpc = this.ofType('AWS::EC2::VPC').find(other => `<${other.id}>` === properties.VpcId);
    if (vpc?.properties.EnableDnsSupport !== true || vpc.properties.EnableDnsHostnames !== true) {
      blocked.push('the VPC answers no private names');
    }
    if (!(properties.SubnetIds?.length > 0)) blocked.push('the endpoint is in no subnet');
    if (properties.PolicyDocument !== undefined) blocked.push('the endpoint has a policy of its own');
    return [...blocked, ...this.rules({ groups: properties.SecurityGroupIds ?? [], local: true }, port)];
  }

  private throughGateway({ properties }: Resource, service: string): string[] {
    const routed = this.subnets().every(subnet => {
      const table = this.routeTable(subnet);
      return table !== undefined && (properties.RouteTableIds ?? []).includes(table);
    });
    return [
      ...routed ? [] : [`a subnet has no route to the gateway for ${service}`],
      ...this.outbound({ groups: [], prefixList: this.prefixLists[service], local: false }, 443),
    ];
  }

  private rules(target: Target, port: number): string[] {
    const inbound = target.groups.flatMap(group => this.rulesOf(group, 'Ingress'));
    const admitted = inbound.some(rule =>
      allowsPort(rule, port) && (this.groups().includes(rule.SourceSecurityGroupId) || this.isLocal(rule.CidrIp)));
    return [...this.outbound(target, port), ...admitted ? [] : [`no rule lets port ${port} in`]];
  }

  private outbound(target: Target, port: number): string[] {
    const allowed = this.groups().flatMap(group => this.rulesOf(group, 'Egress')).some(rule => allowsPort(rule, port) && (
      rule.CidrIp === '0.0.0.0/0'
      || (target.local && this.isLocal(rule.CidrIp))
      || target.groups.includes(rule.DestinationSecurityGroupId)
      || (rule.DestinationPrefixListId !== undefined && rule.DestinationPrefixListId === target.prefixList)
    ));
    return allowed ? [] : [`no rule lets port ${port} out`];
  }

  private rulesOf(group: string, direction: 'Ingress' | 'Egress'): Properties[] {
    const resource = this.ofType('AWS::EC2::SecurityGroup').find(({ id }) => `<${id}.GroupId>` === group);
    const inline: Properties[] = resource?.properties[`SecurityGroup${direction}`] ?? [];
    const separate = this.ofType(`AWS::EC2::SecurityGroup${direction}`)
      .map(({ properties }) => properties)
      .filter(({ GroupId }) => GroupId === group);
    const rules = [...inline, ...separate].map(rule =>
      ({ ...rule, FromPort: this.port(rule.FromPort), ToPort: this.port(rule.ToPort) }));
    // a group that is given no outbound rule at all keeps the one it is made with
    return rules.length === 0 && resource !== undefined && direction === 'Egress'
      ? [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }]
      : rules;
  }

  /** The port of a database, where a rule takes it from there. */
  private port(value: unknown): unknown {
    const owner = this.resources.find(({ id }) => value === `<${id}.Endpoint.Port>`);
    return owner === undefined ? value : owner.properties.Port;
  }

  private iam(action: string, resource: string, context: Record<string, string>): string[] {
    const role: string = this.application.properties.ServiceExecutionRole;
    const roleId = this.ofType('AWS::IAM::Role').find(({ id }) => `<${id}.Arn>` === role)!;
    if (!JSON.stringify(roleId.properties.AssumeRolePolicyDocument).includes('kinesisanalytics.')) {
      return ['the service may not assume the role'];
    }
    const statements = this.ofType('AWS::IAM::Policy')
      .filter(({ properties }) => properties.Roles.includes(`<${roleId.id}>`))
      .flatMap(({ properties }) => properties.PolicyDocument.Statement as Properties[])
      .filter(statement => anyMatches(statement.Action, action) && anyMatches(statement.Resource, resource));
    const applies = (statement: Properties) => Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      ['ArnLike', 'StringEquals', 'StringLike', 'StringLikeIfExists'].includes(operator)
      && Object.entries(keys as Properties).every(([key, values]) => context[key] === undefined ? operator.endsWith('IfExists') : anyMatches(values, context[key])));
    if (statements.some(({ Effect }) => Effect === 'Deny')) return [`${action} on ${resource} is denied`];
    return statements.some(statement => statement.Effect === 'Allow' && applies(statement))
      ? []
      : [`${action} on ${resource} is not allowed`];
  }

  private isLocal(cidr: string | undefined): boolean {
    const vpc = this.ofType('AWS::EC2::VPC').find(({ id }) => `<${id}>` === this.vpc());
    return cidr !== undefined
      && ['0.0.0.0/0', vpc?.properties.CidrBlock, this.vpc().replace('>', '.CidrBlock>')].includes(cidr);
  }

  private configuration(): Properties {
    return this.application.properties.ApplicationConfiguration.VpcConfigurations[0];
  }

  private subnets(): string[] {
    return this.configuration().SubnetIds;
  }

  private groups(): string[] {
    return this.configuration().SecurityGroupIds;
  }

  private vpc(): string {
    const vpcs = new Set(
      this.subnets().map(subnet =>
        this.ofType('AWS::EC2::Subnet').find(({ id }) => `<${id}>` === subnet)!.properties.VpcId as string),
    );
    if (vpcs.size !== 1) throw new Error('the application is in several VPCs');
    return [...vpcs][0];
  }

  private routeTable(subnet: string): string | undefined {
    return this.ofType('AWS::EC2::SubnetRouteTableAssociation')
      .find(({ properties }) => properties.SubnetId === subnet)?.properties.RouteTableId;
  }

  private ofType(type: string): Resource[] {
    return this.resources.filter(resource => resource.type === type);
  }
}

function allowsPort({ IpProtocol: protocol, FromPort: from, ToPort: to }: Properties, port: number): boolean {
  return protocol === '-1' || (protocol === 'tcp' && from <= port && port <= to);
}

function anyMatches(patterns: string | string[], text: string): boolean {
  return [patterns].flat().some(pattern => matches(pattern, text));
}

/** Matches as IAM does: `*` for any text, `?` for one character. */
function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return new RegExp(`^${escaped}$`).test(text);
}
