import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { IRole } from 'aws-cdk-lib/aws-iam';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { ILogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ApplicationCode } from './application-code';
import { IFlinkConnector } from '../connectors/connector';
import { FlinkRuntime } from '../flink-runtime';
import { LogLevel } from './monitoring-configuration';
import { MetricsLevel } from '../metrics/metrics-level';
import { ApplicationLifecycle } from '../lifecycle/application-lifecycle';
import { SnapshotMode } from '../lifecycle/snapshot-mode';
import { VpcConfiguration } from '../network/vpc-configuration';

/** Properties of a `FlinkApplication`. */
export interface FlinkApplicationProps {
  /**
   * The version of Apache Flink.
   */
  readonly runtime: FlinkRuntime;

  /**
   * The code of the job.
   */
  readonly code: ApplicationCode;

  /**
   * The VPC that the application is connected to: subnets, security groups, endpoints and permissions.
   *
   * It can be added, changed and removed later: the application is updated in place.
   *
   * @default - the application is connected to no VPC: it reaches AWS services and the internet, and a source or sink
   * that has its address in a VPC is an error
   */
  readonly vpcConfiguration?: VpcConfiguration;

  /**
   * What the job reads from: `FlinkConnector.kinesisStream(clicks)` and so on. Each gives the job its permissions, its
   * endpoints, its rules and, where a property group is named, its settings.
   *
   * @default - none; `addSource()` adds one
   */
  readonly sources?: IFlinkConnector[];

  /**
   * What the job writes to.
   *
   * @default - none; `addSink()` adds one
   */
  readonly sinks?: IFlinkConnector[];

  /**
   * The name of the application: 1 to 128 of the characters `a-z A-Z 0-9 _ - .`. No two applications of an account and
   * region have the same name. Changing it replaces the application, and its state is lost.
   *
   * @default - CloudFormation generates a name
   */
  readonly applicationName?: string;

  /**
   * What the application is for, at most 1024 characters.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * How many parallel tasks the operators of the job have when it starts: a whole number of at least 1. The default
   * quota is 256.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-scaling.html
   * @default 1
   */
  readonly parallelism?: number;

  /**
   * How many parallel tasks share one Kinesis Processing Unit (KPU: 1 vCPU and 4 GB): 1 to 8.
   *
   * The application runs on parallelism / parallelismPerKpu KPUs, rounded up; one more is billed for orchestration.
   *
   * @default 1
   */
  readonly parallelismPerKpu?: number;

  /**
   * Whether the service changes the parallelism with the load: it doubles it when the CPU is busy, up to the quota of
   * KPUs, and halves it when idle.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-scaling-auto.html
   * @default true
   */
  readonly autoScalingEnabled?: boolean;

  /**
   * Whether the service saves the state of the running job from time to time, so that it survives a fault.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-fault.html
   * @default true
   */
  readonly checkpointingEnabled?: boolean;

  /**
   * The time from one checkpoint to the next: at least 1 millisecond. With `checkpointingEnabled: false` it has no
   * effect, and gives the warning `cdk-managed-flink:checkpointing-disabled`.
   *
   * @default Duration.minutes(1)
   */
  readonly checkpointInterval?: Duration;

  /**
   * The least time between the end of a checkpoint and the start of the next: 0 or more. With
   * `checkpointingEnabled: false` it has no effect, and gives the warning `cdk-managed-flink:checkpointing-disabled`.
   *
   * @default Duration.seconds(5)
   */
  readonly minPauseBetweenCheckpoints?: Duration;

  /**
   * The messages that are sent to CloudWatch Logs.
   *
   * @default - the service's own: `LogLevel.INFO`
   */
  readonly logLevel?: LogLevel;

  /**
   * How finely metrics are reported.
   *
   * @default - the service's own: `MetricsLevel.APPLICATION`
   */
  readonly metricsLevel?: MetricsLevel;

  /**
   * Whether a snapshot of the state is taken when the application is stopped or updated, and used when it starts again.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-snapshots.html
   * @default true
   */
  readonly snapshotsEnabled?: boolean;

  /**
   * How the service keeps snapshots.
   *
   * You can change to `SnapshotMode.ENHANCED`, but not back: deploy this change alone, with no other change of the
   * application.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-snapshots.html
   * @default - the service's own: the legacy mode
   */
  readonly snapshotMode?: SnapshotMode;

  /**
   * Whether a deployment starts the job and waits until it runs.
   *
   * @default ApplicationLifecycle.manual()
   */
  readonly lifecycle?: ApplicationLifecycle;

  /**
   * Whether the service goes back to the previous version when an update fails.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-system-rollbacks.html
   * @default - with `ApplicationLifecycle.startOnDeploy()`: yes; else the service's own: no
   */
  readonly systemRollbackEnabled?: boolean;

  /**
   * When the daily window of 8 hours starts in which the service may maintain the application: `HH:MM`, 00:00 to 23:59,
   * UTC.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/maintenance.html
   * @default - the service chooses one for the region
   */
  readonly maintenanceWindowStartTime?: string;

  /**
   * Values that the job reads when it starts, by group: at most 50 groups. The id of a group is 1 to 50 of the
   * characters `a-z A-Z 0-9 _ - .`; a group has 1 to 50 entries, whose keys and values are 1 to 2048 characters. An
   * empty value is refused by the service.
   *
   * They are readable for everyone who may describe the application: pass the name of a secret, not the secret.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-properties.html
   * @default - none
   */
  readonly propertyGroups?: { [id: string]: { [key: string]: string } };

  /**
   * The execution role, which the service assumes to run the job.
   *
   * It must trust `kinesisanalytics.amazonaws.com` and be of the application's account. What the application needs is
   * added to it in inline policies, whose names no other stack uses. To a role that cannot be changed nothing is added:
   * the warning `cdk-managed-flink:immutable-role` prints what it must already allow, and `requiredPolicy()` gives it
   * as a document. What later sources and sinks need beside it is a warning with an id of its own.
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
   * The log group that the application writes to. It cannot be given with `logRetention`.
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
   * The key that encrypts the state of the application, running and in snapshots: a symmetric key of the region.
   *
   * Its policy gets what the service needs. For an imported key, whose policy cannot be changed, the warning
   * `cdk-managed-flink:encryption-key` prints the statements, and `keyPolicyStatements()` returns them. Whoever deploys
   * or operates the application needs what `keyOperatorStatements()` returns.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/key-management-flink.html
   * @default - a key that AWS owns
   */
  readonly encryptionKey?: IKey;

  /**
   * What happens to the application, its logs and all that it needs to run when they are removed from the stack.
   *
   * With `RETAIN`, the role with its policies and the security group stay too, since the application runs on; the
   * endpoints of the VPC and their client group belong to the VPC and follow it. `SNAPSHOT` is not known to this
   * resource.
   *
   * @default - the application is deleted, and its logs are kept
   */
  readonly removalPolicy?: RemovalPolicy;
}
