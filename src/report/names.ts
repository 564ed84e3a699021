import { basename } from 'node:path';
import { Template } from '../rules/template/assembly';
import { Resource, TemplateModel } from '../rules/template/template-model';

/** The names of the resources of a model. */
interface Names {
  /** By the template and the logical id: stages have the same logical ids. */
  readonly byKey: ReadonlyMap<string, string>;
  /** The names that a logical id has in all templates. */
  readonly byLogicalId: ReadonlyMap<string, readonly string[]>;
}

/** For each model once. */
const NAMES = new WeakMap<TemplateModel, Names>();

/** The construct path of a resource without the name of the L1. */
export function shortName(model: TemplateModel, resource: Resource): string {
  return namesOf(model).byKey.get(keyOf(resource.template, resource.logicalId)) ?? pathOf(model, resource);
}

/** How an id is named: by its construct where the app defines it, else as it is written. */
export function nameOfId(model: TemplateModel, id: string, type: string): string {
  const resource = model.resource(id, type);
  return resource === undefined ? model.resolver.strings.show(id) : shortName(model, resource);
}

/**
 * A text with the resources that it refers to by their construct paths: a reference to the bucket `Lake` becomes
 * `Orders/Lake/clicks/*`.
 */
export function showPaths(model: TemplateModel, text: string): string {
  return model.resolver.strings.show(text, key => namesOf(model).byKey.get(key.replace(/\..*$/, '')));
}

/** The message of a rule, in which `${Lake5F1B88EA}` is a resource of the template, or the only one of that id. */
export function showPathsIn(model: TemplateModel, message: string, template: Template): string {
  const { byKey, byLogicalId } = namesOf(model);
  return message.replace(/\$\{(\w+)(?:\.[\w.]+)?\}/g, (whole, logicalId: string) => {
    const [first, ...others] = byLogicalId.get(logicalId) ?? [];
    return byKey.get(keyOf(template, logicalId)) ?? (others.length === 0 ? first : undefined) ?? whole;
  });
}

function namesOf(model: TemplateModel): Names {
  const known = NAMES.get(model);
  if (known !== undefined) return known;
  const byPath = new Map<string, Resource[]>();
  for (const resource of model.all()) {
    const path = pathOf(model, resource);
    byPath.set(path, [...byPath.get(path) ?? [], resource]);
  }
  const named = [...byPath].flatMap(([path, resources]) => resources.map(resource => {
    // templates of no cloud assembly have no construct paths
    const isAmbiguous = resources.some(({ template }) => template !== resource.template);
    return { resource, name: isAmbiguous ? `${fileNameOf(resource.template)}/${path}` : path };
  }));
  const byLogicalId = new Map<string, string[]>();
  for (const { resource: { logicalId }, name } of named) {
    byLogicalId.set(logicalId, [...byLogicalId.get(logicalId) ?? [], name]);
  }
  const byKey = new Map(named.map(({ resource: { template, logicalId }, name }) => [keyOf(template, logicalId), name]));
  const names = { byKey, byLogicalId };
  NAMES.set(model, names);
  return names;
}

function pathOf(model: TemplateModel, resource: Resource): string {
  return model.nameOf(resource).replace(/\/(Resource|Subnet|NATGateway)$/, '');
}

/** How references to a resource are told apart. */
function keyOf({ index }: Template, logicalId: string): string {
  return `${index} ${logicalId}`;
}

function fileNameOf({ file }: Template): string {
  return basename(file).replace(/(\.template)?\.\w+$/, '');
}
