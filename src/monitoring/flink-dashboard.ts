import { Dashboard, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { AlarmStates } from './alarm-states';
import { FlinkAlarms } from './flink-alarms';
import { applicationWidgets } from './flink-widgets';
import { reject, rejectBecause } from '../core/problem';
import { requiredProps } from '../core/required-props';
import { IFlinkApplication } from '../metrics/flink-application-interface';

/** What CloudWatch accepts. */
const MAX_WIDGETS = 500;

/** Properties of `FlinkDashboard`. */
export interface FlinkDashboardProps {
  /**
   * The applications that the dashboard shows, one below the other. At least one, and about 33 fit.
   */
  readonly applications: IFlinkApplication[];

  /**
   * The alarms whose state the dashboard shows.
   *
   * @default - none
   */
  readonly alarms?: FlinkAlarms[];

  /**
   * The name of the dashboard.
   *
   * @default - CloudFormation generates a name
   */
  readonly dashboardName?: string;
}

/**
 * A dashboard for Flink applications: availability, resources, checkpoints, throughput, the lag of the sources, the
 * first failures in the log, and the state of the alarms.
 *
 * It shows the metrics of all versions of Flink, so that the history stays visible after an upgrade.
 *
 * @example
 * declare const application: FlinkApplication;
 * new FlinkDashboard(this, 'Dashboard', { applications: [application] });
 */
export class FlinkDashboard extends Construct {
  /**
   * The widgets of one application, in rows that are 24 columns wide, for a dashboard of your own.
   *
   * @example
   * declare const application: FlinkApplication;
   * new cloudwatch.Dashboard(this, 'Dashboard', { widgets: FlinkDashboard.widgetRows(application) });
   */
  public static widgetRows(application: IFlinkApplication): IWidget[][] {
    return applicationWidgets(application);
  }

  /** The dashboard, to which you can add widgets. */
  public readonly dashboard: Dashboard;

  constructor(scope: Construct, id: string, props: FlinkDashboardProps) {
    super(scope, id);
    const { applications, alarms = [], dashboardName } = requiredProps(
      scope, id, props, '`{ applications: [application] }`',
    );
    if (!Array.isArray(applications) || applications.length === 0) {
      reject(this, {
        property: 'applications',
        got: applications,
        allowed: 'a list of at least one application',
        write: '`applications: [application]`',
      });
    }
    const rows = [...alarms.length > 0 ? [[new AlarmStates(alarms)]] : [], ...applications.flatMap(applicationWidgets)];
    const count = rows.flat().length;
    if (count > MAX_WIDGETS) {
      rejectBecause(this, `the ${applications.length} applications have ${count} widgets, but a dashboard must have at `
        + `most ${MAX_WIDGETS}: write several dashboards`);
    }
    this.dashboard = new Dashboard(this, 'Resource', { dashboardName });
    rows.forEach(row => this.dashboard.addWidgets(...row));
  }
}
