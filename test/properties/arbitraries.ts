import { RemovalPolicy } from 'aws-cdk-lib';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import * as fc from 'fast-check';
import { CONNECTORS } from './connectors';
import { LogLevel, MetricsLevel, NetworkPermissions } from '../../src';
import { GATEWAY_ENDPOINTS, INTERFACE_ENDPOINTS } from '../helpers/user-endpoints';

/*
 * Apps as plain data, so that a counterexample can be read, shortened and kept in `cases.ts`. `build.ts` makes them.
 */

export type AppPlan = typeof app extends fc.Arbitrary<infer T> ? T : never;
export type ApplicationPlan = AppPlan['applications'][number];
export type NetworkPlan = ApplicationPlan['network'];
export type ConnectorPlan = ApplicationPlan['connectors'][number];

export const INTERFACE_SERVICES = ['CLOUDWATCH_LOGS', 'CLOUDWATCH_MONITORING', 'KMS', 'KEYSPACES'] as const;
export const GATEWAY_SERVICES = ['S3', 'DYNAMODB'] as const;

const { PUBLIC, PRIVATE_ISOLATED, PRIVATE_WITH_EGRESS } = SubnetType;
const { DESTROY, RETAIN, RETAIN_ON_UPDATE_OR_DELETE, SNAPSHOT } = RemovalPolicy;

/** Rarely a value that must be refused: most configurations get past each check, and each check is met. */
function mostly<T>(good: fc.Arbitrary<T>, ...bad: T[]): fc.Arbitrary<T> {
  return fc.oneof({ arbitrary: good, weight: 70 }, { arbitrary: fc.constantFrom(...bad), weight: 1 });
}

/** Absent more often than not. */
function sometimes<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof<fc.WeightedArbitrary<T | undefined>[]>({ arbitrary: fc.constant(undefined), weight: 3 }, {
    arbitrary, weight: 2,
  });
}

/** The first values far more often than the last. */
function falling<T>(...values: T[]): fc.Arbitrary<T> {
  return fc.oneof(
    ...values.map((value, index) => ({ arbitrary: fc.constant(value), weight: 2 ** (values.length - index) })),
  );
}

const flag = fc.constantFrom(undefined, true, false);
const rarely = fc.oneof({ arbitrary: fc.constant(false), weight: 5 }, { arbitrary: fc.constant(true), weight: 1 });

const connector = fc.record({
  kind: fc.constantFrom(...Object.keys(CONNECTORS)),
  /** The other direction is used only where it is meant to be refused. */
  sink: fc.boolean(),
  wrongDirection: mostly(fc.constant(false), true),
  /** Whether the resource is defined by the app, with a key of its own, or imported. */
  defined: fc.boolean(),
  /** Whether topics, prefixes, tables and so on are named. */
  narrow: fc.boolean(),
  propertyGroup: fc.boolean(),
  spoilt: mostly(fc.constant(false), true),
  /** Whether it is added after the application was constructed. */
  late: fc.boolean(),
});

const endpoints = fc.record({
  mode: fc.constantFrom('default', 'none', 'existing', 'create', 'create', 'network'),
  baselineInterface: sometimes(fc.subarray([...INTERFACE_SERVICES])),
  baselineGateway: sometimes(fc.subarray([...GATEWAY_SERVICES])),
  /** What the VPC is said to hold; `all` is everything that any connector needs. */
  listed: fc.oneof({ arbitrary: fc.constant('all' as const), weight: 4 }, {
    arbitrary: fc.subarray([...INTERFACE_SERVICES]), weight: 1,
  }),
  groups: falling<'none' | 'defined' | 'imported'>('none', 'defined', 'imported'),
  prefixLists: mostly<Record<string, string> | undefined>(fc.constantFrom<Record<string, string> | undefined>(undefined, { s3: 'pl-53a1', dynamodb: 'pl-dd02' }, { s3: 'pl-53a1' }),
    { kms: 'pl-1' }, { s3: 'x' }),
  /** Several applications of one VPC may say what contradicts each other. */
  clients: falling<'none' | 'range' | 'group' | 'applications' | 'everyone'>(
    'none', 'range', 'group', 'applications', 'everyone',
  ),
  subnets: falling<'default' | 'isolated' | 'onePerAz' | 'public'>('default', 'onePerAz', 'isolated', 'public'),
});

const network = fc.record({
  subnets: falling<'default' | 'onePerAz' | 'all' | 'isolated' | 'public' | 'listed' | 'empty'>(
    'default', 'onePerAz', 'all', 'isolated', 'public', 'listed', 'empty',
  ),
  groups: fc.oneof(
    { arbitrary: fc.constant(undefined), weight: 6 },
    { arbitrary: fc.integer({ min: 1, max: 4 }), weight: 4 },
    { arbitrary: fc.constantFrom(0, 5, 6), weight: 1 },
  ),
  groupKind: fc.constantFrom<'closed' | 'open' | 'imported' | 'shared'>('closed', 'open', 'imported', 'shared'),
  allowAllOutbound: fc.constantFrom(undefined, true, false),
  allowPublicSubnet: falling(undefined, true, false),
  permissions: fc.constantFrom(undefined, NetworkPermissions.SCOPED, NetworkPermissions.DOCUMENTED),
  endpoints,
});

const milliseconds = (min: number) => fc.oneof(fc.integer({ min, max: 9 }), fc.integer({ min, max: 3_600_000 }));
const entries = fc.dictionary(
  fc.stringMatching(/^[a-z.]{1,20}$/),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  { minKeys: 1, maxKeys: 4, noNullPrototype: true },
);

const application = fc.record({
  place: fc.constantFrom<'jobs' | 'network' | 'nested'>('jobs', 'network', 'nested'),
  /** Whether it is not connected to the VPC. */
  withoutVpc: rarely,
  /** Whether the stack imports the VPC anew rather than uses the object of the other stack. */
  importsAgain: falling(false, true),
  runtime: mostly(
    fc.constantFrom('FLINK-1_15', 'FLINK-1_18', 'FLINK-1_20', 'FLINK-2_3', 'FLINK-1_13', 'FLINK-9_9'),
    'SQL-1_0',
    'ZEPPELIN-FLINK-3_0',
    'FLINK-1.20',
    '',
  ),
  code: mostly(fc.constantFrom('bucket', 'imported', 'version', 'encrypted', 'asset', 'python'),
    'missing', 'folder', 'text', 'empty', 'no key', 'long key', 'no entry point'),
  applicationName: sometimes(
    mostly(fc.stringMatching(/^[a-zA-Z0-9_.-]{1,120}$/), '', 'with space', 'ü', 'line\n', 'x'.repeat(129)),
  ),
  description: sometimes(
    mostly(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant('d'.repeat(1024))), 'd'.repeat(1025)),
  ),
  parallelism: sometimes(mostly(fc.integer({ min: 1, max: 256 }), 0, -1, 1.5, NaN, Infinity)),
  parallelismPerKpu: sometimes(mostly(fc.integer({ min: 1, max: 8 }), 0, 9, 2.5)),
  /** Whether description and parallelism are parameters of the template. */
  tokens: falling(false, true),
  autoScalingEnabled: flag,
  checkpointing: fc.oneof(
    fc.record({
      enabled: fc.constantFrom(undefined, true),
      interval: sometimes(mostly(milliseconds(1), 0, 0.5)),
      pause: sometimes(mostly(milliseconds(0), 1.25)),
    }),
    fc.record({
      enabled: fc.constant(false),
      interval: mostly<number | undefined>(fc.constant(undefined), 60_000),
      pause: fc.constant(undefined),
    }),
  ),
  logLevel: sometimes(fc.constantFrom(...Object.values(LogLevel))),
  metricsLevel: sometimes(fc.constantFrom(...Object.values(MetricsLevel))),
  snapshotsEnabled: flag,
  systemRollbackEnabled: flag,
  maintenanceWindowStartTime: sometimes(
    mostly(fc.constantFrom('00:00', '09:30', '23:59'), '24:00', '3:00', '12:60', ''),
  ),
  propertyGroups: sometimes(mostly<Record<string, Record<string, string>>>(
    fc.dictionary(fc.stringMatching(/^[a-zA-Z0-9_.-]{1,50}$/), entries, { maxKeys: 3, noNullPrototype: true }),
    { 'with space': { a: 'b' } },
    { Empty: {} },
    { Group: { key: '' } },
    { Group: { key: 'v'.repeat(2049) } },
    { ['g'.repeat(51)]: { a: 'b' } },
    { Many: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v'])) },
    Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`g${index}`, { a: 'b' }])),
  )),
  role: fc.constantFrom<'own' | 'given' | 'imported' | 'immutable' | 'elsewhere'>(
    'own', 'own', 'given', 'imported', 'immutable', 'elsewhere',
  ),
  logs: mostly(fc.constantFrom('own', 'retention', 'given', 'imported'), 'given with retention', 'elsewhere'),
  removalPolicy: sometimes(mostly(fc.constantFrom(DESTROY, RETAIN, RETAIN_ON_UPDATE_OR_DELETE), SNAPSHOT)),
  network,
  connectors: fc.array(connector, { maxLength: 4 }),
});

/** What a platform's document says of a VPC beside its subnets. */
const document = fc.record({
  /** Services of which nothing is said are reached through endpoints in the VPC. */
  listed: fc.oneof({ arbitrary: fc.constant('all' as const), weight: 4 }, { arbitrary: fc.subarray([...INTERFACE_SERVICES]), weight: 1 }),
  via: falling<'endpoint' | 'peer' | 'egress'>('endpoint', 'peer', 'egress'),
  gateways: fc.subarray([...GATEWAY_SERVICES]),
  applicationsOnly: fc.boolean(),
  sharesGroup: fc.boolean(),
  prefixLists: fc.boolean(),
});

const vpc = fc.record({
  kind: fc.constantFrom<'own' | 'attributes' | 'lookup' | 'document'>('own', 'own', 'own', 'attributes', 'lookup', 'document'),
  document,
  nested: falling(false, true),
  zones: fc.integer({ min: 1, max: 3 }),
  perType: falling(1, 2, 3),
  types: fc.oneof(
    {
      arbitrary: fc.constantFrom<SubnetType[]>(
        [PRIVATE_ISOLATED], [PRIVATE_WITH_EGRESS], [PRIVATE_ISOLATED, PRIVATE_WITH_EGRESS],
      ),
      weight: 5,
    },
    { arbitrary: fc.constant<SubnetType[]>([PUBLIC, PRIVATE_ISOLATED]), weight: 2 },
    { arbitrary: fc.constant<SubnetType[]>([PUBLIC]), weight: 1 },
  ),
  cidrMask: fc.integer({ min: 22, max: 26 }),
  dnsHostnames: mostly(fc.constant(true), false),
  dnsSupport: mostly(fc.constant(true), false),
  /** What an import by attributes leaves out. */
  lacks: falling<'nothing' | 'range' | 'tables'>('nothing', 'range', 'tables'),
  /** Whether a VPC that is looked up or read from a document belongs to another account, which shares it. */
  shared: falling(false, true),
  /** Whether it is not known yet what a lookup finds: the CDK gives a placeholder, and synthesises again. */
  pending: falling(false, true),
});

const userEndpoint = fc.record({
  maker: fc.nat({ max: INTERFACE_ENDPOINTS.length + GATEWAY_ENDPOINTS.length - 1 }),
  after: falling(false, true),
  place: fc.constantFrom<'network' | 'jobs'>('network', 'jobs'),
});

export const app = fc.record({
  environment: fc.constantFrom<'agnostic' | 'commercial' | 'china' | 'government'>(
    'agnostic', 'commercial', 'commercial', 'china', 'government',
  ),
  inStage: falling(false, true),
  /** Whether stacks refer to each other by their outputs rather than by exports, where the CDK can. */
  weak: falling(false, true),
  /** Whether what takes long is tried too: the same app again, and with more applications. */
  thorough: rarely,
  vpc,
  /** Whether the network of the VPC is made before any application, and published. */
  network: falling<'implicit' | 'explicit' | 'published'>('implicit', 'explicit', 'published'),
  userEndpoint: sometimes(userEndpoint),
  /** The stack of what sources and sinks name. */
  peers: fc.constantFrom<'network' | 'elsewhere'>('network', 'elsewhere'),
  applications: fc.oneof(
    { arbitrary: fc.array(application, { minLength: 1, maxLength: 2 }), weight: 3 },
    { arbitrary: fc.array(application, { minLength: 3, maxLength: 5 }), weight: 1 },
  ),
});
