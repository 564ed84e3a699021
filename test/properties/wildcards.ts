import { Assembly } from '../helpers/assembly';

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
}

interface Exception {
  readonly actions: RegExp;
  readonly resource: RegExp;
  /** Why it cannot be narrower, as the service's documentation says. */
  readonly reason: string;
  /** Whether the user has to ask for it. */
  readonly onlyIfAsked?: boolean;
}

/** Every wildcard that a policy may have. */
export const EXCEPTIONS: Exception[] = [
  {
    actions: /^ec2:Describe(Vpcs|Subnets|SecurityGroups|DhcpOptions|NetworkInterfaces)$/,
    resource: /^\*$/,
    reason: 'describe actions know no resource types',
  },
  {
    actions: /^ec2:(Create|Delete)NetworkInterface(Permission)?$/,
    resource: /^\*$/,
    reason: 'NetworkPermissions.DOCUMENTED, the statement of the developer guide',
    onlyIfAsked: true,
  },
  {
    actions: /^ec2:(Create|Delete)NetworkInterface(Permission)?$/,
    resource: /:network-interface\/\*$/,
    reason: 'a network interface has no id before the service makes it',
  },
  { actions: /^logs:DescribeLogGroups$/, resource: /^\*$/, reason: 'the action knows no resource type' },
  {
    actions: /^logs:DescribeLogStreams$/,
    resource: /:log-group:[^*]+:\*$/,
    reason: 'the ARN of a log group ends so, for its streams',
  },
  {
    actions: /^s3:(GetObject|PutObject|DeleteObject|AbortMultipartUpload|ListMultipartUploadParts)$/,
    resource: /\/(orders\/)?\*$/,
    reason: 'the keys of objects are made while the job runs',
  },
  {
    actions: /^s3tables:(Get|Put|Update)Table\w*$/,
    resource: /:bucket\/lake\/table\/\*$/,
    reason: 'the ARN of a table ends in an id that the service makes',
  },
  {
    actions: /^kafka-cluster:(DescribeTopic|ReadData|WriteData)$/,
    resource: /:topic\/orders\/uuid-1\/\*$/,
    reason: 'no topics are named',
  },
  {
    actions: /^kafka-cluster:(Describe|Alter)Group$/,
    resource: /:group\/orders\/uuid-1\/\*$/,
    reason: 'no consumer group is named',
  },
  {
    actions: /^kafka-cluster:(Describe|Alter)TransactionalId$/,
    resource: /:transactional-id\/orders\/uuid-1\/job-\*$/,
    reason: 'ids are made from the prefix',
  },
  {
    actions: /^kinesis:(Describe|Deregister)StreamConsumer$|^kinesis:SubscribeToShard$/,
    resource: /\/consumer\/job:\*$/,
    reason: 'the ARN of a consumer ends in the time of its registration',
  },
  {
    actions: /^es:ESHttp(Head|Post|Put)$/,
    resource: /:domain\/search\/\*$/,
    reason: 'paths name the indices that the job chooses',
  },
  {
    actions: /^glue:GetSchemaVersion$/,
    resource: /^\*$/,
    reason: 'a version has an id of its own, which belongs to no registry',
  },
  {
    actions: /^glue:(GetSchemaByDefinition|CreateSchema|RegisterSchemaVersion|PutSchemaVersionMetadata)$/,
    resource: /:schema\/events\/\*$/,
    reason: 'no schemas are named',
  },
  {
    actions: /^glue:\w*(Table|Tables|Partition|Partitions|Database)$/,
    resource: /:table\/sales\/\*$/,
    reason: 'no tables are named',
  },
  {
    actions: /^secretsmanager:(GetSecretValue|DescribeSecret)$/,
    resource: /:secret:token-\?{6}$/,
    reason: 'Secrets Manager adds six characters to the name',
  },
  {
    actions: /^cloudwatch:PutMetricData$/,
    resource: /^\*$/,
    reason: 'the action knows no resource; a condition names the namespace',
  },
  { actions: /^cassandra:(Select|Modify)$/, resource: /:\/keyspace\/sales\/table\/\*$/, reason: 'no tables are named' },
  {
    actions: /^cassandra:Select$/,
    resource: /:\/keyspace\/system\*\/table\/\*$/,
    reason: 'drivers read the system keyspaces',
  },
  { actions: /^ec2:DescribeVpcEndpoints$/, resource: /^\*$/, reason: 'describe actions know no resource types' },
  { actions: /^execute-api:Invoke$/, resource: /:abc123\/live\/\*\/\*$/, reason: 'no method and path are named' },
  {
    actions: /^bedrock:InvokeModel(WithResponseStream)?$/,
    resource: /:bedrock:\*::foundation-model\/\w+$/,
    reason: 'the inference profile chooses the Region',
  },
  {
    actions: /^neptune-db:(Read|Write|Delete)DataViaQuery$/,
    resource: /:cluster-ABC\/\*$/,
    reason: 'the ARN of the data of a cluster ends so',
  },
];

/** Wildcards in the policies of an app that are not in the table, and the exceptions that were met. */
export function wildcards(assembly: Assembly, asked: boolean): { problems: string[]; met: Exception[] } {
  const statements = assembly.resources('AWS::IAM::Policy')
    .flatMap(({ properties }) => (properties.PolicyDocument as { Statement: Statement[] }).Statement);
  const pairs = statements.filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action: actions, Resource: resources }) => [actions].flat()
      .flatMap(action => [resources].flat().map(resource => ({ action, resource: textOf(resource) }))))
    .filter(({ action, resource }) => /[*?]/.test(action + resource));
  const exceptionOf = ({ action, resource }: typeof pairs[number]) =>
    EXCEPTIONS.find(exception =>
      exception.actions.test(action) && exception.resource.test(resource) && (asked || exception.onlyIfAsked !== true));
  return {
    problems: pairs
      .filter(pair => exceptionOf(pair) === undefined)
      .map(({ action, resource }) => `${action} is allowed on ${resource}, for which there is no reason`),
    met: pairs.flatMap(pair => exceptionOf(pair) ?? []),
  };
}

/** Roles that anybody may assume. */
export function openRoles(assembly: Assembly): string[] {
  return assembly.resources('AWS::IAM::Role')
    .filter(({ properties }) =>
      /"(Principal|AWS|Service)":"\*"/.test(JSON.stringify(properties.AssumeRolePolicyDocument)))
    .map(({ id }) => `anybody may assume ${id}`);
}

/** A value of a template as text, with the functions that the library uses on ARNs worked out. */
function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const { 'Fn::Join': join, 'Fn::Select': select } = value as {
    'Fn::Join'?: [string, unknown[]]; 'Fn::Select'?: [number, { 'Fn::Split'?: [string, unknown] }];
  };
  if (join !== undefined) return join[1].map(textOf).join(join[0]);
  const split = select?.[1]['Fn::Split'];
  return select !== undefined && split !== undefined
    ? textOf(split[1]).split(split[0])[Number(select[0])]
    : '<reference>';
}
