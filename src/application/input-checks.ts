import { Duration, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { FlinkApplicationProps } from './flink-application-props';
import { FlinkStudioNotebookProps } from './flink-studio-notebook-props';
import { LogLevel } from './monitoring-configuration';
import { FlinkConnectorConfig, IFlinkConnector } from '../connectors/connector';
import { isObject } from '../core/intrinsics';
import { reject, rejectBecause } from '../core/problem';
import { SnapshotMode } from '../lifecycle/snapshot-mode';
import { MetricsLevel } from '../metrics/metrics-level';
import { VpcConfiguration } from '../network/vpc-configuration';

/** The prefix of a service and the name of an action, which can have wildcards. */
const ACTION = /^(\*|[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+)$/;

interface Kind<P extends string> {
  readonly property: P;
  readonly fits: (value: object) => boolean;
  readonly allowed: string;
  readonly write: string;
}

/**
 * Properties of applications and notebooks that are objects. JavaScript and other languages without types accept any
 * value.
 */
const SHARED_KINDS: readonly Kind<keyof FlinkApplicationProps & keyof FlinkStudioNotebookProps>[] = [
  {
    property: 'vpcConfiguration', fits: isObject, allowed: 'an object with a VPC', write: '`vpcConfiguration: { vpc }`',
  },
  { property: 'role', fits: has('roleArn'), allowed: 'an IRole', write: '`Role.fromRoleArn(this, \'Role\', roleArn)`' },
  {
    property: 'logGroup',
    fits: has('logGroupName'),
    allowed: 'an ILogGroup',
    write: '`LogGroup.fromLogGroupName(this, \'Logs\', logGroupName)`',
  },
  {
    property: 'sources',
    fits: Array.isArray,
    allowed: 'a list of connectors',
    write: '`[FlinkConnector.kinesisStream(stream)]`',
  },
  {
    property: 'sinks',
    fits: Array.isArray,
    allowed: 'a list of connectors',
    write: '`[FlinkConnector.s3Bucket(bucket)]`',
  },
];

const KINDS: readonly Kind<keyof FlinkApplicationProps>[] = [
  { property: 'runtime', fits: has('name'), allowed: 'a FlinkRuntime', write: '`FlinkRuntime.FLINK_1_20`' },
  {
    property: 'code',
    fits: has('bind'),
    allowed: 'an ApplicationCode',
    write: '`ApplicationCode.fromAsset(\'target/job.jar\')`',
  },
  { property: 'checkpointInterval', fits: isDuration, allowed: 'a Duration', write: '`Duration.minutes(1)`' },
  { property: 'minPauseBetweenCheckpoints', fits: isDuration, allowed: 'a Duration', write: '`Duration.seconds(5)`' },
  {
    property: 'propertyGroups',
    // an undefined group is rejected by its name
    fits: value => isObject(value) && Object.values(value).every(group => group === undefined || isObject(group)),
    allowed: 'a map of groups',
    write: '`{ Input: { topic: \'orders\' } }`',
  },
  {
    property: 'encryptionKey',
    fits: has('keyArn'),
    allowed: 'an IKey',
    write: '`Key.fromKeyArn(this, \'Key\', keyArn)`',
  },
  {
    property: 'lifecycle',
    fits: has('_systemRollbackEnabled'),
    allowed: 'an ApplicationLifecycle',
    write: '`ApplicationLifecycle.startOnDeploy()`',
  },
];

const VPC_KINDS: readonly Kind<keyof VpcConfiguration>[] = [
  {
    property: 'vpc',
    fits: has('selectSubnets'),
    allowed: 'an IVpc',
    write: '`Vpc.fromLookup(this, \'Vpc\', { vpcId })`',
  },
  {
    property: 'endpoints',
    fits: has('_choice'),
    allowed: 'a choice of VpcEndpoints',
    write: '`VpcEndpoints.create()`',
  },
  {
    property: 'securityGroups',
    fits: value => Array.isArray(value) && value.every(group => isObject(group) && has('securityGroupId')(group)),
    allowed: 'a list of ISecurityGroup',
    write: '`[SecurityGroup.fromSecurityGroupId(this, \'Group\', securityGroupId)]`',
  },
  {
    property: 'vpcSubnets',
    fits: isObject,
    allowed: 'a selection of subnets',
    write: '`{ subnetType: SubnetType.PRIVATE_WITH_EGRESS }`',
  },
];

const NOTEBOOK_KINDS: readonly Kind<keyof FlinkStudioNotebookProps>[] = [
  {
    property: 'customArtifacts',
    fits: value => Array.isArray(value) && value.every(artifact => isObject(artifact) && has('_bind')(artifact)),
    allowed: 'a list of CustomArtifact',
    write: '`[CustomArtifact.KINESIS_CONNECTOR]`',
  },
  {
    property: 'deployAsApplicationBucket',
    fits: has('bucketArn'),
    allowed: 'an IBucket',
    write: '`Bucket.fromBucketName(this, \'Bucket\', bucketName)`',
  },
];

/** Booleans that reach the template as they are, so that they can be tokens. */
const BOOLEANS = ['autoScalingEnabled', 'checkpointingEnabled', 'snapshotsEnabled', 'systemRollbackEnabled'] as const;

/** Booleans that determine which resources are created. */
const VPC_BOOLEANS = ['allowAllOutbound', 'allowPublicSubnet'] as const;

/** Rejects a text, or another value of the wrong kind, in place of an object. */
export function checkKinds(scope: IConstruct, props: FlinkApplicationProps): void {
  rejectMoved(scope, props);
  rejectOthers(scope, props, [...KINDS, ...SHARED_KINDS]);
  checkChoice(scope, 'logLevel', props.logLevel, 'LogLevel', LogLevel);
  checkChoice(scope, 'metricsLevel', props.metricsLevel, 'MetricsLevel', MetricsLevel);
  checkChoice(scope, 'snapshotMode', props.snapshotMode, 'SnapshotMode', SnapshotMode);
  BOOLEANS.filter(property => !Token.isUnresolved(props[property]))
    .forEach(property => checkBoolean(scope, property, props[property]));
  checkVpcKinds(scope, props);
}

/** Rejects properties that other constructs for Flink applications have beside the runtime. */
function rejectMoved(scope: IConstruct, props: FlinkApplicationProps): void {
  const moved = ['vpc', 'vpcSubnets', 'securityGroups'].find(property => property in props);
  if (moved === undefined || props.vpcConfiguration !== undefined) return;
  rejectBecause(scope, `${moved} is no property of a FlinkApplication: write \`vpcConfiguration: { ${moved} }\``);
}

/** Rejects, for a notebook, a text or another value of the wrong kind in place of an object. */
export function checkNotebookKinds(scope: IConstruct, props: FlinkStudioNotebookProps): void {
  rejectOthers(scope, props, [...SHARED_KINDS, ...NOTEBOOK_KINDS]);
  checkChoice(scope, 'logLevel', props.logLevel, 'LogLevel', LogLevel);
  checkVpcKinds(scope, props);
}

/** Rejects a value that is none of an enum. */
function checkChoice(
  scope: IConstruct,
  property: string,
  value: string | undefined,
  name: string,
  choices: Readonly<Record<string, string>>,
): void {
  if (value === undefined || Token.isUnresolved(value) || Object.values(choices).includes(value)) return;
  const members = Object.keys(choices).map(member => `${name}.${member}`);
  reject(scope, { property, got: value, allowed: `a ${name}`, write: `one of ${members.join(', ')}` });
}

/** Rejects a text such as `'false'`, which JavaScript takes to be true. */
function checkBoolean(scope: IConstruct, property: string, value: unknown, prefix = ''): void {
  if (value === undefined || typeof value === 'boolean') return;
  reject(scope, {
    property: `${prefix}${property}`,
    got: value,
    allowed: 'a boolean',
    write: `\`${property}: true\` or \`${property}: false\``,
  });
}

function checkVpcKinds(scope: IConstruct, { vpcConfiguration }: Pick<FlinkApplicationProps, 'vpcConfiguration'>): void {
  if (vpcConfiguration === undefined) return;
  rejectOthers(scope, vpcConfiguration, VPC_KINDS, 'vpcConfiguration.');
  for (const property of VPC_BOOLEANS) {
    const value: unknown = vpcConfiguration[property];
    if (Token.isUnresolved(value)) {
      rejectBecause(scope, `vpcConfiguration.${property} is a token, but it determines which resources are created, so `
        + `it must be known when the app is synthesized: write \`${property}: true\` or \`${property}: false\``);
    }
    checkBoolean(scope, property, value, 'vpcConfiguration.');
  }
}

function rejectOthers<P extends string>(
  scope: IConstruct, props: { readonly [property in P]?: unknown }, kinds: readonly Kind<P>[], prefix = '',
): void {
  for (const { property, fits, allowed, write } of kinds) {
    const value: unknown = props[property];
    if (value === undefined || (typeof value === 'object' && value !== null && fits(value))) continue;
    reject(scope, { property: `${prefix}${property}`, got: nameOf(value), allowed, write });
  }
}

/** Rejects an object that is not a connector, such as the stream or the bucket itself. */
export function checkConnector(scope: IConstruct, property: string, connector: IFlinkConnector): void {
  const candidate: unknown = connector;
  if (isObject(candidate) && has('bind')(candidate) && Array.isArray(candidate.directions)) return;
  reject(scope, {
    property,
    got: nameOf(candidate),
    allowed: 'connectors',
    write: 'for example `FlinkConnector.kinesisStream(stream)` for a stream and `FlinkConnector.s3Bucket(bucket)` '
      + 'for a bucket',
  });
}

/** Rejects invalid permissions of a connector that you implement. */
export function checkConnectorConfig(
  scope: IConstruct, name: string, { permissions = [], encryption = [] }: FlinkConnectorConfig,
): void {
  for (const { actions } of [...permissions, ...encryption]) {
    if (!Array.isArray(actions) || actions.length === 0) {
      rejectBecause(scope, `a permission of the connector ${name} has no actions: write a list, for example \`actions: `
        + '[\'sqs:SendMessage\']`');
    }
    const wrong = actions.find(action =>
      !Token.isUnresolved(action) && (typeof action !== 'string' || !ACTION.test(action)));
    if (wrong === undefined) continue;
    reject(scope, {
      property: `an action of the connector ${name}`,
      got: wrong,
      allowed: 'spelt SERVICE:ACTION',
      write: 'for example `sqs:SendMessage`',
    });
  }
}

function has(member: string): (value: object) => boolean {
  return value => member in value;
}

function isDuration(value: object): value is Duration {
  return has('toMilliseconds')(value);
}

/** The text of a value in a message: the path of a construct, because its content is long. */
function nameOf(value: unknown): unknown {
  if (!isObject(value)) return value;
  return isObject(value.node) && typeof value.node.path === 'string'
    ? value.node.path
    : `an object with ${Object.keys(value).join(', ')}`;
}
