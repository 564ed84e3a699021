import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { IRole } from 'aws-cdk-lib/aws-iam';
import { IBucket } from 'aws-cdk-lib/aws-s3';
import { catalogPermission } from './glue';
import { checkedPrefix, useObjects, withoutSlash } from './s3';
import { FlinkConnectorConfig, FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { Binding, BOTH, propertyGroup, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.icebergTable()`. */
export interface IcebergTableConnectorOptions extends FlinkConnectorOptions {
  /**
   * The name of the database in the AWS Glue Data Catalog, in the account and region of the application. A sink is
   * allowed to create it.
   */
  readonly databaseName: string;

  /**
   * The name of the table. A sink is allowed to create it.
   */
  readonly tableName: string;

  /**
   * The bucket of the warehouse, with the data and metadata files of the table.
   */
  readonly bucket: IBucket;

  /**
   * The prefix of the warehouse in the bucket, without a slash at the beginning: for example `iceberg/`. The
   * permissions are limited to it.
   *
   * @default - the whole bucket
   */
  readonly prefix?: string;

  /**
   * The role that the job assumes so that AWS Lake Formation vends credentials for the table.
   *
   * With `glue.lakeformation-enabled` the AWS clients of Iceberg do everything with this role. The execution role is
   * then only allowed to assume it with session tags. Allow the role `glue` and `lakeformation:GetDataAccess` actions,
   * let it be assumed by the execution role (`sts:AssumeRole` and `sts:TagSession`), and grant it Lake Formation
   * permissions on the table.
   *
   * @see https://iceberg.apache.org/docs/latest/aws/#aws-client-customization
   * @see https://docs.aws.amazon.com/lake-formation/latest/dg/register-query-engine.html
   * @default - the execution role uses the AWS Glue Data Catalog and Amazon S3 itself
   */
  readonly lakeFormationRole?: IRole;
}

/** The session tag goes with the assumed role. */
const ASSUME = ['sts:AssumeRole', 'sts:TagSession'];

export function icebergTable(options: IcebergTableConnectorOptions): IFlinkConnector {
  const { databaseName, tableName, lakeFormationRole } = options;
  return new ServiceConnector(`icebergTable(${databaseName}.${tableName})`, BOTH, binding => {
    const prefix = checkedPrefix(binding.application, options.prefix);
    const access = lakeFormationRole === undefined
      ? useTable(binding, options, prefix)
      : useLakeFormation(binding, options, lakeFormationRole, prefix);
    return {
      ...access,
      propertyGroups: propertyGroup(options.propertyGroup, {
        'bucket.prefix': withoutSlash(`s3://${options.bucket.bucketName}/${prefix}`),
        'catalog.db': databaseName,
        'catalog.table': tableName,
        'aws.region': binding.stack.region,
        ...lakeFormationRole && lakeFormationProperties(binding, lakeFormationRole),
      }),
    };
  });
}

/** The catalog tells where the files are, and the files go through the gateway endpoint. */
function useTable(binding: Binding, options: IcebergTableConnectorOptions, prefix: string): FlinkConnectorConfig {
  const objects = useObjects(binding, options.bucket, prefix);
  const catalog = catalogPermission(binding, options.databaseName, [options.tableName]);
  return {
    ...objects,
    permissions: [catalog, ...objects.permissions ?? []],
    interfaceServices: [InterfaceVpcEndpointAwsService.GLUE],
  };
}

/** All clients use the assumed role, and those of Amazon S3 use credentials that Lake Formation vends to it. */
function useLakeFormation(
  binding: Binding, options: IcebergTableConnectorOptions, role: IRole, prefix: string,
): FlinkConnectorConfig {
  const { GLUE, LAKE_FORMATION, STS } = InterfaceVpcEndpointAwsService;
  const { gatewayServices } = useObjects(binding, options.bucket, prefix);
  return {
    permissions: [{ actions: ASSUME, resourceArns: [role.roleArn] }],
    interfaceServices: [GLUE, LAKE_FORMATION, STS],
    gatewayServices,
  };
}

/** The properties of an Iceberg catalog that choose Lake Formation, under Iceberg's own keys. */
function lakeFormationProperties({ stack }: Binding, role: IRole): { [key: string]: string } {
  return {
    'glue.lakeformation-enabled': 'true',
    'client.assume-role.arn': role.roleArn,
    'client.assume-role.region': stack.region,
  };
}
