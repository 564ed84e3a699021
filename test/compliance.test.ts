import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Port } from 'aws-cdk-lib/aws-ec2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  AuroraPostgresEngineVersion, ClusterInstance, DatabaseCluster, DatabaseClusterEngine,
} from 'aws-cdk-lib/aws-rds';
import { AwsSolutionsChecks } from 'cdk-nag';
import { SCENARIOS as CONNECTORS } from './connectors/scenarios';
import {
  applicationInVpc, APPLICATION, ENV, flat, isolatedVpc, newApplication, POLICY, PREFIX_LISTS, propertiesOf,
  resourcesOf, templateOf,
} from './helpers';
import { FlinkConnector, VpcEndpoints } from '../src';
import { Finding, findings, findingsWithoutReasons, reasons } from './helpers/compliance';
import { SCENARIOS } from './helpers/scenarios';

/**
 * What is found, on which of our resources, and why it is right as it is, or what a user does about it. The README says
 * it too.
 */
const ACCEPTED: [string, RegExp, string][] = ['NIST.800.53.R5', 'HIPAA.Security'].flatMap((pack): [string, RegExp, string][] => [
  [`${pack}-IAMNoInlinePolicy`, /\/(Policy|ConnectorPolicy)\/Resource$/,
    'policies of one role, which belong to one application and come and go with it: the user says so for their app'],
  [`${pack}-CloudWatchLogGroupEncrypted`, /\/LogGroup\/Resource$/,
    'encrypted by the service; a key of one\'s own comes with a `logGroup` that has it'],
  [`${pack}-EC2RestrictedSSH`, /\/Aurora\/SecurityGroup\/from \w+:\{IndirectPort\}$/,
    'the port of the database is only known at the deployment, so the rule cannot look: with `port` it can'],
  [`${pack}-EC2RestrictedCommonPorts`, /\/Aurora\/SecurityGroup\/from \w+:\{IndirectPort\}$/,
    'the port of the database is only known at the deployment, so the rule cannot look: with `port` it can'],
]);

const APPS: [string, App][] = [
  ...SCENARIOS.map(([name, build]): [string, App] => {
    const app = new App();
    build(app);
    return [name, app];
  }),
  ...CONNECTORS.map(([name, direction, make]): [string, App] => {
    const app = new App();
    const stack = new Stack(app, 'Stack', { env: ENV });
    const vpc = isolatedVpc(stack);
    const endpoints = VpcEndpoints.create({ gatewayPrefixListIds: PREFIX_LISTS });
    const { connector } = make(stack, vpc, value => flat(stack.resolve(value)) as string);
    newApplication(stack, { [direction]: [connector], vpcConfiguration: { vpc, allowAllOutbound: false, endpoints } });
    return [name, app];
  }),
];
const FOUND = new Map(APPS.map(([name, app]) => [name, findings(app)]));
const isAccepted = ({ rule, path }: Finding) => ACCEPTED.some(([accepted, on]) => rule === accepted && on.test(path));

describe('AwsSolutions, NIST 800-53 R5 and HIPAA', () => {
  test.each(APPS)('find nothing in what is ours but what is accepted: %s', name => {
    expect(FOUND.get(name)?.filter(finding => !isAccepted(finding))).toEqual([]);
  });

  test.each(ACCEPTED)('%s is still found on %s: %s', (rule, on) => {
    expect([
      ...FOUND.values(),
    ].flat().filter(finding => finding.rule === rule && on.test(finding.path),
    )).not.toEqual([]);
  });

  test.each(APPS)('would find each wildcard that the library has a reason for: %s', (_, app) => {
    const found = findingsWithoutReasons(app).map(({ rule, path }) => `${rule} ${path}`);
    expect(
      reasons(app).map(({ rule, path }) => `${rule} ${path}/Resource`).filter(reason => !found.includes(reason)),
    ).toEqual([]);
  });

  test('find wildcards that the user adds to the role: the reasons of ours do not hide them', () => {
    const { stack, application } = applicationInVpc();
    application.role.addToPrincipalPolicy(new PolicyStatement({ actions: ['dynamodb:GetItem'], resources: ['*'] }));
    expect(findings(stack, [new AwsSolutionsChecks()])).toEqual([
      { rule: 'AwsSolutions-IAM5[Resource::*]', path: 'Stack/Job/Role/DefaultPolicy/Resource' },
    ]);
  });
});

describe('what docs/permissions.md says that users do', () => {
  const rulesOf = (stack: Stack) => new Set(findings(stack).map(({ rule }) => rule.replace(/^.*-/, '')));

  test('is about every finding that is accepted', () => {
    const page = readFileSync(join(__dirname, '..', 'docs', 'permissions.md'), 'utf8');
    expect(
      ACCEPTED.map(([rule]) => rule.replace(/^.*-/, '')).filter(rule => !page.includes(`\`${rule}\``)),
    ).toEqual([]);
  });

  test('a log group with a key is no finding, and the application writes to it as to any other', () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const logGroup = new LogGroup(stack, 'Logs', { encryptionKey: new Key(stack, 'LogKey') });
    newApplication(stack, { logGroup, vpcConfiguration: { vpc: isolatedVpc(stack) } });
    expect(rulesOf(stack)).toEqual(new Set(['IAMNoInlinePolicy']));
    const template = templateOf(stack);
    expect(propertiesOf(template, 'AWS::Logs::LogGroup')).toEqual([
      expect.objectContaining({ KmsKeyId: { 'Fn::GetAtt': [expect.stringMatching('^LogKey'), 'Arn'] } }),
    ]);
    const [[, { Properties: policy }]] = resourcesOf(template, POLICY).filter(([id]) => id.startsWith('JobPolicy'));
    expect(JSON.stringify(policy)).toContain('logs:PutLogEvents');
    // CloudWatch Logs itself uses the key
    expect(JSON.stringify(policy)).not.toContain('kms:');
    expect(JSON.stringify(resourcesOf(template, APPLICATION))).not.toContain('LogKey');
  });

  test('a reason for the inline policies on the application answers for all of them', () => {
    const { stack, application } = applicationInVpc();
    for (const pack of ['NIST.800.53.R5', 'HIPAA.Security']) {
      Validations.of(application).acknowledge({
        id: `${pack}-IAMNoInlinePolicy`, reason: 'they belong to one application',
      });
    }
    expect(rulesOf(stack)).toEqual(new Set(['CloudWatchLogGroupEncrypted']));
  });

  test('a database whose port is given has rules that can be looked at', () => {
    const stack = new Stack(new App(), 'Stack', { env: ENV });
    const vpc = isolatedVpc(stack);
    const engine = DatabaseClusterEngine.auroraPostgres({ version: AuroraPostgresEngineVersion.VER_16_4 });
    const aurora = new DatabaseCluster(stack, 'Aurora', {
      engine, vpc, vpcSubnets: { subnets: vpc.isolatedSubnets }, writer: ClusterInstance.serverlessV2('writer'),
    });
    newApplication(stack, {
      sinks: [FlinkConnector.database(aurora, { port: Port.tcp(5432) })], vpcConfiguration: { vpc },
    });
    expect(rulesOf(stack)).toEqual(new Set(['IAMNoInlinePolicy', 'CloudWatchLogGroupEncrypted']));
  });
});
