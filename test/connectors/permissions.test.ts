import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Alias, IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { FlinkConnector, IFlinkConnector, MskAuthentication } from '../../src';
import { connectedApplication, connectorStatements, ENV, newStack, plainWarning } from '../helpers';

describe('permissions', () => {
  test('a role that cannot be changed must already allow what connectors need, also later', () => {
    const stack = newStack(ENV);
    const role = Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/job', { mutable: false });
    const application = connectedApplication(stack, {
      role,
      sources: [
        FlinkConnector.kinesisStream(
          Stream.fromStreamArn(stack, 'Clicks', 'arn:aws:kinesis:eu-west-1:111111111111:stream/clicks'),
        ),
      ],
    });
    application.addSink(
      FlinkConnector.sqsQueue(Queue.fromQueueArn(stack, 'Alerts', 'arn:aws:sqs:eu-west-1:111111111111:alerts')),
    );
    expect(connectorStatements(stack)).toEqual([]);
    const warnings = Annotations.fromStack(stack).findWarning('/Stack/Job', Match.stringLikeRegexp('immutable-role'));
    expect(warnings[0].entry.data).toContain('kinesis:GetRecords');
    expect(warnings[1].entry.data).toContain('sqs:SendMessage');
  });

  test('the key of a stream of this app is used through the role', () => {
    const stack = newStack(ENV);
    const encryptionKey = new Key(stack, 'Key');
    connectedApplication(stack, {
      sinks: [FlinkConnector.kinesisStream(new Stream(stack, 'Clicks', { encryptionKey }))],
    });
    expect(connectorStatements(stack)[1]).toEqual({
      Action: 'kms:GenerateDataKey', Resource: expect.stringContaining('Key'),
    });
  });

  const BY_ALIAS = { Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': ['alias/lake'] } } };
  test.each<[string, (stack: Stack) => IKey, Record<string, unknown>]>([
    [
      'of this app',
      stack => new Key(stack, 'Key').addAlias('alias/lake'),
      { Resource: expect.stringMatching(/^<Key\w+\.Arn>$/) },
    ],
    ['imported with its key', stack => Alias.fromAliasAttributes(stack, 'Alias', {
      aliasName: 'alias/lake', aliasTargetKey: Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111111111111:key/1'),
    }), { Resource: 'arn:aws:kms:eu-west-1:111111111111:key/1' }],
    ['imported by its name', stack => Alias.fromAliasName(stack, 'Alias', 'alias/lake'),
      { Resource: 'arn:<AWS::Partition>:kms:eu-west-1:111111111111:key/*', ...BY_ALIAS }],
    ['imported by its ARN', stack => Key.fromKeyArn(stack, 'Alias', 'arn:aws:kms:eu-west-1:111111111111:alias/lake'),
      { Resource: 'arn:aws:kms:eu-west-1:111111111111:key/*', ...BY_ALIAS }],
  ])('an alias %s allows the use of the key that it stands for', (_name, make, expected) => {
    const stack = newStack(ENV);
    connectedApplication(stack, {
      sources: [
        FlinkConnector.s3Bucket(
          Bucket.fromBucketAttributes(stack, 'Lake', { bucketName: 'lake', encryptionKey: make(stack) }),
        ),
      ],
    });
    expect(connectorStatements(stack)[2]).toEqual({ Action: 'kms:Decrypt', ...expected });
  });
});

describe('other accounts', () => {
  const OTHER = { account: '222222222222', region: ENV.region };

  test('the policy of a resource that the app defines there is extended', () => {
    const app = new App();
    const theirs = newStack(OTHER, app, 'Theirs');
    const queue = new Queue(theirs, 'Alerts', { queueName: 'alerts' });
    const stack = newStack(ENV, app);
    const role = Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/job');
    connectedApplication(stack, { role, sinks: [FlinkConnector.sqsQueue(queue)] });
    Template.fromStack(theirs).hasResourceProperties('AWS::SQS::QueuePolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Action: 'sqs:SendMessage', Principal: { AWS: 'arn:aws:iam::111111111111:role/job' } }),
        ],
      },
    });
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('cross-account'));
  });

  test('the policies of a table and of its key are extended, which are part of what they are on', () => {
    const app = new App();
    const theirs = newStack(OTHER, app, 'Theirs');
    const encryptionKey = new Key(theirs, 'Key', { alias: 'state' });
    const table = new Table(theirs, 'State', {
      tableName: 'state', partitionKey: { name: 'id', type: AttributeType.STRING }, encryptionKey,
    });
    const stack = newStack(ENV, app);
    connectedApplication(stack, {
      role: Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/job'),
      sinks: [FlinkConnector.dynamoDbTable(table)],
    });
    const agreement = (Action: unknown) => Match.objectLike({
      Action, Resource: '*', Principal: { AWS: 'arn:aws:iam::111111111111:role/job' },
    });
    const template = Template.fromStack(theirs);
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      ResourcePolicy: { PolicyDocument: { Statement: [agreement('dynamodb:BatchWriteItem')] } },
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([agreement(Match.arrayWith(['kms:Decrypt', 'kms:Encrypt']))]) },
    });
  });

  test('what two sources and sinks need alike is asked for once', () => {
    const stack = newStack(ENV);
    const role = Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/job', { mutable: false });
    const queue = (id: string) =>
      FlinkConnector.sqsQueue(Queue.fromQueueArn(stack, id, 'arn:aws:sqs:eu-west-1:222222222222:alerts'));
    connectedApplication(stack, { role, sinks: [queue('One'), queue('Two')] });
    const warnings = (id: string) =>
      Annotations.fromStack(stack).findWarning('/Stack/Job', Match.stringLikeRegexp(id))
        .map(({ entry }) => entry.data as string);
    expect(warnings('cross-account')).toEqual([expect.stringContaining('sqsQueue(Stack/One)')]);
    expect(warnings('immutable-role').map(text => text.split('sqs:SendMessage').length - 1)).toEqual([1]);
  });

  test.each<[string, string, string, (stack: Stack) => IFlinkConnector]>([
    ['queue', 'sqsQueue(Stack/Alerts)', 'sqs:SendMessage',
      stack => FlinkConnector.sqsQueue(Queue.fromQueueArn(stack, 'Alerts', 'arn:aws:sqs:eu-west-1:222222222222:alerts'))],
    ['workspace', 'prometheusWorkspace', 'aps:RemoteWrite',
      () => FlinkConnector.prometheusWorkspace({ workspaceArn: 'arn:aws:aps:eu-west-1:222222222222:workspace/ws-1' })],
    ['key', 'the key Stack/K of s3Bucket(Stack/B)', 'kms:GenerateDataKey, kms:Decrypt', stack => FlinkConnector.s3Bucket(Bucket.fromBucketAttributes(stack, 'B', {
      bucketName: 'lake', encryptionKey: Key.fromKeyArn(stack, 'K', 'arn:aws:kms:eu-west-1:222222222222:key/1'),
    }))],
  ])('an imported %s must be told by its owner, and a warning says so', (_kind, name, actions, make) => {
    const stack = newStack(ENV);
    connectedApplication(stack, { sinks: [make(stack)] });
    const own = Annotations.fromStack(stack).findWarning('/Stack/Job', Match.stringLikeRegexp('cross-account'));
    expect(own.map(({ entry }) => plainWarning(String(entry.data)))).toEqual([
      `${name} is in account 222222222222, and its own policy cannot be extended from here: it must allow the role `
      + `Stack/Job/Role ${actions}, or the job is denied access [ack: cdk-managed-flink:cross-account]`,
    ]);
  });

  test('what another account must allow for one source or sink is said once', () => {
    const stack = newStack(ENV);
    connectedApplication(stack, {
      sources: [FlinkConnector.mskCluster({
        clusterArn: 'arn:aws:kafka:eu-west-1:222222222222:cluster/orders/11111111-2222-3333-4444-555555555555-1',
        securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'Connection', 'sg-1')],
        authentication: MskAuthentication.iam(),
        multiVpcConnectivity: true,
      })],
    });
    const own = Annotations.fromStack(stack).findWarning('/Stack/Job', Match.stringLikeRegexp('cross-account'));
    expect(own.map(({ entry }) => plainWarning(String(entry.data)))).toEqual([
      'mskCluster is in account 222222222222, and its own policy cannot be extended from here: it must allow the role '
      + 'Stack/Job/Role kafka-cluster:Connect, kafka-cluster:DescribeTopic, kafka-cluster:ReadData, '
      + 'kafka-cluster:DescribeGroup, kafka-cluster:AlterGroup, or the job is denied access '
      + '[ack: cdk-managed-flink:cross-account]',
    ]);
  });

  test('the policy of a function that the app defines there is not extended, and the warning does not say that it is elsewhere', () => {
    const app = new App();
    const fn = new Function(newStack(OTHER, app, 'Theirs'), 'Lookup', {
      functionName: 'lookup', runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromInline('//'),
    });
    const stack = newStack(ENV, app);
    connectedApplication(stack, { sources: [FlinkConnector.lambdaFunction(fn)] });
    Annotations.fromStack(stack).hasWarning('/Stack/Job', Match.stringLikeRegexp('is in account 222222222222, and its '
      + 'own policy cannot be extended from here'));
  });

  test('the policy of a table says nothing of its stream', () => {
    const stack = newStack(ENV);
    const table = new Table(stack, 'State', { partitionKey: { name: 'id', type: AttributeType.STRING } });
    const tableStreamArn = 'arn:aws:dynamodb:eu-west-1:222222222222:table/state/stream/1';
    Object.defineProperty(table, 'tableStreamArn', { value: tableStreamArn });
    connectedApplication(stack, { sources: [FlinkConnector.dynamoDbTable(table, { propertyGroup: 'In' })] });
    Template.fromStack(stack).hasResourceProperties('AWS::DynamoDB::Table', { ResourcePolicy: Match.absent() });
    Annotations.fromStack(stack).hasWarning('/Stack/Job', Match.stringLikeRegexp('is in account '
      + '222222222222.+dynamodb:GetRecords'));
  });

  test('an unknown account is taken to be the same', () => {
    const stack = newStack();
    connectedApplication(stack, {
      sinks: [
        FlinkConnector.sqsQueue(Queue.fromQueueArn(stack, 'Alerts', 'arn:aws:sqs:eu-west-1:222222222222:alerts')),
      ],
    });
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('cross-account'));
  });
});
