import { Assembly, StackTemplate } from '../helpers/assembly';
import { cycles } from '../helpers/deployment-order';

type Json = Record<string, unknown>;

/**
 * What is wrong with the references of an app: each must lead to something, in this template or another, and none may
 * lead in a circle.
 */
export function referenceProblems(assembly: Assembly): string[] {
  return [
    ...assembly.stacks.flatMap(stack => [
      ...walk(stack.template, value => danglingIn(assembly, stack, value)),
      ...Object.entries(stack.template.Resources).flatMap(([id, { DependsOn: others = [] }]) => [others].flat()
        .filter(other => !(other in stack.template.Resources))
        .map(other => `${id} depends on ${other}, which is not there`)),
      ...cycles(stack.template).map(id => `${id} waits for itself`),
      ...parameterProblems(stack),
    ].map(problem => `${stack.name}: ${problem}`)),
    ...exportProblems(assembly),
  ];
}

/** The names in a function that refers to something. */
function namesOf({ Ref: ref, 'Fn::GetAtt': attribute, 'Fn::Sub': sub }: Json): unknown[] {
  if (ref !== undefined) return [ref];
  if (attribute !== undefined) return [[attribute].flat()[0]];
  return sub === undefined ? [] : namesIn(sub);
}

function danglingIn(assembly: Assembly, stack: StackTemplate, value: Json): string[] {
  const { 'Fn::GetAtt': attribute, 'Fn::ImportValue': imported, 'Fn::GetStackOutput': read } = value;
  const isDefined = (name: string) => name.startsWith('AWS::') || name in stack.template.Resources
    || (attribute === undefined && name in (stack.template.Parameters ?? {}));
  const missing = namesOf(value).map(name => String(name).split('.')[0])
    .filter(name => !isDefined(name))
    .map(name => `${name} is referred to, and not there`);
  const [id, name] = Array.isArray(attribute) ? attribute.map(String) : [];
  const output = name?.startsWith('Outputs.')
    && !(name.slice('Outputs.'.length) in (assembly.nested(stack, id)?.template.Outputs ?? {}));
  const owner = imported === undefined ? assembly.readFrom(read) : assembly.exporterOf(imported);
  return [
    ...missing,
    ...output ? [`the nested stack ${id} has no output ${name}`] : [],
    ...imported !== undefined && owner === undefined
      ? [`${JSON.stringify(imported)} is imported, and not exported`]
      : [],
    ...read !== undefined && owner === undefined ? [`${JSON.stringify(read)} is read, and is no output`] : [],
    ...owner !== undefined && !outermost(stack).dependencies.includes(outermost(owner).name)
      ? [`it imports from ${owner.name}, and is not deployed after it`]
      : [],
  ];
}

function namesIn(sub: unknown): string[] {
  const [text, variables] = Array.isArray(sub) ? sub as [string, Json] : [String(sub), {}];
  return [...text.matchAll(/\$\{([^!}]+)\}/g)].map(([, name]) => name).filter(name => !(name in variables));
}

/** A nested stack is given exactly the parameters that it has. */
function parameterProblems({ parent, template }: StackTemplate): string[] {
  const declared = Object.keys(template.Parameters ?? {});
  const given = Object.keys(parent?.stack.template.Resources[parent.id].Properties?.Parameters ?? {});
  if (parent === undefined) return [];
  return [
    ...declared
      .filter(name => !given.includes(name) && !('Default' in (template.Parameters![name] as Json)))
      .map(name => `the parameter ${name} is not given`),
    ...given.filter(name => !declared.includes(name)).map(name => `the parameter ${name} is given, and not there`),
  ];
}

function exportProblems({ stacks }: Assembly): string[] {
  const names = stacks.flatMap(({ template }) => Object.values(template.Outputs ?? {}))
    .flatMap(({ Export: exported }) => exported === undefined ? [] : [JSON.stringify(exported.Name)]);
  return names.filter((name, index) => names.indexOf(name) !== index).map(name => `two stacks export ${name}`);
}

function outermost(stack: StackTemplate): StackTemplate {
  return stack.parent === undefined ? stack : outermost(stack.parent.stack);
}

/** What is found in a value and all values within it. */
export function walk<T>(value: unknown, visit: (object: Json) => T[]): T[] {
  if (Array.isArray(value)) return value.flatMap(entry => walk(entry, visit));
  if (typeof value !== 'object' || value === null) return [];
  return [...visit(value as Json), ...Object.values(value).flatMap(entry => walk(entry, visit))];
}
