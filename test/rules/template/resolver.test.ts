import { Template } from '../../../src/rules/template/assembly';
import { Resolver } from '../../../src/rules/template/resolver';

/** A resolver over templates, with the first one as the place where values stand. */
function resolve(raw: unknown, body: Record<string, unknown> = {}, ...others: Partial<Template>[]): unknown {
  const first = template({ body });
  const templates = [first, ...others.map(other => template(other))];
  const numbered = templates.map((item, index) => Object.assign(item, { index }));
  const resolver = new Resolver(numbered);
  return shown(resolver, resolver.value(first, raw));
}

function template(props: Partial<Template>): Template {
  return {
    index: 0,
    file: '/out/a.json',
    body: {},
    hasGeneratedParts: false,
    isPending: false,
    nested: new Map(),
    paths: new Map(),
    ...props,
  };
}

function shown(resolver: Resolver, value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(resolver.strings.show(JSON.stringify(value)));
}

const BODY = {
  Parameters: {
    Name: { Type: 'String', Default: 'orders' },
    Open: { Type: 'String' },
    Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/name' },
    Zones: { Type: 'CommaDelimitedList', Default: 'a, b' },
    Subnets: { Type: 'List<AWS::EC2::Subnet::Id>', Default: 'c,d' },
    Unlisted: { Type: 'AWS::EC2::List<', Default: 'c,d' },
    Listed: { Type: 'CommaDelimitedList', Default: ['e'] },
  },
  Mappings: { Scale: { small: { Size: 2 } } },
  Conditions: {
    Yes: { 'Fn::Equals': [{ Ref: 'Name' }, 'orders'] },
    No: { 'Fn::Not': [{ Condition: 'Yes' }] },
    Both: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] },
    Either: { 'Fn::Or': [{ Condition: 'Maybe' }, { Condition: 'Yes' }] },
    Maybe: { 'Fn::Equals': [{ Ref: 'Open' }, 'x'] },
    MaybeBoth: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'Maybe' }] },
    NotMaybe: { 'Fn::Not': [{ Condition: 'Maybe' }] },
    Circle: { Condition: 'Circle' },
    Odd: 'yes',
    Few: { 'Fn::Equals': ['x'] },
    OfLists: { 'Fn::Equals': [['x'], ['x']] },
    HalfOfLists: { 'Fn::Equals': ['x', ['x']] },
    Many: { 'Fn::Equals': ['x', 'x', 'y'] },
    Different: { 'Fn::Equals': ['x', 'y'] },
    All: { 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Not': [{ Condition: 'No' }] }] },
    None: { 'Fn::Or': [{ Condition: 'No' }, { Condition: 'Different' }] },
  },
  Resources: {
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { Ref: 'Name' } } },
    Other: { Type: 'AWS::S3::Bucket' },
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' } } },
    Made: { Type: 'Custom::Thing' },
    MadeToo: { Type: 'AWS::CloudFormation::CustomResource' },
    Nested: { Type: 'AWS::CloudFormation::Stack' },
    Broken: 'no resource',
  },
};

test.each<[string, unknown, unknown]>([
  ['a literal', 'text', 'text'],
  ['a number', 5, 5],
  ['nothing', null, undefined],
  ['no value', [{ Ref: 'AWS::NoValue' }, 'x'], ['x']],
  ['no value in an object', { a: { Ref: 'AWS::NoValue' }, b: 1 }, { b: 1 }],
  ['a parameter with a default', { Ref: 'Name' }, 'orders'],
  ['a parameter without one', { Ref: 'Open' }, '${Open}'],
  ['a parameter from Systems Manager', { Ref: 'Stored' }, '${Stored}'],
  ['a list parameter', { Ref: 'Zones' }, ['a', 'b']],
  ['a list parameter of ids', { Ref: 'Subnets' }, ['c', 'd']],
  ['a parameter of no list', { Ref: 'Unlisted' }, 'c,d'],
  ['a list parameter with a list', { Ref: 'Listed' }, ['e']],
  ['true', true, true],
  ['several keys of which one is a function', { Ref: 'Name', Other: 1 }, { Ref: 'Name', Other: 1 }],
  ['an empty object', {}, {}],
  ['a resource', { Ref: 'Other' }, '${Other}'],
  ['another custom resource', { Ref: 'MadeToo' }, '${Ref}'],
  ['a stack that is not the app\'s', { Ref: 'Nested' }, '${Ref}'],
  ['an output of a stack that is not the app\'s', { 'Fn::GetAtt': ['Nested', 'Outputs.X'] }, '${Fn::GetAtt}'],
  ['a resource with a name', { Ref: 'Bucket' }, 'orders'],
  ['a custom resource', { Ref: 'Made' }, '${Ref}'],
  ['what is no resource', { Ref: 'Broken' }, '${Ref}'],
  ['what is not there', { Ref: 'Missing' }, '${Ref}'],
  ['a reference to no name', { Ref: 5 }, '${Ref}'],
  ['the region', { Ref: 'AWS::Region' }, '${AWS::Region}'],
  ['the name of the stack', { Ref: 'AWS::StackName' }, '${AWS::StackName}'],
  ['an attribute that is the id', { 'Fn::GetAtt': ['Vpc', 'VpcId'] }, '${Vpc}'],
  ['an attribute that is a property', { 'Fn::GetAtt': 'Vpc.CidrBlock' }, '10.0.0.0/16'],
  [
    'an attribute that is a property left out',
    { 'Fn::GetAtt': 'Subnet.AvailabilityZone' },
    '${Subnet.AvailabilityZone}',
  ],
  ['an ARN', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:${AWS::Partition}:s3:::orders'],
  ['another attribute', { 'Fn::GetAtt': ['Other', 'DomainName'] }, '${Other.DomainName}'],
  ['an attribute with a dot', { 'Fn::GetAtt': 'Other.Endpoint.Address' }, '${Other.Endpoint.Address}'],
  ['an attribute in a list with a dot', { 'Fn::GetAtt': ['Other', 'Endpoint.Address'] }, '${Other.Endpoint.Address}'],
  ['an attribute by a parameter', { 'Fn::GetAtt': ['Other', { Ref: 'Name' }] }, '${Other.orders}'],
  ['an attribute by what is no text', { 'Fn::GetAtt': ['Other', []] }, '${Fn::GetAtt}'],
  ['an attribute of no name', { 'Fn::GetAtt': [5, 'Arn'] }, '${Fn::GetAtt}'],
  ['an attribute of a custom resource', { 'Fn::GetAtt': ['Made', 'Id'] }, '${Fn::GetAtt}'],
  ['an attribute of nothing', { 'Fn::GetAtt': ['Missing', 'Id'] }, '${Fn::GetAtt}'],
  ['an attribute without a name', { 'Fn::GetAtt': 5 }, '${Fn::GetAtt}'],
  ['a join', { 'Fn::Join': ['-', ['a', { Ref: 'Name' }, 1]] }, 'a-orders-1'],
  ['a join of a list', { 'Fn::Join': ['-', { Ref: 'Zones' }] }, 'a-b'],
  ['a join of no texts', { 'Fn::Join': ['-', [{}]] }, '${Fn::Join}'],
  ['a join of texts and others', { 'Fn::Join': ['-', ['a', {}]] }, '${Fn::Join}'],
  ['a join of true', { 'Fn::Join': ['-', ['a', true]] }, 'a-true'],
  ['a join by no text', { 'Fn::Join': [{}, ['a']] }, '${Fn::Join}'],
  [
    'a join that is just short enough',
    { 'Fn::Select': [0, { 'Fn::Split': ['|', { 'Fn::Join': ['', ['a|', 'x'.repeat(99_998)]] }] }] },
    'a',
  ],
  ['a join of nothing', { 'Fn::Join': 'x' }, '${Fn::Join}'],
  ['a join that is too long', { 'Fn::Join': ['', ['x'.repeat(60_000), 'x'.repeat(60_000)]] }, '${Fn::Join}'],
  [
    'a substitution',
    { 'Fn::Sub': '${Name}-${Bucket.Arn}-${!Literal}' },
    'orders-arn:${AWS::Partition}:s3:::orders-${Literal}',
  ],
  ['a substitution with variables', { 'Fn::Sub': ['${Name}-${X}', { X: 'x', Name: 'own' }] }, 'own-x'],
  ['a substitution of a list', { 'Fn::Sub': '${Zones}' }, '${Fn::Sub}'],
  ['a substitution of nothing', { 'Fn::Sub': 5 }, '${Fn::Sub}'],
  ['a selection', { 'Fn::Select': ['1', { Ref: 'Zones' }] }, 'b'],
  ['a selection by an index of two digits', { 'Fn::Select': [10, [...'abcdefghijk']] }, 'k'],
  ['a selection by no index', { 'Fn::Select': ['1x', { Ref: 'Zones' }] }, '${Fn::Select}'],
  ['a selection by no index either', { 'Fn::Select': ['x1', { Ref: 'Zones' }] }, '${Fn::Select}'],
  ['a selection from a text', { 'Fn::Select': [0, 'abc'] }, '${Fn::Select}'],
  ['a selection beyond the end', { 'Fn::Select': [2, { Ref: 'Zones' }] }, '${Fn::Select}'],
  ['a selection of zones', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }, '${Fn::Select}'],
  ['a selection of nothing', { 'Fn::Select': 5 }, '${Fn::Select}'],
  ['a split', { 'Fn::Split': ['|', 'a|b'] }, ['a', 'b']],
  ['a split of what is not known', { 'Fn::Split': ['|', { Ref: 'Open' }] }, '${Fn::Split}'],
  ['a split at nothing', { 'Fn::Split': ['', 'a'] }, '${Fn::Split}'],
  ['a choice that is decided', { 'Fn::If': ['Yes', 'a', 'b'] }, 'a'],
  ['a choice that is decided against', { 'Fn::If': ['No', 'a', 'b'] }, 'b'],
  ['a choice of no value', [{ 'Fn::If': ['Yes', { Ref: 'AWS::NoValue' }, 'b'] }], []],
  ['a choice that is open', { 'Fn::If': ['Maybe', 'a', 'b'] }, '${Fn::If}'],
  ['a choice that is open between equals', { 'Fn::If': ['Maybe', 'a', 'a'] }, 'a'],
  ['a choice by and', { 'Fn::If': ['Both', 'a', 'b'] }, 'b'],
  ['a choice by or', { 'Fn::If': ['Either', 'a', 'b'] }, 'a'],
  ['a choice by an open and', { 'Fn::If': ['MaybeBoth', 'a', 'b'] }, '${Fn::If}'],
  ['a choice by an open not', { 'Fn::If': ['NotMaybe', 'a', 'b'] }, '${Fn::If}'],
  ['a choice by a circle', { 'Fn::If': ['Circle', 'a', 'b'] }, '${Fn::If}'],
  ['a choice by what is no condition', { 'Fn::If': ['Odd', 'a', 'b'] }, '${Fn::If}'],
  ['a choice by half a comparison', { 'Fn::If': ['Few', 'a', 'b'] }, '${Fn::If}'],
  ['a choice by lists', { 'Fn::If': ['OfLists', 'a', 'b'] }, '${Fn::If}'],
  ['a choice by a list and a text', { 'Fn::If': ['HalfOfLists', 'a', 'b'] }, '${Fn::If}'],
  ['a choice by more than a comparison', { 'Fn::If': ['Many', 'a', 'b'] }, '${Fn::If}'],
  ['a choice by what differs', { 'Fn::If': ['Different', 'a', 'b'] }, 'b'],
  ['a choice by all', { 'Fn::If': ['All', 'a', 'b'] }, 'a'],
  ['a choice by none', { 'Fn::If': ['None', 'a', 'b'] }, 'b'],
  ['half a choice', { 'Fn::If': ['Yes', 'a'] }, '${Fn::If}'],
  ['a choice of nothing', { 'Fn::If': 5 }, '${Fn::If}'],
  ['a mapping', { 'Fn::FindInMap': ['Scale', 'small', 'Size'] }, 2],
  ['a mapping that is not there', { 'Fn::FindInMap': ['Scale', 'large', 'Size'] }, '${Fn::FindInMap}'],
  ['half a mapping', { 'Fn::FindInMap': ['Scale', 'small'] }, '${Fn::FindInMap}'],
  ['a mapping with a default', { 'Fn::FindInMap': ['Scale', 'small', 'Size', { DefaultValue: 1 }] }, 2],
  ['a mapping by what is not known', { 'Fn::FindInMap': ['Scale', { 'Fn::Select': 1 }, 'Size'] }, '${Fn::FindInMap}'],
  ['a mapping of nothing', { 'Fn::FindInMap': 5 }, '${Fn::FindInMap}'],
  ['an import of what is not there', { 'Fn::ImportValue': 'elsewhere' }, '${elsewhere}'],
  ['an import of no name', { 'Fn::ImportValue': ['x'] }, '${Fn::ImportValue}'],
  ['another function', { 'Fn::Cidr': ['10.0.0.0/16', 4, 8] }, '${Fn::Cidr}'],
  ['a dynamic reference', '{{resolve:ssm:/name}}', '${dynamic reference}'],
  ['a dynamic reference that is put together', { 'Fn::Join': ['', ['{{resolve', ':ssm:/name}}']] }, '${Fn::Join}'],
  ['an object with one key', { toString: 'x' }, { toString: 'x' }],
])('%s', (_, raw, expected) => {
  expect(resolve(raw, BODY)).toEqual(expected);
});

test.each<[unknown, boolean]>([
  [{ 'Fn::Cidr': 5 }, true],
  [{ Ref: 'Open' }, true],
  [{ Ref: 'AWS::StackName' }, true],
  [{ 'Fn::ImportValue': 'elsewhere' }, true],
  ['{{resolve:ssm:/name}}', true],
  [{ Ref: 'AWS::Region' }, false],
  [{ Ref: 'Other' }, false],
  ['text', false],
])('%j is unknown as a whole: %s', (raw, expected) => {
  const first = template({ body: BODY });
  const resolver = new Resolver([first]);
  expect(resolver.strings.isUnresolved(resolver.value(first, raw))).toBe(expected);
});

test('two imports, two ids and two attributes are told apart', () => {
  const first = template({ body: BODY });
  const resolver = new Resolver([first]);
  const compare = (one: unknown, other: unknown) =>
    resolver.strings.equal(String(resolver.value(first, one)), String(resolver.value(first, other)));
  expect(compare({ 'Fn::ImportValue': 'a' }, { 'Fn::ImportValue': 'a' })).toBe('yes');
  expect(compare({ 'Fn::ImportValue': 'a' }, { 'Fn::ImportValue': 'b' })).toBe('maybe');
  expect(compare({ Ref: 'Vpc' }, { Ref: 'Subnet' })).toBe('no');
  expect(compare({ 'Fn::GetAtt': 'Vpc.Ipv6' }, { 'Fn::GetAtt': 'Subnet.Ipv6' })).toBe('no');
});

describe('of two templates, what has the same name', () => {
  const body = {
    Parameters: { Open: { Type: 'String' }, Given: { Type: 'String', Default: 'first' } },
    Resources: {
      A: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { Ref: 'Given' } } }, B: { Type: 'AWS::S3::Bucket' },
    },
    Conditions: { Is: { 'Fn::Equals': [{ Ref: 'Given' }, 'first'] } },
  };
  const one = template({ body });
  const other = template({
    index: 1,
    file: '/out/b.json',
    body: { ...body, Parameters: { ...body.Parameters, Given: { Type: 'String', Default: 'second' } } },
  });

  test.each<[string, unknown]>([
    ['a parameter', { Ref: 'Open' }],
    ['a default', { Ref: 'Given' }],
    ['a name', { Ref: 'A' }],
    ['a resource', { Ref: 'B' }],
    ['an attribute', { 'Fn::GetAtt': ['A', 'Arn'] }],
    ['another attribute', { 'Fn::GetAtt': ['B', 'DomainName'] }],
    ['a condition', { 'Fn::If': ['Is', 'a', 'b'] }],
    ['the stack', { Ref: 'AWS::StackName' }],
    ['topics of the stack', { Ref: 'AWS::NotificationARNs' }],
    ['what is not worked out', { 'Fn::Cidr': 5 }],
  ])('%s differs', (_, raw) => {
    const resolver = new Resolver([one, other]);
    const [first, second] = [one, other].map(each => resolver.value(each, raw));
    expect(second).not.toBe(first);
    expect(resolver.value(one, raw)).toBe(first);
  });

  test.each(['AWS::Region', 'AWS::Partition', 'AWS::URLSuffix'])('%s is the same', name => {
    const resolver = new Resolver([one, other]);
    expect(resolver.value(other, { Ref: name })).toBe(resolver.value(one, { Ref: name }));
    expect(resolver.strings.equal(String(resolver.value(one, { Ref: name })), 'a:b')).toBe('no');
  });

  test.each(['AWS::StackName', 'AWS::StackId', 'AWS::NotificationARNs'])('%s may be anything', name => {
    const resolver = new Resolver([one]);
    expect(resolver.strings.equal(String(resolver.value(one, { Ref: name })), 'a:b')).toBe('maybe');
  });
});

test('nested stacks are given parameters, and give outputs', () => {
  const parent = template({
    body: {
      Resources: {
        Inner: {
          Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { Given: { 'Fn::Join': ['', ['a,', 'b']] } } },
        },
      },
    },
  });
  const nested = template({
    index: 1,
    body: {
      Parameters: { Given: { Type: 'CommaDelimitedList', Default: 'x' }, Left: { Type: 'String', Default: 'left' } },
      Outputs: { Out: { Value: { Ref: 'Given' } }, XOut: { Value: 'x' } },
    },
    parent: { template: parent, logicalId: 'Inner' },
  });
  parent.nested.set('Inner', nested);
  const resolver = new Resolver([parent, nested]);
  const value = (each: Template, raw: unknown) => shown(resolver, resolver.value(each, raw));
  expect([value(nested, { Ref: 'Given' }), value(nested, { Ref: 'Left' })]).toEqual([['a', 'b'], 'left']);
  expect(value(parent, { 'Fn::GetAtt': ['Inner', 'Outputs.Out'] })).toEqual(['a', 'b']);
  expect(value(parent, { 'Fn::GetAtt': 'Inner.Outputs.XOut' })).toBe('x');
  expect([
    'Outputs.', 'Name', 'X.Outputs.Out',
  ].map(name => value(parent, { 'Fn::GetAtt': ['Inner', name] }),
  )).toEqual(Array(3).fill('${Fn::GetAtt}'));
});

test.each<[string, Partial<Template>, Partial<Template>, string]>([
  ['that are open, in one stage', {}, {}, 'yes'],
  ['that are open, in two stages', {}, { file: '/other/b.json' }, 'maybe'],
  ['that are the same', { account: '1', region: 'a' }, { account: '1', region: 'a', file: '/other/b.json' }, 'yes'],
  ['of two accounts', { account: '1', region: 'a' }, { account: '2', region: 'a' }, 'no'],
  ['of two regions', { account: '1', region: 'a' }, { account: '1', region: 'b' }, 'no'],
  ['of one account, with an open region', { account: '1', region: 'a' }, { account: '1' }, 'maybe'],
  ['of one region, with an open account', { region: 'a' }, { account: '1', region: 'a' }, 'maybe'],
  ['of one region and open accounts, in one stage', { region: 'a' }, { region: 'a' }, 'yes'],
  ['of one region and open accounts, in two stages', { region: 'a' }, { region: 'a', file: '/other/b.json' }, 'maybe'],
])('environments %s', (_, one, other, answer) => {
  const [first, second] = [template(one), template({ index: 1, ...other })];
  expect(new Resolver([first, second]).sameEnvironment(first, second)).toBe(answer);
});

describe('imports', () => {
  const exporter = (props: Partial<Template> = {}): Partial<Template> => ({
    file: '/out/b.json',
    body: {
      Outputs: { Name: { Value: 'value', Export: { Name: { 'Fn::Sub': 'shared-name' } } }, Own: { Value: 'own' } },
    },
    ...props,
  });
  const raw = { 'Fn::ImportValue': 'shared-name' };

  test('find the export of another stack', () => expect(resolve(raw, {}, exporter())).toBe('value'));
  test('find that of their own stage', () =>
    expect(resolve(raw, {}, exporter(), exporter({ file: '/other/b.json' }))).toBe('value'));
  test('do not choose between two', () =>
    expect(resolve(raw, {}, exporter(), exporter({ file: '/out/c.json' }))).toBe('${shared-name}'));
  test('do not find one of another stage that may be elsewhere', () =>
    expect(resolve(raw, {}, exporter({ file: '/other/b.json' }))).toBe('${shared-name}'));
  test('do not find that of another region', () => {
    const first = template({ body: {}, region: 'eu-west-1' });
    const other = template({ ...exporter(), index: 1, region: 'us-east-1' });
    const resolver = new Resolver([first, other]);
    expect(shown(resolver, resolver.value(first, raw))).toBe('${shared-name}');
    expect(resolver.sameEnvironment(first, other)).toBe('no');
    expect(resolver.sameEnvironment(first, template({}))).toBe('maybe');
  });
  test('of another name are not mixed up', () =>
    expect(resolve({ 'Fn::ImportValue': 'other-name' }, {}, exporter())).toBe('${other-name}'));
  test('of a name that is not known are not known', () => {
    const Outputs = { Name: { Value: 'value', Export: { Name: ['shared-name'] } } };
    expect(resolve(raw, {}, exporter({ body: { Outputs } }))).toBe('${shared-name}');
  });
  test('of themselves are not known', () => {
    const Outputs = { Name: { Value: raw, Export: { Name: 'shared-name' } } };
    expect(resolve(raw, { Outputs })).toBe('${Fn::ImportValue}');
  });
});

test('the region and account of a stack that has them', () => {
  const first = template({ region: 'eu-west-1', account: '111111111111' });
  const resolver = new Resolver([first]);
  expect(resolver.value(first, { 'Fn::Sub': '${AWS::Region} ${AWS::AccountId}' })).toBe('eu-west-1 111111111111');
  expect(shown(resolver, resolver.value(first, { 'Fn::Sub': '${AWS::Partition}' }))).toBe('${AWS::Partition}');
});
