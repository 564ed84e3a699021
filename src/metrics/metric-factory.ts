import { Duration, Token } from 'aws-cdk-lib';
import { MathExpression, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { IFlinkApplication } from './flink-application-interface';
import { FlinkStreamMetricOptions, FlinkTaskMetricOptions } from './metric-options';
import { levelIncludes, MetricsLevel } from './metrics-level';
import { EXPRESSIONS, MetricDefinition, MetricName, METRICS } from './metrics-table';
import { MonitoredApplication } from './monitored-application';
import { streamDimensions } from '../connectors/lag';
import { rejectBecause } from '../core/problem';
import { FlinkRuntime } from '../flink-runtime';

/** The dimensions that only finer levels have. */
const DIMENSION_LEVELS: Record<string, MetricsLevel> = {
  Task: MetricsLevel.TASK,
  Operator: MetricsLevel.OPERATOR,
  Parallelism: MetricsLevel.PARALLELISM,
};

/** What is known of an application. Nothing is known of an implementation of the interface in another language. */
export function monitored(application: IFlinkApplication): MonitoredApplication {
  return application._monitored?.() ?? {};
}

/**
 * Whether an application runs on Flink 2.2 or later, which changed the metrics of the job's state. Undefined if it
 * is not known.
 */
export function isAtLeastFlink22(runtime: FlinkRuntime | undefined): boolean | undefined {
  return runtime === undefined || Token.isUnresolved(runtime.name) ? undefined : runtime.isAtLeast(2, 2);
}

/** A metric of the table, as the service reports it. */
export function tableMetric(application: IFlinkApplication, name: MetricName, options: MetricOptions = {}): Metric {
  const definition: MetricDefinition = METRICS[name];
  checkVersion(application, name, definition);
  checkLevel(application, name, definition, options.dimensionsMap);
  return application.metric(name, {
    statistic: definition.statistic,
    period: Duration.minutes(definition.periodMinutes),
    ...options,
    dimensionsMap: { Application: application.applicationName, ...options.dimensionsMap },
  });
}

/** A metric that is reported for each task. */
export function taskMetric(application: IFlinkApplication, name: MetricName, options: FlinkTaskMetricOptions): Metric {
  const { task, dimensionsMap, ...others } = options ?? {};
  if (task === undefined) {
    rejectBecause(application, `${METRICS[name].method}(): task is missing, but ${name} is reported for each task and `
      + 'never for the whole application: write the name that CloudWatch shows in the dimension `Task`, for example '
      + '`task: \'Source:_orders\'`');
  }
  return tableMetric(application, name, { ...others, dimensionsMap: { Task: task, ...dimensionsMap } });
}

/** A metric that is reported for each stream. */
export function streamMetric(
  application: IFlinkApplication, name: MetricName, options: FlinkStreamMetricOptions,
): Metric {
  const { streamName, dimensionsMap, ...others } = options ?? {};
  if (streamName === undefined) {
    rejectBecause(application, `${METRICS[name].method}(): streamName is missing, but ${name} is reported for each `
      + 'Kinesis data stream: write the name of the stream, for example `streamName: stream.streamName`');
  }
  return tableMetric(application, name, {
    ...others, dimensionsMap: { ...streamDimensions(streamName), ...dimensionsMap },
  });
}

/**
 * A number of records, or a rate of them: the service takes four samples a minute, so that their sum is four times too
 * high.
 */
export function recordsMetric(
  application: IFlinkApplication, name: MetricName, options: MetricOptions = {},
): MathExpression {
  const { records }: MetricDefinition = METRICS[name];
  const overPeriod = (metric: string) =>
    records === 'per second' ? `${metric} / 4 / (PERIOD(${metric}) / 60)` : `${metric} / 4`;
  return expression(application, METRICS[name].method, [name], overPeriod, { label: name, ...options });
}

/** How often the job restarts, whatever its version of Flink calls it. */
export function restartsMetric(application: IFlinkApplication, options?: MetricOptions): MathExpression {
  const { method } = EXPRESSIONS.restarts;
  const withLabel = { label: 'restarts per second', ...options };
  const isNew = isAtLeastFlink22(monitored(application).runtime);
  if (isNew !== undefined) {
    return expression(application, method, [isNew ? 'numRestarts' : 'fullRestarts'], rate, withLabel);
  }
  // one of the two is never reported; RATE comes first, since the rate of a filled gap would be a restart that never
  // was
  return expression(application, method, ['fullRestarts', 'numRestarts'],
    (before, from) => `MAX([FILL(${rate(before)}, 0), FILL(${rate(from)}, 0)])`, withLabel);
}

/** How often checkpoints fail. */
export function failedCheckpointsMetric(application: IFlinkApplication, options?: MetricOptions): MathExpression {
  return expression(application, EXPRESSIONS.failedCheckpoints.method, ['numberOfFailedCheckpoints'], rate,
    { label: 'failed checkpoints per second', ...options });
}

/** The share of a minute that garbage collections take. */
export function oldGenerationGCShareMetric(application: IFlinkApplication, options?: MetricOptions): MathExpression {
  return expression(application, EXPRESSIONS.oldGenerationGCShare.method, ['oldGenerationGCTime'],
    time => `${time} * 100 / 60000`, { label: 'garbage collection of the old generation (%)', ...options });
}

/** How far the watermarks that are emitted are behind those that are received. */
export function watermarkSkewMetric(application: IFlinkApplication, options?: MetricOptions): MathExpression {
  return expression(application, EXPRESSIONS.watermarkSkew.method, ['currentInputWatermark', 'currentOutputWatermark'],
    (input, output) => `${input} - ${output}`, { label: 'watermark skew', ...options });
}

/**
 * The name under which an expression knows a metric. Two of them in one graph must not have the same name for different
 * metrics.
 */
export function metricId(
  application: IFlinkApplication, name: MetricName, dimensionsMap: MetricOptions['dimensionsMap'] = {},
): string {
  const dimensions = Object.values(dimensionsMap).filter(value => !Token.isUnresolved(value));
  return [name, application.node.addr.slice(-8), ...dimensions].join('_').replace(/\W/g, '_');
}

function rate(metric: string): string {
  return `RATE(${metric})`;
}

/**
 * An expression over metrics of the table. The options that make the metrics go to them, those that show the result to
 * it.
 */
function expression(
  application: IFlinkApplication,
  method: string,
  names: MetricName[],
  write: (...ids: string[]) => string,
  options: MetricOptions,
): MathExpression {
  const { label, color, ...shared } = options;
  for (const option of ['statistic', 'id', 'visible'] as const) {
    if (shared[option] === undefined) continue;
    rejectBecause(application, `${method}(): ${option} is ${JSON.stringify(shared[option])}, but an expression has `
      + 'none: leave it out, or use `metric()` for the samples as they are');
  }
  const metrics = names.map(name =>
    [metricId(application, name, shared.dimensionsMap), tableMetric(application, name, shared)] as const);
  return new MathExpression({
    expression: write(...metrics.map(([metric]) => metric)),
    usingMetrics: Object.fromEntries(metrics),
    period: shared.period ?? metrics[0][1].period,
    label,
    color,
  });
}

function checkVersion(
  application: IFlinkApplication, name: MetricName, { method, versions, instead }: MetricDefinition,
): void {
  const { runtime } = monitored(application);
  const isNew = isAtLeastFlink22(runtime);
  if (isNew === undefined || versions === 'all' || versions === 'deprecated' || isNew === (versions === 'from 2.2')) {
    return;
  }
  const reporters = isNew ? 'versions before Flink 2.2' : 'Flink 2.2 and later';
  rejectBecause(application, `${method}(): the runtime ${runtime} does not report ${name}, which only ${reporters} do: `
    + (instead === undefined ? 'leave it out' : `write \`${instead}()\``));
}

function checkLevel(
  application: IFlinkApplication,
  name: MetricName,
  { method, scope }: MetricDefinition,
  dimensionsMap: MetricOptions['dimensionsMap'] = {},
): void {
  const { metricsLevel } = monitored(application);
  if (metricsLevel === undefined || Token.isUnresolved(metricsLevel)) return;
  const needed = [
    ...scope === 'task' ? [MetricsLevel.TASK] : [],
    ...Object.keys(dimensionsMap).flatMap(dimension => DIMENSION_LEVELS[dimension] ?? []),
  ];
  const missing = needed.reverse().find(level => !levelIncludes(metricsLevel, level));
  if (missing === undefined) return;
  rejectBecause(application, `${method}(): the metricsLevel ${metricsLevel} does not report ${name} for each `
    + `${missing.toLowerCase()}: write \`metricsLevel: MetricsLevel.${missing}\``);
}
