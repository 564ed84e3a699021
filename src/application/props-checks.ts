import { RemovalPolicy, Stack, Token } from 'aws-cdk-lib';
import { FlinkApplicationProps } from './flink-application-props';
import { Limits } from '../core/limits';
import { reject, rejectBecause } from '../core/problem';

/** Checks all properties of an application that are not the network's or the code's, before anything is created. */
export function checkProps(path: string, stack: Stack, props: FlinkApplicationProps): void {
  const missing = (['runtime', 'code', 'vpcConfiguration'] as const).find(property => props[property] === undefined)
    ?? (props.vpcConfiguration.vpc === undefined ? 'vpcConfiguration.vpc' : undefined);
  if (missing !== undefined) rejectBecause(path, `${missing} is missing: it is required`);

  const limits = new Limits(path);
  limits.text('applicationName', props.applicationName, {
    min: 1, max: 128, pattern: /^[a-zA-Z0-9_.-]+$/, allowed: '1 to 128 of the characters a-z A-Z 0-9 _ . -', write: 'for example `orders-job`, or leave it out',
  });
  limits.text('description', props.description, { min: 0, max: 1024, allowed: 'at most 1024 characters', write: 'a shorter text' });
  limits.text('maintenanceWindowStartTime', props.maintenanceWindowStartTime, {
    min: 5, max: 5, pattern: /^([01][0-9]|2[0-3]):[0-5][0-9]$/, allowed: 'a time of day in UTC, HH:MM, from 00:00 to 23:59', write: 'for example `03:00`',
  });
  limits.wholeNumber('parallelism', props.parallelism, { min: 1 });
  limits.wholeNumber('parallelismPerKpu', props.parallelismPerKpu, { min: 1, max: 8 });
  limits.duration('checkpointInterval', props.checkpointInterval, { min: 1, write: 'Duration.minutes(1)' });
  limits.duration('minPauseBetweenCheckpoints', props.minPauseBetweenCheckpoints, { min: 0, write: 'Duration.seconds(5)' });

  for (const property of ['checkpointInterval', 'minPauseBetweenCheckpoints'] as const) {
    if (props.checkpointingEnabled === false && props[property] !== undefined) {
      rejectBecause(path, `${property} is given, but checkpointingEnabled is false, so it would have no effect: leave out one of them`);
    }
  }
  if (props.logGroup !== undefined && props.logRetention !== undefined) {
    rejectBecause(path, 'logRetention is given, but it only applies to the group that is created, and logGroup is given: leave out one of them, and set the retention on your own group');
  }
  const foreign = (['account', 'region'] as const).find(part => props.logGroup !== undefined && differ(props.logGroup.env[part], stack[part]));
  if (foreign !== undefined) {
    reject(path, {
      property: 'logGroup',
      got: `${props.logGroup!.node.path} of ${foreign} ${props.logGroup!.env[foreign]}`,
      allowed: `a log group of the application's ${foreign}, ${stack[foreign]}`,
      write: 'a group of the same account and region, or leave it out to have one created',
    });
  }
  if (props.removalPolicy === RemovalPolicy.SNAPSHOT) {
    reject(path, {
      property: 'removalPolicy',
      got: props.removalPolicy,
      allowed: 'DESTROY, RETAIN or RETAIN_ON_UPDATE_OR_DELETE, since CloudFormation takes no snapshot of a Flink application',
      write: '`RemovalPolicy.RETAIN`, and take a snapshot of the state with `snapshotsEnabled`',
    });
  }
}

function differ(one: string, other: string): boolean {
  return one !== other && !Token.isUnresolved(one) && !Token.isUnresolved(other);
}
