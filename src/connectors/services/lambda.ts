import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { IFunction } from 'aws-cdk-lib/aws-lambda';
import { FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { BOTH, nameOfConnector, propertyGroup, regionOf, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.lambdaFunction()`. */
export interface LambdaFunctionConnectorOptions extends FlinkConnectorOptions {}

export function lambdaFunction(fn: IFunction, options: LambdaFunctionConnectorOptions = {}): IFlinkConnector {
  return new ServiceConnector(nameOfConnector('lambdaFunction', fn), BOTH, () => ({
    permissions: [{ actions: ['lambda:InvokeFunction'], resourceArns: [fn.functionArn], resource: fn }],
    interfaceServices: [InterfaceVpcEndpointAwsService.LAMBDA],
    propertyGroups: propertyGroup(options.propertyGroup, {
      'function.name': fn.functionName, 'aws.region': regionOf(fn),
    }),
  }));
}
