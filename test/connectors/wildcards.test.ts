import { Stack, Validations } from 'aws-cdk-lib';
import { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Domain } from 'aws-cdk-lib/aws-opensearchservice';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { peerGroup } from './cases';
import {
  FlinkConnector, FlinkConnectorDirection, IFlinkConnector, MskAuthentication, MskClusterConnectorOptions,
} from '../../src';
import { connectedApplication, ENV, newStack } from '../helpers';

const HERE = 'eu-west-1:111111111111';
const GLUE = `arn:<AWS::Partition>:glue:${HERE}`;
const VERSIONS = {
  '*': 'A version of a schema is requested by its own id, which belongs to no registry, so the permission '
    + 'cannot be limited to one.',
};
const KEYSPACES = `arn:<AWS::Partition>:cassandra:${HERE}:/keyspace`;
const TABLE_BUCKET = `arn:aws:s3tables:${HERE}:bucket/lake`;

/** The reasons that audits are given for the wildcards of sources and sinks, by the resource. */
function reasons(stack: Stack): Record<string, string> {
  const policy = stack.node.findAll().find(({ node }) => node.id === 'ConnectorPolicy')!;
  const entries = policy.node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>));
  return Object.fromEntries(
    entries.map(([id, reason]) => [/^Annotation::AwsSolutions-IAM5\[Resource::(.*)\]$/.exec(id)![1], reason]),
  );
}

const msk = (options: Partial<MskClusterConnectorOptions>) => (stack: Stack) => FlinkConnector.mskCluster({
  clusterArn: `arn:aws:kafka:${HERE}:cluster/orders/uuid-1`,
  securityGroups: [peerGroup(stack)],
  authentication: MskAuthentication.iam(),
  ...options,
});
const kafka = (resource: string) => `arn:aws:kafka:${HERE}:${resource.replace('/', '/orders/uuid-1/')}`;

test.each<[string, 'sources' | 'sinks', (stack: Stack) => IFlinkConnector, Record<string, string>]>([
  ['of a cluster without names', 'sources', msk({}), {
    [kafka('topic/*')]: 'No topics are named, so the permission is on all topics of the declared cluster.',
    [kafka('group/*')]: 'No consumer group is named, so the permission is on all groups of the declared cluster.',
  }],
  ['of a cluster with a pattern of topics', 'sources', msk({ topicPattern: 'orders-*', consumerGroup: 'job-*' }), {
    [kafka('topic/orders-*')]: 'The job subscribes to every topic that the pattern names.',
  }],
  ['of transactions', 'sinks', msk({ topics: ['orders'], transactionalIdPrefix: 'job' }), {
    [kafka('transactional-id/job*')]: 'The sink makes its transactional ids from the declared prefix while it runs.',
  }],
  ['of a registry without names', 'sinks', () => FlinkConnector.glueSchemaRegistry({ registryName: 'events' }), {
    ...VERSIONS,
    [`${GLUE}:schema/events/*`]: 'No schemas are named, so the permission is on all schemas of the declared registry.',
  }],
  [
    'of a registry with a pattern',
    'sinks',
    () => FlinkConnector.glueSchemaRegistry({ registryName: 'events', schemaNames: ['orders-*'] }),
    VERSIONS,
  ],
  ['of a database without tables', 'sources', () => FlinkConnector.glueDatabase({ databaseName: 'sales' }), {
    [`${GLUE}:table/sales/*`]: 'No tables are named, so the permission is on all tables of the declared database.',
  }],
  [
    'of a database with a pattern',
    'sources',
    () => FlinkConnector.glueDatabase({ databaseName: 'sales', tables: ['orders-*'] }),
    {},
  ],
  ['of objects', 'sources', stack => FlinkConnector.s3Bucket(Bucket.fromBucketName(stack, 'Lake', 'lake'), { prefix: 'orders/' }), {
    'arn:<AWS::Partition>:s3:::lake/orders/*': 'The job chooses the keys of the objects while it runs.',
  }],
  ['of all Iceberg tables', 'sources', () => FlinkConnector.s3TableBucket({ tableBucketArn: TABLE_BUCKET }), {
    [`${TABLE_BUCKET}/table/*`]: 'No namespace and no tables are named, so the permission is on all tables of the '
      + 'declared table bucket.',
  }],
  ['of some Iceberg tables', 'sources', () => FlinkConnector.s3TableBucket({ tableBucketArn: TABLE_BUCKET, namespace: 'sales' }), {
    [`${TABLE_BUCKET}/table/*`]: 'The ARN of a table ends in an id that the service generates; conditions limit the '
      + 'statement to the declared namespace and tables.',
  }],
  ['of a stream consumer', 'sources', stack => FlinkConnector.kinesisStream(
    Stream.fromStreamArn(stack, 'Clicks', `arn:aws:kinesis:${HERE}:stream/clicks`), { enhancedFanOutConsumer: 'job' },
  ), {
    [`arn:aws:kinesis:${HERE}:stream/clicks/consumer/job:*`]: 'The ARN of a stream consumer ends in the time of its '
      + 'registration, which is not known before the job registers it.',
  }],
  ['of the paths of a domain', 'sinks', stack => FlinkConnector.openSearchDomain(
    Domain.fromDomainAttributes(stack, 'Search', {
      domainArn: `arn:aws:es:${HERE}:domain/search`, domainEndpoint: 'search.example.com',
    }),
    { securityGroups: [peerGroup(stack)] },
  ), {
    [`arn:aws:es:${HERE}:domain/search/*`]: 'The permission is on the paths of the domain\'s own API, which name the '
      + 'indices that the job chooses while it runs.',
  }],
  ['of metrics', 'sinks', () => FlinkConnector.cloudWatchMetrics({ namespace: 'Orders' }), {
    '*': 'The action does not support resource-level permissions; a condition limits the statement to the declared namespace.',
  }],
  ['of an API without a path', 'sinks', stack => FlinkConnector.privateRestApi(RestApi.fromRestApiId(stack, 'Api', 'abc'), { stageName: 'live' }), {
    [`arn:<AWS::Partition>:execute-api:${HERE}:abc/live/*/*`]: 'No method or path is named, so the permission is on '
      + 'all of those of the declared stage.',
  }],
  ['of a graph', 'sources', stack => FlinkConnector.neptuneCluster(peerGroup(stack), { clusterResourceId: 'cluster-A' }), {
    [`arn:<AWS::Partition>:neptune-db:${HERE}:cluster-A/*`]: 'The ARN of the data of a cluster ends in a wildcard.',
  }],
  ['of a keyspace', 'sources', () => FlinkConnector.keyspacesTable({ keyspaceName: 'sales' }), {
    [`${KEYSPACES}/sales/table/*`]: 'No tables are named, so the permission is on all tables of the declared keyspace.',
    [`${KEYSPACES}/system*/table/*`]: 'Drivers read the system keyspaces to find the nodes and the schema.',
    '*': 'Keyspaces fills `system.peers` from the endpoints of the VPC; the actions do not support resource-level permissions.',
  }],
  ['of a model behind an inference profile', 'sources', () => FlinkConnector.bedrockModel(
    { modelArn: 'arn:aws:bedrock:eu-west-1::foundation-model/m' },
    { inferenceProfileArn: `arn:aws:bedrock:${HERE}:inference-profile/m` },
  ), {
    'arn:<AWS::Partition>:bedrock:*::foundation-model/m':
      'The inference profile chooses the Region of the model; a condition limits the statement to the declared '
      + 'profile.',
  }],
  ['of a connector of the user: the user knows why', 'sinks', () => ({
    connectorName: 'own',
    directions: [FlinkConnectorDirection.SINK],
    bind: () => ({ permissions: [{ actions: ['sns:Publish'], resourceArns: ['arn:aws:sns:*:*:mine'] }] }),
  }), {}],
  ['of a key known by its alias', 'sinks', stack => FlinkConnector.kinesisStream(Stream.fromStreamAttributes(stack, 'Clicks', {
    streamArn: `arn:aws:kinesis:${HERE}:stream/clicks`,
    encryptionKey: Key.fromKeyArn(stack, 'Alias', `arn:aws:kms:${HERE}:alias/lake`),
  })), {
    [`arn:aws:kms:${HERE}:key/*`]: 'The key is known by its alias only; a condition limits the statement to the key '
      + 'that has it.',
  }],
])('the reason of the wildcards %s', (_name, direction, make, expected) => {
  const stack = newStack(ENV);
  connectedApplication(stack, { [direction]: [make(stack)] });
  expect(reasons(stack)).toStrictEqual(expected);
});
