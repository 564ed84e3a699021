import { App, CfnParameter, PhysicalName, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, CfnKey, Key, KeySpec, KeyUsage, IKey } from 'aws-cdk-lib/aws-kms';
import { FlinkApplication } from '../../src';
import { applicationInVpc, ENV, isolatedVpc, logicalId, newApplication, newStack, validationMessages, warnings } from '../helpers';

const CONTEXT = 'kms:EncryptionContext:aws:kinesisanalytics:arn';
const SERVICE = 'kinesisanalytics.amazonaws.com';
const INFRASTRUCTURE = 'infrastructure.kinesisanalytics.amazonaws.com';

function encrypted(
  applicationName: string | undefined,
  makeKey: (scope: Stack) => IKey = scope => new Key(scope, 'Key'),
  stack = newStack(ENV),
) {
  const encryptionKey = makeKey(stack);
  const application = newApplication(stack, {
    applicationName, encryptionKey, vpcConfiguration: { vpc: isolatedVpc(stack) },
  });
  return { stack, encryptionKey, application };
}

function cfnKey(scope: Stack, keySpec?: string): CfnKey {
  return new CfnKey(scope, 'Resource', { keySpec, keyPolicy: { Version: '2012-10-17', Statement: [] } });
}

function arn(name: string, stack = newStack(ENV)): unknown {
  return stack.resolve(stack.formatArn({ service: 'kinesisanalytics', resource: 'application', resourceName: name }));
}

/** The statements of a key that are for a service, in readable form. */
function serviceStatements(stack: Stack): Record<string, unknown>[] {
  const [key] = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key')) as {
    Properties: { KeyPolicy: { Statement: Record<string, { Service?: unknown }>[] } };
  }[];
  return key.Properties.KeyPolicy.Statement.filter(({ Principal }) => Principal.Service !== undefined);
}

function expected(application: unknown, [equals, source, like]: [string, string, string]): unknown[] {
  const merge = (...all: Record<string, Record<string, unknown>>[]) => all.reduce((merged, one) => {
    for (const [operator, values] of Object.entries(one)) merged[operator] = { ...merged[operator], ...values };
    return merged;
  }, {});
  const account = { [equals]: { 'aws:SourceAccount': '111111111111' } };
  const sourceArn = { [source]: { 'aws:SourceArn': application } };
  const context = { [like]: { [CONTEXT]: application } };
  const grant = {
    'StringEquals': { 'kms:GrantConstraintType': 'EncryptionContextSubset' },
    'ForAllValues:StringEquals': { 'kms:GrantOperations': 'Decrypt' },
  };
  const allow = (Service: unknown, Action: unknown, Condition: unknown) => ({
    Effect: 'Allow', Principal: { Service }, Action, Resource: '*', Condition,
  });
  return [
    allow([SERVICE, INFRASTRUCTURE], 'kms:DescribeKey', merge(account, sourceArn)),
    allow(SERVICE, 'kms:GenerateDataKey', merge(account, sourceArn, context)),
    allow(SERVICE, 'kms:Decrypt', context),
    allow(INFRASTRUCTURE, ['kms:Decrypt', 'kms:GenerateDataKeyWithoutPlaintext'], context),
    allow(INFRASTRUCTURE, 'kms:CreateGrant', merge(context, grant)),
  ];
}

describe('the policy of the key', () => {
  test('has the statements of the documentation for an application with a name', () => {
    expect(serviceStatements(encrypted('orders').stack)).toEqual(
      expected(arn('orders'), ['StringEquals', 'StringEquals', 'StringEquals']),
    );
  });

  test.each<[string, (stack: Stack) => string | undefined]>([
    ['CloudFormation generates the name', () => undefined],
    ['the CDK generates the name', () => PhysicalName.GENERATE_IF_NEEDED],
    ['the name is a parameter', stack => new CfnParameter(stack, 'Name').valueAsString],
  ])('has them for all applications of the account where %s', (_, name) => {
    const stack = newStack(ENV);
    expect(
      serviceStatements(encrypted(name(stack), undefined, stack).stack),
    ).toEqual(expected(arn('*'), ['StringEquals', 'ArnLike', 'StringLike']));
  });

  test('has them once for two applications with generated names', () => {
    const { stack, encryptionKey } = encrypted(undefined);
    newApplication(stack, { encryptionKey, vpcConfiguration: { vpc: isolatedVpc(stack, 'Other') } }, 'Second');
    expect(serviceStatements(stack)).toHaveLength(5);
  });

  test('is that of the key behind an alias, which the application names, so that it waits for it', () => {
    const { stack } = encrypted('orders', scope =>
      new Alias(scope, 'Alias', { aliasName: 'alias/orders', targetKey: new Key(scope, 'Key') }));
    expect(serviceStatements(stack)).toHaveLength(5);
    Template.fromStack(stack).hasResourceProperties('AWS::KinesisAnalyticsV2::Application', {
      ApplicationConfiguration: {
        ApplicationEncryptionConfiguration: { KeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] } },
      },
    });
  });

  test('is that of a key which was made from its resource', () => {
    const { stack } = encrypted('orders', scope => Key.fromCfnKey(cfnKey(scope)));
    expect(serviceStatements(stack)).toHaveLength(5);
    expect(warnings(stack)).toEqual([]);
  });

  test('is too long for many applications with names, which is said once', () => {
    const stack = newStack(ENV);
    const encryptionKey = new Key(stack, 'Key');
    const vpcConfiguration = { vpc: isolatedVpc(stack) };
    const add = (from: number, to: number) => {
      for (let index = from; index < to; index++) {
        newApplication(stack, { applicationName: `orders-${index}`, encryptionKey, vpcConfiguration }, `Job${index}`);
      }
    };
    add(0, 15);
    expect(validationMessages(stack)).toEqual([]);
    add(15, 22);
    expect(validationMessages(stack)).toEqual([expect.stringMatching(
      /^the policy of the key has at least 3\d{4} characters, but must have at most 32768: make another key for some of /,
    )]);
  });

  test('is in the stack of the key, whatever the name is', () => {
    const app = new App();
    const [keys, jobs] = ['Keys', 'Jobs'].map(id => new Stack(app, id, { env: ENV }));
    const encryptionKey = new Key(keys, 'Key');
    for (const applicationName of ['orders', undefined, new CfnParameter(jobs, 'Name').valueAsString]) {
      newApplication(
        jobs,
        {
          applicationName,
          encryptionKey,
          vpcConfiguration: { vpc: isolatedVpc(jobs, `Vpc${String(applicationName).length}`) },
        },
        `Job${String(applicationName).length}`,
      );
    }
    expect(() => app.synth()).not.toThrow();
    expect(serviceStatements(keys).length).toBeGreaterThanOrEqual(10);
    expect(jobs.dependencies).toContain(keys);
    expect(keys.dependencies).toEqual([]);
  });

  test('names no principal that may not exist', () => {
    const { stack, application } = encrypted('orders');
    application.grantOperate(new Role(stack, 'Operator', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));
    expect(JSON.stringify(serviceStatements(stack))).not.toContain('Operator');
    const [key] = Object.values(
      Template.fromStack(stack).findResources('AWS::KMS::Key'),
    ) as { Properties: { KeyPolicy: { Statement: unknown[] } } }[];
    expect(key.Properties.KeyPolicy.Statement).toHaveLength(6);
  });
});

describe('the application', () => {
  test('is encrypted with the key', () => {
    const { stack, encryptionKey } = encrypted('orders');
    Template.fromStack(stack).hasResourceProperties('AWS::KinesisAnalyticsV2::Application', {
      ApplicationConfiguration: {
        ApplicationEncryptionConfiguration: {
          KeyType: 'CUSTOMER_MANAGED_KEY', KeyId: { 'Fn::GetAtt': [logicalId(encryptionKey), 'Arn'] },
        },
      },
    });
  });

  test('says nothing of encryption without a key', () => {
    const { stack, application } = applicationInVpc();
    expect(
      JSON.stringify(Template.fromStack(stack).findResources('AWS::KinesisAnalyticsV2::Application')),
    ).not.toContain('ApplicationEncryptionConfiguration');
    expect(application.keyPolicyStatements()).toEqual([]);
    expect(application.keyOperatorStatements()).toEqual([]);
  });
});

describe('a key that was imported', () => {
  const imported = (stack: Stack) =>
    Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:222222222222:key/12345678-1234-1234-1234-123456789012');

  test('prints what its owner must add, once, and gives it as data', () => {
    const { stack, application } = encrypted('orders', imported);
    const [warning, ...others] = warnings(stack).filter(text => text.includes('encryption-key'));
    expect(others).toEqual([]);
    expect(warning).toContain('the policy of the key Stack/Key cannot be changed by this app');
    expect(warning).toContain('"kms:GenerateDataKeyWithoutPlaintext"');
    expect(warning).toContain('arn:${AWS::Partition}:kinesisanalytics:eu-west-1:111111111111:application/orders');
    expect(stack.resolve(application.keyPolicyStatements().map(statement => statement.toStatementJson() as unknown)))
      .toEqual(expected(arn('orders'), ['StringEquals', 'StringEquals', 'StringEquals']));
  });

  test('by an alias can be used too', () => {
    const { stack, application } = encrypted('orders', scope => Alias.fromAliasName(scope, 'Key', 'alias/orders'));
    expect(warnings(stack).some(text => text.includes('encryption-key'))).toBe(true);
    expect(
      JSON.stringify(stack.resolve(application.keyOperatorStatements()[0].toStatementJson())),
    ).toContain('kms:ResourceAliases');
  });
});

describe('keys that the service refuses', () => {
  test.each<[string, (stack: Stack) => IKey, RegExp]>([
    ['asymmetric', stack => new Key(stack, 'Key', { keySpec: KeySpec.RSA_2048, keyUsage: KeyUsage.ENCRYPT_DECRYPT }),
      /^encryptionKey is "Stack\/Key with the key spec RSA_2048", but must be a symmetric key/],
    ['HMAC behind an alias', stack => new Alias(stack, 'Alias', {
      aliasName: 'alias/x',
      targetKey: new Key(stack, 'Key', { keySpec: KeySpec.HMAC_256, keyUsage: KeyUsage.GENERATE_VERIFY_MAC }),
    }), /with the key spec HMAC_256/],
    ['asymmetric and made from its resource', stack => Key.fromCfnKey(cfnKey(stack, 'RSA_2048')),
      /with the key spec RSA_2048/],
    ['of another region', stack => Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111111111111:key/1'),
      /^encryptionKey is "Stack\/Key of the region us-east-1", but must be a key of the application's region, eu-west-1/],
  ])('%s', (_, makeKey, message) => {
    expect(() => encrypted('orders', makeKey)).toThrow(message);
  });

  test('are not those whose key spec is the default one', () => {
    expect(() =>
      encrypted('orders', stack => new Key(stack, 'Key', { keySpec: KeySpec.SYMMETRIC_DEFAULT }))).not.toThrow();
  });
});

describe('grants', () => {
  const policyOf = (build: (application: FlinkApplication, role: Role) => void, withKey = false) => {
    const { stack, application } = withKey ? encrypted('orders') : applicationInVpc();
    build(application, new Role(stack, 'Operator', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));
    const policies = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy'))
      .filter(([id]) => id.startsWith('Operator'));
    return (
      policies[0][1] as { Properties: { PolicyDocument: { Statement: Record<string, unknown>[] } } }
    ).Properties.PolicyDocument.Statement;
  };
  const all = (actions: unknown) => (actions as string[]).map(action => action.split(':')[1]).sort();

  test('to read', () => {
    const [statement, ...others] = policyOf((application, role) => application.grantRead(role));
    expect(others).toEqual([]);
    expect(all(statement.Action)).toEqual([
      'DescribeApplication', 'DescribeApplicationOperation', 'DescribeApplicationSnapshot',
      'DescribeApplicationVersion',
      'ListApplicationOperations', 'ListApplicationSnapshots', 'ListApplicationVersions', 'ListTagsForResource',
    ]);
    expect(JSON.stringify(statement.Resource)).toMatch(/:application\//);
    expect(JSON.stringify(statement.Resource)).not.toContain('*');
  });

  test('to operate', () => {
    const [statement, ...others] = policyOf((application, role) => application.grantOperate(role));
    expect(others).toEqual([]);
    expect(all(statement.Action)).toEqual(expect.arrayContaining([
      'DescribeApplication', 'StartApplication', 'StopApplication', 'CreateApplicationSnapshot', 'CreateSystemSnapshot',
    ]));
    expect(all(statement.Action).filter(action => /Update|Delete|Rollback/.test(action))).toEqual([]);
  });

  test('to operate an encrypted application, with its key through the service only', () => {
    const statements = policyOf((application, role) => application.grantOperate(role), true).slice(1);
    const viaService = {
      'kms:ViaService': { 'Fn::Join': ['', ['kinesisanalytics.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] },
    };
    expect(statements.map(({ Action }) => Action)).toEqual([
      'kms:DescribeKey',
      ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext'],
      'kms:CreateGrant',
    ]);
    expect(statements.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: viaService },
      { StringEquals: { ...viaService, [CONTEXT]: arn('orders') } },
      {
        'StringEquals': {
          ...viaService, [CONTEXT]: arn('orders'), 'kms:GrantConstraintType': 'EncryptionContextSubset',
        },
        'ForAllValues:StringEquals': { 'kms:GrantOperations': 'Decrypt' },
      },
    ]);
    for (const { Resource } of statements) {
      expect(Resource).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] });
    }
  });

  test('of an imported application', () => {
    const stack = newStack(ENV);
    const role = new Role(stack, 'Operator', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const application = FlinkApplication.fromFlinkApplicationName(stack, 'Job', 'orders');
    expect(application.grantOperate(role).success).toBe(true);
    expect(application.grantRead(role).success).toBe(true);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {});
  });
});
