import { IRestApi } from 'aws-cdk-lib/aws-apigateway';
import { IModel } from 'aws-cdk-lib/aws-bedrock';
import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IConnectable } from 'aws-cdk-lib/aws-ec2';
import { IEventBus } from 'aws-cdk-lib/aws-events';
import { IStream } from 'aws-cdk-lib/aws-kinesis';
import { IDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { IDomain } from 'aws-cdk-lib/aws-opensearchservice';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { IParameter } from 'aws-cdk-lib/aws-ssm';
import { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { IFlinkConnector } from './connector';
import { privateRestApi, PrivateRestApiConnectorOptions } from './services/api-gateway';
import { bedrockModel, BedrockModelConnectorOptions } from './services/bedrock';
import { cloudWatchMetrics, CloudWatchMetricsConnectorOptions } from './services/cloudwatch';
import { database, DatabaseConnectorOptions } from './services/database';
import { dynamoDbTable, DynamoDbTableConnectorOptions } from './services/dynamodb';
import { eventBus, EventBusConnectorOptions } from './services/eventbridge';
import { firehoseDeliveryStream, FirehoseDeliveryStreamConnectorOptions } from './services/firehose';
import {
  glueDatabase, GlueDatabaseConnectorOptions, glueSchemaRegistry, GlueSchemaRegistryConnectorOptions,
} from './services/glue';
import { icebergTable, IcebergTableConnectorOptions } from './services/iceberg';
import { kafkaBrokers, KafkaBrokersConnectorOptions } from './services/kafka';
import { keyspacesTable, KeyspacesTableConnectorOptions } from './services/keyspaces';
import { kinesisStream, KinesisStreamConnectorOptions } from './services/kinesis';
import { lambdaFunction, LambdaFunctionConnectorOptions } from './services/lambda';
import { mskCluster, MskClusterConnectorOptions } from './services/msk';
import { neptuneCluster, NeptuneClusterConnectorOptions } from './services/neptune';
import { openSearchDomain, OpenSearchDomainConnectorOptions } from './services/opensearch';
import {
  openSearchServerlessCollection, OpenSearchServerlessCollectionConnectorOptions,
} from './services/opensearch-serverless';
import { prometheusWorkspace, PrometheusWorkspaceConnectorOptions } from './services/prometheus';
import { s3Bucket, S3BucketConnectorOptions } from './services/s3';
import { s3TableBucket, S3TableBucketConnectorOptions } from './services/s3-tables';
import { sageMakerEndpoint, SageMakerEndpointConnectorOptions } from './services/sagemaker';
import { secret, SecretConnectorOptions } from './services/secrets-manager';
import { snsTopic, SnsTopicConnectorOptions } from './services/sns';
import { sqsQueue, SqsQueueConnectorOptions } from './services/sqs';
import { stepFunction, StepFunctionConnectorOptions } from './services/step-functions';
import { ssmParameter, SsmParameterConnectorOptions } from './services/systems-manager';

/**
 * The sources and sinks of a job.
 *
 * A connector gives the job its permissions, the endpoints and security group rules on the way to the service and, if
 * you name a property group, its settings. The direction determines the permissions: a connector in `sources` can only
 * read, and a connector in `sinks` can only write. To connect to anything else, implement `IFlinkConnector`.
 *
 * If a resource that you import is encrypted with a customer managed key, import it with its key. An import by name or
 * ARN does not tell whether there is a key. Without the key, the job is not allowed to use it.
 *
 * @example
 * declare const stream: kinesis.IStream;
 * declare const bucket: s3.IBucket;
 * new FlinkApplication(this, 'Orders', {
 *   runtime: FlinkRuntime.FLINK_1_20,
 *   code,
 *   sources: [FlinkConnector.kinesisStream(stream)],
 *   sinks: [FlinkConnector.s3Bucket(bucket, { prefix: 'orders/' })],
 * });
 */
export abstract class FlinkConnector {
  /**
   * A Kinesis data stream, as source or sink.
   *
   * A source finds the shards and polls them, or subscribes with enhanced fan-out. A sink puts records.
   *
   * Property group: `stream.arn`, `aws.region`, and with enhanced fan-out `source.reader.type` and
   * `source.efo.consumer.name`.
   *
   * @throws if the stream is in another region and the VPC's endpoints are to be used
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/kinesis/
   * @see https://docs.aws.amazon.com/streams/latest/dev/controlling-access.html
   * @example
   * declare const stream: kinesis.IStream;
   * const connector = FlinkConnector.kinesisStream(stream, { propertyGroup: 'Orders' });
   */
  public static kinesisStream(stream: IStream, options?: KinesisStreamConnectorOptions): IFlinkConnector {
    return kinesisStream(stream, options);
  }

  /**
   * An Amazon Data Firehose stream, as sink.
   *
   * Property group: `stream.name`, `aws.region`.
   *
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/firehose/
   * @example
   * declare const stream: firehose.IDeliveryStream;
   * const connector = FlinkConnector.firehoseDeliveryStream(stream, { propertyGroup: 'Archive' });
   */
  public static firehoseDeliveryStream(
    stream: IDeliveryStream, options?: FirehoseDeliveryStreamConnectorOptions,
  ): IFlinkConnector {
    return firehoseDeliveryStream(stream, options);
  }

  /**
   * An Amazon MSK cluster, provisioned or serverless, as source or sink.
   *
   * The authentication decides the port of the brokers. With IAM access control a source is allowed to describe and
   * read its topics and to commit for its group. A sink is allowed to write to its topics, idempotently, and in
   * transactions if a prefix for their ids is given.
   *
   * Property group: `bootstrap.servers`, `topic` (names separated by `;`) or `topic.pattern`, `group.id` (source),
   * `credentials.secret` (SASL/SCRAM), `aws.region`, and the client properties of the authentication.
   *
   * @throws if the ARN is not that of a cluster, no security group is given, or a property group lacks
   * `bootstrapServers`
   * @see https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html
   * @see https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html
   * @example
   * declare const securityGroup: ec2.ISecurityGroup;
   * const connector = FlinkConnector.mskCluster({
   *   clusterArn: 'arn:aws:kafka:eu-west-1:111122223333:cluster/orders/11111111-2222-3333-4444-555555555555-1',
   *   securityGroups: [securityGroup],
   *   authentication: MskAuthentication.iam(),
   *   topics: ['orders'],
   * });
   */
  public static mskCluster(options: MskClusterConnectorOptions): IFlinkConnector {
    return mskCluster(options);
  }

  /**
   * Self-managed Kafka brokers, as source or sink: anything with connections, on any ports.
   *
   * Property group: `bootstrap.servers`, `topic` (names separated by `;`) or `topic.pattern`, `group.id` (source), and
   * with a secret `credentials.secret` and its `aws.region`.
   *
   * @throws if neither ports are given nor the connectable has a default port, or a property group lacks
   * `bootstrapServers`
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/kafka/
   * @example
   * declare const brokers: ec2.ISecurityGroup;
   * const connector = FlinkConnector.kafkaBrokers({ connectable: brokers, ports: [9092], topics: ['orders'] });
   */
  public static kafkaBrokers(options: KafkaBrokersConnectorOptions): IFlinkConnector {
    return kafkaBrokers(options);
  }

  /**
   * An Amazon S3 bucket, as source or sink, through the gateway endpoint.
   *
   * A source lists and gets objects. A sink writes them in parts, and on recovery reads back and removes what it had
   * not finished. If the bucket is encrypted with a customer managed key, import it with its `encryptionKey`.
   *
   * Property group: `bucket.name`, `bucket.path` (the prefix), `aws.region`.
   *
   * @throws if the prefix begins with a slash, or egress is restricted and the prefix list of S3 is neither given nor
   * can be looked up
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/filesystem/
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
   * @example
   * declare const bucket: s3.IBucket;
   * const connector = FlinkConnector.s3Bucket(bucket, { prefix: 'orders/' });
   */
  public static s3Bucket(bucket: IBucket, options?: S3BucketConnectorOptions): IFlinkConnector {
    return s3Bucket(bucket, options);
  }

  /**
   * Iceberg tables in an S3 table bucket, as source or sink. Tables are looked up through an interface endpoint, files
   * go through the gateway endpoint of S3.
   *
   * Property group: `table.bucket.arn`, `catalog.db` (the namespace), `catalog.table` (if there is one), `aws.region`.
   *
   * @throws if the ARN is not that of a table bucket
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-tables-setting-up.html
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-tables-VPC.html
   * @example
   * const connector = FlinkConnector.s3TableBucket({
   *   tableBucketArn: 'arn:aws:s3tables:eu-west-1:111122223333:bucket/orders',
   *   namespace: 'sales',
   * });
   */
  public static s3TableBucket(options: S3TableBucketConnectorOptions): IFlinkConnector {
    return s3TableBucket(options);
  }

  /**
   * An Iceberg table in the AWS Glue Data Catalog with its files in Amazon S3, as source or sink: catalog and bucket as
   * one.
   *
   * Property group: `bucket.prefix` (the warehouse, `s3://BUCKET/PREFIX`), `catalog.db`, `catalog.table`, `aws.region`,
   * and with Lake Formation `glue.lakeformation-enabled`, `client.assume-role.arn`, `client.assume-role.region`.
   *
   * @see https://iceberg.apache.org/docs/latest/aws/
   * @see https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html
   * @example
   * declare const bucket: s3.IBucket;
   * const connector = FlinkConnector.icebergTable({ databaseName: 'sales', tableName: 'orders', bucket });
   */
  public static icebergTable(options: IcebergTableConnectorOptions): IFlinkConnector {
    return icebergTable(options);
  }

  /**
   * An Amazon DynamoDB table. A sink writes items in batches through the gateway endpoint. A source reads the stream of
   * the table through an interface endpoint, or with `lookup` gets and queries items.
   *
   * The endpoint for streams has no private DNS: its URL is written into the property group, which a source needs
   * unless `streamsEndpointUrl` is given or the application uses `VpcEndpoints.none()`.
   *
   * Property group: for the stream `stream.arn`, `aws.region`, `aws.endpoint`; otherwise `table.name`, `aws.region`.
   *
   * @throws if a source's table has no stream, or the job cannot be given the URL of the endpoint
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/dynamodb/
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/privatelink-streams.html
   * @example
   * declare const table: dynamodb.ITable;
   * const connector = FlinkConnector.dynamoDbTable(table, { propertyGroup: 'Orders' });
   */
  public static dynamoDbTable(table: ITable, options?: DynamoDbTableConnectorOptions): IFlinkConnector {
    return dynamoDbTable(table, options);
  }

  /**
   * Amazon Keyspaces (for Apache Cassandra), as source or sink, on port 9142.
   *
   * The driver signs in with the execution role through the SigV4 authentication plugin.
   *
   * Property group: `hostname`, `port`, `keyspace.name`, `table.name` (if there is one), `aws.region`.
   *
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/cassandra/
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html
   * @see https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_id-based-policy-examples.html
   * @example
   * const connector = FlinkConnector.keyspacesTable({ keyspaceName: 'sales', tables: ['orders'] });
   */
  public static keyspacesTable(options: KeyspacesTableConnectorOptions): IFlinkConnector {
    return keyspacesTable(options);
  }

  /**
   * An Amazon SQS queue, as source or sink. Flink itself has a sink only; a source of your own is allowed to receive,
   * delete and extend messages.
   *
   * Property group: `sqs-url`, `aws.region`.
   *
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/sqs/
   * @example
   * declare const queue: sqs.IQueue;
   * const connector = FlinkConnector.sqsQueue(queue, { propertyGroup: 'Orders' });
   */
  public static sqsQueue(queue: IQueue, options?: SqsQueueConnectorOptions): IFlinkConnector {
    return sqsQueue(queue, options);
  }

  /**
   * An Amazon SNS topic that the job publishes to, with a client of its own.
   *
   * Property group: `topic.arn`, `aws.region`.
   *
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-using-identity-based-policies.html
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-vpc-endpoint.html
   * @example
   * declare const topic: sns.ITopic;
   * const connector = FlinkConnector.snsTopic(topic, { propertyGroup: 'Notices' });
   */
  public static snsTopic(topic: ITopic, options?: SnsTopicConnectorOptions): IFlinkConnector {
    return snsTopic(topic, options);
  }

  /**
   * An Amazon EventBridge event bus that the job puts events on, with a client of its own.
   *
   * Property group: `event.bus.arn`, `aws.region`.
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html
   * @example
   * declare const bus: events.IEventBus;
   * const connector = FlinkConnector.eventBus(bus, { propertyGroup: 'Events' });
   */
  public static eventBus(bus: IEventBus, options?: EventBusConnectorOptions): IFlinkConnector {
    return eventBus(bus, options);
  }

  /**
   * An AWS Step Functions state machine that the job starts executions of, with a client of its own.
   *
   * Property group: `state.machine.arn`, `aws.region`.
   *
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/concept-create-iam-advanced.html
   * @example
   * declare const stateMachine: stepfunctions.IStateMachine;
   * const connector = FlinkConnector.stepFunction(stateMachine, { synchronous: true });
   */
  public static stepFunction(stateMachine: IStateMachine, options?: StepFunctionConnectorOptions): IFlinkConnector {
    return stepFunction(stateMachine, options);
  }

  /**
   * An AWS Lambda function that the job invokes, for example to look up something for each record with asynchronous
   * I/O.
   *
   * The permission is on exactly what is given: for a version or an alias, give that.
   *
   * Property group: `function.name`, `aws.region`.
   *
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/dev/datastream/operators/asyncio/
   * @example
   * declare const fn: lambda.IFunction;
   * const connector = FlinkConnector.lambdaFunction(fn, { propertyGroup: 'Lookup' });
   */
  public static lambdaFunction(fn: IFunction, options?: LambdaFunctionConnectorOptions): IFlinkConnector {
    return lambdaFunction(fn, options);
  }

  /**
   * A private REST API of Amazon API Gateway that the job calls, with requests that the execution role signs.
   *
   * The private DNS of the endpoint answers for all APIs of API Gateway in the Region: in this VPC, public APIs are
   * then reached under custom domain names only.
   *
   * Property group: `api.url`, `aws.region`.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-apis.html
   * @example
   * declare const api: apigateway.IRestApi;
   * const connector = FlinkConnector.privateRestApi(api, { stageName: 'prod', method: 'POST', path: '/orders' });
   */
  public static privateRestApi(api: IRestApi, options: PrivateRestApiConnectorOptions): IFlinkConnector {
    return privateRestApi(api, options);
  }

  /**
   * An Amazon Bedrock model that the job invokes, itself or through an inference profile.
   *
   * Property group: `model.id` (the ARN of the model or of the profile), `aws.region`.
   *
   * @see https://docs.aws.amazon.com/bedrock/latest/userguide/security_iam_id-based-policy-examples.html
   * @example
   * const modelId = bedrock.FoundationModelIdentifier.AMAZON_TITAN_EMBED_TEXT_V2_0;
   * const model = bedrock.FoundationModel.fromFoundationModelId(this, 'Model', modelId);
   * const connector = FlinkConnector.bedrockModel(model);
   */
  public static bedrockModel(model: IModel, options?: BedrockModelConnectorOptions): IFlinkConnector {
    return bedrockModel(model, options);
  }

  /**
   * An Amazon SageMaker AI inference endpoint that the job invokes.
   *
   * Property group: `endpoint.name`, `aws.region`.
   *
   * @throws if the ARN is not that of an endpoint
   * @see https://docs.aws.amazon.com/sagemaker/latest/dg/interface-vpc-endpoint.html
   * @example
   * const connector = FlinkConnector.sageMakerEndpoint({
   *   endpointArn: 'arn:aws:sagemaker:eu-west-1:111122223333:endpoint/fraud',
   * });
   */
  public static sageMakerEndpoint(options: SageMakerEndpointConnectorOptions): IFlinkConnector {
    return sageMakerEndpoint(options);
  }

  /**
   * An Amazon OpenSearch Service domain, as sink, on port 443: in the VPC, or public through the internet.
   *
   * Property group: `endpoint.url`, `aws.region`.
   *
   * @throws if the domain is imported and `securityGroups` is not given; if it is public and the application has no way
   * to the internet
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/opensearch/
   * @see https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
   * @example
   * declare const domain: opensearch.IDomain;
   * const connector = FlinkConnector.openSearchDomain(domain, { propertyGroup: 'Search' });
   */
  public static openSearchDomain(domain: IDomain, options?: OpenSearchDomainConnectorOptions): IFlinkConnector {
    return openSearchDomain(domain, options);
  }

  /**
   * An Amazon OpenSearch Serverless collection, on port 443: through the VPC endpoint that OpenSearch Serverless
   * manages, or public through the internet.
   *
   * The data access policy of the collection must also name the execution role.
   *
   * Property group: `endpoint.url`, `aws.region`.
   *
   * @throws if the ARN is not that of a collection; if it is public and the application has no way to the internet
   * @see https://docs.aws.amazon.com/opensearch-service/latest/developerguide/security-iam-serverless.html
   * @example
   * declare const securityGroup: ec2.ISecurityGroup;
   * const connector = FlinkConnector.openSearchServerlessCollection({
   *   collectionArn: 'arn:aws:aoss:eu-west-1:111122223333:collection/abcdefghij0123456789',
   *   vpcEndpointSecurityGroups: [securityGroup],
   * });
   */
  public static openSearchServerlessCollection(
    options: OpenSearchServerlessCollectionConnectorOptions,
  ): IFlinkConnector {
    return openSearchServerlessCollection(options);
  }

  /**
   * A database, as source or sink: RDS, RDS Proxy, Aurora, Redshift, ElastiCache, MemoryDB, DocumentDB or anything else
   * with connections.
   *
   * Property group: `hostname`, `port`, `database.name`, `url`, `username`, `secret.name`, `aws.region`, each if it is
   * known.
   *
   * @throws if neither a port is given nor the connectable has a default port
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/jdbc/
   * @example
   * declare const cluster: rds.DatabaseCluster;
   * const connector = FlinkConnector.database(cluster, { secret: cluster.secret, databaseName: 'orders' });
   */
  public static database(connectable: IConnectable, options?: DatabaseConnectorOptions): IFlinkConnector {
    return database(connectable, options);
  }

  /**
   * An Amazon Neptune cluster with IAM authentication, on port 8182. A source reads data with queries; a sink also
   * writes and deletes it.
   *
   * Property group: `hostname`, `port`, `aws.region`.
   *
   * @see https://docs.aws.amazon.com/neptune/latest/userguide/iam-dp-actions.html
   * @example
   * declare const securityGroup: ec2.ISecurityGroup;
   * const connector = FlinkConnector.neptuneCluster(securityGroup, {
   *   clusterResourceId: 'cluster-ABCDEFGHIJKL01234',
   * });
   */
  public static neptuneCluster(connectable: IConnectable, options: NeptuneClusterConnectorOptions): IFlinkConnector {
    return neptuneCluster(connectable, options);
  }

  /**
   * An AWS Secrets Manager secret that the job reads, for a source or a sink. The job is also allowed to decrypt it.
   *
   * Property group: `secret.name`, `aws.region`.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html
   * @example
   * declare const secret: secretsmanager.ISecret;
   * const connector = FlinkConnector.secret(secret, { propertyGroup: 'Credentials' });
   */
  public static secret(value: ISecret, options?: SecretConnectorOptions): IFlinkConnector {
    return secret(value, options);
  }

  /**
   * An AWS Systems Manager parameter that the job reads.
   *
   * Property group: `parameter.name`, `aws.region`.
   *
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html
   * @example
   * declare const parameter: ssm.IStringParameter;
   * const connector = FlinkConnector.ssmParameter(parameter, { propertyGroup: 'Settings' });
   */
  public static ssmParameter(parameter: IParameter, options?: SsmParameterConnectorOptions): IFlinkConnector {
    return ssmParameter(parameter, options);
  }

  /**
   * An AWS Glue schema registry. A source gets schemas. A sink also finds them by their definition, and with
   * `autoRegistration` registers new ones.
   *
   * Property group: `name`, `region`.
   *
   * @see https://docs.aws.amazon.com/glue/latest/dg/schema-registry-gs.html
   * @example
   * const connector = FlinkConnector.glueSchemaRegistry({ registryName: 'sales', schemaNames: ['orders'] });
   */
  public static glueSchemaRegistry(options: GlueSchemaRegistryConnectorOptions): IFlinkConnector {
    return glueSchemaRegistry(options);
  }

  /**
   * A database of the AWS Glue Data Catalog. A source reads tables and partitions; a sink also creates the database and
   * creates and updates them. Declare the bucket with the data beside it.
   *
   * Property group: `catalog.db`, `catalog.table` (if there is one), `aws.region`.
   *
   * @see https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html
   * @example
   * const connector = FlinkConnector.glueDatabase({ databaseName: 'sales', tables: ['orders'] });
   */
  public static glueDatabase(options: GlueDatabaseConnectorOptions): IFlinkConnector {
    return glueDatabase(options);
  }

  /**
   * An Amazon Managed Service for Prometheus workspace, as sink: remote write.
   *
   * Property group: `endpoint.url`, `aws.region`.
   *
   * @throws if the ARN is not that of a workspace
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/prometheus/
   * @example
   * const connector = FlinkConnector.prometheusWorkspace({
   *   workspaceArn: 'arn:aws:aps:eu-west-1:111122223333:workspace/ws-11111111-2222-3333-4444-555555555555',
   * });
   */
  public static prometheusWorkspace(options: PrometheusWorkspaceConnectorOptions): IFlinkConnector {
    return prometheusWorkspace(options);
  }

  /**
   * Custom metrics that the job itself publishes in an Amazon CloudWatch namespace.
   *
   * Flink's own metrics need no connector: the service delivers them.
   *
   * Property group: `metric.namespace`, `aws.region`.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/publishingMetrics.html
   * @example
   * const connector = FlinkConnector.cloudWatchMetrics({ namespace: 'Orders' });
   */
  public static cloudWatchMetrics(options: CloudWatchMetricsConnectorOptions): IFlinkConnector {
    return cloudWatchMetrics(options);
  }
}
