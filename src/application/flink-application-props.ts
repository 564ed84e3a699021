import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { IRole } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { ILogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ApplicationCode } from './application-code';
import { IFlinkConnector } from '../connectors/connector';
import { FlinkRuntime } from '../flink-runtime';
import { LogLevel } from './monitoring-configuration';
import { ApplicationLifecycle } from '../lifecycle/application-lifecycle';
import { SnapshotMode } from '../lifecycle/snapshot-mode';
import { MetricsLevel } from '../metrics/metrics-level';
import { VpcConfiguration } from '../network/vpc-configuration';

/** Properties of a `FlinkApplication`. */
export interface FlinkApplicationProps {
  /**
   * The version of Apache Flink.
   */
  readonly runtime: FlinkRuntime;

  /**
   * The code of the application.
   */
  readonly code: ApplicationCode;

  /**
   * The VPC that the application connects to, with its subnets, security groups, endpoints and permissions.
   *
   * You can add, change and remove the VPC configuration later. The application is updated without replacement.
   *
   * @default - the application is not connected to a VPC; it reaches AWS services and the internet, and a source or
   * sink in a VPC is an error
   */
  readonly vpcConfiguration?: VpcConfiguration;

  /**
   * The sources of the job, for example `FlinkConnector.kinesisStream(clicks)`.
   *
   * Each source adds its permissions, endpoints and security group rules, and, if you name a property group, its
   * settings.
   *
   * @default - none; you can add sources with `addSource()`
   */
  readonly sources?: IFlinkConnector[];

  /**
   * The sinks of the job, for example `FlinkConnector.s3Bucket(bucket)`.
   *
   * @default - none; you can add sinks with `addSink()`
   */
  readonly sinks?: IFlinkConnector[];

  /**
   * The name of the application: 1 to 128 of the characters `a-z A-Z 0-9 _ - .`.
   *
   * The name must be unique in the account and region. If you change it, the application is replaced and its state is
   * lost.
   *
   * @default - CloudFormation generates a name
   */
  readonly applicationName?: string;

  /**
   * A description of the application, at most 1024 characters.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * The initial number of parallel tasks of each operator: a whole number of at least 1. The default quota is 256.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-scaling.html
   * @default 1
   */
  readonly parallelism?: number;

  /**
   * The number of parallel tasks for each Kinesis Processing Unit (KPU: 1 vCPU and 4 GB of memory): 1 to 8.
   *
   * The application runs on parallelism / parallelismPerKpu KPUs, rounded up. One additional KPU is billed for
   * orchestration.
   *
   * @default 1
   */
  readonly parallelismPerKpu?: number;

  /**
   * Whether the service changes the parallelism with the load. It doubles the parallelism when the CPU usage is high,
   * up to the quota of KPUs, and halves it when the CPU usage is low.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-scaling-auto.html
   * @default true
   */
  readonly autoScalingEnabled?: boolean;

  /**
   * Whether the service saves the state of the running job at intervals, so that the job can recover from a failure.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-fault.html
   * @default true
   */
  readonly checkpointingEnabled?: boolean;

  /**
   * The interval between checkpoints: at least 1 millisecond.
   *
   * With `checkpointingEnabled: false` the value has no effect, and the construct adds the warning
   * `cdk-managed-flink:checkpointing-disabled`.
   *
   * @default Duration.minutes(1)
   */
  readonly checkpointInterval?: Duration;

  /**
   * The minimum time between the end of a checkpoint and the start of the next: at least 0 milliseconds.
   *
   * With `checkpointingEnabled: false` the value has no effect, and the construct adds the warning
   * `cdk-managed-flink:checkpointing-disabled`.
   *
   * @default Duration.seconds(5)
   */
  readonly minPauseBetweenCheckpoints?: Duration;

  /**
   * The severity of the messages that the application sends to CloudWatch Logs.
   *
   * @default - the default of the service: `LogLevel.INFO`
   */
  readonly logLevel?: LogLevel;

  /**
   * The granularity of the metrics that the application reports.
   *
   * @default - the default of the service: `MetricsLevel.APPLICATION`
   */
  readonly metricsLevel?: MetricsLevel;

  /**
   * Whether the service takes a snapshot when the application is stopped or updated, and restores it at the next start.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-snapshots.html
   * @default true
   */
  readonly snapshotsEnabled?: boolean;

  /**
   * How the service keeps snapshots.
   *
   * You can change to `SnapshotMode.ENHANCED`, but you cannot change back. Deploy this change alone, without any other
   * change of the application.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-snapshots.html
   * @default - the default of the service: the legacy mode
   */
  readonly snapshotMode?: SnapshotMode;

  /**
   * Whether a deployment starts the job and waits until it is running.
   *
   * @default ApplicationLifecycle.manual()
   */
  readonly lifecycle?: ApplicationLifecycle;

  /**
   * Whether the service rolls the application back to the previous version when an update fails.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-system-rollbacks.html
   * @default - true with `ApplicationLifecycle.startOnDeploy()`, otherwise the default of the service: false
   */
  readonly systemRollbackEnabled?: boolean;

  /**
   * The start of the daily maintenance window of 8 hours, in UTC: `HH:MM`, 00:00 to 23:59.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/maintenance.html
   * @default - the service chooses a window for the region
   */
  readonly maintenanceWindowStartTime?: string;

  /**
   * Runtime properties that the job reads when it starts, in at most 50 groups.
   *
   * The ID of a group has 1 to 50 of the characters `a-z A-Z 0-9 _ - .`. A group has 1 to 50 entries, whose keys and
   * values have 1 to 2048 characters. The service rejects empty values.
   *
   * Everyone who can describe the application can read the properties. Do not store a secret in them: pass the name of
   * the secret.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-properties.html
   * @default - none
   */
  readonly propertyGroups?: { [id: string]: { [key: string]: string } };

  /**
   * The execution role that the service assumes to run the job.
   *
   * The role must trust `kinesisanalytics.amazonaws.com` and belong to the account of the application. The permissions
   * that the application needs are added in inline policies, whose names no other stack uses.
   *
   * If the role is immutable, nothing is added to it. The warning `cdk-managed-flink:immutable-role` lists the
   * permissions that the role must already have, and `requiredPolicy()` returns them as a policy document. Permissions
   * for sources and sinks that you add later have a separate warning.
   *
   * @default - a role is created that the service can assume for applications of this account and region
   */
  readonly role?: IRole;

  /**
   * The name of the role that is created: 1 to 64 of the characters `a-z A-Z 0-9 _ + = , @ - .`. You cannot specify
   * both `roleName` and `role`.
   *
   * @default - CloudFormation generates a name
   */
  readonly roleName?: string;

  /**
   * The log group that the application writes to. You cannot specify both `logGroup` and `logRetention`.
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
   * The customer managed key that encrypts the state of the application and its snapshots: a symmetric key of the
   * region.
   *
   * The statements that the service needs are added to the policy of the key. The policy of an imported key cannot be
   * changed. The warning `cdk-managed-flink:encryption-key` lists the statements, and `keyPolicyStatements()` returns
   * them. An identity that deploys or operates the application needs the statements of `keyOperatorStatements()`.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/key-management-flink.html
   * @default - a key that AWS owns
   */
  readonly encryptionKey?: IKey;

  /**
   * The removal policy of the application, its logs, and the resources that it needs to run.
   *
   * With `RETAIN`, the role with its policies and the security group are retained too, because the application keeps
   * running. The endpoints of the VPC and their client security group belong to the VPC and follow its removal policy.
   * The resource does not support `SNAPSHOT`.
   *
   * @default - the application is deleted, and its logs are retained
   */
  readonly removalPolicy?: RemovalPolicy;
}
