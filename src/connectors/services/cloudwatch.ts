import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { Limits } from '../../core/limits';
import { FlinkConnectorOptions, FlinkConnectorPermission, IFlinkConnector } from '../connector';
import { propertyGroup, ServiceConnector, SINK_ONLY } from '../service-connector';

/** Options of `FlinkConnector.cloudWatchMetrics()`. */
export interface CloudWatchMetricsConnectorOptions extends FlinkConnectorOptions {
  /**
   * The namespace of the metrics that the job publishes.
   *
   * 1 to 255 of the characters `a-z`, `A-Z`, `0-9`, `.`, `-`, `_`, `/`, `#`, `:` and space. It does not begin with
   * `AWS/`, which is reserved, nor with a colon.
   */
  readonly namespace: string;
}

const NAMESPACE = /^(?!AWS\/|:)[A-Za-z0-9._/#: -]+$/;
const REASON = 'The action does not support resource-level permissions; a condition limits the statement to the '
  + 'declared namespace.';

export function cloudWatchMetrics(options: CloudWatchMetricsConnectorOptions): IFlinkConnector {
  const { namespace } = options;
  return new ServiceConnector(`cloudWatchMetrics(${namespace})`, SINK_ONLY, ({ application, stack }) => {
    new Limits(application).text('namespace', namespace, {
      min: 1,
      max: 255,
      pattern: NAMESPACE,
      allowed: '1 to 255 of the characters a-z A-Z 0-9 . - _ / # : and space, not beginning with "AWS/" or a colon',
      write: 'for example `namespace: \'Orders\'`',
    });
    return {
      permissions: [publishMetrics(namespace, REASON)],
      interfaceServices: [InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING],
      propertyGroups: propertyGroup(options.propertyGroup, {
        'metric.namespace': namespace, 'aws.region': stack.region,
      }),
    };
  });
}

/**
 * The permission to publish metrics in one namespace.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
 */
export function publishMetrics(namespace: string, wildcardReason: string): FlinkConnectorPermission {
  return {
    actions: ['cloudwatch:PutMetricData'],
    resourceArns: ['*'],
    conditions: { StringEquals: { 'cloudwatch:namespace': [namespace] } },
    wildcardReason,
  };
}
