import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { IDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import { FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { nameOfConnector, propertyGroup, regionOf, ServiceConnector, SINK_ONLY } from '../service-connector';

/** Options of `FlinkConnector.firehoseDeliveryStream()`. */
export interface FirehoseDeliveryStreamConnectorOptions extends FlinkConnectorOptions {}

export function firehoseDeliveryStream(
  stream: IDeliveryStream, options: FirehoseDeliveryStreamConnectorOptions = {},
): IFlinkConnector {
  return new ServiceConnector(nameOfConnector('firehoseDeliveryStream', stream), SINK_ONLY, () => ({
    permissions: [{ actions: ['firehose:PutRecordBatch'], resourceArns: [stream.deliveryStreamArn], resource: stream }],
    interfaceServices: [InterfaceVpcEndpointAwsService.KINESIS_FIREHOSE],
    propertyGroups: propertyGroup(options.propertyGroup, {
      'stream.name': stream.deliveryStreamName, 'aws.region': regionOf(stream),
    }),
  }));
}
