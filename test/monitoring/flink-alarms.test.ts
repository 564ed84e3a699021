import { App, Duration, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Alarm, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Connections, Peer } from 'aws-cdk-lib/aws-ec2';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  FlinkAlarmKind, FlinkAlarms, FlinkAlarmSettings, FlinkAlarmsOptions, FlinkApplication, FlinkConnector, FlinkRuntime,
} from '../../src';
import { applicationInVpc, ENV, logicalId, newStack, validationMessages } from '../helpers';
import { ARN, formula, importedApplication } from '../metrics/fixture';

interface AlarmJson {
  readonly AlarmDescription: unknown;
  readonly AlarmActions?: unknown[];
  readonly ComparisonOperator: string;
  readonly DatapointsToAlarm: number;
  readonly EvaluationPeriods: number;
  readonly Threshold: number;
  readonly TreatMissingData: string;
  readonly MetricName?: string;
  readonly Statistic?: string;
  readonly Period?: number;
  readonly Dimensions?: { Name: string; Value: unknown }[];
}

function alarmsOf(stack: Stack): Record<string, AlarmJson> {
  const resources = Template.fromStack(stack).findResources(
    'AWS::CloudWatch::Alarm',
  ) as Record<string, { Properties: AlarmJson }>;
  return Object.fromEntries(
    Object.entries(resources).map(([id, { Properties }]) =>
      [id.replace(/^.*Alarms/, '').replace(/[0-9A-F]{8}$/, ''), Properties]),
  );
}

function watched(known: Parameters<typeof importedApplication>[0] = {}, options: FlinkAlarmsOptions = {}) {
  const stack = newStack({ account: '111111111111', region: 'eu-west-1' });
  const alarms = new FlinkAlarms(stack, 'Alarms', { application: importedApplication(known, stack), ...options });
  return { stack, alarms };
}

function withSources() {
  const { stack, application } = applicationInVpc({
    runtime: FlinkRuntime.FLINK_1_20, checkpointInterval: Duration.minutes(2),
  });
  application.addSource(FlinkConnector.kinesisStream(new Stream(stack, 'Clicks')));
  application.addSource(
    FlinkConnector.kinesisStream(
      Stream.fromStreamArn(stack, 'Orders', 'arn:aws:kinesis:eu-west-1:111111111111:stream/orders'),
    ),
  );
  application.addSource(
    FlinkConnector.kafkaBrokers({ connectable: new Connections({ peer: Peer.ipv4('10.1.0.0/16') }), ports: [9092] }),
  );
  return { stack, application };
}

describe('the recommended alarms', () => {
  const { stack, application } = withSources();
  application.addRecommendedAlarms();
  const alarms = alarmsOf(stack);

  test.each([
    ['NotRunning', 0, 5, 'breaching', 60],
    ['Restarts', 0, 1, 'notBreaching', undefined],
    ['FailingCheckpoints', 0, 1, 'notBreaching', undefined],
    ['CpuUtilization', 80, 3, 'missing', 300],
    ['HeapMemoryUtilization', 90, 3, 'missing', 300],
    ['SlowCheckpoints', 60_000, 3, 'missing', 300],
    ['KinesisLagmillisBehindLatestInputClicksResource', 300_000, 3, 'missing', 300],
    ['KinesisLagmillisBehindLatestInputorders', 300_000, 3, 'missing', 300],
  ])('%s: above %s in %s periods, missing data is %s', (id, threshold, periods, missing, period) => {
    expect(alarms[id]).toMatchObject({
      Threshold: threshold,
      EvaluationPeriods: periods,
      DatapointsToAlarm: periods,
      TreatMissingData: missing,
      ComparisonOperator: 'GreaterThanThreshold',
    });
    expect(alarms[id].Period).toBe(period);
  });

  test('are these and no other: nothing for Kafka without a threshold, nothing for garbage collection', () => {
    expect(Object.keys(alarms).sort()).toEqual([
      'CpuUtilization', 'FailingCheckpoints', 'HeapMemoryUtilization',
      'KinesisLagmillisBehindLatestInputClicksResource',
      'KinesisLagmillisBehindLatestInputorders', 'NotRunning', 'Restarts', 'SlowCheckpoints',
    ]);
  });

  test('watch each stream by its name', () => {
    expect(alarms.KinesisLagmillisBehindLatestInputorders).toMatchObject({
      MetricName: 'millisBehindLatest', Statistic: 'Maximum',
    });
    expect(alarms.KinesisLagmillisBehindLatestInputorders.Dimensions).toEqual(expect.arrayContaining([
      { Name: 'Application', Value: { Ref: logicalId(application) } },
      { Name: 'Id', Value: 'orders' },
      { Name: 'Flow', Value: 'Input' },
    ]));
  });

  test('have no names, since those of two stages would collide, and descriptions that say what to do', () => {
    expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('"AlarmName"');
    for (const { AlarmDescription } of Object.values(alarms)) {
      expect(JSON.stringify(stack.resolve(AlarmDescription))).toMatch(
        /Flink application .* (Look|Find|Raise|Lower) .*\./,
      );
    }
  });

  test('a second call is an error', () => {
    expect(() => application.addRecommendedAlarms()).toThrow(
      /^addRecommendedAlarms\(\) was called before, and a second call would add the same alarms again: .* \[at Stack\/Job\]$/);
  });
});

test('the lag of a source that is added later is watched too, in the composite alarm as well', () => {
  const { stack, application } = applicationInVpc();
  const alarms = application.addRecommendedAlarms();
  application.addSource(FlinkConnector.kinesisStream(new Stream(stack, 'Late')));
  expect(Object.keys(alarmsOf(stack))).toContain('KinesisLagmillisBehindLatestInputLateResource');
  const [{ Properties: { AlarmRule: rule } }] = Object.values(
    Template.fromStack(stack).findResources('AWS::CloudWatch::CompositeAlarm'),
  ) as { Properties: { AlarmRule: unknown } }[];
  for (const alarm of alarms.alarms) expect(JSON.stringify(rule)).toContain(logicalId(alarm));
  expect(alarms.alarms).toHaveLength(7);
});

describe('the version of Flink decides what "not running" and "restarted" mean', () => {
  const expressions = (runtime?: FlinkRuntime) => {
    const { alarms } = watched({ runtime });
    return ['NotRunning', 'Restarts'].map(id => {
      const { metric } = alarms.node.findChild(id) as Alarm;
      return 'expression' in metric
        ? formula(metric as Parameters<typeof formula>[0])
        : (metric as { metricName?: string }).metricName;
    });
  };

  test.each([
    [FlinkRuntime.FLINK_1_20, 'downtime', 'RATE(fullRestarts)'],
    [FlinkRuntime.FLINK_2_2, 'MAX([restartingTime, failingTime, cancellingTime])', 'RATE(numRestarts)'],
    [undefined, 'MAX([FILL(downtime, 0), FILL(restartingTime, 0), FILL(failingTime, 0), FILL(cancellingTime, 0)]) + 0 '
      + '* cpuUtilization',
    'MAX([FILL(RATE(fullRestarts), 0), FILL(RATE(numRestarts), 0)])'],
  ])('%s', (runtime, notRunning, restarts) => {
    expect(expressions(runtime)).toEqual([notRunning, restarts]);
  });
});

describe('what is known decides which alarms there are', () => {
  test('an imported application has those that need no more', () => {
    expect(Object.keys(alarmsOf(watched().stack)).sort()).toEqual([
      'CpuUtilization', 'FailingCheckpoints', 'HeapMemoryUtilization', 'NotRunning', 'Restarts',
    ]);
  });

  test('a threshold of the user makes an alarm of what has none', () => {
    const { stack } = watched({}, {
      overrides: { slowCheckpoints: { threshold: 45_000 }, kafkaLag: { threshold: 10_000 } },
    });
    expect(alarmsOf(stack).SlowCheckpoints).toMatchObject({
      Threshold: 45_000, MetricName: 'lastCheckpointDuration', Statistic: 'Maximum',
    });
    expect(alarmsOf(stack).KafkaLag).toMatchObject({
      Threshold: 10_000, MetricName: 'records_lag_max', Statistic: 'Maximum',
    });
  });

  test('without checkpoints there are no alarms for them', () => {
    const { stack, application } = applicationInVpc({ checkpointingEnabled: false });
    application.addRecommendedAlarms({ overrides: { slowCheckpoints: { threshold: 1 } } });
    expect(Object.keys(alarmsOf(stack)).sort()).toEqual([
      'CpuUtilization', 'HeapMemoryUtilization', 'NotRunning', 'Restarts',
    ]);
  });

  test('an interval that is a token gives no threshold', () => {
    const { stack, application } = applicationInVpc({
      checkpointInterval: Duration.millis(Token.asNumber({ Ref: 'Interval' })),
    });
    application.addRecommendedAlarms();
    expect(Object.keys(alarmsOf(stack))).toContain('FailingCheckpoints');
    expect(Object.keys(alarmsOf(stack))).not.toContain('SlowCheckpoints');
  });

  test('a source with a metric of its own has no alarm, since no threshold is known', () => {
    const { stack, application } = applicationInVpc();
    application._monitored().sources?.add({ metricName: 'myLag' });
    application.addRecommendedAlarms();
    expect(Object.keys(alarmsOf(stack)).filter(id => id.includes('Lag'))).toEqual([]);
  });
});

describe('changes', () => {
  test('win over the recommended values, each by itself', () => {
    const { stack } = watched({}, {
      overrides: {
        cpuUtilization: { threshold: 95 },
        restarts: {
          evaluationPeriods: 4,
          datapointsToAlarm: 2,
          period: Duration.minutes(1),
          treatMissingData: TreatMissingData.IGNORE,
          threshold: undefined,
        },
      },
    });
    const { CpuUtilization, Restarts } = alarmsOf(stack);
    expect(CpuUtilization).toMatchObject({ Threshold: 95, EvaluationPeriods: 3, Period: 300 });
    expect(Restarts).toMatchObject({
      Threshold: 0, EvaluationPeriods: 4, DatapointsToAlarm: 2, TreatMissingData: 'ignore',
    });
  });

  test('leave alarms out', () => {
    const { stack } = watched({}, { exclude: [FlinkAlarmKind.RESTARTS, FlinkAlarmKind.CPU_UTILIZATION] });
    expect(Object.keys(alarmsOf(stack)).sort()).toEqual(['FailingCheckpoints', 'HeapMemoryUtilization', 'NotRunning']);
  });

  test('cannot leave out and change the same alarm', () => {
    expect(() => watched({}, { exclude: [FlinkAlarmKind.RESTARTS], overrides: { restarts: { threshold: 1 } } }))
      .toThrow(new Error('overrides.restarts is given, but exclude leaves this alarm out: write only one of them [at '
        + 'Stack/Alarms]'));
  });

  test('cannot leave out all of them', () => {
    const { stack } = watched({}, { exclude: Object.values(FlinkAlarmKind) });
    expect(() => Template.fromStack(stack)).toThrow(
      /exclude leaves no alarm, but the composite alarm needs one: leave out FlinkAlarms$/,
    );
  });

  test.each([
    [{ evaluationPeriods: 0 }, 'overrides.restarts.evaluationPeriods is 0, but must be a whole number of at least 1'],
    [{ evaluationPeriods: 2, datapointsToAlarm: 3 }, 'overrides.restarts.datapointsToAlarm is 3, but must be a whole '
      + 'number from 1 to 2'],
    [{ datapointsToAlarm: 0 }, 'overrides.restarts.datapointsToAlarm is 0, but must be'],
    [{ threshold: NaN }, 'overrides.restarts.threshold is NaN, but must be a number: write for example '
      + '`overrides.restarts.threshold: 90` [at Stack/Alarms]'],
    [{ threshold: Infinity }, 'overrides.restarts.threshold is Infinity, but must be a number'],
    [{ period: Duration.seconds(30) }, 'overrides.restarts.period is "30000 ms", but must be a duration of at least 60000 '
      + 'ms, in whole milliseconds: write for example `overrides.restarts.period: Duration.minutes(5)` [at Stack/Alarms]'],
    [{ evaluationPeriods: 289 }, 'overrides.restarts has 289 periods of 300 seconds, but together they must not be longer '
      + 'than one day, or seven days where a period is one hour or longer: write fewer `evaluationPeriods` [at '
      + 'Stack/Alarms]'],
    [{ period: Duration.hours(1), evaluationPeriods: 169 }, 'but together they must not be longer than seven days: write'],
  ])('%j is refused', (restarts, message) => {
    expect(() => watched({}, { overrides: { restarts } })).toThrow(message);
  });

  test.each<[FlinkAlarmSettings]>([
    [{ threshold: -1, evaluationPeriods: 288 }],
    [{ period: Duration.hours(1), evaluationPeriods: 168 }],
    [{ threshold: Token.asNumber({ Ref: 'Threshold' }), evaluationPeriods: Token.asNumber({ Ref: 'Periods' }) }],
  ])('%j is at the limits', restarts => {
    expect(() => watched({}, { overrides: { restarts } })).not.toThrow();
  });

  test.each([FlinkAlarmKind.KAFKA_LAG, FlinkAlarmKind.SLOW_CHECKPOINTS])('of %s without a threshold would be lost', kind => {
    expect(() => watched({}, { overrides: { [kind]: { evaluationPeriods: 2 } } })).toThrow(new Error(
      `overrides.${kind} has no threshold, and no threshold is recommended for this application, so that there would be `
      + `no alarm: write \`overrides.${kind}.threshold\` too, or leave out overrides.${kind} [at Stack/Alarms]`,
    ));
    expect(() => watched({}, { overrides: { [kind]: { threshold: undefined } } })).not.toThrow();
  });
});

describe('actions', () => {
  const build = (withSuppressor: boolean) => {
    const { stack, alarms } = watched({});
    const topic = new Topic(stack, 'Topic');
    const suppressor = Alarm.fromAlarmArn(
      stack, 'Suppressor', 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:planned',
    );
    new FlinkAlarms(stack, 'MoreAlarms', {
      application: importedApplication({}, stack, 'Other'),
      topic,
      actions: [{ bind: () => ({ alarmActionArn: 'arn:more' }) }],
      actionsSuppressor: withSuppressor ? suppressor : undefined,
    });
    const all = Template.fromStack(stack).toJSON().Resources as
      Record<string, { Type: string; Properties: { AlarmActions?: unknown[]; ActionsSuppressor?: string } }>;
    const of = (type: string) => Object.entries(all)
      .filter(([id, resource]) => id.startsWith('More') && resource.Type === type)
      .map(([, { Properties }]) => Properties);
    return {
      alarms,
      metric: of('AWS::CloudWatch::Alarm'),
      composite: of('AWS::CloudWatch::CompositeAlarm'),
      expected: [{ Ref: logicalId(topic) }, 'arn:more'],
    };
  };

  test('are those of each alarm', () => {
    const { metric, composite, expected } = build(false);
    expect(metric).toHaveLength(5);
    for (const { AlarmActions } of metric) expect(AlarmActions).toEqual(expected);
    expect(composite[0].AlarmActions).toBeUndefined();
  });

  test('are five at most', () => {
    const actions = (count: number) => Array.from({ length: count }, (_, index) => ({
      bind: () => ({ alarmActionArn: `arn:${index}` }),
    }));
    const stack = newStack(ENV);
    const topic = new Topic(stack, 'Topic');
    const add = (id: string, count: number) =>
      new FlinkAlarms(stack, id, { application: importedApplication({}, stack, `${id}Job`), topic, actions: actions(count) });
    expect(() => add('Four', 4)).not.toThrow();
    expect(() => add('Five', 5)).toThrow('topic and actions are 6 actions, but an alarm must have at most 5: notify '
      + 'several receivers through the topic [at Stack/Five]');
  });

  test('are held back by a suppressor: then the composite alarm acts alone', () => {
    const { metric, composite, expected } = build(true);
    for (const { AlarmActions } of metric) expect(AlarmActions).toBeUndefined();
    expect(composite).toEqual([
      expect.objectContaining({ AlarmActions: expected, ActionsSuppressor: expect.stringContaining('alarm:planned') }),
    ]);
  });
});

describe('names that are long', () => {
  const withStreams = (count: number) => {
    const { stack, application } = applicationInVpc();
    application.addRecommendedAlarms();
    for (let index = 0; index < count; index++) {
      application._monitored().sources?.add({
        metricName: 'millisBehindLatest', dimensionsMap: { Id: `${'long-name-'.repeat(12)}${index}`, Flow: 'Input' },
      });
    }
    return validationMessages(stack);
  };

  test('fit into the rule of the composite alarm, or the synthesis says what to leave out', () => {
    expect(withStreams(20)).toEqual([]);
    expect(withStreams(60)).toEqual([expect.stringContaining('but its rule must have at most 10240: leave alarms out '
      + 'with `exclude: [FlinkAlarmKind.KINESIS_LAG]`')]);
  });
});

test('alarms of an application in another region are refused by the CDK', () => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111111111111', region: 'us-east-1' } });
  const application = FlinkApplication.fromFlinkApplicationArn(stack, 'Job', ARN);
  expect(() => new FlinkAlarms(stack, 'Alarms', { application })).toThrow(/eu-west-1/);
});
