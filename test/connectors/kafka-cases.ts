import { HERE, Case, secret, decrypt, readSecret, region } from './case-support';
import { FlinkConnector, MskAuthentication } from '../../src';

const CLUSTER = `arn:aws:kafka:${HERE}:cluster/orders/uuid-1`;
const iam = {
  'security.protocol': 'SASL_SSL',
  'sasl.mechanism': 'AWS_MSK_IAM',
  'sasl.jaas.config': 'software.amazon.msk.auth.iam.IAMLoginModule required;',
  'sasl.client.callback.handler.class': 'software.amazon.msk.auth.iam.IAMClientCallbackHandler',
};
const kafkaProperties = { 'bootstrap.servers': 'b-1:9098', 'topic': 'orders', ...iam };
const topicArn = (name: string) => `arn:aws:kafka:${HERE}:topic/orders/uuid-1/${name}`;
const groupArn = (name: string) => `arn:aws:kafka:${HERE}:group/orders/uuid-1/${name}`;

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
        {
          Action: ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'],
          Resource: `arn:aws:kafka:${HERE}:topic/orders/uuid-1/orders`,
        },
        {
          Action: ['kafka-cluster:DescribeGroup', 'kafka-cluster:AlterGroup'],
          Resource: `arn:aws:kafka:${HERE}:group/orders/uuid-1/job`,
        },
      ],
      ports: [9098],
      properties: { ...kafkaProperties, 'group.id': 'job', ...region },
    },
    sink: {
      statements: [
        { Action: 'kafka-cluster:Connect', Resource: CLUSTER },
        { Action: 'kafka-cluster:WriteDataIdempotently', Resource: CLUSTER },
        {
          Action: ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'],
          Resource: `arn:aws:kafka:${HERE}:topic/orders/uuid-1/orders`,
        },
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
      clusterArn: CLUSTER,
      securityGroups: [brokers],
      authentication: MskAuthentication.iam(),
      bootstrapServers: 'boot:9098',
      propertyGroup: 'Group',
    }),
    source: {
      statements: [
        { Action: 'kafka-cluster:Connect', Resource: CLUSTER },
        {
          Action: ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'],
          Resource: `arn:aws:kafka:${HERE}:topic/orders/uuid-1/*`,
        },
        {
          Action: ['kafka-cluster:DescribeGroup', 'kafka-cluster:AlterGroup'],
          Resource: `arn:aws:kafka:${HERE}:group/orders/uuid-1/*`,
        },
      ],
      ports: [9098],
      properties: { 'bootstrap.servers': 'boot:9098', ...iam, ...region },
    },
    sink: {
      statements: [
        { Action: 'kafka-cluster:Connect', Resource: CLUSTER },
        { Action: 'kafka-cluster:WriteDataIdempotently', Resource: CLUSTER },
        {
          Action: ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'],
          Resource: `arn:aws:kafka:${HERE}:topic/orders/uuid-1/*`,
        },
      ],
      ports: [9098],
      properties: { 'bootstrap.servers': 'boot:9098', ...iam, ...region },
    },
  },
  ...([
    ['TLS', MskAuthentication.tls(), 9094, 'SSL'], ['plaintext', MskAuthentication.plaintext(), 9092, 'PLAINTEXT'],
  ] as const).map(([name, authentication, port, protocol]): Case => {
    const expectation = {
      statements: [],
      ports: [port],
      properties: { 'bootstrap.servers': 'b-1', 'security.protocol': protocol, ...region },
    };
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
      clusterArn: CLUSTER,
      securityGroups: [brokers],
      authentication: MskAuthentication.saslScram(secret(stack)),
      bootstrapServers: 'b-1',
      propertyGroup: 'Group',
    }),
    source: {
      statements: [readSecret, decrypt],
      endpoints: ['secretsmanager'],
      ports: [9096],
      properties: {
        'bootstrap.servers': 'b-1',
        'security.protocol': 'SASL_SSL',
        'sasl.mechanism': 'SCRAM-SHA-512',
        'credentials.secret': 'AmazonMSK_job',
        ...region,
      },
    },
  },
  {
    name: 'kafkaBrokers',
    make: (stack, brokers) => FlinkConnector.kafkaBrokers({
      connectable: brokers,
      ports: [19092, 19093],
      topics: ['a', 'b'],
      consumerGroup: 'job',
      secret: secret(stack),
      bootstrapServers: 'kafka:19092',
      propertyGroup: 'Group',
    }),
    source: {
      statements: [readSecret, decrypt],
      endpoints: ['secretsmanager'],
      ports: [19092, 19093],
      properties: {
        'bootstrap.servers': 'kafka:19092',
        'topic': 'a;b',
        'group.id': 'job',
        'credentials.secret': 'AmazonMSK_job',
        ...region,
      },
    },
  },
  {
    name: 'kafkaBrokers with a pattern of topics and no secret',
    make: (_stack, brokers) => FlinkConnector.kafkaBrokers({
      connectable: brokers,
      ports: [9092],
      topicPattern: 'orders.v?-*',
      bootstrapServers: 'kafka:9092',
      propertyGroup: 'Group',
    }),
    source: {
      statements: [],
      ports: [9092],
      properties: { 'bootstrap.servers': 'kafka:9092', 'topic.pattern': 'orders\\.v.-.*' },
    },
  },
  {
    name: 'mskCluster with a pattern of topics that the job creates',
    make: (_stack, brokers) => FlinkConnector.mskCluster({
      clusterArn: CLUSTER,
      securityGroups: [brokers],
      authentication: MskAuthentication.iam(),
      topicPattern: 'orders-*',
      createTopics: true,
      bootstrapServers: 'b-1:9098',
      propertyGroup: 'Group',
    }),
    source: {
      statements: [
        { Action: 'kafka-cluster:Connect', Resource: CLUSTER },
        {
          Action: ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData', 'kafka-cluster:CreateTopic'],
          Resource: topicArn('orders-*'),
        },
        { Action: ['kafka-cluster:DescribeGroup', 'kafka-cluster:AlterGroup'], Resource: groupArn('*') },
      ],
      ports: [9098],
      properties: { 'bootstrap.servers': 'b-1:9098', 'topic.pattern': 'orders-.*', ...iam, ...region },
    },
    sink: {
      statements: [
        { Action: 'kafka-cluster:Connect', Resource: CLUSTER },
        { Action: 'kafka-cluster:WriteDataIdempotently', Resource: CLUSTER },
        {
          Action: ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData', 'kafka-cluster:CreateTopic'],
          Resource: topicArn('orders-*'),
        },
      ],
      ports: [9098],
      properties: { 'bootstrap.servers': 'b-1:9098', 'topic.pattern': 'orders-.*', ...iam, ...region },
    },
  },
  {
    name: 'mskCluster with multi-VPC connectivity to another account',
    make: (_stack, brokers) => FlinkConnector.mskCluster({
      clusterArn: CLUSTER.replace('111111111111', '222222222222'),
      securityGroups: [brokers],
      authentication: MskAuthentication.tls(),
      multiVpcConnectivity: true,
      bootstrapServers: 'b-1:14001',
      propertyGroup: 'Group',
    }),
    source: {
      statements: [],
      ports: [[14001, 14100]],
      properties: { 'bootstrap.servers': 'b-1:14001', 'security.protocol': 'SSL', ...region },
    },
  },
];
