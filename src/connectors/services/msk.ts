import { Token } from 'aws-cdk-lib';
import { Connections, ISecurityGroup, Port } from 'aws-cdk-lib/aws-ec2';
import { checkTopics, KafkaConnectorOptions, kafkaProperties } from './kafka-options';
import { kafkaPermissions } from './kafka-permissions';
import { MskAuthentication } from './msk-authentication';
import { readSecret } from './secrets-manager';
import { reject, rejectBecause } from '../../core/problem';
import { checkArn, environmentOfArn, regionOfArn } from '../arn';
import { IFlinkConnector } from '../connector';
import { KAFKA_LAG } from '../lag';
import { Binding, BOTH, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.mskCluster()`. */
export interface MskClusterConnectorOptions extends KafkaConnectorOptions {
  /**
   * The ARN of the cluster, provisioned or serverless: `arn:aws:kafka:REGION:ACCOUNT:cluster/NAME/UUID`.
   *
   * The cluster is in the region of the application, and in its account unless `multiVpcConnectivity` is true. Brokers
   * elsewhere are for `FlinkConnector.kafkaBrokers()`.
   */
  readonly clusterArn: string;

  /**
   * The security groups of the brokers, or with `multiVpcConnectivity` those of the managed VPC connection. They are
   * opened to the application on the ports of the brokers.
   */
  readonly securityGroups: ISecurityGroup[];

  /**
   * How the job authenticates. It decides the port and the permissions. Serverless clusters support IAM only.
   */
  readonly authentication: MskAuthentication;

  /**
   * Whether the job reaches the cluster through a managed VPC connection (`AWS::MSK::VpcConnection`) in its own VPC.
   *
   * The cluster may then be in another account, whose cluster policy must allow the execution role. The brokers listen
   * on the ports 14001 to 14100.
   *
   * @see https://docs.aws.amazon.com/msk/latest/developerguide/aws-access-mult-vpc.html
   * @default false
   */
  readonly multiVpcConnectivity?: boolean;

  /**
   * Whether the job creates topics that do not exist. With IAM access control the role is allowed to.
   *
   * @default false
   */
  readonly createTopics?: boolean;

  /**
   * The prefix of the transactional ids of a sink that delivers exactly once. For sinks with IAM access control.
   *
   * It is what the job passes to `setTransactionalIdPrefix`.
   *
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/datastream/kafka/#fault-tolerance
   * @default - the sink uses no transactions
   */
  readonly transactionalIdPrefix?: string;
}

const ARN = /^arn:[^:]+:kafka:[^:]+:[^:]+:cluster\/[^/]+\/[^/]+$/;
/** Each broker has a port of its own in a managed VPC connection. */
const VPC_CONNECTION_PORTS = Port.tcpRange(14001, 14100);

export function mskCluster(options: MskClusterConnectorOptions): IFlinkConnector {
  return new ServiceConnector('mskCluster', BOTH, binding => {
    checkCluster(binding, options);
    checkTopics(binding.application, options);
    const { port, usesIam, secret, clientProperties } = options.authentication._bind();
    const connections = new Connections({ securityGroups: options.securityGroups });
    return {
      ...secret && readSecret(secret),
      // the other ways to authenticate are authorized by the cluster's own access control lists, not by IAM
      ...usesIam ? { permissions: kafkaPermissions(binding.application, options, binding.isSource) } : {},
      peers: [{
        connectable: { connections },
        port: options.multiVpcConnectivity ? VPC_CONNECTION_PORTS : Port.tcp(port),
      }],
      propertyGroups: kafkaProperties(binding, options, secret, {
        ...clientProperties, 'aws.region': regionOfArn(options.clusterArn),
      }),
      lag: binding.isSource ? KAFKA_LAG : undefined,
    };
  });
}

function checkCluster(binding: Binding, options: MskClusterConnectorOptions): void {
  const { application } = binding;
  const { clusterArn, securityGroups, multiVpcConnectivity, authentication } = options;
  checkArn(application, 'clusterArn', clusterArn, ARN, 'arn:aws:kafka:REGION:ACCOUNT:cluster/NAME/UUID');
  checkRegion(binding, clusterArn);
  if (multiVpcConnectivity !== true) checkAccount(binding, clusterArn);
  if (multiVpcConnectivity === true && authentication._bind().isUnauthenticated) {
    rejectBecause(application, 'multiVpcConnectivity is true and authentication is MskAuthentication.plaintext(), but '
      + 'a managed VPC connection requires authentication: write `MskAuthentication.iam()`, `saslScram(secret)` or '
      + '`tls()`');
  }
  if (securityGroups.length > 0) return;
  reject(application, {
    property: 'securityGroups',
    got: [],
    allowed: 'a list with the security groups of the brokers',
    write: 'at least one group, for example one imported with `SecurityGroup.fromSecurityGroupId()`',
  });
}

const ELSEWHERE = '`FlinkConnector.kafkaBrokers({ connectable: new Connections({ peer: Peer.ipv4(\'10.1.0.0/16\') }), '
  + 'ports: [9098] })` with the addresses and the port of the brokers, and allow the role what IAM authentication '
  + 'needs';

/** The rules that open the brokers cannot name security groups of another region. */
function checkRegion({ application, stack }: Binding, clusterArn: string): void {
  const { region } = environmentOfArn(clusterArn);
  if (region === undefined || region === stack.region || Token.isUnresolved(stack.region)) return;
  reject(application, {
    property: 'clusterArn',
    got: clusterArn,
    allowed: `the ARN of a cluster in the application's region, ${stack.region}, and not in ${region}, whose security `
      + 'groups cannot be opened to the application',
    write: ELSEWHERE,
  });
}

/** The rules that open the brokers cannot name security groups of another account's VPC either. */
function checkAccount({ application, stack }: Binding, clusterArn: string): void {
  const { account } = environmentOfArn(clusterArn);
  if (account === undefined || account === stack.account || Token.isUnresolved(stack.account)) return;
  reject(application, {
    property: 'clusterArn',
    got: clusterArn,
    allowed: `the ARN of a cluster in the application's account, ${stack.account}, and not in ${account}, whose `
      + 'security groups cannot be opened to the application',
    write: `\`multiVpcConnectivity: true\` with the groups of a managed VPC connection, or ${ELSEWHERE}`,
  });
}
