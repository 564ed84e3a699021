import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { checkArn, regionOfArn, splitAt } from '../arn';
import { FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { BOTH, propertyGroup, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.sageMakerEndpoint()`. */
export interface SageMakerEndpointConnectorOptions extends FlinkConnectorOptions {
  /**
   * The ARN of the inference endpoint: `arn:aws:sagemaker:REGION:ACCOUNT:endpoint/NAME`.
   */
  readonly endpointArn: string;
}

const ARN = /^arn:[^:]+:sagemaker:[^:]+:[^:]+:endpoint\/[^/]+$/;

export function sageMakerEndpoint(options: SageMakerEndpointConnectorOptions): IFlinkConnector {
  const { endpointArn } = options;
  return new ServiceConnector('sageMakerEndpoint', BOTH, ({ application }) => {
    checkArn(application, 'endpointArn', endpointArn, ARN, 'arn:aws:sagemaker:REGION:ACCOUNT:endpoint/NAME');
    const [, endpointName] = splitAt(endpointArn, ':endpoint/');
    return {
      permissions: [{ actions: ['sagemaker:InvokeEndpoint'], resourceArns: [endpointArn] }],
      interfaceServices: [InterfaceVpcEndpointAwsService.SAGEMAKER_RUNTIME],
      propertyGroups: propertyGroup(options.propertyGroup, {
        'endpoint.name': endpointName, 'aws.region': regionOfArn(endpointArn),
      }),
    };
  });
}
