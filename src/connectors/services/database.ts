import { Tokenization } from 'aws-cdk-lib';
import { IConnectable, Port } from 'aws-cdk-lib/aws-ec2';
import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { readSecret } from './secret';
import { tryGet } from '../../core/try-get';
import { BOTH, propertyGroup, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.database()`. */
export interface DatabaseConnectorOptions extends FlinkConnectorOptions {
  /**
   * The port of the database.
   *
   * @default - the default port of the connectable, which RDS, Aurora, Redshift, DocumentDB and Neptune have; it is an error if it has none
   */
  readonly port?: Port;

  /**
   * The secret with the user name and password, which the job reads when it starts.
   *
   * @default - the job reads no secret
   */
  readonly secret?: ISecret;

  /**
   * The host name of the database, for the property group.
   *
   * @default - that of the cluster's or instance's endpoint, where the connectable is one and knows it; else it is not written
   */
  readonly hostname?: string;

  /**
   * The name of the database in the server, for the property group.
   *
   * @default - not written
   */
  readonly databaseName?: string;

  /**
   * The JDBC URL of the database, for the property group: for example `jdbc:postgresql://HOST:5432/orders`.
   *
   * @default - not written
   */
  readonly jdbcUrl?: string;
}

export function database(connectable: IConnectable, options: DatabaseConnectorOptions = {}): IFlinkConnector {
  const name = Construct.isConstruct(connectable) ? connectable.node.path : 'connectable';
  return new ServiceConnector(`database(${name})`, BOTH, () => {
    const port = options.port ?? connectable.connections.defaultPort;
    return {
      ...options.secret && readSecret(options.secret),
      peers: [{ connectable, port }],
      propertyGroups: propertyGroup(options.propertyGroup, {
        'hostname': options.hostname ?? tryGet(() => hostnameOf(connectable)),
        'port': port && portNumber(port),
        'database.name': options.databaseName,
        'url': options.jdbcUrl,
        'secret.name': options.secret?.secretName,
      }),
    };
  });
}

/** Clusters and instances of all database services name their endpoint alike; one that was imported without it throws. */
function hostnameOf(connectable: IConnectable & DatabaseEndpoints): string | undefined {
  return (connectable.clusterEndpoint ?? connectable.instanceEndpoint)?.hostname;
}

interface DatabaseEndpoints {
  readonly clusterEndpoint?: { readonly hostname: string };
  readonly instanceEndpoint?: { readonly hostname: string };
}

/** The number of a port, which may be known at deployment only; undefined for a range. */
function portNumber(port: Port): string | undefined {
  const { fromPort, toPort }: { fromPort: number; toPort: number } = port.toRuleJson();
  return fromPort === toPort ? Tokenization.stringifyNumber(fromPort) : undefined;
}
