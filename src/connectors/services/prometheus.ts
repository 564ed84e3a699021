import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { checkArn, regionOfArn, splitAt } from '../arn';
import { FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { propertyGroup, ServiceConnector, SINK_ONLY } from '../service-connector';

/** Options of `FlinkConnector.prometheusWorkspace()`. */
export interface PrometheusWorkspaceConnectorOptions extends FlinkConnectorOptions {
  /**
   * The ARN of the workspace: `arn:aws:aps:REGION:ACCOUNT:workspace/ID`.
   */
  readonly workspaceArn: string;
}

const ARN = /^arn:[^:]+:aps:[^:]+:[^:]+:workspace\/[^/]+$/;

export function prometheusWorkspace(options: PrometheusWorkspaceConnectorOptions): IFlinkConnector {
  const { workspaceArn } = options;
  return new ServiceConnector('prometheusWorkspace', SINK_ONLY, ({ application, stack }) => {
    checkArn(application, 'workspaceArn', workspaceArn, ARN, 'arn:aws:aps:REGION:ACCOUNT:workspace/ID');
    const [, workspaceId] = splitAt(workspaceArn, 'workspace/');
    const region = regionOfArn(workspaceArn);
    const host = `aps-workspaces.${region}.${stack.urlSuffix}`;
    return {
      permissions: [{ actions: ['aps:RemoteWrite'], resourceArns: [workspaceArn] }],
      interfaceServices: [InterfaceVpcEndpointAwsService.PROMETHEUS_WORKSPACES],
      propertyGroups: propertyGroup(options.propertyGroup, {
        'endpoint.url': `https://${host}/workspaces/${workspaceId}/api/v1/remote_write`,
        'aws.region': region,
      }),
    };
  });
}
