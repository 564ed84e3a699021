import { Duration } from 'aws-cdk-lib';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { DEFAULT_CHECKPOINT_INTERVAL_MS } from './application-configuration';
import { FlinkApplicationProps } from './flink-application-props';
import { MetricsLevel } from '../metrics/metrics-level';
import { MonitoredApplication } from '../metrics/monitored-application';
import { SourceLags } from '../metrics/source-lags';

/** What alarms and dashboards need to know of an application, with the defaults of the service. */
export function monitoredApplication(
  props: FlinkApplicationProps, logGroup: ILogGroup, sources: SourceLags,
): MonitoredApplication {
  return {
    runtime: props.runtime,
    metricsLevel: props.metricsLevel ?? MetricsLevel.APPLICATION,
    logGroup,
    checkpointingEnabled: props.checkpointingEnabled ?? true,
    checkpointInterval: props.checkpointInterval ?? Duration.millis(DEFAULT_CHECKPOINT_INTERVAL_MS),
    sources,
  };
}
