import { IConnectable, Port } from 'aws-cdk-lib/aws-ec2';
import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { FlinkConnectorOptions, IFlinkConnector } from './connector';
import { readSecret } from './secret';
import { BOTH, propertyGroup, ServiceConnector } from './service-connector';

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
   * @default - not written
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
        'hostname': options.hostname,
        'port': port?.toString(),
        'database.name': options.databaseName,
        'url': options.jdbcUrl,
        'secret.name': options.secret?.secretName,
      }),
    };
  });
}
