export { ApplicationCode, ApplicationCodeConfig, PythonAssetOptions } from './application/application-code';
export {
  FlinkConnectorBindOptions, FlinkConnectorConfig, FlinkConnectorDirection, FlinkConnectorEncryption,
  FlinkConnectorLag, FlinkConnectorOptions, FlinkConnectorPeer, FlinkConnectorPermission, IFlinkConnector,
} from './connectors/connector';
export { DatabaseConnectorOptions } from './connectors/services/database';
export { DynamoDbConnectorOptions } from './connectors/services/dynamodb';
export { FlinkConnector } from './connectors/flink-connector';
export { GlueDatabaseConnectorOptions, GlueSchemaRegistryConnectorOptions } from './connectors/services/glue';
export { KafkaBrokersConnectorOptions, KafkaConnectorOptions, MskConnectorOptions } from './connectors/services/kafka';
export { FirehoseConnectorOptions, KinesisStreamConnectorOptions } from './connectors/services/kinesis';
export { LambdaConnectorOptions } from './connectors/services/lambda';
export { MskAuthentication } from './connectors/services/msk-authentication';
export { OpenSearchConnectorOptions } from './connectors/services/opensearch';
export { PrometheusConnectorOptions } from './connectors/services/prometheus';
export { S3ConnectorOptions, S3TableBucketConnectorOptions } from './connectors/services/s3';
export { SecretConnectorOptions } from './connectors/services/secret';
export { SqsConnectorOptions } from './connectors/services/sqs';
export { FlinkApplication } from './application/flink-application';
export { FlinkApplicationAttributes } from './application/imported-flink-application';
export { FlinkApplicationBase } from './application/flink-application-base';
export { FlinkApplicationProps } from './application/flink-application-props';
export { FlinkRuntime } from './flink-runtime';
export { IFlinkApplication } from './metrics/flink-application-interface';
export { LogLevel } from './application/monitoring-configuration';
export { FlinkAlarmKind, FlinkAlarmOverrides, FlinkAlarmSettings, FlinkAlarmsOptions } from './monitoring/alarm-settings';
export { FlinkAlarms, FlinkAlarmsProps } from './monitoring/flink-alarms';
export { FlinkDashboard, FlinkDashboardProps } from './monitoring/flink-dashboard';
export { FlinkStreamMetricOptions, FlinkTaskMetricOptions } from './metrics/metric-options';
export { MetricsLevel } from './metrics/metrics-level';
export { NetworkPermissions, VpcConfiguration } from './network/vpc-configuration';
export { EndpointClients } from './endpoints/endpoint-clients';
export {
  CommonVpcEndpointsOptions, CreateVpcEndpointsOptions, ExistingVpcEndpoints, ExistingVpcEndpointsOptions,
} from './endpoints/endpoint-options';
export { FlinkNetwork } from './endpoints/flink-network';
export {
  FlinkNetworkAttributes, FlinkNetworkProps, IFlinkNetwork, PublishFlinkNetworkOptions,
} from './endpoints/flink-network-props';
export { VpcEndpoints } from './endpoints/vpc-endpoints';
export { FlinkNetworkPrices, FlinkNetworkReport, FlinkNetworkReportProps } from './report/flink-network-report';
export { FlinkVpcRules, FlinkVpcRulesProps } from './rules/flink-vpc-rules';
export { ApplicationLifecycle, StartOnDeployOptions } from './lifecycle/application-lifecycle';
export { OnDelete } from './lifecycle/on-delete';
export { LatestSnapshotOptions, RestoreFrom, RestoreNothingOptions, SnapshotOptions } from './lifecycle/restore-from';
export { SnapshotMode } from './lifecycle/snapshot-mode';
