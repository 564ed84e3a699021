import { join } from 'node:path';
import { App, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Port, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { CfnApplication } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  CustomArtifact, FlinkAlarms, FlinkConnector, FlinkStudioNotebook, FlinkStudioNotebookProps, LogLevel, VpcEndpoints,
} from '../../src';
import {
  APPLICATION, endpointServices, ENV, flat, folderWith, importedVpc, isolatedVpc, logicalId, newStack, POLICY,
  propertiesOf, resourcesOf, templateOf, warningTopics,
} from '../helpers';
import { cycles, danglingReferences, missingOrder } from '../helpers/deployment-order';
import { findingsIn } from '../helpers/rules';

const DATABASE = 'AWS::Glue::Database';

function notebookIn(stack: Stack, props?: FlinkStudioNotebookProps): FlinkStudioNotebook {
  return new FlinkStudioNotebook(stack, 'Notebook', props);
}

function notebook(props?: FlinkStudioNotebookProps): Stack {
  const stack = newStack(ENV);
  notebookIn(stack, props);
  return stack;
}

/** The notebook as the template has it, with references as text. */
function configured(stack: Stack) {
  return flat(propertiesOf(templateOf(stack), APPLICATION)[0]);
}

function zeppelin(stack: Stack) {
  return configured(stack).ApplicationConfiguration.ZeppelinApplicationConfiguration;
}

/** All statements of the role, with references as text. */
function statements(stack: Stack): Record<string, any>[] {
  return propertiesOf(templateOf(stack), POLICY).flatMap(({ PolicyDocument }) => flat(PolicyDocument.Statement));
}

const GLUE = `arn:<AWS::Partition>:glue:${ENV.region}:${ENV.account}:`;

describe('without any properties', () => {
  const stack = notebook();
  const template = templateOf(stack);
  const [database] = resourcesOf(template, DATABASE)[0];

  test('it is an interactive application on Zeppelin with a database and the artifacts of the console', () => {
    expect(configured(stack)).toEqual({
      ApplicationMode: 'INTERACTIVE',
      RuntimeEnvironment: 'ZEPPELIN-FLINK-3_0',
      ServiceExecutionRole: expect.stringMatching(/^<NotebookRole\w+\.Arn>$/),
      ApplicationConfiguration: {
        ZeppelinApplicationConfiguration: {
          CatalogConfiguration: { GlueDataCatalogConfiguration: { DatabaseARN: `${GLUE}database/<${database}>` } },
          CustomArtifactsConfiguration: [
            ['org.apache.flink', 'flink-sql-connector-kinesis', '1.15.4'],
            ['org.apache.flink', 'flink-connector-kafka', '1.15.4'],
            ['software.amazon.msk', 'aws-msk-iam-auth', '1.1.6'],
          ].map(([GroupId, ArtifactId, Version]) => ({
            ArtifactType: 'DEPENDENCY_JAR',
            MavenReference: {
              GroupId,
              ArtifactId,
              Version,
            },
          })),
        },
      },
    });
  });

  test('the database has a name of its own in lower case, and outlives the notebook', () => {
    const [[, { Properties, DeletionPolicy, UpdateReplacePolicy }]] = resourcesOf(template, DATABASE);
    expect(Properties).toEqual({
      CatalogId: ENV.account,
      DatabaseInput: {
        Name: expect.stringMatching(/^stack_notebook_[0-9a-f]{8}$/),
        Description: expect.any(String),
      },
    });
    expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['RetainExceptOnCreate', 'Retain']);
  });

  test('the role is allowed what AWS documents for notebooks, and no more', () => {
    expect(statements(stack)).toEqual([
      {
        Sid: 'WriteLogs',
        Effect: 'Allow',
        Action: 'logs:PutLogEvents',
        Resource: expect.stringMatching(/:log-group:<\w+>:log-stream:<\w+>$/),
      },
      {
        Sid: 'FindLogStream',
        Effect: 'Allow',
        Action: 'logs:DescribeLogStreams',
        Resource: expect.stringMatching(/^<NotebookLogGroup\w+\.Arn>$/),
      },
      { Sid: 'FindLogGroup', Effect: 'Allow', Action: 'logs:DescribeLogGroups', Resource: '*' },
      {
        Sid: 'ReadOwnConfiguration',
        Effect: 'Allow',
        Action: 'kinesisanalytics:DescribeApplication',
        Resource: `arn:<AWS::Partition>:kinesisanalytics:${ENV.region}:${ENV.account}:application/*`,
      },
      {
        Effect: 'Allow',
        Action: ['glue:GetDatabase', 'glue:GetTable', 'glue:GetTables', 'glue:CreateTable', 'glue:UpdateTable'],
        Resource: [
          `${GLUE}catalog`,
          `${GLUE}database/<${database}>`,
          `${GLUE}database/hive`,
          `${GLUE}table/<${database}>/*`,
        ],
      },
      { Effect: 'Allow', Action: 'glue:GetConnection', Resource: [`${GLUE}catalog`, `${GLUE}connection/*`] },
      { Effect: 'Allow', Action: 'glue:GetDatabases', Resource: [`${GLUE}catalog`, `${GLUE}database/*`] },
    ]);
  });

  test('only the service may assume the role, for applications of the account and region', () => {
    expect(flat(propertiesOf(
      template,
      'AWS::IAM::Role',
    )[0].AssumeRolePolicyDocument.Statement)).toEqual([expect.objectContaining({
      Principal: { Service: 'kinesisanalytics.amazonaws.com' },
      Condition: expect.objectContaining({ StringEquals: { 'aws:SourceAccount': ENV.account } }),
    })]);
  });

  test('logs are kept for a month, nothing is in a VPC, nothing is warned of, and all comes in order', () => {
    expect(propertiesOf(template, 'AWS::Logs::LogGroup')[0]).toEqual({ RetentionInDays: 30 });
    expect(propertiesOf(template, 'AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption')).toHaveLength(1);
    expect(resourcesOf(template, 'AWS::EC2::SecurityGroup')).toEqual([]);
    expect(warningTopics(stack)).toEqual([]);
    expect([...cycles(template), ...danglingReferences(template), ...missingOrder(template)]).toEqual([]);
  });
});

describe('with all properties', () => {
  const stack = newStack(ENV);
  const builds = new Bucket(stack, 'Builds', { encryptionKey: new Key(stack, 'Key') });
  const made = notebookIn(stack, {
    applicationName: 'explore',
    description: 'to explore orders',
    parallelism: 4,
    parallelismPerKpu: 2,
    glueDatabaseName: 'orders',
    customArtifacts: [
      CustomArtifact.jarFromBucket(builds, 'lib/json.jar', 'v1'),
      CustomArtifact.udfFromBucket(builds, 'lib/functions.jar'),
    ],
    deployAsApplicationBucket: builds,
    deployAsApplicationBasePath: 'notes/',
    logLevel: LogLevel.WARN,
    logRetention: RetentionDays.ONE_WEEK,
    logStreamName: 'zeppelin',
    roleName: 'explorer',
    removalPolicy: RemovalPolicy.DESTROY,
    sources: [FlinkConnector.kinesisStream(new Stream(stack, 'Clicks'))],
  });
  Tags.of(made).add('team', 'orders');
  const template = templateOf(stack);
  const bucket = `<${logicalId(builds)}.Arn>`;

  test('all of them reach the template', () => {
    expect(configured(stack)).toEqual({
      ApplicationName: 'explore',
      ApplicationDescription: 'to explore orders',
      ApplicationMode: 'INTERACTIVE',
      RuntimeEnvironment: 'ZEPPELIN-FLINK-3_0',
      ServiceExecutionRole: expect.any(String),
      Tags: [{ Key: 'team', Value: 'orders' }],
      ApplicationConfiguration: {
        FlinkApplicationConfiguration: {
          ParallelismConfiguration: { ConfigurationType: 'CUSTOM', Parallelism: 4, ParallelismPerKPU: 2 },
        },
        ZeppelinApplicationConfiguration: {
          MonitoringConfiguration: { LogLevel: 'WARN' },
          CatalogConfiguration: { GlueDataCatalogConfiguration: { DatabaseARN: `${GLUE}database/orders` } },
          CustomArtifactsConfiguration: [
            {
              ArtifactType: 'DEPENDENCY_JAR',
              S3ContentLocation: { BucketARN: bucket, FileKey: 'lib/json.jar', ObjectVersion: 'v1' },
            },
            { ArtifactType: 'UDF', S3ContentLocation: { BucketARN: bucket, FileKey: 'lib/functions.jar' } },
          ],
          DeployAsApplicationConfiguration: { S3ContentLocation: { BucketARN: bucket, BasePath: 'notes/' } },
        },
      },
    });
    expect(resourcesOf(template, DATABASE)).toEqual([]);
    expect(propertiesOf(template, 'AWS::Logs::LogGroup')[0]).toMatchObject({ RetentionInDays: 7 });
    expect(propertiesOf(template, 'AWS::Logs::LogStream')[0]).toMatchObject({ LogStreamName: 'zeppelin' });
    expect(propertiesOf(template, 'AWS::IAM::Role')[0].RoleName).toBe('explorer');
  });

  test('artifacts are read one by one, notes are written below their path, and the key is used', () => {
    const s3 = statements(stack).filter(({ Action }) => /s3:|kms:/.test(String(Action))).map(({
      Action,
      Resource,
      Condition,
    }) => ({ Action, Resource, Condition }));
    expect(s3).toEqual([
      { Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: `${bucket}/lib/json.jar` },
      { Action: 'kms:Decrypt', Resource: expect.any(String) },
      { Action: ['s3:GetObject', 's3:GetObjectVersion'], Resource: `${bucket}/lib/functions.jar` },
      {
        Action: 's3:ListBucket',
        Resource: bucket,
        Condition: { StringLikeIfExists: { 's3:prefix': ['notes/', 'notes/*'] } },
      },
      {
        Action: [
          's3:PutObject',
          's3:GetObject',
          's3:DeleteObject',
          's3:AbortMultipartUpload',
          's3:ListMultipartUploadParts',
        ],
        Resource: `${bucket}/notes/*`,
      },
      { Action: 's3:GetObject', Resource: `${bucket}/notes` },
      { Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Resource: expect.any(String) },
      { Action: 's3:GetBucketLocation', Resource: bucket },
    ].map(expected => ({ Condition: undefined, ...expected })));
  });

  test('a name that is given narrows what the notebook may read of itself', () => {
    expect(statements(stack).find(({ Sid }) =>
      Sid === 'ReadOwnConfiguration')?.Resource).toMatch(/:application\/explore$/);
  });

  test('names and ARNs can be referred to', () => {
    expect(stack.resolve([made.applicationName, made.glueDatabaseName])).toEqual([{ Ref: logicalId(made) }, 'orders']);
    expect(flat(stack.resolve(made.glueDatabaseArn))).toBe(`${GLUE}database/orders`);
  });
});

test('jar files of this machine are uploaded, dependencies and functions alike', () => {
  const path = join(folderWith({ 'a.jar': 'jar' }), 'a.jar');
  const stack = notebook({ customArtifacts: [CustomArtifact.jarFromAsset(path), CustomArtifact.udfFromAsset(path)] });
  expect(zeppelin(stack).CustomArtifactsConfiguration).toEqual(['DEPENDENCY_JAR', 'UDF'].map(ArtifactType => ({
    ArtifactType,
    S3ContentLocation: {
      BucketARN: expect.stringContaining('cdk-hnb659fds-assets'),
      FileKey: expect.stringMatching(/^[0-9a-f]{64}\.jar$/),
    },
  })));
});

test('no artifacts at all can be asked for', () => {
  expect(zeppelin(notebook({ customArtifacts: [] })).CustomArtifactsConfiguration).toEqual([]);
});

describe('refusals', () => {
  const folder = folderWith({ 'a.zip': 'zip', 'empty.jar': '' });
  const maven = (
    part: string,
    value: string,
  ) => `customArtifacts ${part} is ${JSON.stringify(value)}, but must be 1 to 256 of the characters `
    + 'a-z A-Z 0-9 _ . -';
  const bucketIn = (stack: Stack, region: string) => Bucket.fromBucketAttributes(
    stack,
    'Bucket',
    { bucketName: 'builds', region },
  );
  test.each<[string, (stack: Stack) => FlinkStudioNotebookProps, string]>([
    [
      'a name',
      () => ({ applicationName: 'my notebook' }),
      'applicationName is "my notebook", but must be 1 to 128 of the characters',
    ],
    ['a log level of none', () => ({ logLevel: 'VERBOSE' as LogLevel }), 'logLevel is "VERBOSE", but must be a LogLevel'],
    ['a description', () => ({ description: 'x'.repeat(1025) }), 'description is'],
    ['a parallelism of zero', () => ({ parallelism: 0 }), 'parallelism is 0, but must be a whole number of at least 1'],
    [
      'too many tasks a KPU',
      () => ({ parallelismPerKpu: 9 }),
      'parallelismPerKpu is 9, but must be a whole number from 1 to 8',
    ],
    [
      'a database in upper case',
      () => ({ glueDatabaseName: 'Orders' }),
      'glueDatabaseName is "Orders", but must be 1 to 255 of the characters a-z 0-9 _ -',
    ],
    ['an empty group', () => ({ customArtifacts: [CustomArtifact.fromMaven('', 'a', '1')] }), maven('groupId', '')],
    [
      'an artifact with a colon',
      () => ({ customArtifacts: [CustomArtifact.fromMaven('g', 'a:b', '1')] }),
      maven('artifactId', 'a:b'),
    ],
    [
      'a range of versions',
      () => ({ customArtifacts: [CustomArtifact.fromMaven('g', 'a', '[1,2)')] }),
      maven('version', '[1,2)'),
    ],
    [
      'a wildcard in a key',
      stack => ({ customArtifacts: [CustomArtifact.jarFromBucket(bucketIn(stack, ENV.region!), '*.jar')] }),
      'customArtifacts key is "*.jar"',
    ],
    [
      'a jar that is missing',
      () => ({ customArtifacts: [CustomArtifact.jarFromAsset('missing.jar')] }),
      'customArtifacts is "missing.jar", but must be a file that exists',
    ],
    [
      'a zip',
      () => ({ customArtifacts: [CustomArtifact.udfFromAsset(join(folder, 'a.zip'))] }),
      'but must be a jar file: write the path of a jar file',
    ],
    [
      'an empty jar',
      () => ({ customArtifacts: [CustomArtifact.jarFromAsset(join(folder, 'empty.jar'))] }),
      'but must be a file with content',
    ],
    ['too many artifacts', () => ({ customArtifacts: Array<CustomArtifact>(51).fill(CustomArtifact.MSK_IAM_AUTH) }),
      'customArtifacts is "51 artifacts", but must be 0 to 50 artifacts'],
    ['a text for an artifact', () => ({
      customArtifacts: [
        'org.apache.flink:flink-connector-kafka:1.15.4' as unknown as CustomArtifact,
      ],
    }),
    'customArtifacts is ["org.apache.flink'],
    [
      'a text for a bucket',
      () => ({ deployAsApplicationBucket: 'builds' as unknown as Bucket }),
      'deployAsApplicationBucket is "builds", but must be an IBucket',
    ],
    [
      'a base path without a bucket',
      () => ({ deployAsApplicationBasePath: 'notes/' }),
      'deployAsApplicationBasePath is given',
    ],
    ['a base path with a slash at the beginning', stack =>
      ({ deployAsApplicationBucket: bucketIn(stack, ENV.region!), deployAsApplicationBasePath: '/notes' }),
    'deployAsApplicationBasePath is "/notes", but must be'],
    ['a bucket of another region', stack => ({ deployAsApplicationBucket: bucketIn(stack, 'us-east-1') }),
      'deployAsApplicationBucket is "Stack/Bucket of the region us-east-1", but must be a bucket of the notebook'],
    [
      'a role of another account',
      stack => ({ role: Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::222222222222:role/x') }),
      'role is "Stack/Role of account 222222222222"',
    ],
    [
      'a role name beside a role',
      stack => ({ roleName: 'x', role: Role.fromRoleArn(stack, 'Role', `arn:aws:iam::${ENV.account}:role/x`) }),
      'roleName is given',
    ],
    [
      'a retention beside a group',
      stack => ({ logRetention: RetentionDays.ONE_DAY, logGroup: new LogGroup(stack, 'Logs') }),
      'logRetention is given',
    ],
    ['a snapshot on removal', () => ({ removalPolicy: RemovalPolicy.SNAPSHOT }), 'removalPolicy is "snapshot"'],
    ['a property group', stack => ({
      sources: [
        FlinkConnector.kinesisStream(new Stream(stack, 'Clicks'), { propertyGroup: 'In' }),
      ],
    }),
    'the property group "In" cannot be written, since a Studio notebook has no property groups'],
    ['a peer without a VPC', stack => ({
      sources: [
        FlinkConnector.database(
          new SecurityGroup(stack, 'Db', { vpc: new Vpc(stack, 'Vpc') }),
          { port: Port.tcp(5432) },
        ),
      ],
    }), 'vpcConfiguration is missing'],
    [
      'an imported VPC without endpoints',
      stack => ({ vpcConfiguration: { vpc: importedVpc(stack) } }),
      'interface endpoints for logs, monitoring, glue',
    ],
  ])('%s', (_name, props, message) => {
    const stack = newStack(ENV);
    const given = props(stack);
    expect(() => notebookIn(stack, given)).toThrow(message);
  });

  test('the name of another application of the stack', () => {
    const stack = notebook({ applicationName: 'explore' });
    expect(() => new FlinkStudioNotebook(
      stack,
      'Other',
      { applicationName: 'explore' },
    )).toThrow('applicationName is "explore"');
  });
});

describe('in isolated subnets', () => {
  const stack = newStack(ENV);
  const vpc = isolatedVpc(stack);
  const brokers = new SecurityGroup(stack, 'Brokers', { vpc, allowAllOutbound: false });
  const made = notebookIn(stack, {
    vpcConfiguration: { vpc, allowAllOutbound: false },
    sources: [FlinkConnector.kinesisStream(new Stream(stack, 'Clicks'))],
  });
  made.addSource(FlinkConnector.kafkaBrokers({ connectable: brokers, ports: [9092] }));
  const template = templateOf(stack);

  test('it is connected to them, with a group of its own and that of the endpoints', () => {
    expect(configured(stack).ApplicationConfiguration.VpcConfigurations).toEqual([{
      SubnetIds: vpc.isolatedSubnets.map(subnet => `<${logicalId(subnet)}>`),
      SecurityGroupIds: [
        expect.stringMatching(/^<NotebookSecurityGroup\w+\.GroupId>$/),
        expect.stringMatching(/ClientSecurityGroup/),
      ],
    }]);
    expect(made.subnets).toEqual(vpc.isolatedSubnets);
    expect(made.securityGroups).toHaveLength(2);
  });

  test('it has a way to its catalog, its logs, its metrics and what it reads', () => {
    expect(endpointServices(template, 'Interface')).toEqual(['glue', 'kinesis-streams', 'logs', 'monitoring']);
    expect(endpointServices(template, 'Gateway')).toEqual(['s3']);
    expect(propertiesOf(
      template,
      'AWS::EC2::SecurityGroupIngress',
    )).toContainEqual(expect.objectContaining({ FromPort: 9092 }));
  });

  test('it may make network interfaces there, and everything comes in order', () => {
    expect(statements(stack).flatMap(({ Action }) => Action)).toEqual(expect.arrayContaining([
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
    ]));
    expect([...cycles(template), ...danglingReferences(template), ...missingOrder(template)]).toEqual([]);
    expect(warningTopics(stack)).toEqual([]);
  });

  test('the rules for the VPC find nothing, and the connections can be used', () => {
    expect(findingsIn(stack.node.root as App)).toEqual([]);
    expect(made.connections.securityGroups).toHaveLength(1);
  });
});

test('that the service deploys no notes from isolated subnets is told, and only there', () => {
  const topics = (deploys: boolean, natGateways: number) => {
    const stack = newStack(ENV);
    const vpc = natGateways === 0 ? isolatedVpc(stack) : new Vpc(stack, 'Vpc', { natGateways, maxAzs: 2 });
    notebookIn(
      stack,
      { vpcConfiguration: { vpc }, deployAsApplicationBucket: deploys ? new Bucket(stack, 'Builds') : undefined },
    );
    return warningTopics(stack);
  };
  expect([topics(true, 0), topics(true, 1), topics(false, 0)]).toEqual([['notebook-deployment'], [], []]);
});

describe('roles, logs and removal', () => {
  test('a role that is given gets the permissions, and one that cannot be changed gets a warning with them', () => {
    const stack = newStack(ENV);
    const role = new Role(stack, 'Given', { assumedBy: new ServicePrincipal('kinesisanalytics.amazonaws.com') });
    expect(notebookIn(stack, { role }).role).toBe(role);
    expect(propertiesOf(templateOf(stack), POLICY).flatMap(({ Roles }) => flat(Roles))).toEqual([
      `<${logicalId(role)}>`,
      `<${logicalId(role)}>`,
    ]);

    const other = newStack(ENV);
    const frozen = notebookIn(
      other,
      { role: Role.fromRoleArn(other, 'Role', `arn:aws:iam::${ENV.account}:role/x`, { mutable: false }) },
    );
    Annotations.fromStack(other).hasWarning('/Stack/Notebook', Match.stringLikeRegexp('glue:GetTable'));
    expect(JSON.stringify(frozen.requiredPolicy().toJSON())).toContain('kinesisanalytics:DescribeApplication');
  });

  test('a log group that is given is used', () => {
    const stack = newStack(ENV);
    const logGroup = new LogGroup(stack, 'Logs');
    const made = notebookIn(stack, { logGroup });
    expect(made.logGroup).toBe(logGroup);
    expect(resourcesOf(templateOf(stack), 'AWS::Logs::LogGroup')).toHaveLength(1);
  });

  test('all that a notebook needs is retained with it', () => {
    const stack = newStack(ENV);
    notebookIn(stack, { removalPolicy: RemovalPolicy.RETAIN });
    const { Resources } = templateOf(stack);
    expect(Object.entries(Resources).filter(([, { DeletionPolicy }]) => DeletionPolicy !== 'Retain')).toEqual([]);
  });

  test('the role may be allowed more, and the notebook waits for it', () => {
    const stack = newStack(ENV);
    const made = notebookIn(stack);
    new Stream(stack, 'Clicks').grantRead(made);
    made.addSink(FlinkConnector.kinesisStream(new Stream(stack, 'Alerts')));
    expect(statements(stack).flatMap(({ Action }) => Action)).toEqual(expect.arrayContaining([
      'kinesis:GetRecords',
      'kinesis:PutRecords',
    ]));
    expect(missingOrder(templateOf(stack))).toEqual([]);
  });
});

describe('grants and metrics', () => {
  const stack = newStack(ENV);
  const made = notebookIn(stack, { applicationName: 'explore' });
  const grantee = (id: string) => new Role(stack, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });

  test('who operates the notebook may start and stop it, and who opens it gets a URL', () => {
    const [operator, analyst] = [grantee('Operator'), grantee('Analyst')];
    made.grantOperate(operator);
    made.grantOpen(analyst);
    const allowed = (role: Role) => propertiesOf(templateOf(stack), POLICY)
      .filter(({ Roles }) => flat(Roles)[0] === `<${logicalId(role)}>`)
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement.flatMap(({ Action }: { Action: string[] }) => Action));
    expect(allowed(operator)).toEqual(expect.arrayContaining([
      'kinesisanalytics:StartApplication',
      'kinesisanalytics:StopApplication',
    ]));
    expect(allowed(operator)).not.toContain('kinesisanalytics:CreateApplicationSnapshot');
    expect(allowed(analyst)).toEqual(['kinesisanalytics:CreateApplicationPresignedUrl']);
  });

  test('its metrics are those of Flink 1.15', () => {
    expect(stack.resolve(made.metricKpus().dimensions)).toEqual({ Application: { Ref: logicalId(made) } });
    expect(made.metricDowntime().metricName).toBe('downtime');
    expect(() => made.metricNumRestarts()).toThrow('does not report numRestarts');
  });

  test('alarms watch no checkpoints, which notes have to turn on', () => {
    const watched = newStack(ENV);
    new FlinkAlarms(watched, 'Alarms', { application: notebookIn(watched) });
    const names = propertiesOf(templateOf(watched), 'AWS::CloudWatch::Alarm').flatMap(({ MetricName, Metrics }) => [
      MetricName,
      ...(Metrics ?? []).map(({ Id }: { Id: string }) => Id),
    ]);
    expect(names).toContain('cpuUtilization');
    expect(names.filter(name => /[cC]heckpoint/.test(String(name)))).toEqual([]);
  });
});

describe('what an escape hatch must not make of it', () => {
  const at = ' [at Stack/Notebook/Resource]';
  test.each<[string, (resource: CfnApplication) => void, string[]]>([
    [
      'SQL',
      resource => resource.addPropertyOverride('RuntimeEnvironment', 'SQL-1_0'),
      ['runtime is "SQL-1_0", but SQL applications cannot have a VPC configuration'],
    ],
    ['a SQL configuration', resource => resource.addPropertyOverride(
      'ApplicationConfiguration.SqlApplicationConfiguration.Inputs',
      [],
    ),
    ['applicationConfiguration.sqlApplicationConfiguration is set']],
    [
      'a job',
      resource => { resource.runtimeEnvironment = 'FLINK-1_20'; },
      ['runtime is "FLINK-1_20", but must be that of a Studio notebook'],
    ],
    [
      'a streaming application',
      resource => { resource.applicationMode = 'STREAMING'; },
      ['applicationMode is "STREAMING", but must be "INTERACTIVE"'],
    ],
    [
      'no mode',
      resource => resource.addPropertyDeletionOverride('ApplicationMode'),
      ['applicationMode is undefined, but must be "INTERACTIVE"'],
    ],
    [
      'too many tags',
      resource => Array.from({ length: 51 }, (_, index) => resource.tags.setTag(`t${index}`, 'x')),
      ['tags is a list of 51'],
    ],
  ])('%s', (_name, change, expected) => {
    const stack = newStack(ENV);
    const resource = notebookIn(stack).node.defaultChild as CfnApplication;
    change(resource);
    const problems = resource.node.validate();
    expect(problems).toEqual(expected.map(text => expect.stringMatching(text.replace(/[.]/g, '[.]'))));
    expect(problems.every(problem => problem.endsWith(at))).toBe(true);
  });

  test.each<[string, (resource: CfnApplication) => void]>([
    [
      'another runtime of notebooks',
      resource => resource.addPropertyOverride('RuntimeEnvironment', 'ZEPPELIN-FLINK-4_0'),
    ],
    [
      'a mode that is only known when deployed',
      resource => resource.addPropertyOverride('ApplicationMode', { Ref: 'Mode' }),
    ],
    [
      'a log level',
      resource => resource.addPropertyOverride(
        'ApplicationConfiguration.ZeppelinApplicationConfiguration.MonitoringConfiguration.LogLevel',
        'DEBUG',
      ),
    ],
  ])('%s is let through', (_name, change) => {
    const resource = notebookIn(newStack(ENV)).node.defaultChild as CfnApplication;
    change(resource);
    expect(resource.node.validate()).toEqual([]);
  });
});

test('two notebooks of one stack, and one of another stack, have databases of their own', () => {
  const app = new App();
  const stacks = [newStack(ENV, app, 'One'), newStack(ENV, app, 'Two')];
  new FlinkStudioNotebook(stacks[0], 'A');
  new FlinkStudioNotebook(stacks[0], 'B');
  new FlinkStudioNotebook(stacks[1], 'A');
  const names = stacks.flatMap(stack =>
    Object.values(Template.fromStack(stack).findResources(DATABASE)).map(({ Properties }) =>
      Properties.DatabaseInput.Name));
  expect(new Set(names).size).toBe(3);
});

test('endpoints that the VPC has can be named', () => {
  const stack = newStack(ENV);
  notebookIn(stack, { vpcConfiguration: { vpc: importedVpc(stack), endpoints: VpcEndpoints.none() } });
  expect(endpointServices(templateOf(stack), 'Interface')).toEqual([]);
});
