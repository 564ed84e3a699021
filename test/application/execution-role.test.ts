import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { App, CfnOutput, PhysicalName, Stack, Token } from 'aws-cdk-lib';
import { CfnManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ApplicationCode, FlinkConnector, VpcEndpoints } from '../../src/index';
import {
  applicationInVpc, ENV, expectRefusal, flat, isolatedVpc, logicalId, newApplication, newStack, POLICY, propertiesOf,
  resourcesOf,
  templateOf, warnings, warningTopics,
} from '../helpers';
import { missingOrder } from '../helpers/deployment-order';

function trust(stack: Stack): unknown {
  return propertiesOf(templateOf(stack), 'AWS::IAM::Role')[0].AssumeRolePolicyDocument;
}

function document(account: unknown, arn: unknown) {
  return {
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'kinesisanalytics.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': arn } },
    }],
  };
}

const join = (...parts: unknown[]) => ({ 'Fn::Join': ['', parts] });
const partition = { Ref: 'AWS::Partition' };

test.each(['orders', undefined, PhysicalName.GENERATE_IF_NEEDED])('applications of the account and region may use the role, so that a renamed one does not take it from the one that still runs', applicationName => {
  expect(trust(applicationInVpc({ applicationName }, {}, ENV).stack))
    .toEqual(
      document('111111111111', join('arn:', partition, ':kinesisanalytics:eu-west-1:111111111111:application/*')),
    );
});

test('a role that is made can have a name, with the same conditions', () => {
  const { stack } = applicationInVpc({ roleName: 'orders-job' }, {}, ENV);
  expect(propertiesOf(templateOf(stack), 'AWS::IAM::Role')[0].RoleName).toBe('orders-job');
  expect(trust(stack)).toEqual(document('111111111111', expect.anything()));
});

test('without an environment, account and region are those of the deployment', () => {
  const [account, region] = [{ Ref: 'AWS::AccountId' }, { Ref: 'AWS::Region' }];
  expect(trust(applicationInVpc().stack))
    .toEqual(document(account, join('arn:', partition, ':kinesisanalytics:', region, ':', account, ':application/*')));
});

test.each(['cn-north-1', 'us-gov-west-1', 'eu-central-1'])('the service has the same name in %s', region => {
  const { stack } = applicationInVpc({}, {}, { ...ENV, region });
  expect(JSON.stringify(trust(stack))).toContain('"kinesisanalytics.amazonaws.com"');
  expect(JSON.stringify(templateOf(stack))).not.toMatch(/arn:aws(-cn|-us-gov)?:/);
});

const ROLE_ARN = 'arn:aws:iam::111111111111:role/flink';
const CLICKS = 'arn:aws:kinesis:eu-west-1:111111111111:stream/clicks';
const immutable = (stack: Stack) => Role.fromRoleArn(stack, 'Immutable', ROLE_ARN, { mutable: false });
const without = (stack: Stack) => ({ vpc: isolatedVpc(stack), endpoints: VpcEndpoints.none() });

describe('a role that cannot be used is refused', () => {
  test('one of another account', () => {
    const stack = newStack(ENV);
    const role = Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::222222222222:role/flink');
    expectRefusal(stack, { role, vpcConfiguration: without(stack) }, 'role is "Stack/Role of account 222222222222", '
      + 'but must be a role of the application\'s account, 111111111111, since no other role can be passed to the '
      + 'service: write a role of that account, or leave it out to have one created [at Stack/Job]');
  });

  test('that of an application in another region, whose trust names its own', () => {
    const app = new App();
    const [here, there] = ['eu-west-1', 'us-east-1'].map(region => new Stack(app, region, { env: { ...ENV, region } }));
    const { role } = newApplication(there, { applicationName: 'orders', vpcConfiguration: without(there) });
    expectRefusal(here, { role, vpcConfiguration: without(here) },
      'role is "us-east-1/Job/Role, the role of an application in us-east-1", but must be a role that applications of '
      + 'eu-west-1 may use, and this one trusts those of its own region: write a `Role` of your own for both, or '
      + 'leave it out to have one created [at eu-west-1/Job]');
  });

  test('a name beside a role', () => {
    const stack = newStack(ENV);
    expectRefusal(stack, { role: Role.fromRoleArn(stack, 'Role', ROLE_ARN), roleName: 'orders', vpcConfiguration: without(stack) },
      'roleName is given, but it only applies to the role that is created, and role is given: leave out one of them '
      + '[at Stack/Job]');
  });
});

describe('what is granted to the application', () => {
  test('reaches a role of another stack without a cycle, and the application waits for it', () => {
    const stack = newStack(ENV);
    const security = new Stack(stack.node.root as App, 'Security', { env: ENV });
    const role = new Role(security, 'Role', { assumedBy: new ServicePrincipal('kinesisanalytics.amazonaws.com') });
    const application = newApplication(stack, { role, vpcConfiguration: without(stack) });
    new Stream(stack, 'Stream').grantRead(application);
    const template = templateOf(stack);
    const [[id]] = resourcesOf(template, POLICY).filter(([name]) => name.startsWith('JobGrantPolicy'));
    expect(template.Resources[logicalId(application)].DependsOn).toContain(id);
    expect(security.dependencies).toEqual([]);
    expect(missingOrder(template)).toEqual([]);
  });

  test('can be any statement', () => {
    const { stack, application } = applicationInVpc();
    application.addToRolePolicy(new PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }));
    expect(JSON.stringify(propertiesOf(templateOf(stack), POLICY))).toContain('bedrock:InvokeModel');
  });
});

describe('a role that cannot be changed', () => {
  const jar = joinPath(__dirname, '..', 'integ', 'job', 'main.py');

  test('is told what it must allow as a document, with what came later, and without the hash of the code', () => {
    const stack = newStack(ENV);
    const code = ApplicationCode.fromPythonAsset(joinPath(jar, '..'), { entryPoint: 'main.py' });
    const application = newApplication(stack, { role: immutable(stack), code, vpcConfiguration: without(stack) });
    application.addSource(FlinkConnector.kinesisStream(Stream.fromStreamArn(stack, 'Clicks', CLICKS)));
    const { Statement: statements } = stack.resolve(application.requiredPolicy()) as {
      Statement: { Action: unknown; Resource: unknown }[];
    };
    const text = JSON.stringify(statements);
    expect(text).toContain('/*.zip');
    expect(text).not.toMatch(/[0-9a-f]{64}/);
    for (const action of ['ec2:CreateNetworkInterface', 'logs:PutLogEvents', 's3:GetObject', 'kinesis:GetRecords']) {
      expect(text).toContain(action);
    }
    // as docs/permissions.md says: in an output, and as what can be written to a file
    new CfnOutput(stack, 'RequiredPolicy', { value: stack.toJsonString(application.requiredPolicy()) });
    const shown = flat(templateOf(stack).Outputs!.RequiredPolicy.Value) as string;
    expect(JSON.parse(shown)).toEqual(flat(stack.resolve(application.requiredPolicy())));
    expect(JSON.parse(shown)).toMatchObject({ Version: '2012-10-17', Statement: expect.any(Array) as unknown });
    const file = joinPath(mkdtempSync(joinPath(tmpdir(), 'policy-')), 'required-policy.json');
    writeFileSync(file, JSON.stringify(stack.resolve(application.requiredPolicy())));
    const written = readFileSync(file, 'utf8');
    expect(Token.isUnresolved(written)).toBe(false);
    // what a central team includes in a template of its own: a document that a policy there takes
    const central = newStack(ENV);
    new CfnManagedPolicy(central, 'FlinkJob', { policyDocument: JSON.parse(written) });
    expect(propertiesOf(templateOf(central), 'AWS::IAM::ManagedPolicy')[0].PolicyDocument).toEqual(JSON.parse(written));
  });

  test('is told again what later connectors need, with an id for exactly that', () => {
    const stack = newStack(ENV);
    const application = newApplication(stack, { role: immutable(stack), vpcConfiguration: without(stack) });
    application.addSource(FlinkConnector.kinesisStream(Stream.fromStreamArn(stack, 'Clicks', CLICKS)));
    application.addSource(
      FlinkConnector.kinesisStream(Stream.fromStreamArn(stack, 'Orders', CLICKS.replace('clicks', 'orders'))),
    );
    const topics = warningTopics(stack);
    expect(topics).toEqual([
      'immutable-role',
      expect.stringMatching(/^immutable-role-[0-9a-f]{8}$/),
      expect.stringMatching(/^immutable-role-[0-9a-f]{8}$/),
    ]);
    expect(new Set(topics).size).toBe(3);
    const [first, second, third] = warnings(stack);
    expect(first).not.toContain('stream/');
    expect(second).toContain('stream/clicks');
    expect(second).not.toContain('logs:PutLogEvents');
    expect(third).toContain('stream/orders');
    expect(third).not.toContain('stream/clicks');
  });
});

describe('code that lies elsewhere', () => {
  const withBucket = (attributes: { account?: string; region?: string }, key?: string) => {
    const stack = newStack(ENV);
    const encryptionKey = key === undefined ? undefined : Key.fromKeyArn(stack, 'Key', key);
    const bucket = Bucket.fromBucketAttributes(stack, 'Code', { bucketName: 'code', encryptionKey, ...attributes });
    newApplication(stack, { code: ApplicationCode.fromBucket(bucket, 'job.jar'), vpcConfiguration: without(stack) });
    return stack;
  };

  test.each<[string, Parameters<typeof withBucket>, string[], string]>([
    ['a bucket of another account', [{ account: '222222222222' }], ['cross-account'],
      'the bucket of the code, Stack/Code, is in account 222222222222, and its own policy cannot be extended from '
      + 'here: it must allow the role of Stack/Job s3:GetObject, s3:GetObjectVersion, or the application cannot be '
      + 'created'],
    ['a key of another account', [{}, 'arn:aws:kms:eu-west-1:222222222222:key/1234'], ['cross-account'],
      'the key of the code, Stack/Key, is in account 222222222222, and its own policy cannot be extended from here: '
      + 'it must allow the role of Stack/Job kms:Decrypt, or the application cannot be created'],
    ['a bucket of another region', [{ region: 'us-east-1' }], ['code-region'],
      'the bucket of the code, Stack/Code, is in us-east-1, and that the service reads code of another region is not '
      + 'documented: use a bucket in eu-west-1'],
  ])('is warned of: %s', (_, [attributes, key], topics, message) => {
    const stack = withBucket(attributes, key);
    expect(warningTopics(stack)).toEqual(topics);
    expect(warnings(stack)[0]).toContain(message);
  });

  test('is not warned of where the account and region are the same', () => {
    expect(
      warningTopics(
        withBucket({ account: ENV.account, region: ENV.region }, 'arn:aws:kms:eu-west-1:111111111111:key/1234'),
      ),
    ).toEqual([]);
  });
});
