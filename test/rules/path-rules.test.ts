import { readFileSync } from 'node:fs';
import { allow, allowAll } from './changes';
import { GOOD_APPS } from './clean-apps';
import { endpoint, remove } from './faults';
import { TestTemplate, violationsOf } from '../helpers/rules';

const RULES = ['no-path-to-service', 'endpoint-unreachable'];

/** A good template that may be changed, of an application that was written by hand. */
function template(): TestTemplate {
  const [stack] = GOOD_APPS['CfnInclude of a YAML template']().synth().stacks;
  return JSON.parse(readFileSync(stack.templateFullPath, 'utf8')) as TestTemplate;
}

function findings(change: (changed: TestTemplate) => void): string[] {
  const changed = template();
  change(changed);
  return violationsOf(changed, { rules: RULES }).map(({ ruleName, description }) => `${ruleName}: ${description}`);
}

function interfaceEndpoint(service: string, properties: Record<string, unknown> = {}) {
  return {
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: {
      VpcId: { Ref: 'Vpc' },
      VpcEndpointType: 'Interface',
      ServiceName: `com.amazonaws.eu-west-1.${service}`,
      PrivateDnsEnabled: true,
      SubnetIds: [{ Ref: 'SubnetA' }, { Ref: 'SubnetB' }],
      SecurityGroupIds: [{ Ref: 'EndpointGroup' }],
      ...properties,
    },
  };
}

describe('a service that the role allows', () => {
  test.each([
    ['athena:GetQueryResults', 'athena'],
    ['aps:RemoteWrite', 'aps-workspaces'],
    ['dynamodb:Query', 'dynamodb'],
    ['events:PutEvents', 'events'],
    ['execute-api:Invoke', 'execute-api'],
    ['firehose:PutRecord', 'kinesis-firehose'],
    ['glue:GetTable', 'glue'],
    ['lambda:InvokeFunction', 'lambda'],
    ['rds-data:ExecuteStatement', 'rds-data'],
    ['redshift-data:ExecuteStatement', 'redshift-data'],
    ['s3:PutObject', 's3'],
    ['s3tables:GetTable', 's3tables'],
    ['secretsmanager:GetSecretValue', 'secretsmanager'],
    ['sns:Publish', 'sns'],
    ['sqs:SendMessage', 'sqs'],
    ['ssm:GetParameter', 'ssm'],
    ['states:StartExecution', 'states'],
    ['sts:AssumeRole', 'sts'],
  ])('%s needs a path to %s', (action, service) => {
    const needed = (changed: TestTemplate) => {
      changed.Resources.NetworkPolicy.Properties.PolicyDocument.Statement.push({
        Effect: 'Allow', Action: action, Resource: 'arn:aws:x:::other/thing',
      });
    };
    expect(findings(needed)).toEqual([expect.stringMatching(new RegExp('^no-path-to-service: the role allows calls to '
      + `${service}, but`))]);
    expect(findings(changed => {
      needed(changed);
      changed.Resources.Mine = interfaceEndpoint(service);
    })).toEqual([]);
  });

  test('has a path by a FIPS endpoint, and by none of another service that ends so', () => {
    const needed = (service: string) => findings(changed => {
      allowAll(changed, 'sqs:SendMessage');
      changed.Resources.Mine = interfaceEndpoint(service);
    });
    expect(needed('sqs-fips')).toEqual([]);
    expect(needed('x.sqs-fips')).toHaveLength(1);
  });

  test('has no path by an endpoint of another VPC', () => {
    expect(findings(changed => {
      allowAll(changed, 'sqs:SendMessage');
      changed.Resources.Other = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.30.0.0/16' } };
      changed.Resources.Mine = interfaceEndpoint('sqs', { VpcId: { Ref: 'Other' } });
    })).toHaveLength(1);
  });

  test('has a path by a gateway in one of several route tables, if it is that of the subnets', () => {
    const gateway = (...tables: unknown[]) => findings(changed => {
      allowAll(changed, 'dynamodb:Query');
      changed.Resources.OtherTable = { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } };
      changed.Resources.Gateway = {
        Type: 'AWS::EC2::VPCEndpoint',
        Properties: { VpcId: { Ref: 'Vpc' }, ServiceName: 'com.amazonaws.eu-west-1.dynamodb', RouteTableIds: tables },
      };
    });
    expect(gateway({ Ref: 'RouteTable' }, { Ref: 'OtherTable' })).toEqual([]);
    expect(gateway({ Ref: 'OtherTable' })).toHaveLength(1);
  });

  test('is not S3 where only the code may be meant', () => {
    const s3 = (Resource: unknown) => findings(changed => {
      changed.Resources.NetworkPolicy.Properties.PolicyDocument.Statement.push({
        Effect: 'Allow', Action: 's3:GetObject*', Resource,
      });
    });
    expect(s3({ 'Fn::Sub': '${Code.Arn}/job.jar' })).toEqual([]);
    expect(s3([{ 'Fn::GetAtt': ['Code', 'Arn'] }, { 'Fn::Sub': '${Code.Arn}/*' }])).toEqual([]);
    expect(s3({ 'Fn::Sub': '${Code.Arn}/other.jar' })).toHaveLength(1);
  });
});

describe('an endpoint that cannot be reached', () => {
  /** Nobody is let in by the group of the endpoint. */
  const closed = (service: string, properties: Record<string, unknown> = {}) => (changed: TestTemplate) => {
    changed.Resources.ClosedGroup = {
      Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'closed', VpcId: { Ref: 'Vpc' } },
    };
    changed.Resources.Mine = interfaceEndpoint(service, { SecurityGroupIds: [{ Ref: 'ClosedGroup' }], ...properties });
  };
  const message = (service: string) => 'endpoint-unreachable: securityGroupIds is ["JobGroup"], '
    + `which cannot reach the endpoint Stack/Template/Mine for ${service} on port 443: no inbound rule of the `
    + 'endpoint\'s groups allows it. Private DNS sends all calls from the VPC to the endpoint. Calls from an '
    + 'application that cannot reach it time out, even if there is a NAT gateway.';

  test.each([['sqs:SendMessage', 'sqs'], ['cloudwatch:PutMetricData', 'monitoring']])('is found for %s', (action, service) => {
    const found = findings(changed => {
      allowAll(changed, action);
      closed(service)(changed);
    });
    expect(
      found.map(text =>
        text.replace(/securityGroupIds is [^,]+, /, 'securityGroupIds is ["JobGroup"], ').replace(/the endpoint \S+ for/, 'the endpoint Stack/Template/Mine for')),
    )
      .toEqual([message(service)]);
  });

  test('is found with both faults', () => {
    const [found] = findings(changed => {
      allowAll(changed, 'sqs:SendMessage');
      closed('sqs')(changed);
      changed.Resources.JobGroup.Properties.SecurityGroupEgress = [
        { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, CidrIp: '0.0.0.0/0' },
      ];
      remove(changed, endpoint(changed, 'kinesis-streams')[0]);
      remove(changed, endpoint(changed, 'logs')[0]);
      changed.Resources.DataPolicy.Properties.PolicyDocument.Statement.shift();
    });
    expect(found).toContain('on port 443: no outbound rule of the application\'s groups allows it, and no inbound rule '
      + 'of the endpoint\'s groups allows it. ');
  });

  test.each<[string, string, (changed: TestTemplate) => void]>([
    ['of a service that the role does not allow', 'kinesis:Get*', closed('sqs')],
    ['without private DNS', 'sqs:SendMessage', closed('sqs', { PrivateDnsEnabled: false })],
    ['of another kind', 'sqs:SendMessage', closed('sqs', { VpcEndpointType: 'GatewayLoadBalancer' })],
    ['that may not be made', 'sqs:SendMessage', changed => {
      closed('sqs')(changed);
      changed.Resources.Mine.Condition = 'Production';
    }],
    [
      'without groups, which has the default group of the VPC',
      'sqs:SendMessage',
      closed('sqs', { SecurityGroupIds: undefined }),
    ],
  ])('is not found: one %s', (_, action, change) => {
    expect(findings(changed => {
      changed.Resources.NetworkPolicy.Properties.PolicyDocument.Statement.push(...allow(action).Statement);
      change(changed);
    }).filter(text => text.startsWith('endpoint-unreachable'))).toEqual([]);
  });

  test('is not found in another VPC', () => {
    expect(findings(changed => {
      allowAll(changed, 'kinesis:GetRecords');
      changed.Resources.Other = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.30.0.0/16' } };
      closed('kinesis-streams', { VpcId: { Ref: 'Other' } })(changed);
    })).toEqual([]);
  });
});
