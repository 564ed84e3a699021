import { MetricsLevel } from '../../src';

/** A metric as the developer guide and AWS's guidance for operators have it. */
interface Fact {
  readonly metric: string;
  readonly method: string;
  readonly statistic: string;
  readonly before22: boolean;
  readonly from22: boolean;
  /** The coarsest level that reports it. */
  readonly level: MetricsLevel;
  readonly unit: string;
}

const { APPLICATION, TASK } = MetricsLevel;

function fact(
  metric: string,
  method: string,
  statistic: string,
  unit: string,
  versions: 'both' | '1.x' | '2.2',
  level = APPLICATION,
): Fact {
  return { metric, method, statistic, unit, before22: versions !== '2.2', from22: versions !== '1.x', level };
}

/** Written beside the table of the sources, from the facts and not from the table. */
export const FACTS: Fact[] = [
  fact('KPUs', 'metricKpus', 'Maximum', 'count', 'both'),
  fact('cpuUtilization', 'metricCpuUtilization', 'Maximum', 'percent', 'both'),
  fact('containerCPUUtilization', 'metricContainerCpuUtilization', 'Maximum', 'percent', 'both'),
  fact('containerMemoryUtilization', 'metricContainerMemoryUtilization', 'Maximum', 'percent', 'both'),
  fact('containerDiskUtilization', 'metricContainerDiskUtilization', 'Maximum', 'percent', 'both'),
  fact('heapMemoryUtilization', 'metricHeapMemoryUtilization', 'Maximum', 'percent', 'both'),
  fact('oldGenerationGCCount', 'metricOldGenerationGCCount', 'Maximum', 'count', 'both'),
  fact('oldGenerationGCTime', 'metricOldGenerationGCTime', 'Maximum', 'ms', 'both'),
  fact('threadsCount', 'metricThreadsCount', 'Maximum', 'count', 'both'),
  fact('lastCheckpointDuration', 'metricLastCheckpointDuration', 'Maximum', 'ms', 'both'),
  fact('lastCheckpointSize', 'metricLastCheckpointSize', 'Maximum', 'bytes', 'both'),
  fact('numberOfFailedCheckpoints', 'metricNumberOfFailedCheckpoints', 'Maximum', 'count', 'both'),
  fact('downtime', 'metricDowntime', 'Average', 'ms', 'both'),
  fact('uptime', 'metricUptime', 'Minimum', 'ms', 'both'),
  fact('fullRestarts', 'metricFullRestarts', 'Maximum', 'count', '1.x'),
  fact('numRestarts', 'metricNumRestarts', 'Maximum', 'count', '2.2'),
  fact('runningTime', 'metricRunningTime', 'Maximum', 'ms', '2.2'),
  fact('restartingTime', 'metricRestartingTime', 'Maximum', 'ms', '2.2'),
  fact('cancellingTime', 'metricCancellingTime', 'Maximum', 'ms', '2.2'),
  fact('failingTime', 'metricFailingTime', 'Maximum', 'ms', '2.2'),
  fact('numRecordsIn', 'metricNumRecordsIn', 'Sum', 'records', 'both'),
  fact('numRecordsInPerSecond', 'metricNumRecordsInPerSecond', 'Sum', 'records/s', 'both'),
  fact('numRecordsOut', 'metricNumRecordsOut', 'Sum', 'records', 'both'),
  fact('numRecordsOutPerSecond', 'metricNumRecordsOutPerSecond', 'Sum', 'records/s', 'both'),
  fact('numLateRecordsDropped', 'metricNumLateRecordsDropped', 'Sum', 'records', 'both'),
  fact('currentInputWatermark', 'metricCurrentInputWatermark', 'Minimum', 'ms since 1970', 'both'),
  fact('currentOutputWatermark', 'metricCurrentOutputWatermark', 'Minimum', 'ms since 1970', 'both'),
  fact('managedMemoryUsed', 'metricManagedMemoryUsed', 'Maximum', 'bytes', 'both'),
  fact('managedMemoryTotal', 'metricManagedMemoryTotal', 'Maximum', 'bytes', 'both'),
  fact('managedMemoryUtilization', 'metricManagedMemoryUtilization', 'Maximum', 'percent', 'both'),
  fact('backPressuredTimeMsPerSecond', 'metricBackPressuredTimeMsPerSecond', 'Maximum', 'ms/s', 'both', TASK),
  fact('busyTimeMsPerSecond', 'metricBusyTimeMsPerSecond', 'Maximum', 'ms/s', 'both', TASK),
  fact('busyTimeMsPerSecond', 'metricBusyTimePerMsPerSecond', 'Maximum', 'ms/s', 'both', TASK),
  fact('idleTimeMsPerSecond', 'metricIdleTimeMsPerSecond', 'Maximum', 'ms/s', 'both', TASK),
  fact('millisBehindLatest', 'metricMillisBehindLatest', 'Maximum', 'ms', 'both'),
  fact('bytesRequestedPerFetch', 'metricBytesRequestedPerFetch', 'Average', 'bytes', '1.x'),
  fact('records_lag_max', 'metricRecordsLagMax', 'Maximum', 'records', 'both'),
  fact('commitsSucceeded', 'metricCommitsSucceeded', 'Maximum', 'count', 'both'),
  fact('commitsFailed', 'metricCommitsFailed', 'Maximum', 'count', 'both'),
  fact('bytes_consumed_rate', 'metricBytesConsumedRate', 'Maximum', 'bytes/s', 'both'),
];

/** The methods of `@aws-cdk/aws-kinesisanalytics-flink-alpha` 2.270.0-alpha.0, beside `metric()`. */
export const ALPHA_METHODS = [
  'metricKpus', 'metricDowntime', 'metricUptime', 'metricFullRestarts', 'metricNumberOfFailedCheckpoints',
  'metricLastCheckpointDuration',
  'metricLastCheckpointSize', 'metricCpuUtilization', 'metricHeapMemoryUtilization', 'metricOldGenerationGCTime',
  'metricOldGenerationGCCount',
  'metricThreadsCount', 'metricNumRecordsIn', 'metricNumRecordsInPerSecond', 'metricNumRecordsOut',
  'metricNumRecordsOutPerSecond',
  'metricNumLateRecordsDropped', 'metricCurrentInputWatermark', 'metricCurrentOutputWatermark',
  'metricManagedMemoryUsed',
  'metricManagedMemoryTotal', 'metricManagedMemoryUtilization', 'metricIdleTimeMsPerSecond',
  'metricBackPressuredTimeMsPerSecond',
  'metricBusyTimePerMsPerSecond',
];
