import { Stack, Token } from 'aws-cdk-lib';
import { Connections, IConnectable, ISecurityGroup, Port } from 'aws-cdk-lib/aws-ec2';
import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { checkArn, environmentOfArn, regionOfArn } from '../arn';
import { FlinkConnectorConfig, FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { KAFKA_LAG } from '../lag';
import { kafkaPermissions } from './kafka-permissions';
import { MskAuthentication } from './msk-authentication';
import { readSecret } from './secret';
import { Limits } from '../../core/limits';
import { reject } from '../../core/problem';
import { BOTH, propertyGroup, requireForGroup, ServiceConnector } from '../service-connector';

/** What the connectors to Kafka have in common. */
export interface KafkaConnectorOptions extends FlinkConnectorOptions {
  /**
   * The topics that the job reads or writes.
   *
   * @default - all topics of the cluster
   */
  readonly topics?: string[];

  /**
   * The consumer group (`group.id`) that a source commits its offsets for. For sources only.
   *
   * @default - with IAM authentication the job may use any group
   */
  readonly consumerGroup?: string;

  /**
   * The brokers as `HOST:PORT,...`, for the property group, which cannot be written without them. The service shows them for each way of authentication;
   * CloudFormation does not tell them.
   *
   * @default - unknown
   */
  readonly bootstrapServers?: string;
}

/** Options of `FlinkConnector.mskCluster()`. */
export interface MskConnectorOptions extends KafkaConnectorOptions {
  /**
   * The ARN of the cluster, provisioned or serverless: `arn:aws:kafka:REGION:ACCOUNT:cluster/NAME/UUID`. The cluster is in the region and account of the
   * application; brokers elsewhere are for `FlinkConnector.kafkaBrokers()`.
   */
  readonly clusterArn: string;

  /**
   * The security groups of the brokers. They are opened to the application on the port of the authentication.
   */
  readonly securityGroups: ISecurityGroup[];

  /**
   * How the job authenticates. It chooses the port, and the permissions. Serverless clusters know IAM only.
   */
  readonly authentication: MskAuthentication;

  /**
   * What the ids of a sink's transactions begin with, for a sink that delivers exactly once. For sinks with IAM authentication.
   *
   * It is what the job passes to `setTransactionalIdPrefix`.
   *
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/kafka/#fault-tolerance
   * @default - the sink uses no transactions
   */
  readonly transactionalIdPrefix?: string;
}

/** Options of `FlinkConnector.kafkaBrokers()`. */
export interface KafkaBrokersConnectorOptions extends KafkaConnectorOptions {
  /**
   * The brokers: anything with connections. For plain addresses write `new Connections({ peer: Peer.ipv4('10.1.0.0/16') })`.
   */
  readonly connectable: IConnectable;

  /**
   * The ports that the brokers listen on, those of their advertised listeners included.
   *
   * @default - the default port of the connectable; it is an error if it has none
   */
  readonly ports?: number[];

  /**
   * The secret with the credentials, which the job reads when it starts.
   *
   * @default - the job reads no secret
   */
  readonly secret?: ISecret;
}

export function mskCluster(options: MskConnectorOptions): IFlinkConnector {
  const { clusterArn, securityGroups, authentication } = options;
  return new ServiceConnector('mskCluster', BOTH, ({ path, isSource, stack }) => {
    checkArn(path, 'clusterArn', clusterArn, /^arn:[^:]+:kafka:[^:]+:[^:]+:cluster\/[^/]+\/[^/]+$/, 'arn:aws:kafka:REGION:ACCOUNT:cluster/NAME/UUID');
    checkEnvironment(path, stack, clusterArn);
    if (securityGroups.length === 0) {
      reject(path, { property: 'securityGroups', got: [], allowed: 'a list with the security groups of the brokers', write: 'at least one group, for example one imported with `SecurityGroup.fromSecurityGroupId()`' });
    }
    return {
      ...authentication._secret && readSecret(authentication._secret),
      // the other ways of authentication are authorised by the cluster's own lists of access, not by IAM
      ...authentication._usesIam ? { permissions: kafkaPermissions(path, options, isSource) } : {},
      peers: [{ connectable: { connections: new Connections({ securityGroups }) }, port: Port.tcp(authentication._port) }],
      propertyGroups: kafkaProperties(path, options, isSource, authentication._secret, { 'aws.region': regionOfArn(clusterArn) }),
      lag: isSource ? KAFKA_LAG : undefined,
    };
  });
}

export function kafkaBrokers(options: KafkaBrokersConnectorOptions): IFlinkConnector {
  const { connectable, ports, secret } = options;
  const name = Construct.isConstruct(connectable) ? connectable.node.path : 'connectable';
  return new ServiceConnector(`kafkaBrokers(${name})`, BOTH, ({ path, isSource }) => ({
    ...secret && readSecret(secret),
    peers: ports === undefined ? [{ connectable }] : checkedPorts(path, ports).map(port => ({ connectable, port: Port.tcp(port) })),
    propertyGroups: kafkaProperties(path, options, isSource, secret),
    lag: isSource ? KAFKA_LAG : undefined,
  }));
}

/** The brokers are opened to the application by rules, which cannot name security groups of another region, nor those of another account's VPC. */
function checkEnvironment(path: string, stack: Stack, clusterArn: string): void {
  const environment = environmentOfArn(clusterArn);
  for (const part of ['region', 'account'] as const) {
    const [own, other] = [stack[part], environment[part]];
    if (other === undefined || other === own || Token.isUnresolved(own)) continue;
    reject(path, {
      property: 'clusterArn',
      got: clusterArn,
      allowed: `the ARN of a cluster in the application's ${part}, ${own}, and not in ${other}, whose security groups cannot be opened to the application`,
      write: '`FlinkConnector.kafkaBrokers({ connectable: new Connections({ peer: Peer.ipv4(\'10.1.0.0/16\') }), ports: [9098] })` with the addresses and the port of the brokers, '
        + 'and allow the role what IAM authentication needs',
    });
  }
}

function checkedPorts(path: string, ports: number[]): number[] {
  const limits = new Limits(path);
  if (ports.length === 0) {
    reject(path, { property: 'ports', got: [], allowed: 'a list of at least one port', write: 'the ports of the listeners, or leave it out for the default port of the connectable' });
  }
  ports.forEach(port => limits.wholeNumber('ports', port, { min: 1, max: 65535 }));
  return ports;
}

function kafkaProperties(
  path: string, options: KafkaConnectorOptions, isSource: boolean, secret: ISecret | undefined, more: { [key: string]: string } = {},
): FlinkConnectorConfig['propertyGroups'] {
  requireForGroup(path, options.propertyGroup, 'bootstrapServers', options.bootstrapServers, 'the brokers as `HOST:PORT,...`, which `aws kafka get-bootstrap-brokers` shows for an MSK cluster');
  return propertyGroup(options.propertyGroup, {
    'bootstrap.servers': options.bootstrapServers,
    'topic': options.topics?.join(','),
    'group.id': isSource ? options.consumerGroup : undefined,
    'credentials.secret': secret?.secretName,
    ...more,
  });
}
