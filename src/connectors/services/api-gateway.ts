import { IRestApi } from 'aws-cdk-lib/aws-apigateway';
import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { BOTH, nameOfConnector, propertyGroup, regionOf, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.privateRestApi()`. */
export interface PrivateRestApiConnectorOptions extends FlinkConnectorOptions {
  /**
   * The stage that the job calls.
   */
  readonly stageName: string;

  /**
   * The HTTP method that the job calls.
   *
   * @default - all methods
   */
  readonly method?: string;

  /**
   * The path that the job calls, with a slash at the beginning: for example `/orders/*`.
   *
   * @default - all paths
   */
  readonly path?: string;
}

const REASON = 'No method or path is named, so the permission is on all of those of the declared stage.';

export function privateRestApi(api: IRestApi, options: PrivateRestApiConnectorOptions): IFlinkConnector {
  const { stageName, method, path } = options;
  return new ServiceConnector(nameOfConnector('privateRestApi', api), BOTH, ({ stack }) => {
    const isNarrow = method !== undefined && path !== undefined;
    const region = regionOf(api);
    return {
      permissions: [{
        actions: ['execute-api:Invoke'],
        resourceArns: [api.arnForExecuteApi(method, path, stageName)],
        resource: api,
        wildcardReason: isNarrow ? undefined : REASON,
      }],
      interfaceServices: [InterfaceVpcEndpointAwsService.APIGATEWAY],
      vpcAccess: true,
      propertyGroups: propertyGroup(options.propertyGroup, {
        'api.url': `https://${api.restApiId}.execute-api.${region}.${stack.urlSuffix}/${stageName}`,
        'aws.region': region,
      }),
    };
  });
}
