import { Connections, ISecurityGroup, ISubnet } from 'aws-cdk-lib/aws-ec2';
import { IPrincipal, IRole, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ILogGroup, ILogStream } from 'aws-cdk-lib/aws-logs';
import { IConstruct } from 'constructs';
import { ConnectedJob } from './connected-job';
import { FlinkApplicationBase } from './flink-application-base';
import { FlinkConnectorDirection, IFlinkConnector } from '../connectors/connector';

/**
 * The common part of the applications and notebooks that the app defines.
 *
 * @internal
 */
export abstract class ConnectedApplication extends FlinkApplicationBase {
  /**
   * The resource that connects the application to its log stream. Anything that starts the application depends on it.
   */
  public abstract readonly loggingOption: IConstruct;

  /** @internal */
  protected abstract readonly _job: ConnectedJob;

  /** The execution role. */
  public get role(): IRole {
    return this._job.role;
  }

  /**
   * The principal that permissions are granted to: the execution role.
   *
   * Grants to a role that you provide are added to a policy below the application. The stack of the role therefore does
   * not depend on the resources in the grants.
   */
  public get grantPrincipal(): IPrincipal {
    return this._job.execution.grantPrincipal;
  }

  /** The log group that the application writes to. */
  public get logGroup(): ILogGroup {
    return this._job.logs.logGroup;
  }

  /** The log stream that the application writes to. */
  public get logStream(): ILogStream {
    return this._job.logs.logStream;
  }

  /** The subnets that the application is connected to. Empty without a VPC. */
  public get subnets(): ISubnet[] {
    return this._job.network.subnets;
  }

  /**
   * The security groups of the application's network interfaces: its own groups and the client security group of the
   * VPC's endpoints. Empty without a VPC.
   */
  public get securityGroups(): ISecurityGroup[] {
    return this._job.network.securityGroups;
  }

  /**
   * The connections of the application's own security groups.
   *
   * @throws if the application is not connected to a VPC
   */
  public get connections(): Connections {
    return this._job.connections;
  }

  /**
   * Adds a source of the job, like an entry of `sources`. Adding the same connector again has no effect.
   *
   * @throws if the connector cannot be a source, or if something that it needs is missing or contradictory; the
   * application is not changed then
   */
  public addSource(source: IFlinkConnector): void {
    this._job.add(source, FlinkConnectorDirection.SOURCE);
  }

  /**
   * Adds a sink of the job, like an entry of `sinks`. Adding the same connector again has no effect.
   *
   * @throws if the connector cannot be a sink, or if something that it needs is missing or contradictory; the
   * application is not changed then
   */
  public addSink(sink: IFlinkConnector): void {
    this._job.add(sink, FlinkConnectorDirection.SINK);
  }

  /**
   * Adds a statement to the permissions of the job. The application depends on the policy.
   *
   * @param statement the statement, without a principal
   */
  public addToRolePolicy(statement: PolicyStatement): void {
    this.grantPrincipal.addToPrincipalPolicy(statement);
  }

  /**
   * Returns the permissions that the library has added to the role of the application so far, as one policy document.
   *
   * If the role is immutable, the team that owns it must add these permissions before the deployment. The key of an
   * uploaded code object is a wildcard, because it changes with the code. You can pass the document on as an output or
   * a file.
   *
   * @example
   * declare const app: FlinkApplication;
   * new CfnOutput(this, 'RequiredPolicy', { value: this.toJsonString(app.requiredPolicy()) });
   */
  public requiredPolicy(): PolicyDocument {
    return this._job.execution.requiredPolicy();
  }
}
