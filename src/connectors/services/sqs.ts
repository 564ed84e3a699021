import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { BOTH, propertyGroup, regionOf, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.sqsQueue()`. */
export interface SqsConnectorOptions extends FlinkConnectorOptions {}

/** A reader acknowledges a message by deleting it, and gives itself more time by changing the visibility. */
const READ = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'];
/** Batches are sent under the permission to send one. */
const WRITE = ['sqs:SendMessage'];

export function sqsQueue(queue: IQueue, options: SqsConnectorOptions = {}): IFlinkConnector {
  return new ServiceConnector(`sqsQueue(${queue.node.path})`, BOTH, ({ isSource }) => ({
    permissions: [{ actions: isSource ? READ : WRITE, resourceArns: [queue.queueArn], resource: queue }],
    // SQS encrypts with data keys: whoever sends makes one, and decrypts it when it is used again
    encryption: queue.encryptionMasterKey && [{ key: queue.encryptionMasterKey, actions: isSource ? ['kms:Decrypt'] : ['kms:GenerateDataKey', 'kms:Decrypt'] }],
    interfaceServices: [InterfaceVpcEndpointAwsService.SQS],
    propertyGroups: propertyGroup(options.propertyGroup, { 'sqs-url': queue.queueUrl, 'aws.region': regionOf(queue) }),
  }));
}
