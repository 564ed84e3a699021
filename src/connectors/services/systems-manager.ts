import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { IKey } from 'aws-cdk-lib/aws-kms';
import { IParameter } from 'aws-cdk-lib/aws-ssm';
import { FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { BOTH, nameOfConnector, propertyGroup, regionOf, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.ssmParameter()`. */
export interface SsmParameterConnectorOptions extends FlinkConnectorOptions {
  /**
   * The customer managed key of a `SecureString` parameter.
   *
   * @default - the parameter is not encrypted with a customer managed key
   */
  readonly encryptionKey?: IKey;
}

const READ = ['ssm:GetParameter', 'ssm:GetParameters'];

export function ssmParameter(parameter: IParameter, options: SsmParameterConnectorOptions = {}): IFlinkConnector {
  const { encryptionKey: key } = options;
  return new ServiceConnector(nameOfConnector('ssmParameter', parameter), BOTH, () => ({
    permissions: [{ actions: READ, resourceArns: [parameter.parameterArn], resource: parameter }],
    encryption: key && [{ key, actions: ['kms:Decrypt'] }],
    interfaceServices: [InterfaceVpcEndpointAwsService.SSM],
    propertyGroups: propertyGroup(options.propertyGroup, {
      'parameter.name': parameter.parameterName, 'aws.region': regionOf(parameter),
    }),
  }));
}
