import { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { reachThrough } from './opensearch';
import { checkArn, regionOfArn } from '../arn';
import { FlinkConnectorOptions, IFlinkConnector } from '../connector';
import { BOTH, propertyGroup, requireForGroup, ServiceConnector } from '../service-connector';

/** Options of `FlinkConnector.openSearchServerlessCollection()`. */
export interface OpenSearchServerlessCollectionConnectorOptions extends FlinkConnectorOptions {
  /**
   * The ARN of the collection: `arn:aws:aoss:REGION:ACCOUNT:collection/ID`.
   */
  readonly collectionArn: string;

  /**
   * The security groups of the VPC endpoint that OpenSearch Serverless manages
   * (`AWS::OpenSearchServerless::VpcEndpoint`) and that the network policy of the collection admits. An empty list says
   * that the collection is accessible from public networks.
   *
   * @see https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-vpc.html
   */
  readonly vpcEndpointSecurityGroups: ISecurityGroup[];

  /**
   * The URL of the collection's endpoint, for the property group, which cannot be written without it. It is the
   * attribute `CollectionEndpoint` of the collection.
   *
   * @default - unknown
   */
  readonly collectionEndpoint?: string;
}

const ARN = /^arn:[^:]+:aoss:[^:]+:[^:]+:collection\/[^/]+$/;

export function openSearchServerlessCollection(
  options: OpenSearchServerlessCollectionConnectorOptions,
): IFlinkConnector {
  const { collectionArn, collectionEndpoint, vpcEndpointSecurityGroups, propertyGroup: group } = options;
  return new ServiceConnector('openSearchServerlessCollection', BOTH, ({ application }) => {
    checkArn(application, 'collectionArn', collectionArn, ARN, 'arn:aws:aoss:REGION:ACCOUNT:collection/ID');
    requireForGroup(application, group, 'collectionEndpoint', collectionEndpoint, 'the attribute `CollectionEndpoint`');
    return {
      permissions: [{ actions: ['aoss:APIAccessAll'], resourceArns: [collectionArn] }],
      ...reachThrough(vpcEndpointSecurityGroups),
      propertyGroups: propertyGroup(group, {
        'endpoint.url': collectionEndpoint, 'aws.region': regionOfArn(collectionArn),
      }),
    };
  });
}
