import { ArnFormat, Stack } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { BOTH, namesOrAll, propertyGroup, ServiceConnector } from '../service-connector';

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
   * The name of the database in the Glue Data Catalog, in the account and region of the application.
   */
  readonly databaseName: string;

  /**
   * The names of the tables. A sink may create the ones that are missing.
   *
   * @default - all tables of the database
   */
  readonly tables?: string[];
}

const READ_CATALOG = ['glue:GetDatabase', 'glue:GetTable', 'glue:GetTables', 'glue:GetPartition', 'glue:GetPartitions'];
const WRITE_CATALOG = ['glue:GetDatabase', 'glue:GetTable', 'glue:CreateTable', 'glue:UpdateTable', 'glue:GetPartition', 'glue:CreatePartition', 'glue:BatchCreatePartition'];

const SCHEMAS_REASON = 'No schemas are named, so the permission is on all schemas of the declared registry.';
const VERSION_REASON = 'The version of a schema is asked for by its own id, which belongs to no registry: the action then knows no resource.';
const TABLES_REASON = 'No tables are named, so the permission is on all tables of the declared database.';

export function glueSchemaRegistry(options: GlueSchemaRegistryConnectorOptions): IFlinkConnector {
  const { registryName, schemaNames } = options;
  return new ServiceConnector(`glueSchemaRegistry(${registryName})`, BOTH, ({ path, stack, isSource }) => {
    const schemas = namesOrAll(path, 'schemaNames', schemaNames);
    const arns = [glueArn(stack, 'registry', registryName), ...schemas.map(schema => glueArn(stack, 'schema', `${registryName}/${schema}`))];
    const register = options.autoRegistration ? ['glue:CreateSchema', 'glue:RegisterSchemaVersion', 'glue:PutSchemaVersionMetadata'] : [];
    return {
      permissions: [
        { actions: ['glue:GetSchemaVersion'], resourceArns: ['*'], wildcardReason: VERSION_REASON },
        ...isSource ? [] : [{
          actions: ['glue:GetSchemaByDefinition', ...register],
          resourceArns: arns,
          wildcardReason: schemaNames === undefined ? SCHEMAS_REASON : undefined,
        }],
      ],
      interfaceServices: [InterfaceVpcEndpointAwsService.GLUE],
      propertyGroups: propertyGroup(options.propertyGroup, { name: registryName, region: stack.region }),
    };
  });
}

export function glueDatabase(options: GlueDatabaseConnectorOptions): IFlinkConnector {
  const { databaseName, tables } = options;
  return new ServiceConnector(`glueDatabase(${databaseName})`, BOTH, ({ path, stack, isSource }) => ({
    permissions: [{
      actions: isSource ? READ_CATALOG : WRITE_CATALOG,
      // the permission on a table is asked for on everything above it too
      resourceArns: [
        stack.formatArn({ service: 'glue', resource: 'catalog', arnFormat: ArnFormat.NO_RESOURCE_NAME }),
        glueArn(stack, 'database', databaseName),
        ...namesOrAll(path, 'tables', tables).map(table => glueArn(stack, 'table', `${databaseName}/${table}`)),
      ],
      wildcardReason: tables === undefined ? TABLES_REASON : undefined,
    }],
    interfaceServices: [InterfaceVpcEndpointAwsService.GLUE],
    propertyGroups: propertyGroup(options.propertyGroup, {
      'catalog.db': databaseName,
      'catalog.table': tables?.length === 1 ? tables[0] : undefined,
      'aws.region': stack.region,
    }),
  }));
}

function glueArn(stack: Stack, resource: string, resourceName: string): string {
  return stack.formatArn({ service: 'glue', resource, resourceName });
}
