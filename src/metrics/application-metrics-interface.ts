// Written from the table of metrics: `UPDATE_METRICS=1 npx jest test/metrics/methods` writes it anew.
import { MathExpression, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { FlinkStreamMetricOptions, FlinkTaskMetricOptions } from './metric-options';

/**
 * The metrics of an application.
 *
 * @internal
 */
export interface IFlinkApplicationMetrics {
  /**
   * The Kinesis Processing Units (KPUs) that run the application, including the one for orchestration. Metric
   * `KPUs`: the maximum over 60 minutes.
   */
  metricKpus(options?: MetricOptions): Metric;

  /**
   * The CPU utilization of the JVM, in the task manager where it is highest. Metric `cpuUtilization`: the maximum
   * over 1 minute, in percent.
   */
  metricCpuUtilization(options?: MetricOptions): Metric;

  /**
   * The CPU utilization of the container, in the task manager where it is highest. Automatic scaling follows this
   * metric. Metric `containerCPUUtilization`: the maximum over 1 minute, in percent.
   */
  metricContainerCpuUtilization(options?: MetricOptions): Metric;

  /**
   * The memory utilization of the container, in the task manager where it is highest. Metric
   * `containerMemoryUtilization`: the maximum over 1 minute, in percent.
   */
  metricContainerMemoryUtilization(options?: MetricOptions): Metric;

  /**
   * The disk utilization of the container, in the task manager where it is highest. Metric
   * `containerDiskUtilization`: the maximum over 1 minute, in percent.
   */
  metricContainerDiskUtilization(options?: MetricOptions): Metric;

  /**
   * The utilization of the JVM's heap memory, in the task manager where it is highest. Metric
   * `heapMemoryUtilization`: the maximum over 1 minute, in percent.
   */
  metricHeapMemoryUtilization(options?: MetricOptions): Metric;

  /**
   * The number of garbage collections of the old generation, in the task manager where it is highest. Metric
   * `oldGenerationGCCount`: the maximum over 1 minute.
   */
  metricOldGenerationGCCount(options?: MetricOptions): Metric;

  /**
   * The time that garbage collections of the old generation take, in the task manager where it is highest. Metric
   * `oldGenerationGCTime`: the maximum over 1 minute, in ms.
   */
  metricOldGenerationGCTime(options?: MetricOptions): Metric;

  /**
   * The number of live threads, in the task manager where it is highest. Metric `threadsCount`: the maximum over 1
   * minute.
   */
  metricThreadsCount(options?: MetricOptions): Metric;

  /**
   * The time that the last checkpoint took. Metric `lastCheckpointDuration`: the maximum over 1 minute, in ms.
   */
  metricLastCheckpointDuration(options?: MetricOptions): Metric;

  /**
   * The size of the last checkpoint. Metric `lastCheckpointSize`: the maximum over 1 minute, in bytes.
   */
  metricLastCheckpointSize(options?: MetricOptions): Metric;

  /**
   * The number of checkpoints that have failed. The counter never falls while the job runs: for an alarm, use
   * `metricFailedCheckpoints()`. Metric `numberOfFailedCheckpoints`: the maximum over 1 minute.
   */
  metricNumberOfFailedCheckpoints(options?: MetricOptions): Metric;

  /**
   * The time for which the job has been failing or recovering. It is 0 while the job runs. Metric `downtime`: the
   * average over 1 minute, in ms. AWS has deprecated it for Flink 2.2 and later.
   */
  metricDowntime(options?: MetricOptions): Metric;

  /**
   * The time for which the job has run without interruption. Metric `uptime`: the minimum over 1 minute, in ms. AWS
   * has deprecated it for Flink 2.2 and later.
   */
  metricUptime(options?: MetricOptions): Metric;

  /**
   * The number of times that the job has fully restarted. The counter never falls while the job runs: for an alarm,
   * use `metricRestarts()`. Metric `fullRestarts`: the maximum over 1 minute.
   *
   * @throws if the application runs on Flink 2.2 or later
   */
  metricFullRestarts(options?: MetricOptions): Metric;

  /**
   * The number of times that the job has restarted. The counter never falls while the job runs: for an alarm, use
   * `metricRestarts()`. Metric `numRestarts`: the maximum over 1 minute.
   *
   * @throws if the application runs on a version before Flink 2.2
   */
  metricNumRestarts(options?: MetricOptions): Metric;

  /**
   * The time for which the job has been running. It is 0 in any other state. Metric `runningTime`: the maximum over
   * 1 minute, in ms.
   *
   * @throws if the application runs on a version before Flink 2.2
   */
  metricRunningTime(options?: MetricOptions): Metric;

  /**
   * The time for which the job has been restarting. It is 0 in any other state. Metric `restartingTime`: the
   * maximum over 1 minute, in ms.
   *
   * @throws if the application runs on a version before Flink 2.2
   */
  metricRestartingTime(options?: MetricOptions): Metric;

  /**
   * The time for which the job has been canceling. It is 0 in any other state. Metric `cancellingTime`: the maximum
   * over 1 minute, in ms.
   *
   * @throws if the application runs on a version before Flink 2.2
   */
  metricCancellingTime(options?: MetricOptions): Metric;

  /**
   * The time for which the job has been failing. It is 0 in any other state. Metric `failingTime`: the maximum over
   * 1 minute, in ms.
   *
   * @throws if the application runs on a version before Flink 2.2
   */
  metricFailingTime(options?: MetricOptions): Metric;

  /**
   * The number of records received. Metric `numRecordsIn`: the sum of the samples divided by 4, over 1 minute, in
   * records.
   */
  metricNumRecordsIn(options?: MetricOptions): MathExpression;

  /**
   * The records received per second. Metric `numRecordsInPerSecond`: the sum of the samples divided by 4, over 1
   * minute, in records/s.
   */
  metricNumRecordsInPerSecond(options?: MetricOptions): MathExpression;

  /**
   * The number of records emitted. Metric `numRecordsOut`: the sum of the samples divided by 4, over 1 minute, in
   * records.
   */
  metricNumRecordsOut(options?: MetricOptions): MathExpression;

  /**
   * The records emitted per second. Metric `numRecordsOutPerSecond`: the sum of the samples divided by 4, over 1
   * minute, in records/s.
   */
  metricNumRecordsOutPerSecond(options?: MetricOptions): MathExpression;

  /**
   * The number of records dropped because they arrived late. Metric `numLateRecordsDropped`: the sum of the samples
   * divided by 4, over 1 minute, in records.
   */
  metricNumLateRecordsDropped(options?: MetricOptions): MathExpression;

  /**
   * The last watermark received, where it is lowest. Metric `currentInputWatermark`: the minimum over 1 minute, in
   * ms since 1970.
   */
  metricCurrentInputWatermark(options?: MetricOptions): Metric;

  /**
   * The last watermark emitted, where it is lowest. Metric `currentOutputWatermark`: the minimum over 1 minute, in
   * ms since 1970.
   */
  metricCurrentOutputWatermark(options?: MetricOptions): Metric;

  /**
   * The managed memory in use. It holds the state of RocksDB and the data of sorts and Python processes. Metric
   * `managedMemoryUsed`: the maximum over 1 minute, in bytes.
   */
  metricManagedMemoryUsed(options?: MetricOptions): Metric;

  /**
   * The managed memory in total. Metric `managedMemoryTotal`: the maximum over 1 minute, in bytes.
   */
  metricManagedMemoryTotal(options?: MetricOptions): Metric;

  /**
   * The utilization of the managed memory. Metric `managedMemoryUtilization`: the maximum over 1 minute, in
   * percent.
   */
  metricManagedMemoryUtilization(options?: MetricOptions): Metric;

  /**
   * The time per second for which a task is back pressured. Metric `backPressuredTimeMsPerSecond`: the maximum over
   * 1 minute, in ms/s.
   *
   * @throws if the metrics level of the application is `APPLICATION`
   */
  metricBackPressuredTimeMsPerSecond(options: FlinkTaskMetricOptions): Metric;

  /**
   * The time per second for which a task is busy, neither idle nor back pressured. Metric `busyTimeMsPerSecond`:
   * the maximum over 1 minute, in ms/s.
   *
   * @throws if the metrics level of the application is `APPLICATION`
   */
  metricBusyTimeMsPerSecond(options: FlinkTaskMetricOptions): Metric;

  /**
   * The same as `metricBusyTimeMsPerSecond()`, under its name in the alpha module of the AWS CDK.
   *
   * @throws if the metrics level of the application is `APPLICATION`
   */
  metricBusyTimePerMsPerSecond(options: FlinkTaskMetricOptions): Metric;

  /**
   * The time per second for which a task is idle, with nothing to process. Metric `idleTimeMsPerSecond`: the
   * maximum over 1 minute, in ms/s.
   *
   * @throws if the metrics level of the application is `APPLICATION`
   */
  metricIdleTimeMsPerSecond(options: FlinkTaskMetricOptions): Metric;

  /**
   * How far the job is behind the tip of a Kinesis data stream. It is -1 while this is unknown. Metric
   * `millisBehindLatest`: the maximum over 1 minute, in ms.
   */
  metricMillisBehindLatest(options: FlinkStreamMetricOptions): Metric;

  /**
   * The bytes that one call to `getRecords` on a Kinesis data stream requests. Metric `bytesRequestedPerFetch`: the
   * average over 1 minute, in bytes.
   *
   * @throws if the application runs on Flink 2.2 or later
   */
  metricBytesRequestedPerFetch(options: FlinkStreamMetricOptions): Metric;

  /**
   * How many records the job is behind the end of a Kafka partition, at the partition that is furthest behind.
   * Metric `records_lag_max`: the maximum over 1 minute, in records.
   */
  metricRecordsLagMax(options?: MetricOptions): Metric;

  /**
   * The number of offset commits to Kafka that have succeeded. Metric `commitsSucceeded`: the maximum over 1
   * minute.
   */
  metricCommitsSucceeded(options?: MetricOptions): Metric;

  /**
   * The number of offset commits to Kafka that have failed. Metric `commitsFailed`: the maximum over 1 minute.
   */
  metricCommitsFailed(options?: MetricOptions): Metric;

  /**
   * The bytes read from Kafka per second. Metric `bytes_consumed_rate`: the maximum over 1 minute, in bytes/s.
   */
  metricBytesConsumedRate(options?: MetricOptions): Metric;

  /**
   * The restarts of the job per second: the rate of `fullRestarts` before Flink 2.2, of `numRestarts` from Flink
   * 2.2. In restarts/s.
   */
  metricRestarts(options?: MetricOptions): MathExpression;

  /**
   * The failures of checkpoints per second: the rate of `numberOfFailedCheckpoints`. In failures/s.
   */
  metricFailedCheckpoints(options?: MetricOptions): MathExpression;

  /**
   * The share of a minute that garbage collections of the old generation take, from `oldGenerationGCTime`. In
   * percent.
   */
  metricOldGenerationGCShare(options?: MetricOptions): MathExpression;

  /**
   * How far the watermarks that are emitted are behind those that are received. In ms.
   */
  metricWatermarkSkew(options?: MetricOptions): MathExpression;
}
