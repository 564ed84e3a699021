import { all, remove } from './faults';
import { TemplateResource, TestTemplate } from '../helpers/rules';

/* Changes of the template that is written by hand. */

/** A route in the route table of the subnets. */
export function route(template: TestTemplate, properties: Record<string, unknown>): TemplateResource {
  const [RouteTableId] = all(template, 'AWS::EC2::SubnetRouteTableAssociation')
    .map(({ Properties }) => Properties.RouteTableId);
  return { Type: 'AWS::EC2::Route', Properties: { RouteTableId, ...properties } };
}

/** Lets the group of the endpoints have only these rules. */
export function endpointRules(template: TestTemplate, rules: unknown): void {
  remove(template, 'EndpointGroupFromJob');
  template.Resources.EndpointGroup.Properties.SecurityGroupIngress = rules;
}

/** Takes all permissions from the role. */
export function withoutPolicies(template: TestTemplate): void {
  template.Resources.NetworkPolicy.Properties.PolicyDocument.Statement = [];
  template.Resources.DataPolicy.Properties.PolicyDocument.Statement = [];
  delete template.Resources.Role.Properties.Policies;
}

/** A policy document that allows something on everything. */
export function allow(action: string): { Statement: Record<string, unknown>[] } {
  return { Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] };
}

/** Lets the role do something on everything. */
export function allowAll(template: TestTemplate, action: string): void {
  template.Resources.NetworkPolicy.Properties.PolicyDocument.Statement.push(...allow(action).Statement);
}

/** Takes the permission to read the code from the role. */
export function disallowCode(template: TestTemplate): void {
  template.Resources.DataPolicy.Properties.PolicyDocument.Statement.pop();
}

/** Gives a bucket a policy that lets somebody read the code. */
export function bucketPolicy(
  template: TestTemplate, statement: Record<string, unknown>, bucket: unknown = { Ref: 'Code' },
): void {
  template.Resources.BucketPolicy = {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: bucket,
      PolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: { 'Fn::Sub': '${Code.Arn}/*' }, ...statement }],
      },
    },
  };
}
