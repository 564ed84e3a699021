export { ApplicationCode, ApplicationCodeConfig, PythonAssetOptions } from './application-code';
export { FlinkApplication } from './flink-application';
export { FlinkApplicationAttributes, IFlinkApplication } from './flink-application-base';
export { FlinkApplicationProps } from './flink-application-props';
export { FlinkRuntime } from './flink-runtime';
export { LogLevel, MetricsLevel } from './monitoring';
export { NetworkPermissions, VpcConfiguration } from './network/vpc-configuration';
export { CommonVpcEndpointsOptions, CreateVpcEndpointsOptions, ExistingVpcEndpoints, ExistingVpcEndpointsOptions, VpcEndpoints } from './network/vpc-endpoints';
export { FlinkVpcRules, FlinkVpcRulesProps } from './rules/flink-vpc-rules';
