// A mistake that the construct refuses at once.
const { FlinkRuntime } = require('cdk-managed-flink');

FlinkRuntime.of('SQL-1_0');
