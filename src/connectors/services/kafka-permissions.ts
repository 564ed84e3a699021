import { splitAt } from '../arn';
import { FlinkConnectorPermission } from '../connector';
import { namesOrAll } from '../service-connector';

/** What decides the permissions on an MSK cluster with IAM authentication. */
export interface KafkaAccess {
  readonly clusterArn: string;
  readonly topics?: string[];
  readonly consumerGroup?: string;
  readonly transactionalIdPrefix?: string;
}

const TOPICS_REASON = 'No topics are named, so the permission is on all topics of the declared cluster.';
const GROUP_REASON = 'No consumer group is named, so the permission is on all groups of the declared cluster.';
const TRANSACTIONS_REASON = 'The sink makes its transactional ids from the declared prefix while it runs.';

/**
 * The permissions of Flink's Kafka source or sink.
 *
 * @see https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html
 */
export function kafkaPermissions(path: string, access: KafkaAccess, isSource: boolean): FlinkConnectorPermission[] {
  const connect = { actions: ['kafka-cluster:Connect'], resourceArns: [access.clusterArn] };
  return [connect, ...isSource ? readPermissions(path, access) : writePermissions(path, access)];
}

/** Offsets are committed for the group at each checkpoint. */
function readPermissions(path: string, { clusterArn, topics, consumerGroup }: KafkaAccess): FlinkConnectorPermission[] {
  return [
    onTopics(path, clusterArn, topics, ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData']),
    {
      actions: ['kafka-cluster:DescribeGroup', 'kafka-cluster:AlterGroup'],
      resourceArns: [arnWithin(clusterArn, 'group', consumerGroup ?? '*')],
      wildcardReason: consumerGroup === undefined ? GROUP_REASON : undefined,
    },
  ];
}

/** Kafka's producer is idempotent unless it is told not to be; transactions come with a prefix only. */
function writePermissions(path: string, { clusterArn, topics, transactionalIdPrefix }: KafkaAccess): FlinkConnectorPermission[] {
  return [
    { actions: ['kafka-cluster:WriteDataIdempotently'], resourceArns: [clusterArn] },
    onTopics(path, clusterArn, topics, ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData']),
    ...transactionalIdPrefix === undefined ? [] : [{
      actions: ['kafka-cluster:DescribeTransactionalId', 'kafka-cluster:AlterTransactionalId'],
      resourceArns: [arnWithin(clusterArn, 'transactional-id', `${transactionalIdPrefix}*`)],
      wildcardReason: TRANSACTIONS_REASON,
    }],
  ];
}

function onTopics(path: string, clusterArn: string, topics: string[] | undefined, actions: string[]): FlinkConnectorPermission {
  return {
    actions,
    resourceArns: namesOrAll(path, 'topics', topics).map(topic => arnWithin(clusterArn, 'topic', topic)),
    wildcardReason: topics === undefined ? TOPICS_REASON : undefined,
  };
}

/** `...:cluster/NAME/UUID` becomes `...:TYPE/NAME/UUID/RESOURCE`, also where the ARN is a token. */
function arnWithin(clusterArn: string, type: string, resource: string): string {
  const [service, cluster] = splitAt(clusterArn, ':cluster/');
  return `${service}:${type}/${cluster}/${resource}`;
}
