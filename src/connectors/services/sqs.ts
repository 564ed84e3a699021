import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { IQueue } from 'aws-cdk-lib/aws-sqs';
import { FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { BOTH, nameOfConnector, propertyGroup, regionOf, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.sqsQueue()`. */
export interface SqsQueueConnectorOptions extends FlinkConnectorOptions {}

/** A reader acknowledges a message by deleting it, and extends its time by changing the visibility. */
const READ = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes'];
/** The permission to send one message also covers batches. */
const WRITE = ['sqs:SendMessage'];

/** SQS encrypts with data keys: a sender generates one, and decrypts it when it is used again. */
const ENCRYPT = ['kms:GenerateDataKey', 'kms:Decrypt'];
const DECRYPT = ['kms:Decrypt'];

export function sqsQueue(queue: IQueue, options: SqsQueueConnectorOptions = {}): IFlinkConnector {
  const name = nameOfConnector('sqsQueue', queue);
  const key = queue.encryptionMasterKey;
  return new ServiceConnector(name, BOTH, ({ isSource }) => ({
    permissions: [{ actions: isSource ? READ : WRITE, resourceArns: [queue.queueArn], resource: queue }],
    encryption: key && [{ key, actions: isSource ? DECRYPT : ENCRYPT }],
    interfaceServices: [InterfaceVpcEndpointAwsService.SQS],
    propertyGroups: propertyGroup(options.propertyGroup, { 'sqs-url': queue.queueUrl, 'aws.region': regionOf(queue) }),
  }));
}
