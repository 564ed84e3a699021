import { RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { checkApplicationName, checkUniqueName } from './application-names';
import { FlinkApplicationBase } from './flink-application-base';
import { FlinkApplicationProps } from './flink-application-props';
import { checkKinds } from './input-checks';
import { isObject } from '../core/intrinsics';
import { Limits } from '../core/limits';
import { reject, rejectBecause } from '../core/problem';
import { SERVICE_LIMITS } from '../core/service-limits';
import { warn } from '../core/warning';

/** Checks all properties of an application except network, code and connectors. */
export function checkProps(scope: IConstruct, props: FlinkApplicationProps): void {
  checkRequired(scope, props);
  checkKinds(scope, props);
  checkLimits(scope, props);
  checkUniqueName(scope, props.applicationName);
  checkRole(scope, props);
  checkLogGroup(scope, props);
  checkRemovalPolicy(scope, props, '`RemovalPolicy.RETAIN`, and take a snapshot of the state with `snapshotsEnabled`');
}

/** CloudFormation takes no snapshot of an application or a notebook. */
export function checkRemovalPolicy(
  scope: IConstruct, { removalPolicy }: Pick<FlinkApplicationProps, 'removalPolicy'>, write: string,
): void {
  if (removalPolicy !== RemovalPolicy.SNAPSHOT) return;
  reject(scope, {
    property: 'removalPolicy',
    got: removalPolicy,
    allowed: 'DESTROY, RETAIN or RETAIN_ON_UPDATE_OR_DELETE, since CloudFormation takes no snapshot of a Flink '
      + 'application',
    write,
  });
}

/** Warns of properties that are allowed, but do not have the effect that they seem to have. */
export function warnOfProps(scope: IConstruct, props: FlinkApplicationProps): void {
  const { runtime } = props;
  if (runtime.hasEnded) {
    warn(scope, 'ended-runtime', `the support of ${runtime.name} has ended, and the service may refuse or stop the `
      + 'application: write FlinkRuntime.FLINK_1_20 or later');
  }
  const ignored = (['checkpointInterval', 'minPauseBetweenCheckpoints'] as const)
    .filter(property => props[property] !== undefined);
  if (props.checkpointingEnabled === false && ignored.length > 0) {
    warn(scope, 'checkpointing-disabled', `${ignored.join(' and ')} has no effect, since checkpointingEnabled is `
      + 'false: leave it out, or switch checkpoints on');
  }
}

function checkRequired(scope: IConstruct, { runtime, code, vpcConfiguration }: FlinkApplicationProps): void {
  const vpc: unknown[] = isObject(vpcConfiguration) ? [vpcConfiguration.vpc] : [];
  const required: { name: string; values: unknown[]; write: string }[] = [
    { name: 'runtime', values: [runtime], write: 'for example `runtime: FlinkRuntime.FLINK_1_20`' },
    { name: 'code', values: [code], write: 'for example `code: ApplicationCode.fromAsset(\'target/job.jar\')`' },
    { name: 'vpcConfiguration.vpc', values: vpc, write: 'the VPC to connect to, or leave out vpcConfiguration' },
  ];
  for (const { name, values, write } of required) {
    if (values.includes(undefined)) rejectBecause(scope, `${name} is missing: write ${write}`);
  }
}

/**
 * The service can only be passed a role of the application's account. The trust policy of another application's role
 * names a region.
 */
export function checkRole(
  scope: IConstruct, { role, roleName }: Pick<FlinkApplicationProps, 'role' | 'roleName'>,
): void {
  if (role === undefined) return;
  if (roleName !== undefined) {
    rejectBecause(scope, 'roleName is given, but it only applies to the role that is created, and role is given: leave '
      + 'out one of them');
  }
  const stack = Stack.of(scope);
  if (differ(role.env.account, stack.account)) {
    reject(scope, {
      property: 'role',
      got: `${role.node.path} of account ${role.env.account}`,
      allowed: `a role of the application's account, ${stack.account}, since no other role can be passed to the `
        + 'service',
      write: 'a role of that account, or leave it out to have one created',
    });
  }
  const owner = role.node.scope;
  if (owner instanceof FlinkApplicationBase && differ(owner.stack.region, stack.region)) {
    reject(scope, {
      property: 'role',
      got: `${role.node.path}, the role of an application in ${owner.stack.region}`,
      allowed: `a role that applications of ${stack.region} may use, and this one trusts those of its own region`,
      write: 'a `Role` of your own for both, or leave it out to have one created',
    });
  }
}

type CommonProps = Pick<
  FlinkApplicationProps,
  'applicationName' | 'description' | 'roleName' | 'logStreamName' | 'parallelism' | 'parallelismPerKpu'
>;

/**
 * Checks the limits that applications and notebooks share.
 *
 * @param roleName a name for a role, as an example
 */
export function checkCommonLimits(scope: IConstruct, limits: Limits, props: CommonProps, roleName: string): void {
  checkApplicationName(scope, props.applicationName);
  limits.text('description', props.description, { ...SERVICE_LIMITS.description, write: 'a shorter text' });
  limits.text('roleName', props.roleName, {
    ...SERVICE_LIMITS.roleName, write: `for example \`${roleName}\`, or leave it out`,
  });
  limits.text('logStreamName', props.logStreamName, {
    ...SERVICE_LIMITS.logStreamName, write: 'for example `orders`, or leave it out',
  });
  limits.wholeNumber('parallelism', props.parallelism, SERVICE_LIMITS.parallelism);
  limits.wholeNumber('parallelismPerKpu', props.parallelismPerKpu, SERVICE_LIMITS.parallelismPerKpu);
}

function checkLimits(scope: IConstruct, props: FlinkApplicationProps): void {
  const limits = new Limits(scope);
  checkCommonLimits(scope, limits, props, 'orders-job');
  limits.text('maintenanceWindowStartTime', props.maintenanceWindowStartTime, {
    ...SERVICE_LIMITS.maintenanceWindowStartTime, write: 'for example `03:00`',
  });
  limits.duration('checkpointInterval', props.checkpointInterval, {
    ...SERVICE_LIMITS.checkpointIntervalMillis, write: 'Duration.minutes(1)',
  });
  limits.duration('minPauseBetweenCheckpoints', props.minPauseBetweenCheckpoints, {
    ...SERVICE_LIMITS.minPauseBetweenCheckpointsMillis, write: 'Duration.seconds(5)',
  });
}

/** The service delivers messages to a group of its own account and region. */
export function checkLogGroup(
  scope: IConstruct, { logGroup, logRetention }: Pick<FlinkApplicationProps, 'logGroup' | 'logRetention'>,
): void {
  if (logGroup === undefined) return;
  if (logRetention !== undefined) {
    rejectBecause(scope, 'logRetention is given, but it only applies to the group that is created, and logGroup is '
      + 'given: leave out one of them, and set the retention on your own group');
  }
  const stack = Stack.of(scope);
  const foreign = (['account', 'region'] as const).find(part => differ(logGroup.env[part], stack[part]));
  if (foreign === undefined) return;
  reject(scope, {
    property: 'logGroup',
    got: `${logGroup.node.path} of ${foreign} ${logGroup.env[foreign]}`,
    allowed: `a log group of the application's ${foreign}, ${stack[foreign]}`,
    write: 'a group of the same account and region, or leave it out to have one created',
  });
}

function differ(one: string, other: string): boolean {
  return one !== other && !Token.isUnresolved(one) && !Token.isUnresolved(other);
}
