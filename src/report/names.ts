import { Resource, TemplateModel } from '../rules/template/template-model';

/** The names of resources by logical id, for each model once. */
const NAMES = new WeakMap<TemplateModel, Map<string, string>>();

/** The construct path of a resource without the name of the L1. */
export function shortName(model: TemplateModel, resource: Resource): string {
  return model.nameOf(resource).replace(/\/(Resource|Subnet|NATGateway)$/, '');
}

/** How an id is named: by its construct where the app defines it, else as it is written. */
export function nameOfId(model: TemplateModel, id: string, type: string): string {
  const resource = model.resource(id, type);
  return resource === undefined ? model.resolver.strings.show(id) : shortName(model, resource);
}

/**
 * A text with the resources that it refers to by their construct paths: `${Lake5F1B88EA}/clicks/*` becomes
 * `Orders/Lake/clicks/*`.
 */
export function showPaths(model: TemplateModel, text: string): string {
  const names = NAMES.get(model)
    ?? new Map(model.all().map(resource => [resource.logicalId, shortName(model, resource)]));
  NAMES.set(model, names);
  return model.resolver.strings.show(text)
    .replace(/\$\{(\w+)(?:\.[\w.]+)?\}/g, (whole, logicalId: string) => names.get(logicalId) ?? whole);
}
