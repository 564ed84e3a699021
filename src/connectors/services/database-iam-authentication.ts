import { ArnFormat, Fn, Stack } from 'aws-cdk-lib';
import { IDatabaseProxy } from 'aws-cdk-lib/aws-rds';
import { FlinkConnectorPermission } from '../connector';

/** Options of `DatabaseIamAuthentication.rds()`. */
export interface RdsIamAuthenticationOptions {
  /**
   * The resource id of the cluster or instance: `cluster-...` or `db-...`. It is `clusterResourceIdentifier` of a
   * cluster and `instanceResourceId` of an instance, not the name.
   */
  readonly resourceId: string;

  /**
   * The name of the database user.
   */
  readonly userName: string;
}

/** Options of `DatabaseIamAuthentication.elastiCache()`. */
export interface ElastiCacheIamAuthenticationOptions {
  /**
   * The ARN of the cache: `arn:aws:elasticache:REGION:ACCOUNT:replicationgroup:ID` or
   * `arn:aws:elasticache:REGION:ACCOUNT:serverlesscache:NAME`.
   */
  readonly cacheArn: string;

  /**
   * The id of the ElastiCache user, which is also its name.
   */
  readonly userId: string;
}

/** Options of `DatabaseIamAuthentication.memoryDb()`. */
export interface MemoryDbIamAuthenticationOptions {
  /**
   * The name of the cluster, in the account and region of the application.
   */
  readonly clusterName: string;

  /**
   * The name of the MemoryDB user.
   */
  readonly userName: string;
}

/** Makes the permission in the stack of the application. */
type PermissionIn = (stack: Stack) => FlinkConnectorPermission;

/**
 * How a job authenticates to a database with its execution role instead of a password.
 *
 * The client signs a token itself, so it calls no other service.
 *
 * @example
 * declare const proxy: rds.DatabaseProxy;
 * const orders = FlinkConnector.database(proxy, {
 *   port: ec2.Port.POSTGRES,
 *   iamAuthentication: DatabaseIamAuthentication.rdsProxy(proxy, 'flink'),
 * });
 */
export class DatabaseIamAuthentication {
  /**
   * A database user of Amazon RDS or Amazon Aurora that is enabled for IAM authentication.
   *
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.IAMPolicy.html
   * @example
   * const iamAuthentication = DatabaseIamAuthentication.rds({
   *   resourceId: 'db-ABCDEFGHIJKL01234',
   *   userName: 'flink',
   * });
   */
  public static rds(options: RdsIamAuthenticationOptions): DatabaseIamAuthentication {
    return DatabaseIamAuthentication.rdsUser(options.resourceId, options.userName);
  }

  /**
   * A database user behind an Amazon RDS Proxy that requires IAM authentication.
   *
   * @param proxy the proxy
   * @param userName the name of the database user
   * @see https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-connecting.html
   * @example
   * declare const proxy: rds.IDatabaseProxy;
   * const iamAuthentication = DatabaseIamAuthentication.rdsProxy(proxy, 'flink');
   */
  public static rdsProxy(proxy: IDatabaseProxy, userName: string): DatabaseIamAuthentication {
    // arn:aws:rds:REGION:ACCOUNT:db-proxy:prx-...
    return DatabaseIamAuthentication.rdsUser(Fn.select(6, Fn.split(':', proxy.dbProxyArn)), userName);
  }

  /**
   * An ElastiCache user with the authentication mode `iam`. The cache must use in-transit encryption.
   *
   * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
   * @example
   * const iamAuthentication = DatabaseIamAuthentication.elastiCache({
   *   cacheArn: 'arn:aws:elasticache:eu-west-1:111122223333:replicationgroup:orders',
   *   userId: 'flink',
   * });
   */
  public static elastiCache(options: ElastiCacheIamAuthenticationOptions): DatabaseIamAuthentication {
    return new DatabaseIamAuthentication(options.userId, stack => ({
      actions: ['elasticache:Connect'],
      resourceArns: [options.cacheArn, colonArn(stack, 'elasticache', 'user', options.userId)],
    }));
  }

  /**
   * A MemoryDB user with the authentication mode `iam`.
   *
   * @see https://docs.aws.amazon.com/memorydb/latest/devguide/auth-iam.html
   * @example
   * const iamAuthentication = DatabaseIamAuthentication.memoryDb({ clusterName: 'orders', userName: 'flink' });
   */
  public static memoryDb(options: MemoryDbIamAuthenticationOptions): DatabaseIamAuthentication {
    return new DatabaseIamAuthentication(options.userName, stack => ({
      actions: ['memorydb:Connect'],
      resourceArns: [
        stack.formatArn({ service: 'memorydb', resource: 'cluster', resourceName: options.clusterName }),
        stack.formatArn({ service: 'memorydb', resource: 'user', resourceName: options.userName }),
      ],
    }));
  }

  private static rdsUser(resourceId: string, userName: string): DatabaseIamAuthentication {
    return new DatabaseIamAuthentication(userName, stack => ({
      actions: ['rds-db:connect'],
      resourceArns: [colonArn(stack, 'rds-db', 'dbuser', `${resourceId}/${userName}`)],
    }));
  }

  private constructor(private readonly userName: string, private readonly permissionIn: PermissionIn) {}

  /**
   * What the connector needs to know.
   *
   * @internal
   */
  public _bind(stack: Stack): { userName: string; permission: FlinkConnectorPermission } {
    return { userName: this.userName, permission: this.permissionIn(stack) };
  }
}

function colonArn(stack: Stack, service: string, resource: string, resourceName: string): string {
  return stack.formatArn({ service, resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
}
