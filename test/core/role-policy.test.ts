import { App, Stack, Validations } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { IRole, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { RolePolicy } from '../../src/core/role-policy';
import { ApplicationCode, FlinkConnector, IFlinkConnector, MskAuthentication, VpcEndpoints } from '../../src/index';
import {
  APPLICATION, applicationInVpc, ENV, isolatedVpc, newApplication, newStack, POLICY, propertiesOf, resourcesOf,
  templateOf, validationMessages,
  warnings, warningTopics,
} from '../helpers';
import { missingOrder } from '../helpers/deployment-order';

const ROLE_ARN = 'arn:aws:iam::111111111111:role/team/flink';
const service = new ServicePrincipal('kinesisanalytics.amazonaws.com');

function withRole(role: (stack: Stack) => IRole) {
  const stack = newStack(ENV);
  newApplication(stack, { role: role(stack), vpcConfiguration: { vpc: isolatedVpc(stack) } });
  return stack;
}

describe('a role that can be changed', () => {
  test.each<[string, (stack: Stack) => IRole, unknown]>([
    [
      'of the stack',
      stack => new Role(stack, 'Role', { assumedBy: service }),
      [{ Ref: expect.stringMatching(/^Role/) }],
    ],
    ['imported by ARN', stack => Role.fromRoleArn(stack, 'Role', ROLE_ARN), ['flink']],
    ['imported by name', stack => Role.fromRoleName(stack, 'Role', 'flink'), ['flink']],
  ])('%s gets a policy, for which the application waits', (_, role, roles) => {
    const stack = withRole(role);
    const template = templateOf(stack);
    expect(propertiesOf(template, POLICY).map(properties => properties.Roles)).toEqual([roles]);
    const [[, application]] = resourcesOf(template, APPLICATION);
    expect(application.DependsOn).toEqual(expect.arrayContaining(resourcesOf(template, POLICY).map(([id]) => id)));
    expect(missingOrder(template)).toEqual([]);
    expect(warningTopics(stack)).toEqual([]);
  });

  test('of another stack keeps its stack unaware of the application', () => {
    const stack = newStack(ENV);
    const security = new Stack(stack.node.root as Construct, 'Security', { env: ENV });
    newApplication(stack, {
      role: new Role(security, 'Role', { assumedBy: service }), vpcConfiguration: { vpc: isolatedVpc(stack) },
    });
    expect(resourcesOf(templateOf(security), POLICY)).toEqual([]);
    expect(resourcesOf(templateOf(stack), POLICY)).toHaveLength(1);
    expect(missingOrder(templateOf(stack))).toEqual([]);
    expect(stack.dependencies).toEqual([security]);
    expect(security.dependencies).toEqual([]);
  });

  test('may be shared by two applications', () => {
    const stack = newStack(ENV);
    const vpc = isolatedVpc(stack);
    const role = new Role(stack, 'Role', { assumedBy: service });
    newApplication(stack, { role, vpcConfiguration: { vpc } }, 'One');
    newApplication(stack, { role, vpcConfiguration: { vpc } }, 'Two');
    const template = templateOf(stack);
    expect(new Set(propertiesOf(template, POLICY).map(({ PolicyName }) => PolicyName)).size).toBe(2);
  });
});

describe('a role that cannot be changed', () => {
  test.each<[string, (stack: Stack) => IRole]>([
    ['imported with mutable: false', stack => Role.fromRoleArn(stack, 'Role', ROLE_ARN, { mutable: false })],
    ['without updates', stack => new Role(stack, 'Role', { assumedBy: service }).withoutPolicyUpdates()],
  ])('%s gets no policy, and a warning with what it must allow', (_, role) => {
    const stack = withRole(role);
    expect(resourcesOf(templateOf(stack), POLICY)).toEqual([]);
    expect(warningTopics(stack)).toEqual(['immutable-role']);
    const [warning] = warnings(stack);
    expect(warning).toMatch(/^nothing can be added to the role Stack\/\S*Role, so it must already allow what follows, /);
    expect(warning).toContain('follows, or the application cannot be created or hangs when it starts. ');
    for (const action of ['s3:GetObject', 'logs:PutLogEvents', 'logs:DescribeLogGroups', 'ec2:DescribeVpcs', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface']) {
      expect(warning).toContain(action);
    }
    expect(warning).not.toContain('Token[');
    expect(warning).not.toContain('Fn::');
  });

  test('each statement is a line, the same in every synthesis', () => {
    const texts = [1, 2].map(() =>
      warnings(withRole(stack => Role.fromRoleArn(stack, 'Role', ROLE_ARN, { mutable: false })))[0]);
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0].split('\n')).toEqual(expect.arrayContaining([
      '- ec2:CreateNetworkInterface on arn:${AWS::Partition}:ec2:eu-west-1:111111111111:network-interface/*',
      '- logs:DescribeLogGroups on *',
      expect.stringMatching(/^- ec2:CreateNetworkInterfacePermission on \S+ if \{"ArnEquals":/),
    ]));
  });
});

describe('the names of policies', () => {
  const namesIn = (role: (stack: Stack) => IRole | undefined) => {
    const stack = newStack(ENV);
    const source = FlinkConnector.kinesisStream(
      Stream.fromStreamArn(stack, 'Clicks', 'arn:aws:kinesis:eu-west-1:111111111111:stream/clicks'),
    );
    const application = newApplication(stack, {
      role: role(stack),
      sources: [source],
      vpcConfiguration: { vpc: isolatedVpc(stack), endpoints: VpcEndpoints.none() },
    });
    application.addToRolePolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['*'] }));
    return propertiesOf(templateOf(stack), POLICY).map(({ PolicyName }) => PolicyName);
  };

  test('on a role that other stacks may know are unique by the id of the stack, which no other stack, stage, region or account has', () => {
    const stackId = { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] };
    expect(namesIn(stack => Role.fromRoleArn(stack, 'Role', ROLE_ARN))).toEqual(['Policy', 'ConnectorPolicy', 'GrantPolicy'].map(id =>
      ({ 'Fn::Join': ['', [expect.stringMatching(new RegExp(`^StackJob\\w+${id}-$`)), stackId]] })));
  });

  test('are short enough, however long the path is', () => {
    const stack = newStack(ENV);
    const deep = new Construct(new Construct(stack, 'A'.repeat(100)), 'B'.repeat(100));
    newApplication(deep, {
      role: Role.fromRoleArn(stack, 'Role', ROLE_ARN),
      vpcConfiguration: { vpc: isolatedVpc(stack), endpoints: VpcEndpoints.none() },
    });
    const [{ PolicyName: name }] = propertiesOf(templateOf(stack), POLICY) as {
      PolicyName: { 'Fn::Join': [string, [string, unknown]] };
    }[];
    expect(name['Fn::Join'][1][0].length + 36).toBeLessThanOrEqual(128);
  });

  test('on the role of the application itself are those of the CDK', () => {
    expect(namesIn(() => undefined)).toEqual([
      expect.stringMatching(/^JobRoleDefaultPolicy/),
      expect.stringMatching(/^JobPolicy/),
      expect.stringMatching(/^JobConnectorPolicy/),
    ]);
  });
});

describe('what is allowed', () => {
  test('writing to exactly the stream, and nothing of other applications', () => {
    const { stack } = applicationInVpc();
    const logs = (suffix: unknown[]) => ({
      'Fn::Join': [
        '',
        [
          'arn:',
          { Ref: 'AWS::Partition' },
          ':logs:',
          { Ref: 'AWS::Region' },
          ':',
          { Ref: 'AWS::AccountId' },
          ':log-group:',
          ...suffix,
        ],
      ],
    });
    Template.fromStack(stack).hasResourceProperties(POLICY, {
      PolicyName: Match.stringLikeRegexp('^JobPolicy'),
      PolicyDocument: {
        Statement: [
          {
            Sid: 'WriteLogs',
            Effect: 'Allow',
            Action: 'logs:PutLogEvents',
            Resource: logs([
              { Ref: Match.stringLikeRegexp('^JobLogGroup') },
              ':log-stream:',
              { Ref: Match.stringLikeRegexp('^JobLogStream') },
            ]),
          },
          {
            Sid: 'FindLogStream',
            Effect: 'Allow',
            Action: 'logs:DescribeLogStreams',
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^JobLogGroup'), 'Arn'] },
          },
          { Sid: 'FindLogGroup', Effect: 'Allow', Action: 'logs:DescribeLogGroups', Resource: '*' },
          ...Array.from({ length: 6 }, () => Match.objectLike({ Sid: Match.stringLikeRegexp('Network') })),
          {
            Effect: 'Allow',
            Action: ['s3:GetObject', 's3:GetObjectVersion'],
            Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::artifacts/job.jar']] },
          },
        ],
      },
    });
  });

  test('reading code of another account\'s bucket is allowed on the bucket too', () => {
    const stack = newStack(ENV);
    const other = new Stack(stack.node.root as Construct, 'Other', {
      env: { account: '222222222222', region: 'eu-west-1' },
    });
    const bucket = new Bucket(other, 'Bucket', { bucketName: 'their-code' });
    const role = new Role(stack, 'Role', { assumedBy: service, roleName: 'flink' });
    newApplication(stack, {
      role, code: ApplicationCode.fromBucket(bucket, 'job.jar'), vpcConfiguration: { vpc: isolatedVpc(stack) },
    });
    Template.fromStack(other).hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [Match.objectLike({
          Action: ['s3:GetObject', 's3:GetObjectVersion'],
          Principal: {
            AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::111111111111:role/flink']] },
          },
        })],
      },
    });
  });

  test('a key of a bucket whose role cannot be changed admits the role in its own policy', () => {
    const stack = newStack(ENV);
    const key = new Key(stack, 'Key');
    const bucket = Bucket.fromBucketAttributes(stack, 'Bucket', { bucketName: 'code', encryptionKey: key });
    const role = Role.fromRoleArn(stack, 'Role', ROLE_ARN, { mutable: false });
    newApplication(stack, {
      role, code: ApplicationCode.fromBucket(bucket, 'job.jar'), vpcConfiguration: { vpc: isolatedVpc(stack) },
    });
    expect(warnings(stack)[0]).toContain('kms:Decrypt');
  });

  test('later grants to the application go to its role', () => {
    const { stack, application } = applicationInVpc();
    new Bucket(stack, 'Lake').grantWrite(application);
    application.role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('CloudWatchAgentServerPolicy'));
    const template = Template.fromStack(stack);
    template.hasResourceProperties(POLICY, { PolicyName: Match.stringLikeRegexp('^JobRoleDefaultPolicy') });
    template.hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.anyValue() });
    expect(missingOrder(templateOf(stack))).toEqual([]);
  });
});

describe('the size of the policies', () => {
  const TOO_LARGE = expect.stringMatching(
    /^the policies of Stack\/\S*Role have at least \d+ characters, but the inline policies of a role must have at most 10240 together: name several resources by one pattern/) as unknown;

  /** A source with as many topics, of about 130 characters each. */
  function topics(stack: Stack, count: number): IFlinkConnector {
    return FlinkConnector.mskCluster({
      clusterArn: 'arn:aws:kafka:eu-west-1:111111111111:cluster/orders/0c8fd33c-6fd6-4d57-9f5b-31ea7a4d7e0a-1',
      securityGroups: [SecurityGroup.fromSecurityGroupId(stack, `Brokers${stack.node.children.length}`, 'sg-0123abcd')],
      authentication: MskAuthentication.iam(),
      topics: Array.from({ length: count }, (_, index) => `a-topic-with-a-long-name-that-is-telling-${index}`),
    });
  }

  test.each<[string, number, unknown[]]>([
    ['too much for a role fails the synth, and is said once', 120, [TOO_LARGE]],
    ['what may fit passes', 40, []],
  ])('%s', (_, count, expected) => {
    const stack = newStack(ENV);
    newApplication(stack, {
      sources: [topics(stack, count)], vpcConfiguration: { vpc: isolatedVpc(stack), endpoints: VpcEndpoints.none() },
    });
    expect(validationMessages(stack)).toEqual(expected);
  });

  test.each<[string, boolean, unknown[]]>([
    ['that applications share is counted together', true, [TOO_LARGE]],
    ['of each application is counted alone', false, []],
  ])('of the role %s', (_, shared, expected) => {
    const stack = newStack(ENV);
    const vpc = isolatedVpc(stack);
    const role = shared ? new Role(stack, 'Role', { assumedBy: service }) : undefined;
    for (const id of ['One', 'Two']) {
      newApplication(
        stack, { role, sources: [topics(stack, 40)], vpcConfiguration: { vpc, endpoints: VpcEndpoints.none() } }, id,
      );
    }
    expect(validationMessages(stack)).toEqual(expected);
  });

  test.each<[string, boolean, unknown[]]>([
    ['are counted as they are', false, [TOO_LARGE]],
    ['that the CDK merges are counted merged', true, []],
  ])('statements %s', (_, merged, expected) => {
    const stack = new Stack(new App({ context: { '@aws-cdk/aws-iam:minimizePolicies': merged } }), 'Stack', {
      env: ENV,
    });
    const sinks = Array.from({ length: 80 }, (_entry, index) =>
      FlinkConnector.kinesisStream(Stream.fromStreamArn(stack, `Stream${index}`, `arn:aws:kinesis:eu-west-1:111111111111:stream/clicks-of-the-whole-world-${index}`)));
    newApplication(stack, { sinks, vpcConfiguration: { vpc: isolatedVpc(stack), endpoints: VpcEndpoints.none() } });
    expect(validationMessages(stack)).toEqual(expected);
  });
});

test('each wildcard in the policies carries its reason for audits', () => {
  const { application } = applicationInVpc();
  const acknowledged = application.node.findChild('Policy').node.metadata
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>));
  expect(acknowledged.map(([id]) => id)).toEqual([
    'Annotation::AwsSolutions-IAM5[Resource::*]',
    'Annotation::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ec2:<AWS::Region>:<AWS::AccountId>:network-interface/*]',
  ]);
  expect([...new Set(acknowledged.map(([, reason]) => reason))]).toEqual([
    'These actions cannot be narrowed further: describe actions have no resource types, network interfaces have no ID '
    + 'before the service creates them, and the ARN of a log group ends in a wildcard for its streams.',
  ]);
});

test('only wildcards are explained, and a grant to the policy can be waited for', () => {
  const stack = newStack();
  const policy = new RolePolicy(
    stack, 'Policy', new Role(stack, 'Role', { assumedBy: new ServicePrincipal('kinesisanalytics.amazonaws.com') }),
  );
  policy.acknowledgeWildcards('why', ['arn:aws:s3:::one/key', 'arn:aws:s3:::two/*', stack.region]);
  expect(policy.node.metadata.map(({ data }): unknown => data)).toEqual([
    { 'Annotation::AwsSolutions-IAM5[Resource::arn:aws:s3:::two/*]': 'why' },
  ]);
  expect(
    policy.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })),
  )
    .toEqual({ statementAdded: true, policyDependable: policy });
});
