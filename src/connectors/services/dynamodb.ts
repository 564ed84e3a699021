import { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { rejectBecause } from '../../core/problem';
import { FlinkConnectorConfig, FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { BOTH, propertyGroup, regionOf, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.dynamoDbTable()`. */
export interface DynamoDbConnectorOptions extends FlinkConnectorOptions {
  /**
   * The URL of the interface endpoint for DynamoDB Streams, `https://vpce-...`, where this app does not make that endpoint. For sources only.
   *
   * The endpoint has no private DNS, so the job must be given its URL.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/privatelink-streams.html
   * @default - the URL of the endpoint that this app makes; with `VpcEndpoints.none()` the service's own URL
   */
  readonly streamsEndpointUrl?: string;
}

/** The key that the AWS clients of Flink's connectors read another URL from. */
const ENDPOINT_KEY = 'aws.endpoint';

/** The policy of a table is part of the table. */
const SELF = ['*'];

/** DynamoDB uses the key of a table in the name of the caller. */
const READ_WITH_KEY = ['kms:Decrypt', 'kms:DescribeKey'];
const WRITE_WITH_KEY = [...READ_WITH_KEY, 'kms:Encrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey'];

export function dynamoDbTable(table: ITable, options: DynamoDbConnectorOptions = {}): IFlinkConnector {
  return new ServiceConnector(`dynamoDbTable(${table.node.path})`, BOTH, ({ path, isSource }) => {
    if (isSource) return readStream(path, table, options);
    if (options.streamsEndpointUrl !== undefined) {
      rejectBecause(path, 'streamsEndpointUrl is given, but only sources read the stream of a table: leave it out for a sink');
    }
    return {
      permissions: [{ actions: ['dynamodb:BatchWriteItem'], resourceArns: [table.tableArn], resourceSelfArns: SELF, resource: table }],
      encryption: table.encryptionKey && [{ key: table.encryptionKey, actions: WRITE_WITH_KEY }],
      gatewayServices: [GatewayVpcEndpointAwsService.DYNAMODB],
      propertyGroups: propertyGroup(options.propertyGroup, { 'table.name': table.tableName, 'aws.region': regionOf(table) }),
    };
  });
}

function readStream(path: string, table: ITable, { propertyGroup: group, streamsEndpointUrl }: DynamoDbConnectorOptions): FlinkConnectorConfig {
  if (table.tableStreamArn === undefined) {
    rejectBecause(path, `the table ${table.node.path} has no stream, and a source reads the stream: write \`stream: StreamViewType.NEW_AND_OLD_IMAGES\` on the table `
      + '(`dynamoStream` on a `TableV2`), or import it with `Table.fromTableAttributes(..., { tableArn, tableStreamArn })`');
  }
  return {
    permissions: [{
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetShardIterator', 'dynamodb:GetRecords'],
      // the stream has a policy of its own, and that of the table knows no actions on streams
      resourceArns: [table.tableStreamArn],
    }],
    encryption: table.encryptionKey && [{ key: table.encryptionKey, actions: READ_WITH_KEY }],
    interfaceServices: [InterfaceVpcEndpointAwsService.DYNAMODB_STREAMS],
    propertyGroups: propertyGroup(group, { 'stream.arn': table.tableStreamArn, 'aws.region': regionOf(table), [ENDPOINT_KEY]: streamsEndpointUrl }),
    endpointUrls: streamsEndpointUrl === undefined ? { [ENDPOINT_KEY]: InterfaceVpcEndpointAwsService.DYNAMODB_STREAMS } : undefined,
  };
}
