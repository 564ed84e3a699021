import { compare, Template } from './compare';

const APPLICATION = {
  Type: 'AWS::KinesisAnalyticsV2::Application',
  Properties: { ApplicationName: 'orders', ApplicationDescription: 'counts', RuntimeEnvironment: 'FLINK-1_20' },
};
const ENDPOINT = {
  Type: 'AWS::EC2::VPCEndpoint',
  Properties: { ServiceName: 'com.amazonaws.eu-west-1.logs', VpcId: 'vpc-1', PrivateDnsEnabled: true },
};
const LOGS = { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Retain', Properties: { RetentionInDays: 30 } };
const RULE = {
  Type: 'AWS::EC2::SecurityGroupIngress',
  Properties: { GroupId: { Ref: 'Group' }, IpProtocol: 'tcp', FromPort: 443, ToPort: 443 },
};
const GROUP = { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'endpoints', VpcId: 'vpc-1' } };
const CLUSTER = { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-postgresql' } };

const RESOURCES = { Job: APPLICATION, Endpoint: ENDPOINT, Logs: LOGS, Group: GROUP, Rule: RULE, Cluster: CLUSTER };
const BEFORE: Template = {
  Resources: RESOURCES, Outputs: { Name: { Value: 'x', Export: { Name: 'Stack:Name' } }, Shown: { Value: 'x' } },
};

type Resources = NonNullable<Template['Resources']>;
const without = (id: string): Resources => Object.fromEntries(Object.entries(RESOURCES).filter(([key]) => key !== id));
const withProperties = (id: keyof typeof RESOURCES, properties: object): Resources =>
  ({ ...RESOURCES, [id]: { ...RESOURCES[id], Properties: { ...RESOURCES[id].Properties, ...properties } } });
const upgradeTo = (after: Partial<Template>, accepted?: Record<string, string>) =>
  compare({ Stack: BEFORE }, { Stack: { ...BEFORE, ...after } }, accepted);

test.each<[string, Resources, string]>([
  ['the name of the application', withProperties('Job', { ApplicationName: 'other' }),
    'Stack/Job (AWS::KinesisAnalyticsV2::Application): WILL_REPLACE\n    ApplicationName "orders" -> "other"'],
  ['a name that was generated', withProperties('Job', { ApplicationName: undefined }), 'Stack/Job '
    + '(AWS::KinesisAnalyticsV2::Application): WILL_REPLACE'],
  ['the service of an endpoint', withProperties('Endpoint', { ServiceName: 'com.amazonaws.eu-west-1.monitoring' }),
    'Stack/Endpoint (AWS::EC2::VPCEndpoint): WILL_REPLACE\n    ServiceName'],
  ['the port of a rule', withProperties('Rule', { ToPort: 444 }), 'Stack/Rule (AWS::EC2::SecurityGroupIngress): '
    + 'WILL_REPLACE'],
  ['a property that may replace', withProperties('Cluster', { Engine: 'aurora-mysql' }), 'Stack/Cluster '
    + '(AWS::RDS::DBCluster): MAY_REPLACE'],
  ['a property that nobody knows', withProperties('Job', { Surprise: true }), 'Stack/Job '
    + '(AWS::KinesisAnalyticsV2::Application): UNKNOWN\n    Surprise undefined -> true'],
  ['a resource that is deleted', without('Endpoint'), 'Stack/Endpoint (AWS::EC2::VPCEndpoint): WILL_DESTROY'],
  ['a resource that is left behind', without('Logs'), 'Stack/Logs (AWS::Logs::LogGroup): WILL_ORPHAN'],
  ['a logical id', { ...without('Job'), Renamed: APPLICATION }, 'Stack/Job (AWS::KinesisAnalyticsV2::Application): '
    + 'WILL_DESTROY'],
  [
    'a type',
    { ...RESOURCES, Job: { ...APPLICATION, Type: 'AWS::KinesisAnalytics::Application' } },
    'Stack/Job (AWS::KinesisAnalyticsV2::Application): WILL_REPLACE',
  ],
])('breaks with %s', (_, Resources, message) => {
  const { breaks } = upgradeTo({ Resources });
  expect(breaks).toEqual([expect.stringContaining(message)]);
});

test('what refers to a replaced resource is replaced too', () => {
  expect(upgradeTo({ Resources: withProperties('Group', { GroupDescription: 'other' }) }).breaks).toEqual([
    expect.stringContaining('Stack/Group '),
    expect.stringContaining('Stack/Rule (AWS::EC2::SecurityGroupIngress): WILL_REPLACE'),
  ]);
});

test.each<[string, Template, string]>([
  ['an export', { ...BEFORE, Outputs: { Shown: { Value: 'x' } } }, 'Stack/Stack:Name: the export is gone, and cannot '
    + 'be removed while a stack imports it'],
  [
    'the name of an export',
    { ...BEFORE, Outputs: { Name: { Value: 'x', Export: { Name: 'Stack:Other' } } } },
    'Stack/Stack:Name: the export is gone',
  ],
])('breaks with %s', (_, after, message) => {
  expect(upgradeTo(after).breaks).toEqual([expect.stringContaining(message)]);
});

test('breaks with a stack that is gone', () => {
  expect(compare({ Stack: BEFORE, Other: BEFORE }, { Stack: BEFORE }).breaks).toEqual(['Other: the stack is gone']);
});

test.each<[string, Partial<Template>, string[]]>([
  ['nothing', {}, []],
  ['a description', { Resources: withProperties('Job', { ApplicationDescription: 'other' }) },
    ['Stack/Job (AWS::KinesisAnalyticsV2::Application): WILL_UPDATE\n    ApplicationDescription "counts" -> "other"']],
  [
    'the retention of logs',
    { Resources: withProperties('Logs', { RetentionInDays: 60 }) },
    [expect.stringContaining('WILL_UPDATE')],
  ],
  [
    'a new resource',
    { Resources: { ...RESOURCES, More: GROUP } },
    ['Stack/More (AWS::EC2::SecurityGroup): WILL_CREATE'],
  ],
  [
    'an attribute',
    { Resources: { ...RESOURCES, Job: { ...APPLICATION, DependsOn: ['Logs'] } } },
    [expect.stringContaining('WILL_UPDATE\n    DependsOn')],
  ],
  ['an output that nobody imports', { Outputs: { Name: BEFORE.Outputs!.Name } }, []],
  [
    'the value of an export',
    { Outputs: { ...BEFORE.Outputs, Name: { Value: 'y', Export: { Name: 'Stack:Name' } } } },
    [],
  ],
])('survives %s', (_, after, changes) => {
  expect(upgradeTo(after)).toEqual({ breaks: [], accepted: [], changes });
});

test('a new stack is no change of those that are there', () => {
  expect(
    compare({ Stack: BEFORE }, { Stack: BEFORE, Other: BEFORE }),
  ).toEqual({ breaks: [], accepted: [], changes: [] });
});

test('what is accepted is no break, with its reason, and nothing else is accepted with it', () => {
  const { breaks, accepted } = upgradeTo({ Resources: { Job: APPLICATION, Logs: LOGS } }, {
    'Stack/Endpoint': 'a test', 'Stack/Cluster': 'a test',
  });
  expect(accepted).toEqual([
    'Stack/Endpoint (AWS::EC2::VPCEndpoint): WILL_DESTROY, accepted: a test',
    'Stack/Cluster (AWS::RDS::DBCluster): WILL_DESTROY, accepted: a test',
  ]);
  expect(breaks.map(text => text.split(' ')[0])).toEqual(['Stack/Group', 'Stack/Rule']);
});
