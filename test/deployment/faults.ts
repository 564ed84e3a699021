import { App, Stack } from 'aws-cdk-lib';
import { newBrokers, newJob, newStack, newStream, newVpc } from './parts';

interface Resource {
  readonly Type: string;
  Properties: Record<string, unknown>;
  DependsOn?: string | string[];
}

/** A template that can be changed. */
export interface Template {
  readonly Resources: Record<string, Resource>;
}

/** A fault in a template: how it comes in, and what is said of it, in the deployment or by the checker afterwards. */
export interface Fault {
  readonly name: string;
  readonly found: RegExp;
  readonly change: (template: Template) => void;
}

/** Whom the application has to reach. */
export const PEERS = { Brokers: 9098 };
const APPLICATION = 'AWS::KinesisAnalyticsV2::Application';
const ENDPOINT = 'AWS::EC2::VPCEndpoint';
const INGRESS = 'AWS::EC2::SecurityGroupIngress';
const EGRESS = 'AWS::EC2::SecurityGroupEgress';

/** The template that is good: restricted egress, endpoints, brokers in the VPC. */
export function goodStack(app: App): Stack {
  const stack = newStack(app, 'Faults');
  const vpc = newVpc(stack);
  newJob(stack, 'Job', vpc, {
    vpcConfiguration: { vpc, allowAllOutbound: false },
    sources: [newBrokers(stack, vpc), newStream(stack)],
  });
  return stack;
}

type Match = (resource: Resource, id: string) => boolean;

function find({ Resources }: Template, type: string, matches: Match = () => true): [id: string, resource: Resource] {
  const found = Object.entries(Resources).find(([id, resource]) => resource.Type === type && matches(resource, id));
  if (found === undefined) throw new Error(`the template has no such ${type}`);
  return found;
}

const text = (value: unknown) => JSON.stringify(value);
const isInterface: Match = ({ Properties }) => Properties.VpcEndpointType === 'Interface';
const isGateway: Match = resource => !isInterface(resource, '');

function remove(template: Template, type: string, matches?: Match): void {
  const [id] = find(template, type, matches);
  delete template.Resources[id];
  for (const resource of Object.values(template.Resources)) {
    if (resource.DependsOn !== undefined) resource.DependsOn = [resource.DependsOn].flat().filter(name => name !== id);
  }
}

/** Takes away a rule that lets out. Without any rule, a group would let everything out. */
function shut(template: Template, port: number): void {
  const toPort: Match = ({ Properties }) => Properties.FromPort === port;
  const [, { Properties: rule }] = find(template, EGRESS, toPort);
  const { 'Fn::GetAtt': [group] } = rule.GroupId as { 'Fn::GetAtt': string[] };
  remove(template, EGRESS, toPort);
  template.Resources[group].Properties.SecurityGroupEgress = [
    { CidrIp: '255.255.255.255/32', IpProtocol: 'icmp', FromPort: 252, ToPort: 86 },
  ];
}

interface Configuration {
  readonly ApplicationCodeConfiguration: { readonly CodeContent: { readonly S3ContentLocation: { FileKey: string } } };
  readonly EnvironmentProperties: { readonly PropertyGroups: { readonly PropertyMap: Record<string, string> }[] };
  readonly VpcConfigurations: { readonly SecurityGroupIds: unknown[] }[];
}

function configuration(template: Template): Configuration {
  return find(template, APPLICATION)[1].Properties.ApplicationConfiguration as Configuration;
}

/** Each of them is put into the good template alone. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'the application does not wait for its policy',
    found: /we are unable to get the specified filekey|Please check the role provided/i,
    change: template => {
      find(template, APPLICATION)[1].DependsOn = [];
    },
  },
  {
    name: 'the role trusts another service',
    found: /doesn't have sufficient privileges to assume the role/,
    change: template => {
      const [, role] = find(template, 'AWS::IAM::Role');
      const { Statement: statements } = role.Properties.AssumeRolePolicyDocument as { Statement: Statement[] };
      statements[0].Principal = { Service: 'lambda.amazonaws.com' };
    },
  },
  {
    name: 'an endpoint with two subnets in one zone',
    found: /Found another VPC endpoint subnet in the availability zone/,
    change: template => {
      const [id] = find(template, 'AWS::EC2::Subnet');
      const [, other] = find(template, 'AWS::EC2::Subnet', (_, name) => name !== id);
      other.Properties.AvailabilityZone = template.Resources[id].Properties.AvailabilityZone;
    },
  },
  {
    name: 'an endpoint group without the rules that admit',
    found: /no group of com.amazonaws.us-east-1.logs admits the application/,
    change: template => {
      remove(template, INGRESS, resource => resource.Properties.FromPort === 443);
      const [, group] = find(template, 'AWS::EC2::SecurityGroup', (_, id) => id.includes('EndpointSecurityGroup'));
      delete group.Properties.SecurityGroupIngress;
    },
  },
  {
    name: 'no rule that lets the application out to endpoints',
    found: /no group of the application lets it out to com.amazonaws.us-east-1.logs/,
    change: template => shut(template, 443),
  },
  {
    name: 'no rule that lets the application out to its brokers',
    found: /no group of the application lets it out to port 9098/,
    change: template => shut(template, 9098),
  },
  {
    name: 'brokers that do not admit the application',
    found: /Brokers\w* does not admit the application to port 9098/,
    change: template => remove(template, INGRESS, resource => resource.Properties.FromPort === 9098),
  },
  {
    name: 'a rule twice',
    found: /the specified rule .* already exists/,
    change: template => {
      template.Resources.Twice = find(template, INGRESS)[1];
    },
  },
  {
    name: 'two endpoints with private DNS for one service',
    found: /there is already a conflicting DNS domain/,
    change: template => {
      template.Resources.Twice = find(template, ENDPOINT, isInterface)[1];
    },
  },
  {
    name: 'an endpoint without private DNS',
    found: /has no private DNS/,
    change: template => {
      find(template, ENDPOINT, isInterface)[1].Properties.PrivateDnsEnabled = false;
    },
  },
  {
    name: 'a VPC without DNS hostnames',
    found: /Enabling private DNS requires both enableDnsSupport and enableDnsHostnames/,
    change: template => {
      find(template, 'AWS::EC2::VPC')[1].Properties.EnableDnsHostnames = false;
    },
  },
  {
    name: 'a gateway endpoint that leaves out a route table',
    found: /com.amazonaws.us-east-1.s3 has no route in subnet-/,
    change: template => {
      const { Properties: properties } = find(template, ENDPOINT, isGateway)[1];
      properties.RouteTableIds = (properties.RouteTableIds as unknown[]).slice(1);
    },
  },
  {
    name: 'no endpoint for a service that every job needs',
    found: /has neither an endpoint for monitoring nor a way to the internet/,
    change: template => remove(template, ENDPOINT, ({ Properties }) => text(Properties).includes('.monitoring')),
  },
  {
    name: 'code that is not there',
    found: /unable to get the specified fileKey/,
    change: template => {
      const location = configuration(template).ApplicationCodeConfiguration.CodeContent.S3ContentLocation;
      location.FileKey = 'other.zip';
    },
  },
  {
    name: 'a security group of another VPC',
    found: /subnets and groups of several VPCs/,
    change: template => {
      template.Resources.Other = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.9.0.0/16' } };
      template.Resources.Stranger = {
        Type: 'AWS::EC2::SecurityGroup',
        Properties: { GroupDescription: 'stranger', VpcId: { Ref: 'Other' } },
      };
      configuration(template).VpcConfigurations[0].SecurityGroupIds[0] = { 'Fn::GetAtt': ['Stranger', 'GroupId'] };
    },
  },
  {
    name: 'a log stream that is not there',
    found: /the log stream .* does not exist/,
    change: template => {
      const [, option] = find(template, 'AWS::KinesisAnalyticsV2::ApplicationCloudWatchLoggingOption');
      const arn = 'arn:aws:logs:us-east-1:000000000000:log-group:none:log-stream:none';
      option.Properties.CloudWatchLoggingOption = { LogStreamARN: arn };
    },
  },
  {
    name: 'an attribute that was not resolved',
    found: /\$\{Token\[Stream.Arn.123\]\} is not resolved/,
    change: template => {
      const [group] = configuration(template).EnvironmentProperties.PropertyGroups;
      group.PropertyMap.stream = '${Token[Stream.Arn.123]}';
    },
  },
  {
    name: 'a role that may not delete network interfaces',
    found: /the role may not \('ec2:DeleteNetworkInterface'/,
    change: template => drop(template, 'ec2:DeleteNetworkInterface'),
  },
  {
    name: 'a role that may not write messages',
    found: /the role may not \('logs:PutLogEvents'/,
    change: template => drop(template, 'logs:PutLogEvents'),
  },
  {
    name: 'a role that may read every bucket',
    found: /the role may \('s3:GetObject', 'arn:aws:s3:::other\/key'/,
    change: template => {
      statementOf(template, 's3:GetObject').Resource = '*';
    },
  },
];

interface Statement {
  Action: string | string[];
  Resource: unknown;
  Principal?: unknown;
}

function policies(template: Template): { Statement: Statement[] }[] {
  return Object.values(template.Resources)
    .filter(({ Type }) => Type === 'AWS::IAM::Policy')
    .map(({ Properties }) => Properties.PolicyDocument as { Statement: Statement[] });
}

const allows = (action: string) => (statement: Statement) => [statement.Action].flat().includes(action);

function statementOf(template: Template, action: string): Statement {
  const found = policies(template).flatMap(policy => policy.Statement).find(allows(action));
  if (found === undefined) throw new Error(`no statement allows ${action}`);
  return found;
}

function drop(template: Template, action: string): void {
  statementOf(template, action);
  for (const policy of policies(template)) {
    policy.Statement = policy.Statement.filter(statement => !allows(action)(statement));
  }
}
