import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportOf, Report, ReportOptions } from '../../src/report/report';
import { Acknowledgements } from '../../src/rules/acknowledgements';
import { readAssembly } from '../../src/rules/template/assembly';

export interface TestResource {
  Type: string;
  Properties: Record<string, unknown>;
}

/** A template that a test changes before it is reported. */
export type Resources = Record<string, TestResource>;

const ref = (name: string) => ({ Ref: name });
const att = (name: string, attribute: string) => ({ 'Fn::GetAtt': [name, attribute] });

/**
 * An application in two isolated subnets, with an endpoint for Kinesis, a gateway endpoint for S3, and brokers on 9098.
 */
export function isolatedNetwork(): Resources {
  return {
    Vpc: {
      Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true, EnableDnsSupport: true },
    },
    ...subnet('SubnetA', '10.0.0.0/24', 0),
    ...subnet('SubnetB', '10.0.1.0/24', 1),
    JobGroup: group([{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }]),
    EndpointGroup: group([]),
    Brokers: group([]),
    EndpointIngress: ingress('EndpointGroup', 'JobGroup', 443),
    BrokersIngress: ingress('Brokers', 'JobGroup', 9098),
    Kinesis: {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.kinesis-streams' },
        VpcEndpointType: 'Interface',
        VpcId: ref('Vpc'),
        PrivateDnsEnabled: true,
        SecurityGroupIds: [att('EndpointGroup', 'GroupId')],
        SubnetIds: [ref('SubnetA'), ref('SubnetB')],
      },
    },
    S3: {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: {
        ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' },
        VpcEndpointType: 'Gateway',
        VpcId: ref('Vpc'),
        RouteTableIds: [ref('SubnetATable'), ref('SubnetBTable')],
      },
    },
    Role: role([
      {
        Effect: 'Allow',
        Action: ['kinesis:GetRecords', 'kinesis:ListShards'],
        Resource: 'arn:aws:kinesis:us-east-1:111111111111:stream/clicks',
      },
      { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::lake/*' },
      {
        Effect: 'Allow',
        Action: [
          ...[
            'Vpcs', 'Subnets', 'SecurityGroups', 'DhcpOptions', 'NetworkInterfaces',
          ].map(what => `ec2:Describe${what}`),
          ...[
            'CreateNetworkInterface', 'CreateNetworkInterfacePermission', 'DeleteNetworkInterface',
          ].map(action => `ec2:${action}`),
        ],
        Resource: '*',
      },
    ]),
    Job: application('JobGroup', ['SubnetA', 'SubnetB']),
  };
}

export function role(statements: unknown[]): TestResource {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: [
          { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'kinesisanalytics.amazonaws.com' } },
        ],
      },
      Policies: [{ PolicyName: 'Job', PolicyDocument: { Statement: statements } }],
    },
  };
}

export function application(
  groupId: string | undefined, subnets: string[], parallelism: Record<string, unknown> = {},
): TestResource {
  return {
    Type: 'AWS::KinesisAnalyticsV2::Application',
    Properties: {
      RuntimeEnvironment: 'FLINK-1_20',
      ServiceExecutionRole: att('Role', 'Arn'),
      ApplicationConfiguration: {
        FlinkApplicationConfiguration: {
          ParallelismConfiguration: {
            ConfigurationType: 'CUSTOM',
            Parallelism: 4,
            ParallelismPerKPU: 1,
            AutoScalingEnabled: false,
            ...parallelism,
          },
        },
        ...groupId === undefined
          ? {}
          : { VpcConfigurations: [{ SubnetIds: subnets.map(ref), SecurityGroupIds: [att(groupId, 'GroupId')] }] },
      },
    },
  };
}

export function group(egress: unknown[]): TestResource {
  return {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { GroupDescription: 'of a test', VpcId: ref('Vpc'), SecurityGroupEgress: closedUnless(egress) },
  };
}

/** What the CDK writes for a group without outbound rules. */
function closedUnless(egress: unknown[]): unknown[] {
  return egress.length > 0 ? egress : [{ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }];
}

export function ingress(target: string, source: string, port: number): TestResource {
  return {
    Type: 'AWS::EC2::SecurityGroupIngress',
    Properties: {
      GroupId: att(target, 'GroupId'),
      SourceSecurityGroupId: att(source, 'GroupId'),
      IpProtocol: 'tcp',
      FromPort: port,
      ToPort: port,
      Description: 'from the job',
    },
  };
}

export function natGateway(subnetId: string): Resources {
  const routes = ['SubnetA', 'SubnetB'].map(name => [`${name}Nat`, {
    Type: 'AWS::EC2::Route',
    Properties: { RouteTableId: ref(`${name}Table`), DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref('Nat') },
  }] as const);
  return {
    Nat: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: ref(subnetId) } }, ...Object.fromEntries(routes),
  };
}

function subnet(name: string, cidr: string, zone: number): Resources {
  return {
    [name]: {
      Type: 'AWS::EC2::Subnet',
      Properties: {
        VpcId: ref('Vpc'), CidrBlock: cidr, AvailabilityZone: { 'Fn::Select': [zone, { 'Fn::GetAZs': '' }] },
      },
    },
    [`${name}Table`]: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } },
    [`${name}Association`]: {
      Type: 'AWS::EC2::SubnetRouteTableAssociation',
      Properties: { SubnetId: ref(name), RouteTableId: ref(`${name}Table`) },
    },
  };
}

const FOLDER = mkdtempSync(join(tmpdir(), 'report-'));

/** Writes a template and returns its file. */
export function written(resources: Resources, name = 'Stack'): string {
  const file = join(FOLDER, `${name}.template.json`);
  writeFileSync(file, JSON.stringify({ Resources: resources }));
  return file;
}

/** The report of a template. */
export function reportOn(resources: Resources, options?: ReportOptions): Report {
  return reportOnFiles([written(resources)], options);
}

/** The report of several templates. */
export function reportOnFiles(files: string[], options: ReportOptions = { region: 'us-east-1' }): Report {
  const assembly = readAssembly(files);
  return reportOf(assembly, new Acknowledgements(assembly.metadata), options);
}
