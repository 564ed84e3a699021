export { ApplicationCode, ApplicationCodeConfig, PythonAssetOptions } from './application-code';
export {
  FlinkConnectorBindOptions, FlinkConnectorConfig, FlinkConnectorDirection, FlinkConnectorEncryption,
  FlinkConnectorOptions, FlinkConnectorPeer, FlinkConnectorPermission, IFlinkConnector,
} from './connectors/connector';
export { DatabaseConnectorOptions } from './connectors/database';
export { DynamoDbConnectorOptions } from './connectors/dynamodb';
export { FlinkConnector } from './connectors/flink-connector';
export { GlueDatabaseConnectorOptions, GlueSchemaRegistryConnectorOptions } from './connectors/glue';
export { KafkaBrokersConnectorOptions, KafkaConnectorOptions, MskConnectorOptions } from './connectors/kafka';
export { FirehoseConnectorOptions, KinesisStreamConnectorOptions } from './connectors/kinesis';
export { LambdaConnectorOptions } from './connectors/lambda';
export { MskAuthentication } from './connectors/msk-authentication';
export { OpenSearchConnectorOptions } from './connectors/opensearch';
export { PrometheusConnectorOptions } from './connectors/prometheus';
export { S3ConnectorOptions, S3TableBucketConnectorOptions } from './connectors/s3';
export { SecretConnectorOptions } from './connectors/secret';
export { SqsConnectorOptions } from './connectors/sqs';
export { FlinkApplication } from './flink-application';
export { FlinkApplicationAttributes, IFlinkApplication } from './flink-application-interface';
export { FlinkApplicationProps } from './flink-application-props';
export { FlinkRuntime } from './flink-runtime';
export { LogLevel, MetricsLevel } from './monitoring';
export { NetworkPermissions, VpcConfiguration } from './network/vpc-configuration';
export { CommonVpcEndpointsOptions, CreateVpcEndpointsOptions, ExistingVpcEndpoints, ExistingVpcEndpointsOptions, VpcEndpoints } from './network/vpc-endpoints';
export { FlinkVpcRules, FlinkVpcRulesProps } from './rules/flink-vpc-rules';
