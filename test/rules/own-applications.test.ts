import { Annotations, App, Environment, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService, IVpc, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import * as fc from 'fast-check';
import {
  ApplicationCode, FlinkApplication, FlinkRuntime, NetworkPermissions, VpcConfiguration, VpcEndpoints,
} from '../../src';
import { warningTopics } from '../helpers';
import { findingsIn } from '../helpers/rules';

/** The code is brought into the buckets by hand. */
const BY_HAND = { exclude: ['code-bucket-empty'] };
/** What an application of a VPC that the app defines says of its endpoints. */
const OWN_ENDPOINTS: Record<string, VpcEndpoints | undefined> = {
  default: undefined, create: VpcEndpoints.create(), none: VpcEndpoints.none(),
};
const ENVIRONMENTS: Environment[] = [{}, { account: '111111111111', region: 'eu-west-1' }];

const application = fc.record({
  runtime: fc.constantFrom('FLINK-1_15', 'FLINK-1_20', 'FLINK-2_3', 'FLINK-1_13', 'FLINK-9_9'),
  name: fc.option(fc.stringMatching(/^[a-zA-Z0-9_.-]{1,128}$/), { nil: undefined }),
  endpoints: fc.constantFrom('create', 'none', 'default'),
  allowAllOutbound: fc.constantFrom(true, false, undefined),
  groups: fc.integer({ min: 0, max: 4 }),
  permissions: fc.constantFrom(NetworkPermissions.SCOPED, NetworkPermissions.DOCUMENTED, undefined),
  role: fc.constantFrom('own', 'given', 'immutable', 'imported'),
  logs: fc.constantFrom('own', 'given', 'imported'),
  code: fc.constantFrom('bucket', 'version', 'imported', 'encrypted'),
  parallelism: fc.option(fc.integer({ min: 1, max: 256 }), { nil: undefined }),
  parallelismPerKpu: fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined }),
  autoScalingEnabled: fc.constantFrom(true, false, undefined),
  properties: fc.option(
    fc.dictionary(fc.stringMatching(/^[a-z]{1,20}$/), fc.string({ minLength: 1, maxLength: 2048 }), {
      minKeys: 1, maxKeys: 50,
    }),
    { nil: undefined },
  ),
  window: fc.option(fc.constantFrom('00:00', '23:59'), { nil: undefined }),
  place: fc.constantFrom('vpc', 'stack', 'nested'),
});

const configuration = fc.record({
  environment: fc.constantFrom(...ENVIRONMENTS),
  inStage: fc.boolean(),
  vpc: fc.constantFrom('egress', 'isolated', 'public', 'imported'),
  zones: fc.integer({ min: 1, max: 3 }),
  cidrMask: fc.integer({ min: 20, max: 28 }),
  applications: fc.array(application, { minLength: 1, maxLength: 3 }),
});

type Configuration = typeof configuration extends fc.Arbitrary<infer T> ? T : never;

test('nothing that FlinkApplication makes violates the rules, and what it warns of itself is not said again', () => {
  fc.assert(fc.property(configuration, config => {
    const app = new App();
    build(app, config);
    expect(findingsIn(app, BY_HAND)).toEqual([]);
  }), { numRuns: 30 });
});

function build(app: App, config: Configuration): void {
  const scope = config.inStage ? new Stage(app, 'Stage', { env: config.environment }) : app;
  const home = new Stack(scope, 'Network', { env: config.environment });
  const other = new Stack(scope, 'Jobs', { env: config.environment });
  const vpc = makeVpc(home, config);
  config.applications.forEach((props, index) => {
    const stack = { vpc: home, stack: other, nested: new NestedStack(other, `Nested${index}`) }[props.place]!;
    const own = vpc instanceof Vpc;
    new FlinkApplication(stack, `Application${index}`, {
      runtime: FlinkRuntime.of(props.runtime),
      applicationName: props.name === undefined ? undefined : `${index}${props.name}`.slice(0, 128),
      code: codeOf(stack, `Code${index}`, props.code),
      vpcConfiguration: {
        vpc,
        endpoints: own ? OWN_ENDPOINTS[props.endpoints] : VpcEndpoints.none(),
        allowPublicSubnet: config.vpc === 'public' ? true : undefined,
        networkPermissions: props.permissions,
        ...props.groups === 0
          ? { allowAllOutbound: props.allowAllOutbound }
          : {
            securityGroups: Array.from({ length: props.groups }, (_, group) =>
              new SecurityGroup(stack, `Group${index}-${group}`, { vpc })),
          },
      },
      role: roleOf(stack, `Role${index}`, props.role),
      logGroup: {
        own: undefined,
        given: new LogGroup(stack, `Logs${index}`),
        imported: LogGroup.fromLogGroupName(stack, `Imported${index}`, '/flink'),
      }[props.logs],
      parallelism: props.parallelism,
      parallelismPerKpu: props.parallelismPerKpu,
      autoScalingEnabled: props.autoScalingEnabled,
      propertyGroups: props.properties && { Group: props.properties },
      maintenanceWindowStartTime: props.window,
    });
  });
}

function makeVpc(stack: Stack, { vpc, zones, cidrMask }: Configuration): IVpc {
  if (vpc === 'imported') {
    return Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: ['a', 'b'],
      privateSubnetIds: ['subnet-a', 'subnet-b'],
      privateSubnetRouteTableIds: ['rtb-a', 'rtb-b'],
    });
  }
  const types = {
    egress: [SubnetType.PUBLIC, SubnetType.PRIVATE_WITH_EGRESS],
    isolated: [SubnetType.PRIVATE_ISOLATED],
    public: [SubnetType.PUBLIC],
  }[vpc]!;
  return new Vpc(stack, 'Vpc', {
    availabilityZones: ['a', 'b', 'c'].slice(0, zones).map(zone => `eu-west-1${zone}`),
    subnetConfiguration: types.map(subnetType => ({ name: subnetType, subnetType, cidrMask })),
    gatewayEndpoints: { Dynamo: { service: { name: 'com.amazonaws.eu-west-1.dynamodb' } } },
  });
}

function codeOf(stack: Stack, id: string, kind: string): ApplicationCode {
  if (kind === 'imported') return ApplicationCode.fromBucket(Bucket.fromBucketName(stack, id, 'elsewhere'), 'job.jar');
  const bucket = new Bucket(stack, id, kind === 'encrypted' ? { enforceSSL: true, autoDeleteObjects: false } : {});
  return ApplicationCode.fromBucket(bucket, 'jobs/job.jar', kind === 'version' ? 'v1' : undefined);
}

function roleOf(stack: Stack, id: string, kind: string) {
  if (kind === 'own') return undefined;
  if (kind === 'given') {
    return new Role(stack, id, { assumedBy: new ServicePrincipal('kinesisanalytics.amazonaws.com') });
  }
  return Role.fromRoleArn(stack, id, 'arn:aws:iam::111111111111:role/flink', { mutable: kind === 'imported' });
}

describe('what a construct warned of and a rule finds is said once', () => {
  /** The topics of the construct's own warnings and the findings of the rules. */
  function said(act: (application: FlinkApplication) => void): { warnings: string[]; findings: string[] } {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const vpc = new Vpc(stack, 'Vpc', {
      maxAzs: 1,
      natGateways: 0,
      subnetConfiguration: [{ name: 'Small', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 28 }],
    });
    act(new FlinkApplication(stack, 'Application', {
      runtime: FlinkRuntime.of('FLINK-1_13'),
      parallelism: 8,
      code: ApplicationCode.fromBucket(Bucket.fromBucketName(stack, 'Code', 'elsewhere'), 'job.jar'),
      vpcConfiguration: { vpc, endpoints: VpcEndpoints.none() },
    }));
    const findings = findingsIn(app);
    return { warnings: warningTopics(stack).sort(), findings };
  }

  const topics = ['ended-runtime', 'single-availability-zone', 'subnet-addresses'];
  const withoutMetadata = (own: FlinkApplication) => { Reflect.set(own.node, '_metadata', []); };

  test('by the construct', () => expect(said(() => {})).toEqual({ warnings: topics, findings: [] }));
  test('by the rules where the construct did not', () =>
    expect(said(withoutMetadata)).toEqual({ warnings: [], findings: topics }));

  test.each(['Validations', 'Annotations'])('by neither where %s acknowledged it', by => {
    expect(said(own => topics.forEach(topic => {
      const id = `cdk-managed-flink:${topic}`;
      if (by === 'Validations') Validations.of(own.stack).acknowledge({ id, reason: 'known' });
      else Annotations.of(own.stack).acknowledgeWarning(id);
    }))).toEqual({ warnings: [], findings: [] });
  });
});

describe('what was accepted is acknowledged', () => {
  const { SQS } = InterfaceVpcEndpointAwsService;

  function made(
    subnetType: SubnetType, vpcConfiguration: Partial<VpcConfiguration>, isAcknowledged: boolean,
  ): string[] {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const vpc = new Vpc(stack, 'Vpc', { natGateways: 0, subnetConfiguration: [{ name: 'Subnets', subnetType }] });
    const own = new FlinkApplication(stack, 'Application', {
      runtime: FlinkRuntime.FLINK_1_20,
      code: ApplicationCode.fromBucket(new Bucket(stack, 'Code'), 'job.jar'),
      vpcConfiguration: { vpc, ...vpcConfiguration },
    });
    new Queue(stack, 'Queue').grantSendMessages(own);
    // what is acknowledged is metadata, which a test may take away
    if (!isAcknowledged) Reflect.set(own.node, '_metadata', []);
    return findingsIn(app, BY_HAND);
  }

  test.each<[string, SubnetType, Partial<VpcConfiguration>]>([
    [
      'public-subnet',
      SubnetType.PUBLIC,
      { allowPublicSubnet: true, endpoints: VpcEndpoints.create({ baselineInterfaceServices: [SQS] }) },
    ],
    [
      'no-path-to-service',
      SubnetType.PRIVATE_ISOLATED,
      { endpoints: VpcEndpoints.existing({ interfaceServices: [SQS], baselineInterfaceServices: [] }) },
    ],
  ])('%s', (rule, subnetType, vpcConfiguration) => {
    expect(made(subnetType, vpcConfiguration, true)).toEqual([]);
    expect(made(subnetType, vpcConfiguration, false)).toEqual([rule]);
  });
});
