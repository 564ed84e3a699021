import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { checkArn, regionOfArn, splitAt } from '../arn';
import { FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { propertyGroup, ServiceConnector, SINK_ONLY } from '../service-connector';

/** Options of `FlinkConnector.prometheusWorkspace()`. */
export interface PrometheusConnectorOptions extends FlinkConnectorOptions {
  /**
   * The ARN of the workspace: `arn:aws:aps:REGION:ACCOUNT:workspace/ID`.
   */
  readonly workspaceArn: string;
}

export function prometheusWorkspace(options: PrometheusConnectorOptions): IFlinkConnector {
  const { workspaceArn } = options;
  return new ServiceConnector('prometheusWorkspace', SINK_ONLY, ({ path, stack }) => {
    checkArn(path, 'workspaceArn', workspaceArn, /^arn:[^:]+:aps:[^:]+:[^:]+:workspace\/[^/]+$/, 'arn:aws:aps:REGION:ACCOUNT:workspace/ID');
    const [, workspaceId] = splitAt(workspaceArn, 'workspace/');
    const region = regionOfArn(workspaceArn);
    return {
      permissions: [{ actions: ['aps:RemoteWrite'], resourceArns: [workspaceArn] }],
      interfaceServices: [InterfaceVpcEndpointAwsService.PROMETHEUS_WORKSPACES],
      propertyGroups: propertyGroup(options.propertyGroup, {
        'endpoint.url': `https://aps-workspaces.${region}.${stack.urlSuffix}/workspaces/${workspaceId}/api/v1/remote_write`,
        'aws.region': region,
      }),
    };
  });
}
