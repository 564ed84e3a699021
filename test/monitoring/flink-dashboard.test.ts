import { Stack } from 'aws-cdk-lib';
import { Connections, Peer } from 'aws-cdk-lib/aws-ec2';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { exampleDashboard, Widget, widgetsOf } from './dashboard-body';
import { problemsOfBody } from './dashboard-schema';
import { FlinkAlarms, FlinkApplication, FlinkConnector, FlinkDashboard, FlinkDashboardProps, FlinkRuntime } from '../../src';
import { METRICS } from '../../src/metrics/metrics-table';
import { applicationInVpc, ENV, newStack } from '../helpers';
import { importedApplication } from '../metrics/fixture';

interface Rendering {
  readonly expression?: string;
  readonly id?: string;
  readonly stat?: string;
  readonly period?: number;
}

/** The metrics of a widget: name, dimensions and how it is shown. */
function metricsOf({ properties }: Widget) {
  return (properties.metrics as (string | Rendering)[][]).map(entry => {
    const rendering = (typeof entry.at(-1) === 'object' ? entry.at(-1) : {}) as Rendering;
    const [namespace, name, ...dimensions] = entry.filter((part): part is string => typeof part === 'string');
    return { namespace, name, dimensions, rendering };
  });
}

const namesOf = (widget: Widget) => metricsOf(widget).flatMap(({ name }) => name ?? []);
const titled = (widgets: Widget[], title: string) => widgets.find(({ properties }) => properties.title === title)!;

describe.each([FlinkRuntime.FLINK_1_20, FlinkRuntime.FLINK_2_2])('every widget of an application on %s', runtime => {
  const { stack } = exampleDashboard(runtime);
  const widgets = widgetsOf(stack);

  test('lies on the 24 columns, without touching another one', () => {
    const taken = new Set<string>();
    for (const { x, y, width, height } of widgets) {
      expect(x + width).toBeLessThanOrEqual(24);
      for (let column = x; column < x + width; column++) {
        for (let row = y; row < y + height; row++) {
          expect(taken.has(`${column}/${row}`)).toBe(false);
          taken.add(`${column}/${row}`);
        }
      }
    }
    const bottom = Math.max(...widgets.map(({ y, height }) => y + height));
    expect(taken.size).toBe(bottom * 24);
  });

  test('is as CloudWatch documents it', () => {
    expect(problemsOfBody({ widgets })).toEqual([]);
  });

  test('has the properties that its type needs', () => {
    for (const { type, properties } of widgets) {
      if (type === 'text') expect(properties.markdown).toMatch(/^# Job\w+$/);
      if (type === 'alarm') expect(properties).toMatchObject({ title: 'Alarms', alarms: expect.any(Array) });
      if (type === 'log') {
        expect(properties).toMatchObject({
          region: 'eu-west-1', query: expect.stringContaining('SOURCE'), view: 'table',
        });
      }
      if (type === 'metric') {
        expect(properties).toMatchObject({
          region: 'AWS::Region', view: 'timeSeries', title: expect.any(String), yAxis: expect.any(Object),
        });
        expect(metricsOf({ properties } as Widget).length).toBeGreaterThan(0);
      }
    }
    expect([...new Set(widgets.map(({ type }) => type))].sort()).toEqual(['alarm', 'log', 'metric', 'text']);
  });

  test('shows metrics that exist, each with the statistic of the table, of this application', () => {
    for (const widget of widgets.filter(({ type }) => type === 'metric')) {
      const ids = new Set<string>();
      for (const { namespace, name, dimensions, rendering } of metricsOf(widget)) {
        if (rendering.expression !== undefined) continue;
        expect(namespace).toBe('AWS/KinesisAnalytics');
        expect(Object.keys(METRICS)).toContain(name);
        const { statistic, periodMinutes } = METRICS[name as keyof typeof METRICS];
        expect(rendering.stat ?? 'Average').toBe(statistic);
        expect(rendering.period ?? 300).toBe(periodMinutes * 60);
        expect(dimensions[dimensions.indexOf('Application') + 1]).toMatch(/^Job/);
        if (rendering.id !== undefined) ids.add(rendering.id);
      }
      for (const { rendering } of metricsOf(widget)) {
        const used = (rendering.expression ?? '').match(/\b[a-z]\w*_\w+\b/g) ?? [];
        expect([...ids]).toEqual(expect.arrayContaining(used));
      }
    }
  });

  test('shows the history of before and after an upgrade from Flink 1 to 2', () => {
    expect(namesOf(titled(widgets, 'Not running'))).toEqual([
      'downtime', 'restartingTime', 'failingTime', 'cancellingTime',
    ]);
    expect(namesOf(titled(widgets, 'Running without interruption'))).toEqual(['uptime', 'runningTime']);
    expect(namesOf(titled(widgets, 'Restarts since the job was submitted'))).toEqual(['fullRestarts', 'numRestarts']);
  });

  test('shows nothing for the whole application that is reported for tasks only, and no fixed names of tasks', () => {
    const body = JSON.stringify(widgets);
    for (const name of ['backPressuredTimeMsPerSecond', 'busyTimeMsPerSecond', 'idleTimeMsPerSecond', '"Task"']) {
      expect(body).not.toContain(name);
    }
  });

  test('finds the first failure of this application in its log group', () => {
    const { properties } = widgets.find(({ type }) => type === 'log')!;
    expect(properties.query).toMatch(/^SOURCE 'JobLogGroup\w+' \| fields @timestamp, message, /);
    expect(properties.query).toContain('message, coalesce(throwableInformation.0, throwableInformation) as cause');
    expect(properties.query).toContain('filter message like /switched from [A-Z]+ to (FAILED|FAILING)/');
    expect(properties.query).toMatch(/filter applicationARN = "arn:\S+:application\/Job\w+"/);
    expect(properties.query).toContain('sort @timestamp asc');
  });

  test('marks what is too much', () => {
    const values = (title: string) => {
      const { horizontal } = titled(widgets, title).properties.annotations as { horizontal: { value: number }[] };
      return horizontal.map(({ value }) => value);
    };
    expect(values('Duration of the last checkpoint')).toEqual([60_000]);
    expect(values('CPU of the busiest task manager')).toEqual([75]);
  });
});

describe('the lag', () => {
  const lagOf = (stack: Stack) =>
    metricsOf(titled(widgetsOf(stack), 'Behind the sources'))
      .map(({ name, dimensions, rendering }) => ({ name, dimensions, rendering }));

  test('is shown for each source, also for one that is added later', () => {
    const { stack, application } = exampleDashboard();
    application.addSource(
      FlinkConnector.kinesisStream(
        Stream.fromStreamArn(stack, 'Late', 'arn:aws:kinesis:eu-west-1:111111111111:stream/late'),
      ),
    );
    application.addSource(
      FlinkConnector.kafkaBrokers({ connectable: new Connections({ peer: Peer.ipv4('10.1.0.0/16') }), ports: [9092] }),
    );
    expect(lagOf(stack)).toEqual([
      {
        name: 'millisBehindLatest',
        dimensions: expect.arrayContaining(['Id', 'clicks', 'Flow', 'Input']),
        rendering: expect.objectContaining({ stat: 'Maximum', label: 'millisBehindLatest clicks' }),
      },
      {
        name: 'millisBehindLatest',
        dimensions: expect.arrayContaining(['Id', 'late']),
        rendering: expect.objectContaining({ label: 'millisBehindLatest late' }),
      },
      {
        name: 'records_lag_max',
        dimensions: ['Application', expect.any(String)],
        rendering: expect.objectContaining({ yAxis: 'right' }),
      },
    ]);
  });

  test('of an application that says nothing of its sources is that of Kafka', () => {
    const stack = newStack(ENV);
    new FlinkDashboard(stack, 'Dashboard', { applications: [importedApplication({}, stack)] });
    expect(lagOf(stack).map(({ name }) => name)).toEqual(['records_lag_max']);
  });

  test('of a source with a metric of its own is on the side of the records', () => {
    const { stack, application } = applicationInVpc();
    application._monitored().sources?.add({ metricName: 'myLag' });
    new FlinkDashboard(stack, 'Dashboard', { applications: [application] });
    expect(lagOf(stack).map(({ name, rendering }) => [name, rendering])).toEqual([
      ['records_lag_max', expect.objectContaining({ yAxis: 'right' })],
      ['myLag', expect.objectContaining({ yAxis: 'right' })],
    ]);
  });
});

describe('a dashboard', () => {
  test('of several applications has them one below the other', () => {
    const stack = newStack(ENV);
    const applications = ['One', 'Two'].map(id =>
      importedApplication({ logGroup: LogGroup.fromLogGroupName(stack, `${id}Log`, id) }, stack, id));
    new FlinkDashboard(stack, 'Dashboard', { applications, dashboardName: 'flink' });
    const widgets = widgetsOf(stack);
    expect(widgets.filter(({ type }) => type === 'text').map(({ y }) => y)).toEqual([0, 37]);
    expect(widgets.filter(({ type }) => type === 'log')).toHaveLength(2);
  });

  test('leaves out what is unknown or off', () => {
    const stack = newStack(ENV);
    new FlinkDashboard(stack, 'Dashboard', { applications: [importedApplication({}, stack)] });
    expect(widgetsOf(stack).some(({ type }) => type === 'log' || type === 'alarm')).toBe(false);
    const { stack: other, application } = applicationInVpc({ checkpointingEnabled: false });
    new FlinkDashboard(other, 'Dashboard', { applications: [application] });
    expect(JSON.stringify(widgetsOf(other))).not.toContain('heckpoint');
  });

  test('shows the alarms of sources that are added later', () => {
    const { stack, application } = exampleDashboard();
    application.addSource(
      FlinkConnector.kinesisStream(
        Stream.fromStreamArn(stack, 'Late', 'arn:aws:kinesis:eu-west-1:111111111111:stream/late'),
      ),
    );
    const { properties } = widgetsOf(stack).find(({ type }) => type === 'alarm')!;
    expect((properties.alarms as string[]).filter(alarm => alarm.includes('KinesisLag'))).toHaveLength(2);
  });

  test('shows a hundred alarms in one widget at most', () => {
    const stack = newStack(ENV);
    const applications = Array.from({ length: 21 }, (_, index) => importedApplication({}, stack, `Job${index}`));
    const alarms = applications.map((application, index) => new FlinkAlarms(stack, `Alarms${index}`, { application }));
    new FlinkDashboard(stack, 'Dashboard', { applications: [applications[0]], alarms });
    const widgets = widgetsOf(stack);
    expect(problemsOfBody({ widgets })).toEqual([]);
    const shown = widgets.filter(({ type }) => type === 'alarm');
    expect(shown.map(({ x, y, width, properties }) => [x, y, width, (properties.alarms as string[]).length]))
      .toEqual([[0, 0, 12, 100], [12, 0, 12, 5]]);
    expect(new Set(shown.flatMap(({ properties }) => properties.alarms as string[])).size).toBe(105);
  });

  test('has 500 widgets at most', () => {
    const stack = newStack(ENV);
    const add = (count: number) => new FlinkDashboard(stack, `Dashboard${count}`, {
      applications: Array.from({ length: count }, (_, index) => importedApplication({}, stack, `Job${count}-${index}`)),
    });
    expect(() => add(35)).not.toThrow();
    expect(() => add(36)).toThrow(new Error('the 36 applications have 504 widgets, but a dashboard must have at most 500: '
      + 'write several dashboards [at Stack/Dashboard36]'));
  });

  test('reads the log where the application is', () => {
    const stack = newStack(ENV);
    const applications = ['111111111111', '222222222222'].map(account => FlinkApplication.fromFlinkApplicationAttributes(
      stack, `Job${account}`, {
        applicationArn: `arn:aws:kinesisanalytics:eu-central-1:${account}:application/orders`,
        logGroup: LogGroup.fromLogGroupName(stack, `Log${account}`, 'orders'),
      },
    ));
    new FlinkDashboard(stack, 'Dashboard', { applications });
    const widgets = widgetsOf(stack);
    expect(problemsOfBody({ widgets })).toEqual([]);
    expect(widgets.filter(({ type }) => type === 'log').map(({ properties }) => [properties.region, properties.accountId]))
      .toEqual([['eu-central-1', undefined], ['eu-central-1', '222222222222']]);
  });

  test.each([
    ['[]', { applications: [] }],
    ['undefined', {} as FlinkDashboardProps],
  ])('needs an application: %s', (got, props) => {
    expect(() => new FlinkDashboard(newStack(), 'Dashboard', props))
      .toThrow(new Error(`applications is ${got}, but must be a list of at least one application: write \`applications: `
        + '[application]` [at Stack/Dashboard]'));
  });

  test('gives its rows to dashboards of others', () => {
    const rows = FlinkDashboard.widgetRows(importedApplication());
    for (const row of rows) expect(row.reduce((sum, { width }) => sum + width, 0)).toBe(24);
  });
});

test.each<[string, object]>([
  ['a property that does not exist', { type: 'text', properties: { markdown: 'x', colour: 'red' } }],
  ['no region', { type: 'metric', properties: { metrics: [['A', 'b']] } }],
  ['a metric without a name', { type: 'metric', properties: { region: 'r', metrics: [['A']] } }],
  ['an odd dimension', { type: 'metric', properties: { region: 'r', metrics: [['A', 'b', 'Application']] } }],
  ['an id with a capital', { type: 'metric', properties: { region: 'r', metrics: [[{ expression: 'x', id: 'X' }]] } }],
  ['a period of 90 seconds', { type: 'metric', properties: { region: 'r', metrics: [['A', 'b', { period: 90 }]] } }],
  ['no alarms', { type: 'alarm', properties: { alarms: [] } }],
  ['another type', { type: 'graph', properties: {} }],
  ['a place beside the grid', { type: 'text', x: 24, properties: { markdown: 'x' } }],
])('the structure that CloudWatch documents refuses %s', (_, widget) => {
  expect(problemsOfBody({ widgets: [widget] })).toHaveLength(1);
});
