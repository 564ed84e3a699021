import { Statement } from './template';

/** What IAM looks at. */
export interface Request {
  readonly action: string;
  readonly resource: string;
  /** The values of condition keys; a key that is not here is not in the request. */
  readonly context?: Record<string, string>;
}

/** A call of the job as the emulator of AWS recorded it. */
export interface Call {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly target: string;
  readonly copySource: string;
  readonly body: string;
  readonly status: number;
}

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

function matches(pattern: string, text: string): boolean {
  const parts = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${parts}$`, 's').test(text);
}

function conditionHolds(operator: string, key: string, patterns: string[], context: Record<string, string>): boolean {
  const value = context[key];
  const [, name, ifExists] = /^(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (value === undefined) return ifExists !== undefined;
  if (name === 'StringEquals') return patterns.includes(value);
  if (name === 'StringLike' || name === 'ArnLike' || name === 'ArnEquals') {
    return patterns.some(pattern => matches(pattern, value));
  }
  throw new Error(`the condition operator ${operator} is not evaluated here`);
}

function allows(statement: Statement, { action, resource, context = {} }: Request): boolean {
  const named =
    list(statement.Action).some(pattern => matches(pattern.toLowerCase(), action.toLowerCase())) &&
    list(statement.Resource).some(pattern => matches(pattern, resource));
  return (
    named &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, patterns]) => conditionHolds(operator, key, list(patterns), context)),
    )
  );
}

/** Requests that the statements do not allow, once each. */
export function denied(statements: Statement[], requests: Request[]): string[] {
  if (statements.some(({ Effect }) => Effect !== 'Allow')) {
    throw new Error('statements that deny are not evaluated here');
  }
  const refused = requests.filter(request => !statements.some(statement => allows(statement, request)));
  return [
    ...new Set(
      refused.map(({ action, resource, context }) => `${action} on ${resource} with ${JSON.stringify(context ?? {})}`),
    ),
  ];
}

/** What a call to S3 asks of IAM. */
function s3Requests({ method, path, query, copySource, body, status }: Call): Request[] {
  const parameters = new URLSearchParams(query);
  const [, bucket, key] = /^\/([^/]+)\/?(.*)$/s.exec(path) ?? [];
  const arn = `arn:aws:s3:::${bucket}`;
  const object = `${arn}/${key}`;
  const has = (name: string) => parameters.has(name);
  if (key === '') {
    if (method === 'POST' && has('delete')) {
      return [...body.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, name]) => ({
        action: 's3:DeleteObject',
        resource: `${arn}/${name}`,
      }));
    }
    if (has('uploads')) return [{ action: 's3:ListBucketMultipartUploads', resource: arn }];
    if (has('location')) return [{ action: 's3:GetBucketLocation', resource: arn }];
    const prefix = parameters.get('prefix');
    if (method === 'GET' || method === 'HEAD') {
      return [{ action: 's3:ListBucket', resource: arn, context: prefix === null ? {} : { 's3:prefix': prefix } }];
    }
    throw new Error(`${method} ${path}?${query}: which permission this needs is not known here`);
  }
  if (method === 'GET' && has('uploadId')) return [{ action: 's3:ListMultipartUploadParts', resource: object }];
  if (method === 'GET' || method === 'HEAD') {
    const read = { action: 's3:GetObject', resource: object };
    // who may not list is told 403 for an object that is not there, and Hadoop's client throws then
    return status === 404 ? [read, { action: 's3:ListBucket', resource: arn }] : [read];
  }
  if (method === 'DELETE') {
    return [{ action: has('uploadId') ? 's3:AbortMultipartUpload' : 's3:DeleteObject', resource: object }];
  }
  const write = { action: 's3:PutObject', resource: object };
  if (copySource === '') return [write];
  return [
    write,
    { action: 's3:GetObject', resource: `arn:aws:s3:::${decodeURIComponent(copySource).replace(/^\//, '')}` },
  ];
}

/** What a call to AWS asks of IAM. A secret is named by its name or ARN, the statement by its ARN. */
export function requestsOf(call: Call, secretArn: string): Request[] {
  if (call.service === 's3') return s3Requests(call);
  if (call.service === 'secretsmanager') return [{ action: call.target.replace('.', ':'), resource: secretArn }];
  throw new Error(`the job calls ${call.service} (${call.target}): which permission this needs is not known here`);
}

const KAFKA_ACTIONS: Record<string, string> = {
  'DESCRIBE TOPIC': 'DescribeTopic',
  'READ TOPIC': 'ReadData',
  'WRITE TOPIC': 'WriteData',
  'CREATE TOPIC': 'CreateTopic',
  'DESCRIBE_CONFIGS TOPIC': 'DescribeTopicDynamicConfiguration',
  'DESCRIBE GROUP': 'DescribeGroup',
  'READ GROUP': 'AlterGroup',
  'DESCRIBE CLUSTER': 'DescribeCluster',
  'IDEMPOTENT_WRITE CLUSTER': 'WriteDataIdempotently',
};

/**
 * What the broker was asked for, as actions of Amazon MSK. Every connection asks for `Connect`.
 *
 * @param rename what a job is deployed with instead of a topic of this test
 */
export function kafkaRequests(brokerLog: string, clusterArn: string, rename: Record<string, string>): Request[] {
  const asked = [...brokerLog.matchAll(/^job: (\w+) (\w+) (.+)$/gm)].map(([, operation, type, name]) => {
    const action = KAFKA_ACTIONS[`${operation} ${type}`];
    if (action === undefined) {
      throw new Error(`${operation} on a ${type} of Kafka: which permission this needs is not known here`);
    }
    const resource =
      type === 'CLUSTER'
        ? clusterArn
        : `${clusterArn.replace(':cluster/', `:${type.toLowerCase()}/`)}/${rename[name] ?? name}`;
    return { action: `kafka-cluster:${action}`, resource };
  });
  return [{ action: 'kafka-cluster:Connect', resource: clusterArn }, ...asked];
}
