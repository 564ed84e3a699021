import { IConnectable, Port } from 'aws-cdk-lib/aws-ec2';
import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { DatabaseIamAuthentication } from './database-iam-authentication';
import { hostnameOf, portNumber } from './endpoint-address';
import { readSecret } from './secrets-manager';
import { FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { BOTH, checkPort, nameOfPeerConnector, propertyGroup, regionOf, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.database()`. */
export interface DatabaseConnectorOptions extends FlinkConnectorOptions {
  /**
   * The port of the database.
   *
   * @default - the default port of the connectable, which RDS, RDS Proxy, Aurora, Redshift and DocumentDB have; it is
   * an error if it has none
   */
  readonly port?: Port;

  /**
   * The secret with the user name and the password, which the job reads when it starts.
   *
   * @default - the job reads no secret
   */
  readonly secret?: ISecret;

  /**
   * How the job authenticates with its execution role instead of a password.
   *
   * @default - the job does not use IAM authentication
   */
  readonly iamAuthentication?: DatabaseIamAuthentication;

  /**
   * The host name of the database, for the property group.
   *
   * @default - that of the endpoint of the cluster, instance or proxy, if the connectable is one whose endpoint is
   * known; otherwise it is not written
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
  const name = nameOfPeerConnector('database', connectable);
  return new ServiceConnector(name, BOTH, ({ application, stack }) => {
    const { secret } = options;
    const port = options.port ?? connectable.connections.defaultPort;
    checkPort(application, name, port);
    const { permissions = [], ...secretNeeds } = secret ? readSecret(secret) : {};
    const iam = options.iamAuthentication?._bind(stack);
    return {
      ...secretNeeds,
      permissions: [...permissions, ...iam ? [iam.permission] : []],
      peers: [{ connectable, port }],
      propertyGroups: propertyGroup(options.propertyGroup, {
        'hostname': options.hostname ?? hostnameOf(connectable),
        'port': port && portNumber(port),
        'database.name': options.databaseName,
        'url': options.jdbcUrl,
        'username': iam?.userName,
        'secret.name': secret?.secretName,
        'aws.region': regionFor(options, stack.region),
      }),
    };
  });
}

/** The region that a client asks for the secret, or signs its token for. */
function regionFor(options: DatabaseConnectorOptions, applicationRegion: string): string | undefined {
  if (options.secret !== undefined) return regionOf(options.secret);
  return options.iamAuthentication === undefined ? undefined : applicationRegion;
}
