import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { rejectBecause } from '../../core/problem';
import { FlinkConnectorConfig, FlinkConnectorOptions, IFlinkConnector } from '../connector';
import {
  Binding, BOTH, nameOfConnector, namesOrAll, propertyGroup, regionOf, ServiceConnector,
} from '../service-connector';

/** Options of `FlinkConnector.dynamoDbTable()`. */
export interface DynamoDbTableConnectorOptions extends FlinkConnectorOptions {
  /**
   * The URL of the interface endpoint for DynamoDB Streams, `https://vpce-...`, if this app does not create that
   * endpoint. For sources that read the stream of the table only.
   *
   * The endpoint has no private DNS, so the job must be given its URL.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/privatelink-streams.html
   * @default - the URL of the endpoint that this app creates; with `VpcEndpoints.none()` the service's own URL
   */
  readonly streamsEndpointUrl?: string;

  /**
   * Whether the job looks up items of the table instead of reading its stream, for example to enrich records with
   * asynchronous I/O. For sources only.
   *
   * The role is allowed to get and query items through the gateway endpoint.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/using-identity-based-policies.html
   * @default false
   */
  readonly lookup?: boolean;

  /**
   * The names of the secondary indexes that the job queries. For sources with `lookup` only.
   *
   * @default - none
   */
  readonly indexes?: string[];
}

/** The key that the AWS clients of Flink's connectors read another URL from. */
const ENDPOINT_KEY = 'aws.endpoint';

/** The policy of a table is part of the table. */
const SELF = ['*'];

/** DynamoDB uses the key of a table on behalf of the caller. */
const READ_WITH_KEY = ['kms:Decrypt', 'kms:DescribeKey'];
const WRITE_WITH_KEY = [...READ_WITH_KEY, 'kms:Encrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey'];

const READ_STREAM = ['dynamodb:DescribeStream', 'dynamodb:GetShardIterator', 'dynamodb:GetRecords'];
const LOOK_UP = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];

export function dynamoDbTable(table: ITable, options: DynamoDbTableConnectorOptions = {}): IFlinkConnector {
  return new ServiceConnector(nameOfConnector('dynamoDbTable', table), BOTH, binding => {
    checkOptions(binding, options);
    if (!binding.isSource) return write(table, options);
    return options.lookup ? lookUp(binding, table, options) : readStream(binding, table, options);
  });
}

function checkOptions({ application, isSource }: Binding, options: DynamoDbTableConnectorOptions): void {
  const readsStream = isSource && options.lookup !== true;
  if (options.streamsEndpointUrl !== undefined && !readsStream) {
    rejectBecause(application, 'streamsEndpointUrl is given, but only sources that do not look up items read the '
      + 'stream of a table: leave it out');
  }
  if (options.lookup === true && !isSource) {
    rejectBecause(application, 'lookup is true, but only sources look up items: leave it out for a sink');
  }
  if (options.indexes !== undefined && options.lookup !== true) {
    rejectBecause(application, 'indexes is given, but only sources with `lookup: true` query indexes: write '
      + '`lookup: true`, or leave it out');
  }
}

function write(table: ITable, { propertyGroup: group }: DynamoDbTableConnectorOptions): FlinkConnectorConfig {
  return {
    permissions: [{
      actions: ['dynamodb:BatchWriteItem'], resourceArns: [table.tableArn], resourceSelfArns: SELF, resource: table,
    }],
    encryption: table.encryptionKey && [{ key: table.encryptionKey, actions: WRITE_WITH_KEY }],
    gatewayServices: [GatewayVpcEndpointAwsService.DYNAMODB],
    propertyGroups: propertyGroup(group, tableProperties(table)),
  };
}

function lookUp(binding: Binding, table: ITable, options: DynamoDbTableConnectorOptions): FlinkConnectorConfig {
  const indexes = options.indexes === undefined ? [] : namesOrAll(binding.application, 'indexes', options.indexes);
  const indexArns = indexes.map(index => `${table.tableArn}/index/${index}`);
  return {
    permissions: [
      { actions: LOOK_UP, resourceArns: [table.tableArn, ...indexArns], resourceSelfArns: SELF, resource: table },
    ],
    encryption: table.encryptionKey && [{ key: table.encryptionKey, actions: READ_WITH_KEY }],
    gatewayServices: [GatewayVpcEndpointAwsService.DYNAMODB],
    propertyGroups: propertyGroup(options.propertyGroup, tableProperties(table)),
  };
}

function tableProperties(table: ITable): { [key: string]: string } {
  return { 'table.name': table.tableName, 'aws.region': regionOf(table) };
}

function readStream(binding: Binding, table: ITable, options: DynamoDbTableConnectorOptions): FlinkConnectorConfig {
  const { application } = binding;
  const { propertyGroup: group, streamsEndpointUrl } = options;
  const { tableStreamArn } = table;
  if (tableStreamArn === undefined) {
    rejectBecause(application, `the table ${table.node.path} has no stream, and a source reads the stream: write `
      + '`stream: StreamViewType.NEW_AND_OLD_IMAGES` on the table (`dynamoStream` on a `TableV2`), import it with '
      + '`Table.fromTableAttributes(..., { tableArn, tableStreamArn })`, or write `lookup: true` to look up items');
  }
  return {
    // the stream has a policy of its own, and that of the table cannot name actions on streams
    permissions: [{ actions: READ_STREAM, resourceArns: [tableStreamArn] }],
    encryption: table.encryptionKey && [{ key: table.encryptionKey, actions: READ_WITH_KEY }],
    interfaceServices: [InterfaceVpcEndpointAwsService.DYNAMODB_STREAMS],
    propertyGroups: propertyGroup(group, {
      'stream.arn': tableStreamArn, 'aws.region': regionOf(table), [ENDPOINT_KEY]: streamsEndpointUrl,
    }),
    endpointUrls: streamsEndpointUrl === undefined
      ? { [ENDPOINT_KEY]: InterfaceVpcEndpointAwsService.DYNAMODB_STREAMS }
      : undefined,
  };
}
