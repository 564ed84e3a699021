import { RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { IConstruct } from 'constructs';
import { FlinkApplicationProps } from './flink-application-props';
import { Limits } from '../core/limits';
import { reject, rejectBecause } from '../core/problem';
import { SERVICE_LIMITS } from '../core/service-limits';

/** Checks all properties of an application that are not the network's, the code's or the connectors'. */
export function checkProps(scope: IConstruct, props: FlinkApplicationProps): void {
  checkRequired(scope, props);
  checkLimits(scope, props);
  checkCheckpointing(scope, props);
  if (props.logGroup !== undefined) checkLogGroup(scope, props.logGroup, props);
  if (props.removalPolicy === RemovalPolicy.SNAPSHOT) {
    reject(scope, {
      property: 'removalPolicy',
      got: props.removalPolicy,
      allowed: 'DESTROY, RETAIN or RETAIN_ON_UPDATE_OR_DELETE, since CloudFormation takes no snapshot of a Flink application',
      write: '`RemovalPolicy.RETAIN`, and take a snapshot of the state with `snapshotsEnabled`',
    });
  }
}

function checkRequired(scope: IConstruct, props: FlinkApplicationProps): void {
  const missing = (['runtime', 'code', 'vpcConfiguration'] as const).find(property => props[property] === undefined)
    ?? (props.vpcConfiguration.vpc === undefined ? 'vpcConfiguration.vpc' : undefined);
  if (missing !== undefined) rejectBecause(scope, `${missing} is missing: it is required`);
}

function checkLimits(scope: IConstruct, props: FlinkApplicationProps): void {
  const limits = new Limits(scope);
  limits.text('applicationName', props.applicationName, {
    ...SERVICE_LIMITS.applicationName, write: 'for example `orders-job`, or leave it out',
  });
  limits.text('description', props.description, { ...SERVICE_LIMITS.description, write: 'a shorter text' });
  limits.text('maintenanceWindowStartTime', props.maintenanceWindowStartTime, {
    ...SERVICE_LIMITS.maintenanceWindowStartTime, write: 'for example `03:00`',
  });
  limits.wholeNumber('parallelism', props.parallelism, SERVICE_LIMITS.parallelism);
  limits.wholeNumber('parallelismPerKpu', props.parallelismPerKpu, SERVICE_LIMITS.parallelismPerKpu);
  limits.duration('checkpointInterval', props.checkpointInterval, {
    ...SERVICE_LIMITS.checkpointIntervalMillis, write: 'Duration.minutes(1)',
  });
  limits.duration('minPauseBetweenCheckpoints', props.minPauseBetweenCheckpoints, {
    ...SERVICE_LIMITS.minPauseBetweenCheckpointsMillis, write: 'Duration.seconds(5)',
  });
}

function checkCheckpointing(scope: IConstruct, props: FlinkApplicationProps): void {
  if (props.checkpointingEnabled !== false) return;
  const ignored = (['checkpointInterval', 'minPauseBetweenCheckpoints'] as const).find(property => props[property] !== undefined);
  if (ignored === undefined) return;
  rejectBecause(scope,
    `${ignored} is given, but checkpointingEnabled is false, so it would have no effect: leave out one of them`);
}

function checkLogGroup(scope: IConstruct, logGroup: ILogGroup, { logRetention }: FlinkApplicationProps): void {
  if (logRetention !== undefined) {
    rejectBecause(scope, 'logRetention is given, but it only applies to the group that is created, and logGroup is given: '
      + 'leave out one of them, and set the retention on your own group');
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
