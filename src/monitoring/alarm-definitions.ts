import { Duration } from 'aws-cdk-lib';
import { IMetric, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { FlinkAlarmKind, FlinkAlarmSettings } from './alarm-settings';
import { IFlinkApplication } from '../metrics/flink-application-interface';
import { isAtLeastFlink22, metricId, monitored, tableMetric } from '../metrics/metric-factory';
import { MetricName } from '../metrics/metrics-table';
import { SourceLag } from '../metrics/source-lags';

/** A recommended alarm before the user's changes. Its threshold may be one that only the user knows. */
export interface AlarmDefinition extends FlinkAlarmSettings {
  readonly kind: FlinkAlarmKind;
  readonly metric: (period: Duration) => IMetric;
  readonly evaluationPeriods: number;
  readonly period: Duration;
  readonly treatMissingData: TreatMissingData;
  /** What happened, after the words "Flink application NAME". */
  readonly event: string;
  /** What to do. */
  readonly advice: string;
}

const MINUTE = Duration.minutes(1);
const FIVE_MINUTES = Duration.minutes(5);
/** Half of the interval: then the job spends half of its time in checkpoints. */
const SLOW_CHECKPOINT = 0.5;
const KINESIS_LAG_MS = 300_000;

/** A counter rose. It never falls by itself, so that its rate is watched, which is empty where data is missing. */
const ROSE = {
  threshold: 0, period: FIVE_MINUTES, evaluationPeriods: 1, treatMissingData: TreatMissingData.NOT_BREACHING,
};
/** A value stays high for a quarter of an hour. */
const STAYS_HIGH = { period: FIVE_MINUTES, evaluationPeriods: 3, treatMissingData: TreatMissingData.MISSING };

/** The alarms of an application that do not depend on its sources. */
export function applicationAlarms(application: IFlinkApplication): AlarmDefinition[] {
  const { checkpointingEnabled } = monitored(application);
  return [
    notRunning(application),
    {
      ...ROSE,
      kind: FlinkAlarmKind.RESTARTS,
      metric: period => application.metricRestarts({ period }),
      event: 'has restarted',
      advice: 'Find the first exception in the log group: each restart repeats work since the last checkpoint',
    },
    {
      ...STAYS_HIGH,
      kind: FlinkAlarmKind.CPU_UTILIZATION,
      threshold: 80,
      metric: period => application.metricCpuUtilization({ period }),
      event: 'uses more CPU than planned',
      advice: 'Raise the parallelism or the limit of automatic scaling, or look for a task with skewed keys',
    },
    {
      ...STAYS_HIGH,
      kind: FlinkAlarmKind.HEAP_MEMORY_UTILIZATION,
      threshold: 90,
      metric: period => application.metricHeapMemoryUtilization({ period }),
      event: 'is short of heap memory',
      advice: 'Lower parallelismPerKpu or raise the parallelism, and look for objects that the job keeps',
    },
    ...checkpointingEnabled === false ? [] : checkpointAlarms(application),
    {
      ...STAYS_HIGH,
      kind: FlinkAlarmKind.KAFKA_LAG,
      metric: period => application.metricRecordsLagMax({ period }),
      event: 'is behind a Kafka partition',
      advice: 'Look for back pressure and skewed partitions, and raise the parallelism up to the number of partitions',
    },
  ];
}

/** The alarm of one source, if its lag has a unit that a threshold is known for. */
export function streamAlarm(
  application: IFlinkApplication, { metricName, dimensionsMap }: SourceLag,
): AlarmDefinition | undefined {
  if (metricName !== 'millisBehindLatest') return undefined;
  return {
    ...STAYS_HIGH,
    kind: FlinkAlarmKind.KINESIS_LAG,
    threshold: KINESIS_LAG_MS,
    metric: period => tableMetric(application, metricName, { period, dimensionsMap }),
    event: `is behind the Kinesis data stream ${dimensionsMap?.Id}`,
    advice: 'Look for back pressure and for throttled reads, and raise the parallelism up to the number of shards',
  };
}

function checkpointAlarms(application: IFlinkApplication): AlarmDefinition[] {
  const { checkpointInterval } = monitored(application);
  return [
    {
      ...ROSE,
      kind: FlinkAlarmKind.FAILING_CHECKPOINTS,
      metric: period => application.metricFailedCheckpoints({ period }),
      event: 'cannot complete checkpoints',
      advice: 'Find the reason in the log group: without a checkpoint, the job falls back further each time it '
        + 'restarts',
    },
    {
      ...STAYS_HIGH,
      kind: FlinkAlarmKind.SLOW_CHECKPOINTS,
      threshold: checkpointInterval === undefined || checkpointInterval.isUnresolved()
        ? undefined
        : checkpointInterval.toMilliseconds() * SLOW_CHECKPOINT,
      metric: period => application.metricLastCheckpointDuration({ period }),
      event: 'takes long for its checkpoints',
      advice: 'Look for back pressure and growing state, and raise the parallelism or the checkpoint interval',
    },
  ];
}

/** A stopped application reports nothing. The five minutes let a deployment, a scaling or a maintenance pass. */
function notRunning(application: IFlinkApplication): AlarmDefinition {
  return {
    kind: FlinkAlarmKind.NOT_RUNNING,
    threshold: 0,
    period: MINUTE,
    evaluationPeriods: 5,
    treatMissingData: TreatMissingData.BREACHING,
    metric: period => notRunningTime(application, period),
    event: 'is not running',
    advice: 'Look at its status and find the first exception in the log group. Start it if it was stopped',
  };
}

/** How long the job has been in a state other than running. */
function notRunningTime(application: IFlinkApplication, period: Duration): IMetric {
  const isNew = isAtLeastFlink22(monitored(application).runtime);
  if (isNew === false) return application.metricDowntime({ period });
  const states: MetricName[] = ['restartingTime', 'failingTime', 'cancellingTime'];
  const names: MetricName[] = isNew ? states : ['downtime', ...states, 'cpuUtilization'];
  const metrics = names.map(name => [metricId(application, name), tableMetric(application, name, { period })] as const);
  const ids = metrics.map(([id]) => id);
  return new MathExpression({
    expression: isNew ? `MAX([${ids.join(', ')}])` : whicheverIsReported(ids),
    usingMetrics: Object.fromEntries(metrics),
    period,
    label: 'not running (ms)',
  });
}

/**
 * Where the version is unknown, some metrics of the state are never reported. They are filled, and the last metric,
 * which every version reports, tells whether there is data at all: a sum with a missing value is missing.
 */
function whicheverIsReported(ids: string[]): string {
  const states = ids.slice(0, -1).map(id => `FILL(${id}, 0)`);
  return `MAX([${states.join(', ')}]) + 0 * ${ids.at(-1)}`;
}
