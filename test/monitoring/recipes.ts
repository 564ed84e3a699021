import { Duration } from 'aws-cdk-lib';
import { Alarm, IAlarm, IWidget, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import {
  FlinkAlarmKind, FlinkAlarms, FlinkApplication, FlinkApplicationProps, FlinkDashboard, IFlinkApplication,
} from '../../src';

/** What the recipe needs of `MonitoringFacade` of cdk-monitoring-constructs. */
interface Facade {
  addWidget(widget: IWidget): unknown;
}

/** The code of the documentation: what is between the marks is shown there. */
export class Recipes extends Construct {
  public alarms(application: FlinkApplication, topic: ITopic): void {
    // example:alarms:begin
    application.addRecommendedAlarms({
      topic,
      overrides: { kafkaLag: { threshold: 10_000 }, cpuUtilization: { threshold: 90 } },
      exclude: [FlinkAlarmKind.SLOW_CHECKPOINTS],
    });
    // example:alarms:end
  }

  public plannedStops(application: FlinkApplication, topic: ITopic): void {
    // example:plannedStops:begin
    const planned = new Alarm(this, 'PlannedStop', {
      metric: new Metric({
        namespace: 'Flink/PlannedStops', metricName: 'Orders', statistic: 'Maximum', period: Duration.minutes(1),
      }),
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    application.addRecommendedAlarms({ topic, actionsSuppressor: planned });
    // example:plannedStops:end
  }

  public dashboard(orders: FlinkApplication, topic: ITopic): void {
    // example:dashboard:begin
    const alarms = orders.addRecommendedAlarms({ topic });
    const clicks = FlinkApplication.fromFlinkApplicationName(this, 'Clicks', 'clicks');
    new FlinkDashboard(this, 'Dashboard', { applications: [orders, clicks], alarms: [alarms] });
    // example:dashboard:end
  }

  public facade(monitoring: Facade, application: IFlinkApplication): IAlarm[] {
    // example:facade:begin
    FlinkDashboard.widgetRows(application).flat().forEach(widget => monitoring.addWidget(widget));
    const { alarms } = new FlinkAlarms(this, 'Alarms', { application });
    // example:facade:end
    return alarms;
  }

  public encryption(props: FlinkApplicationProps): FlinkApplication {
    // example:encryption:begin
    const application = new FlinkApplication(this, 'Orders', {
      ...props,
      applicationName: 'orders',
      encryptionKey: new Key(this, 'Key', { enableKeyRotation: true }),
    });
    // example:encryption:end
    return application;
  }
}
