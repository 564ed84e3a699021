import { copyFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { DockerImage, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Alias, IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Construct } from 'constructs';
import { checkJavaFile } from '../../src/application/code-checks';
import { ApplicationCode, ApplicationCodeConfig, PythonAssetOptions } from '../../src/index';
import {
  applicationInVpc, APPLICATION, ENV, expectRefusal, folderWith, isolatedVpc, newApplication, newStack, POLICY,
  propertiesOf, templateOf,
} from '../helpers';

const RUN_OPTIONS = 'kinesis.analytics.flink.run.options';
const jar = join(folderWith({ 'orders.jar': 'PK', 'orders.ZIP': 'PK', 'orders.txt': 'text' }), 'orders.jar');
const job = folderWith({
  'main.py': 'print()',
  'lib/connectors.jar': 'PK',
  'util/a.py': '',
  'data.zip': 'PK',
  '__pycache__/x.pyc': '',
  '.venv/bin': '',
});

function codeLocation(stack: Stack): Record<string, unknown> {
  const [application] = Object.values(Template.fromStack(stack).findResources(APPLICATION));
  return application.Properties.ApplicationConfiguration.ApplicationCodeConfiguration;
}

function groupsOf(stack: Stack): unknown {
  const [application] = Object.values(Template.fromStack(stack).findResources(APPLICATION));
  return application.Properties.ApplicationConfiguration.EnvironmentProperties?.PropertyGroups;
}

function refuse(code: ApplicationCode, message: string): void {
  const stack = newStack();
  expectRefusal(stack, { code, vpcConfiguration: { vpc: isolatedVpc(stack) } }, message);
}

describe('fromAsset', () => {
  test.each([jar, jar.replace('orders.jar', 'orders.ZIP')])('uploads a jar or zip file, whatever the case of its ending', path => {
    const { stack } = applicationInVpc({ code: ApplicationCode.fromAsset(path) });
    expect(codeLocation(stack)).toEqual({
      CodeContentType: 'ZIPFILE',
      CodeContent: {
        S3ContentLocation: {
          BucketARN: {
            'Fn::Join': [
              '',
              [
                'arn:',
                { Ref: 'AWS::Partition' },
                ':s3:::',
                { 'Fn::Sub': expect.stringContaining('cdk-hnb659fds-assets') },
              ],
            ],
          },
          FileKey: expect.stringMatching(/^[0-9a-f]{64}\.(jar|zip)$/),
        },
      },
    });
  });

  test('the role may read exactly the uploaded object', () => {
    const { stack } = applicationInVpc({ code: ApplicationCode.fromAsset(jar) });
    const location = codeLocation(stack) as { CodeContent: { S3ContentLocation: { FileKey: string } } };
    Template.fromStack(stack).hasResourceProperties(POLICY, {
      PolicyDocument: {
        Statement: Match.arrayWith([{
          Effect: 'Allow',
          Action: ['s3:GetObject', 's3:GetObjectVersion'],
          Resource: {
            'Fn::Join': ['', [
              'arn:',
              { Ref: 'AWS::Partition' },
              ':s3:::',
              { 'Fn::Sub': Match.anyValue() },
              `/${location.CodeContent.S3ContentLocation.FileKey}`,
            ]],
          },
        }]),
      },
    });
  });

  test('two applications may use one object of code', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const code = ApplicationCode.fromAsset(jar);
    newApplication(stack, { code, vpcConfiguration: { vpc } }, 'One');
    newApplication(stack, { code, vpcConfiguration: { vpc } }, 'Two');
    Template.fromStack(stack).resourceCountIs(APPLICATION, 2);
  });

  test('a folder to bundle is no jar yet, and is let through', () => {
    const tryBundle = (output: string) => {
      copyFileSync(jar, join(output, 'orders.jar'));
      return true;
    };
    const { stack } = applicationInVpc({
      code: ApplicationCode.fromAsset(job, {
        bundling: { image: DockerImage.fromRegistry('none'), local: { tryBundle } },
      }),
    });
    expect(codeLocation(stack)).toMatchObject({
      CodeContentType: 'ZIPFILE', CodeContent: { S3ContentLocation: { FileKey: expect.stringMatching(/\.jar$/) } },
    });
  });

  test.each([
    ['target/missing.jar', 'a file that exists, and there is none at this path relative to ' + process.cwd(),
      'the path of the built job, and build it before `cdk synth`, for example with `mvn package` or `gradle '
      + 'shadowJar`'],
    [jar.replace('orders.jar', 'orders.txt'), 'a jar or zip file', 'the path of the jar that the build makes, or of a '
      + 'zip file'],
    [job, 'a jar or zip file',
      '`ApplicationCode.fromPythonAsset(path, { entryPoint })` for a folder with a Python job, or the path of the '
      + 'jar that the build makes'],
  ])('refuses %s', (path, allowed, write) => {
    refuse(ApplicationCode.fromAsset(path), `code is ${JSON.stringify(path)}, but must be ${allowed}: write ${write} `
      + '[at Stack/Job]');
  });

  describe('size', () => {
    const limit = 512 * 1024 * 1024;
    const sized = (bytes: number) => {
      const path = join(folderWith({ 'big.jar': '' }), 'big.jar');
      truncateSync(path, bytes);
      return path;
    };

    test('512 MiB are let through', () => {
      expect(() => checkJavaFile(newStack(), sized(limit))).not.toThrow();
    });

    test('a byte more is refused', () => {
      const path = sized(limit + 1);
      refuse(ApplicationCode.fromAsset(path), `code is ${shown(`${path} with 513 MiB`)}, but must be a file of at most 512 MiB: `
        + 'write a smaller package: leave out what the runtime provides, such as Flink itself [at Stack/Job]');
    });
  });
});

describe('fromBucket', () => {
  test('names the object, and lets the role read exactly it', () => {
    const stack = newStack();
    const bucket = Bucket.fromBucketName(stack, 'Code', 'my-code');
    newApplication(stack, {
      code: ApplicationCode.fromBucket(bucket, 'jobs/orders.jar', 'v7'), vpcConfiguration: { vpc: isolatedVpc(stack) },
    });
    const bucketArn = ['arn:', { Ref: 'AWS::Partition' }, ':s3:::my-code'];
    expect(codeLocation(stack)).toEqual({
      CodeContentType: 'ZIPFILE',
      CodeContent: {
        S3ContentLocation: {
          BucketARN: { 'Fn::Join': ['', bucketArn] }, FileKey: 'jobs/orders.jar', ObjectVersion: 'v7',
        },
      },
    });
    Template.fromStack(stack).hasResourceProperties(POLICY, {
      PolicyDocument: {
        Statement: Match.arrayWith([{
          Effect: 'Allow',
          Action: ['s3:GetObject', 's3:GetObjectVersion'],
          Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::my-code/jobs/orders.jar']] },
        }]),
      },
    });
  });

  test('the role may decrypt with the key of the bucket', () => {
    const stack = newStack();
    const bucket = new Bucket(stack, 'Code', { encryption: BucketEncryption.KMS });
    newApplication(stack, {
      code: ApplicationCode.fromBucket(bucket, 'orders.jar'), vpcConfiguration: { vpc: isolatedVpc(stack) },
    });
    Template.fromStack(stack).hasResourceProperties(POLICY, {
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Effect: 'Allow',
            Action: 'kms:Decrypt',
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('CodeKey'), 'Arn'] },
          },
        ]),
      },
    });
  });

  test.each<[string, (stack: Stack) => IKey, unknown]>([
    [
      'name',
      stack => Alias.fromAliasName(stack, 'Key', 'alias/code'),
      { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':kms:eu-west-1:111111111111:key/*']] },
    ],
    [
      'ARN',
      stack => Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-1:111111111111:alias/code'),
      'arn:aws:kms:eu-west-1:111111111111:key/*',
    ],
  ])('the role may decrypt with a key that is known by the %s of its alias, and audits are told why it names no key', (_, key, resource) => {
    const stack = newStack(ENV);
    const bucket = Bucket.fromBucketAttributes(stack, 'Code', { bucketName: 'code', encryptionKey: key(stack) });
    newApplication(stack, {
      code: ApplicationCode.fromBucket(bucket, 'orders.jar'), vpcConfiguration: { vpc: isolatedVpc(stack) },
    });
    const [policy] = propertiesOf(templateOf(stack), POLICY)
      .filter(({ PolicyName }) => String(PolicyName).startsWith('JobPolicy'));
    expect((policy.PolicyDocument as { Statement: unknown[] }).Statement).toContainEqual({
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: resource,
      Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': ['alias/code'] } },
    });
    const { violations } = new AwsSolutionsChecks(stack).validateScope(stack.node.findChild('Job'));
    expect(violations).toEqual([]);
  });

  test('a key of another stack admits the role too, without a cycle between the stacks', () => {
    const stack = newStack();
    const other = new Stack(stack.node.root as Construct, 'Other');
    const key = new Key(other, 'Key');
    const bucket = new Bucket(other, 'Code', { encryption: BucketEncryption.KMS, encryptionKey: key });
    newApplication(stack, {
      code: ApplicationCode.fromBucket(bucket, 'orders.jar'), vpcConfiguration: { vpc: isolatedVpc(stack) },
    });
    Template.fromStack(stack).hasResourceProperties(POLICY, {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Action: 'kms:Decrypt', Resource: { 'Fn::ImportValue': Match.anyValue() } }),
        ]),
      },
    });
    expect(stack.dependencies).toEqual([other]);
    expect(other.dependencies).toEqual([]);
  });

  const keyMessage = (got: string) =>
    `code key is ${got}, but must be a text of 1 to 1024 characters: write the key of the jar or zip file, for example `
    + '`jobs/orders-1.0.jar` [at Stack/Job]';
  const versionMessage = (got: string) =>
    `code objectVersion is ${got}, but must be a text of 1 to 1024 characters: write the version of the object, or `
    + 'leave it out [at Stack/Job]';
  test('a key of another account admits the role by its own policy', () => {
    const stack = newStack(ENV);
    const other = new Stack(stack.node.root as Construct, 'Other', { env: { ...ENV, account: '222222222222' } });
    const encryptionKey = new Key(other, 'Key', { alias: 'code' });
    const bucket = Bucket.fromBucketAttributes(stack, 'Code', { bucketName: 'code', encryptionKey });
    const role = Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::111111111111:role/job');
    newApplication(stack, {
      role, code: ApplicationCode.fromBucket(bucket, 'orders.jar'), vpcConfiguration: { vpc: isolatedVpc(stack) },
    });
    const admitted = Match.objectLike({
      Action: 'kms:Decrypt', Resource: '*', Principal: { AWS: 'arn:aws:iam::111111111111:role/job' },
    });
    Template.fromStack(other).hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([admitted]) },
    });
  });

  test.each([
    ['', undefined, keyMessage('""')],
    ['k'.repeat(1025), undefined, keyMessage(`"${'k'.repeat(59)}... (1027 characters)`)],
    ['job.jar', '', versionMessage('""')],
    ['job.jar', 'v'.repeat(1025), versionMessage(`"${'v'.repeat(59)}... (1027 characters)`)],
  ])('refuses a key or version of the wrong length', (key, version, message) => {
    const code = ApplicationCode.fromBucket(Bucket.fromBucketName(newStack(), 'Bucket', 'artifacts'), key, version);
    refuse(code, message);
  });

  test('1024 characters are let through', () => {
    const code = ApplicationCode.fromBucket(
      Bucket.fromBucketName(newStack(), 'Bucket', 'artifacts'), 'k'.repeat(1024), 'v'.repeat(1024),
    );
    expect(() => applicationInVpc({ code })).not.toThrow();
  });
});

describe('fromPythonAsset', () => {
  test('uploads a folder and tells the service where to start', () => {
    const { stack } = applicationInVpc({ code: ApplicationCode.fromPythonAsset(job, { entryPoint: 'main.py' }) });
    expect(groupsOf(stack)).toEqual([{ PropertyGroupId: RUN_OPTIONS, PropertyMap: { python: 'main.py' } }]);
    expect(codeLocation(stack)).toMatchObject({
      CodeContent: { S3ContentLocation: { FileKey: expect.stringMatching(/\.zip$/) } },
    });
  });

  test('tells it of connectors, files and archives', () => {
    const { stack } = applicationInVpc({
      code: ApplicationCode.fromPythonAsset(job, {
        entryPoint: 'main.py', jarFile: 'lib/connectors.jar', pyFiles: ['util', 'util/a.py'], pyArchives: ['data.zip'],
      }),
    });
    expect(groupsOf(stack)).toEqual([{
      PropertyGroupId: RUN_OPTIONS,
      PropertyMap: {
        python: 'main.py', jarfile: 'lib/connectors.jar', pyFiles: 'util,util/a.py', pyArchives: 'data.zip',
      },
    }]);
  });

  test('empty lists are left out, since the service refuses empty values', () => {
    const { stack } = applicationInVpc({
      code: ApplicationCode.fromPythonAsset(job, { entryPoint: 'main.py', pyFiles: [], pyArchives: [] }),
    });
    expect(groupsOf(stack)).toEqual([{ PropertyGroupId: RUN_OPTIONS, PropertyMap: { python: 'main.py' } }]);
  });

  test('a zip file is taken as it is, with the files inside not looked for', () => {
    const zip = join(folderWith({ 'job.zip': 'PK' }), 'job.zip');
    const { stack } = applicationInVpc({ code: ApplicationCode.fromPythonAsset(zip, { entryPoint: 'src/main.py' }) });
    expect(groupsOf(stack)).toEqual([{ PropertyGroupId: RUN_OPTIONS, PropertyMap: { python: 'src/main.py' } }]);
  });

  test('virtual environments and caches are left out: they do not change the upload', () => {
    const clean = folderWith({ 'main.py': 'print()', 'lib/connectors.jar': 'PK', 'util/a.py': '', 'data.zip': 'PK' });
    const keys = [job, clean].map(path =>
      codeLocation(applicationInVpc({ code: ApplicationCode.fromPythonAsset(path, { entryPoint: 'main.py' }) }).stack));
    expect(keys[0]).toEqual(keys[1]);
  });

  test('more can be left out, and what is left out by default can be taken in again', () => {
    const keyWith = (exclude?: string[]) =>
      codeLocation(
        applicationInVpc({ code: ApplicationCode.fromPythonAsset(job, { entryPoint: 'main.py', exclude }) }).stack,
      );
    const [plain, empty, more, again] = [undefined, [], ['data.zip'], ['!.venv']].map(keyWith);
    expect(empty).toEqual(plain);
    expect(more).not.toEqual(plain);
    expect(again).not.toEqual(plain);
  });

  test.each<[string, Partial<PythonAssetOptions>, string, string]>([
    [
      'an entry point in a folder that never goes with the code',
      { entryPoint: '.venv/bin' },
      'entryPoint',
      '.venv/bin',
    ],
    [
      'a jar file in a folder that the user leaves out',
      { jarFile: 'lib/connectors.jar', exclude: ['lib'] },
      'jarFile',
      'lib/connectors.jar',
    ],
    [
      'a file that the user leaves out',
      { pyFiles: ['util/a.py'], exclude: ['*.py', '!main.py'] },
      'pyFiles',
      'util/a.py',
    ],
  ])('refuses %s', (_, options, property, got) => {
    refuse(ApplicationCode.fromPythonAsset(job, { entryPoint: 'main.py', ...options }),
      `code ${property} is "${got}", but must be a file that is uploaded, and \`exclude\` leaves this one out: `
      + 'write the path of a file elsewhere in the folder, or take it in again with a pattern such as `!venv` in '
      + '`exclude` [at Stack/Job]');
  });

  test('lets a file pass that the user takes in again', () => {
    const code = ApplicationCode.fromPythonAsset(job, { entryPoint: '.venv/bin', exclude: ['!.venv'] });
    expect(() => applicationInVpc({ code })).not.toThrow();
  });

  test('run options of the user are added to, unless they contradict', () => {
    const stack = newStack();
    const vpcConfiguration = { vpc: isolatedVpc(stack) };
    const code = ApplicationCode.fromPythonAsset(job, { entryPoint: 'main.py' });
    newApplication(
      stack, { code, propertyGroups: { [RUN_OPTIONS]: { extra: '1', python: 'main.py' } }, vpcConfiguration }, 'Agrees',
    );
    expect(groupsOf(stack)).toEqual([{ PropertyGroupId: RUN_OPTIONS, PropertyMap: { extra: '1', python: 'main.py' } }]);
    expectRefusal(stack, { code, propertyGroups: { [RUN_OPTIONS]: { python: 'other.py' } }, vpcConfiguration },
      `propertyGroups.${RUN_OPTIONS}.python is "other.py" already, so it cannot be "main.py" too: give it once, or `
      + 'under another key or group [at Stack/Job]');
  });

  const inFolder = (property: string, got: string, write: string) =>
    `code ${property} is "${got}", but must be a file that exists in ${job}: write ${write} [at Stack/Job]`;
  const main = 'its path relative to the folder, for example `main.py`';
  const connectors = 'its path relative to the folder, and put the connectors\' jar there before `cdk synth`';
  test.each([
    [{ entryPoint: 'none.py' }, inFolder('entryPoint', 'none.py', main)],
    [{ entryPoint: 'main.py', jarFile: 'none.jar' }, inFolder('jarFile', 'none.jar', connectors)],
    [{ entryPoint: 'main.py', jarFile: '' }, inFolder('jarFile', '', connectors)],
    [{ entryPoint: 'main.py', pyFiles: ['util', 'none.py'] }, inFolder('pyFiles', 'none.py', main)],
    [{ entryPoint: 'main.py', pyFiles: ['.'] }, inFolder('pyFiles', '.', main)],
    [{ entryPoint: 'main.py', pyArchives: ['none.zip'] }, inFolder('pyArchives', 'none.zip', main)],
    [{ entryPoint: '' }, 'code entryPoint is "", but must be the path of a Python file: write for example '
      + '`entryPoint: \'main.py\'` [at Stack/Job]'],
  ])('refuses what is not in the folder: %p', (options, message) => {
    refuse(ApplicationCode.fromPythonAsset(job, options), message);
  });

  test('a folder that is missing, or a file that is no zip file, is refused', () => {
    refuse(ApplicationCode.fromPythonAsset('none', { entryPoint: 'main.py' }), 'code is "none", but must be a file '
      + `that exists, and there is none at this path relative to ${process.cwd()}: write the path of the folder or of `
      + 'the zip file with the Python job [at Stack/Job]');
    const text = jar.replace('orders.jar', 'orders.txt');
    refuse(ApplicationCode.fromPythonAsset(text, { entryPoint: 'main.py' }),
      `code is ${JSON.stringify(text)}, but must be a zip file: write the path of a folder or of a zip file with the `
      + 'Python job [at Stack/Job]');
    refuse(ApplicationCode.fromPythonAsset(jar, { entryPoint: 'main.py' }), `code is ${JSON.stringify(jar)}, but must `
      + 'be a zip file: write the path of a folder or of a zip file with the Python job [at Stack/Job]');
  });

  test.each(['lib', '../outside.py'])('an entry point that is no file of the folder is refused: %s', entryPoint => {
    const folder = folderWith({ 'job/lib/x.py': 'x', 'outside.py': 'x' });
    refuse(ApplicationCode.fromPythonAsset(join(folder, 'job'), { entryPoint }),
      `code entryPoint is "${entryPoint}", but must be a file that exists in ${join(folder, 'job')}: write its path `
      + 'relative to the folder, for example `main.py` [at Stack/Job]');
  });
});

test('an empty file is refused', () => {
  const empty = join(folderWith({ 'job.jar': '' }), 'job.jar');
  refuse(ApplicationCode.fromAsset(empty), `code is ${JSON.stringify(empty)}, but must be a file with content, and `
    + 'this one is empty: write the path of the built file [at Stack/Job]');
});

describe('code of the user\'s own making', () => {
  class OwnCode extends ApplicationCode {
    public bind(scope: Construct): ApplicationCodeConfig {
      return {
        bucket: Bucket.fromBucketName(scope, 'Own', 'own'),
        objectKey: 'own.jar',
        propertyGroups: { own: { key: 'value' } },
      };
    }
  }

  test('is asked for the code and for the groups that it needs', () => {
    const { stack } = applicationInVpc({ code: new OwnCode(), propertyGroups: { mine: { a: 'b' } } });
    expect(codeLocation(stack)).toMatchObject({ CodeContent: { S3ContentLocation: { FileKey: 'own.jar' } } });
    expect(groupsOf(stack)).toEqual([
      { PropertyGroupId: 'mine', PropertyMap: { a: 'b' } }, { PropertyGroupId: 'own', PropertyMap: { key: 'value' } },
    ]);
  });

  test('is checked when it is bound', () => {
    class EmptyKey extends ApplicationCode {
      public bind(scope: Construct): ApplicationCodeConfig {
        return { bucket: Bucket.fromBucketName(scope, 'Own', 'own'), objectKey: '' };
      }
    }
    refuse(new EmptyKey(), 'code key is "", but must be a text of 1 to 1024 characters: write the key of the jar or '
      + 'zip file, for example `jobs/orders-1.0.jar` [at Stack/Job]');
  });
});

/** A value as messages show it. */
function shown(value: string): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 60)}... (${text.length} characters)` : text;
}
