import { documentsOf, PolicyDocument } from './documents';
import { lint, MAX_INLINE_SIZE, sizeOf } from './linter';
import { TEMPLATES } from './scenarios';

/** What the linter says and is right as it is: the finding with its policy, and why. */
const EXCEPTIONS: [RegExp, string][] = [
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
  [/^wrong-resource: logs:DescribeLogStreams .*:log-group:\S+:\* .*Policy\w+[.]PolicyDocument$/, 'policies name a log '
    + 'group with `:*` at the end, which the reference leaves out'],
  // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html
  [/^wrong-resource: es:ESHttp(Head|Post|Put) .*:domain\/\S+\/\* .*ConnectorPolicy/, 'requests are for paths below the '
    + 'domain, which the reference leaves out'],
  // https://docs.aws.amazon.com/glue/latest/dg/schema-registry-gs.html
  [/^unused-resource: \S+:schema\/events\/\S+ .*ConnectorPolicy/, 'the ARN of a schema names its registry too, which '
    + 'the reference leaves out'],
  // https://docs.aws.amazon.com/glue/latest/dg/schema-registry-gs.html
  [/^needless-wildcard: glue:GetSchemaVersion .*ConnectorPolicy/, 'a version is asked for by its own id, which belongs '
    + 'to no registry'],
  // https://docs.aws.amazon.com/kinesis/latest/APIReference/API_DeregisterStreamConsumer.html
  [/^unused-resource: \S+:stream\/[^/]+ .*ConnectorPolicy/, 'a consumer may be named by its stream and its name '
    + 'instead of its own ARN'],
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
  [/^needless-wildcard: cloudwatch:PutMetricData .*ConnectorPolicy/, 'metrics have no ARN; a condition names the '
    + 'namespace'],
  // https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
  [/^condition-never-met: kms:ResourceAliases for kms:\w+ on \S+:key\/\* /, 'every operation on a key has the key\'s '
    + 'aliases, which the reference leaves out'],
  // https://docs.aws.amazon.com/managed-flink/latest/java/vpc-permissions.html, and docs/decisions/0002
  [
    /^needless-wildcard: ec2:(CreateNetworkInterface|CreateNetworkInterfacePermission|DeleteNetworkInterface) .*Policy/,
    'the statement of the developer guide, for those who ask for it',
  ],
  [/^covered: (s3:GetObject|kms:Decrypt) on .*Lake.*ConnectorPolicy/, 'a sink brings all that it needs, also where a '
    + 'source of the same resource has a part of it: adding one never changes the statements of another'],
  [/^(action-wildcard|covered): .*kms:.* [|] \w*Key\w*[.]KeyPolicy$/, 'what the CDK writes into the policy of a key'],
];

const HARMLESS = (finding: string) => EXCEPTIONS.some(([pattern]) => pattern.test(finding));

let findings: Map<string, string[]>;
let documents: Map<string, PolicyDocument[]>;

beforeAll(async () => {
  documents = new Map(TEMPLATES.map(([name, make]) => [name, documentsOf(make())]));
  findings = new Map(await Promise.all([...documents].map(async ([name, made]): Promise<[string, string[]]> => {
    const each = await Promise.all(
      made.map(async document => (await lint(document)).map(finding => `${finding} | ${document.name}`)),
    );
    return [name, each.flat()];
  })));
});

describe('the service authorization reference', () => {
  test.each(TEMPLATES.map(([name]) => name))('has nothing against a policy: %s', name => {
    expect(findings.get(name)?.filter(finding => !HARMLESS(finding))).toEqual([]);
  });

  test.each(EXCEPTIONS)('%s is still an exception, since %s', pattern => {
    expect([...findings.values()].flat().filter(finding => pattern.test(finding))).not.toEqual([]);
  });

  test.each(['identity', 'trust', 'resource'])('was asked about policies of the kind %s', kind => {
    expect([...documents.values()].flat().filter(document => document.kind === kind)).not.toEqual([]);
  });
});

test('the policies of a role with many connectors fit the quota, also when names are long', () => {
  const sizes = new Map<string, number>();
  for (const document of documents.get('as many connectors as an application may have')!) {
    document.roles.forEach(role => sizes.set(role, (sizes.get(role) ?? 0) + sizeOf(document)));
  }
  expect(sizes.size).toBeGreaterThan(0);
  expect(Math.max(...sizes.values())).toBeLessThan(MAX_INLINE_SIZE);
});

test('trust policies fit the quota of 2,048 characters', () => {
  const sizes = [...documents.values()].flat().filter(({ kind }) => kind === 'trust').map(sizeOf);
  expect(Math.max(...sizes)).toBeLessThan(2048);
});
