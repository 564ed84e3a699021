/**
 * Which versions of Flink report a metric. Flink 2.2 renamed some of them.
 *
 * `deprecated`: every version does, but AWS announces for 2.2 and later that the metric goes.
 */
type MetricVersions = 'all' | 'before 2.2' | 'from 2.2' | 'deprecated';

/**
 * What a metric is reported for.
 *
 * - `application`: the whole application only
 * - `every level`: the application, and each task, operator and thread at finer levels
 * - `task`: each task, operator and thread at finer levels, but never the whole application
 * - `stream`: each Kinesis data stream that the job reads
 */
type MetricScope = 'application' | 'every level' | 'task' | 'stream';

/** What CloudWatch is told of a metric, and what people are told of it. */
export interface MetricDefinition {
  /** The method of `IFlinkApplication`. */
  readonly method: string;
  /** What it measures: the beginning of the method's documentation. */
  readonly summary: string;
  readonly unit: MetricUnit;
  /** The statistic that gives the right answer. */
  readonly statistic: 'Average' | 'Maximum' | 'Minimum' | 'Sum';
  readonly scope: MetricScope;
  readonly versions: MetricVersions;
  /** The method that answers the same question where the version of Flink does not report the metric. */
  readonly instead?: string;
  /** The method of the alpha module of the CDK, where that one is misspelt. All others have the same name. */
  readonly alphaMethod?: string;
  /** The service reports most metrics every minute. */
  readonly periodMinutes: number;
  /**
   * Whether the sum of the samples is four times the number of records, since the service takes four samples a minute.
   *
   * `each` counts records, `per second` is a rate, whose sum also grows with the period.
   */
  readonly records?: 'each' | 'per second';
}

/**
 * The unit of a metric as documented. It is never used as a filter: the service does not document the unit that it
 * reports with.
 */
type MetricUnit = 'bytes' | 'bytes/s' | 'count' | 'ms' | 'ms/s' | 'ms since 1970' | 'percent' | 'records' | 'records/s';

type Row = (method: string, unit: MetricUnit, summary: string, more?: Partial<MetricDefinition>) => MetricDefinition;

/** Rows that differ in what the metric is reported for. The maximum over a minute is right for most. */
const SCOPES = ['application', 'every level', 'task', 'stream'] as const;
const [application, everyLevel, task, stream] = SCOPES.map(rowsFor);

function rowsFor(scope: MetricDefinition['scope']): Row {
  const defaults = { scope, versions: 'all', statistic: 'Maximum', periodMinutes: 1 } as const;
  return (method, unit, summary, more = {}) => ({ method, unit, summary, ...defaults, ...more });
}

function records(method: string, summary: string): MetricDefinition {
  return everyLevel(method, 'records', summary, { statistic: 'Sum', records: 'each' });
}

function recordsPerSecond(method: string, summary: string): MetricDefinition {
  return everyLevel(method, 'records/s', summary, { statistic: 'Sum', records: 'per second' });
}

const COUNTER = 'The counter never falls while the job runs';
const HOTTEST = 'in the task manager where it is highest';

/**
 * The metrics that the service reports, by their names in CloudWatch.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/metrics-dimensions.html
 */
export const METRICS = {
  // one sample an hour
  KPUs: application('metricKpus', 'count',
    'The Kinesis Processing Units (KPUs) that run the application, including the one for orchestration',
    { periodMinutes: 60 }),
  cpuUtilization: application('metricCpuUtilization', 'percent',
    `The CPU utilization of the JVM, ${HOTTEST}`),
  containerCPUUtilization: application('metricContainerCpuUtilization', 'percent',
    `The CPU utilization of the container, ${HOTTEST}. Automatic scaling follows this metric`),
  containerMemoryUtilization: application('metricContainerMemoryUtilization', 'percent',
    `The memory utilization of the container, ${HOTTEST}`),
  containerDiskUtilization: application('metricContainerDiskUtilization', 'percent',
    `The disk utilization of the container, ${HOTTEST}`),
  heapMemoryUtilization: application('metricHeapMemoryUtilization', 'percent',
    `The utilization of the JVM's heap memory, ${HOTTEST}`),
  oldGenerationGCCount: application('metricOldGenerationGCCount', 'count',
    `The number of garbage collections of the old generation, ${HOTTEST}`),
  oldGenerationGCTime: application('metricOldGenerationGCTime', 'ms',
    `The time that garbage collections of the old generation take, ${HOTTEST}`),
  threadsCount: application('metricThreadsCount', 'count',
    `The number of live threads, ${HOTTEST}`),
  lastCheckpointDuration: application('metricLastCheckpointDuration', 'ms', 'The time that the last checkpoint took'),
  lastCheckpointSize: application('metricLastCheckpointSize', 'bytes', 'The size of the last checkpoint'),
  numberOfFailedCheckpoints: application('metricNumberOfFailedCheckpoints', 'count',
    `The number of checkpoints that have failed. ${COUNTER}: for an alarm, use \`metricFailedCheckpoints()\``),
  downtime: application('metricDowntime', 'ms',
    'The time for which the job has been failing or recovering. It is 0 while the job runs',
    { statistic: 'Average', versions: 'deprecated' }),
  uptime: application('metricUptime', 'ms',
    'The time for which the job has run without interruption',
    { statistic: 'Minimum', versions: 'deprecated' }),
  fullRestarts: application('metricFullRestarts', 'count',
    `The number of times that the job has fully restarted. ${COUNTER}: for an alarm, use \`metricRestarts()\``,
    { versions: 'before 2.2', instead: 'metricRestarts' }),
  numRestarts: application('metricNumRestarts', 'count',
    `The number of times that the job has restarted. ${COUNTER}: for an alarm, use \`metricRestarts()\``,
    { versions: 'from 2.2', instead: 'metricRestarts' }),
  runningTime: application('metricRunningTime', 'ms',
    'The time for which the job has been running. It is 0 in any other state',
    { versions: 'from 2.2', instead: 'metricUptime' }),
  restartingTime: application('metricRestartingTime', 'ms',
    'The time for which the job has been restarting. It is 0 in any other state',
    { versions: 'from 2.2', instead: 'metricDowntime' }),
  cancellingTime: application('metricCancellingTime', 'ms',
    'The time for which the job has been canceling. It is 0 in any other state',
    { versions: 'from 2.2', instead: 'metricDowntime' }),
  failingTime: application('metricFailingTime', 'ms',
    'The time for which the job has been failing. It is 0 in any other state',
    { versions: 'from 2.2', instead: 'metricDowntime' }),
  numRecordsIn: records('metricNumRecordsIn', 'The number of records received'),
  numRecordsInPerSecond: recordsPerSecond('metricNumRecordsInPerSecond', 'The records received per second'),
  numRecordsOut: records('metricNumRecordsOut', 'The number of records emitted'),
  numRecordsOutPerSecond: recordsPerSecond('metricNumRecordsOutPerSecond', 'The records emitted per second'),
  numLateRecordsDropped: records('metricNumLateRecordsDropped',
    'The number of records dropped because they arrived late'),
  // the slowest thread holds back the event time of the job
  currentInputWatermark: everyLevel('metricCurrentInputWatermark', 'ms since 1970',
    'The last watermark received, where it is lowest',
    { statistic: 'Minimum' }),
  currentOutputWatermark: everyLevel('metricCurrentOutputWatermark', 'ms since 1970',
    'The last watermark emitted, where it is lowest',
    { statistic: 'Minimum' }),
  managedMemoryUsed: everyLevel('metricManagedMemoryUsed', 'bytes',
    'The managed memory in use. It holds the state of RocksDB and the data of sorts and Python processes'),
  managedMemoryTotal: everyLevel('metricManagedMemoryTotal', 'bytes', 'The managed memory in total'),
  managedMemoryUtilization: everyLevel('metricManagedMemoryUtilization', 'percent',
    'The utilization of the managed memory'),
  backPressuredTimeMsPerSecond: task('metricBackPressuredTimeMsPerSecond', 'ms/s',
    'The time per second for which a task is back pressured'),
  busyTimeMsPerSecond: task('metricBusyTimeMsPerSecond', 'ms/s',
    'The time per second for which a task is busy, neither idle nor back pressured',
    { alphaMethod: 'metricBusyTimePerMsPerSecond' }),
  idleTimeMsPerSecond: task('metricIdleTimeMsPerSecond', 'ms/s',
    'The time per second for which a task is idle, with nothing to process'),
  millisBehindLatest: stream('metricMillisBehindLatest', 'ms',
    'How far the job is behind the tip of a Kinesis data stream. It is -1 while this is unknown'),
  bytesRequestedPerFetch: stream('metricBytesRequestedPerFetch', 'bytes',
    'The bytes that one call to `getRecords` on a Kinesis data stream requests',
    { statistic: 'Average', versions: 'before 2.2' }),
  records_lag_max: everyLevel('metricRecordsLagMax', 'records',
    'How many records the job is behind the end of a Kafka partition, at the partition that is furthest behind'),
  commitsSucceeded: everyLevel('metricCommitsSucceeded', 'count',
    'The number of offset commits to Kafka that have succeeded'),
  commitsFailed: everyLevel('metricCommitsFailed', 'count', 'The number of offset commits to Kafka that have failed'),
  bytes_consumed_rate: everyLevel('metricBytesConsumedRate', 'bytes/s', 'The bytes read from Kafka per second'),
} as const satisfies Record<string, MetricDefinition>;

/** The name of a metric in CloudWatch. */
export type MetricName = keyof typeof METRICS;

/** What an expression over metrics says. */
interface ExpressionDefinition {
  readonly method: string;
  readonly summary: string;
  readonly unit: string;
  /** The expression as the documentation shows it. */
  readonly expression: string;
}

/** What is worked out from several samples or metrics. */
export const EXPRESSIONS = {
  restarts: {
    method: 'metricRestarts',
    summary: 'The restarts of the job per second: the rate of `fullRestarts` before Flink 2.2, of `numRestarts` '
      + 'from Flink 2.2',
    unit: 'restarts/s',
    expression: 'RATE(fullRestarts), RATE(numRestarts)',
  },
  failedCheckpoints: {
    method: 'metricFailedCheckpoints',
    summary: 'The failures of checkpoints per second: the rate of `numberOfFailedCheckpoints`',
    unit: 'failures/s',
    expression: 'RATE(numberOfFailedCheckpoints)',
  },
  oldGenerationGCShare: {
    method: 'metricOldGenerationGCShare',
    summary: 'The share of a minute that garbage collections of the old generation take, from `oldGenerationGCTime`',
    unit: 'percent',
    expression: 'oldGenerationGCTime * 100 / 60000',
  },
  watermarkSkew: {
    method: 'metricWatermarkSkew',
    summary: 'How far the watermarks that are emitted are behind those that are received',
    unit: 'ms',
    expression: 'currentInputWatermark - currentOutputWatermark',
  },
} as const satisfies Record<string, ExpressionDefinition>;
