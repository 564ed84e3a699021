import { CfnElement, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { IConstruct } from 'constructs';

export const APPLICATION = 'AWS::KinesisAnalyticsV2::Application';
export const ENDPOINT = 'AWS::EC2::VPCEndpoint';
export const GROUP = 'AWS::EC2::SecurityGroup';
export const INGRESS = 'AWS::EC2::SecurityGroupIngress';
export const EGRESS = 'AWS::EC2::SecurityGroupEgress';
export const POLICY = 'AWS::IAM::Policy';

export type Properties = Record<string, any>;

/** A resource as the template has it; a test may change it. */
export interface ResourceJson {
  Type: string;
  Properties?: Properties;
  DependsOn?: string | string[];
  Condition?: string;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
}

export interface TemplateJson {
  readonly Resources: Record<string, ResourceJson>;
  readonly Parameters?: Record<string, unknown>;
  readonly Outputs?: Record<string, { Value: unknown; Export?: { Name: unknown } }>;
}

export function templateOf(stack: Stack): TemplateJson {
  return { Resources: {}, ...Template.fromStack(stack).toJSON() } as TemplateJson;
}

/** The resources of a type, in the order of the template. */
export function resourcesOf(template: TemplateJson, type: string): [string, ResourceJson][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

export function propertiesOf(template: TemplateJson, type: string): Properties[] {
  return resourcesOf(template, type).map(([, resource]) => resource.Properties ?? {});
}

/** The names of the services of all endpoints of a type, sorted. */
export function endpointServices(template: TemplateJson, type: 'Interface' | 'Gateway'): string[] {
  return propertiesOf(template, ENDPOINT)
    .filter(properties => (properties.VpcEndpointType ?? 'Gateway') === type)
    .map(properties => JSON.stringify(properties.ServiceName).replace(/^.*[.]([\w-]+)"\]*}*$/, '$1'))
    .sort();
}

/** The logical id of a construct's resource. */
export function logicalId(construct: IConstruct): string {
  const resource = CfnElement.isCfnElement(construct) ? construct : construct.node.defaultChild as CfnElement;
  return Stack.of(construct).resolve(resource.logicalId) as string;
}

/** A template value as text: references as `<Name>`, joined texts joined. */
export function flat(value: unknown): any {
  if (Array.isArray(value)) return value.map(flat);
  if (typeof value !== 'object' || value === null) return value;
  const object = value as Properties;
  if ('Ref' in object) return `<${object.Ref}>`;
  if ('Fn::GetAtt' in object) return `<${object['Fn::GetAtt'].join('.')}>`;
  if ('Fn::Join' in object) return object['Fn::Join'][1].map(flat).join(object['Fn::Join'][0]);
  return Object.fromEntries(Object.entries(object).map(([key, entry]) => [key, flat(entry)]));
}

/** The logical ids that a value refers to. */
export function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => {
    if (key === 'Ref' && typeof entry === 'string') return [entry];
    if (key === 'Fn::GetAtt') return [Array.isArray(entry) ? String(entry[0]) : String(entry).split('.')[0]];
    if (key === 'Fn::Sub') {
      const [text, variables] = Array.isArray(entry) ? entry as [string, Record<string, unknown>] : [String(entry), {}];
      const names = [...text.matchAll(/\$\{([^!}.]+)(?:\.[^}]+)?\}/g)].map(([, name]) => name);
      return [...names.filter(name => !(name in variables)), ...references(variables)];
    }
    return references(entry);
  });
}
