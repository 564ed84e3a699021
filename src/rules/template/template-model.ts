import { Assembly, section, Template } from './assembly';
import { Dependencies } from './dependencies';
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

/** The resources of a type by the texts of one property. */
interface Index {
  readonly exact: Map<string, Resource[]>;
  /** Those where the property is, or has, more than references to resources. */
  readonly loose: { readonly resource: Resource; readonly texts: readonly string[] | undefined }[];
}

/** All resources of all templates, and what their properties mean. */
export class TemplateModel {
  public readonly resolver: Resolver;
  /** Whether a macro may add resources that no template shows: then nothing can be said to be missing. */
  public readonly hasMacros: boolean;

  private readonly byType = new Map<string, Resource[]>();
  private readonly byAttribute = new Map<string, Map<string, Resource>>();
  private readonly byId = new Map<string, Resource>();
  private readonly values = new Map<Resource, Map<string, Value>>();
  private readonly indexes = new Map<string, Index>();
  private readonly dependencies = new Map<Template, Dependencies>();

  constructor(assembly: Assembly) {
    this.resolver = new Resolver(assembly.templates);
    this.hasMacros = assembly.templates.some(hasMacro);
    for (const template of assembly.templates) {
      for (const [logicalId, body] of Object.entries(section(template.body.Resources))) {
        this.add(template, logicalId, section(body));
      }
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

  /** The resource that a text is an attribute of, if it is nothing but that. */
  public resourceByAttribute(text: string, type: string, attribute: string): Resource | undefined {
    const key = `${type} ${attribute}`;
    const known = this.byAttribute.get(key) ?? new Map(this.resources(type).map(resource =>
      [this.resolver.referenceTo(resource.template, resource.logicalId, attribute), resource]));
    this.byAttribute.set(key, known);
    return known.get(text);
  }

  /** The resource with a logical id, if it is, or may be, deployed. */
  public resourceIn(template: Template, logicalId: string): Resource | undefined {
    return this.byId.get(this.resolver.referenceTo(template, logicalId));
  }

  /** All resources of a template that are, or may be, deployed. */
  public resourcesIn(template: Template): readonly Resource[] {
    return [...this.byId.values()].filter(resource => resource.template === template);
  }

  /** Whether a resource depends on or refers to another one of its template itself, not through others. */
  public namesDirectly(resource: Resource, other: Resource): boolean {
    return this.dependenciesIn(resource.template).namesIn(resource.logicalId).includes(other.logicalId);
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
    return text !== undefined && this.resolver.strings.isFullyResolved(text) ? text : undefined;
  }

  /** A part of a value; of an unknown value every part is unknown. */
  public part(value: Value, name: string): Value {
    return this.resolver.strings.isUnresolved(value) ? value : section(value)[name];
  }

  /** Whether a value is unknown as a whole. */
  public isUnresolved(value: Value): boolean {
    return this.resolver.strings.isUnresolved(value);
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
    const mayName = (texts: readonly string[] | undefined) =>
      texts === undefined || texts.some(other => this.resolver.strings.equal(other, text) === 'maybe');
    const potential = loose.filter(({ resource, texts }) => !definite.includes(resource) && mayName(texts));
    return { definite, potential: potential.map(({ resource }) => resource) };
  }

  /** The logical ids of the template that CloudFormation creates before a resource, and removes only after it. */
  public dependenciesOf({ template, logicalId }: Resource): Set<string> {
    return this.dependenciesIn(template).of(logicalId);
  }

  private dependenciesIn(template: Template): Dependencies {
    const dependencies = this.dependencies.get(template) ?? new Dependencies(template);
    this.dependencies.set(template, dependencies);
    return dependencies;
  }

  /** Whether `other` is deployed whenever `subject` is. */
  public existsWith(subject: Resource, other: Resource): Answer {
    const sameCondition = other.condition === subject.condition && other.template === subject.template;
    return other.condition === undefined || sameCondition ? 'yes' : 'maybe';
  }

  /** A value as it stands in a message. */
  public show(value: Value): string {
    const text = this.resolver.strings.show(JSON.stringify(value) ?? 'missing');
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
      id: this.resolver.referenceTo(template, logicalId),
    };
    const sameType = this.byType.get(resource.type) ?? [];
    this.byType.set(resource.type, sameType);
    sameType.push(resource);
    this.byId.set(resource.id, resource);
  }

  private index(type: string, property: string): Index {
    const key = `${type} ${property}`;
    const index = this.indexes.get(key) ?? this.makeIndex(type, property);
    this.indexes.set(key, index);
    return index;
  }

  private makeIndex(type: string, property: string): Index {
    const index: Index = { exact: new Map(), loose: [] };
    for (const resource of this.resources(type)) {
      const value = this.value(resource, property);
      const texts = value === undefined ? [] : this.list(Array.isArray(value) ? value : [value]);
      for (const text of new Set(texts)) {
        const named = index.exact.get(text) ?? [];
        index.exact.set(text, named);
        named.push(resource);
      }
      const isLoose = texts === undefined || texts.some(text => this.resolver.strings.resourceKey(text) === undefined);
      if (isLoose) index.loose.push({ resource, texts });
    }
    return index;
  }
}

/** The macro of CloudFormation itself, which adds functions, and no resources but those of `Fn::ForEach`. */
const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions';

function hasMacro({ body, hasGeneratedParts }: Template): boolean {
  const transforms: unknown[] = [body.Transform ?? []].flat();
  return hasGeneratedParts
    || transforms.some(name => name !== LANGUAGE_EXTENSIONS)
    || Object.keys(section(body.Resources)).some(name => name.startsWith('Fn::'));
}
