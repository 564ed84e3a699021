import { Duration } from 'aws-cdk-lib';
import { IAlarm, IAlarmAction, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { ITopic } from 'aws-cdk-lib/aws-sns';

/** A recommended alarm. */
export enum FlinkAlarmKind {
  /** The job is restarting, failing or stopped for 5 minutes. */
  NOT_RUNNING = 'notRunning',
  /** A checkpoint failed. */
  FAILING_CHECKPOINTS = 'failingCheckpoints',
  /** The job restarted. */
  RESTARTS = 'restarts',
  /** The CPU utilization is above 80 % for 15 minutes. */
  CPU_UTILIZATION = 'cpuUtilization',
  /** The utilization of the heap memory is above 90 % for 15 minutes. */
  HEAP_MEMORY_UTILIZATION = 'heapMemoryUtilization',
  /** Checkpoints take longer than half of the checkpoint interval for 15 minutes. */
  SLOW_CHECKPOINTS = 'slowCheckpoints',
  /** The job is more than 5 minutes behind a Kinesis data stream for 15 minutes. One alarm for each stream. */
  KINESIS_LAG = 'kinesisLag',
  /** The job is behind a Kafka partition by more records than the threshold, which you give, for 15 minutes. */
  KAFKA_LAG = 'kafkaLag',
}

/** Changes to a recommended alarm. */
export interface FlinkAlarmSettings {
  /**
   * The threshold, in the unit of the metric. The alarm goes into ALARM when the value is greater.
   *
   * @default - the recommended threshold
   */
  readonly threshold?: number;

  /**
   * The period over which the statistic is taken: 1 minute or a multiple of it.
   *
   * All periods together are at most one day, or seven days if a period is one hour or longer.
   *
   * @default - the recommended period: 1 minute for `notRunning`, else 5 minutes
   */
  readonly period?: Duration;

  /**
   * How many of the most recent periods are evaluated: a whole number of at least 1.
   *
   * @default - the recommended number
   */
  readonly evaluationPeriods?: number;

  /**
   * How many of these periods must be above the threshold: a whole number from 1 to `evaluationPeriods`.
   *
   * @default - all of them
   */
  readonly datapointsToAlarm?: number;

  /**
   * What a period without data means.
   *
   * @default - breaching for `notRunning`, not breaching for counters, else missing
   */
  readonly treatMissingData?: TreatMissingData;
}

/** Changes to the recommended alarms, by kind. */
export interface FlinkAlarmOverrides {
  /**
   * The job is restarting, failing or stopped.
   *
   * @default - 5 of 5 minutes; a minute without data counts
   */
  readonly notRunning?: FlinkAlarmSettings;

  /**
   * A checkpoint failed.
   *
   * @default - any failure within 5 minutes
   */
  readonly failingCheckpoints?: FlinkAlarmSettings;

  /**
   * The job restarted.
   *
   * @default - any restart within 5 minutes
   */
  readonly restarts?: FlinkAlarmSettings;

  /**
   * The CPU utilization, in percent.
   *
   * @default - above 80 % in 3 of 3 periods of 5 minutes
   */
  readonly cpuUtilization?: FlinkAlarmSettings;

  /**
   * The utilization of the heap memory, in percent.
   *
   * @default - above 90 % in 3 of 3 periods of 5 minutes
   */
  readonly heapMemoryUtilization?: FlinkAlarmSettings;

  /**
   * The duration of checkpoints, in milliseconds.
   *
   * @default - above half of the checkpoint interval in 3 of 3 periods of 5 minutes; no alarm where the interval is
   * unknown
   */
  readonly slowCheckpoints?: FlinkAlarmSettings;

  /**
   * How far the job is behind each Kinesis data stream that it declares as a source, in milliseconds.
   *
   * @default - above 300,000 ms (5 minutes) in 3 of 3 periods of 5 minutes
   */
  readonly kinesisLag?: FlinkAlarmSettings;

  /**
   * How many records the job is behind the Kafka partition that it is furthest behind. Only you know how many are too
   * many: without `threshold` there is no alarm.
   *
   * @default - no alarm
   */
  readonly kafkaLag?: FlinkAlarmSettings;
}

/** Options of the recommended alarms. */
export interface FlinkAlarmsOptions {
  /**
   * The topic that is notified when an alarm goes into ALARM.
   *
   * @default - none
   */
  readonly topic?: ITopic;

  /**
   * Further actions when an alarm goes into ALARM: at most 5, the topic included.
   *
   * @default - nothing
   */
  readonly actions?: IAlarmAction[];

  /**
   * Changes to thresholds, periods and the treatment of missing data.
   *
   * @default - the recommended values
   */
  readonly overrides?: FlinkAlarmOverrides;

  /**
   * Alarms that are not created.
   *
   * @default - none
   */
  readonly exclude?: FlinkAlarmKind[];

  /**
   * An alarm that suppresses all actions while it is in the state ALARM, for planned stops.
   *
   * The actions are then those of the composite alarm, and the single alarms have none. The composite alarm acts once,
   * until none of the alarms is in ALARM.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-suppression.html
   * @default - no actions are suppressed, and each alarm has its own
   */
  readonly actionsSuppressor?: IAlarm;
}
