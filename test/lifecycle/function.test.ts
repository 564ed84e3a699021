import { cpSync, mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssetStaging, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { AwsSolutionsChecks } from 'cdk-nag';
import { compiledHandler, ROOT } from './handler/compiled';
import { Scene, TEMPLATE, withCode } from './scene';
import { STACK_ID, STACK_TAG } from './stack';
import { ApplicationLifecycle } from '../../src';
import {
  applicationInVpc, ENV, isolatedVpc, newApplication, newStack, resourcesOf, SomeProps, templateOf,
} from '../helpers';
import { Finding, findings } from '../helpers/compliance';

const FOLDER = join(ROOT, 'lib', 'lifecycle', 'handler');
const lifecycle = ApplicationLifecycle.startOnDeploy();

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: { readonly StringEquals: Record<string, unknown> };
}

const { stack } = applicationInVpc({ lifecycle });
const template = templateOf(stack);

describe('the code of the function', () => {
  test('is what the sources give, so compile the library before the tests, and needs nothing of the CDK', () => {
    const files = readdirSync(FOLDER).filter(file => file.endsWith('.js'));
    const compiled = Object.fromEntries(files.map(file => [file, readFileSync(join(FOLDER, file), 'utf8')]));
    expect(compiled).toEqual(compiledHandler());
    expect(JSON.stringify(compiled)).not.toMatch(/aws-cdk-lib|constructs/);
  });

  test('has the same hash wherever and whenever it was compiled', () => {
    const hash = (path: string) =>
      new AssetStaging(new Stack(), 'Staging', { sourcePath: path, exclude: ['*.d.ts'] }).assetHash;
    const copy = mkdtempSync(join(tmpdir(), 'copy-'));
    cpSync(FOLDER, copy, { recursive: true });
    readdirSync(copy).forEach(file => utimesSync(join(copy, file), 1, 1));
    writeFileSync(join(copy, 'more.d.ts'), 'export {};');
    const [[, { Properties }]] = resourcesOf(template, 'AWS::Lambda::Function')
      .filter(([id]) => id.includes('Handler'));
    expect(hash(copy)).toBe(hash(FOLDER));
    expect(JSON.stringify(Properties)).toContain(hash(copy));
  });
});

test('keys are used only by the service, for applications of the account and region, and named once for all of them', () => {
  const rolesOf = (applications: number) => {
    const keyStack = newStack(ENV);
    const vpc = isolatedVpc(keyStack);
    for (let index = 0; index < applications; index++) {
      newApplication(
        keyStack,
        { lifecycle, encryptionKey: new Key(keyStack, `Key${index}`), vpcConfiguration: { vpc } },
        `Job${index}`,
      );
    }
    expect(
      findings(keyStack, [new AwsSolutionsChecks()]).filter(({ path }) => path.includes('ManagedFlinkLifecycle')),
    ).toEqual([]);
    return JSON.stringify(
      resourcesOf(templateOf(keyStack), 'AWS::IAM::Role').filter(([id]) => /^ManagedFlinkLifecycleRole/.test(id)),
    );
  };
  const one = rolesOf(1);
  expect(rolesOf(2)).toBe(one);
  const conditions = [
    ...one.matchAll(/"Action":(?:\[[^\]]*)?"kms:[^}]*?"Condition":\{"StringEquals":\{"kms:ViaService":/g),
  ];
  expect(conditions).toHaveLength(3);
  expect(JSON.stringify(template)).not.toContain('kms:');
});

test('the permissions for keys are those of any operator, for the keys of all applications', () => {
  const keyStack = newStack(ENV);
  const application = newApplication(keyStack, {
    lifecycle, encryptionKey: new Key(keyStack, 'Key'), vpcConfiguration: { vpc: isolatedVpc(keyStack) },
  });
  const [[, role]] = resourcesOf(templateOf(keyStack), 'AWS::IAM::Role')
    .filter(([id]) => /^ManagedFlinkLifecycleRole/.test(id));
  const [{ PolicyDocument: { Statement: statements } }] = role.Properties!.Policies as [
    { PolicyDocument: { Statement: Statement[] } },
  ];
  const operator = application.keyOperatorStatements()
    .map(statement => keyStack.resolve(statement.toStatementJson()) as Statement);
  const allowed = (all: Statement[]) => all.map(({ Action, Condition }) => ({ Action, Condition }));
  expect(operator).toHaveLength(3);
  expect(allowed(statements.filter(({ Action }) => [Action].flat()[0].startsWith('kms:')))).toEqual(allowed(operator));
});

describe('the role of the function', () => {
  const [[, role]] = resourcesOf(template, 'AWS::IAM::Role').filter(([id]) => /^ManagedFlinkLifecycleRole/.test(id));
  const [{ PolicyDocument: { Statement: statements } }] = role.Properties!.Policies as [
    { PolicyDocument: { Statement: Statement[] } },
  ];

  /** A resource as a pattern: what is only known at the deployment is any text. */
  const matches = (resource: unknown, arn: string): boolean => {
    const text = resource === '*' ? '*' : JSON.stringify(resource);
    if (text === JSON.stringify({ Ref: 'AWS::StackId' })) return arn === STACK_ID;
    const kind = /:(application\/\*|log-group:\*)/.exec(text)?.[1].replace('*', '');
    return text === '*' || (kind !== undefined && arn.includes(`:${kind}`));
  };
  const allows = (action: string, resource: string, tags: Readonly<Record<string, string>>) => statements.some(({ Action, Resource, Condition }) =>
    [Action].flat().includes(action) && matches(Resource, resource)
    && Object.entries(Condition?.StringEquals ?? {}).every(([key, value]) => {
      const wanted = typeof value === 'string' ? value : STACK_ID;
      return tags[key.replace('aws:ResourceTag/', '')] === wanted;
    }));

  test('allows every call that the handler makes, and changes only what carries the tag of the stack', async () => {
    const scene = Scene.inMemory();
    await scene.stack.deploy(TEMPLATE);
    await scene.stack.deploy({ ...withCode('fails.jar'), restore: { Type: 'NOTHING', Once: '1' } });
    await scene.stack.delete();
    const { calls } = scene.world;
    expect(calls.length).toBeGreaterThan(20);
    expect(
      calls.filter(({ action, resource, tags }) => !allows(action, resource, tags)).map(({ action }) => action),
    ).toEqual([]);
    const changes = calls.filter(({ action }) => /:(Start|Stop)Application$/.test(action));
    expect(changes.length).toBeGreaterThan(2);
    for (const { action, resource } of changes) {
      expect(allows(action, resource, {})).toBe(false);
      expect(allows(action, resource, { [STACK_TAG]: `${STACK_ID}2` })).toBe(false);
    }
  });

  test('is no reason for the application to wait for itself: it names none', () => {
    expect(JSON.stringify(role)).not.toContain('Job');
  });
});

test('cdk-nag (AwsSolutions) finds nothing that has no reason', () => {
  expect(findings(stack, [new AwsSolutionsChecks()])).toEqual([]);
});

describe('NIST 800-53 R5 and HIPAA', () => {
  const found = (props: Omit<SomeProps, 'vpcConfiguration'>) =>
    findings(applicationInVpc(props).stack).map(({ rule, path }) => ({ rule: rule.replace(/^.*-/, ''), path }));
  const [with_, without] = [found({ lifecycle }), found({})];
  const isProvider = ({ path }: Finding) => path.includes('ManagedFlinkLifecycle');

  test('find in the application and its network what they find without the lifecycle', () => {
    expect(with_.filter(finding => !isProvider(finding))).toEqual(without);
  });

  test('find in the function nothing but what docs/permissions.md says of every policy and log group', () => {
    const rules = new Set(with_.filter(isProvider).map(({ rule }) => rule));
    expect([...rules].sort()).toEqual(['CloudWatchLogGroupEncrypted', 'IAMNoInlinePolicy']);
  });
});

test('a stack without a region gets the newest runtime of the region that it is deployed to', () => {
  expect(newStack().region).toContain('Token');
  expect(
    resourcesOf(template, 'AWS::Lambda::Function')
      .map(([, { Properties }]) => JSON.stringify(Properties!.Runtime))
      .filter(runtime => !/nodejs|LatestNodeRuntimeMap/.test(runtime)),
  ).toEqual([]);
});
