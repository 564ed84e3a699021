import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cx_api } from 'aws-cdk-lib';
import { ResourceJson, TemplateJson } from './templates';

/** A template of an app, with where it is. */
export interface StackTemplate {
  readonly name: string;
  /** The name of the stack in CloudFormation; that of the outermost one for nested ones. */
  readonly stackName: string;
  readonly file: string;
  readonly text: string;
  readonly template: TemplateJson;
  /** The stack that a nested stack is part of, and its resource there. */
  readonly parent?: { readonly stack: StackTemplate; readonly id: string };
  /** The names of the stacks that are deployed before it; none for nested ones. */
  readonly dependencies: string[];
}

const NESTED = 'AWS::CloudFormation::Stack';
/** Attributes that give the id of the resource itself, as Ref does. */
const SELF = ['GroupId', 'VpcId', 'SubnetId', 'RouteTableId', 'Id'];

type Json = Record<string, unknown>;

/**
 * All templates of an app, so that references can be followed from one to another. It knows nothing of how they were
 * made.
 */
export class Assembly {
  public readonly stacks: StackTemplate[] = [];
  private readonly exports = new Map<string, { stack: StackTemplate; value: unknown }>();

  constructor(assembly: cx_api.CloudAssembly) {
    for (const artifact of assembly.stacksRecursively) {
      this.load(artifact, artifact.templateFullPath, artifact.id, artifact.dependencies.map(({ id }) => id));
    }
    for (const stack of this.stacks) {
      for (const { Value: value, Export: exported } of Object.values(stack.template.Outputs ?? {})) {
        if (exported !== undefined) this.exports.set(JSON.stringify(exported.Name), { stack, value });
      }
    }
  }

  /** All resources of a type. */
  public resources(type: string): { stack: StackTemplate; id: string; resource: ResourceJson; properties: Json }[] {
    return this.stacks.flatMap(stack => Object.entries(stack.template.Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, resource]) => ({ stack, id, resource, properties: resource.Properties ?? {} })));
  }

  public resource(stack: StackTemplate, id: string): ResourceJson | undefined {
    return stack.template.Resources[id];
  }

  /** The stack whose output `Fn::GetStackOutput` reads, if it has one. */
  public readFrom(read: unknown): StackTemplate | undefined {
    const { StackName: name, OutputName: output } = (read ?? {}) as Json;
    return this.stacks.find(({ stackName, parent, template }) => parent === undefined && stackName === name && String(output) in (template.Outputs ?? {}));
  }

  public exporterOf(name: unknown): StackTemplate | undefined {
    return this.exports.get(JSON.stringify(name))?.stack;
  }

  public nested(stack: StackTemplate, id: string): StackTemplate | undefined {
    return this.stacks.find(({ parent }) => parent?.stack === stack && parent.id === id);
  }

  /**
   * What a value stands for, in whatever template it was written: `STACK/ID` for a resource, the value itself for a
   * literal.
   */
  public target(stack: StackTemplate, value: unknown): string {
    if (typeof value !== 'object' || value === null) return String(value);
    const { Ref: ref, 'Fn::GetAtt': attribute, 'Fn::ImportValue': imported, 'Fn::Join': parts, 'Fn::GetStackOutput': read } = value as Json;
    if (typeof ref === 'string') return this.targetOfRef(stack, ref);
    if (Array.isArray(attribute)) return this.targetOfAttribute(stack, String(attribute[0]), String(attribute[1]));
    const found = this.exports.get(JSON.stringify(imported));
    if (found !== undefined) return this.target(found.stack, found.value);
    const owner = this.readFrom(read);
    if (owner !== undefined) return this.target(owner, owner.template.Outputs![String((read as Json).OutputName)].Value);
    if (Array.isArray(parts)) return (parts[1] as unknown[]).map(part => this.target(stack, part)).join(String(parts[0]));
    return JSON.stringify(value);
  }

  public targets(stack: StackTemplate, values: unknown): string[] {
    return Array.isArray(values) ? values.map(value => this.target(stack, value)) : [];
  }

  private targetOfRef(stack: StackTemplate, ref: string): string {
    if (ref.startsWith('AWS::')) return `\${${ref}}`;
    const given = stack.parent
      && (stack.parent.stack.template.Resources[stack.parent.id].Properties?.Parameters as Json | undefined)?.[ref];
    return given === undefined ? `${stack.name}/${ref}` : this.target(stack.parent!.stack, given);
  }

  private targetOfAttribute(stack: StackTemplate, id: string, attribute: string): string {
    const nested = this.nested(stack, id);
    const output = nested?.template.Outputs?.[attribute.replace(/^Outputs\./, '')];
    if (nested !== undefined && output !== undefined) return this.target(nested, output.Value);
    return `${stack.name}/${id}${SELF.includes(attribute) ? '' : `.${attribute}`}`;
  }

  private load({ stackName }: { readonly stackName: string }, file: string, name: string, dependencies: string[], parent?: StackTemplate['parent']): void {
    const text = readFileSync(file, 'utf8');
    const stack = { name, stackName, file, text, template: { Resources: {}, ...JSON.parse(text) as Partial<TemplateJson> }, parent, dependencies };
    this.stacks.push(stack);
    for (const [id, resource] of Object.entries(stack.template.Resources)) {
      const asset = (resource as { Metadata?: Json }).Metadata?.['aws:asset:path'];
      if (resource.Type === NESTED) this.load({ stackName }, join(dirname(file), String(asset)), `${name}.${id}`, [], { stack, id });
    }
  }
}

/** The path of the construct that a resource was made by. */
export function pathOf(resource: ResourceJson): string {
  return String((resource as { Metadata?: Json }).Metadata?.['aws:cdk:path'] ?? '');
}
