import { Stack } from 'aws-cdk-lib';
import { IMetric, MathExpression, Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { FlinkApplication, FlinkApplicationAttributes, IFlinkApplication } from '../../src';
import { ENV, newStack } from '../helpers';

export const ARN = 'arn:aws:kinesisanalytics:eu-west-1:111111111111:application/orders';

/** An imported application of which something is known: the cheapest way to metrics. */
export function importedApplication(
  known: Omit<FlinkApplicationAttributes, 'applicationArn'> = {}, scope = newStack(ENV), id = 'Job',
): IFlinkApplication {
  return FlinkApplication.fromFlinkApplicationAttributes(scope, id, { applicationArn: ARN, ...known });
}

/** Calls a method by its name, with what the methods of tasks and streams must be told. */
export function call(
  application: IFlinkApplication, method: string, options: MetricOptions = {},
): Metric | MathExpression {
  const methods = application as unknown as Record<string, (options: MetricOptions) => Metric | MathExpression>;
  const { task, streamName } = { task: 'Source:_orders', streamName: 'clicks' };
  if (/PerMs|TimeMs/.test(method)) return methods[method].call(application, { task, ...options } as MetricOptions);
  if (/MillisBehind|BytesRequested/.test(method)) {
    return methods[method].call(application, { streamName, ...options } as MetricOptions);
  }
  return methods[method].call(application, options);
}

/** The metrics that an expression is made of, or the metric itself. */
export function samples(metric: IMetric): Metric[] {
  return metric instanceof MathExpression ? Object.values(metric.usingMetrics) as Metric[] : [metric as Metric];
}

/** An expression with the names of metrics in place of its variables. */
export function formula({ expression, usingMetrics }: MathExpression): string {
  return Object.entries(usingMetrics).reduce((text, [id, metric]) =>
    text.replaceAll(id, (metric as Metric).metricName), expression);
}

export function dimensions(stack: Stack, metric: IMetric): Record<string, unknown> {
  const { metricStat } = metric.toMetricConfig();
  return Object.fromEntries((
    metricStat?.dimensions ?? []).map(({ name, value }) => [name, stack.resolve(value) as unknown],
  ));
}
