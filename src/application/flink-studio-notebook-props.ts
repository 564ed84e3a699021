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
   * The VPC that the notebook is connected to: subnets, security groups, endpoints and permissions.
   *
   * It can be added, changed and removed later: the notebook is updated in place.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/vpc.html
   * @default - the notebook is connected to no VPC: it reaches AWS services and the internet, and a source or sink that
   * has its address in a VPC is an error
   */
  readonly vpcConfiguration?: VpcConfiguration;

  /**
   * What the notebook reads from: `FlinkConnector.kinesisStream(clicks)` and so on. Each gives the notebook its
   * permissions, its endpoints and its rules.
   *
   * A notebook has no property groups: the settings of a table are in its `WITH` clause, and a connector with a
   * `propertyGroup` is an error.
   *
   * @default - none; `addSource()` adds one
   */
  readonly sources?: IFlinkConnector[];

  /**
   * What the notebook writes to.
   *
   * @default - none; `addSink()` adds one
   */
  readonly sinks?: IFlinkConnector[];

  /**
   * The name of the notebook: 1 to 128 of the characters `a-z A-Z 0-9 _ - .`. No two applications or notebooks of an
   * account and region have the same name. Changing it replaces the notebook, and its notes are lost.
   *
   * @default - CloudFormation generates a name
   */
  readonly applicationName?: string;

  /**
   * What the notebook is for, at most 1024 characters.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * How many parallel tasks the notebook can run, over all queries that run at the same time: a whole number of at
   * least 1. The default quota is 256.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-zeppelin-creating.html
   * @default - the service's own
   */
  readonly parallelism?: number;

  /**
   * How many parallel tasks share one Kinesis Processing Unit (KPU: 1 vCPU and 4 GB): 1 to 8.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-scaling.html
   * @default - the service's own
   */
  readonly parallelismPerKpu?: number;

  /**
   * The name of the AWS Glue database that holds the tables of the notebook: 1 to 255 of the characters
   * `a-z 0-9 _ -`. It is in the Data Catalog of the account and region of the notebook.
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
   * The bucket that notes are built into, so that they can be deployed as applications with durable state. It must be
   * in the region of the notebook.
   *
   * Deploying from a notebook in a VPC without internet access is not supported by the service.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-notebook-durable.html
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-zeppelin-troubleshooting.html
   * @default - notes cannot be deployed as applications
   */
  readonly deployAsApplicationBucket?: IBucket;

  /**
   * The prefix of the objects that are built, without a slash at the beginning: 1 to 1024 characters, for example
   * `notes/`. It can only be given with `deployAsApplicationBucket`. The permissions are limited to it.
   *
   * @default - the whole bucket
   */
  readonly deployAsApplicationBasePath?: string;

  /**
   * The messages that are sent to CloudWatch Logs.
   *
   * @default - the service's own
   */
  readonly logLevel?: LogLevel;

  /**
   * The log group that the notebook writes to. It cannot be given with `logRetention`.
   *
   * @default - a group is created
   */
  readonly logGroup?: ILogGroup;

  /**
   * The name of the log stream that is created: 1 to 512 characters without `:` and `*`.
   *
   * @default - CloudFormation generates a name
   */
  readonly logStreamName?: string;

  /**
   * How long messages are kept in the log group that is created.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;

  /**
   * The execution role, which the service assumes to run the notebook.
   *
   * It must trust `kinesisanalytics.amazonaws.com` and be of the notebook's account. What the notebook needs is added
   * to it in inline policies, whose names no other stack uses. To a role that cannot be changed nothing is added: the
   * warning `cdk-managed-flink:immutable-role` prints what it must already allow, and `requiredPolicy()` gives it as a
   * document.
   *
   * @default - a role is created that the service may assume for applications of this account and region
   */
  readonly role?: IRole;

  /**
   * The name of the role that is created: 1 to 64 of the characters `a-z A-Z 0-9 _ + = , @ - .`. It cannot be given
   * with `role`.
   *
   * @default - CloudFormation generates a name
   */
  readonly roleName?: string;

  /**
   * What happens to the notebook, its logs, its database and all that it needs to run when they are removed from the
   * stack. `SNAPSHOT` is not supported by this resource.
   *
   * @default - the notebook is deleted, and its logs and its database are kept
   */
  readonly removalPolicy?: RemovalPolicy;
}
