import { isObject } from '../../src/core/intrinsics';
import { ResourceJson, TemplateJson } from '../helpers';

/**
 * A policy as CloudFormation would send it, with one made-up text for each value that is only known at the deployment.
 */
export interface PolicyDocument {
  /** The logical id and the property, as the key of exceptions. */
  readonly name: string;
  /** What the policy belongs to decides what its statements need: a principal, a resource or both. */
  readonly kind: 'identity' | 'trust' | 'resource';
  readonly statements: Statement[];
  /** The roles that an inline policy belongs to. */
  readonly roles: string[];
}

export interface Statement {
  readonly [element: string]: unknown;
}

const ENVIRONMENT = 'eu-west-1:111111111111';
const PSEUDO: Record<string, string> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '111111111111',
  'AWS::URLSuffix': 'amazonaws.com',
  'AWS::StackName': 'Stack',
};

/** What attributes become, for those that are ARNs; `NAME` stands for what CloudFormation makes up. */
const ARNS: Record<string, string> = {
  'AWS::DynamoDB::Table.Arn': `arn:aws:dynamodb:${ENVIRONMENT}:table/NAME`,
  'AWS::DynamoDB::Table.StreamArn': `arn:aws:dynamodb:${ENVIRONMENT}:table/NAME/stream/2026-01-01T00`,
  'AWS::Events::EventBus.Arn': `arn:aws:events:${ENVIRONMENT}:event-bus/NAME`,
  'AWS::IAM::Role.Arn': 'arn:aws:iam::111111111111:role/NAME',
  'AWS::Kinesis::Stream.Arn': `arn:aws:kinesis:${ENVIRONMENT}:stream/NAME`,
  'AWS::KinesisFirehose::DeliveryStream.Arn': `arn:aws:firehose:${ENVIRONMENT}:deliverystream/NAME`,
  'AWS::KMS::Key.Arn': `arn:aws:kms:${ENVIRONMENT}:key/NAME`,
  'AWS::Lambda::Function.Arn': `arn:aws:lambda:${ENVIRONMENT}:function:NAME`,
  'AWS::Logs::LogGroup.Arn': `arn:aws:logs:${ENVIRONMENT}:log-group:NAME:*`,
  'AWS::MSK::Cluster.Ref': `arn:aws:kafka:${ENVIRONMENT}:cluster/NAME/00000000-0000`,
  'AWS::OpenSearchService::Domain.Arn': `arn:aws:es:${ENVIRONMENT}:domain/NAME`,
  'AWS::S3::Bucket.Arn': 'arn:aws:s3:::NAME',
  'AWS::SecretsManager::Secret.Ref': `arn:aws:secretsmanager:${ENVIRONMENT}:secret:NAME-abcdef`,
  'AWS::SecretsManager::SecretTargetAttachment.Ref': `arn:aws:secretsmanager:${ENVIRONMENT}:secret:NAME-abcdef`,
  'AWS::SNS::Topic.Ref': `arn:aws:sns:${ENVIRONMENT}:NAME`,
  'AWS::SSM::Parameter.Ref': '/NAME',
  'AWS::SQS::Queue.Arn': `arn:aws:sqs:${ENVIRONMENT}:NAME`,
};

/** All policies of templates that may refer to each other. */
export function documentsOf(templates: TemplateJson[]): PolicyDocument[] {
  const values = new Values(templates);
  return templates.flatMap(template =>
    Object.entries(template.Resources).flatMap(([id, resource]) => policiesOf(id, resource, template, values)));
}

function policiesOf(id: string, resource: ResourceJson, template: TemplateJson, values: Values): PolicyDocument[] {
  const found: PolicyDocument[] = [];
  const roles = resource.Properties?.Roles;
  const walk = (value: unknown, path: string[]): void => {
    if (isObject(value) && Array.isArray(value.Statement)) {
      found.push({
        name: [id, ...path].join('.'),
        kind: kindOf(resource, path),
        statements: value.Statement.map(statement => values.text(statement, template) as Statement),
        roles: Array.isArray(roles) ? roles.map(role => String(values.text(role, template))) : [],
      });
    } else if (typeof value === 'object' && value !== null) {
      Object.entries(value).forEach(([key, entry]) => walk(entry, [...path, key]));
    }
  };
  walk(resource.Properties, []);
  return found;
}

/** What intrinsic functions become. */
class Values {
  private readonly exports = new Map<string, [unknown, TemplateJson]>();

  constructor(private readonly templates: TemplateJson[]) {
    for (const template of templates) {
      for (const [id, { Value: value, Export: name }] of Object.entries(template.Outputs ?? {})) {
        this.exports.set(String(name?.Name ?? id), [value, template]);
      }
    }
  }

  public text(value: unknown, template: TemplateJson): unknown {
    if (Array.isArray(value)) return value.map(entry => this.text(entry, template));
    if (!isObject(value)) return value;
    const [[name, argument] = []] = Object.entries(value);
    const [first, second] = Array.isArray(argument) ? argument as unknown[] : [argument];
    switch (name) {
      case 'Ref': return PSEUDO[String(first)] ?? this.attribute(String(first), 'Ref', template);
      case 'Fn::GetAtt': return this.attribute(String(first), String(second), template);
      case 'Fn::Join': return (this.text(second, template) as string[]).join(String(first));
      case 'Fn::Split': return String(this.text(second, template)).split(String(first));
      case 'Fn::Select': return (this.text(second, template) as unknown[])[Number(first)];
      case 'Fn::Sub': return String(first)
        .replace(/\$\{([^}]+)\}/g, (_, id: string) => String(this.text({ Ref: id }, template)));
      case 'Fn::ImportValue': return this.exported(String(first));
      case 'Fn::GetStackOutput': return this.exported(String((first as Record<string, unknown>).OutputName));
      default: return Object.fromEntries(
        Object.entries(value).map(([key, entry]) => [key, this.text(entry, template)]),
      );
    }
  }

  private exported(name: string): unknown {
    const found = this.exports.get(name);
    if (found === undefined) throw new Error(`no template has the output ${name}`);
    return this.text(...found);
  }

  /** Two templates may have the same logical id. */
  private attribute(id: string, attribute: string, template: TemplateJson): string {
    const name = `<${this.templates.indexOf(template)}.${id}>`;
    return ARNS[`${template.Resources[id]?.Type}.${attribute}`]?.replace('NAME', name) ?? name;
  }
}

function kindOf({ Type: type }: ResourceJson, path: string[]): PolicyDocument['kind'] {
  if (path.at(-1) === 'AssumeRolePolicyDocument') return 'trust';
  return type.startsWith('AWS::IAM::') ? 'identity' : 'resource';
}
