import { IConstruct } from 'constructs';
import { splitAt } from '../arn';
import { FlinkConnectorPermission } from '../connector';
import { namesOrAll } from '../service-connector';

/** What decides the permissions on an Amazon MSK cluster with IAM access control. */
export interface KafkaAccess {
  readonly clusterArn: string;
  readonly topics?: string[];
  readonly topicPattern?: string;
  readonly createTopics?: boolean;
  readonly consumerGroup?: string;
  readonly transactionalIdPrefix?: string;
}

const TOPIC_PATTERN_REASON = 'The job subscribes to every topic that the pattern names.';
const ALL_TOPICS_REASON = 'No topics are named, so the permission is on all topics of the declared cluster.';
const GROUP_REASON = 'No consumer group is named, so the permission is on all groups of the declared cluster.';
const TRANSACTIONS_REASON = 'The sink makes its transactional ids from the declared prefix while it runs.';

/**
 * The permissions of Flink's Kafka source or sink.
 *
 * @see https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html
 */
export function kafkaPermissions(
  application: IConstruct, access: KafkaAccess, isSource: boolean,
): FlinkConnectorPermission[] {
  const connect = { actions: ['kafka-cluster:Connect'], resourceArns: [access.clusterArn] };
  const use = isSource ? readPermissions(application, access) : writePermissions(application, access);
  return [connect, ...use];
}

/** Offsets are committed for the group at each checkpoint. */
function readPermissions(application: IConstruct, access: KafkaAccess): FlinkConnectorPermission[] {
  const { clusterArn, consumerGroup } = access;
  return [
    onTopics(application, access, ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData']),
    {
      actions: ['kafka-cluster:DescribeGroup', 'kafka-cluster:AlterGroup'],
      resourceArns: [arnWithin(clusterArn, 'group', consumerGroup ?? '*')],
      wildcardReason: consumerGroup === undefined ? GROUP_REASON : undefined,
    },
  ];
}

/** Kafka's producer is idempotent by default; it uses transactions only with a prefix for their ids. */
function writePermissions(application: IConstruct, access: KafkaAccess): FlinkConnectorPermission[] {
  const { clusterArn, transactionalIdPrefix: prefix } = access;
  return [
    { actions: ['kafka-cluster:WriteDataIdempotently'], resourceArns: [clusterArn] },
    onTopics(application, access, ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData']),
    ...prefix === undefined ? [] : [{
      actions: ['kafka-cluster:DescribeTransactionalId', 'kafka-cluster:AlterTransactionalId'],
      resourceArns: [arnWithin(clusterArn, 'transactional-id', `${prefix}*`)],
      wildcardReason: TRANSACTIONS_REASON,
    }],
  ];
}

function onTopics(application: IConstruct, access: KafkaAccess, actions: string[]): FlinkConnectorPermission {
  const { clusterArn, topics, topicPattern, createTopics } = access;
  const names = topicPattern === undefined ? namesOrAll(application, 'topics', topics) : [topicPattern];
  const reason = topicPattern === undefined ? ALL_TOPICS_REASON : TOPIC_PATTERN_REASON;
  return {
    actions: [...actions, ...createTopics ? ['kafka-cluster:CreateTopic'] : []],
    resourceArns: names.map(topic => arnWithin(clusterArn, 'topic', topic)),
    wildcardReason: topics === undefined ? reason : undefined,
  };
}

/** `...:cluster/NAME/UUID` becomes `...:TYPE/NAME/UUID/RESOURCE`, also if the ARN is a token. */
function arnWithin(clusterArn: string, type: string, resource: string): string {
  const [service, cluster] = splitAt(clusterArn, ':cluster/');
  return `${service}:${type}/${cluster}/${resource}`;
}
