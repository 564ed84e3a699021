import { Duration, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { FlinkAlarmKind, FlinkAlarmSettings } from './alarm-settings';
import { Limits } from '../core/limits';
import { reject, rejectBecause } from '../core/problem';

/** The service reports every minute: an alarm with a shorter period would lack data. */
const MIN_PERIOD_MS = 60_000;
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 24 * HOUR_SECONDS;
const MAX_ACTIONS = 5;

/**
 * Checks what an alarm is made of, with the user's changes in it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function checkSettings(scope: IConstruct, kind: FlinkAlarmKind, settings: FlinkAlarmSettings): void {
  const { threshold, period, evaluationPeriods, datapointsToAlarm } = settings;
  const property = `overrides.${kind}`;
  if (threshold !== undefined && !Token.isUnresolved(threshold) && !Number.isFinite(threshold)) {
    reject(scope, {
      property: `${property}.threshold`,
      got: threshold,
      allowed: 'a number',
      write: `for example \`${property}.threshold: 90\``,
    });
  }
  const limits = new Limits(scope);
  limits.duration(`${property}.period`, period, { min: MIN_PERIOD_MS, write: 'Duration.minutes(5)' });
  limits.wholeNumber(`${property}.evaluationPeriods`, evaluationPeriods, { min: 1 });
  limits.wholeNumber(`${property}.datapointsToAlarm`, datapointsToAlarm, { min: 1, max: evaluationPeriods });
  checkSpan(scope, property, period, evaluationPeriods);
}

/** Without a threshold there is no alarm, and changes to it would be lost without a word. */
export function checkUnused(scope: IConstruct, kind: FlinkAlarmKind, changes: FlinkAlarmSettings): void {
  if (Object.keys(changes).length === 0) return;
  rejectBecause(scope, `overrides.${kind} has no threshold, and no threshold is recommended for this application, so `
    + `that there would be no alarm: write \`overrides.${kind}.threshold\` too, or leave out overrides.${kind}`);
}

/** CloudWatch takes five actions for each state. */
export function checkActions(scope: IConstruct, count: number): void {
  if (count <= MAX_ACTIONS) return;
  rejectBecause(scope, `topic and actions are ${count} actions, but an alarm must have at most ${MAX_ACTIONS}: notify `
    + 'several receivers through the topic');
}

function checkSpan(
  scope: IConstruct, property: string, period: Duration | undefined, count: number | undefined,
): void {
  if (period === undefined || period.isUnresolved() || count === undefined || Token.isUnresolved(count)) return;
  const seconds = period.toSeconds();
  const days = seconds < HOUR_SECONDS ? 1 : 7;
  if (seconds * count <= days * DAY_SECONDS) return;
  rejectBecause(scope, `${property} has ${count} periods of ${seconds} seconds, but together they must not be longer `
    + `than ${days === 1 ? 'one day, or seven days where a period is one hour or longer' : 'seven days'}: write fewer `
    + '`evaluationPeriods`');
}
