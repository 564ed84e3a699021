import { group, isolatedNetwork, natGateway, reportOn, Resources, role } from './templates';
import { sentenceOf, wayName } from '../../src/report/reachability';

const closed = group([]);
const without = (...names: string[]) => (all: Resources) => names.forEach(name => delete all[name]);
const set = (name: string, properties: Record<string, unknown>) => (all: Resources) =>
  Object.assign(all[name].Properties, properties);

function pathTo(target: string, ...changes: ((all: Resources) => void)[]) {
  const all = isolatedNetwork();
  changes.forEach(change => change(all));
  return reportOn(all).paths.find(({ to }) => to === target);
}

test.each([
  ['kinesis-streams', 'interface endpoint', '443'],
  ['s3', 'gateway endpoint', '443'],
  ['Brokers', 'VPC', '9098'],
])('%s is reached through the %s', (target, via, port) => {
  expect(pathTo(target)).toMatchObject({ from: 'Job', verdict: 'reachable', via, port, changes: [], assumptions: [] });
});

test.each([
  {
    why: 'an inbound rule in the group of the peer',
    change: (all: Resources) => {
      delete all.BrokersIngress;
      all.Brokers.Properties.SecurityGroupIngress = [
        { IpProtocol: 'tcp', FromPort: 9098, ToPort: 9098, SourceSecurityGroupId: { Ref: 'JobGroup' } },
      ];
    },
    verdict: 'reachable',
    reasons: ['inbound rule of Brokers'],
  },
  {
    why: 'an outbound rule in the group of the application',
    change: (all: Resources) => {
      delete all.BrokersIngress;
      all.JobGroup.Properties.SecurityGroupEgress = [
        { IpProtocol: 'tcp', FromPort: 9098, ToPort: 9098, DestinationSecurityGroupId: { 'Fn::GetAtt': ['Brokers', 'GroupId'] } },
      ];
    },
    verdict: 'blocked',
    reasons: ['outbound rule of JobGroup'],
  },
])('$why makes it a peer, as in templates that are written by hand', ({ change, verdict, reasons }) => {
  expect(pathTo('Brokers', change)).toMatchObject({ verdict, reasons, port: '9098', via: 'VPC' });
});

test('rules that are written in groups are in the table, also those of peers', () => {
  const all = isolatedNetwork();
  all.Brokers.Properties.SecurityGroupIngress = [
    { IpProtocol: 'tcp', FromPort: 9094, ToPort: 9094, SourceSecurityGroupId: { Ref: 'JobGroup' } },
    { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '10.0.0.0/8' },
  ];
  expect(reportOn(all).rules.filter(({ group: name }) => name === 'Brokers').map(({ ports, peer, askedForBy }) => [ports, peer, askedForBy]))
    .toEqual([['tcp 9094', 'JobGroup', 'Brokers'], ['tcp 9098', 'JobGroup', 'BrokersIngress']]);
});

interface Blocked {
  readonly why: string;
  readonly target: string;
  readonly changes: ((all: Resources) => void)[];
  readonly codes: string[];
}

const BLOCKED: Blocked[] = [
  {
    why: 'no inbound rule of the endpoint',
    target: 'kinesis-streams',
    changes: [without('EndpointIngress')],
    codes: ['ENI_SG_RULES_MISMATCH'],
  },
  {
    why: 'neither an outbound nor an inbound rule',
    target: 'kinesis-streams',
    changes: [without('EndpointIngress'), all => { all.JobGroup = closed; }],
    codes: ['ENI_SG_RULES_MISMATCH', 'ENI_SG_RULES_MISMATCH'],
  },
  {
    why: 'a closed group and brokers',
    target: 'Brokers',
    changes: [all => { all.JobGroup = closed; }],
    codes: ['ENI_SG_RULES_MISMATCH'],
  },
  {
    why: 'DNS of the VPC that is off',
    target: 'kinesis-streams',
    changes: [set('Vpc', { EnableDnsHostnames: false })],
    codes: ['FLINK_PRIVATE_DNS_OFF'],
  },
  {
    why: 'no endpoint in isolated subnets',
    target: 'kinesis-streams',
    changes: [without('Kinesis')],
    codes: ['FLINK_NO_ENDPOINT'],
  },
  {
    why: 'a route table that the gateway endpoint lacks',
    target: 's3',
    changes: [set('S3', { RouteTableIds: [{ Ref: 'SubnetATable' }] })],
    codes: ['NO_ROUTE_TO_DESTINATION'],
  },
  {
    why: 'a closed group and a gateway endpoint',
    target: 's3',
    changes: [all => { all.JobGroup = closed; }],
    codes: ['ENI_SG_RULES_MISMATCH'],
  },
];

test.each(BLOCKED)('$target is blocked by $why, and all changes are named', ({ target, changes, codes }) => {
  const path = pathTo(target, ...changes)!;
  expect(path.verdict).toBe('blocked');
  expect(path.changes.map(({ code }) => code)).toEqual(codes);
  const says = path.changes.map(({ say }) => say);
  const advice = says.length === 1 ? says[0] : [`${says.length} changes needed.`, ...says.map((say, index) => `${index + 1}. ${say}`)].join(' ');
  expect(sentenceOf(path)).toBe(`Job cannot reach ${target} on ${path.port}: ${advice}`);
});

interface Unknown {
  readonly why: string;
  readonly target: string;
  readonly changes: ((all: Resources) => void)[];
  readonly code: string;
}

const UNKNOWN: Unknown[] = [
  {
    why: 'a policy of the endpoint',
    target: 'kinesis-streams',
    changes: [set('Kinesis', { PolicyDocument: { Statement: [] } })],
    code: 'FLINK_ENDPOINT_POLICY_NOT_READ',
  },
  {
    why: 'an endpoint without private DNS',
    target: 'kinesis-streams',
    changes: [set('Kinesis', { PrivateDnsEnabled: false })],
    code: 'FLINK_ENDPOINT_URL',
  },
  {
    why: 'an imported group of the endpoint',
    target: 'kinesis-streams',
    changes: [set('Kinesis', { SecurityGroupIds: ['sg-1'] })],
    code: 'FLINK_GROUP_NOT_KNOWN',
  },
  {
    why: 'a network ACL',
    target: 'Brokers',
    changes: [
      all => {
        all.Acl = {
          Type: 'AWS::EC2::SubnetNetworkAclAssociation',
          Properties: { SubnetId: { Ref: 'SubnetA' }, NetworkAclId: 'acl-1' },
        };
      },
    ],
    code: 'FLINK_NETWORK_ACL_NOT_READ',
  },
  {
    why: 'a peer in another VPC',
    target: 'Brokers',
    changes: [set('Brokers', { VpcId: 'vpc-2' })],
    code: 'FLINK_ROUTE_TO_PEER_NOT_KNOWN',
  },
  {
    why: 'routes that are not in the templates',
    target: 'kinesis-streams',
    changes: [without('Kinesis', 'SubnetAAssociation', 'SubnetBAssociation')],
    code: 'FLINK_ROUTE_NOT_KNOWN',
  },
];

test.each(UNKNOWN)('with $why it is not known whether $target is reached', ({ target, changes, code }) => {
  const path = pathTo(target, ...changes)!;
  expect(path).toMatchObject({ verdict: 'unknown', changes: [] });
  expect(path.assumptions.map(assumption => assumption.code)).toContain(code);
  expect(sentenceOf(path)).toMatch(/^It is not known whether Job reaches .* on \d+\. .*Verify/);
});

test('every station is judged, also behind one that is closed', () => {
  const path = pathTo('kinesis-streams', without('EndpointIngress'), all => { all.JobGroup = closed; })!;
  expect(path.hops.map(({ kind, result }) => [kind, result])).toEqual([
    ['security-group-egress', 'blocked'],
    ['route', 'reachable'],
    ['security-group-ingress', 'blocked'],
    ['endpoint-policy', 'reachable'],
    ['private-dns', 'reachable'],
  ]);
});

test('without an endpoint the way is the NAT gateway', () => {
  const nat = (all: Resources) => Object.assign(all, natGateway('SubnetA'));
  expect(pathTo('kinesis-streams', without('Kinesis'), nat)).toMatchObject({ verdict: 'reachable', via: 'egress' });
  const narrow = (all: Resources) => {
    all.JobGroup = group([{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/8' }]);
  };
  expect(
    pathTo('kinesis-streams', without('Kinesis'), nat, narrow),
  ).toMatchObject({ verdict: 'blocked', via: 'egress' });
});

/** The isolated network as it is in an app that imports the VPC and its subnets. */
function imported(all: Resources): void {
  without('Vpc', 'SubnetA', 'SubnetB', 'SubnetATable', 'SubnetBTable', 'SubnetAAssociation', 'SubnetBAssociation')(all);
  const written = JSON.stringify(all)
    .replace(/\{"Ref":"Vpc"\}/g, '"vpc-1"').replace(/\{"Ref":"(Subnet[AB])(Table)?"\}/g, '"$1$2"');
  Object.assign(all, JSON.parse(written) as Resources);
}

test('in imported subnets, the VPC is that of the security groups, and its endpoints are found', () => {
  expect(pathTo('kinesis-streams', imported)).toMatchObject({ verdict: 'reachable', via: 'interface endpoint' });
  expect(pathTo('Brokers', imported)).toMatchObject({ verdict: 'reachable', assumptions: [] });
  const all = isolatedNetwork();
  imported(all);
  const report = reportOn(all);
  expect(report.vpcs).toEqual([{ id: 'vpc-1', name: 'vpc-1', isImported: true }]);
  expect(report.endpoints.map(({ name, neededBy }) => [name, neededBy])).toEqual([
    ['kinesis-streams', ['Job: reads stream/clicks']], ['s3', ['Job: writes lake/*']],
  ]);
});

test('in imported subnets, groups of two VPCs or of none tell no VPC', () => {
  const two = (all: Resources) => {
    all.Other = { ...group([]), Properties: { ...group([]).Properties, VpcId: 'vpc-2' } };
    const { VpcConfigurations: [configuration] } = all.Job.Properties.ApplicationConfiguration as {
      VpcConfigurations: [{ SecurityGroupIds: unknown[] }];
    };
    configuration.SecurityGroupIds.push({ 'Fn::GetAtt': ['Other', 'GroupId'] });
  };
  expect(pathTo('kinesis-streams', imported, two)).toMatchObject({ verdict: 'unknown', via: 'egress' });
});

describe('the name of a way', () => {
  const nat = (all: Resources) => Object.assign(all, natGateway('SubnetA'));
  const transit = (all: Resources) => {
    nat(all);
    for (const name of ['SubnetANat', 'SubnetBNat']) {
      const { NatGatewayId, ...route } = all[name].Properties;
      all[name].Properties = { ...route, TransitGatewayId: 'tgw-1' };
    }
  };
  test.each<[string, string, ((all: Resources) => void)[]]>([
    ['interface endpoint', 'kinesis-streams', []],
    ['gateway endpoint', 's3', []],
    ['VPC', 'Brokers', []],
    ['no endpoint', 'kinesis-streams', [without('Kinesis')]],
    ['NAT gateway', 'kinesis-streams', [without('Kinesis'), nat]],
    ['route out', 'kinesis-streams', [without('Kinesis'), transit]],
    ['route not known', 'kinesis-streams', [without('Kinesis', 'SubnetAAssociation', 'SubnetBAssociation')]],
  ])('is "%s"', (name, target, changes) => {
    expect(wayName(pathTo(target, ...changes)!)).toBe(name);
  });
});

test('an application without a VPC reaches services through the network of the service', () => {
  const report = reportOn({
    Role: role([{ Effect: 'Allow', Action: 'kinesis:GetRecords', Resource: '*' }]),
    Job: {
      ...isolatedNetwork().Job, Properties: { ...isolatedNetwork().Job.Properties, ApplicationConfiguration: {} },
    },
  });
  expect(report.paths).toMatchObject([{ to: 'kinesis-streams', verdict: 'reachable', via: 'egress' }]);
  expect(wayName(report.paths[0])).toBe('service network');
});

describe('a service that is cut off, and that the job may not call', () => {
  const code = { S3ContentLocation: { BucketARN: 'arn:aws:s3:::lake', FileKey: 'job.jar' } };
  const ownCode = (all: Resources) => {
    const configuration = all.Job.Properties.ApplicationConfiguration as Record<string, unknown>;
    set('Job', { ApplicationConfiguration: { ...configuration, ApplicationCodeConfiguration: { CodeContentType: 'ZIPFILE', CodeContent: code } } })(all);
  };
  const allowed = (...statements: Record<string, unknown>[]) => (all: Resources) => { all.Role = role(statements); };
  const allow = (Action: string, Resource: string) => ({ Effect: 'Allow', Action, Resource });

  test.each([
    { why: 'only the code is read', target: 's3', changes: [without('S3'), ownCode, allowed(allow('s3:GetObject', 'arn:aws:s3:::lake/job.jar'))] },
    { why: 'only logs are written', target: 'logs', changes: [allowed(allow('logs:PutLogEvents', '*'))] },
    {
      why: 'a managed policy of AWS allows it',
      target: 's3',
      changes: [without('S3'), set('Role', { Policies: [], ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess'] })],
    },
  ])('is not known where $why', ({ target, changes }) => {
    const path = pathTo(target, ...changes)!;
    expect(path).toMatchObject({ verdict: 'unknown', via: 'none', changes: [], assumptions: [{ code: 'FLINK_CALL_NOT_KNOWN' }] });
  });

  test('is blocked where the job reads another object, too', () => {
    const both = allowed(allow('s3:GetObject', 'arn:aws:s3:::lake/job.jar'), allow('s3:GetObject', 'arn:aws:s3:::other/*'));
    expect(pathTo('s3', without('S3'), ownCode, both)!.verdict).toBe('blocked');
  });
});

test('a blocked way also says what could not be judged', () => {
  const path = pathTo('kinesis-streams', set('Kinesis', { PolicyDocument: { Statement: [] } }), without('EndpointIngress'))!;
  expect(sentenceOf(path)).toMatch(/^Job cannot reach kinesis-streams on 443: EndpointGroup has no inbound .* The endpoint Kinesis has a policy of its own\. Verify/);
});
