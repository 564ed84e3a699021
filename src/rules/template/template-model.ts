import { Assembly, section, Template } from './assembly';
import { Answer } from './partial-string';
import { Resolver, Value } from './resolver';

/** A resource of a template that is, or may be, deployed. */
export interface Resource {
  readonly template: Template;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** The condition that decides whether it is deployed, if that is only known then. */
  readonly condition?: string;
  /** What stands for its id wherever it is referred to. */
  readonly id: string;
}

/** The resources that a value names, as far as that is known. */
export interface Matches {
  readonly definite: readonly Resource[];
  readonly potential: readonly Resource[];
}

/** All resources of all templates, and what their properties mean. */
export class TemplateModel {
  public readonly resolver: Resolver;
  /** Whether a macro may add resources that no template shows: then nothing can be said to be missing. */
  public readonly hasMacros: boolean;

  private readonly byType = new Map<string, Resource[]>();
  private readonly byId = new Map<string, Resource>();
  private readonly values = new Map<Resource, Map<string, Value>>();
  private readonly indexes = new Map<string, { exact: Map<string, Resource[]>; loose: { resource: Resource; texts: string[] | undefined }[] }>();

  constructor(assembly: Assembly) {
    this.resolver = new Resolver(assembly.templates);
    this.hasMacros = assembly.templates.some(({ body }) => body.Transform !== undefined || hasMacro(section(body.Resources)));
    for (const template of assembly.templates) {
      for (const [logicalId, body] of Object.entries(section(template.body.Resources))) this.add(template, logicalId, section(body));
    }
  }

  public resources(type: string): readonly Resource[] {
    return this.byType.get(type) ?? [];
  }

  /** The resource that a text refers to, if it is nothing but a reference to one in the app. */
  public resource(text: string | undefined, type: string): Resource | undefined {
    const found = text === undefined ? undefined : this.byId.get(text);
    return found?.type === type ? found : undefined;
  }

  /** The value of a property, or of a part of one. */
  public value(resource: Resource, ...path: string[]): Value {
    const values = this.values.get(resource) ?? new Map<string, Value>();
    this.values.set(resource, values);
    const [name, ...inner] = path;
    if (!values.has(name)) values.set(name, this.resolver.value(resource.template, resource.properties[name]));
    return inner.reduce((value: Value, part) => this.part(value, part), values.get(name));
  }

  /** The text of a property, or undefined if there is none. */
  public text(resource: Resource, ...path: string[]): string | undefined {
    return this.resolver.text(this.value(resource, ...path));
  }

  /** A text of which every character is known. */
  public knownText(resource: Resource, ...path: string[]): string | undefined {
    const text = this.text(resource, ...path);
    return text !== undefined && this.resolver.texts.isFullyResolved(text) ? text : undefined;
  }

  /** A part of a value; of an unknown value every part is unknown. */
  public part(value: Value, name: string): Value {
    return this.resolver.texts.isUnresolved(value) ? value : section(value)[name];
  }

  /** Whether a value is unknown as a whole. */
  public isUnresolved(value: Value): boolean {
    return this.resolver.texts.isUnresolved(value);
  }

  /** The texts of a list, or undefined if it is not known how many there are and of what kind. */
  public list(value: Value): string[] | undefined {
    if (!Array.isArray(value)) return undefined;
    const texts = value.map(item => this.resolver.text(item));
    return texts.every(text => text !== undefined) ? texts : undefined;
  }

  /** The resources of a type with a property, a text or a list, that has the given text. */
  public referencing(type: string, property: string, text: string): Matches {
    const { exact, loose } = this.index(type, property);
    const definite = exact.get(text) ?? [];
    const possible = loose.filter(({ texts }) => texts === undefined || texts.some(other => this.resolver.texts.equal(other, text) === 'maybe'));
    return { definite, potential: possible.map(({ resource }) => resource).filter(resource => !definite.includes(resource)) };
  }

  /** Whether `other` is deployed whenever `subject` is. */
  public existsWith(subject: Resource, other: Resource): Answer {
    const sameCondition = other.condition === subject.condition && other.template === subject.template;
    return other.condition === undefined || sameCondition ? 'yes' : 'maybe';
  }

  /** A value as it stands in a message. */
  public show(value: Value): string {
    const text = this.resolver.texts.show(JSON.stringify(value) ?? 'missing');
    return text.length > 100 ? `${text.slice(0, 80)}... (${text.length} characters)` : text;
  }

  /** How a resource is named in a message: by its construct path where it has one. */
  public nameOf(resource: Resource): string {
    return resource.template.paths.get(resource.logicalId) ?? resource.logicalId;
  }

  /** All resources of all templates. */
  public all(): readonly Resource[] {
    return [...this.byId.values()];
  }

  private add(template: Template, logicalId: string, body: Readonly<Record<string, unknown>>): void {
    if (typeof body.Type !== 'string') return;
    const holds = body.Condition === undefined ? true : this.resolver.condition(template, body.Condition);
    if (holds === false) return;
    const resource = {
      template,
      logicalId,
      type: body.Type,
      properties: section(body.Properties),
      condition: holds === undefined ? String(body.Condition) : undefined,
      id: this.resolver.resourceHole(template, logicalId),
    };
    const sameType = this.byType.get(resource.type) ?? [];
    this.byType.set(resource.type, sameType);
    sameType.push(resource);
    this.byId.set(resource.id, resource);
  }

  private index(type: string, property: string) {
    const key = `${type} ${property}`;
    const known = this.indexes.get(key);
    if (known !== undefined) return known;
    const exact = new Map<string, Resource[]>();
    const loose: { resource: Resource; texts: string[] | undefined }[] = [];
    for (const resource of this.resources(type)) {
      const value = this.value(resource, property);
      const texts = value === undefined ? [] : this.list(Array.isArray(value) ? value : [value]);
      texts?.forEach(text => exact.set(text, [...exact.get(text) ?? [], resource]));
      if (texts === undefined || texts.some(text => this.resolver.texts.resourceKey(text) === undefined)) loose.push({ resource, texts });
    }
    const made = { exact, loose };
    this.indexes.set(key, made);
    return made;
  }
}

function hasMacro(resources: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(resources).some(([name, body]) => name.startsWith('Fn::') || JSON.stringify(body)?.includes('"Fn::Transform"'));
}
