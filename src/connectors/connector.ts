import { IResource } from 'aws-cdk-lib';
import { GatewayVpcEndpointAwsService, IConnectable, InterfaceVpcEndpointAwsService, Port } from 'aws-cdk-lib/aws-ec2';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';

/** Whether a job reads from a connector or writes to it. The direction determines the permissions. */
export enum FlinkConnectorDirection {
  /** The job reads. */
  SOURCE = 'source',
  /** The job writes. */
  SINK = 'sink',
}

/** Options of `IFlinkConnector.bind()`. */
export interface FlinkConnectorBindOptions {
  /**
   * Whether the job reads or writes. It is one of the connector's `directions`.
   */
  readonly direction: FlinkConnectorDirection;
}

/** Actions that the execution role is allowed on some resources. */
export interface FlinkConnectorPermission {
  /**
   * The actions, for example `kinesis:GetRecords`.
   */
  readonly actions: string[];

  /**
   * The ARNs that they are allowed on.
   */
  readonly resourceArns: string[];

  /**
   * Conditions of the statement, by operator and key.
   *
   * @default - none
   */
  readonly conditions?: { [operator: string]: { [key: string]: string[] } };

  /**
   * The construct that the ARNs belong to. It determines their account and region. If the account is not the
   * application's, a resource that can have a policy gets the statement too.
   *
   * @default - account and region are read from the ARNs, as far as these are known at synth time
   */
  readonly resource?: IResource;

  /**
   * How the policy of the resource itself names the resource. If that policy is part of the resource, its ARN would be
   * a circular reference: `['*']`.
   *
   * @default - the same as `resourceArns`
   */
  readonly resourceSelfArns?: string[];

  /**
   * Why the ARNs have wildcards, for audits of the template. It becomes an acknowledgement of the rule
   * `AwsSolutions-IAM5` for each of them.
   *
   * @default - nothing is acknowledged
   */
  readonly wildcardReason?: string;
}

/** The use of a customer managed key by the client that runs in the job. */
export interface FlinkConnectorEncryption {
  /**
   * The key.
   */
  readonly key: IKey;

  /**
   * The actions, for example `kms:Decrypt`.
   */
  readonly actions: string[];
}

/** Something that has an address in the VPC or in a network that the VPC reaches, such as a database or a broker. */
export interface FlinkConnectorPeer {
  /**
   * What the job connects to. Rules are added between its security groups and those of the application, once for each
   * pair and port.
   *
   * For addresses write `new Connections({ peer: Peer.ipv4('10.1.0.0/16') })`.
   */
  readonly connectable: IConnectable;

  /**
   * The port.
   *
   * @default - the default port of the connectable; it is an error if it has none
   */
  readonly port?: Port;
}

/** The metric that shows how far a job is behind a source. */
export interface FlinkConnectorLag {
  /**
   * The name of the metric in the namespace `AWS/KinesisAnalytics`, for example `millisBehindLatest`.
   */
  readonly metricName: string;

  /**
   * The dimensions of the metric, in addition to `Application`.
   *
   * @default - none
   */
  readonly dimensionsMap?: { [name: string]: string };
}

/**
 * The needs of a connector. They are declarative: the application applies them when all needs have been checked.
 */
export interface FlinkConnectorConfig {
  /**
   * The permissions that the execution role needs.
   *
   * @default - nothing
   */
  readonly permissions?: FlinkConnectorPermission[];

  /**
   * Customer managed keys that the job's clients use.
   *
   * @default - none
   */
  readonly encryption?: FlinkConnectorEncryption[];

  /**
   * Services that the job calls and that have interface endpoints.
   *
   * @default - none
   */
  readonly interfaceServices?: InterfaceVpcEndpointAwsService[];

  /**
   * Services that the job calls through gateway endpoints: Amazon S3 and DynamoDB.
   *
   * @default - none
   */
  readonly gatewayServices?: GatewayVpcEndpointAwsService[];

  /**
   * The peers that the job connects to directly.
   *
   * @default - nothing
   */
  readonly peers?: FlinkConnectorPeer[];

  /**
   * Whether the job reaches the service through the internet only. Isolated subnets and restricted egress are then an
   * error.
   *
   * @default false
   */
  readonly internetAccess?: boolean;

  /**
   * Whether the job reaches the service from within a VPC only, through one of `interfaceServices`. An application that
   * is not connected to a VPC is then an error.
   *
   * @default false
   */
  readonly vpcAccess?: boolean;

  /**
   * Values for the job, by the id of the property group and the key.
   *
   * @default - none
   */
  readonly propertyGroups?: { [id: string]: { [key: string]: string } };

  /**
   * The key under which the URL of an endpoint is written into each of the `propertyGroups`, for a service whose
   * interface endpoint has no private DNS. The service must be one of `interfaceServices`.
   *
   * @default - none
   */
  readonly endpointUrls?: { [key: string]: InterfaceVpcEndpointAwsService };

  /**
   * The metric that shows how far the job is behind, for a source. The recommended alarms and the dashboard include it.
   *
   * @default - the lag is unknown
   */
  readonly lag?: FlinkConnectorLag;
}

/**
 * A source or sink of a job. It returns the permissions, endpoints, rules and settings that the job needs for it.
 *
 * `FlinkConnector` creates the connectors of this library. You can implement this interface for anything else, in every
 * language of the library.
 */
export interface IFlinkConnector {
  /**
   * The name of the connector in messages: for example `kinesisStream(Stack/Clicks)`.
   */
  readonly connectorName: string;

  /**
   * The directions that it can be used in.
   */
  readonly directions: FlinkConnectorDirection[];

  /**
   * Returns what the job needs.
   *
   * The method must not create constructs, so that an error leaves nothing behind. It can be called more than once.
   *
   * @param scope the application, to format ARNs and to name in errors; it can be incomplete
   * @throws if the connector cannot be used in that stack
   */
  bind(scope: IConstruct, options: FlinkConnectorBindOptions): FlinkConnectorConfig;
}

/** Options that all connectors have. */
export interface FlinkConnectorOptions {
  /**
   * The id of a property group that the coordinates are written to, under the keys that AWS's examples read.
   *
   * 1 to 50 of the characters `a-z`, `A-Z`, `0-9`, `_`, `.` and `-`. Several connectors can share a group unless one
   * key gets two values.
   *
   * @see https://github.com/aws-samples/amazon-managed-service-for-apache-flink-examples
   * @default - nothing is written
   */
  readonly propertyGroup?: string;
}
