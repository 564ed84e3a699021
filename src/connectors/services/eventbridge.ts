import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { IEventBus } from 'aws-cdk-lib/aws-events';
import { FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { nameOfConnector, propertyGroup, regionOf, ServiceConnector, SINK_ONLY } from '../service-connector';

/** Options of `FlinkConnector.eventBus()`. */
export interface EventBusConnectorOptions extends FlinkConnectorOptions {}

export function eventBus(bus: IEventBus, options: EventBusConnectorOptions = {}): IFlinkConnector {
  return new ServiceConnector(nameOfConnector('eventBus', bus), SINK_ONLY, () => ({
    permissions: [{ actions: ['events:PutEvents'], resourceArns: [bus.eventBusArn], resource: bus }],
    interfaceServices: [InterfaceVpcEndpointAwsService.EVENTBRIDGE],
    propertyGroups: propertyGroup(options.propertyGroup, {
      'event.bus.arn': bus.eventBusArn, 'aws.region': regionOf(bus),
    }),
  }));
}
