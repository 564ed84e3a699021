import { HERE, Case, secret, decrypt, readSecret, region } from './case-support';
import { FlinkConnector, MskAuthentication } from '../../src';

const CLUSTER = `arn:aws:kafka:${HERE}:cluster/orders/uuid-1`;
const kafkaProperties = { 'bootstrap.servers': 'b-1:9098', 'topic': 'orders' };

export const KAFKA_CASES: Case[] = [
  {
    name: 'mskCluster with IAM, everything named',
    make: (_stack, brokers) => FlinkConnector.mskCluster({
      clusterArn: CLUSTER,
      securityGroups: [brokers],
      authentication: MskAuthentication.iam(),
      topics: ['orders'],
      consumerGroup: 'job',
      transactionalIdPrefix: 'job-',
      bootstrapServers: 'b-1:9098',
      propertyGroup: 'Group',
    }),
    source: {
      statements: [
        { Action: 'kafka-cluster:Connect', Resource: CLUSTER },
        { Action: ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'], Resource: `arn:aws:kafka:${HERE}:topic/orders/uuid-1/orders` },
        { Action: ['kafka-cluster:DescribeGroup', 'kafka-cluster:AlterGroup'], Resource: `arn:aws:kafka:${HERE}:group/orders/uuid-1/job` },
      ],
      ports: [9098],
      properties: { ...kafkaProperties, 'group.id': 'job', ...region },
    },
    sink: {
      statements: [
        { Action: 'kafka-cluster:Connect', Resource: CLUSTER },
        { Action: 'kafka-cluster:WriteDataIdempotently', Resource: CLUSTER },
        { Action: ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'], Resource: `arn:aws:kafka:${HERE}:topic/orders/uuid-1/orders` },
        {
          Action: ['kafka-cluster:DescribeTransactionalId', 'kafka-cluster:AlterTransactionalId'],
          Resource: `arn:aws:kafka:${HERE}:transactional-id/orders/uuid-1/job-*`,
        },
      ],
      ports: [9098],
      properties: { ...kafkaProperties, ...region },
    },
  },
  {
    name: 'mskCluster with IAM, nothing named (serverless)',
    make: (_stack, brokers) => FlinkConnector.mskCluster({
      clusterArn: CLUSTER, securityGroups: [brokers], authentication: MskAuthentication.iam(), bootstrapServers: 'boot:9098', propertyGroup: 'Group',
    }),
    source: {
      statements: [
        { Action: 'kafka-cluster:Connect', Resource: CLUSTER },
        { Action: ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'], Resource: `arn:aws:kafka:${HERE}:topic/orders/uuid-1/*` },
        { Action: ['kafka-cluster:DescribeGroup', 'kafka-cluster:AlterGroup'], Resource: `arn:aws:kafka:${HERE}:group/orders/uuid-1/*` },
      ],
      ports: [9098],
      properties: { 'bootstrap.servers': 'boot:9098', ...region },
    },
    sink: {
      statements: [
        { Action: 'kafka-cluster:Connect', Resource: CLUSTER },
        { Action: 'kafka-cluster:WriteDataIdempotently', Resource: CLUSTER },
        { Action: ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'], Resource: `arn:aws:kafka:${HERE}:topic/orders/uuid-1/*` },
      ],
      ports: [9098],
      properties: { 'bootstrap.servers': 'boot:9098', ...region },
    },
  },
  ...([['TLS', MskAuthentication.tls(), 9094], ['plaintext', MskAuthentication.plaintext(), 9092]] as const).map(([name, authentication, port]): Case => {
    const expectation = { statements: [], ports: [port], properties: { 'bootstrap.servers': 'b-1', ...region } };
    return {
      name: `mskCluster with ${name}`,
      make: (_stack, brokers) => FlinkConnector.mskCluster({
        clusterArn: CLUSTER, securityGroups: [brokers], authentication, bootstrapServers: 'b-1', propertyGroup: 'Group',
      }),
      source: expectation,
      sink: expectation,
    };
  }),
  {
    name: 'mskCluster with SASL/SCRAM',
    make: (stack, brokers) => FlinkConnector.mskCluster({
      clusterArn: CLUSTER, securityGroups: [brokers], authentication: MskAuthentication.saslScram(secret(stack)), bootstrapServers: 'b-1', propertyGroup: 'Group',
    }),
    source: {
      statements: [readSecret, decrypt],
      endpoints: ['secretsmanager'],
      ports: [9096],
      properties: { 'bootstrap.servers': 'b-1', 'credentials.secret': 'AmazonMSK_job', ...region },
    },
  },
  {
    name: 'kafkaBrokers',
    make: (stack, brokers) => FlinkConnector.kafkaBrokers({
      connectable: brokers, ports: [19092, 19093], topics: ['a', 'b'], consumerGroup: 'job', secret: secret(stack), bootstrapServers: 'kafka:19092', propertyGroup: 'Group',
    }),
    source: {
      statements: [readSecret, decrypt],
      endpoints: ['secretsmanager'],
      ports: [19092, 19093],
      properties: { 'bootstrap.servers': 'kafka:19092', 'topic': 'a,b', 'group.id': 'job', 'credentials.secret': 'AmazonMSK_job' },
    },
  },
];
