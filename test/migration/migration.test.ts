import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { CfnApplication } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { ApplicationCode, FlinkApplication, FlinkConnector, FlinkRuntime } from '../../src';
import { readYaml } from '../../src/cli/yaml';
import { folderWith, isolatedVpc, newStack, templateOf } from '../helpers';
import { compare, Template } from '../upgrade/compare';

const ALPHA = join(__dirname, '..', 'rules', 'fixtures', 'alpha-module.yaml');

/** What an app of the alpha module becomes: the same ids around another class. */
function migrated(logRetention?: RetentionDays): Stack {
  const stack = new Stack(new App(), 'Alpha');
  const vpc = new Vpc(stack, 'Vpc', {
    natGateways: 0,
    subnetConfiguration: [{ name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED }],
    restrictDefaultSecurityGroup: false,
  });
  vpc.addInterfaceEndpoint('Kinesis', { service: InterfaceVpcEndpointAwsService.KINESIS_STREAMS });
  vpc.addInterfaceEndpoint('Logs', { service: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS });
  const code = new Bucket(stack, 'Code');
  const stream = new Stream(stack, 'Stream');
  new FlinkApplication(stack, 'Application', {
    runtime: FlinkRuntime.FLINK_1_20,
    code: ApplicationCode.fromBucket(code, 'job.jar'),
    vpcConfiguration: { vpc },
    parallelism: 2,
    autoScalingEnabled: false,
    sources: [FlinkConnector.kinesisStream(stream)],
    logRetention,
  });
  return stack;
}

function alpha(): Template {
  return readYaml(ALPHA, readFileSync(ALPHA, 'utf8')) as Template;
}

function changesOf(before: Template, after: Stack) {
  return compare({ Stack: before }, { Stack: templateOf(after) as unknown as Template });
}

/** The resources of the application: the ranges of the VPC's subnets are the fixture's own. */
function ofApplication(texts: string[]): string[] {
  return texts.map(text => text.split(' ')[0]).filter(where => where.startsWith('Stack/Application'));
}

test('an application of the alpha module is updated in place, with its logs and its security group', () => {
  const { breaks, changes } = changesOf(alpha(), migrated(RetentionDays.TWO_YEARS));
  // the role's default policy gives way to policies of the construct, which are created before it is removed
  expect(ofApplication(breaks)).toEqual(['Stack/ApplicationRoleDefaultPolicyD65D91FA']);
  const touched = ofApplication(changes);
  expect(touched).toContain('Stack/ApplicationD9CED6CE');
  expect(touched).not.toContain('Stack/ApplicationLogGroup3DDDD1A5');
  expect(touched).not.toContain('Stack/ApplicationSecurityGroup0110FDEE');
});

test.each([
  ['the retention of the alpha module', RetentionDays.TWO_YEARS, 731],
  ['no retention', undefined, 30],
])('with %s the log group is kept, and its messages are kept accordingly', (_, retention, days) => {
  const { Resources } = templateOf(migrated(retention));
  expect(alpha().Resources?.ApplicationLogGroup3DDDD1A5.Properties).toMatchObject({ RetentionInDays: 731 });
  expect(Resources.ApplicationLogGroup3DDDD1A5.Properties).toMatchObject({ RetentionInDays: days });
});

test('the permission for custom metrics of the alpha module is dropped, and a connector brings it back', () => {
  const allowsMetrics = (template: unknown) => JSON.stringify(template).includes('cloudwatch:PutMetricData');
  const stack = migrated();
  expect([allowsMetrics(alpha()), allowsMetrics(templateOf(stack))]).toEqual([true, false]);
  const other = migrated();
  (other.node.findChild('Application') as FlinkApplication)
    .addSink(FlinkConnector.cloudWatchMetrics({ namespace: 'Orders' }));
  expect(allowsMetrics(templateOf(other))).toBe(true);
});

test('a raw L1 is updated in place when the construct takes over its logical id, role and log group', () => {
  const shared = (stack: Stack) => ({
    vpc: isolatedVpc(stack),
    role: new Role(stack, 'Role', {
      assumedBy: new ServicePrincipal('kinesisanalytics.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('AmazonKinesisReadOnlyAccess')],
    }),
    logGroup: new LogGroup(stack, 'Logs'),
    code: new Bucket(stack, 'Code'),
  });

  const before = newStack();
  const { role, code } = shared(before);
  new CfnApplication(before, 'Job', {
    applicationName: 'orders',
    runtimeEnvironment: 'FLINK-1_20',
    serviceExecutionRole: role.roleArn,
    applicationConfiguration: {
      applicationCodeConfiguration: {
        codeContentType: 'ZIPFILE',
        codeContent: { s3ContentLocation: { bucketArn: code.bucketArn, fileKey: 'job.jar' } },
      },
    },
  });

  const after = newStack();
  const kept = shared(after);
  const application = new FlinkApplication(after, 'Orders', {
    applicationName: 'orders',
    runtime: FlinkRuntime.FLINK_1_20,
    code: ApplicationCode.fromBucket(kept.code, 'job.jar'),
    vpcConfiguration: { vpc: kept.vpc },
    role: kept.role,
    logGroup: kept.logGroup,
  });
  (application.node.defaultChild as CfnApplication).overrideLogicalId('Job');

  const { breaks, changes } = changesOf(templateOf(before) as unknown as Template, after);
  expect(breaks).toEqual([]);
  expect(changes.map(text => text.split(' ')[0])).toContain('Stack/Job');
});

test('an application of a template is updated in place when the construct takes over its logical id', () => {
  const around = {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {
          Statement: [{
            Effect: 'Allow', Principal: { Service: 'kinesisanalytics.amazonaws.com' }, Action: 'sts:AssumeRole',
          }],
        },
      },
    },
    Logs: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 90 } },
  };
  const application = {
    Type: 'AWS::KinesisAnalyticsV2::Application',
    Properties: {
      ApplicationName: 'orders',
      RuntimeEnvironment: 'FLINK-1_19',
      ServiceExecutionRole: {
        'Fn::GetAtt': ['Role', 'Arn'],
      },
    },
  };
  const before = newStack();
  const whole = { Resources: { ...around, Job: application } };
  new CfnInclude(before, 'Template', { templateFile: written(whole) });

  const after = newStack();
  const rest = new CfnInclude(after, 'Template', { templateFile: written({ Resources: around }) });
  const taken = new FlinkApplication(after, 'Orders', {
    applicationName: 'orders',
    runtime: FlinkRuntime.FLINK_1_19,
    code: ApplicationCode.fromBucket(Bucket.fromBucketName(after, 'Code', 'artifacts'), 'job.jar'),
    role: Role.fromRoleName(after, 'OwnRole', rest.getResource('Role').ref),
    logGroup: LogGroup.fromLogGroupName(after, 'OwnLogs', rest.getResource('Logs').ref),
  });
  (taken.node.defaultChild as CfnApplication).overrideLogicalId('Job');

  const { breaks, changes } = changesOf(templateOf(before) as unknown as Template, after);
  expect(breaks).toEqual([]);
  expect(changes.map(text => text.split(' ')[0])).toEqual(expect.arrayContaining(['Stack/Job']));
  expect(changes.map(text => text.split(' ')[0])).not.toContain('Stack/Logs');
});

function written(template: unknown): string {
  return join(folderWith({ 'template.json': JSON.stringify(template) }), 'template.json');
}
