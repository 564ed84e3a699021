import { App, Aws, CfnParameter, Duration, Fn, NestedStack, RemovalPolicy, SecretValue, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { CfnApplication as CfnApplicationV2 } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  ApplicationCode, ApplicationLifecycle, FlinkApplication, FlinkConnector, FlinkRuntime, OnDelete, RestoreFrom,
  SnapshotMode,
} from '../../src';
import {
  applicationInVpc, APPLICATION, isolatedVpc, newApplication, newStack, propertiesOf, ResourceJson, resourcesOf,
  SomeProps, templateOf,
} from '../helpers';
import { before, cycles, danglingReferences, dependencyGraph, missingOrder } from '../helpers/deployment-order';

const lifecycle = ApplicationLifecycle.startOnDeploy();
const PREPARE = 'Custom::ManagedFlinkPrepare';
const RUN = 'Custom::ManagedFlinkRun';

const runOf = (stack: Stack) => propertiesOf(templateOf(stack), RUN)[0];
const build = (props: Omit<SomeProps, 'vpcConfiguration'> = {}) => applicationInVpc({ lifecycle, ...props });

describe('the template', () => {
  const { stack } = build();
  const template = templateOf(stack);
  const [[applicationId, application]] = resourcesOf(template, APPLICATION);
  const [[prepareId, prepare]] = resourcesOf(template, PREPARE);
  const [[runId, run]] = resourcesOf(template, RUN);

  test('has nothing of it unless it is asked for', () => {
    for (const manual of [undefined, ApplicationLifecycle.manual()]) {
      const text = JSON.stringify(templateOf(applicationInVpc({ lifecycle: manual }).stack));
      expect(text).not.toMatch(/Custom::ManagedFlink|Lambda|cdk-managed-flink:|RollbackEnabled|RunConfiguration/);
    }
  });

  test('has ids that are public: a changed one would ask for all over again', () => {
    expect([prepareId, runId]).toEqual([expect.stringMatching(/^JobPrepare/), expect.stringMatching(/^JobRun/)]);
    expect([prepareId, runId, ...Object.keys(template.Resources).filter((id) => id.startsWith('ManagedFlinkLifecycle'))].sort()).toMatchInlineSnapshot(`
[
  "JobPrepare02765DF4",
  "JobRunBEA06BFF",
  "ManagedFlinkLifecycleHandlerE5BA1959",
  "ManagedFlinkLifecycleLogGroup031DB0F5",
  "ManagedFlinkLifecycleProviderframeworkisComplete73E1C825",
  "ManagedFlinkLifecycleProviderframeworkisCompleteServiceRoleDefaultPolicyDEB251A7",
  "ManagedFlinkLifecycleProviderframeworkisCompleteServiceRoleFC14F0AD",
  "ManagedFlinkLifecycleProviderframeworkonEvent6BB0034B",
  "ManagedFlinkLifecycleProviderframeworkonEventServiceRoleDefaultPolicy96C9ADF6",
  "ManagedFlinkLifecycleProviderframeworkonEventServiceRoleF3B2624D",
  "ManagedFlinkLifecycleProviderframeworkonTimeoutD7943EB5",
  "ManagedFlinkLifecycleProviderframeworkonTimeoutServiceRole10C5C422",
  "ManagedFlinkLifecycleProviderframeworkonTimeoutServiceRoleDefaultPolicy36C9BCC7",
  "ManagedFlinkLifecycleProviderwaiterstatemachine0FC9A1FC",
  "ManagedFlinkLifecycleProviderwaiterstatemachineRole666E897C",
  "ManagedFlinkLifecycleProviderwaiterstatemachineRoleDefaultPolicyF5075590",
  "ManagedFlinkLifecycleRoleD8C2CA2B",
]
`);
  });

  test('has a resource before the application and one after it', () => {
    const graph = dependencyGraph(template);
    expect(before(graph, applicationId)).toContain(prepareId);
    expect([...before(graph, runId)]).toEqual(
      expect.arrayContaining([
        applicationId, resourcesOf(template, 'AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption')[0][0],
      ]),
    );
  });

  test('prepares after everything that the application needs and refers to', () => {
    const graph = dependencyGraph(template);
    const needed = [...before(graph, applicationId)].filter(id =>
      id !== prepareId && !before(graph, prepareId).has(id));
    // what only the application waits for, and its interfaces do not need
    expect(needed.map(id => template.Resources[id].Type)).toEqual([]);
  });

  test('has properties that the handler reads', () => {
    expect(prepare.Properties).toEqual({
      ServiceToken: expect.anything(),
      FormatVersion: '1',
      Kind: 'prepare',
      Restore: { Type: 'LATEST' },
      TimeoutSeconds: 1800,
      OnDelete: 'STOP',
      ApplicationLogicalId: applicationId,
      SecurityGroupId: { 'Fn::GetAtt': [expect.stringContaining('JobSecurityGroup'), 'GroupId'] },
    });
    expect(run.Properties).toMatchObject({
      FormatVersion: '1',
      Kind: 'run',
      ApplicationName: { Ref: applicationId },
      VerifyTasks: true,
      LogGroupName: { Ref: expect.stringContaining('JobLogGroup') },
      Runtime: 'FLINK-1_20',
      Code: { FileKey: 'job.jar', BucketArn: expect.anything() },
      ConfigurationHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      SnapshotsAfterDelete: 'deleted with the application',
    });
  });

  test('tags the application and its log group, and turns the system rollback on', () => {
    expect(application.Properties).toMatchObject({
      Tags: [{ Key: 'cdk-managed-flink:stack', Value: { Ref: 'AWS::StackId' } }],
      ApplicationConfiguration: { ApplicationSystemRollbackConfiguration: { RollbackEnabled: true } },
    });
    expect(propertiesOf(template, 'AWS::Logs::LogGroup')).toContainEqual(
      expect.objectContaining({ Tags: [{ Key: 'cdk-managed-flink:logs', Value: 'true' }] }),
    );
  });

  test.each([
    undefined, RestoreFrom.nothing({ once: '1' }), RestoreFrom.latestSnapshot({ allowNonRestoredStateOnce: '1' }), RestoreFrom.snapshot('before'),
  ])('always says that updates restore the latest snapshot, and all of it: %#', restore => {
    const { stack: chosen } = build({ lifecycle: ApplicationLifecycle.startOnDeploy({ restore }) });
    expect(propertiesOf(templateOf(chosen), APPLICATION)[0].RunConfiguration).toEqual({
      ApplicationRestoreConfiguration: { ApplicationRestoreType: 'RESTORE_FROM_LATEST_SNAPSHOT' },
      FlinkRunConfiguration: { AllowNonRestoredState: false },
    });
  });

  test('leaves the system rollback to the user', () => {
    const [{ ApplicationConfiguration: configuration }] = propertiesOf(
      templateOf(build({ systemRollbackEnabled: false }).stack), APPLICATION,
    );
    expect(configuration).toMatchObject({ ApplicationSystemRollbackConfiguration: { RollbackEnabled: false } });
  });

  test('has a function outside the VPC, with a log group that forgets', () => {
    const functions = propertiesOf(template, 'AWS::Lambda::Function');
    const settings = functions.flatMap(({ VpcConfig, ReservedConcurrentExecutions }) =>
      [VpcConfig, ReservedConcurrentExecutions]);
    expect(settings.filter(setting => setting !== undefined)).toEqual([]);
    expect(functions.filter(({ Handler }) => Handler === 'index.handler')).toHaveLength(1);
    expect(
      propertiesOf(template, 'AWS::Logs::LogGroup').map(({ RetentionInDays }) => RetentionInDays),
    ).toEqual([30, 30]);
  });
});

describe.each([['generated', undefined], ['fixed', 'orders']])('with a %s name', (_, applicationName) => {
  test.each<[string, (stack: Stack) => Stack]>([
    ['one stack', stack => {
      const sources = [FlinkConnector.s3Bucket(new Bucket(stack, 'Lake'))];
      newApplication(stack, { applicationName, lifecycle, vpcConfiguration: { vpc: isolatedVpc(stack) }, sources });
      return stack;
    }],
    ['a stack for the network', stack => {
      const jobs = new Stack(stack.node.root, 'Jobs');
      newApplication(jobs, { applicationName, lifecycle, vpcConfiguration: { vpc: isolatedVpc(stack) } });
      return jobs;
    }],
    ['a nested stack', stack => {
      const nested = new NestedStack(stack, 'Nested');
      newApplication(nested, { applicationName, lifecycle, vpcConfiguration: { vpc: isolatedVpc(stack) } });
      return nested;
    }],
    ['connectors that are added later', stack => {
      const application = newApplication(stack, {
        applicationName, lifecycle, vpcConfiguration: { vpc: isolatedVpc(stack) },
      });
      application.addSource(FlinkConnector.s3Bucket(new Bucket(stack, 'Lake')));
      return stack;
    }],
  ])('nothing waits for itself, and everything is there in time: %s', (__, make) => {
    const template = templateOf(make(newStack()));
    expect(cycles(template)).toEqual([]);
    expect(danglingReferences(template)).toEqual([]);
    expect(missingOrder(template)).toEqual([]);
    const graph = dependencyGraph(template);
    const [[applicationId]] = resourcesOf(template, APPLICATION);
    const [[prepareId]] = resourcesOf(template, PREPARE);
    const policies = resourcesOf(template, 'AWS::IAM::Policy')
      .map(([id]) => id)
      .filter(id => before(graph, applicationId).has(id));
    expect(policies.filter(id => !before(graph, prepareId).has(id))).toEqual([]);
  });
});

describe('many applications', () => {
  const countOf = (count: number) => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    for (let index = 0; index < count; index++) {
      newApplication(stack, { lifecycle, vpcConfiguration: { vpc } }, `Job${index}`);
    }
    return templateOf(stack);
  };
  const [one, two] = [countOf(1), countOf(2)];
  const ofLifecycle = (template: typeof one) => Object.fromEntries(
    Object.entries(template.Resources).filter(([id]) => id.startsWith('ManagedFlinkLifecycle')),
  );

  test('have at most 12 resources more for each further one', () => {
    const more = Object.keys(two.Resources).length - Object.keys(one.Resources).length;
    expect(more).toBeLessThanOrEqual(12);
  });

  test('share one function, whose permissions do not grow with applications, their log groups and snapshots', () => {
    const app = new App({ context: { '@aws-cdk/core:stackResourceLimit': 0 } });
    const stack = new Stack(app, 'Stack');
    const code = ApplicationCode.fromBucket(Bucket.fromBucketName(stack, 'Code', 'code'), 'job.jar');
    for (let index = 0; index < 100; index++) {
      const restore = RestoreFrom.snapshot(`arn:aws:kinesisanalytics:eu-west-1:111111111111:snapshot/s${index}`);
      new FlinkApplication(stack, `Job${index}`, {
        runtime: FlinkRuntime.FLINK_1_20,
        code,
        snapshotMode: SnapshotMode.ENHANCED,
        lifecycle: ApplicationLifecycle.startOnDeploy({ restore }),
      });
    }
    const hundred = templateOf(stack);
    expect(resourcesOf(hundred, RUN)).toHaveLength(100);
    expect(ofLifecycle(hundred)).toEqual(ofLifecycle(one));
    expect(resourcesOf(hundred, 'AWS::Lambda::Function')).toHaveLength(4);
  });
});

describe('the hash', () => {
  const hash = (props: Omit<SomeProps, 'vpcConfiguration'> = {}) => runOf(build(props).stack).ConfigurationHash;
  const base = hash();

  test.each<[string, Omit<SomeProps, 'vpcConfiguration'>]>([
    ['runtime', { runtime: FlinkRuntime.FLINK_2_2 }],
    ['parallelism', { parallelism: 2 }],
    ['property groups', { propertyGroups: { a: { b: 'c' } } }],
    ['description', { description: 'x' }], ['name', { applicationName: 'x' }],
  ])('changes with the %s', (_, props) => expect(hash(props)).not.toBe(base));

  test('does not change with what the lifecycle says', () => {
    expect(
      hash({
        lifecycle: ApplicationLifecycle.startOnDeploy({
          timeout: Duration.minutes(5), restore: RestoreFrom.nothing({ once: '1' }),
        }),
      }),
    ).toBe(base);
    expect(hash()).toBe(base);
  });

  test('is that of the template, overrides included', () => {
    const { stack, application } = build();
    const resource = application.node.defaultChild as CfnApplicationV2;
    resource.addPropertyOverride('RuntimeEnvironment', 'FLINK-1_19');
    resource.addPropertyDeletionOverride(
      'ApplicationConfiguration.ApplicationCodeConfiguration.CodeContent.S3ContentLocation',
    );
    const { ConfigurationHash, Runtime, Code } = runOf(stack);
    expect([ConfigurationHash === base, Runtime, Code]).toEqual([false, 'FLINK-1_19', {}]);
  });

  test('comes with what changes without it: parameters, exports and dynamic references, but no secrets', () => {
    const stack = newStack();
    const parameter = new CfnParameter(stack, 'Level');
    newApplication(stack, {
      lifecycle,
      vpcConfiguration: { vpc: isolatedVpc(stack) },
      propertyGroups: {
        job: {
          level: parameter.valueAsString,
          exported: Fn.importValue('theirs'),
          joined: `prefix-${parameter.valueAsString}`,
          plain: '{{resolve:ssm:/plain}}',
          secret: SecretValue.secretsManager('password').unsafeUnwrap(),
          hidden: Fn.join('', ['{{resolve:secretsmanager:', Aws.STACK_NAME, ':SecretString}}']),
        },
      },
    });
    const { References } = runOf(stack);
    expect(References).toEqual(expect.arrayContaining([
      { Ref: 'Level' },
      { 'Fn::ImportValue': 'theirs' },
      { 'Fn::Join': ['', ['prefix-', { Ref: 'Level' }]] },
      '{{resolve:ssm:/plain}}',
      { Ref: 'AWS::StackName' },
    ]));
    expect(JSON.stringify(References)).not.toContain('secretsmanager');
  });
});

test('values that are not to be shown are no part of it, however they are written', () => {
  const stack = newStack();
  const password = new CfnParameter(stack, 'Password', { noEcho: true });
  const shown = new CfnParameter(stack, 'Shown');
  newApplication(stack, {
    lifecycle,
    vpcConfiguration: { vpc: isolatedVpc(stack) },
    propertyGroups: {
      job: {
        plain: password.valueAsString,
        joined: `${shown.valueAsString}:${password.valueAsString}`,
        substituted: Fn.sub('x${Password}'),
        split: Fn.join(':', ['{{resolve', 'secretsmanager', shown.valueAsString, 'SecretString}}']),
      },
    },
  });
  const { References } = runOf(stack);
  expect(JSON.stringify(References)).not.toMatch(/Password|secretsmanager/);
  expect(References).toContainEqual({ Ref: 'Shown' });
});

describe('the choices', () => {
  test.each([
    [RestoreFrom.latestSnapshot(), { Type: 'LATEST' }],
    [RestoreFrom.latestSnapshot({ allowNonRestoredStateOnce: '1' }), { Type: 'LATEST', Once: '1' }],
    [RestoreFrom.snapshot('before'), { Type: 'SNAPSHOT', Snapshot: 'before' }],
    [
      RestoreFrom.snapshot('before', { allowNonRestoredStateOnce: '1' }),
      { Type: 'SNAPSHOT', Snapshot: 'before', Once: '1' },
    ],
    [RestoreFrom.nothing({ once: '1' }), { Type: 'NOTHING', Once: '1' }],
  ])('of the state reach both resources: %j', (restore, expected) => {
    const template = templateOf(build({ lifecycle: ApplicationLifecycle.startOnDeploy({ restore }) }).stack);
    expect([PREPARE, RUN].map(type => propertiesOf(template, type)[0].Restore)).toEqual([expected, expected]);
  });

  test('of the end, the time and the tasks', () => {
    const chosen = ApplicationLifecycle.startOnDeploy({
      timeout: Duration.minutes(55), verifyTasks: false, onDelete: OnDelete.forceStop(),
    });
    expect(runOf(build({ lifecycle: chosen }).stack)).toMatchObject({
      TimeoutSeconds: 3300, VerifyTasks: false, OnDelete: 'FORCE_STOP',
    });
  });

  test('what is retained is not stopped, however that is said', () => {
    const later = build();
    later.application.applyRemovalPolicy(RemovalPolicy.RETAIN);
    for (const { stack } of [later, build({ removalPolicy: RemovalPolicy.RETAIN })]) {
      const template = templateOf(stack);
      expect([PREPARE, RUN].map(type => propertiesOf(template, type)[0].OnDelete)).toEqual(['RETAIN', 'RETAIN']);
    }
  });

  test('what is retained except on create is known as such', () => {
    const { stack } = build({ removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE });
    expect(runOf(stack).OnDelete).toBe('RETAIN_EXCEPT_ON_CREATE');
  });

  test('groups of the user are not waited for, and groups of logs of the user are tagged where the app makes them', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const logGroup = new LogGroup(stack, 'Mine');
    newApplication(stack, {
      lifecycle, logGroup, vpcConfiguration: { vpc, securityGroups: [new SecurityGroup(stack, 'Group', { vpc })] },
    });
    const template = templateOf(stack);
    expect(propertiesOf(template, PREPARE)[0]).not.toHaveProperty('SecurityGroupId');
    expect(template.Resources[resourcesOf(template, 'AWS::Logs::LogGroup').find(([id]) => id.startsWith('Mine'))![0]].Properties).toMatchObject({
      Tags: [{ Key: 'cdk-managed-flink:logs', Value: 'true' }],
    });
  });
});

test('a job without a VPC is started too, and has no interfaces to wait for', () => {
  const stack = newStack();
  const code = ApplicationCode.fromBucket(Bucket.fromBucketName(stack, 'Code', 'code'), 'job.jar');
  new FlinkApplication(stack, 'Job', { runtime: FlinkRuntime.FLINK_1_20, code, lifecycle });
  const template = templateOf(stack);
  expect(propertiesOf(template, PREPARE)[0]).not.toHaveProperty('SecurityGroupId');
  expect(propertiesOf(template, RUN)).toHaveLength(1);
  expect(cycles(template)).toEqual([]);
});

describe('what cannot be deployed is refused', () => {
  test.each<[string, () => unknown, string]>([
    ['an empty snapshot', () => RestoreFrom.snapshot(''), 'snapshot is "", but must be the name of a snapshot, 1 to 256 of the characters a-z A-Z 0-9 _ . -, or the ARN of a snapshot: '
      + 'write for example `RestoreFrom.snapshot(\'before-upgrade\')`'],
    ['a snapshot that is spelt wrong', () => RestoreFrom.snapshot('a b'), 'snapshot is "a b", but must be'],
    [
      'an ARN of something else',
      () => RestoreFrom.snapshot('arn:aws:kinesisanalytics:eu-west-1:111111111111:application/a'),
      'or the ARN of a snapshot',
    ],
    [
      'an empty nonce',
      () => RestoreFrom.nothing({ once: '' }),
      'once is "", but must be a text of at least 1 character: write for example `once: \'2026-12-01\'`',
    ],
    [
      'an empty nonce for state that may be left out',
      () => RestoreFrom.latestSnapshot({ allowNonRestoredStateOnce: '' }),
      'allowNonRestoredStateOnce is ""',
    ],
    ['a timeout that is too short', () => ApplicationLifecycle.startOnDeploy({ timeout: Duration.seconds(119) }),
      'lifecycle timeout is 119 seconds, but must be 2 to 55 minutes, in whole seconds: write for example `timeout: '
      + 'Duration.minutes(30)`'],
    [
      'a timeout that is too long',
      () => ApplicationLifecycle.startOnDeploy({ timeout: Duration.seconds(3301) }),
      'lifecycle timeout is 3301 seconds',
    ],
    [
      'a timeout that is a number',
      () => ApplicationLifecycle.startOnDeploy({ timeout: 30 as unknown as Duration }),
      'lifecycle timeout is 30, but must be a Duration: write for example `timeout: Duration.minutes(30)`',
    ],
    [
      'a timeout of fractions',
      () => ApplicationLifecycle.startOnDeploy({ timeout: Duration.millis(120_500) }),
      'lifecycle timeout is 120.5 seconds',
    ],
  ])('%s', (_, make, message) => expect(make).toThrow(message));

  const ARN = 'arn:aws:kinesisanalytics:eu-west-1:111111111111:snapshot/before';
  const restoring = (nameOrArn: string) => ApplicationLifecycle.startOnDeploy({
    restore: RestoreFrom.snapshot(nameOrArn),
  });
  test.each<[string, Omit<SomeProps, 'vpcConfiguration'>, string | undefined]>([
    ['an ARN in legacy mode', { lifecycle: restoring(ARN) }, 'only an application with enhanced snapshots can be '
      + 'restored from an ARN'],
    [
      'a name in enhanced mode',
      { lifecycle: restoring('before'), snapshotMode: SnapshotMode.ENHANCED },
      'an application with enhanced snapshots is restored from an ARN',
    ],
    [
      'enhanced snapshots on Flink 1.19',
      { runtime: FlinkRuntime.FLINK_1_19, snapshotMode: SnapshotMode.ENHANCED },
      'snapshotMode is "ENHANCED_SNAPSHOTS", but must be left out',
    ],
    [
      'nothing of an ARN in enhanced mode',
      { lifecycle: restoring(ARN), snapshotMode: SnapshotMode.ENHANCED },
      undefined,
    ],
    [
      'nothing of a name in legacy mode',
      { lifecycle: restoring('before'), snapshotMode: SnapshotMode.LEGACY, runtime: FlinkRuntime.FLINK_1_19 },
      undefined,
    ],
    [
      'nothing that is only known later',
      { lifecycle: restoring(Fn.importValue('snapshot')), snapshotMode: SnapshotMode.ENHANCED },
      undefined,
    ],
  ])('%s', (_, props, message) => {
    if (message === undefined) expect(() => build(props)).not.toThrow();
    else expect(() => build(props)).toThrow(message);
  });
});

describe('the mode of snapshots', () => {
  const modeOf = (resource: ResourceJson) => (resource.Properties as {
    ApplicationConfiguration: { ApplicationSnapshotConfiguration: unknown };
  })
    .ApplicationConfiguration.ApplicationSnapshotConfiguration;

  test.each([[SnapshotMode.ENHANCED, 1], [SnapshotMode.LEGACY, 0]])('%s is written, with %i notes that it cannot be undone', (snapshotMode, notes) => {
    const { stack } = build({ snapshotMode });
    const [[, resource]] = resourcesOf(templateOf(stack), APPLICATION);
    expect(modeOf(resource)).toEqual({ SnapshotsEnabled: true, SnapshotMode: snapshotMode });
    expect(
      Annotations.fromStack(stack).findInfo('*', Match.stringLikeRegexp('cannot go back from enhanced snapshots')),
    ).toHaveLength(notes);
    expect(runOf(stack).SnapshotsAfterDelete).toBe(notes === 1 ? 'kept' : 'deleted with the application');
  });

  test.each([[SnapshotMode.ENHANCED, true], [undefined, false]])('is no finding of the validation of the CDK, whose schema may not have it: %s', (snapshotMode, acknowledged) => {
    const { application } = build({ snapshotMode });
    const metadata = JSON.stringify(application.node.defaultChild!.node.metadata);
    expect(metadata.includes('CloudFormation-Validate::F3002')).toBe(acknowledged);
  });

  test('is a property of the L1, also where the CDK has none for it: it can be changed there', () => {
    const { stack, application } = build({ snapshotMode: SnapshotMode.LEGACY });
    const resource = application.node.defaultChild as CfnApplicationV2;
    const configuration = resource.applicationConfiguration as CfnApplicationV2.ApplicationConfigurationProperty;
    expect(configuration.applicationSnapshotConfiguration).toHaveProperty('snapshotMode', SnapshotMode.LEGACY);
    Object.assign(configuration.applicationSnapshotConfiguration!, { snapshotMode: SnapshotMode.ENHANCED });
    const [[, deployed]] = resourcesOf(templateOf(stack), APPLICATION);
    expect(modeOf(deployed)).toEqual({ SnapshotsEnabled: true, SnapshotMode: SnapshotMode.ENHANCED });
  });

  test.each([
    ['its mode', 'SnapshotMode', { SnapshotsEnabled: true }],
    ['the whole configuration', undefined, undefined],
  ])('is left out where an override deletes %s', (_, member, expected) => {
    const { stack, application } = build({ snapshotMode: SnapshotMode.ENHANCED });
    const path = ['ApplicationConfiguration', 'ApplicationSnapshotConfiguration', member];
    (application.node.defaultChild as CfnApplicationV2).addPropertyDeletionOverride(
      path.filter(name => name !== undefined).join('.'),
    );
    const [[, resource]] = resourcesOf(templateOf(stack), APPLICATION);
    expect(modeOf(resource)).toEqual(expected);
  });

  test('is left out where the configuration is one that only CloudFormation knows', () => {
    const { stack, application } = build({ snapshotMode: SnapshotMode.ENHANCED });
    const conditional = Fn.conditionIf('IsProduction', { SnapshotsEnabled: true }, Aws.NO_VALUE);
    Object.assign((application.node.defaultChild as CfnApplicationV2).applicationConfiguration!, {
      applicationSnapshotConfiguration: conditional,
    });
    const [[, resource]] = resourcesOf(templateOf(stack), APPLICATION);
    expect(modeOf(resource)).toEqual({ 'Fn::If': ['IsProduction', { SnapshotsEnabled: true }, { Ref: 'AWS::NoValue' }] });
  });
});
