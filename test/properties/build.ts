import { App, CfnParameter, Duration, Environment, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import {
  GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, IpAddresses, ISecurityGroup, ISubnet, IVpc,
  Peer, SecurityGroup, Subnet, SubnetSelection, SubnetType, Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { IRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ApplicationPlan, AppPlan, ConnectorPlan, NetworkPlan } from './arbitraries';
import { CONNECTORS } from './connectors';
import {
  ApplicationCode, EndpointClients, FlinkApplication, FlinkApplicationProps, FlinkNetwork, FlinkRuntime, IFlinkConnector, IFlinkNetwork, VpcConfiguration,
  VpcEndpoints,
} from '../../src';
import { appWithLookup, ENV, folderWith } from '../helpers';
import { OTHER_ACCOUNT, publishedDocument } from '../helpers/published-networks';
import { GATEWAY_ENDPOINTS, INTERFACE_ENDPOINTS } from '../helpers/user-endpoints';

/** Something that the library refused while the app was constructed. */
export interface Refusal {
  readonly message: string;
  /** The path that the message must name; none where there is no construct yet. */
  readonly path: string | undefined;
  /** Whether the tree is as it was before. */
  readonly leftNothing: boolean;
}

export interface BuiltApp {
  readonly app: App;
  /** The applications that were accepted, with the connectors that were. */
  readonly accepted: { readonly id: string; readonly plan: ApplicationPlan; readonly connectors: ConnectorPlan[] }[];
  readonly refusals: Refusal[];
  /** The last parts of the names of the services that a platform's document says the VPC has. */
  readonly documented: readonly string[];
}

const ENVIRONMENTS: Record<AppPlan['environment'], Environment> = {
  agnostic: {},
  commercial: ENV,
  china: { ...ENV, region: 'cn-north-1' },
  government: { ...ENV, region: 'us-gov-west-1' },
};

/** What the CDK's command line sets: paths of constructs and of nested templates are written into the templates. */
const METADATA = { 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true };
const WEAK = { '@aws-cdk/core:defaultCrossStackReferences': 'weak' };
const PARAMETER = '/platform/flink-network';
const VPC_ID = 'vpc-0123abcd';
const JOB = folderWith({ 'job.jar': 'jar', 'notes.txt': 'text', 'empty.jar': '', 'python/main.py': 'pass' });
const INTERFACES = Object.values(InterfaceVpcEndpointAwsService)
  .filter(value => value instanceof InterfaceVpcEndpointAwsService);

/** What was looked up before: the subnets of a VPC, private and isolated ones. */
const LOOKUPS = [false, true].map(shared => appWithLookup([
  { type: 'Private', cidrs: ['10.0.0.0/24', '10.0.1.0/24'] },
  { type: 'Isolated', cidrs: ['10.0.2.0/24', '10.0.3.0/24'] },
], { ownerAccountId: shared ? '222222222222' : ENV.account, vpcId: VPC_ID }).app.node.getAllContext() as Record<string, unknown>);

export function buildApp(plan: AppPlan, outdir: string): BuiltApp {
  return new Builder(plan, outdir).build();
}

class Builder {
  private readonly built: BuiltApp;
  private readonly scope: Construct;
  private readonly env: Environment;
  private readonly vpc: IVpc;
  private readonly network: IFlinkNetwork | undefined;
  private readonly connectors = new Map<string, IFlinkConnector>();

  constructor(private readonly plan: AppPlan, outdir: string) {
    this.env = ENVIRONMENTS[plan.environment];
    const found = plan.vpc.pending ? {} : { ...LOOKUPS[plan.vpc.shared ? 1 : 0], ...documentOf(plan.vpc, this.env) };
    const app = new App({ outdir, analyticsReporting: false, context: { ...METADATA, ...plan.weak ? WEAK : {}, ...found } });
    this.built = { app, accepted: [], refusals: [], documented: isRead(plan) ? documentedServices(plan.vpc.document) : [] };
    this.scope = plan.inStage ? new Stage(app, 'Stage', { env: this.env }) : app;
    const network = this.stack('Network');
    const home = plan.vpc.nested ? new NestedStack(network, 'Nested') : network;
    const read = isRead(plan) ? FlinkNetwork.fromParameter(home, 'Read', PARAMETER) : undefined;
    this.vpc = read?.vpc ?? this.makeVpc(home, 'Vpc');
    this.network = read ?? (plan.network === 'implicit' ? undefined : this.makeNetwork(network, plan.network === 'published'));
  }

  build(): BuiltApp {
    const { userEndpoint, applications, vpc } = this.plan;
    // the CDK's own classes need all that an import can tell
    const endpoint = vpc.kind !== 'own' && vpc.lacks !== 'nothing' ? undefined : userEndpoint;
    if (endpoint?.after === false) this.makeEndpoint(endpoint);
    // what belongs to an imported VPC is in the stack of its first application: that must not depend on others, as the
    // README says
    const ordered = vpc.kind === 'own'
      ? applications
      : [...applications].sort((one, other) => Number(other.place === 'network') - Number(one.place === 'network'));
    ordered.forEach((application, index) => this.addApplication(application, index));
    if (endpoint?.after === true) this.makeEndpoint(endpoint);
    return this.built;
  }

  private stack(id: 'Network' | 'Jobs' | 'Peers' | 'Roles'): Stack {
    return once(this.scope, id, () => new Stack(this.scope, id, { env: this.env }));
  }

  private addApplication(plan: ApplicationPlan, index: number): void {
    const id = `Job${index}`;
    const { accepted } = this.built;
    const stack = plan.place === 'nested'
      ? new NestedStack(this.stack('Jobs'), `Nested${index}`)
      : this.stack(plan.place === 'jobs' ? 'Jobs' : 'Network');
    const path = `${stack.node.path}/${id}`;
    const inputs = new Construct(stack, `Inputs${index}`);
    const connectors = plan.connectors
      .map(connector => ({ connector, made: this.connectorOf(connector), sink: isSink(connector) }));
    const early = connectors.filter(({ connector }) => !connector.late);
    const given = (sink: boolean) =>
      early.length === 0 ? undefined : early.filter(entry => entry.sink === sink).map(({ made }) => made);

    const runtime = this.attempt(undefined, () => FlinkRuntime.of(plan.runtime));
    if (runtime === undefined) return;
    const props = { ...this.propsOf(plan, inputs, index), runtime, sources: given(false), sinks: given(true) };
    const application = this.attempt(path, () =>
      new FlinkApplication(stack, id, props), () => stack.node.tryRemoveChild(id));
    if (application === undefined) return;
    const added = connectors.filter(({ connector: { late } }) => late)
      .filter(({ made, sink }) =>
        this.attempt(path, () => { sink ? application.addSink(made) : application.addSource(made); return true; }));
    accepted.push({ id, plan, connectors: [...early, ...added].map(({ connector }) => connector) });
  }

  /**
   * Makes something, or notes why it was refused and whether anything is left beside a construct whose constructor
   * threw, which the tree keeps.
   */
  private attempt<T>(path: string | undefined, make: () => T, remove?: () => void): T | undefined {
    const before = treeOf(this.built.app);
    try {
      return make();
    } catch (error) {
      remove?.();
      this.built.refusals.push({
        message: (error as Error).message, path, leftNothing: treeOf(this.built.app) === before,
      });
      return undefined;
    }
  }

  private propsOf(plan: ApplicationPlan, inputs: Construct, index: number): Omit<FlinkApplicationProps, 'runtime'> {
    const { parallelism, description, applicationName: name, checkpointing: { enabled, interval, pause } } = plan;
    const duration = (millis: number | undefined) => millis === undefined ? undefined : Duration.millis(millis);
    return {
      code: codeOf(inputs, plan.code),
      vpcConfiguration: plan.withoutVpc ? undefined : this.vpcConfigurationOf(plan, inputs),
      // two applications of one name could not be deployed
      applicationName: name === undefined || name === '' ? name : `${name}${index}`,
      description: plan.tokens
        ? new CfnParameter(inputs, 'Description', { default: 'jobs' }).valueAsString
        : description,
      parallelism: plan.tokens
        ? new CfnParameter(inputs, 'Parallelism', { type: 'Number', default: 2 }).valueAsNumber
        : parallelism,
      parallelismPerKpu: plan.parallelismPerKpu,
      autoScalingEnabled: plan.autoScalingEnabled,
      checkpointingEnabled: enabled,
      checkpointInterval: duration(interval),
      minPauseBetweenCheckpoints: duration(pause),
      logLevel: plan.logLevel,
      metricsLevel: plan.metricsLevel,
      snapshotsEnabled: plan.snapshotsEnabled,
      systemRollbackEnabled: plan.systemRollbackEnabled,
      maintenanceWindowStartTime: plan.maintenanceWindowStartTime,
      propertyGroups: plan.propertyGroups,
      role: this.roleOf(inputs, plan.role),
      ...logsOf(inputs, plan.logs),
      removalPolicy: plan.removalPolicy,
    };
  }

  private vpcConfigurationOf({ importsAgain, network }: ApplicationPlan, inputs: Construct): VpcConfiguration {
    const readAgain = importsAgain && isRead(this.plan) ? FlinkNetwork.fromParameter(inputs, 'Read', PARAMETER) : undefined;
    const vpc = readAgain?.vpc ?? (importsAgain ? this.importAgain(inputs) : this.vpc);
    return {
      vpc,
      vpcSubnets: selectionOf(network.subnets, vpc, inputs),
      securityGroups: network.groups === undefined
        ? undefined
        : [...Array(network.groups).keys()].map(index => this.groupOf(network, inputs, index)),
      // they exclude each other: that both are given is rare
      allowAllOutbound: network.groups === undefined || network.groups === 0 ? network.allowAllOutbound : undefined,
      allowPublicSubnet: network.allowPublicSubnet,
      endpoints: this.endpointsOf(network.endpoints, vpc, inputs, readAgain ?? this.network),
      networkPermissions: network.permissions,
    };
  }

  private groupOf({ groupKind }: NetworkPlan, inputs: Construct, index: number): ISecurityGroup {
    if (groupKind === 'imported') {
      return SecurityGroup.fromSecurityGroupId(inputs, `Group${index}`, `sg-0123abc${index}`, { mutable: index !== 1 });
    }
    const scope = groupKind === 'shared' ? this.stack('Network') : inputs;
    return once(scope, `Group${index}`, () =>
      new SecurityGroup(scope, `Group${index}`, { vpc: this.vpc, allowAllOutbound: groupKind === 'open' }));
  }

  private endpointsOf(plan: NetworkPlan['endpoints'], vpc: IVpc, inputs: Construct, owned: IFlinkNetwork | undefined): VpcEndpoints | undefined {
    if (plan.mode === 'default') return undefined;
    if (plan.mode === 'none') return VpcEndpoints.none();
    if (plan.mode === 'network') return owned === undefined ? undefined : VpcEndpoints.of(owned);
    const network = this.stack('Network');
    const groups = {
      none: () => undefined,
      defined: () => [once(network, 'Existing', () => new SecurityGroup(network, 'Existing', { vpc: this.vpc }))],
      imported: () => [SecurityGroup.fromSecurityGroupId(inputs, 'Existing', 'sg-0e0e0e0e')],
    }[plan.groups]();
    const common = {
      baselineInterfaceServices: plan.baselineInterface?.map(name => InterfaceVpcEndpointAwsService[name]),
      baselineGatewayServices: plan.baselineGateway?.map(name => GatewayVpcEndpointAwsService[name]),
      gatewayPrefixListIds: plan.prefixLists,
    };
    const listed = plan.listed === 'all' ? INTERFACES : plan.listed.map(name => InterfaceVpcEndpointAwsService[name]);
    if (plan.mode === 'existing') {
      const gatewayServices = plan.listed === 'all'
        ? [GatewayVpcEndpointAwsService.S3, GatewayVpcEndpointAwsService.DYNAMODB]
        : undefined;
      return VpcEndpoints.existing({ ...common, interfaceServices: listed, gatewayServices, securityGroups: groups });
    }
    return VpcEndpoints.create({
      ...common,
      existing: plan.listed === 'all' ? undefined : { interfaceServices: listed, securityGroups: groups },
      clients: {
        none: undefined,
        range: EndpointClients.of(Peer.ipv4('10.0.0.0/8')),
        group: EndpointClients.of(SecurityGroup.fromSecurityGroupId(inputs, 'Client', 'sg-0c0c0c0c')),
        applications: EndpointClients.applicationsOnly(),
        everyone: EndpointClients.wholeVpc(),
      }[plan.clients],
      subnets: selectionOf(plan.subnets, vpc, inputs),
    });
  }

  private roleOf(inputs: Construct, kind: ApplicationPlan['role']): IRole | undefined {
    if (kind === 'own') return undefined;
    if (kind === 'imported' || kind === 'immutable') {
      return Role.fromRoleArn(inputs, 'Role', 'arn:aws:iam::111111111111:role/flink', { mutable: kind === 'imported' });
    }
    const scope = kind === 'given' ? inputs : this.stack('Roles');
    return new Role(scope, kind === 'given' ? 'Role' : `Role${scope.node.children.length}`, {
      assumedBy: new ServicePrincipal('kinesisanalytics.amazonaws.com'),
    });
  }

  /** A connector is made once, however many applications use it. */
  private connectorOf(plan: ConnectorPlan): IFlinkConnector {
    const { kind, defined, narrow, spoilt } = plan;
    const sink = isSink(plan);
    const key = ['Peer', kind, defined, narrow, spoilt, sink, plan.propertyGroup].join('-');
    const made = this.connectors.get(key) ?? CONNECTORS[kind].make({
      home: new Construct(this.stack(this.peersAreInNetwork() ? 'Network' : 'Peers'), key),
      vpc: this.vpc,
      defined,
      narrow,
      sink,
      spoilt,
      propertyGroup: plan.propertyGroup ? `${kind}.${sink}` : undefined,
    });
    this.connectors.set(key, made);
    return made;
  }

  /** An application in the stack of the VPC cannot use what is in a stack that depends on it. */
  private peersAreInNetwork(): boolean {
    return this.plan.peers === 'network' || this.plan.applications.some(({ place }) => place === 'network');
  }

  private makeEndpoint({ maker, place }: NonNullable<AppPlan['userEndpoint']>): void {
    const [, make] = [...INTERFACE_ENDPOINTS, ...GATEWAY_ENDPOINTS][maker];
    const inNetwork = place === 'network'
      || (this.plan.vpc.kind !== 'own' && this.plan.applications.some(application => application.place === 'network'));
    make(this.stack(inNetwork ? 'Network' : 'Jobs'), this.vpc);
  }

  private makeNetwork(stack: Stack, isPublished: boolean): FlinkNetwork | undefined {
    const id = 'ManagedFlink';
    const { vpc } = this;
    const network = this.attempt(`${stack.node.path}/${id}`, () => new FlinkNetwork(stack, id, { vpc }), () => stack.node.tryRemoveChild(id));
    if (isPublished) network?.publish(PARAMETER);
    return network;
  }

  private makeVpc(scope: Construct, id: string): IVpc {
    const { kind, types, zones, perType, cidrMask, dnsHostnames, dnsSupport } = this.plan.vpc;
    if (kind === 'lookup' && this.plan.environment === 'commercial') {
      return Vpc.fromLookup(scope, id, { vpcId: VPC_ID });
    }
    if (kind !== 'own') return this.importByAttributes(scope, id);
    const nat = types.includes(SubnetType.PRIVATE_WITH_EGRESS);
    const all = nat && !types.includes(SubnetType.PUBLIC) ? [SubnetType.PUBLIC, ...types] : types;
    const { region } = this.env;
    return new Vpc(scope, id, {
      ipAddresses: IpAddresses.cidr('10.0.0.0/16'),
      ...region === undefined
        ? { maxAzs: zones }
        : { availabilityZones: ['a', 'b', 'c'].slice(0, zones).map(zone => `${region}${zone}`) },
      natGateways: nat ? 1 : 0,
      enableDnsHostnames: dnsHostnames && dnsSupport,
      enableDnsSupport: dnsSupport,
      subnetConfiguration: all.flatMap(subnetType =>
        Array.from({ length: perType }, (_, index) => ({ name: `${subnetType}${index}`, subnetType, cidrMask }))),
    });
  }

  private importByAttributes(scope: Construct, id: string): IVpc {
    const { zones, lacks } = this.plan.vpc;
    const letters = ['a', 'b', 'c'].slice(0, zones);
    return Vpc.fromVpcAttributes(scope, id, {
      vpcId: VPC_ID,
      vpcCidrBlock: lacks === 'range' ? undefined : '10.9.0.0/16',
      availabilityZones: letters.map(letter => `eu-west-1${letter}`),
      privateSubnetIds: letters.map(letter => `subnet-0${letter}0${letter}0${letter}0${letter}`),
      privateSubnetRouteTableIds: lacks === 'tables'
        ? undefined
        : letters.map(letter => `rtb-0${letter}0${letter}0${letter}0${letter}`),
    });
  }

  private importAgain(scope: Construct): IVpc {
    const { vpc } = this;
    if (!(vpc instanceof Vpc)) return this.makeVpc(scope, 'Again');
    const [own = [], open] = [
      [vpc.privateSubnets, vpc.isolatedSubnets].find(({ length }) => length > 0), vpc.publicSubnets,
    ]
      .map((subnets = []) =>
        [...new Map([...subnets].reverse().map(subnet => [subnet.availabilityZone, subnet])).values()].reverse());
    const idsOf = (subnets: ISubnet[]) => subnets.map(({ subnetId }) => subnetId);
    const tablesOf = (subnets: ISubnet[]) => subnets.map(({ routeTable }) => routeTable.routeTableId);
    return Vpc.fromVpcAttributes(scope, 'Again', {
      vpcId: vpc.vpcId,
      vpcCidrBlock: vpc.vpcCidrBlock,
      availabilityZones: vpc.availabilityZones,
      privateSubnetIds: idsOf(own),
      privateSubnetRouteTableIds: tablesOf(own),
      publicSubnetIds: idsOf(open),
      publicSubnetRouteTableIds: tablesOf(open),
    });
  }
}

/** Whether the VPC is that of a document, which only a stack that knows its environment can read. */
export function isRead({ vpc, environment }: AppPlan): boolean {
  return vpc.kind === 'document' && ENVIRONMENTS[environment].account !== undefined;
}

/** Whether the VPC is what stands for the one that has yet to be looked up. */
export function isPending(plan: AppPlan): boolean {
  const isLookedUp = plan.vpc.kind === 'lookup' && plan.environment === 'commercial';
  return plan.vpc.pending && (isLookedUp || isRead(plan));
}

function servicesOf(listed: AppPlan['vpc']['document']['listed']): InterfaceVpcEndpointAwsService[] {
  return listed === 'all' ? INTERFACES : listed.map(name => InterfaceVpcEndpointAwsService[name]);
}

function documentedServices({ listed, gateways }: AppPlan['vpc']['document']): string[] {
  return [...servicesOf(listed).map(({ shortName }) => shortName), ...gateways.map(name => name.toLowerCase())];
}

/** What was looked up before: the document of a platform, which may be of another account that shares its VPC. */
function documentOf({ document, shared }: AppPlan['vpc'], { account, region }: Environment): Record<string, string> {
  const { listed, via, gateways, applicationsOnly, sharesGroup, prefixLists } = document;
  const services = servicesOf(listed);
  const published = publishedDocument();
  const text = JSON.stringify({
    ...published,
    account: shared ? OTHER_ACCOUNT : account,
    region,
    vpc: { ...published.vpc, id: VPC_ID },
    subnets: published.subnets.map((subnet, index) => ({
      ...subnet, id: `subnet-0123456${index}`, routeTable: `rtb-0123456${index}`, zone: subnet.zone?.replace('eu-west-1', String(region)),
    })),
    clientSecurityGroup: 'sg-0c11e970',
    interfaceServices: services.map(({ shortName: name, port }) => ({ name, port, via })),
    gatewayServices: gateways.map(name => name.toLowerCase()),
    clients: applicationsOnly ? 'applicationsOnly' : 'wholeVpc',
    clientSecurityGroupShared: sharesGroup,
    endpointPeers: via === 'peer' ? ['10.100.0.0/24'] : [],
    prefixLists: prefixLists ? { s3: 'pl-53a1', dynamodb: 'pl-dd02' } : {},
  });
  return { [`ssm:account=${account}:parameterName=${PARAMETER}:region=${region}`]: text };
}

/** The direction that a connector is used in, which is not always one that it knows. */
export function isSink(
  { kind, sink, wrongDirection }: Pick<ConnectorPlan, 'kind' | 'sink' | 'wrongDirection'>,
): boolean {
  return CONNECTORS[kind].directions === 'both' ? sink : !wrongDirection;
}

function once<T>(scope: Construct, id: string, make: () => T): T {
  return (scope.node.tryFindChild(id) as T | undefined) ?? make();
}

/** All constructs with what is attached to them. */
function treeOf(app: App): string {
  return app.node.findAll()
    .map(({ node }) => `${node.path} ${node.metadata.length} ${node.dependencies.length}`)
    .join('\n');
}

function selectionOf(kind: NetworkPlan['subnets'], vpc: IVpc, inputs: Construct): SubnetSelection | undefined {
  switch (kind) {
    case 'default': return undefined;
    case 'onePerAz': return { onePerAz: true };
    case 'all': return { subnets: [...vpc.privateSubnets, ...vpc.isolatedSubnets] };
    case 'isolated': return { subnetType: SubnetType.PRIVATE_ISOLATED };
    case 'public': return { subnetType: SubnetType.PUBLIC };
    case 'listed': return {
      subnets: [
        Subnet.fromSubnetAttributes(inputs, 'Subnet', {
          subnetId: 'subnet-0a0a0a0a', availabilityZone: 'eu-west-1a', routeTableId: 'rtb-0a0a0a0a',
        }),
      ],
    };
    case 'empty': return { subnets: [] };
  }
}

function codeOf(scope: Construct, kind: string): ApplicationCode {
  const bucket = () => new Bucket(scope, 'Code', kind === 'encrypted' ? { enforceSSL: true } : {});
  const elsewhere = () => Bucket.fromBucketName(scope, 'Code', 'elsewhere');
  switch (kind) {
    case 'asset': return ApplicationCode.fromAsset(`${JOB}/job.jar`);
    case 'missing': return ApplicationCode.fromAsset(`${JOB}/missing.jar`);
    case 'folder': return ApplicationCode.fromAsset(`${JOB}/python`);
    case 'text': return ApplicationCode.fromAsset(`${JOB}/notes.txt`);
    case 'empty': return ApplicationCode.fromAsset(`${JOB}/empty.jar`);
    case 'python': return ApplicationCode.fromPythonAsset(`${JOB}/python`, { entryPoint: 'main.py' });
    case 'no entry point': return ApplicationCode.fromPythonAsset(`${JOB}/python`, { entryPoint: 'other.py' });
    case 'no key': return ApplicationCode.fromBucket(elsewhere(), '');
    case 'long key': return ApplicationCode.fromBucket(elsewhere(), 'k'.repeat(1025));
    case 'imported': return ApplicationCode.fromBucket(elsewhere(), 'job.jar');
    case 'version': return ApplicationCode.fromBucket(bucket(), 'job.jar', 'v1');
    default: return ApplicationCode.fromBucket(bucket(), 'jobs/job.jar');
  }
}

function logsOf(scope: Construct, kind: string): Pick<FlinkApplicationProps, 'logGroup' | 'logRetention'> {
  const logRetention = RetentionDays.ONE_WEEK;
  switch (kind) {
    case 'own': return {};
    case 'retention': return { logRetention };
    case 'imported': return { logGroup: LogGroup.fromLogGroupName(scope, 'Logs', '/flink') };
    case 'elsewhere': return {
      logGroup: LogGroup.fromLogGroupArn(scope, 'Logs', 'arn:aws:logs:us-east-1:333333333333:log-group:/flink:*'),
    };
    case 'given with retention': return { logGroup: new LogGroup(scope, 'Logs'), logRetention };
    default: return { logGroup: new LogGroup(scope, 'Logs') };
  }
}
