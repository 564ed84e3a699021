import { dirname } from 'node:path';
import { section, Template } from './assembly';
import { Answer, PartialStrings } from './partial-string';
import { canonicalReturnValue, isNamed, physicalName } from './return-values';
import { isObject } from '../../core/intrinsics';

/**
 * A value with all functions worked out as far as the app allows. Of an unknown one a part is left, wherever it stands.
 */
export type Value = unknown;

/** Names that `AWS::NoValue` leaves out of lists and objects. */
const NO_VALUE = 'AWS::NoValue';
/** Texts grow when functions are nested; past this they are no values that a service takes. */
const MAX_TEXT = 100_000;
/** The result of a function that cannot be worked out, as opposed to one that gives no value. */
const UNSOLVED = Symbol('unsolved');

type Work = (template: Template, argument: unknown) => Value;

/**
 * Works out intrinsic functions within a template, and across templates by exports, outputs and parameters of nested
 * stacks.
 */
export class Resolver {
  public readonly strings = new PartialStrings();
  private readonly exports: { template: Template; name: string; value: unknown }[] = [];
  private readonly named = new Map<string, Value>();
  private readonly active = new Set<string>();
  private readonly functions: Readonly<Record<string, Work>> = {
    'Ref': (template, argument) => this.ref(template, argument),
    'Fn::GetAtt': (template, argument) => this.getAtt(template, argument),
    'Fn::Join': (template, argument) => this.join(template, argument),
    'Fn::Sub': (template, argument) => this.sub(template, argument),
    'Fn::Select': (template, argument) => this.select(template, argument),
    'Fn::Split': (template, argument) => this.split(template, argument),
    'Fn::If': (template, argument) => this.choose(template, argument),
    'Fn::FindInMap': (template, argument) => this.findInMap(template, argument),
    'Fn::ImportValue': (template, argument) => this.importValue(template, argument),
    'Fn::GetStackOutput': (template, argument) => this.stackOutput(template, argument),
  };

  constructor(private readonly templates: readonly Template[]) {
    for (const template of templates) {
      for (const output of Object.values(section(template.body.Outputs)).map(section)) {
        const name = this.value(template, section(output.Export).Name);
        if (typeof name === 'string') this.exports.push({ template, name, value: output.Value });
      }
    }
  }

  /** The value of any part of a template. */
  public value(template: Template, raw: unknown): Value {
    if (typeof raw === 'string') return this.literal(template, raw);
    if (Array.isArray(raw)) return this.list(template, raw);
    if (!isObject(raw)) return raw ?? undefined;
    const keys = Object.keys(raw);
    if (keys.length === 1) {
      const [name] = keys;
      const work = Object.hasOwn(this.functions, name) ? this.functions[name] : undefined;
      const result = work?.(template, raw[name]) ?? undefined;
      if (result === UNSOLVED || (work === undefined && name.startsWith('Fn::'))) return this.unknown(template, raw);
      if (work !== undefined) return result;
    }
    return this.object(template, raw, keys);
  }

  private list(template: Template, raw: readonly unknown[]): Value[] {
    const items: Value[] = [];
    for (const item of raw) {
      const value = this.value(template, item);
      if (value !== undefined) items.push(value);
    }
    return items;
  }

  private object(template: Template, raw: Readonly<Record<string, unknown>>, keys: readonly string[]): Value {
    const entries: [string, Value][] = [];
    for (const key of keys) {
      const value = this.value(template, raw[key]);
      if (value !== undefined) entries.push([key, value]);
    }
    return Object.fromEntries(entries);
  }

  /** Whether a condition of a template holds; undefined if that is only known when the stack is deployed. */
  public condition(template: Template, name: unknown): boolean | undefined {
    const result = this.memoize(`condition ${template.index} ${String(name)}`, () =>
      this.test(template, section(template.body.Conditions)[String(name)]));
    return typeof result === 'boolean' ? result : undefined;
  }

  /** The text of a value that is a text, a number or true or false. */
  public text(value: Value): string | undefined {
    if (typeof value === 'string') return value;
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
  }

  /** Whether two templates are deployed into the same account and region. */
  public sameEnvironment(one: Template, other: Template): Answer {
    const parts = [[one.account, other.account], [one.region, other.region]];
    if (parts.some(([a, b]) => a !== undefined && b !== undefined && a !== b)) return 'no';
    // stacks of one stage that leave the environment open are deployed into the same one
    return parts.every(([a, b]) => a === b && (a !== undefined || folder(one) === folder(other))) ? 'yes' : 'maybe';
  }

  /** Whether two templates are known to be deployed into one account. */
  public sameAccount(one: Template, other: Template): boolean {
    return one.account === other.account && (one.account !== undefined || folder(one) === folder(other));
  }

  private literal(template: Template, raw: string): string {
    const text = this.strings.literal(raw);
    // CloudFormation reads these from Systems Manager or Secrets Manager when it deploys
    return text.includes('{{resolve:') ? this.unknown(template, raw) : text;
  }

  private unknown(template: Template, raw: unknown): string {
    const label = isObject(raw) ? Object.keys(raw)[0] : 'dynamic reference';
    return this.strings.unresolvedPart('unknown', `${template.index} ${JSON.stringify(raw)}`, label);
  }

  /** A value that is worked out once, and is unknown where it depends on itself. */
  private memoize(key: string, work: () => Value): Value {
    if (this.named.has(key)) return this.named.get(key);
    if (this.active.has(key)) return UNSOLVED;
    this.active.add(key);
    const value = work();
    this.active.delete(key);
    this.named.set(key, value);
    return value;
  }

  private ref(template: Template, name: unknown): Value {
    if (name === NO_VALUE) return undefined;
    if (typeof name !== 'string') return UNSOLVED;
    if (name.startsWith('AWS::')) return this.pseudoParameter(template, name);
    const parameter = section(template.body.Parameters)[name];
    if (parameter !== undefined) {
      return this.memoize(`parameter ${template.index} ${name}`,
        () => this.parameter(template, name, section(parameter)));
    }
    const resource = section(section(template.body.Resources)[name]);
    if (typeof resource.Type !== 'string' || isOpaque(resource.Type)) return UNSOLVED;
    const own = this.memoize(`name ${template.index} ${name}`, () =>
      this.value(template, physicalName(String(resource.Type), section(resource.Properties))));
    return typeof own === 'string' ? own : this.referenceTo(template, name);
  }

  /** What stands for the id of a resource of the app. */
  public referenceTo(template: Template, logicalId: string, attribute?: string): string {
    const name = attribute === undefined ? logicalId : `${logicalId}.${attribute}`;
    const { Type: type } = section(section(template.body.Resources)[logicalId]);
    return this.strings.unresolvedPart(
      attribute === undefined && isNamed(String(type)) ? 'name' : 'resource', `${template.index} ${name}`, name,
    );
  }

  private pseudoParameter(template: Template, name: string): Value {
    if (name === 'AWS::Region' && template.region !== undefined) return template.region;
    if (name === 'AWS::AccountId' && template.account !== undefined) return template.account;
    const perStack = name.startsWith('AWS::Stack') || name === 'AWS::NotificationARNs';
    return perStack
      ? this.strings.unresolvedPart('unknown', `${template.index} ${name}`, name)
      : this.strings.unresolvedPart('pseudo', name, name);
  }

  private parameter(template: Template, name: string, parameter: Readonly<Record<string, unknown>>): Value {
    if (template.parent !== undefined) {
      const { template: parent, logicalId } = template.parent;
      const given = section(section(section(section(parent.body.Resources)[logicalId]).Properties).Parameters)[name];
      if (given !== undefined) return this.listed(parameter, this.value(parent, given));
    }
    const type = String(parameter.Type);
    if (isLeftToDeployment(parameter.Default) || type.startsWith('AWS::SSM::')) {
      return this.strings.unresolvedPart('unknown', `parameter ${template.index} ${name}`, name);
    }
    return this.listed(parameter, this.value(template, parameter.Default));
  }

  private listed({ Type: type }: Readonly<Record<string, unknown>>, value: Value): Value {
    const isList = type === 'CommaDelimitedList' || String(type).startsWith('List<');
    if (!isList || typeof value !== 'string' || this.strings.isUnresolved(value)) return value;
    return this.strings.split(value, ',')?.map(item => item.trim()) ?? UNSOLVED;
  }

  private getAtt(template: Template, argument: unknown): Value {
    const parts: unknown = typeof argument === 'string' ? argument.split('.') : argument;
    const [logicalId, ...path] = Array.isArray(parts) ? parts : [];
    const attribute = this.text(this.value(template, path.length === 1 ? path[0] : path.join('.')));
    if (typeof logicalId !== 'string' || attribute === undefined) return UNSOLVED;
    const nested = template.nested.get(logicalId);
    const output = /^Outputs\.(.+)$/.exec(attribute)?.[1];
    if (nested !== undefined && output !== undefined) {
      return this.memoize(`output ${nested.index} ${output}`, () =>
        this.value(nested, section(section(nested.body.Outputs)[output]).Value));
    }
    const resource = section(section(template.body.Resources)[logicalId]);
    if (typeof resource.Type !== 'string' || isOpaque(resource.Type)) return UNSOLVED;
    const canonical = canonicalReturnValue(resource.Type, attribute, logicalId, section(resource.Properties));
    return this.memoize(`attribute ${template.index} ${logicalId} ${attribute}`, () => this.value(template, canonical))
      ?? this.referenceTo(template, logicalId, attribute);
  }

  private join(template: Template, argument: unknown): Value {
    const [separator, list] = Array.isArray(argument) ? argument : [];
    const [delimiter, items] = [this.text(this.value(template, separator)), this.value(template, list)];
    if (delimiter === undefined || !Array.isArray(items)) return UNSOLVED;
    const parts = items.map(item => this.text(item));
    return parts.every(part => part !== undefined) ? this.bounded(parts.join(delimiter)) : UNSOLVED;
  }

  private sub(template: Template, argument: unknown): Value {
    const [pattern, variables] = Array.isArray(argument) ? argument : [argument, {}];
    if (typeof pattern !== 'string') return UNSOLVED;
    let complete = true;
    const text = this.strings.literal(pattern).replace(/\$\{([^}]*)\}/g, (_, name: string) => {
      if (name.startsWith('!')) return `\${${name.slice(1)}}`;
      const own = section(variables);
      const value = Object.hasOwn(own, name)
        ? this.value(template, own[name])
        : this.value(template, name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name });
      const part = this.text(value);
      complete &&= part !== undefined;
      return part ?? '';
    });
    return complete ? this.bounded(text) : UNSOLVED;
  }

  private bounded(text: string): Value {
    return text.length > MAX_TEXT || text.includes('{{resolve:') ? UNSOLVED : text;
  }

  private select(template: Template, argument: unknown): Value {
    const [number, list] = Array.isArray(argument) ? argument : [];
    const [index, items] = [this.text(this.value(template, number)), this.value(template, list)];
    return Array.isArray(items) && index !== undefined && /^\d+$/.test(index)
      ? items[Number(index)] ?? UNSOLVED
      : UNSOLVED;
  }

  private split(template: Template, argument: unknown): Value {
    const [separator, source] = Array.isArray(argument) ? argument : [];
    const text = this.text(this.value(template, source));
    return typeof separator === 'string' && separator !== '' && text !== undefined
      ? this.strings.split(text, separator) ?? UNSOLVED
      : UNSOLVED;
  }

  private choose(template: Template, argument: unknown): Value {
    if (!Array.isArray(argument) || argument.length !== 3) return UNSOLVED;
    const [name, whenTrue, whenFalse] = argument;
    const holds = this.condition(template, name);
    if (holds !== undefined) return this.value(template, holds ? whenTrue : whenFalse);
    const [one, other] = [this.value(template, whenTrue), this.value(template, whenFalse)];
    return JSON.stringify(one) === JSON.stringify(other) ? one : UNSOLVED;
  }

  private findInMap(template: Template, argument: unknown): Value {
    const keys = Array.isArray(argument) ? argument.slice(0, 3).map(key => this.text(this.value(template, key))) : [];
    const found = keys.reduce((map: unknown, key) =>
      key !== undefined && isObject(map) ? map[key] : undefined, template.body.Mappings);
    return keys.length === 3 ? this.value(template, found) ?? UNSOLVED : UNSOLVED;
  }

  private importValue(template: Template, argument: unknown): Value {
    const name = this.text(this.value(template, argument));
    if (name === undefined) return UNSOLVED;
    const [found, ...others] = this.exports
      .filter(entry => entry.name === name && this.sameEnvironment(entry.template, template) === 'yes');
    if (found === undefined || others.length > 0) {
      return this.strings.unresolvedPart('unknown', `import ${template.account} ${template.region} ${name}`, name);
    }
    return this.memoize(`export ${found.template.index} ${name}`, () => this.value(found.template, found.value));
  }

  /** The output of another stack: how the CDK refers to it where what is referred to is not to be protected. */
  private stackOutput(template: Template, argument: unknown): Value {
    const { StackName, OutputName, Region } = section(argument);
    const [name, output] = [StackName, OutputName].map(value => this.text(this.value(template, value)));
    const region = Region === undefined ? template.region : this.text(this.value(template, Region));
    if (name === undefined || output === undefined) return UNSOLVED;
    const isOwnRegion = region === this.pseudoParameter(template, 'AWS::Region');
    const origin = isOwnRegion ? template : { ...template, region };
    const [found, ...others] = this.templates.filter(({ stackName }) => stackName === name)
      .filter(other => this.sameEnvironment(origin, other) === 'yes');
    const { Value: value } = section(section(section(found?.body).Outputs)[output]);
    if (found === undefined || others.length > 0 || value === undefined) {
      return this.strings.unresolvedPart('unknown', `output ${template.account} ${region} ${name} ${output}`, output);
    }
    return this.memoize(`output ${found.index} ${output}`, () => this.value(found, value));
  }

  private test(template: Template, raw: unknown): boolean | undefined {
    if (!isObject(raw)) return undefined;
    const { 'Condition': other, 'Fn::Equals': equals, 'Fn::Not': not, 'Fn::And': and, 'Fn::Or': or } = raw;
    if (typeof other === 'string') return this.condition(template, other);
    if (Array.isArray(equals) && equals.length === 2) return this.equals(template, equals[0], equals[1]);
    if (Array.isArray(not)) return negated(this.test(template, not[0]));
    if (Array.isArray(and)) return both(and.map(part => this.test(template, part)));
    if (Array.isArray(or)) return negated(both(or.map(part => negated(this.test(template, part)))));
    return undefined;
  }

  private equals(template: Template, one: unknown, other: unknown): boolean | undefined {
    const [a, b] = [this.text(this.value(template, one)), this.text(this.value(template, other))];
    const answer = a === undefined || b === undefined ? 'maybe' : this.strings.equal(a, b);
    return answer === 'maybe' ? undefined : answer === 'yes';
  }
}

/**
 * Whether the default of a parameter says nothing: an empty text and a zero are commonly placeholders for what is given
 * later.
 */
function isLeftToDeployment(value: unknown): boolean {
  return value === undefined || value === null || /^(?:\s*|0)$/.test(String(value));
}

/** The assembly folder of a template: one for each stage. */
function folder({ file }: Template): string {
  return dirname(file);
}

/** Resources whose Ref and attributes are whatever their provider or template says. */
function isOpaque(type: string): boolean {
  return type.startsWith('Custom::')
    || type === 'AWS::CloudFormation::CustomResource' || type === 'AWS::CloudFormation::Stack';
}

function negated(answer: boolean | undefined): boolean | undefined {
  return answer === undefined ? undefined : !answer;
}

function both(answers: (boolean | undefined)[]): boolean | undefined {
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}
