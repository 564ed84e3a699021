import { Duration } from 'aws-cdk-lib';
import { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { MetricsLevel } from './metrics-level';
import { SourceLags } from './source-lags';
import { FlinkRuntime } from '../flink-runtime';

/** What is known of an application in addition to its name. For an imported application, these are its attributes. */
export interface MonitoredApplication {
  readonly runtime?: FlinkRuntime;
  readonly metricsLevel?: MetricsLevel;
  readonly logGroup?: ILogGroup;
  /** False where the application is known to take no checkpoints. */
  readonly checkpointingEnabled?: boolean;
  readonly checkpointInterval?: Duration;
  readonly sources?: SourceLags;
}
