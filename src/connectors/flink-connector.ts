import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { IConnectable } from 'aws-cdk-lib/aws-ec2';
import { IStream } from 'aws-cdk-lib/aws-kinesis';
import { IDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { IDomain } from 'aws-cdk-lib/aws-opensearchservice';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { IFlinkConnector } from './connector';
import { database, DatabaseConnectorOptions } from './services/database';
import { dynamoDbTable, DynamoDbConnectorOptions } from './services/dynamodb';
import { glueDatabase, GlueDatabaseConnectorOptions, glueSchemaRegistry, GlueSchemaRegistryConnectorOptions } from './services/glue';
import { kafkaBrokers, KafkaBrokersConnectorOptions, mskCluster, MskConnectorOptions } from './services/kafka';
import { FirehoseConnectorOptions, firehoseDeliveryStream, kinesisStream, KinesisStreamConnectorOptions } from './services/kinesis';
import { lambdaFunction, LambdaConnectorOptions } from './services/lambda';
import { openSearchDomain, OpenSearchConnectorOptions } from './services/opensearch';
import { PrometheusConnectorOptions, prometheusWorkspace } from './services/prometheus';
import { s3Bucket, S3ConnectorOptions, s3TableBucket, S3TableBucketConnectorOptions } from './services/s3';
import { secret, SecretConnectorOptions } from './services/secret';
import { SqsConnectorOptions, sqsQueue } from './services/sqs';

/**
 * What a job reads from or writes to. Naming it gives the job its permissions, the endpoints and rules on the way there and, where a
 * property group is named, its settings.
 *
 * The direction decides the permissions: a connector in `sources` only reads, one in `sinks` only writes. Anything that is not here can
 * implement `IFlinkConnector`.
 */
export abstract class FlinkConnector {
  /**
   * A Kinesis data stream, as source or sink.
   *
   * A source finds the shards and polls them, or subscribes with enhanced fan-out; a sink puts records. The key of an encrypted stream is used accordingly.
   *
   * Property group: `stream.arn`, `aws.region`, and with enhanced fan-out `source.reader.type` and `source.efo.consumer.name`.
   *
   * @throws if the stream is in another region and the VPC's endpoints are to be used
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/kinesis/
   * @see https://docs.aws.amazon.com/streams/latest/dev/controlling-access.html
   */
  public static kinesisStream(stream: IStream, options?: KinesisStreamConnectorOptions): IFlinkConnector {
    return kinesisStream(stream, options);
  }

  /**
   * A Data Firehose stream, as sink.
   *
   * Property group: `stream.name`, `aws.region`.
   *
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/firehose/
   */
  public static firehoseDeliveryStream(stream: IDeliveryStream, options?: FirehoseConnectorOptions): IFlinkConnector {
    return firehoseDeliveryStream(stream, options);
  }

  /**
   * An Amazon MSK cluster, provisioned or serverless, as source or sink.
   *
   * The authentication chooses the port of the brokers. With IAM a source may describe and read its topics and commit for its group, and a sink may write to
   * its topics, idempotently, and in transactions if a prefix for their ids is given; other ways are authorised by the cluster itself.
   *
   * Property group: `bootstrap.servers`, `topic`, `group.id` (source), `credentials.secret` (SASL/SCRAM), `aws.region`.
   *
   * @throws if the ARN is not that of a cluster, no security group is given, or a property group is wanted without `bootstrapServers`
   * @see https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html
   * @see https://docs.aws.amazon.com/msk/latest/developerguide/port-info.html
   */
  public static mskCluster(options: MskConnectorOptions): IFlinkConnector {
    return mskCluster(options);
  }

  /**
   * Kafka brokers of your own, as source or sink: anything with connections, on any ports.
   *
   * Property group: `bootstrap.servers`, `topic`, `group.id` (source), `credentials.secret`.
   *
   * @throws if neither ports are given nor the connectable has a default port, or a property group is wanted without `bootstrapServers`
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/kafka/
   */
  public static kafkaBrokers(options: KafkaBrokersConnectorOptions): IFlinkConnector {
    return kafkaBrokers(options);
  }

  /**
   * A bucket, as source or sink, through the gateway endpoint.
   *
   * A source lists and gets objects. A sink writes them in parts, and on recovery reads back and removes what it had not finished.
   *
   * Property group: `bucket.name`, `bucket.path` (the prefix), `aws.region`.
   *
   * @throws if the prefix begins with a slash, or the application is closed and the prefix list of S3 is neither given nor can be looked up
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/filesystem/
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
   */
  public static s3Bucket(bucket: IBucket, options?: S3ConnectorOptions): IFlinkConnector {
    return s3Bucket(bucket, options);
  }

  /**
   * Iceberg tables in an S3 table bucket, as source or sink. Tables are looked up through an interface endpoint, files go through the gateway endpoint of S3.
   *
   * Property group: `table.bucket.arn`, `catalog.db` (the namespace), `catalog.table` (if there is one), `aws.region`.
   *
   * @throws if the ARN is not that of a table bucket
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-tables-setting-up.html
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-tables-VPC.html
   */
  public static s3TableBucket(options: S3TableBucketConnectorOptions): IFlinkConnector {
    return s3TableBucket(options);
  }

  /**
   * A DynamoDB table: a sink writes to it in batches through the gateway endpoint, a source reads its stream through an interface endpoint.
   *
   * The endpoint for streams has no private DNS: its URL is written into the property group, which a source needs unless `streamsEndpointUrl` is given
   * or the application uses `VpcEndpoints.none()`.
   *
   * Property group: as sink `table.name`, `aws.region`; as source `stream.arn`, `aws.region`, `aws.endpoint`.
   *
   * @throws if a source's table has no stream, or nothing would tell the job the URL of the endpoint
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/dynamodb/
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/privatelink-streams.html
   */
  public static dynamoDbTable(table: ITable, options?: DynamoDbConnectorOptions): IFlinkConnector {
    return dynamoDbTable(table, options);
  }

  /**
   * A queue, as source or sink. Flink itself has a sink only; a source of your own may receive, delete and extend messages.
   *
   * Property group: `sqs-url`, `aws.region`.
   *
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/sqs/
   */
  public static sqsQueue(queue: IQueue, options?: SqsConnectorOptions): IFlinkConnector {
    return sqsQueue(queue, options);
  }

  /**
   * An OpenSearch domain, as sink, on port 443: in the VPC, or public through the internet.
   *
   * Property group: `endpoint.url`, `aws.region`.
   *
   * @throws if the domain is imported and `securityGroups` is not given; if it is public and the application has no way to the internet
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/opensearch/
   * @see https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
   */
  public static openSearchDomain(domain: IDomain, options?: OpenSearchConnectorOptions): IFlinkConnector {
    return openSearchDomain(domain, options);
  }

  /**
   * A database, as source or sink: RDS, Aurora, Redshift, ElastiCache, DocumentDB, Neptune or anything else with connections.
   *
   * Property group: `hostname`, `port`, `database.name`, `url`, `secret.name`, each where it is known.
   *
   * @throws if neither a port is given nor the connectable has a default port
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/jdbc/
   */
  public static database(connectable: IConnectable, options?: DatabaseConnectorOptions): IFlinkConnector {
    return database(connectable, options);
  }

  /**
   * A secret that the job reads, whether for a source or a sink. Its key is used to decrypt it.
   *
   * Property group: `secret.name`, `aws.region`.
   *
   * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html
   */
  public static secret(value: ISecret, options?: SecretConnectorOptions): IFlinkConnector {
    return secret(value, options);
  }

  /**
   * A registry of schemas in AWS Glue. A source gets schemas; a sink also finds them by their definition and registers new ones if it shall.
   *
   * Property group: `name`, `region`.
   *
   * @see https://docs.aws.amazon.com/glue/latest/dg/schema-registry-gs.html
   */
  public static glueSchemaRegistry(options: GlueSchemaRegistryConnectorOptions): IFlinkConnector {
    return glueSchemaRegistry(options);
  }

  /**
   * A database of the Glue Data Catalog. A source reads tables and partitions; a sink also creates and updates them. Name the bucket with the data beside it.
   *
   * Property group: `catalog.db`, `catalog.table` (if there is one), `aws.region`.
   *
   * @see https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html
   */
  public static glueDatabase(options: GlueDatabaseConnectorOptions): IFlinkConnector {
    return glueDatabase(options);
  }

  /**
   * A workspace of Amazon Managed Service for Prometheus, as sink: remote write.
   *
   * Property group: `endpoint.url`, `aws.region`.
   *
   * @throws if the ARN is not that of a workspace
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/prometheus/
   */
  public static prometheusWorkspace(options: PrometheusConnectorOptions): IFlinkConnector {
    return prometheusWorkspace(options);
  }

  /**
   * A Lambda function that the job invokes, for example to look up something for each record with asynchronous I/O.
   *
   * Only what is given may be invoked: for a version or an alias, give that.
   *
   * Property group: `function.name`, `aws.region`.
   *
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/dev/datastream/operators/asyncio/
   */
  public static lambdaFunction(fn: IFunction, options?: LambdaConnectorOptions): IFlinkConnector {
    return lambdaFunction(fn, options);
  }
}
