import { Stack } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { FlinkConnectorOptions, FlinkConnectorPermission, IFlinkConnector } from '../connector';
import { Binding, BOTH, namesOrAll, propertyGroup, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.keyspacesTable()`. */
export interface KeyspacesTableConnectorOptions extends FlinkConnectorOptions {
  /**
   * The name of the keyspace, in the account and region of the application.
   */
  readonly keyspaceName: string;

  /**
   * The names of the tables.
   *
   * @default - all tables of the keyspace
   */
  readonly tables?: string[];
}

const PORT = '9142';

const SYSTEM_REASON = 'Drivers read the system keyspaces to find the nodes and the schema.';
const TABLES_REASON = 'No tables are named, so the permission is on all tables of the declared keyspace.';
const PEERS_REASON = 'Keyspaces fills `system.peers` from the endpoints of the VPC; the actions do not support '
  + 'resource-level permissions.';

export function keyspacesTable(options: KeyspacesTableConnectorOptions): IFlinkConnector {
  const { keyspaceName, tables } = options;
  return new ServiceConnector(`keyspacesTable(${keyspaceName})`, BOTH, binding => {
    const { stack } = binding;
    return {
      permissions: [useTables(binding, options), readSystem(stack), findPeers()],
      interfaceServices: [InterfaceVpcEndpointAwsService.KEYSPACES],
      propertyGroups: propertyGroup(options.propertyGroup, {
        'hostname': `cassandra.${stack.region}.${stack.urlSuffix}`,
        'port': PORT,
        'keyspace.name': keyspaceName,
        'table.name': tables?.length === 1 ? tables[0] : undefined,
        'aws.region': stack.region,
      }),
    };
  });
}

function useTables(binding: Binding, options: KeyspacesTableConnectorOptions): FlinkConnectorPermission {
  const { application, stack, isSource } = binding;
  const { keyspaceName, tables } = options;
  return {
    actions: [isSource ? 'cassandra:Select' : 'cassandra:Modify'],
    resourceArns: namesOrAll(application, 'tables', tables).map(table => tableArn(stack, keyspaceName, table)),
    wildcardReason: tables === undefined ? TABLES_REASON : undefined,
  };
}

function readSystem(stack: Stack): FlinkConnectorPermission {
  return {
    actions: ['cassandra:Select'],
    resourceArns: [tableArn(stack, 'system*', '*')],
    wildcardReason: SYSTEM_REASON,
  };
}

/** The role of every application in a VPC may describe network interfaces; drivers also need the endpoints. */
function findPeers(): FlinkConnectorPermission {
  return {
    actions: ['ec2:DescribeVpcEndpoints', 'ec2:DescribeNetworkInterfaces'],
    resourceArns: ['*'],
    wildcardReason: PEERS_REASON,
  };
}

function tableArn(stack: Stack, keyspace: string, table: string): string {
  return stack.formatArn({ service: 'cassandra', resource: '/keyspace', resourceName: `${keyspace}/table/${table}` });
}
