import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import {
  Color, GraphWidget, IMetric, IWidget, LogQueryVisualizationType, LogQueryWidget, TextWidget, YAxisProps,
} from 'aws-cdk-lib/aws-cloudwatch';
import { IFlinkApplication } from '../metrics/flink-application-interface';
import { monitored } from '../metrics/metric-factory';
import { MetricDefinition, MetricName, METRICS } from '../metrics/metrics-table';

/** How wide a dashboard is. */
export const COLUMNS = 24;
const THIRD = { width: COLUMNS / 3, height: 6 };
const PERCENT: YAxisProps = { min: 0, max: 100, label: 'percent', showUnits: false };
/** The job leaves the state RUNNING with one of these, and what comes first is the cause of the rest. */
const FAILURES = '/switched from [A-Z]+ to (FAILED|FAILING)/';

/** The widgets of one application, in rows as wide as a dashboard. */
export function applicationWidgets(application: IFlinkApplication): IWidget[][] {
  return [
    [new TextWidget({ markdown: `# ${application.applicationName}`, width: COLUMNS, height: 1 })],
    availability(application),
    resources(application),
    checkpoints(application),
    throughput(application),
    lag(application),
    log(application),
  ].filter(row => row.length > 0);
}

/** Both the metrics before Flink 2.2 and those from it on, so that an upgrade does not cut the history off. */
function availability(application: IFlinkApplication): IWidget[] {
  return [
    graph('Not running', 'ms', metrics(application, 'downtime', 'restartingTime', 'failingTime', 'cancellingTime')),
    graph('Running without interruption', 'ms', metrics(application, 'uptime', 'runningTime')),
    graph('Restarts since the job was submitted', 'count', metrics(application, 'fullRestarts', 'numRestarts')),
  ];
}

function resources(application: IFlinkApplication): IWidget[] {
  return [
    new GraphWidget({
      ...THIRD,
      title: 'CPU of the busiest task manager',
      left: metrics(application, 'cpuUtilization', 'containerCPUUtilization'),
      leftYAxis: PERCENT,
      leftAnnotations: [{ value: 75, label: 'automatic scaling adds KPUs', color: Color.ORANGE }],
    }),
    new GraphWidget({
      ...THIRD,
      title: 'Memory and disk of the fullest task manager',
      left: metrics(
        application, 'heapMemoryUtilization', 'containerMemoryUtilization', 'managedMemoryUtilization',
        'containerDiskUtilization',
      ),
      leftYAxis: PERCENT,
      leftAnnotations: [{ value: 90, label: 'short of heap memory', color: Color.RED }],
    }),
    graph('Kinesis Processing Units', 'KPUs', metrics(application, 'KPUs')),
  ];
}

function checkpoints(application: IFlinkApplication): IWidget[] {
  const { checkpointInterval, checkpointingEnabled } = monitored(application);
  if (checkpointingEnabled === false) return [];
  const interval = checkpointInterval === undefined || checkpointInterval.isUnresolved()
    ? undefined
    : checkpointInterval.toMilliseconds();
  return [
    new GraphWidget({
      ...THIRD,
      title: 'Duration of the last checkpoint',
      left: metrics(application, 'lastCheckpointDuration'),
      leftYAxis: axis('ms'),
      leftAnnotations: interval === undefined
        ? []
        : [{ value: interval, label: 'checkpoint interval', color: Color.ORANGE }],
    }),
    graph('Size of the last checkpoint', 'bytes', metrics(application, 'lastCheckpointSize')),
    graph('Failed checkpoints per second', 'failures/s', [application.metricFailedCheckpoints()]),
  ];
}

function throughput(application: IFlinkApplication): IWidget[] {
  return [
    graph(
      'Records per second',
      'records/s',
      [application.metricNumRecordsInPerSecond(), application.metricNumRecordsOutPerSecond()],
    ),
    graph('Late records dropped', 'records', [application.metricNumLateRecordsDropped()]),
    graph('Watermarks: emitted behind received', 'ms', [application.metricWatermarkSkew()]),
  ];
}

/**
 * Streams are measured in time on the left, Kafka in records on the right. What is added later comes into the same
 * graph, which must not be empty: Kafka is always in it, and shows nothing where the job reads none.
 */
function lag(application: IFlinkApplication): IWidget[] {
  const widget = new GraphWidget({
    width: COLUMNS,
    height: 6,
    title: 'Behind the sources',
    leftYAxis: axis('ms'),
    rightYAxis: axis('records'),
    right: metrics(application, 'records_lag_max'),
  });
  monitored(application).sources?.forEach(({ metricName, dimensionsMap = {} }) => {
    if (metricName === 'records_lag_max') return;
    const metric = application.metric(metricName, {
      statistic: 'Maximum',
      period: Duration.minutes(1),
      dimensionsMap: { Application: application.applicationName, ...dimensionsMap },
      label: [metricName, ...dimensionsMap.Id === undefined ? [] : [dimensionsMap.Id]].join(' '),
    });
    if (metricName === 'millisBehindLatest') widget.addLeftMetric(metric);
    else widget.addRightMetric(metric);
  });
  return [widget];
}

/** The first failure is the cause, the later ones are what came of it. The stack trace is not in the message. */
function log(application: IFlinkApplication): IWidget[] {
  const { logGroup } = monitored(application);
  if (logGroup === undefined) return [];
  return [new LogQueryWidget({
    width: COLUMNS,
    height: 6,
    title: 'First failures, the oldest first',
    region: application.env.region,
    accountId: elsewhere(application.env.account),
    view: LogQueryVisualizationType.TABLE,
    logGroupNames: [logGroup.logGroupName],
    queryLines: [
      'fields @timestamp, message, coalesce(throwableInformation.0, throwableInformation) as cause',
      `filter applicationARN = "${application.applicationArn}"`,
      `filter message like ${FAILURES}`,
      'sort @timestamp asc',
      'limit 20',
    ],
  })];
}

/** The account of an application where it is not that of the dashboard, as the CDK writes it for metrics. */
function elsewhere(account: string): string {
  return Lazy.uncachedString({ produce: ({ scope }) => Stack.of(scope).account === account ? undefined : account });
}

/** Metrics of the table, also those that the present version of Flink does not report. */
function metrics(application: IFlinkApplication, ...names: MetricName[]): IMetric[] {
  return names.map(name => {
    const { statistic, periodMinutes }: MetricDefinition = METRICS[name];
    return application.metric(name, { statistic, period: Duration.minutes(periodMinutes) });
  });
}

function graph(title: string, unit: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ ...THIRD, title, left, leftYAxis: axis(unit) });
}

function axis(label: string): YAxisProps {
  return { min: 0, label, showUnits: false };
}
