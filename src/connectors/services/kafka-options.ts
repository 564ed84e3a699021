import { Token } from 'aws-cdk-lib';
import { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct } from 'constructs';
import { reject, rejectBecause } from '../../core/problem';
import { FlinkConnectorConfig, FlinkConnectorOptions } from '../connector';
import { Binding, propertyGroup, requireForGroup } from '../service-connector';

/** Options that the connectors to Kafka have in common. */
export interface KafkaConnectorOptions extends FlinkConnectorOptions {
  /**
   * The names of the topics that the job reads or writes.
   *
   * In the property group they are separated by semicolons, as the option `topic` of Flink's SQL connector expects
   * them. A job that uses the DataStream API splits the value there: `topics.split(";")`.
   *
   * @see https://nightlies.apache.org/flink/flink-docs-stable/docs/connectors/table/kafka/#topic
   * @default - all topics of the cluster, or those of `topicPattern`
   */
  readonly topics?: string[];

  /**
   * The pattern of the names of the topics, with the wildcards `*` for any characters and `?` for one character: for
   * example `orders-*`.
   *
   * With IAM access control the permissions are limited to it. In the property group it is written under
   * `topic.pattern` as the regular expression that `setTopicPattern` and the option `topic-pattern` of the SQL
   * connector expect. It cannot be combined with `topics`.
   *
   * @default - the topics are named by `topics`, or are all topics of the cluster
   */
  readonly topicPattern?: string;

  /**
   * The consumer group (`group.id`) that a source commits its offsets for. For sources only.
   *
   * @default - with IAM access control the job is allowed to use any group
   */
  readonly consumerGroup?: string;

  /**
   * The brokers as `HOST:PORT,...`, for the property group, which cannot be written without them. The service shows
   * them for each way to authenticate; CloudFormation does not return them.
   *
   * @default - unknown
   */
  readonly bootstrapServers?: string;
}

type Properties = { readonly [key: string]: string };

const BROKERS = 'the brokers as `HOST:PORT,...`, which `aws kafka get-bootstrap-brokers` shows for an MSK cluster';

/** Rejects topics that a Kafka client does not find under their names. */
export function checkTopics(application: IConstruct, { topics, topicPattern }: KafkaConnectorOptions): void {
  if (topics !== undefined && topicPattern !== undefined) {
    rejectBecause(application, `topics is ${JSON.stringify(topics)} and topicPattern is `
      + `${JSON.stringify(topicPattern)}, but a client takes either names or a pattern: write one of them`);
  }
  const wildcard = topics?.find(topic => !Token.isUnresolved(topic) && /[*?]/.test(topic));
  if (wildcard !== undefined) {
    reject(application, {
      property: 'topics',
      got: wildcard,
      allowed: 'a list of names without the wildcards * and ?, which a client would take as part of a name',
      write: `\`topicPattern: '${wildcard}'\``,
    });
  }
  const misspelt = topics?.find(topic => !Token.isUnresolved(topic) && !/^[\w.-]{1,249}$/.test(topic));
  if (misspelt !== undefined) {
    reject(application, {
      property: 'topics',
      got: misspelt,
      allowed: 'a list of names, each 1 to 249 of the characters a-z A-Z 0-9 _ . -',
      write: 'each topic as an entry of its own, for example `topics: [\'orders\', \'clicks\']`',
    });
  }
  if (topicPattern === undefined || Token.isUnresolved(topicPattern) || /^[\w.*?-]+$/.test(topicPattern)) return;
  reject(application, {
    property: 'topicPattern',
    got: topicPattern,
    allowed: 'a pattern of the characters a-z A-Z 0-9 _ . - with the wildcards * and ?, and no regular expression',
    write: 'for example `topicPattern: \'orders-*\'`',
  });
}

/** The coordinates of a Kafka cluster, under the keys that its clients read. */
export function kafkaProperties(
  { application, isSource }: Binding, options: KafkaConnectorOptions, secret: ISecret | undefined, more: Properties,
): FlinkConnectorConfig['propertyGroups'] {
  const { propertyGroup: group, bootstrapServers, topics, topicPattern, consumerGroup } = options;
  requireForGroup(application, group, 'bootstrapServers', bootstrapServers, BROKERS);
  return propertyGroup(group, {
    'bootstrap.servers': bootstrapServers,
    'topic': topics?.join(';'),
    'topic.pattern': topicPattern && regularExpression(topicPattern),
    'group.id': isSource ? consumerGroup : undefined,
    'credentials.secret': secret?.secretName,
    ...more,
  });
}

/** Names of topics have no characters but the dot that mean something else in a regular expression. */
function regularExpression(pattern: string): string {
  if (Token.isUnresolved(pattern)) return pattern;
  return pattern.replace(/\./g, '\\.').replace(/\*/g, '.*').replace(/\?/g, '.');
}
