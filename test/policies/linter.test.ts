import { lint } from './linter';

const BUCKET = 'arn:aws:s3:::lake';
const OBJECTS = `${BUCKET}/orders/*`;
const INTERFACES = 'arn:aws:ec2:eu-west-1:111111111111:network-interface/*';
const SUBNETS = 'arn:aws:ec2:eu-west-1:111111111111:subnet/*';
const READ = { Effect: 'Allow', Action: 's3:GetObject', Resource: OBJECTS };
const ANYONE = { Principal: { AWS: 'arn:aws:iam::111111111111:role/job' } };

test.each<[string, Record<string, unknown>]>([
  ['an action on its resource', READ],
  ['an action that has no resources', { ...READ, Action: 'ec2:DescribeVpcs', Resource: '*' }],
  [
    'actions on resources of different types',
    { ...READ, Action: ['s3:GetObject', 's3:ListBucket'], Resource: [BUCKET, OBJECTS] },
  ],
  [
    'a condition with a key of the action',
    {
      ...READ,
      Action: 's3:ListBucket',
      Resource: BUCKET,
      Condition: { StringLikeIfExists: { 's3:prefix': ['orders/*'] } },
    },
  ],
  [
    'a condition with a key of the resource',
    {
      ...READ,
      Action: 'ec2:CreateNetworkInterface',
      Resource: SUBNETS,
      Condition: { ArnEquals: { 'ec2:Vpc': SUBNETS } },
    },
  ],
  [
    'a condition with a tag',
    {
      ...READ,
      Action: 'ec2:CreateNetworkInterface',
      Resource: SUBNETS,
      Condition: { StringEquals: { 'ec2:ResourceTag/team': 'orders' } },
    },
  ],
  [
    'a condition that a key is missing',
    { ...READ, Action: 's3:ListBucket', Resource: BUCKET, Condition: { Null: { 's3:prefix': true } } },
  ],
])('%s is right', async (_, statement) => {
  expect(await lint({ kind: 'identity', statements: [{ Sid: 'One', ...statement }] })).toEqual([]);
});

test.each<[string, Record<string, unknown>, string]>([
  ['no effect', { ...READ, Effect: undefined }, 'shape: Effect is undefined'],
  ['another effect', { ...READ, Effect: 'allow' }, 'shape: Effect is "allow"'],
  ['no action', { ...READ, Action: [] }, 'shape: Action is []'],
  ['all actions but one', { ...READ, NotAction: 's3:PutObject' }, 'shape: NotAction is no element that is used here'],
  ['no resource', { ...READ, Resource: undefined }, 'shape: Resource is undefined'],
  ['a resource that is unresolved', { ...READ, Resource: { Ref: 'Lake' } }, 'shape: Resource is {"Ref":"Lake"}'],
  ['a name instead of an ARN', { ...READ, Resource: 'lake' }, 'shape: lake is no ARN'],
  ['a principal', { ...READ, ...ANYONE }, 'shape: Principal is {"AWS":"arn:aws:iam::111111111111:role/job"}'],
  ['a condition without an operator', { ...READ, Condition: { 's3:prefix': 'orders/' } }, 'shape: Condition is '
    + '{"s3:prefix":"orders/"}'],
  [
    'a condition that is unresolved',
    { ...READ, Condition: { StringEquals: { 's3:prefix': { Ref: 'Lake' } } } },
    'shape: Condition is {"StringEquals":{"s3:prefix":{"Ref":"Lake"}}}',
  ],
  ['an unknown service', { ...READ, Action: 'kinesisanalyticsv2:StartApplication' }, 'unknown-action: '
    + 'kinesisanalyticsv2:StartApplication'],
  ['an unknown action', { ...READ, Action: 's3:GetObjects' }, 'unknown-action: s3:GetObjects'],
  ['an action of the API that is no permission', { ...READ, Action: 's3:GetObj' }, 'unknown-action: s3:GetObj, but '
    + 'GetObject, '],
  ['no service', { ...READ, Action: '*' }, 'unknown-action: *'],
  ['a wildcard in an action', { ...READ, Action: 's3:Get*' }, 'action-wildcard: s3:Get*'],
  ['an action twice', { ...READ, Action: ['s3:GetObject', 's3:getobject'] }, 'duplicate-action: s3:getobject'],
  ['the resource of another type', { ...READ, Action: 's3:ListBucket' }, 'wrong-resource: s3:ListBucket is for '
    + `accesspoint, bucket, and not ${OBJECTS}`],
  [
    'the resource of another service',
    { ...READ, Resource: 'arn:aws:s3tables:eu-west-1:111111111111:bucket/lake' },
    'wrong-resource: s3:GetObject is for accesspointobject, object, and not arn:aws:s3tables',
  ],
  [
    'a part of a resource',
    { ...READ, Action: 'dynamodb:GetRecords', Resource: 'arn:aws:dynamodb:eu-west-1:111111111111:table/state' },
    'wrong-resource: dynamodb:GetRecords is for stream',
  ],
  ['a resource that no action is for', { ...READ, Resource: [OBJECTS, BUCKET] }, `unused-resource: ${BUCKET}`],
  ['all resources where some can be named', { ...READ, Resource: '*' }, 'needless-wildcard: s3:GetObject'],
  [
    'a resource where only all can be named',
    { ...READ, Action: 'logs:DescribeLogGroups', Resource: 'arn:aws:logs:eu-west-1:111111111111:log-group:jobs' },
    'only-on-all: logs:DescribeLogGroups',
  ],
  [
    'an unknown condition key',
    { ...READ, Condition: { StringEquals: { 's3:prefixes': 'orders/' } } },
    'unknown-condition-key: s3:prefixes',
  ],
  [
    'an unknown global condition key',
    { ...READ, Condition: { StringEquals: { 'aws:SourceAcount': '111111111111' } } },
    'unknown-condition-key: aws:SourceAcount',
  ],
  [
    'the condition key of another action',
    { ...READ, Condition: { StringEquals: { 's3:prefix': 'orders/' } } },
    `condition-never-met: s3:prefix for s3:GetObject on ${OBJECTS}`,
  ],
  ['the condition key of another resource type', { ...READ, Action: 'ec2:CreateNetworkInterface', Resource: [INTERFACES, SUBNETS], Condition: { ArnEquals: { 'ec2:Vpc': SUBNETS } } },
    `condition-never-met: ec2:Vpc for ec2:CreateNetworkInterface on ${INTERFACES}`],
  [
    'the operator of another type',
    { ...READ, Action: 's3:ListBucket', Resource: BUCKET, Condition: { ArnLike: { 's3:prefix': OBJECTS } } },
    'wrong-operator: ArnLike for s3:prefix, which is String',
  ],
  ['text for an ARN', { ...READ, Condition: { StringEquals: { 'aws:SourceArn': BUCKET } } }, 'wrong-operator: '
    + 'StringEquals for aws:SourceArn, which is ARN'],
  [
    'an unknown operator',
    { ...READ, Condition: { StringMatches: { 'aws:SourceAccount': '1' } } },
    'wrong-operator: StringMatches for aws:SourceAccount, which is String',
  ],
  [
    'one value for a key with several',
    { ...READ, Condition: { StringEquals: { 'aws:TagKeys': 'team' } } },
    'wrong-operator: StringEquals for aws:TagKeys, which is ArrayOfString',
  ],
  [
    'several values for a key with one',
    { ...READ, Condition: { 'ForAnyValue:StringEquals': { 'aws:SourceAccount': '1' } } },
    'wrong-operator: ForAnyValue:StringEquals for aws:SourceAccount, which is String',
  ],
])('%s is found', async (_, statement, finding) => {
  expect(await lint({ kind: 'identity', statements: [statement] })).toEqual([expect.stringContaining(finding)]);
});

test.each<[string, Record<string, unknown>[], string[]]>([
  [
    'the same name twice',
    [{ ...READ, Sid: 'One' }, { ...READ, Sid: 'One', Resource: `${BUCKET}/alerts/*` }],
    ['duplicate-sid: One'],
  ],
  ['the same statement twice', [READ, { ...READ }], [`covered: s3:GetObject on ${OBJECTS}`]],
  [
    'a part of another statement',
    [{ ...READ, Resource: `${BUCKET}/orders/2026/*` }, { ...READ, Action: ['s3:PutObject', 's3:GetObject'] }],
    [`covered: s3:GetObject on ${BUCKET}/orders/2026/*`],
  ],
  [
    'a condition beside the same without it',
    [READ, { ...READ, Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
    [`covered: s3:GetObject on ${OBJECTS}`],
  ],
  [
    'different conditions',
    ['true', 'false'].map(value => ({ ...READ, Condition: { Bool: { 'aws:SecureTransport': value } } })),
    [],
  ],
  ['a denial of what is allowed', [READ, { ...READ, Effect: 'Deny' }], []],
  ['different objects', [READ, { ...READ, Resource: `${BUCKET}/alerts/*` }], []],
])('%s in one policy', async (_, statements, expected) => {
  expect(await lint({ kind: 'identity', statements })).toEqual(expected);
});

test.each<[string, 'trust' | 'resource', Record<string, unknown>, string[]]>([
  ['a resource that admits a role', 'resource', { ...READ, ...ANYONE }, []],
  ['a key that admits a role to itself', 'resource', { ...READ, ...ANYONE, Action: 'kms:Decrypt', Resource: '*' }, []],
  ['a resource that admits nobody', 'resource', READ, ['shape: Principal is undefined']],
  [
    'a resource that admits an unknown kind of principal',
    'resource',
    { ...READ, Principal: { Role: 'job' } },
    ['shape: Principal is {"Role":"job"}'],
  ],
  [
    'a role that admits a service',
    'trust',
    { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'kinesisanalytics.amazonaws.com' } },
    [],
  ],
  [
    'a role with a resource',
    'trust',
    { ...READ, ...ANYONE, Action: 'sts:AssumeRole' },
    [`shape: Resource is "${OBJECTS}"`],
  ],
  ['a role with a key of another action', 'trust', { Effect: 'Allow', Action: 'sts:AssumeRole', ...ANYONE, Condition: { StringEquals: { 's3:prefix': 'x' } } },
    ['condition-never-met: s3:prefix for sts:AssumeRole on *']],
])('%s', async (_, kind, statement, expected) => {
  expect(await lint({ kind, statements: [statement] })).toEqual(expected);
});
