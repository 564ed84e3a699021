import { IConnectable, Port } from 'aws-cdk-lib/aws-ec2';
import { hostnameOf, portNumber } from './endpoint-address';
import { FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { BOTH, checkPort, nameOfPeerConnector, propertyGroup, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.neptuneCluster()`. */
export interface NeptuneClusterConnectorOptions extends FlinkConnectorOptions {
  /**
   * The resource id of the cluster, which its data access policies name: `cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ`. It is
   * the attribute `ClusterResourceId` of `AWS::Neptune::DBCluster`, not the name of the cluster.
   */
  readonly clusterResourceId: string;

  /**
   * The port of the cluster.
   *
   * @default - the default port of the connectable, or else 8182
   */
  readonly port?: Port;

  /**
   * The host name of the cluster's endpoint, for the property group.
   *
   * @default - that of the connectable, if it is a cluster whose endpoint is known; otherwise it is not written
   */
  readonly hostname?: string;
}

const READ = ['neptune-db:ReadDataViaQuery'];
/** A query that updates a property or an edge reads it first, and deletes the value that it replaces. */
const WRITE = ['neptune-db:ReadDataViaQuery', 'neptune-db:WriteDataViaQuery', 'neptune-db:DeleteDataViaQuery'];
const REASON = 'The ARN of the data of a cluster ends in a wildcard.';

export function neptuneCluster(connectable: IConnectable, options: NeptuneClusterConnectorOptions): IFlinkConnector {
  const name = nameOfPeerConnector('neptuneCluster', connectable);
  return new ServiceConnector(name, BOTH, ({ application, stack, isSource }) => {
    const port = options.port ?? connectable.connections.defaultPort ?? Port.tcp(8182);
    checkPort(application, name, port);
    const data = stack.formatArn({ service: 'neptune-db', resource: options.clusterResourceId, resourceName: '*' });
    return {
      permissions: [{ actions: isSource ? READ : WRITE, resourceArns: [data], wildcardReason: REASON }],
      peers: [{ connectable, port }],
      propertyGroups: propertyGroup(options.propertyGroup, {
        'hostname': options.hostname ?? hostnameOf(connectable),
        'port': portNumber(port),
        'aws.region': stack.region,
      }),
    };
  });
}
