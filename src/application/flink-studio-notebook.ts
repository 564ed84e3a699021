import { Names, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnDatabase } from 'aws-cdk-lib/aws-glue';
import { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { ApplicationResource } from './application-resource';
import { grantCode } from './code-permissions';
import { ConnectedApplication } from './connected-application';
import { ConnectedJob } from './connected-job';
import { CustomArtifact } from './custom-artifact';
import { applicationArnComponents, START_AND_STOP } from './flink-application-base';
import { FlinkStudioNotebookProps } from './flink-studio-notebook-props';
import { checkNotebookProps, NoSettings } from './notebook-checks';
import { notebookProperties, notebookScale } from './notebook-configuration';
import { grantDescribe, notebookBuilds, notebookCatalog, warnOfDeployment } from './notebook-needs';
import { notebookOverrideProblems } from './override-problems';
import { SERVICE_LIMITS } from '../core/service-limits';
import { FlinkRuntime } from '../flink-runtime';
import { MetricsLevel } from '../metrics/metrics-level';
import { MonitoredApplication } from '../metrics/monitored-application';

/** The artifacts that the console adds to a notebook. */
const DEFAULT_ARTIFACTS = [
  CustomArtifact.KINESIS_CONNECTOR, CustomArtifact.KAFKA_CONNECTOR, CustomArtifact.MSK_IAM_AUTH,
];

/**
 * A Studio notebook of Amazon Managed Service for Apache Flink, with its execution role, log stream and AWS Glue
 * database.
 *
 * A Studio notebook is Apache Zeppelin with Flink 1.15. If you connect it to a VPC, the construct also creates
 * everything that the connection needs. The notebook is created in the state READY. Start it in the console or with
 * `aws kinesisanalyticsv2 start-application`.
 *
 * To import a notebook, use `FlinkApplication.fromFlinkApplicationArn()`.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-notebook.html
 * @resource AWS::KinesisAnalyticsV2::Application
 * @example
 * declare const stream: kinesis.IStream;
 * new FlinkStudioNotebook(this, 'Notebook', {
 *   vpcConfiguration: { vpc },
 *   sources: [FlinkConnector.kinesisStream(stream)],
 * });
 */
export class FlinkStudioNotebook extends ConnectedApplication {
  /** The name of the notebook. */
  public readonly applicationName: string;

  /**
   * The ARN of the notebook.
   *
   * If CloudFormation generates the name, a policy of the notebook's own role cannot contain this ARN, because that is
   * a circular dependency. Specify `applicationName` and write the ARN as text.
   */
  public readonly applicationArn: string;

  /** The name of the AWS Glue database for the tables of the notebook. */
  public readonly glueDatabaseName: string;

  /** The ARN of the AWS Glue database for the tables of the notebook. */
  public readonly glueDatabaseArn: string;

  /**
   * The resource that connects the notebook to its log stream. Anything that starts the notebook depends on it.
   */
  public readonly loggingOption: IConstruct;

  /** @internal */
  protected readonly _job: ConnectedJob;

  constructor(scope: Construct, id: string, props: FlinkStudioNotebookProps = {}) {
    super(scope, id, { physicalName: props.applicationName });

    checkNotebookProps(this, props);
    const { vpcConfiguration, deployAsApplicationBucket: bucket, deployAsApplicationBasePath: basePath } = props;
    const artifacts = (props.customArtifacts ?? DEFAULT_ARTIFACTS)
      .map((artifact, index) => artifact._bind(this, `Artifact${index}`));
    this.glueDatabaseName = props.glueDatabaseName ?? this.createDatabase(props.removalPolicy);
    this.glueDatabaseArn = this.stack.formatArn({
      service: 'glue', resource: 'database', resourceName: this.glueDatabaseName,
    });
    const own = [notebookCatalog(this.glueDatabaseName), ...notebookBuilds(bucket, basePath)];
    const connections = { ...props, sinks: [...own, ...props.sinks ?? []] };
    const job = new ConnectedJob(this, connections, new NoSettings(this), policy => {
      grantDescribe(this, policy, props.applicationName);
      artifacts.forEach(({ jar }) => jar && grantCode(this, policy, jar, 'a custom artifact'));
    });
    this._job = job;

    const resource = new ApplicationResource(this, 'Resource', notebookProperties(props, {
      name: this.physicalName,
      roleArn: job.role.roleArn,
      databaseArn: this.glueDatabaseArn,
      artifacts,
      network: job.network,
    }));
    resource.node.addValidation({ validate: () => notebookOverrideProblems(resource) });
    this.loggingOption = job.connect(resource);

    this.applicationName = this.getResourceNameAttribute(resource.ref);
    this.applicationArn = this.getResourceArnAttribute(
      this.stack.formatArn(applicationArnComponents(resource.ref)), applicationArnComponents(this.physicalName),
    );

    job.applyRemoval(props.removalPolicy);
    job.warn(notebookScale(props));
    if (bucket !== undefined && vpcConfiguration !== undefined) {
      warnOfDeployment(this, vpcConfiguration.vpc, this.subnets);
    }
    job.execution.warnIfImmutable();
  }

  /** Grants permission to describe, start and stop the notebook. */
  public grantOperate(grantee: IGrantable): Grant {
    return this.grantRead(grantee)
      .combine(Grant.addToPrincipal({ grantee, actions: START_AND_STOP, resourceArns: [this.applicationArn] }));
  }

  /**
   * Grants permission to open the notebook in Apache Zeppelin, with a URL that the console or
   * `aws kinesisanalyticsv2 create-application-presigned-url` creates.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/apiv2/API_CreateApplicationPresignedUrl.html
   */
  public grantOpen(grantee: IGrantable): Grant {
    return Grant.addToPrincipal({
      grantee, actions: ['kinesisanalytics:CreateApplicationPresignedUrl'], resourceArns: [this.applicationArn],
    });
  }

  /**
   * The metrics of Flink 1.15, at the level of the application. Checkpoints are off unless a note turns them on.
   *
   * @internal
   */
  public _monitored(): MonitoredApplication {
    return {
      runtime: FlinkRuntime.FLINK_1_15,
      metricsLevel: MetricsLevel.APPLICATION,
      logGroup: this.logGroup,
      checkpointingEnabled: false,
      sources: this._job.lags,
    };
  }

  /** Its name is written out, since it must be in lower case, and names of tables are quoted where it has a hyphen. */
  private createDatabase(removalPolicy: RemovalPolicy = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE): string {
    const name = Names.uniqueResourceName(this, {
      maxLength: SERVICE_LIMITS.glueDatabaseName.max, separator: '_', allowedSpecialCharacters: '_',
    }).toLowerCase();
    const database = new CfnDatabase(this, 'Database', {
      catalogId: Stack.of(this).account, databaseInput: { name, description: 'Tables of a Studio notebook' },
    });
    database.applyRemovalPolicy(removalPolicy);
    return database.ref;
  }
}
