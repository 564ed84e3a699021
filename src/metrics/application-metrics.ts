// Written from the table of metrics: `UPDATE_METRICS=1 npx jest test/metrics/methods` writes it anew.
import { Resource } from 'aws-cdk-lib';
import { MathExpression, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Connections } from 'aws-cdk-lib/aws-ec2';
import { Grant, IGrantable, IPrincipal } from 'aws-cdk-lib/aws-iam';
import { IFlinkApplication } from './flink-application-interface';
import {
  failedCheckpointsMetric, oldGenerationGCShareMetric, recordsMetric, restartsMetric, streamMetric, tableMetric,
  taskMetric, watermarkSkewMetric,
} from './metric-factory';
import { FlinkStreamMetricOptions, FlinkTaskMetricOptions } from './metric-options';
import { MonitoredApplication } from './monitored-application';

/**
 * The metrics of an application, made or imported.
 *
 * @internal
 */
export abstract class FlinkApplicationMetrics extends Resource implements IFlinkApplication {
  /** The name of the application. */
  public abstract readonly applicationName: string;

  /** The ARN of the application. */
  public abstract readonly applicationArn: string;

  /** The principal that permissions are granted to. */
  public abstract readonly grantPrincipal: IPrincipal;

  /** Rules to and from the application, on the security groups that are its own. */
  public abstract readonly connections: Connections;

  /**
   * The Kinesis Processing Units (KPUs) that run the application, including the one for orchestration. Metric
   * `KPUs`: the maximum over 60 minutes.
   */
  public metricKpus(options?: MetricOptions): Metric {
    return tableMetric(this, 'KPUs', options);
  }

  /**
   * The CPU utilization of the JVM, in the task manager where it is highest. Metric `cpuUtilization`: the maximum
   * over 1 minute, in percent.
   */
  public metricCpuUtilization(options?: MetricOptions): Metric {
    return tableMetric(this, 'cpuUtilization', options);
  }

  /**
   * The CPU utilization of the container, in the task manager where it is highest. Automatic scaling follows this
   * metric. Metric `containerCPUUtilization`: the maximum over 1 minute, in percent.
   */
  public metricContainerCpuUtilization(options?: MetricOptions): Metric {
    return tableMetric(this, 'containerCPUUtilization', options);
  }

  /**
   * The memory utilization of the container, in the task manager where it is highest. Metric
   * `containerMemoryUtilization`: the maximum over 1 minute, in percent.
   */
  public metricContainerMemoryUtilization(options?: MetricOptions): Metric {
    return tableMetric(this, 'containerMemoryUtilization', options);
  }

  /**
   * The disk utilization of the container, in the task manager where it is highest. Metric
   * `containerDiskUtilization`: the maximum over 1 minute, in percent.
   */
  public metricContainerDiskUtilization(options?: MetricOptions): Metric {
    return tableMetric(this, 'containerDiskUtilization', options);
  }

  /**
   * The utilization of the JVM's heap memory, in the task manager where it is highest. Metric
   * `heapMemoryUtilization`: the maximum over 1 minute, in percent.
   */
  public metricHeapMemoryUtilization(options?: MetricOptions): Metric {
    return tableMetric(this, 'heapMemoryUtilization', options);
  }

  /**
   * The number of garbage collections of the old generation, in the task manager where it is highest. Metric
   * `oldGenerationGCCount`: the maximum over 1 minute.
   */
  public metricOldGenerationGCCount(options?: MetricOptions): Metric {
    return tableMetric(this, 'oldGenerationGCCount', options);
  }

  /**
   * The time that garbage collections of the old generation take, in the task manager where it is highest. Metric
   * `oldGenerationGCTime`: the maximum over 1 minute, in ms.
   */
  public metricOldGenerationGCTime(options?: MetricOptions): Metric {
    return tableMetric(this, 'oldGenerationGCTime', options);
  }

  /**
   * The number of live threads, in the task manager where it is highest. Metric `threadsCount`: the maximum over 1
   * minute.
   */
  public metricThreadsCount(options?: MetricOptions): Metric {
    return tableMetric(this, 'threadsCount', options);
  }

  /**
   * The time that the last checkpoint took. Metric `lastCheckpointDuration`: the maximum over 1 minute, in ms.
   */
  public metricLastCheckpointDuration(options?: MetricOptions): Metric {
    return tableMetric(this, 'lastCheckpointDuration', options);
  }

  /**
   * The size of the last checkpoint. Metric `lastCheckpointSize`: the maximum over 1 minute, in bytes.
   */
  public metricLastCheckpointSize(options?: MetricOptions): Metric {
    return tableMetric(this, 'lastCheckpointSize', options);
  }

  /**
   * The number of checkpoints that have failed. The counter never falls while the job runs: for an alarm, use
   * `metricFailedCheckpoints()`. Metric `numberOfFailedCheckpoints`: the maximum over 1 minute.
   */
  public metricNumberOfFailedCheckpoints(options?: MetricOptions): Metric {
    return tableMetric(this, 'numberOfFailedCheckpoints', options);
  }

  /**
   * The time for which the job has been failing or recovering. It is 0 while the job runs. Metric `downtime`: the
   * average over 1 minute, in ms. AWS has deprecated it for Flink 2.2 and later.
   */
  public metricDowntime(options?: MetricOptions): Metric {
    return tableMetric(this, 'downtime', options);
  }

  /**
   * The time for which the job has run without interruption. Metric `uptime`: the minimum over 1 minute, in ms. AWS
   * has deprecated it for Flink 2.2 and later.
   */
  public metricUptime(options?: MetricOptions): Metric {
    return tableMetric(this, 'uptime', options);
  }

  /**
   * The number of times that the job has fully restarted. The counter never falls while the job runs: for an alarm,
   * use `metricRestarts()`. Metric `fullRestarts`: the maximum over 1 minute.
   *
   * @throws if the application runs on Flink 2.2 or later
   */
  public metricFullRestarts(options?: MetricOptions): Metric {
    return tableMetric(this, 'fullRestarts', options);
  }

  /**
   * The number of times that the job has restarted. The counter never falls while the job runs: for an alarm, use
   * `metricRestarts()`. Metric `numRestarts`: the maximum over 1 minute.
   *
   * @throws if the application runs on a version before Flink 2.2
   */
  public metricNumRestarts(options?: MetricOptions): Metric {
    return tableMetric(this, 'numRestarts', options);
  }

  /**
   * The time for which the job has been running. It is 0 in any other state. Metric `runningTime`: the maximum over
   * 1 minute, in ms.
   *
   * @throws if the application runs on a version before Flink 2.2
   */
  public metricRunningTime(options?: MetricOptions): Metric {
    return tableMetric(this, 'runningTime', options);
  }

  /**
   * The time for which the job has been restarting. It is 0 in any other state. Metric `restartingTime`: the
   * maximum over 1 minute, in ms.
   *
   * @throws if the application runs on a version before Flink 2.2
   */
  public metricRestartingTime(options?: MetricOptions): Metric {
    return tableMetric(this, 'restartingTime', options);
  }

  /**
   * The time for which the job has been canceling. It is 0 in any other state. Metric `cancellingTime`: the maximum
   * over 1 minute, in ms.
   *
   * @throws if the application runs on a version before Flink 2.2
   */
  public metricCancellingTime(options?: MetricOptions): Metric {
    return tableMetric(this, 'cancellingTime', options);
  }

  /**
   * The time for which the job has been failing. It is 0 in any other state. Metric `failingTime`: the maximum over
   * 1 minute, in ms.
   *
   * @throws if the application runs on a version before Flink 2.2
   */
  public metricFailingTime(options?: MetricOptions): Metric {
    return tableMetric(this, 'failingTime', options);
  }

  /**
   * The number of records received. Metric `numRecordsIn`: the sum of the samples divided by 4, over 1 minute, in
   * records.
   */
  public metricNumRecordsIn(options?: MetricOptions): MathExpression {
    return recordsMetric(this, 'numRecordsIn', options);
  }

  /**
   * The records received per second. Metric `numRecordsInPerSecond`: the sum of the samples divided by 4, over 1
   * minute, in records/s.
   */
  public metricNumRecordsInPerSecond(options?: MetricOptions): MathExpression {
    return recordsMetric(this, 'numRecordsInPerSecond', options);
  }

  /**
   * The number of records emitted. Metric `numRecordsOut`: the sum of the samples divided by 4, over 1 minute, in
   * records.
   */
  public metricNumRecordsOut(options?: MetricOptions): MathExpression {
    return recordsMetric(this, 'numRecordsOut', options);
  }

  /**
   * The records emitted per second. Metric `numRecordsOutPerSecond`: the sum of the samples divided by 4, over 1
   * minute, in records/s.
   */
  public metricNumRecordsOutPerSecond(options?: MetricOptions): MathExpression {
    return recordsMetric(this, 'numRecordsOutPerSecond', options);
  }

  /**
   * The number of records dropped because they arrived late. Metric `numLateRecordsDropped`: the sum of the samples
   * divided by 4, over 1 minute, in records.
   */
  public metricNumLateRecordsDropped(options?: MetricOptions): MathExpression {
    return recordsMetric(this, 'numLateRecordsDropped', options);
  }

  /**
   * The last watermark received, where it is lowest. Metric `currentInputWatermark`: the minimum over 1 minute, in
   * ms since 1970.
   */
  public metricCurrentInputWatermark(options?: MetricOptions): Metric {
    return tableMetric(this, 'currentInputWatermark', options);
  }

  /**
   * The last watermark emitted, where it is lowest. Metric `currentOutputWatermark`: the minimum over 1 minute, in
   * ms since 1970.
   */
  public metricCurrentOutputWatermark(options?: MetricOptions): Metric {
    return tableMetric(this, 'currentOutputWatermark', options);
  }

  /**
   * The managed memory in use. It holds the state of RocksDB and the data of sorts and Python processes. Metric
   * `managedMemoryUsed`: the maximum over 1 minute, in bytes.
   */
  public metricManagedMemoryUsed(options?: MetricOptions): Metric {
    return tableMetric(this, 'managedMemoryUsed', options);
  }

  /**
   * The managed memory in total. Metric `managedMemoryTotal`: the maximum over 1 minute, in bytes.
   */
  public metricManagedMemoryTotal(options?: MetricOptions): Metric {
    return tableMetric(this, 'managedMemoryTotal', options);
  }

  /**
   * The utilization of the managed memory. Metric `managedMemoryUtilization`: the maximum over 1 minute, in
   * percent.
   */
  public metricManagedMemoryUtilization(options?: MetricOptions): Metric {
    return tableMetric(this, 'managedMemoryUtilization', options);
  }

  /**
   * The time per second for which a task is back pressured. Metric `backPressuredTimeMsPerSecond`: the maximum over
   * 1 minute, in ms/s.
   *
   * @throws if the metrics level of the application is `APPLICATION`
   */
  public metricBackPressuredTimeMsPerSecond(options: FlinkTaskMetricOptions): Metric {
    return taskMetric(this, 'backPressuredTimeMsPerSecond', options);
  }

  /**
   * The time per second for which a task is busy, neither idle nor back pressured. Metric `busyTimeMsPerSecond`:
   * the maximum over 1 minute, in ms/s.
   *
   * @throws if the metrics level of the application is `APPLICATION`
   */
  public metricBusyTimeMsPerSecond(options: FlinkTaskMetricOptions): Metric {
    return taskMetric(this, 'busyTimeMsPerSecond', options);
  }

  /**
   * The same as `metricBusyTimeMsPerSecond()`, under its name in the alpha module of the AWS CDK.
   *
   * @throws if the metrics level of the application is `APPLICATION`
   */
  public metricBusyTimePerMsPerSecond(options: FlinkTaskMetricOptions): Metric {
    return taskMetric(this, 'busyTimeMsPerSecond', options);
  }

  /**
   * The time per second for which a task is idle, with nothing to process. Metric `idleTimeMsPerSecond`: the
   * maximum over 1 minute, in ms/s.
   *
   * @throws if the metrics level of the application is `APPLICATION`
   */
  public metricIdleTimeMsPerSecond(options: FlinkTaskMetricOptions): Metric {
    return taskMetric(this, 'idleTimeMsPerSecond', options);
  }

  /**
   * How far the job is behind the tip of a Kinesis data stream. It is -1 while this is unknown. Metric
   * `millisBehindLatest`: the maximum over 1 minute, in ms.
   */
  public metricMillisBehindLatest(options: FlinkStreamMetricOptions): Metric {
    return streamMetric(this, 'millisBehindLatest', options);
  }

  /**
   * The bytes that one call to `getRecords` on a Kinesis data stream requests. Metric `bytesRequestedPerFetch`: the
   * average over 1 minute, in bytes.
   *
   * @throws if the application runs on Flink 2.2 or later
   */
  public metricBytesRequestedPerFetch(options: FlinkStreamMetricOptions): Metric {
    return streamMetric(this, 'bytesRequestedPerFetch', options);
  }

  /**
   * How many records the job is behind the end of a Kafka partition, at the partition that is furthest behind.
   * Metric `records_lag_max`: the maximum over 1 minute, in records.
   */
  public metricRecordsLagMax(options?: MetricOptions): Metric {
    return tableMetric(this, 'records_lag_max', options);
  }

  /**
   * The number of offset commits to Kafka that have succeeded. Metric `commitsSucceeded`: the maximum over 1
   * minute.
   */
  public metricCommitsSucceeded(options?: MetricOptions): Metric {
    return tableMetric(this, 'commitsSucceeded', options);
  }

  /**
   * The number of offset commits to Kafka that have failed. Metric `commitsFailed`: the maximum over 1 minute.
   */
  public metricCommitsFailed(options?: MetricOptions): Metric {
    return tableMetric(this, 'commitsFailed', options);
  }

  /**
   * The bytes read from Kafka per second. Metric `bytes_consumed_rate`: the maximum over 1 minute, in bytes/s.
   */
  public metricBytesConsumedRate(options?: MetricOptions): Metric {
    return tableMetric(this, 'bytes_consumed_rate', options);
  }

  /**
   * The restarts of the job per second: the rate of `fullRestarts` before Flink 2.2, of `numRestarts` from Flink
   * 2.2. In restarts/s.
   */
  public metricRestarts(options?: MetricOptions): MathExpression {
    return restartsMetric(this, options);
  }

  /**
   * The failures of checkpoints per second: the rate of `numberOfFailedCheckpoints`. In failures/s.
   */
  public metricFailedCheckpoints(options?: MetricOptions): MathExpression {
    return failedCheckpointsMetric(this, options);
  }

  /**
   * The share of a minute that garbage collections of the old generation take, from `oldGenerationGCTime`. In
   * percent.
   */
  public metricOldGenerationGCShare(options?: MetricOptions): MathExpression {
    return oldGenerationGCShareMetric(this, options);
  }

  /**
   * How far the watermarks that are emitted are behind those that are received. In ms.
   */
  public metricWatermarkSkew(options?: MetricOptions): MathExpression {
    return watermarkSkewMetric(this, options);
  }

  public abstract grantRead(grantee: IGrantable): Grant;

  public abstract grantOperate(grantee: IGrantable): Grant;

  public abstract metric(metricName: string, options?: MetricOptions): Metric;

  /** @internal */
  public abstract _monitored(): MonitoredApplication;
}
