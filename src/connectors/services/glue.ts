import { ArnFormat, Stack } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { FlinkConnectorOptions, FlinkConnectorPermission, IFlinkConnector } from '../connector';
import { Binding, BOTH, namesOrAll, propertyGroup, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.glueSchemaRegistry()`. */
export interface GlueSchemaRegistryConnectorOptions extends FlinkConnectorOptions {
  /**
   * The name of the registry, in the account and region of the application.
   */
  readonly registryName: string;

  /**
   * The names of the schemas.
   *
   * @default - all schemas of the registry
   */
  readonly schemaNames?: string[];

  /**
   * Whether a sink registers schemas and versions that the registry does not have yet.
   *
   * @default false
   */
  readonly autoRegistration?: boolean;
}

/** Options of `FlinkConnector.glueDatabase()`. */
export interface GlueDatabaseConnectorOptions extends FlinkConnectorOptions {
  /**
   * The name of the database in the AWS Glue Data Catalog, in the account and region of the application.
   */
  readonly databaseName: string;

  /**
   * The names of the tables. A sink is allowed to create the ones that do not exist.
   *
   * @default - all tables of the database
   */
  readonly tables?: string[];
}

const READ_CATALOG = [
  'glue:GetDatabase', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartition', 'glue:GetPartitions',
];
/** A job that writes Iceberg tables runs `CREATE DATABASE IF NOT EXISTS` when it starts. */
const WRITE_CATALOG = [
  'glue:GetDatabase', 'glue:CreateDatabase', 'glue:GetTable', 'glue:CreateTable', 'glue:UpdateTable',
  'glue:GetPartition', 'glue:CreatePartition', 'glue:BatchCreatePartition',
];
const REGISTER_SCHEMAS = ['glue:CreateSchema', 'glue:RegisterSchemaVersion', 'glue:PutSchemaVersionMetadata'];

const SCHEMAS_REASON = 'No schemas are named, so the permission is on all schemas of the declared registry.';
const VERSION_REASON = 'A version of a schema is requested by its own id, which belongs to no registry, so the '
  + 'permission cannot be limited to one.';
const TABLES_REASON = 'No tables are named, so the permission is on all tables of the declared database.';

export function glueSchemaRegistry(options: GlueSchemaRegistryConnectorOptions): IFlinkConnector {
  const { registryName } = options;
  return new ServiceConnector(`glueSchemaRegistry(${registryName})`, BOTH, binding => ({
    permissions: [
      { actions: ['glue:GetSchemaVersion'], resourceArns: ['*'], wildcardReason: VERSION_REASON },
      ...binding.isSource ? [] : [findSchemas(binding, options)],
    ],
    interfaceServices: [InterfaceVpcEndpointAwsService.GLUE],
    propertyGroups: propertyGroup(options.propertyGroup, { name: registryName, region: binding.stack.region }),
  }));
}

function findSchemas(
  { application, stack }: Binding, options: GlueSchemaRegistryConnectorOptions,
): FlinkConnectorPermission {
  const { registryName, schemaNames, autoRegistration } = options;
  const schemas = namesOrAll(application, 'schemaNames', schemaNames);
  return {
    actions: ['glue:GetSchemaByDefinition', ...autoRegistration ? REGISTER_SCHEMAS : []],
    resourceArns: [
      glueArn(stack, 'registry', registryName),
      ...schemas.map(schema => glueArn(stack, 'schema', `${registryName}/${schema}`)),
    ],
    wildcardReason: schemaNames === undefined ? SCHEMAS_REASON : undefined,
  };
}

export function glueDatabase(options: GlueDatabaseConnectorOptions): IFlinkConnector {
  const { databaseName, tables } = options;
  return new ServiceConnector(`glueDatabase(${databaseName})`, BOTH, binding => ({
    permissions: [catalogPermission(binding, databaseName, tables)],
    interfaceServices: [InterfaceVpcEndpointAwsService.GLUE],
    propertyGroups: propertyGroup(options.propertyGroup, {
      'catalog.db': databaseName,
      'catalog.table': tables?.length === 1 ? tables[0] : undefined,
      'aws.region': binding.stack.region,
    }),
  }));
}

/**
 * The permission to use tables of a database. A permission on a table is required on everything above it too.
 *
 * @see https://docs.aws.amazon.com/glue/latest/dg/glue-specifying-resource-arns.html
 */
export function catalogPermission(
  { application, stack, isSource }: Binding, databaseName: string, tables: string[] | undefined,
): FlinkConnectorPermission {
  return {
    actions: isSource ? READ_CATALOG : WRITE_CATALOG,
    resourceArns: [
      stack.formatArn({ service: 'glue', resource: 'catalog', arnFormat: ArnFormat.NO_RESOURCE_NAME }),
      glueArn(stack, 'database', databaseName),
      ...namesOrAll(application, 'tables', tables).map(table => glueArn(stack, 'table', `${databaseName}/${table}`)),
    ],
    wildcardReason: tables === undefined ? TABLES_REASON : undefined,
  };
}

function glueArn(stack: Stack, resource: string, resourceName: string): string {
  return stack.formatArn({ service: 'glue', resource, resourceName });
}
