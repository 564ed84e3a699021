import { RemovalPolicy } from 'aws-cdk-lib';
import { IRole } from 'aws-cdk-lib/aws-iam';
import { ILogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { CustomArtifact } from './custom-artifact';
import { LogLevel } from './monitoring-configuration';
import { IFlinkConnector } from '../connectors/connector';
import { VpcConfiguration } from '../network/vpc-configuration';

/** Properties of a `FlinkStudioNotebook`. */
export interface FlinkStudioNotebookProps {
  /**
   * The VPC that the notebook connects to, with its subnets, security groups, endpoints and permissions.
   *
   * You can add, change and remove the VPC configuration later. The notebook is updated without replacement.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/vpc.html
   * @default - the notebook is not connected to a VPC; it reaches AWS services and the internet, and a source or sink
   * in a VPC is an error
   */
  readonly vpcConfiguration?: VpcConfiguration;

  /**
   * The sources of the notebook, for example `FlinkConnector.kinesisStream(clicks)`.
   *
   * Each source adds its permissions, endpoints and security group rules. A notebook has no property groups: write the
   * settings of a table in its `WITH` clause. A connector with a `propertyGroup` is an error.
   *
   * @default - none; you can add sources with `addSource()`
   */
  readonly sources?: IFlinkConnector[];

  /**
   * The sinks of the notebook, for example `FlinkConnector.s3Bucket(bucket)`.
   *
   * @default - none; you can add sinks with `addSink()`
   */
  readonly sinks?: IFlinkConnector[];

  /**
   * The name of the notebook: 1 to 128 of the characters `a-z A-Z 0-9 _ - .`.
   *
   * The name must be unique among the applications and notebooks of the account and region. If you change it, the
   * notebook is replaced and its notes are lost.
   *
   * @default - CloudFormation generates a name
   */
  readonly applicationName?: string;

  /**
   * The description of the notebook, at most 1024 characters.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * The number of parallel tasks of the notebook: a whole number of at least 1. The default quota is 256.
   *
   * It controls the number of queries that the notebook can run at the same time.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-zeppelin-creating.html
   * @default - the default of the service
   */
  readonly parallelism?: number;

  /**
   * The number of parallel tasks for each Kinesis Processing Unit (KPU: 1 vCPU and 4 GB of memory): 1 to 8.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-scaling.html
   * @default - the default of the service
   */
  readonly parallelismPerKpu?: number;

  /**
   * The name of the AWS Glue database for the tables of the notebook: 1 to 255 of the characters `a-z 0-9 _ -`.
   *
   * The database is in the Data Catalog of the account and region of the notebook.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-zeppelin-glue.html
   * @default - a database is created
   */
  readonly glueDatabaseName?: string;

  /**
   * The libraries that the notebook loads: connectors, other dependencies and user-defined functions, at most 50.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-zeppelin-connectors.html
   * @default - those that the console adds: `CustomArtifact.KINESIS_CONNECTOR`, `CustomArtifact.KAFKA_CONNECTOR` and
   * `CustomArtifact.MSK_IAM_AUTH`
   */
  readonly customArtifacts?: CustomArtifact[];

  /**
   * The bucket for the code of notes that you deploy as applications with durable state. The bucket must be in the
   * region of the notebook.
   *
   * The service does not support the deployment of a note from a VPC without internet access.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-notebook-durable.html
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-zeppelin-troubleshooting.html
   * @default - you cannot deploy notes as applications
   */
  readonly deployAsApplicationBucket?: IBucket;

  /**
   * The path in the bucket, without a slash at the beginning: 1 to 1024 characters, for example `notes/`.
   *
   * The permissions for the bucket are limited to this path. You can specify it only with `deployAsApplicationBucket`.
   *
   * @default - the whole bucket
   */
  readonly deployAsApplicationBasePath?: string;

  /**
   * The severity of the messages that the notebook sends to CloudWatch Logs.
   *
   * @default - the default of the service
   */
  readonly logLevel?: LogLevel;

  /**
   * The log group that the notebook writes to. You cannot specify it with `logRetention`.
   *
   * @default - a log group is created
   */
  readonly logGroup?: ILogGroup;

  /**
   * The name of the log stream that is created: 1 to 512 characters without `:` and `*`.
   *
   * @default - CloudFormation generates a name
   */
  readonly logStreamName?: string;

  /**
   * The retention of the messages in the log group that is created.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;

  /**
   * The execution role that the service assumes to run the notebook.
   *
   * The role must trust `kinesisanalytics.amazonaws.com` and belong to the account of the notebook. The permissions
   * that the notebook needs are added in inline policies, whose names no other stack uses.
   *
   * If the role is immutable, nothing is added to it. The warning `cdk-managed-flink:immutable-role` lists the
   * permissions that the role must already have, and `requiredPolicy()` returns them as a policy document.
   *
   * @default - a role is created that the service can assume for applications of this account and region
   */
  readonly role?: IRole;

  /**
   * The name of the role that is created: 1 to 64 of the characters `a-z A-Z 0-9 _ + = , @ - .`. You cannot specify it
   * with `role`.
   *
   * @default - CloudFormation generates a name
   */
  readonly roleName?: string;

  /**
   * The removal policy of the notebook, its logs, its database, and the resources that it needs to run.
   *
   * The resource does not support `SNAPSHOT`.
   *
   * @default - the notebook is deleted, and its logs and its database are retained
   */
  readonly removalPolicy?: RemovalPolicy;
}
