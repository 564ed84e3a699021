import { CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Connections, InterfaceVpcEndpointAwsService, Port, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Function } from 'aws-cdk-lib/aws-lambda';
import { Domain, EngineVersion } from 'aws-cdk-lib/aws-opensearchservice';
import {
  ClusterInstance, DatabaseCluster, DatabaseClusterEngine, DatabaseInstance, DatabaseInstanceEngine,
} from 'aws-cdk-lib/aws-rds';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { peerGroup } from './cases';
import {
  DatabaseIamAuthentication, FlinkConnector, FlinkConnectorDirection, IFlinkConnector, MskAuthentication, VpcEndpoints,
} from '../../src';
import {
  APPLICATION, connectedApplication, connectorServices, connectorStatements, ENDPOINT, ENV, expectConnectorRefusal,
  isolatedVpc, newStack, peerRules, propertiesOf, propertyGroups, resourcesOf, snapshot, templateOf,
} from '../helpers';

const BASELINE = [InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING];
const KAFKA_ELSEWHERE = '`FlinkConnector.kafkaBrokers({ connectable: new Connections({ peer: '
  + 'Peer.ipv4(\'10.1.0.0/16\') }), ports: [9098] })` with the addresses and the port of the brokers, and allow the '
  + 'role what IAM authentication needs';
const CLUSTER = 'arn:aws:kafka:eu-west-1:111111111111:cluster/orders/uuid-1';

describe('wrong values', () => {
  test.each<[string, 'sources' | 'sinks', (stack: Stack) => IFlinkConnector, string | RegExp]>([
    ['a number as the port of a database', 'sinks',
      stack => FlinkConnector.database(peerGroup(stack), { port: 5433 as unknown as Port }),
      'port of database(Stack/Brokers) is 5433, but must be a Port: write `port: Port.tcp(5433)`'],
    ['a text as the port of a cluster', 'sinks',
      stack => FlinkConnector.neptuneCluster(peerGroup(stack), {
        clusterResourceId: 'cluster-ABC', port: '8182' as unknown as Port,
      }),
      'port of neptuneCluster(Stack/Brokers) is "8182", but must be a Port: write `port: Port.tcp(8182)`'],
    ['another object as the port of a peer of your own connector', 'sources',
      stack => {
        const peers = [{ connectable: peerGroup(stack), port: new Date(0) as unknown as Port }];
        return { connectorName: 'own', directions: [FlinkConnectorDirection.SOURCE], bind: () => ({ peers }) };
      },
      'port of own is "1970-01-01T00:00:00.000Z", but must be a Port: write `port: Port.tcp(5432)`'],
    ['an ARN of no cluster', 'sources',
      stack => FlinkConnector.mskCluster({
        clusterArn: 'arn:aws:kafka:eu-west-1:1:topic/a',
        securityGroups: [peerGroup(stack)],
        authentication: MskAuthentication.tls(),
      }),
      'clusterArn is "arn:aws:kafka:eu-west-1:1:topic/a", but must be an ARN like '
      + 'arn:aws:kafka:REGION:ACCOUNT:cluster/NAME/UUID: write the ARN as the service shows it, or the attribute of '
      + 'the resource'],
    ['a cluster in another region', 'sources',
      stack => FlinkConnector.mskCluster({
        clusterArn: 'arn:aws:kafka:us-east-1:111111111111:cluster/orders/uuid-1',
        securityGroups: [peerGroup(stack)],
        authentication: MskAuthentication.tls(),
        multiVpcConnectivity: true,
      }),
      'clusterArn is "arn:aws:kafka:us-east-1:111111111111:cluster/orders/uuid-1", but must be the ARN of a cluster in '
      + 'the application\'s region, eu-west-1, and not in us-east-1, whose security groups cannot be opened to the '
      + `application: write ${KAFKA_ELSEWHERE}`],
    ['a cluster in another account', 'sources',
      stack => FlinkConnector.mskCluster({
        clusterArn: 'arn:aws:kafka:eu-west-1:222222222222:cluster/orders/uuid-1',
        securityGroups: [peerGroup(stack)],
        authentication: MskAuthentication.iam(),
      }),
      'clusterArn is "arn:aws:kafka:eu-west-1:222222222222:cluster/orders/uuid-1", but must be the ARN of a cluster in '
      + 'the application\'s account, 111111111111, and not in 222222222222, whose security groups cannot be opened to '
      + 'the application: write `multiVpcConnectivity: true` with the groups of a managed VPC connection, or '
      + `${KAFKA_ELSEWHERE}`],
    ['a managed VPC connection without authentication', 'sources',
      stack => FlinkConnector.mskCluster({
        clusterArn: CLUSTER,
        securityGroups: [peerGroup(stack)],
        authentication: MskAuthentication.plaintext(),
        multiVpcConnectivity: true,
      }),
      'multiVpcConnectivity is true and authentication is MskAuthentication.plaintext(), but a managed VPC connection '
      + 'requires authentication: write `MskAuthentication.iam()`, `saslScram(secret)` or `tls()`'],
    ['names of topics that are patterns', 'sources',
      stack => FlinkConnector.kafkaBrokers({
        connectable: peerGroup(stack), ports: [9092], topics: ['clicks', 'orders-*'],
      }),
      'topics is "orders-*", but must be a list of names without the wildcards * and ?, which a client would take as '
      + 'part of a name: write `topicPattern: \'orders-*\'`'],
    ['several topics in one name', 'sources',
      stack => FlinkConnector.kafkaBrokers({ connectable: peerGroup(stack), ports: [9092], topics: ['clicks,orders'] }),
      'topics is "clicks,orders", but must be a list of names, each 1 to 249 of the characters a-z A-Z 0-9 _ . -: write '
      + 'each topic as an entry of its own, for example `topics: [\'orders\', \'clicks\']`'],
    ['names and a pattern of topics', 'sources',
      stack => FlinkConnector.kafkaBrokers({
        connectable: peerGroup(stack), ports: [9092], topics: ['clicks'], topicPattern: 'orders-*',
      }),
      'topics is ["clicks"] and topicPattern is "orders-*", but a client takes either names or a pattern: write one of '
      + 'them'],
    ['a regular expression as a pattern of topics', 'sources',
      stack => FlinkConnector.kafkaBrokers({
        connectable: peerGroup(stack), ports: [9092], topicPattern: '(orders|clicks)',
      }),
      'topicPattern is "(orders|clicks)", but must be a pattern of the characters a-z A-Z 0-9 _ . - with the wildcards '
      + '* and ?, and no regular expression: write for example `topicPattern: \'orders-*\'`'],
    ['a producer library of a source', 'sources', stack => FlinkConnector.kinesisStream(new Stream(stack, 'S'), { kinesisProducerLibrary: true }),
      'kinesisProducerLibrary is true, but only sinks write records: leave it out for a source'],
    ['a lookup of a sink', 'sinks', stack => FlinkConnector.dynamoDbTable(Table.fromTableName(stack, 'T', 'state'), { lookup: true }),
      'lookup is true, but only sources look up items: leave it out for a sink'],
    ['indexes without a lookup', 'sources', stack => FlinkConnector.dynamoDbTable(Table.fromTableName(stack, 'T', 'state'), { indexes: ['i'] }),
      'indexes is given, but only sources with `lookup: true` query indexes: write `lookup: true`, or leave it out'],
    ['no index', 'sources', stack => FlinkConnector.dynamoDbTable(Table.fromTableName(stack, 'T', 'state'), { lookup: true, indexes: [] }),
      'indexes is [], but must be a list of at least one name: write the names, or leave it out for all'],
    ['a URL for streams of a lookup', 'sources',
      stack => FlinkConnector.dynamoDbTable(Table.fromTableName(stack, 'T', 'state'), {
        lookup: true, streamsEndpointUrl: 'https://vpce-1',
      }),
      'streamsEndpointUrl is given, but only sources that do not look up items read the stream of a table: leave it '
      + 'out'],
    ...['AWS/Flink', ':jobs', '', 'a'.repeat(256)].map((namespace): [string, 'sinks', () => IFlinkConnector, RegExp] => [
      `the namespace ${namespace.slice(0, 9)}`, 'sinks', () => FlinkConnector.cloudWatchMetrics({ namespace }),
      /^namespace is ".*, but must be 1 to 255 of the characters a-z A-Z 0-9 [.] - _ \/ # : and space, not beginning with "AWS\/" or a colon: write for example `namespace: 'Orders'` \[at/,
    ]),
    ['a collection that the group cannot be told of', 'sinks',
      stack => FlinkConnector.openSearchServerlessCollection({
        collectionArn: 'arn:aws:aoss:eu-west-1:111111111111:collection/a',
        vpcEndpointSecurityGroups: [peerGroup(stack)],
        propertyGroup: 'Out',
      }),
      'collectionEndpoint is undefined, but must be given, since propertyGroup is "Out" and the value is known nowhere '
      + 'else: write the attribute `CollectionEndpoint`, or leave out propertyGroup'],
    ['a public collection in isolated subnets', 'sinks',
      () => FlinkConnector.openSearchServerlessCollection({
        collectionArn: 'arn:aws:aoss:eu-west-1:111111111111:collection/a', vpcEndpointSecurityGroups: [],
      }),
      /^openSearchServerlessCollection is reached through the internet, but the subnet Stack\/Vpc\/IsolatedSubnet1 has no way there/],
    ['no groups of brokers', 'sources',
      () => FlinkConnector.mskCluster({ clusterArn: CLUSTER, securityGroups: [], authentication: MskAuthentication.tls() }), 'securityGroups is [], but must be a list with the security groups of the brokers: write at least one group, for example one imported with `SecurityGroup.fromSecurityGroupId()`'],
    [
      'an ARN of no workspace',
      'sinks',
      () => FlinkConnector.prometheusWorkspace({ workspaceArn: 'ws' }),
      'workspaceArn is "ws", but must be an ARN like arn:aws:aps:REGION:ACCOUNT:workspace/ID: write the ARN as the '
      + 'service shows it, or the attribute of the resource',
    ],
    [
      'an ARN of no table bucket',
      'sinks',
      () => FlinkConnector.s3TableBucket({ tableBucketArn: 'arn:aws:s3:::lake' }),
      'tableBucketArn is "arn:aws:s3:::lake", but must be an ARN like arn:aws:s3tables:REGION:ACCOUNT:bucket/NAME: '
      + 'write the ARN as the service shows it, or the attribute of the resource',
    ],
    [
      'a prefix with slashes before it',
      'sinks',
      stack => FlinkConnector.s3Bucket(new Bucket(stack, 'B'), { prefix: '//orders' }),
      'prefix is "//orders", but must be without a slash at the beginning, since the keys of objects have none: write '
      + '`prefix: \'orders\'`',
    ],
    ...['*', 'orders/?'].map((prefix): [string, 'sources', (stack: Stack) => IFlinkConnector, string] => [
      `the prefix ${prefix}`, 'sources', stack => FlinkConnector.s3Bucket(new Bucket(stack, 'B'), { prefix }),
      `prefix is "${prefix}", but must be without the wildcards * and ?, since everything that begins with the prefix `
      + 'is allowed anyway: write the beginning of the keys, for example `prefix: \'orders/\'`',
    ]),
    ['a database without a port', 'sinks', stack => FlinkConnector.database(peerGroup(stack)),
      'the port of database(Stack/Brokers) is not given, and the connectable has no default port: write the port, for '
      + 'example `port: Port.tcp(5432)` for a database or `ports: [9092]` for brokers'],
    [
      'brokers without a port',
      'sinks',
      stack => FlinkConnector.kafkaBrokers({ connectable: new Connections({ securityGroups: [peerGroup(stack)] }) }),
      'the port of kafkaBrokers(connectable) is not given, and the connectable has no default port: write the port, '
      + 'for example `port: Port.tcp(5432)` for a database or `ports: [9092]` for brokers',
    ],
    [
      'no ports',
      'sources',
      stack => FlinkConnector.kafkaBrokers({ connectable: peerGroup(stack), ports: [] }),
      'ports is [], but must be a list of at least one port: write the ports of the listeners, or leave it out for the '
      + 'default port of the connectable',
    ],
    [
      'no port at all',
      'sources',
      stack => FlinkConnector.kafkaBrokers({ connectable: peerGroup(stack), ports: [0] }),
      'ports is 0, but must be a whole number from 1 to 65535: write for example `ports: 1`',
    ],
    ['no topics', 'sources',
      stack => FlinkConnector.mskCluster({ clusterArn: CLUSTER, securityGroups: [peerGroup(stack)], authentication: MskAuthentication.iam(), topics: [] }), 'topics is [], but must be a list of at least one name: write the names, or leave it out for all'],
    [
      'no tables',
      'sources',
      () => FlinkConnector.glueDatabase({ databaseName: 'sales', tables: [] }),
      'tables is [], but must be a list of at least one name: write the names, or leave it out for all',
    ],
    ['no Iceberg tables', 'sources',
      () => FlinkConnector.s3TableBucket({ tableBucketArn: 'arn:aws:s3tables:eu-west-1:111111111111:bucket/lake', tables: [] }), 'tables is [], but must be a list of at least one name: write the names, or leave it out for all'],
    [
      'no schemas',
      'sinks',
      () => FlinkConnector.glueSchemaRegistry({ registryName: 'events', schemaNames: [] }),
      'schemaNames is [], but must be a list of at least one name: write the names, or leave it out for all',
    ],
    [
      'a consumer of a sink',
      'sinks',
      stack => FlinkConnector.kinesisStream(new Stream(stack, 'S'), { enhancedFanOutConsumer: 'job' }),
      'enhancedFanOutConsumer is "job", but only sources have a consumer: leave it out for a sink',
    ],
    [
      'a name that no consumer can have',
      'sources',
      stack => FlinkConnector.kinesisStream(new Stream(stack, 'S'), { enhancedFanOutConsumer: 'a b' }),
      'enhancedFanOutConsumer is "a b", but must be 1 to 128 of the characters a-z A-Z 0-9 _ . -: write for example '
      + '`orders-job`',
    ],
    ['a consumer in another account', 'sources',
      stack =>
        FlinkConnector.kinesisStream(
          Stream.fromStreamArn(stack, 'S', 'arn:aws:kinesis:eu-west-1:222222222222:stream/clicks'),
          { enhancedFanOutConsumer: 'job' },
        ),
      'enhancedFanOutConsumer is "job", but the stream Stack/S is in account 222222222222, and the application in '
      + '111111111111: a consumer has a policy of its own, which cannot be written before the job has registered the '
      + 'consumer. Leave enhancedFanOutConsumer out, so that the job polls'],
    ['a table without a stream', 'sources',
      stack =>
        FlinkConnector.dynamoDbTable(
          new Table(stack, 'T', { partitionKey: { name: 'id', type: AttributeType.STRING } }), { propertyGroup: 'In' },
        ),
      'the table Stack/T has no stream, and a source reads the stream: write `stream: '
      + 'StreamViewType.NEW_AND_OLD_IMAGES` on the table (`dynamoStream` on a `TableV2`), import it with '
      + '`Table.fromTableAttributes(..., { tableArn, tableStreamArn })`, or write `lookup: true` to look up items'],
    ['a URL for streams of a sink', 'sinks',
      stack =>
        FlinkConnector.dynamoDbTable(
          new Table(stack, 'T', { partitionKey: { name: 'id', type: AttributeType.STRING } }),
          { streamsEndpointUrl: 'https://vpce-1' },
        ),
      'streamsEndpointUrl is given, but only sources that do not look up items read the stream of a table: leave it '
      + 'out'],
    [
      'an imported domain',
      'sinks',
      stack =>
        FlinkConnector.openSearchDomain(
          Domain.fromDomainEndpoint(stack, 'D', 'https://search-d-abc.eu-west-1.es.amazonaws.com'),
        ),
      'the domain Stack/D is imported, so it cannot be seen whether it is in the VPC: write '
      + '`FlinkConnector.openSearchDomain(domain, { securityGroups: [...] })` with the groups of the domain, or with '
      + '`[]` if it is public',
    ],
  ])('%s', (_name, direction, make, message) => {
    expectConnectorRefusal(make, direction, message);
  });
});

describe('ARNs with something around them', () => {
  const SHAPES: [string, string, string, (stack: Stack, arn: string) => IFlinkConnector][] = [
    ['clusterArn', CLUSTER, 'arn:aws:kafka:REGION:ACCOUNT:cluster/NAME/UUID',
      (stack, clusterArn) => FlinkConnector.mskCluster({ clusterArn, securityGroups: [peerGroup(stack)], authentication: MskAuthentication.tls() })],
    ['workspaceArn', 'arn:aws:aps:eu-west-1:111111111111:workspace/ws-1', 'arn:aws:aps:REGION:ACCOUNT:workspace/ID',
      (_stack, workspaceArn) => FlinkConnector.prometheusWorkspace({ workspaceArn })],
    ['tableBucketArn', 'arn:aws:s3tables:eu-west-1:111111111111:bucket/lake', 'arn:aws:s3tables:REGION:ACCOUNT:bucket/NAME',
      (_stack, tableBucketArn) => FlinkConnector.s3TableBucket({ tableBucketArn })],
    ['endpointArn', 'arn:aws:sagemaker:eu-west-1:111111111111:endpoint/fraud', 'arn:aws:sagemaker:REGION:ACCOUNT:endpoint/NAME',
      (_stack, endpointArn) => FlinkConnector.sageMakerEndpoint({ endpointArn })],
    ['collectionArn', 'arn:aws:aoss:eu-west-1:111111111111:collection/abc', 'arn:aws:aoss:REGION:ACCOUNT:collection/ID',
      (stack, collectionArn) => FlinkConnector.openSearchServerlessCollection({ collectionArn, vpcEndpointSecurityGroups: [peerGroup(stack)] })],
    ['inferenceProfileArn', 'arn:aws:bedrock:eu-west-1:111111111111:inference-profile/m', 'arn:aws:bedrock:REGION:ACCOUNT:inference-profile/ID',
      (_stack, inferenceProfileArn) => FlinkConnector.bedrockModel({ modelArn: 'arn:aws:bedrock:eu-west-1::foundation-model/m' }, { inferenceProfileArn })],
  ];

  test.each(SHAPES.flatMap(([property, arn, example, make]) => [` ${arn}`, `${arn}/more`].map(wrong => ({ property, wrong, example, make }))))(
    '$property: $wrong', ({ property, wrong, example, make }) => {
      expectConnectorRefusal(stack => make(stack, wrong), 'sinks',
        `${property} is "${wrong}", but must be an ARN like ${example}: write the ARN as the service shows it, or the `
        + 'attribute of the resource');
    });
});

describe('ARNs that are tokens', () => {
  test('the ARNs of topics and groups are worked out when the stack is deployed', () => {
    const stack = newStack();
    const clusterArn = new CfnParameter(stack, 'ClusterArn').valueAsString;
    connectedApplication(stack, {
      sources: [
        FlinkConnector.mskCluster({
          clusterArn, securityGroups: [peerGroup(stack)], authentication: MskAuthentication.iam(), topics: ['orders'],
        }),
      ],
    });
    const [, { Resource }] = propertiesOf(templateOf(stack), 'AWS::IAM::Policy')
      .flatMap(properties => properties.PolicyDocument.Statement)
      .filter((statement: { Action: unknown }) => JSON.stringify(statement.Action).includes('kafka-cluster'));
    const part = (index: number) => ({ 'Fn::Select': [index, { 'Fn::Split': [':cluster/', { Ref: 'ClusterArn' }] }] });
    expect(Resource).toEqual({ 'Fn::Join': ['', [part(0), ':topic/', part(1), '/orders']] });
  });

  test('a token passes every check', () => {
    const stack = newStack();
    const token = Fn.importValue('Something');
    const application = connectedApplication(stack, {
      sinks: [FlinkConnector.prometheusWorkspace({ workspaceArn: token, propertyGroup: 'Metrics' })],
    });
    application.addSource(FlinkConnector.s3TableBucket({ tableBucketArn: token }));
    application.addSource(FlinkConnector.s3Bucket(Bucket.fromBucketName(stack, 'B', token), { prefix: token }));
    expect(() => Template.fromStack(stack)).not.toThrow();
  });
});

test('the path in a bucket has no slash at its end', () => {
  const stack = newStack(ENV);
  connectedApplication(stack, {
    sinks: [FlinkConnector.s3Bucket(new Bucket(stack, 'B'), { prefix: 'sales/orders/', propertyGroup: 'Out' })],
  });
  expect(propertyGroups(stack).Out['bucket.path']).toBe('sales/orders');
});

test('messages name a connector by what it leads to', () => {
  const stack = newStack(ENV);
  const named = [
    FlinkConnector.dynamoDbTable(Table.fromTableName(stack, 'State', 'state')),
    FlinkConnector.glueSchemaRegistry({ registryName: 'events' }),
    FlinkConnector.glueDatabase({ databaseName: 'sales' }),
    FlinkConnector.lambdaFunction(Function.fromFunctionName(stack, 'Lookup', 'lookup')),
    FlinkConnector.secret(Secret.fromSecretNameV2(stack, 'Token', 'token')),
    FlinkConnector.mskCluster({
      clusterArn: CLUSTER, securityGroups: [peerGroup(stack)], authentication: MskAuthentication.tls(),
    }),
    FlinkConnector.s3TableBucket({ tableBucketArn: 'arn:aws:s3tables:eu-west-1:111111111111:bucket/lake' }),
    FlinkConnector.database(new Connections({ defaultPort: Port.tcp(5432) })),
  ];
  expect(named.map(({ connectorName }) => connectorName)).toEqual([
    'dynamoDbTable(Stack/State)', 'glueSchemaRegistry(events)', 'glueDatabase(sales)', 'lambdaFunction(Stack/Lookup)',
    'secret(Stack/Token)', 'mskCluster', 's3TableBucket', 'database(connectable)',
  ]);
});

test('a pattern of topics that is a token is written as it is', () => {
  const stack = newStack(ENV);
  const topicPattern = new CfnParameter(stack, 'Pattern').valueAsString;
  const connectable = peerGroup(stack);
  connectedApplication(stack, {
    sources: [
      FlinkConnector.kafkaBrokers({
        connectable, ports: [9092], topicPattern, bootstrapServers: 'b', propertyGroup: 'In',
      }),
    ],
  });
  expect(propertyGroups(stack).In['topic.pattern']).toBe('<Pattern>');
});

describe('OpenSearch domains', () => {
  const version = EngineVersion.OPENSEARCH_2_17;

  test('a domain in the VPC is reached through its own groups', () => {
    const stack = newStack(ENV);
    const vpc = isolatedVpc(stack);
    const domain = new Domain(stack, 'Search', { version, vpc, vpcSubnets: [{ subnets: [vpc.isolatedSubnets[0]] }] });
    connectedApplication(stack, {
      vpc, network: { allowAllOutbound: false }, sinks: [FlinkConnector.openSearchDomain(domain)],
    });
    expect(peerRules(stack, 'Ingress')).toEqual([
      expect.objectContaining({ FromPort: 443, GroupId: expect.stringContaining('Search') }),
    ]);
  });

  test('a public domain is reached through the internet', () => {
    const stack = newStack(ENV);
    const domain = new Domain(stack, 'Search', { version });
    connectedApplication(stack, { vpc: new Vpc(stack, 'Vpc'), sinks: [FlinkConnector.openSearchDomain(domain)] });
    expect(peerRules(stack, 'Ingress')).toEqual([]);
    expect(connectorStatements(stack)).toHaveLength(1);
  });

  test('a public domain cannot be reached from isolated subnets, unless there is a way that the app does not define', () => {
    expectConnectorRefusal(stack => FlinkConnector.openSearchDomain(new Domain(stack, 'Search', { version })), 'sinks',
      'openSearchDomain(Stack/Search) is reached through the internet, but the subnet Stack/Vpc/IsolatedSubnet1 has no '
      + 'way there: select subnets of type PRIVATE_WITH_EGRESS with `vpcSubnets`, use a resource in the VPC, or '
      + 'write `VpcEndpoints.none()` if there is a way that the app does not define');
    const stack = newStack(ENV);
    const domain = Domain.fromDomainAttributes(stack, 'D', {
      domainArn: 'arn:aws:es:eu-west-1:111111111111:domain/d', domainEndpoint: 'd.example.com',
    });
    const sinks = [FlinkConnector.openSearchDomain(domain, { securityGroups: [] })];
    connectedApplication(stack, { network: { endpoints: VpcEndpoints.none() }, sinks });
    expect(connectorStatements(stack)).toHaveLength(1);
  });

  test('a public domain cannot be reached by a closed application', () => {
    expectConnectorRefusal(stack => FlinkConnector.openSearchDomain(new Domain(stack, 'Search', { version })), 'sinks',
      'vpcConfiguration.allowAllOutbound is false, but openSearchDomain(Stack/Search) is reached through the internet and has no fixed addresses that could be opened: leave out `allowAllOutbound`, or give `securityGroups` with outbound rules of your own', { network: { allowAllOutbound: false } });
  });
});

describe('streams of DynamoDB tables', () => {
  const table = (stack: Stack) => new Table(stack, 'State', {
    partitionKey: { name: 'id', type: AttributeType.STRING }, stream: StreamViewType.NEW_IMAGE,
  });
  const STREAMS = InterfaceVpcEndpointAwsService.DYNAMODB_STREAMS;

  test('the endpoint has no private DNS, and its URL is told to the job', () => {
    const stack = newStack(ENV);
    connectedApplication(stack, { sources: [FlinkConnector.dynamoDbTable(table(stack), { propertyGroup: 'In' })] });
    const [[id, { Properties: endpoint }]] = resourcesOf(templateOf(stack), ENDPOINT)
      .filter(([key]) => key.includes('dynamodbstreams'));
    expect(endpoint!.PrivateDnsEnabled).toBe(false);
    const [application] = propertiesOf(templateOf(stack), APPLICATION);
    expect(application.ApplicationConfiguration.EnvironmentProperties.PropertyGroups[0].PropertyMap['aws.endpoint']).toEqual({
      'Fn::Join': [
        '',
        [
          'https://',
          { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, { 'Fn::GetAtt': [id, 'DnsEntries'] }] }] }] },
        ],
      ],
    });
  });

  test('an endpoint of the user is found and used', () => {
    const stack = newStack(ENV);
    const vpc = isolatedVpc(stack);
    vpc.addInterfaceEndpoint('Streams', { service: STREAMS, privateDnsEnabled: false, open: false });
    connectedApplication(stack, {
      vpc, sources: [FlinkConnector.dynamoDbTable(table(stack), { propertyGroup: 'In' })],
    });
    expect(connectorServices(stack)).toEqual(['dynamodb-streams', 's3']);
    expect(JSON.stringify(resourcesOf(templateOf(stack), APPLICATION))).toContain('VpcStreams');
  });

  test('nobody would tell the job without a property group', () => {
    expectConnectorRefusal(stack =>
      FlinkConnector.dynamoDbTable(table(stack)), 'sources', 'the endpoint for dynamodb-streams answers to no private '
        + 'DNS name, so the job must be told its URL: name a `propertyGroup` that it is written to, or give the URL '
        + 'of your own endpoint, for example `FlinkConnector.dynamoDbTable(table, { streamsEndpointUrl: '
        + '\'https://vpce-...\' })`');
  });

  test('a URL that the job is told already is not told again, and nothing is added before that is seen', () => {
    const stack = newStack();
    const groups = { In: { 'aws.endpoint': Fn.importValue('StreamsUrl') } };
    const application = connectedApplication(stack, { propertyGroups: groups });
    const source = FlinkConnector.dynamoDbTable(table(stack), { propertyGroup: 'In' });
    const message = /^propertyGroups[.]In[.]aws[.]endpoint is ".+" already, so it cannot be .+ too: give it once, or under another key or group \[at /;
    const before = snapshot(stack);
    expect(() => application.addSource(source)).toThrow(message);
    expect(snapshot(stack)).toBe(before);
    expect(() => connectedApplication(newStack(), { propertyGroups: groups, sources: [source] })).toThrow(message);
  });

  test.each([
    ['existing', VpcEndpoints.existing({ interfaceServices: [...BASELINE, STREAMS] })],
    ['create', VpcEndpoints.create({ existing: { interfaceServices: [...BASELINE, STREAMS] } })],
  ])('the URL of an endpoint that the VPC has already must be given (%s)', (_mode, endpoints) => {
    expectConnectorRefusal(stack =>
      FlinkConnector.dynamoDbTable(table(stack), { propertyGroup: 'In' }), 'sources', 'the endpoint for dynamodb-streams that the VPC has answers to no private DNS name, and its URL is not known: give the connector the URL, for example `FlinkConnector.dynamoDbTable(table, { streamsEndpointUrl: \'https://vpce-...\' })`', { network: { endpoints } });
    const stack = newStack(ENV);
    connectedApplication(stack, {
      network: { endpoints },
      sources: [
        FlinkConnector.dynamoDbTable(table(stack), { propertyGroup: 'In', streamsEndpointUrl: 'https://vpce-1' }),
      ],
    });
    expect(propertyGroups(stack).In['aws.endpoint']).toBe('https://vpce-1');
  });

  test('the service\'s own URL is used where there are no endpoints', () => {
    const stack = newStack(ENV);
    connectedApplication(stack, {
      network: { endpoints: VpcEndpoints.none() },
      sources: [FlinkConnector.dynamoDbTable(table(stack), { propertyGroup: 'In' })],
    });
    expect(propertyGroups(stack).In).toEqual({ 'stream.arn': expect.any(String), 'aws.region': 'eu-west-1' });
  });
});

describe('databases', () => {
  const databaseProperties = (make: (stack: Stack, vpc: Vpc) => IFlinkConnector) => {
    const stack = newStack(ENV);
    const vpc = isolatedVpc(stack);
    connectedApplication(stack, { vpc, sinks: [make(stack, vpc)] });
    return propertyGroups(stack).Db;
  };
  const vpcSubnets = { subnetType: SubnetType.PRIVATE_ISOLATED };

  test('the host and the port of a cluster are those of its endpoint', () => {
    expect(databaseProperties((stack, vpc) => FlinkConnector.database(new DatabaseCluster(stack, 'Aurora', {
      engine: DatabaseClusterEngine.AURORA_MYSQL, vpc, vpcSubnets, writer: ClusterInstance.serverlessV2('writer'),
    }), { propertyGroup: 'Db' }))).toEqual({ hostname: expect.stringMatching(/^<Aurora\w+.Endpoint.Address>$/), port: expect.stringMatching(/^<Aurora\w+.Endpoint.Port>$/) });
  });

  test('the host and the port of an instance are those of its endpoint', () => {
    expect(databaseProperties((stack, vpc) => FlinkConnector.database(new DatabaseInstance(stack, 'Orders', {
      engine: DatabaseInstanceEngine.POSTGRES, vpc, vpcSubnets,
    }), { propertyGroup: 'Db' }))).toEqual({ hostname: expect.stringContaining('Endpoint.Address'), port: expect.stringContaining('Endpoint.Port') });
  });

  test('the host and the port of a proxy are those of its endpoint', () => {
    expect(databaseProperties((stack, vpc) => {
      const instance = new DatabaseInstance(stack, 'Orders', {
        engine: DatabaseInstanceEngine.POSTGRES, vpc, vpcSubnets,
      });
      const proxy = instance.addProxy('Proxy', { vpc, vpcSubnets, secrets: [instance.secret!], iamAuth: true });
      return FlinkConnector.database(proxy, {
        port: Port.tcp(5432), iamAuthentication: DatabaseIamAuthentication.rdsProxy(proxy, 'job'), propertyGroup: 'Db',
      });
    })).toEqual({ 'hostname': expect.stringMatching(/^<OrdersProxy\w+[.]Endpoint>$/), 'port': '5432', 'username': 'job', 'aws.region': 'eu-west-1' });
  });

  test('nothing is written that an import does not know, and no range of ports', () => {
    expect(databaseProperties(stack => FlinkConnector.database(DatabaseCluster.fromDatabaseClusterAttributes(stack, 'Imported', {
      clusterIdentifier: 'orders', securityGroups: [peerGroup(stack)],
    }), { port: Port.tcpRange(5432, 5433), databaseName: 'orders', propertyGroup: 'Db' }))).toEqual({ 'database.name': 'orders' });
  });
});
