import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { FlinkConnectorConfig, FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { BOTH, nameOfConnector, propertyGroup, regionOf, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.secret()`. */
export interface SecretConnectorOptions extends FlinkConnectorOptions {}

/** The caching client of Secrets Manager describes a secret each time it refreshes the value. */
const READ = ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'];

export function secret(value: ISecret, options: SecretConnectorOptions = {}): IFlinkConnector {
  return new ServiceConnector(nameOfConnector('secret', value), BOTH, () => ({
    ...readSecret(value),
    propertyGroups: propertyGroup(options.propertyGroup, {
      'secret.name': value.secretName, 'aws.region': regionOf(value),
    }),
  }));
}

type SecretNeeds = Pick<FlinkConnectorConfig, 'permissions' | 'encryption' | 'interfaceServices'>;

/**
 * What a job needs to read a secret when it starts.
 *
 * Secrets Manager decrypts the value on behalf of the role, so no endpoint for AWS KMS is needed.
 */
export function readSecret(value: ISecret): SecretNeeds {
  return {
    // the ARN of a secret that was imported by its name lacks the six characters that Secrets Manager adds
    permissions: [{
      actions: READ, resourceArns: [value.secretFullArn ?? `${value.secretArn}-??????`], resource: value,
    }],
    encryption: value.encryptionKey && [{ key: value.encryptionKey, actions: ['kms:Decrypt'] }],
    interfaceServices: [InterfaceVpcEndpointAwsService.SECRETS_MANAGER],
  };
}
