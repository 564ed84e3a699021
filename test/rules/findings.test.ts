import { allowAll, bucketPolicy, disallowCode, endpointRules, route, withoutPolicies } from './changes';
import { GOOD_APPS } from './clean-apps';
import { all, application, code, configuration, endpoint, loggingOption, remove, vpcConfiguration } from './faults';
import { idsOf, TemplateResource, TestTemplate, violationsAfter } from '../helpers/rules';

const UNREACHABLE = ['endpoint-unreachable'];
const TCP = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.20.0.0/16' };

/** Changes that are near to ones that nothing is reported of. */
const CASES: Record<string, [string[], (template: TestTemplate) => void]> = {
  'a route to an internet gateway outside of the app': [['public-subnet'], template => {
    template.Resources.ToInternet = route(template, { GatewayId: 'igw-1', DestinationCidrBlock: '0.0.0.0/0' });
  }],
  'a rule of another protocol': [
    UNREACHABLE, template => { endpointRules(template, [{ ...TCP, IpProtocol: 'udp' }]); },
  ],
  'a rule for the ports below': [
    UNREACHABLE, template => { endpointRules(template, [{ ...TCP, FromPort: 0, ToPort: 442 }]); },
  ],
  'a rule for the ports above': [
    UNREACHABLE, template => { endpointRules(template, [{ ...TCP, FromPort: 444, ToPort: 65535 }]); },
  ],
  'a rule for the port': [[], template => { endpointRules(template, [TCP]); }],
  'a rule for the range just below the subnets': [
    UNREACHABLE, template => { endpointRules(template, [{ ...TCP, CidrIp: '10.19.255.0/24' }]); },
  ],
  'a rule for the range just above the subnets': [
    UNREACHABLE, template => { endpointRules(template, [{ ...TCP, CidrIp: '10.20.2.0/24' }]); },
  ],
  'a rule for one address of a subnet': [
    [], template => { endpointRules(template, [{ ...TCP, CidrIp: '10.20.1.255/32' }]); },
  ],
  'a rule for another group': [UNREACHABLE, template => {
    endpointRules(
      template, [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: { Ref: 'EndpointGroup' } }],
    );
  }],
  'a policy without statements': [
    ['network-permissions'], template => { template.Resources.NetworkPolicy.Properties.PolicyDocument = {}; },
  ],
  'a role without permissions': [['code-not-readable', 'log-permissions', 'network-permissions'], withoutPolicies],
  'a trust policy for an account': [
    ['role-trust'], template => { trust(template).Principal = { AWS: 'arn:aws:iam::111111111111:root' }; },
  ],
  'a trust policy for a web identity': [
    ['role-trust'], template => { trust(template).Principal = { Federated: 'accounts.example.com' }; },
  ],
  'a trust policy with another action': [['role-trust'], template => { trust(template).Action = 'sts:TagSession'; }],
  'a trust policy for several services': [[], template => {
    Object.assign(trust(template), {
      Principal: { Service: ['ec2.amazonaws.com', 'kinesisanalytics.amazonaws.com'] },
      Action: ['sts:TagSession', 'sts:AssumeRole'],
    });
  }],
  'code of a version': [['code-not-readable'], template => { code(template).ObjectVersion = 'v1'; }],
  'code in a bucket whose policy denies': [
    ['code-not-readable'],
    template => { disallowCode(template); bucketPolicy(template, { Effect: 'Deny', Principal: '*' }); },
  ],
  'code in a bucket whose policy lets another role read': [['code-not-readable'], template => {
    disallowCode(template);
    template.Resources.Other = { Type: 'AWS::IAM::Role', Properties: {} };
    bucketPolicy(template, { Principal: { AWS: { 'Fn::GetAtt': 'Other.Arn' } } });
  }],
  'code in a bucket whose policy allows something else': [['code-not-readable'], template => {
    disallowCode(template);
    bucketPolicy(template, { Principal: '*', Action: 's3:PutObject' });
  }],
  'code in a bucket whose policy is about other objects': [['code-not-readable'], template => {
    disallowCode(template);
    bucketPolicy(template, { Principal: '*', Resource: { 'Fn::Sub': '${Code.Arn}/other/*' } });
  }],
  'code in a bucket beside one whose policy lets everybody read': [['code-not-readable'], template => {
    disallowCode(template);
    template.Resources.Other = { Type: 'AWS::S3::Bucket', Properties: {} };
    bucketPolicy(template, { Principal: '*', Resource: '*' }, { Ref: 'Other' });
  }],
  'S3 that is allowed beside the code': [['no-path-to-service'], template => {
    template.Resources.Other = { Type: 'AWS::S3::Bucket', Properties: {} };
    template.Resources.NetworkPolicy.Properties.PolicyDocument.Statement.push(
      { Effect: 'Allow', Action: 's3:PutObject', Resource: { 'Fn::Sub': '${Other.Arn}/*' } });
  }],
  'a service that the role allows by name': [['no-path-to-service'], template => { allowAll(template, 'sqs:*'); }],
  'a service without a name in the role': [[], template => { allowAll(template, '*'); }],
  'a gateway endpoint that only one of the route tables has': [['gateway-unreachable', 'no-path-to-service'], template => {
    allowAll(template, 'dynamodb:Query');
    template.Resources.OtherTable = { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } };
    template.Resources.RouteTableOfB.Properties.RouteTableId = { Ref: 'OtherTable' };
    template.Resources.Gateway = {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        VpcId: { Ref: 'Vpc' }, ServiceName: 'com.amazonaws.eu-west-1.dynamodb', RouteTableIds: [{ Ref: 'RouteTable' }],
      },
    };
  }],
  'subnets of two VPCs without an endpoint': [[], template => {
    remove(template, endpoint(template, 'kinesis-streams')[0]);
    template.Resources.SubnetB.Properties.VpcId = 'vpc-1';
  }],
  'subnets that may have another route table': [[], template => {
    remove(template, endpoint(template, 'kinesis-streams')[0]);
    template.Resources.Other = {
      Type: 'AWS::EC2::SubnetRouteTableAssociation',
      Properties: { SubnetId: { 'Fn::ImportValue': 'elsewhere' }, RouteTableId: 'rtb-1' },
    };
  }],
  'a route of the table, and one of a table that is not known': [[], template => {
    remove(template, endpoint(template, 'kinesis-streams')[0]);
    template.Resources.One = route(template, { TransitGatewayId: 'tgw-1', DestinationCidrBlock: '10.0.0.0/8' });
    template.Resources.Other = route(template, {
      TransitGatewayId: 'tgw-1', DestinationCidrBlock: '10.0.0.0/8', RouteTableId: { 'Fn::ImportValue': 'elsewhere' },
    });
  }],
  'route tables that may not be those of the subnets': [[], template => {
    template.Resources.ToInternet = route(template, { GatewayId: 'igw-1', DestinationCidrBlock: '0.0.0.0/0' });
    all(template, 'AWS::EC2::SubnetRouteTableAssociation').forEach(association => { maybe(template, association); });
  }],
  'an outbound rule for a range without the endpoints': [UNREACHABLE, template => {
    template.Resources.JobGroup.Properties.SecurityGroupEgress = [{ ...TCP, CidrIp: '192.168.0.0/16' }];
  }],
  'a gateway endpoint in the route table, and no rule for it': [['gateway-unreachable'], template => {
    allowAll(template, 'dynamodb:Query');
    template.Resources.Gateway = {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        VpcId: { Ref: 'Vpc' }, ServiceName: 'com.amazonaws.eu-west-1.dynamodb', RouteTableIds: [{ Ref: 'RouteTable' }],
      },
    };
  }],
  'a VPC that says nothing of DNS': [['endpoint-dns'], template => {
    const { Properties } = template.Resources.Vpc;
    delete Properties.EnableDnsSupport;
    delete Properties.EnableDnsHostnames;
  }],
  'a VPC that leaves DNS support as it is': [
    [], template => { delete template.Resources.Vpc.Properties.EnableDnsSupport; },
  ],
  'an endpoint without private DNS in a VPC without host names': [[], template => {
    delete template.Resources.Vpc.Properties.EnableDnsHostnames;
    all(template, 'AWS::EC2::VPCEndpoint').forEach(({ Properties }) => { Properties.PrivateDnsEnabled = false; });
  }],
  'a gateway endpoint that says private DNS in a VPC without host names': [['gateway-without-route-tables'], template => {
    delete template.Resources.Vpc.Properties.EnableDnsHostnames;
    all(template, 'AWS::EC2::VPCEndpoint').forEach(({ Properties }) => { Properties.PrivateDnsEnabled = false; });
    template.Resources.Gateway = {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: { VpcId: { Ref: 'Vpc' }, ServiceName: 'com.amazonaws.eu-west-1.s3', PrivateDnsEnabled: true },
    };
  }],
  'two endpoints without a service': [
    [], template => { second(template).forEach(({ Properties }) => { delete Properties.ServiceName; }); },
  ],
  'two endpoints without a VPC': [
    [], template => { second(template).forEach(({ Properties }) => { delete Properties.VpcId; }); },
  ],
  'a second endpoint that may be deployed': [
    ['duplicate-private-dns'], template => { maybe(template, second(template)[1]); },
  ],
  'a second endpoint beside one that may be deployed': [
    ['duplicate-private-dns'], template => { maybe(template, second(template)[0]); },
  ],
  'a group with an empty list of outbound rules': [
    [], template => { template.Resources.JobGroup.Properties.SecurityGroupEgress = []; },
  ],
  'a group with an outbound rule elsewhere': [[], template => { outbound(template, 443); }],
  'a group with an outbound rule elsewhere for another port': [UNREACHABLE, template => { outbound(template, 444); }],
  'a policy that deletes only': [['network-permissions'], template => {
    template.Resources.NetworkPolicy.Properties.PolicyDocument.Statement = [
      { Effect: 'Allow', Action: 'ec2:DeleteNetworkInterface', Resource: '*' },
    ];
  }],
  'an application without a VPC and with a role without permissions for it': [[], template => {
    delete configuration(template).VpcConfigurations;
    template.Resources.NetworkPolicy.Properties.PolicyDocument.Statement = [];
  }],
  'the runtime before the last ended one': [
    ['retired-runtime'], template => { application(template).Properties.RuntimeEnvironment = 'FLINK-1_11'; },
  ],
  'the first runtime that has not ended': [
    [], template => { application(template).Properties.RuntimeEnvironment = 'FLINK-1_15'; },
  ],
  'as many subnets as are allowed': [[], template => {
    vpcConfiguration(template).SubnetIds = [
      ...vpcConfiguration(template).SubnetIds, ...Array.from({ length: 14 }, (_, index) => `subnet-${index}`),
    ];
  }],
  'as many groups as are allowed': [[], template => {
    vpcConfiguration(template).SecurityGroupIds = [
      ...vpcConfiguration(template).SecurityGroupIds, 'sg-1', 'sg-2', 'sg-3', 'sg-4',
    ];
  }],
  'as many subnets as are allowed, and one that may be left out': [[], template => {
    vpcConfiguration(template).SubnetIds = [
      ...Array.from({ length: 16 }, (_, index) => `subnet-${index}`), { 'Fn::ImportValue': 'elsewhere' },
    ];
  }],
  'a logging option without a stream': [[], template => { delete loggingOption(template).LogStreamARN; }],
  'a stream of which nothing is known': [
    [], template => { loggingOption(template).LogStreamARN = { 'Fn::ImportValue': 'elsewhere' }; },
  ],
  'a logging option of another application': [['log-permissions'], template => {
    template.Resources.Job = {
      ...application(template), Properties: { ...application(template).Properties, ApplicationName: 'other' },
    };
    template.Resources.LoggingOption.Properties.ApplicationName = { Ref: 'Job' };
    template.Resources.Role.Properties.Policies = [];
  }],
  'a stream by a name that nothing has': [['log-permissions', 'log-stream-missing'], template => {
    loggingOption(template).LogStreamARN = {
      'Fn::Sub': 'arn:aws:logs:eu-west-1:111111111111:log-group:${Logs}:log-stream:other',
    };
    template.Resources.LogStream.Properties.LogStreamName = 'job';
  }],
};

test.each(Object.entries(CASES))('%s', (_, [expected, change]) => {
  expect(idsOf(violationsAfter(GOOD_APPS['CfnInclude of a YAML template'](), change))).toEqual(expected);
});

test('an endpoint whose service is not known is named as such', () => {
  const violations = violationsAfter(GOOD_APPS['CfnInclude of a YAML template'](), template => {
    endpoint(template, 'kinesis-streams')[1].Properties.ServiceName = { 'Fn::ImportValue': 'elsewhere' };
    delete template.Resources.Vpc.Properties.EnableDnsHostnames;
  }, { rules: ['endpoint-dns'] });
  expect(violations.map(({ description }) => description.split('. ')[0])).toEqual(['a service', 'logs'].map(service =>
    `privateDnsEnabled is true for ${service}, but enableDnsHostnames of the VPC Stack/Template/Vpc is false and must `
    + 'be true'));
});

test('both attributes of a VPC that are off are named', () => {
  const [{ description }] = violationsAfter(GOOD_APPS['CfnInclude of a YAML template'](), template => {
    Object.assign(template.Resources.Vpc.Properties, { EnableDnsSupport: false, EnableDnsHostnames: false });
  });
  expect(description).toContain(', but enableDnsSupport and enableDnsHostnames of the VPC Stack/Template/Vpc is false '
    + 'and must be true');
});

test('a version of the code takes a permission of its own', () => {
  const [{ description }] = violationsAfter(GOOD_APPS['CfnInclude of a YAML template'](), template => { code(template).ObjectVersion = 'v1'; });
  expect(description).toContain('which does not allow s3:GetObjectVersion on '
    + 'arn:${AWS::Partition}:s3:::${Code}/job.jar, but');
});

function trust(template: TestTemplate): Record<string, unknown> {
  return template.Resources.Role.Properties.AssumeRolePolicyDocument.Statement;
}

/** Makes a second endpoint for the same service, and returns both. */
function second(template: TestTemplate): TemplateResource[] {
  const [, first] = endpoint(template, 'kinesis-streams');
  template.Resources.Second = { ...first, Properties: { ...first.Properties } };
  return [first, template.Resources.Second];
}

/** Lets a resource depend on a condition that is only known when the stack is deployed. */
function maybe(template: TestTemplate, resource: TemplateResource): void {
  template.Parameters.Choice = { Type: 'String' };
  template.Conditions.Chosen = { 'Fn::Equals': [{ Ref: 'Choice' }, 'x'] };
  resource.Condition = 'Chosen';
}

/** Lets the application send to one port by a rule that is a resource of its own, beside one for a database. */
function outbound(template: TestTemplate, port: number): void {
  template.Resources.JobGroup.Properties.SecurityGroupEgress = [
    { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp: '0.0.0.0/0' },
  ];
  template.Resources.Outbound = {
    Type: 'AWS::EC2::SecurityGroupEgress',
    Properties: { GroupId: { Ref: 'JobGroup' }, IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIp: '0.0.0.0/0' },
  };
}
