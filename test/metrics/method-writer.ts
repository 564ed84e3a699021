import { EXPRESSIONS, MetricDefinition, METRICS } from '../../src/metrics/metrics-table';

/** A method of an application that gives a metric, as the table has it. */
interface MethodDescription {
  readonly method: string;
  readonly parameter: string;
  readonly returns: 'Metric' | 'MathExpression';
  readonly body: string;
  readonly docs: string[];
}

const HEADER = '// Written from the table of metrics: `UPDATE_METRICS=1 npx jest test/metrics/methods` writes it anew.';
const WIDTH = 116;

/** All methods, in the order of the table. */
function methods(): MethodDescription[] {
  const rows = Object.entries<MetricDefinition>(METRICS).flatMap(([name, definition]) => {
    const row = methodOf(name, definition);
    if (definition.alphaMethod === undefined) return [row];
    const docs = [
      `The same as \`${row.method}()\`, under its name in the alpha module of the AWS CDK.`, ...thrown(definition),
    ];
    return [row, { ...row, method: definition.alphaMethod, docs }];
  });
  const expressions = Object.entries(EXPRESSIONS).map(([name, { method, summary, unit }]): MethodDescription => ({
    method,
    parameter: 'options?: MetricOptions',
    returns: 'MathExpression',
    body: `${name}Metric(this, options)`,
    docs: [`${summary}. In ${unit}.`],
  }));
  return [...rows, ...expressions];
}

function methodOf(name: string, definition: MetricDefinition): MethodDescription {
  const { method, summary, scope, records } = definition;
  const docs = [`${summary}. ${measure(name, definition)}`, ...thrown(definition)];
  if (records !== undefined) {
    return {
      method,
      parameter: 'options?: MetricOptions',
      returns: 'MathExpression',
      body: `recordsMetric(this, '${name}', options)`,
      docs,
    };
  }
  const raw = { method, returns: 'Metric', docs } as const;
  if (scope === 'task') {
    return { ...raw, parameter: 'options: FlinkTaskMetricOptions', body: `taskMetric(this, '${name}', options)` };
  }
  if (scope === 'stream') {
    return { ...raw, parameter: 'options: FlinkStreamMetricOptions', body: `streamMetric(this, '${name}', options)` };
  }
  return { ...raw, parameter: 'options?: MetricOptions', body: `tableMetric(this, '${name}', options)` };
}

function measure(name: string, { unit, statistic, periodMinutes, records, versions }: MetricDefinition): string {
  const period = periodMinutes === 1 ? '1 minute' : `${periodMinutes} minutes`;
  const value = records === undefined ? statistic.toLowerCase() : 'sum of the samples divided by 4,';
  const deprecated = versions === 'deprecated' ? ' AWS has deprecated it for Flink 2.2 and later.' : '';
  return `Metric \`${name}\`: the ${value} over ${period}${unit === 'count' ? '' : `, in ${unit}`}.${deprecated}`;
}

function thrown({ scope, versions }: MetricDefinition): string[] {
  const wrongVersion = {
    'before 2.2': ['@throws if the application runs on Flink 2.2 or later'],
    'from 2.2': ['@throws if the application runs on a version before Flink 2.2'],
    'all': [],
    'deprecated': [],
  }[versions];
  return [
    ...wrongVersion, ...scope === 'task' ? ['@throws if the metrics level of the application is `APPLICATION`'] : [],
  ];
}

/** The interface, as the file has it. */
export function interfaceSource(): string {
  return [
    HEADER,
    ...imports('MathExpression, Metric, MetricOptions', ['./metric-options', 'FlinkStreamMetricOptions, '
      + 'FlinkTaskMetricOptions']),
    '',
    '/**',
    ' * The metrics of an application.',
    ' *',
    ' * @internal',
    ' */',
    'export interface IFlinkApplicationMetrics {',
    methods()
      .map(({ method, parameter, returns, docs }) =>
        [...comment(docs), `  ${method}(${parameter}): ${returns};`].join('\n'))
      .join('\n\n'),
    '}',
    '',
  ].join('\n');
}

/** The class, as the file has it. */
export function classSource(): string {
  const functions = [...new Set(methods().map(({ body }) => body.split('(')[0]))].sort();
  return [
    HEADER,
    'import { Resource } from \'aws-cdk-lib\';',
    ...imports('MathExpression, Metric, MetricOptions'),
    'import { Connections } from \'aws-cdk-lib/aws-ec2\';',
    'import { Grant, IGrantable, IPrincipal } from \'aws-cdk-lib/aws-iam\';',
    'import { IFlinkApplication } from \'./flink-application-interface\';',
    'import {',
    ...wrap(`${functions.join(', ')},`, '  '),
    '} from \'./metric-factory\';',
    'import { FlinkStreamMetricOptions, FlinkTaskMetricOptions } from \'./metric-options\';',
    'import { MonitoredApplication } from \'./monitored-application\';',
    '',
    '/**',
    ' * The metrics of an application, made or imported.',
    ' *',
    ' * @internal',
    ' */',
    'export abstract class FlinkApplicationMetrics extends Resource implements IFlinkApplication {',
    '  /** The name of the application. */',
    '  public abstract readonly applicationName: string;',
    '',
    '  /** The ARN of the application. */',
    '  public abstract readonly applicationArn: string;',
    '',
    '  /** The principal that permissions are granted to. */',
    '  public abstract readonly grantPrincipal: IPrincipal;',
    '',
    '  /** Rules to and from the application, on the security groups that are its own. */',
    '  public abstract readonly connections: Connections;',
    '',
    ...methods().flatMap(({ method, parameter, returns, docs, body }) => [
      ...comment(docs), `  public ${method}(${parameter}): ${returns} {`, `    return ${body};`, '  }', '',
    ]),
    '  public abstract grantRead(grantee: IGrantable): Grant;',
    '',
    '  public abstract grantOperate(grantee: IGrantable): Grant;',
    '',
    '  public abstract metric(metricName: string, options?: MetricOptions): Metric;',
    '',
    '  /** @internal */',
    '  public abstract _monitored(): MonitoredApplication;',
    '}',
    '',
  ].join('\n');
}

function imports(cloudWatch: string, ...others: [string, string][]): string[] {
  return [['aws-cdk-lib/aws-cloudwatch', cloudWatch], ...others].map(([from, names]) =>
    `import { ${names} } from '${from}';`);
}

function comment([summary, ...tags]: string[]): string[] {
  return [
    '  /**',
    ...wrap(summary, '   * '),
    ...tags.length === 0 ? [] : ['   *'],
    ...tags.flatMap(tag => wrap(tag, '   * ')),
    '   */',
  ];
}

function wrap(text: string, prefix: string): string[] {
  const lines = text.split(' ').reduce<string[]>((done, word) => {
    const last = done.at(-1);
    if (last === undefined || `${prefix}${last} ${word}`.length > WIDTH) return [...done, word];
    return [...done.slice(0, -1), `${last} ${word}`];
  }, []);
  return lines.map(line => `${prefix}${line}`);
}
