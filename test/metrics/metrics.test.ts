import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Dashboard, GraphWidget, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import * as fc from 'fast-check';
import { ALPHA_METHODS, FACTS } from './facts';
import { ARN, call, dimensions, formula, importedApplication, samples } from './fixture';
import { FlinkApplication, FlinkRuntime, IFlinkApplication, MetricsLevel } from '../../src';
import { METRICS } from '../../src/metrics/metrics-table';
import { applicationInVpc, ENV, logicalId, newStack } from '../helpers';

const { FLINK_1_20, FLINK_2_2 } = FlinkRuntime;
const RECORDS = FACTS.filter(({ statistic }) => statistic === 'Sum');
const RAW = FACTS.filter(({ statistic }) => statistic !== 'Sum');

describe('the table', () => {
  test('has the metrics that the service reports, and no other', () => {
    expect(Object.keys(METRICS).sort()).toEqual([...new Set(FACTS.map(({ metric }) => metric))].sort());
    expect(Object.entries(METRICS).map(([metric, { unit }]) => [metric, unit]))
      .toEqual(expect.arrayContaining(FACTS.map(({ metric, unit }) => [metric, unit])));
  });

  test('has every method of the alpha module', () => {
    expect(FACTS.map(({ method }) => method)).toEqual(expect.arrayContaining(ALPHA_METHODS));
  });

  test.each(RAW)('$method() is $metric, $statistic', ({ metric, method, statistic }) => {
    const result = call(importedApplication(), method);
    expect(result).toBeInstanceOf(Metric);
    expect((result as Metric).toMetricConfig().metricStat).toMatchObject({
      namespace: 'AWS/KinesisAnalytics',
      metricName: metric,
      statistic,
      period: Duration.minutes(metric === 'KPUs' ? 60 : 1),
      unitFilter: undefined,
    });
  });

  test.each(RECORDS)('$method() is a quarter of the sum of $metric', ({ metric, method }) => {
    const result = call(importedApplication(), method) as MathExpression;
    expect(result).toBeInstanceOf(MathExpression);
    expect(formula(result)).toMatch(new RegExp(`^${metric} / 4( / \\(PERIOD\\(${metric}\\) / 60\\))?$`));
    expect(formula(result).includes('PERIOD')).toBe(metric.endsWith('PerSecond'));
    expect(samples(result).map(({ statistic, period }) => [statistic, period])).toEqual([['Sum', Duration.minutes(1)]]);
  });
});

describe.each([
  ['FLINK-1_20', FLINK_1_20, 'before22', 'Flink 2.2 and later'],
  ['FLINK-2_2', FLINK_2_2, 'from22', 'versions before Flink 2.2'],
] as const)('on %s', (name, runtime, version, reporters) => {
  test.each(FACTS.filter(fact => fact[version]))('$method() is reported', ({ metric, method }) => {
    expect(
      samples(call(importedApplication({ runtime }), method)).map(({ metricName }) => metricName),
    ).toEqual([metric]);
  });

  test.each(FACTS.filter(fact => !fact[version]))('$method() is an error that names the metric and the version', ({ metric, method }) => {
    expect(() => call(importedApplication({ runtime }), method))
      .toThrow(new RegExp(`^${method}\\(\\): the runtime ${name} does not report ${metric}, which only ${reporters} `
        + 'do: (write `metric|leave it out).* \\[at Stack/Job\\]$'));
  });
});

test('where the version is unknown, everything can be used', () => {
  for (const runtime of [undefined, FlinkRuntime.of(new Stack().region)]) {
    for (const { method } of FACTS) expect(() => call(importedApplication({ runtime }), method)).not.toThrow();
  }
});

test('versions that are not known yet are compared by their numbers', () => {
  fc.assert(fc.property(fc.nat({ max: 30 }), fc.nat({ max: 30 }), (major, minor) => {
    const application = importedApplication({ runtime: FlinkRuntime.of(`FLINK-${major + 1}_${minor}`) });
    const isNew = major + 1 > 2 || (major + 1 === 2 && minor >= 2);
    expect(formula(application.metricRestarts())).toBe(isNew ? 'RATE(numRestarts)' : 'RATE(fullRestarts)');
    expect(() => application[isNew ? 'metricFullRestarts' : 'metricNumRestarts']()).toThrow(/does not report/);
    expect(() => application[isNew ? 'metricNumRestarts' : 'metricFullRestarts']()).not.toThrow();
  }));
});

describe('levels', () => {
  const levels = Object.values(MetricsLevel);

  test.each(FACTS.filter(({ level }) => level !== MetricsLevel.APPLICATION))('$method() needs $level', ({ method, metric }) => {
    expect(() => call(importedApplication({ metricsLevel: MetricsLevel.APPLICATION }), method)).toThrow(new Error(
      `${METRICS[metric as 'busyTimeMsPerSecond'].method}(): the metricsLevel APPLICATION does not report ${metric} `
      + 'for each task: write `metricsLevel: MetricsLevel.TASK` [at Stack/Job]'));
    for (const metricsLevel of levels.slice(1)) {
      expect(() => call(importedApplication({ metricsLevel }), method)).not.toThrow();
    }
  });

  test.each(FACTS.filter(({ level }) => level === MetricsLevel.APPLICATION))('$method() is reported at every level', ({ method }) => {
    for (const metricsLevel of levels) expect(() => call(importedApplication({ metricsLevel }), method)).not.toThrow();
  });

  test.each([
    ['Task', MetricsLevel.TASK], ['Operator', MetricsLevel.OPERATOR], ['Parallelism', MetricsLevel.PARALLELISM],
  ] as const)('the dimension %s needs the level %s', (dimension, needed) => {
    for (const metricsLevel of levels) {
      const metric = () => importedApplication({ metricsLevel }).metricNumRecordsIn({
        dimensionsMap: { [dimension]: 'x' },
      });
      if (levels.indexOf(metricsLevel) >= levels.indexOf(needed)) {expect(metric).not.toThrow();} else {
        expect(metric).toThrow(`the metricsLevel ${metricsLevel} does not report numRecordsIn for each `
        + `${needed.toLowerCase()}`);
      }
    }
  });

  test('the service\'s own level of an application of the app is APPLICATION', () => {
    const { application } = applicationInVpc();
    expect(() => application.metricIdleTimeMsPerSecond({ task: 'Sink' })).toThrow(
      'the metricsLevel APPLICATION does not report idleTimeMsPerSecond',
    );
    const { application: finer } = applicationInVpc({ metricsLevel: MetricsLevel.TASK });
    expect(finer.metricIdleTimeMsPerSecond({ task: 'Sink' }).metricName).toBe('idleTimeMsPerSecond');
  });
});

describe('dimensions', () => {
  const stack = newStack(ENV);
  const application = importedApplication({}, stack);

  test('a metric of a task has the task, and takes finer dimensions', () => {
    expect(
      dimensions(stack, application.metricBusyTimeMsPerSecond({ task: 'Source:_orders' })),
    ).toEqual({ Application: 'orders', Task: 'Source:_orders' });
    expect(
      dimensions(
        stack, application.metricBusyTimeMsPerSecond({ task: 'T', dimensionsMap: { Operator: 'O', Parallelism: '0' } }),
      ),
    )
      .toEqual({ Application: 'orders', Task: 'T', Operator: 'O', Parallelism: '0' });
  });

  test('a metric of a stream has the stream and its direction', () => {
    expect(
      dimensions(stack, application.metricMillisBehindLatest({ streamName: 'clicks' })),
    ).toEqual({ Application: 'orders', Id: 'clicks', Flow: 'Input' });
  });

  test.each(['metricBackPressuredTimeMsPerSecond', 'metricBusyTimeMsPerSecond', 'metricIdleTimeMsPerSecond'])('%s() without a task is an error', method => {
    expect(() =>
      (application as unknown as Record<string, () => void>)[method]()).toThrow(`${method}(): task is missing`);
  });

  test.each(['metricMillisBehindLatest', 'metricBytesRequestedPerFetch'])('%s() without a stream is an error', method => {
    expect(() =>
      (application as unknown as Record<string, () => void>)[method]()).toThrow(`${method}(): streamName is missing`);
  });

  test('an application of the app is named by its reference', () => {
    const own = applicationInVpc();
    expect(dimensions(own.stack, own.application.metricKpus())).toEqual({
      Application: { Ref: logicalId(own.application) },
    });
    expect(dimensions(own.stack, own.application.metricMillisBehindLatest({ streamName: 'clicks' })))
      .toEqual({ Application: { Ref: logicalId(own.application) }, Id: 'clicks', Flow: 'Input' });
  });
});

describe('options', () => {
  test('of a metric win over the table, and its dimensions are added', () => {
    const { metricStat, renderingProperties } = importedApplication().metricCpuUtilization({
      statistic: 'p90', period: Duration.minutes(10), label: 'CPU', dimensionsMap: { Extra: 'x' },
    }).toMetricConfig();
    expect(metricStat).toMatchObject({ statistic: 'p90', period: Duration.minutes(10) });
    expect(metricStat?.dimensions).toEqual([{ name: 'Application', value: 'orders' }, { name: 'Extra', value: 'x' }]);
    expect(renderingProperties).toMatchObject({ label: 'CPU' });
  });

  test('of any other metric too', () => {
    const { metricStat } = importedApplication().metric('myMetric', { dimensionsMap: { Extra: 'x' } }).toMetricConfig();
    expect(metricStat?.dimensions).toEqual([{ name: 'Application', value: 'orders' }, { name: 'Extra', value: 'x' }]);
  });

  test('of an expression go to its samples, or show its result', () => {
    const expression = importedApplication().metricNumRecordsIn({
      period: Duration.minutes(5), label: 'in', color: '#ff0000', dimensionsMap: { Task: 'T' }, region: 'eu-central-1',
    });
    expect(expression).toMatchObject({ label: 'in', color: '#ff0000', period: Duration.minutes(5) });
    expect(samples(expression)[0].toMetricConfig().metricStat).toMatchObject({
      period: Duration.minutes(5),
      region: 'eu-central-1',
      statistic: 'Sum',
      dimensions: [{ name: 'Application', value: 'orders' }, { name: 'Task', value: 'T' }],
    });
  });

  test.each([['statistic', 'Average'], ['id', 'm1'], ['visible', false]])('of an expression cannot be %s', (option, value) => {
    expect(() => importedApplication().metricRestarts({ [option]: value })).toThrow(new Error(
      `metricRestarts(): ${option} is ${JSON.stringify(value)}, but an expression has none: leave it out, or use `
      + '`metric()` for the samples as they are [at Stack/Job]'));
  });
});

describe('expressions', () => {
  test.each<[string, (application: IFlinkApplication) => MathExpression, string]>([
    ['failed checkpoints', application => application.metricFailedCheckpoints(), 'RATE(numberOfFailedCheckpoints)'],
    [
      'garbage collection',
      application => application.metricOldGenerationGCShare(),
      'oldGenerationGCTime * 100 / 60000',
    ],
    [
      'watermark skew',
      application => application.metricWatermarkSkew(),
      'currentInputWatermark - currentOutputWatermark',
    ],
    [
      'restarts',
      application => application.metricRestarts(),
      'MAX([FILL(RATE(fullRestarts), 0), FILL(RATE(numRestarts), 0)])',
    ],
  ])('%s', (_, expression, expected) => {
    expect(formula(expression(importedApplication()))).toBe(expected);
  });

  test('those of two applications, and of two tasks, stand in one graph', () => {
    const stack = newStack(ENV);
    const [one, other] = ['One', 'Other'].map(id => importedApplication({}, stack, id));
    const task = (name: string) => one.metricNumRecordsIn({ dimensionsMap: { Task: name } });
    new Dashboard(stack, 'Dashboard').addWidgets(new GraphWidget({
      left: [one.metricNumRecordsIn(), other.metricNumRecordsIn(), task('Source: a'), task('Source: b')],
    }));
    const body = JSON.stringify(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard'));
    const ids = [...body.matchAll(/\\"id\\":\\"(numRecordsIn_\w+)\\"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(4);
    ids.forEach(id => expect(id).toMatch(/^[a-z][A-Za-z0-9_]*$/));
  });

  test('can be made an alarm of', () => {
    const stack = newStack(ENV);
    importedApplication({}, stack).metricRestarts().createAlarm(stack, 'Alarm', { threshold: 0, evaluationPeriods: 1 });
    const [{ Properties: { Metrics } }] = Object.values(
      Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'),
    ) as { Properties: { Metrics: unknown[] } }[];
    expect(Metrics).toHaveLength(3);
  });
});

describe('an application elsewhere', () => {
  test('has its own account and region in each metric', () => {
    const application = FlinkApplication.fromFlinkApplicationArn(
      newStack(ENV), 'Job', ARN.replace('eu-west-1:111111111111', 'eu-central-1:222222222222'),
    );
    for (const { method } of FACTS) {
      for (const sample of samples(call(application, method))) {
        expect(sample.toMetricConfig().metricStat).toMatchObject({ account: '222222222222', region: 'eu-central-1' });
      }
    }
  });
});

describe('what others get wrong', () => {
  const application = importedApplication({ metricsLevel: MetricsLevel.TASK });

  test('the alpha module: a misspelt metric', () => {
    expect(application.metricBusyTimePerMsPerSecond({ task: 'T' }).metricName).toBe('busyTimeMsPerSecond');
  });

  test.each(['metricFullRestarts', 'metricNumberOfFailedCheckpoints', 'metricOldGenerationGCCount', 'metricOldGenerationGCTime'])(
    'the alpha module: %s is a counter, whose sum is its value times the number of samples', method => {
      expect(samples(call(application, method))[0].statistic).toBe('Maximum');
    });

  test.each(['metricCpuUtilization', 'metricHeapMemoryUtilization'])('all: the average of %s hides the hottest task manager', method => {
    expect(samples(call(application, method))[0].statistic).toBe('Maximum');
  });

  test('cdk-monitoring-constructs: the size of a checkpoint is no sum, and a number of collections no number of samples', () => {
    expect(application.metricLastCheckpointSize().statistic).toBe('Maximum');
    expect(application.metricOldGenerationGCCount().statistic).toBe('Maximum');
  });

  test('cdk-monitoring-constructs: KPUs are reported once an hour', () => {
    expect(application.metricKpus().period.toHours()).toBe(1);
  });

  test('all: back pressure does not exist for the application', () => {
    for (const method of ['metricBackPressuredTimeMsPerSecond', 'metricBusyTimeMsPerSecond', 'metricIdleTimeMsPerSecond']) {
      expect(
        Object.keys(dimensions(Stack.of(application), call(application, method))),
      ).toEqual(['Application', 'Task']);
    }
  });

  test('the sample dashboard: the highest watermark is not that of the job', () => {
    expect(application.metricCurrentInputWatermark().statistic).toBe('Minimum');
    expect(application.metricCurrentOutputWatermark().statistic).toBe('Minimum');
  });

  test('all: no metrics of Flink 2.2', () => {
    const newer = importedApplication({ runtime: FLINK_2_2 });
    expect(samples(newer.metricRestarts()).map(({ metricName }) => metricName)).toEqual(['numRestarts']);
    expect(newer.metricRunningTime().metricName).toBe('runningTime');
  });
});
