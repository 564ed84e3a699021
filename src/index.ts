export { ApplicationCode, ApplicationCodeConfig, PythonAssetOptions } from './application/application-code';
export {
  FlinkConnectorBindOptions, FlinkConnectorConfig, FlinkConnectorDirection, FlinkConnectorEncryption,
  FlinkConnectorLag, FlinkConnectorOptions, FlinkConnectorPeer, FlinkConnectorPermission, IFlinkConnector,
} from './connectors/connector';
export { FlinkConnector } from './connectors/flink-connector';
export { PrivateRestApiConnectorOptions } from './connectors/services/api-gateway';
export { BedrockModelConnectorOptions } from './connectors/services/bedrock';
export { CloudWatchMetricsConnectorOptions } from './connectors/services/cloudwatch';
export { DatabaseConnectorOptions } from './connectors/services/database';
export {
  DatabaseIamAuthentication, ElastiCacheIamAuthenticationOptions, MemoryDbIamAuthenticationOptions,
  RdsIamAuthenticationOptions,
} from './connectors/services/database-iam-authentication';
export { DynamoDbTableConnectorOptions } from './connectors/services/dynamodb';
export { EventBusConnectorOptions } from './connectors/services/eventbridge';
export { FirehoseDeliveryStreamConnectorOptions } from './connectors/services/firehose';
export { GlueDatabaseConnectorOptions, GlueSchemaRegistryConnectorOptions } from './connectors/services/glue';
export { IcebergTableConnectorOptions } from './connectors/services/iceberg';
export { KafkaBrokersConnectorOptions } from './connectors/services/kafka';
export { KafkaConnectorOptions } from './connectors/services/kafka-options';
export { KeyspacesTableConnectorOptions } from './connectors/services/keyspaces';
export { KinesisStreamConnectorOptions } from './connectors/services/kinesis';
export { LambdaFunctionConnectorOptions } from './connectors/services/lambda';
export { MskClusterConnectorOptions } from './connectors/services/msk';
export { MskAuthentication } from './connectors/services/msk-authentication';
export { NeptuneClusterConnectorOptions } from './connectors/services/neptune';
export { OpenSearchDomainConnectorOptions } from './connectors/services/opensearch';
export { OpenSearchServerlessCollectionConnectorOptions } from './connectors/services/opensearch-serverless';
export { PrometheusWorkspaceConnectorOptions } from './connectors/services/prometheus';
export { S3BucketConnectorOptions } from './connectors/services/s3';
export { S3TableBucketConnectorOptions } from './connectors/services/s3-tables';
export { SageMakerEndpointConnectorOptions } from './connectors/services/sagemaker';
export { SecretConnectorOptions } from './connectors/services/secrets-manager';
export { SnsTopicConnectorOptions } from './connectors/services/sns';
export { SqsQueueConnectorOptions } from './connectors/services/sqs';
export { StepFunctionConnectorOptions } from './connectors/services/step-functions';
export { SsmParameterConnectorOptions } from './connectors/services/systems-manager';
export { FlinkApplication } from './application/flink-application';
export { FlinkApplicationAttributes } from './application/imported-flink-application';
export { FlinkApplicationBase } from './application/flink-application-base';
export { FlinkApplicationProps } from './application/flink-application-props';
export { CustomArtifact } from './application/custom-artifact';
export { FlinkStudioNotebook } from './application/flink-studio-notebook';
export { FlinkStudioNotebookProps } from './application/flink-studio-notebook-props';
export { FlinkRuntime } from './flink-runtime';
export { IFlinkApplication } from './metrics/flink-application-interface';
export { LogLevel } from './application/monitoring-configuration';
export {
  FlinkAlarmKind, FlinkAlarmOverrides, FlinkAlarmSettings, FlinkAlarmsOptions,
} from './monitoring/alarm-settings';
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
