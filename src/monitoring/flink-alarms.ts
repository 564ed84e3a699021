import { CfnElement, Lazy, Stack, Validations } from 'aws-cdk-lib';
import {
  Alarm, AlarmRule, AlarmState, CfnCompositeAlarm, ComparisonOperator, CompositeAlarm, IAlarmAction,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { checkActions, checkSettings, checkUnused } from './alarm-checks';
import { AlarmDefinition, applicationAlarms, streamAlarm } from './alarm-definitions';
import { FlinkAlarmKind, FlinkAlarmsOptions } from './alarm-settings';
import { rejectBecause } from '../core/problem';
import { requiredProps } from '../core/required-props';
import { IFlinkApplication } from '../metrics/flink-application-interface';
import { monitored } from '../metrics/metric-factory';

/** The longest rule of a composite alarm, and what one alarm adds to it beside its name. */
const MAX_RULE_LENGTH = 10_240;
const MAX_NAME_LENGTH = 255;
const RULE_LENGTH_OF_ALARM = 73;
const GENERATED_SUFFIX_LENGTH = 14;

/** Properties of `FlinkAlarms`. */
export interface FlinkAlarmsProps extends FlinkAlarmsOptions {
  /**
   * The application that the alarms watch. Your app creates or imports it.
   *
   * For an imported application, only its attributes are known: without `runtime`, the alarms watch the metrics of all
   * versions of Flink, and there are no alarms for the lag of Kinesis data streams or for slow checkpoints.
   */
  readonly application: IFlinkApplication;
}

/**
 * The alarms that AWS recommends for a Flink application, with the right statistics for its version of Flink.
 *
 * For an application of your app, `application.addRecommendedAlarms()` does the same.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/monitoring-metrics-alarms.html
 * @example
 * declare const topic: sns.ITopic;
 * const application = FlinkApplication.fromFlinkApplicationName(this, 'Orders', 'orders');
 * new FlinkAlarms(this, 'Alarms', { application, topic });
 */
export class FlinkAlarms extends Construct {
  /**
   * An alarm that is in the state ALARM while any of the alarms is. It carries the actions if there is an
   * `actionsSuppressor`, and has none otherwise. It acts once: while it is in ALARM, another alarm that goes into ALARM
   * causes no further action.
   */
  public readonly compositeAlarm: CompositeAlarm;

  private readonly all = new Map<string, Alarm>();

  constructor(scope: Construct, id: string, private readonly props: FlinkAlarmsProps) {
    super(scope, id);
    const { application, exclude = [], overrides = {}, actionsSuppressor } = requiredProps(
      scope, id, props, '`{ application }`',
    );
    const contradiction = exclude.find(kind => overrides[kind] !== undefined);
    if (contradiction !== undefined) {
      rejectBecause(this, `overrides.${contradiction} is given, but exclude leaves this alarm out: write only one of `
        + 'them');
    }

    checkActions(this, this.actions().length);
    applicationAlarms(application).forEach(definition => this.add(definition));
    monitored(application).sources?.forEach((lag, source) =>
      this.add(streamAlarm(application, lag), this.relative(source)));

    this.compositeAlarm = new CompositeAlarm(this, 'Composite', {
      alarmDescription: `Flink application ${application.applicationName}: at least one of its alarms has gone off.`,
      // sources may be added later
      alarmRule: { renderAlarmRule: () => Lazy.string({ produce: () => this.rule() }) },
      actionsSuppressor,
    });
    // the CDK gives a composite alarm a name, which would collide with that of another stage
    (this.compositeAlarm.node.defaultChild as CfnCompositeAlarm).addPropertyDeletionOverride('AlarmName');
    if (actionsSuppressor !== undefined) this.compositeAlarm.addAlarmAction(...this.actions());
    this.node.addValidation({ validate: () => this.ruleProblems() });
  }

  /**
   * The alarms, without the composite one. Those of sources that are added later are not in a list that you got before.
   */
  public get alarms(): Alarm[] {
    return [...this.all.values()];
  }

  private add(definition: AlarmDefinition | undefined, source?: string): void {
    if (definition === undefined || this.props.exclude?.includes(definition.kind)) return;
    const changes = this.changes(definition.kind);
    const { kind, metric, threshold, ...settings } = { ...definition, ...changes };
    checkSettings(this, kind, { threshold, ...settings });
    if (threshold === undefined) {
      checkUnused(this, kind, changes);
      return;
    }
    const name = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
    const id = source === undefined ? name : `${name}(${source})`;
    const alarm = new Alarm(this, id, {
      metric: metric(settings.period),
      threshold,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: settings.evaluationPeriods,
      datapointsToAlarm: settings.datapointsToAlarm ?? settings.evaluationPeriods,
      treatMissingData: settings.treatMissingData,
      alarmDescription: `Flink application ${this.props.application.applicationName} ${settings.event}. `
        + `${settings.advice}.`,
    });
    this.all.set(id, alarm);
    if (this.props.actionsSuppressor === undefined) alarm.addAlarmAction(...this.actions());
    else acknowledgeActions(alarm);
  }

  /** What the user says of a kind of alarm, without what is left out. */
  private changes(kind: FlinkAlarmKind): Partial<AlarmDefinition> {
    return Object.fromEntries(
      Object.entries(this.props.overrides?.[kind] ?? {}).filter(([, value]) => value !== undefined),
    );
  }

  private actions(): IAlarmAction[] {
    const { topic, actions = [] } = this.props;
    return [...topic === undefined ? [] : [new SnsAction(topic)], ...actions];
  }

  /** Ids of sources have paths of the app in them: that of the stack says nothing. */
  private relative(source: string): string {
    return source.replace(`${Stack.of(this.props.application).node.path}/`, '');
  }

  private rule(): string {
    // the CDK resolves the rule before it asks for problems
    if (this.all.size === 0) return AlarmRule.fromBoolean(false).renderAlarmRule();
    return AlarmRule.anyOf(...this.alarms.map(alarm => AlarmRule.fromAlarm(alarm, AlarmState.ALARM))).renderAlarmRule();
  }

  private ruleProblems(): string[] {
    if (this.all.size === 0) {
      return ['exclude leaves no alarm, but the composite alarm needs one: leave out FlinkAlarms'];
    }
    const stack = Stack.of(this);
    const length = this.alarms.reduce((sum, alarm) => {
      const logicalId = String(stack.resolve((alarm.node.defaultChild as CfnElement).logicalId));
      const nameLength = stack.stackName.length + logicalId.length + GENERATED_SUFFIX_LENGTH;
      return sum + RULE_LENGTH_OF_ALARM + Math.min(MAX_NAME_LENGTH, nameLength);
    }, 0);
    if (length <= MAX_RULE_LENGTH) return [];
    return [`the composite alarm has ${this.all.size} alarms, whose names take about ${length} characters, but its `
      + `rule must have at most ${MAX_RULE_LENGTH}: leave alarms out with \`exclude: [FlinkAlarmKind.KINESIS_LAG]\`, `
      + 'and make those of the streams yourself'];
  }
}

/** The composite alarm acts for an alarm without actions. */
function acknowledgeActions(alarm: Alarm): void {
  for (const pack of ['NIST.800.53.R5', 'HIPAA.Security']) {
    Validations.of(alarm).acknowledge({
      id: `${pack}-CloudWatchAlarmAction`,
      reason: 'The composite alarm carries the actions, so that they can be held back.',
    });
  }
}
