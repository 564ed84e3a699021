import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import { ApplicationPlan, AppPlan, ConnectorPlan, NetworkPlan } from './arbitraries';

const NETWORK: NetworkPlan = {
  subnets: 'default',
  groups: undefined,
  groupKind: 'closed',
  allowAllOutbound: undefined,
  allowPublicSubnet: undefined,
  permissions: undefined,
  endpoints: {
    mode: 'default',
    baselineInterface: undefined,
    baselineGateway: undefined,
    listed: 'all',
    groups: 'none',
    prefixLists: undefined,
    clients: 'none',
    subnets: 'default',
  },
};

const APPLICATION: ApplicationPlan = {
  place: 'jobs',
  importsAgain: false,
  withoutVpc: false,
  runtime: 'FLINK-1_20',
  code: 'bucket',
  applicationName: undefined,
  description: undefined,
  parallelism: undefined,
  parallelismPerKpu: undefined,
  tokens: false,
  autoScalingEnabled: undefined,
  checkpointing: { enabled: undefined, interval: undefined, pause: undefined },
  logLevel: undefined,
  metricsLevel: undefined,
  snapshotsEnabled: undefined,
  systemRollbackEnabled: undefined,
  maintenanceWindowStartTime: undefined,
  propertyGroups: undefined,
  role: 'own',
  logs: 'own',
  removalPolicy: undefined,
  network: NETWORK,
  connectors: [],
};

const APP: AppPlan = {
  environment: 'agnostic',
  inStage: false,
  weak: false,
  thorough: true,
  vpc: {
    kind: 'own',
    document: { listed: 'all', via: 'endpoint', gateways: ['S3', 'DYNAMODB'], applicationsOnly: false, sharesGroup: false, prefixLists: true },
    nested: false,
    zones: 2,
    perType: 1,
    types: [SubnetType.PRIVATE_ISOLATED],
    cidrMask: 20,
    dnsHostnames: true,
    dnsSupport: true,
    lacks: 'nothing',
    shared: false,
    pending: false,
  },
  network: 'implicit',
  userEndpoint: undefined,
  peers: 'network',
  applications: [APPLICATION],
};

/** The connector of a kind, as a source. */
function connector(kind: string, props: Partial<ConnectorPlan> = {}): ConnectorPlan {
  return {
    kind,
    sink: false,
    wrongDirection: false,
    defined: true,
    narrow: true,
    propertyGroup: true,
    spoilt: false,
    late: false,
    ...props,
  };
}

function application(
  props: Partial<Omit<ApplicationPlan,
    'network'>>,
  network: Partial<Omit<NetworkPlan,
    'endpoints'>> = {},
  endpoints: Partial<NetworkPlan['endpoints']> = {},
): ApplicationPlan {
  return {
    ...APPLICATION, ...props, network: { ...NETWORK, ...network, endpoints: { ...NETWORK.endpoints, ...endpoints } },
  };
}

interface Case {
  /** What it showed. */
  readonly shows: string;
  readonly plan: AppPlan;
  /** What it is refused for, if it is to be refused: a part of the only message. */
  readonly refusal?: string;
}

/** Counterexamples that were found once, shortened, and limits that random apps seldom meet. */
export const CASES: Case[] = [
  {
    shows: 'two imports of one group as other clients of the endpoints are let in by one rule, since EC2 refuses the '
      + 'second',
    plan: {
      ...APP,
      applications: [
        application({}, {}, { mode: 'create', clients: 'group' }),
        application({ place: 'nested' }, {}, { mode: 'create', clients: 'group' }),
      ],
    },
  },
  {
    shows: 'subnets that are imported by their ids in the stack that defines them have their routes before the '
      + 'application',
    plan: {
      ...APP,
      vpc: { ...APP.vpc, types: [SubnetType.PRIVATE_WITH_EGRESS] },
      applications: [application({ place: 'network', importsAgain: true }, {}, { mode: 'create' })],
    },
  },
  {
    shows: 'a public domain that isolated subnets cannot reach is refused with the property to change',
    plan: {
      ...APP,
      applications: [application({ connectors: [connector('openSearchDomain', { sink: true, narrow: false })] })],
    },
    refusal: 'with `vpcSubnets`',
  },
  {
    shows: 'an application that came before the endpoints it leaves alone needs nothing: they admit the whole VPC',
    plan: { ...APP, applications: [application({}, {}, { mode: 'none' }), APPLICATION] },
  },
  {
    shows: 'a service on another port than HTTPS adds a rule that only its own applications wait for',
    plan: {
      ...APP,
      applications: [application({ connectors: [connector('ownConnector')] }), application({ place: 'network' })],
    },
  },
  {
    shows: 'five groups and the client group are one too many',
    plan: { ...APP, applications: [application({}, { groups: 5 })] },
    refusal: 'vpcConfiguration.securityGroups is "5 groups and the client group',
  },
  {
    shows: 'eighteen subnets are too many',
    plan: {
      ...APP,
      environment: 'commercial',
      vpc: {
        ...APP.vpc,
        zones: 3,
        perType: 3,
        types: [SubnetType.PRIVATE_ISOLATED, SubnetType.PRIVATE_WITH_EGRESS],
        cidrMask: 24,
      },
      applications: [application({}, { subnets: 'all' })],
    },
    refusal: 'vpcConfiguration.vpcSubnets is "18 subnets"',
  },
  {
    shows: 'an application in the stack of the VPC does not wait for a gateway endpoint that another stack defines for it',
    plan: { ...APP, userEndpoint: { maker: 7, after: false, place: 'jobs' }, applications: [application({ place: 'network' })] },
  },
  {
    shows: 'two applications do not contradict each other about what a platform has before its document is read',
    plan: {
      ...APP,
      environment: 'commercial',
      vpc: { ...APP.vpc, kind: 'document', pending: true },
      applications: [application({}, {}, { mode: 'create' }), application({}, {}, { mode: 'existing' })],
    },
  },
  {
    shows: 'an application that looks up the VPC again is not refused what the network has before the VPC is found',
    plan: {
      ...APP,
      environment: 'commercial',
      vpc: { ...APP.vpc, kind: 'lookup', pending: true },
      network: 'explicit',
      applications: [application({ importsAgain: true }, {}, { mode: 'network' })],
    },
  },
  {
    shows: 'a weak reference to the URL of an endpoint in another stack is one that CloudFormation knows',
    plan: { ...APP, weak: true, applications: [application({ connectors: [connector('dynamoDbTable', { propertyGroup: true })] })] },
  },
  {
    shows: 'an application does not wait for an own endpoint of a service that a document says the VPC has',
    plan: {
      ...APP,
      environment: 'commercial',
      vpc: { ...APP.vpc, kind: 'document' },
      userEndpoint: { maker: 0, after: true, place: 'network' },
      applications: [application({ place: 'network', importsAgain: true }, {}, { mode: 'create' })],
    },
  },
  {
    shows: 'two applications whose roles are in another stack, referred to weakly, do not wait for each other',
    plan: { ...APP, weak: true, applications: [application({ role: 'elsewhere' }), application({ role: 'elsewhere' })] },
  },
  {
    shows: 'an application with five groups is not refused for a client group that it may not need once the VPC is found',
    plan: {
      ...APP,
      environment: 'commercial',
      vpc: { ...APP.vpc, kind: 'lookup', shared: true, pending: true },
      applications: [application({}, { groups: 5, groupKind: 'closed' }, { mode: 'existing', groups: 'imported' })],
    },
  },
];
