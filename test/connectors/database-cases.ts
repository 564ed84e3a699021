import { Connections, Port } from 'aws-cdk-lib/aws-ec2';
import { Domain } from 'aws-cdk-lib/aws-opensearchservice';
import { DatabaseProxy } from 'aws-cdk-lib/aws-rds';
import { HERE, Case, secret, decrypt, readSecret, region } from './case-support';
import { DatabaseIamAuthentication, FlinkConnector } from '../../src';

const COLLECTION = `arn:aws:aoss:${HERE}:collection/abc123`;
const RDS_USER = `arn:<AWS::Partition>:rds-db:${HERE}:dbuser`;
const CACHE = `arn:aws:elasticache:${HERE}:replicationgroup:sessions`;

/** Databases and search engines. */
export const DATABASE_CASES: Case[] = [
  {
    name: 'openSearchDomain',
    make: (stack, brokers) => FlinkConnector.openSearchDomain(Domain.fromDomainAttributes(stack, 'Search', {
      domainArn: `arn:aws:es:${HERE}:domain/search`, domainEndpoint: 'vpc-search.example.com',
    }), { securityGroups: [brokers], propertyGroup: 'Group' }),
    sink: {
      statements: [
        { Action: ['es:ESHttpHead', 'es:ESHttpPost', 'es:ESHttpPut'], Resource: `arn:aws:es:${HERE}:domain/search/*` },
      ],
      ports: [443],
      properties: { 'endpoint.url': 'https://vpc-search.example.com', ...region },
    },
  },
  {
    name: 'database',
    make: (stack, brokers) => FlinkConnector.database(new Connections({ securityGroups: [brokers], defaultPort: Port.tcp(5432) }), {
      secret: secret(stack),
      hostname: 'db',
      databaseName: 'orders',
      jdbcUrl: 'jdbc:postgresql://db:5432/orders',
      propertyGroup: 'Group',
    }),
    source: {
      statements: [readSecret, decrypt],
      endpoints: ['secretsmanager'],
      ports: [5432],
      properties: {
        'hostname': 'db',
        'port': '5432',
        'database.name': 'orders',
        'url': 'jdbc:postgresql://db:5432/orders',
        'secret.name': 'AmazonMSK_job',
        ...region,
      },
    },
  },
  {
    name: 'database with a port and nothing else',
    make: (_stack, brokers) => FlinkConnector.database(brokers, { port: Port.tcp(6379), propertyGroup: 'Group' }),
    sink: { statements: [], ports: [6379], properties: { port: '6379' } },
  },
  {
    name: 'openSearchServerlessCollection',
    make: (_stack, brokers) => FlinkConnector.openSearchServerlessCollection({
      collectionArn: COLLECTION,
      vpcEndpointSecurityGroups: [brokers],
      collectionEndpoint: 'https://abc123.example.com',
      propertyGroup: 'Group',
    }),
    source: {
      statements: [{ Action: 'aoss:APIAccessAll', Resource: COLLECTION }],
      ports: [443],
      properties: { 'endpoint.url': 'https://abc123.example.com', ...region },
    },
    sink: {
      statements: [{ Action: 'aoss:APIAccessAll', Resource: COLLECTION }],
      ports: [443],
      properties: { 'endpoint.url': 'https://abc123.example.com', ...region },
    },
  },
  {
    name: 'database with IAM authentication of Amazon RDS',
    make: (_stack, brokers) => FlinkConnector.database(brokers, {
      port: Port.tcp(5432),
      iamAuthentication: DatabaseIamAuthentication.rds({ resourceId: 'cluster-ABC', userName: 'job' }),
      propertyGroup: 'Group',
    }),
    source: {
      statements: [{ Action: 'rds-db:connect', Resource: `${RDS_USER}:cluster-ABC/job` }],
      ports: [5432],
      properties: { port: '5432', username: 'job', ...region },
    },
  },
  {
    name: 'database with IAM authentication of Amazon RDS Proxy',
    make: (stack, brokers) => {
      const proxy = DatabaseProxy.fromDatabaseProxyAttributes(stack, 'Proxy', {
        dbProxyArn: `arn:aws:rds:${HERE}:db-proxy:prx-0123`,
        dbProxyName: 'orders',
        endpoint: 'orders.proxy.example.com',
        securityGroups: [brokers],
      });
      return FlinkConnector.database(brokers, {
        port: Port.tcp(3306),
        hostname: proxy.endpoint,
        iamAuthentication: DatabaseIamAuthentication.rdsProxy(proxy, 'job'),
        propertyGroup: 'Group',
      });
    },
    sink: {
      statements: [{ Action: 'rds-db:connect', Resource: `${RDS_USER}:prx-0123/job` }],
      ports: [3306],
      properties: { hostname: 'orders.proxy.example.com', port: '3306', username: 'job', ...region },
    },
  },
  {
    name: 'database with IAM authentication of ElastiCache',
    make: (_stack, brokers) => FlinkConnector.database(brokers, {
      port: Port.tcp(6379),
      iamAuthentication: DatabaseIamAuthentication.elastiCache({ cacheArn: CACHE, userId: 'job' }),
      propertyGroup: 'Group',
    }),
    sink: {
      statements: [
        { Action: 'elasticache:Connect', Resource: [CACHE, `arn:<AWS::Partition>:elasticache:${HERE}:user:job`] },
      ],
      ports: [6379],
      properties: { port: '6379', username: 'job', ...region },
    },
  },
  {
    name: 'database with IAM authentication of MemoryDB',
    make: (_stack, brokers) => FlinkConnector.database(brokers, {
      port: Port.tcp(6379),
      iamAuthentication: DatabaseIamAuthentication.memoryDb({ clusterName: 'sessions', userName: 'job' }),
      propertyGroup: 'Group',
    }),
    sink: {
      statements: [{
        Action: 'memorydb:Connect',
        Resource: ['cluster/sessions', 'user/job'].map(resource => `arn:<AWS::Partition>:memorydb:${HERE}:${resource}`),
      }],
      ports: [6379],
      properties: { port: '6379', username: 'job', ...region },
    },
  },
  {
    name: 'neptuneCluster',
    make: (_stack, brokers) => FlinkConnector.neptuneCluster(brokers, {
      clusterResourceId: 'cluster-ABC', hostname: 'graph.example.com', propertyGroup: 'Group',
    }),
    source: {
      statements: [
        { Action: 'neptune-db:ReadDataViaQuery', Resource: `arn:<AWS::Partition>:neptune-db:${HERE}:cluster-ABC/*` },
      ],
      ports: [8182],
      properties: { hostname: 'graph.example.com', port: '8182', ...region },
    },
    sink: {
      statements: [{
        Action: ['neptune-db:ReadDataViaQuery', 'neptune-db:WriteDataViaQuery', 'neptune-db:DeleteDataViaQuery'],
        Resource: `arn:<AWS::Partition>:neptune-db:${HERE}:cluster-ABC/*`,
      }],
      ports: [8182],
      properties: { hostname: 'graph.example.com', port: '8182', ...region },
    },
  },
];
