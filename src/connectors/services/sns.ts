import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { ITopic } from 'aws-cdk-lib/aws-sns';
import { FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { nameOfConnector, propertyGroup, regionOf, ServiceConnector, SINK_ONLY } from '../service-connector';

/** Options of `FlinkConnector.snsTopic()`. */
export interface SnsTopicConnectorOptions extends FlinkConnectorOptions {}

/** A publisher to an encrypted topic generates a data key, and decrypts it when it is used again. */
const ENCRYPT = ['kms:GenerateDataKey', 'kms:Decrypt'];

export function snsTopic(topic: ITopic, options: SnsTopicConnectorOptions = {}): IFlinkConnector {
  return new ServiceConnector(nameOfConnector('snsTopic', topic), SINK_ONLY, () => ({
    permissions: [{ actions: ['sns:Publish'], resourceArns: [topic.topicArn], resource: topic }],
    encryption: topic.masterKey && [{ key: topic.masterKey, actions: ENCRYPT }],
    interfaceServices: [InterfaceVpcEndpointAwsService.SNS],
    propertyGroups: propertyGroup(options.propertyGroup, {
      'topic.arn': topic.topicArn, 'aws.region': regionOf(topic),
    }),
  }));
}
