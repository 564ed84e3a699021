import { App } from 'aws-cdk-lib';
import { references, templateOf, TemplateJson } from './helpers';
import { cycles, danglingReferences, missingOrder } from './helpers/deployment-order';
import { SCENARIOS } from './helpers/scenarios';

describe.each(SCENARIOS)('%s', (_, build) => {
  const app = new App();
  const stacks = build(app);
  const templates = stacks.map(templateOf);

  test('everything that an application needs comes before it', () => {
    expect(templates.flatMap(template => missingOrder(template))).toEqual([]);
  });

  test('no resource waits for itself, and nothing is referred to that is not there', () => {
    expect(templates.flatMap(cycles)).toEqual([]);
    expect(templates.flatMap(danglingReferences)).toEqual([]);
  });

  test('what a stack imports is exported by a stack that it waits for', () => {
    for (const [index, stack] of stacks.entries()) {
      const imports = [
        ...JSON.stringify(templates[index]).matchAll(/"Fn::ImportValue":"([^"]+)"/g),
      ].map(([, name]) => name);
      const exports = stacks.filter(other => stack.dependencies.includes(other))
        .flatMap(other => Object.values(templateOf(other).Outputs ?? {}).map(output => output.Export?.Name));
      expect(imports.filter(name => !exports.includes(name))).toEqual([]);
      expect(stack.dependencies.filter(other => other.dependencies.includes(stack))).toEqual([]);
    }
  });
});

describe('these checks find', () => {
  const application = (dependsOn: string[]): TemplateJson => ({
    Resources: {
      App: {
        Type: 'AWS::KinesisAnalyticsV2::Application',
        DependsOn: dependsOn,
        Properties: {
          ServiceExecutionRole: { 'Fn::GetAtt': ['Role', 'Arn'] },
          ApplicationConfiguration: {
            VpcConfigurations: [
              { SubnetIds: [{ Ref: 'Subnet' }], SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] },
            ],
          },
        },
      },
      Role: { Type: 'AWS::IAM::Role' },
      Policy: { Type: 'AWS::IAM::Policy', Properties: { Roles: [{ Ref: 'Role' }] } },
      Group: { Type: 'AWS::EC2::SecurityGroup' },
      Rule: { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { GroupId: { 'Fn::GetAtt': 'Group.GroupId' } } },
      Subnet: { Type: 'AWS::EC2::Subnet' },
      Table: { Type: 'AWS::EC2::RouteTable' },
      Link: {
        Type: 'AWS::EC2::SubnetRouteTableAssociation',
        Properties: { SubnetId: { Ref: 'Subnet' }, RouteTableId: { Ref: 'Table' } },
      },
      Route: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: 'Table' } } },
      Gateway: { Type: 'AWS::EC2::VPCEndpoint', Properties: { RouteTableIds: [{ Ref: 'Table' }] } },
      Endpoint: { Type: 'AWS::EC2::VPCEndpoint', Properties: { VpcEndpointType: 'Interface' } },
    },
  });
  const needed = ['Policy', 'Rule', 'Link', 'Route', 'Gateway', 'Endpoint'];

  test('nothing where the order is right', () => {
    expect(missingOrder(application(needed))).toEqual([]);
  });

  test.each(needed)('a missing %s', id => {
    expect(missingOrder(application(needed.filter(other => other !== id)))).toEqual([`App does not wait for ${id}`]);
  });

  test('a cycle and what is not there', () => {
    const template: TemplateJson = {
      Resources: {
        A: { Type: 'T', DependsOn: 'B' },
        B: { Type: 'T', Properties: { P: { 'Fn::Sub': ['${A.Arn} ${x}', { x: { Ref: 'C' } }] } } },
      },
    };
    expect(cycles(template)).toEqual(['A', 'B']);
    expect(danglingReferences(template)).toEqual(['C']);
    expect(references({ 'Fn::Sub': '${One} ${!Not} ${Two.Arn}' })).toEqual(['One', 'Two']);
  });
});
