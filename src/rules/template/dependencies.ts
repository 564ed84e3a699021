import { section, Template } from './assembly';
import { isObject } from '../../core/intrinsics';

/**
 * The logical ids that CloudFormation creates before a resource of the same template, and removes only after it: those that it depends on or
 * refers to, and theirs in turn.
 */
export function dependenciesOf(template: Template, logicalId: string): Set<string> {
  const resources = section(template.body.Resources);
  const found = new Set<string>();
  const open = [logicalId];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const name of namesIn(resources[next])) {
      if (found.has(name) || !Object.hasOwn(resources, name)) continue;
      found.add(name);
      open.push(name);
    }
  }
  return found;
}

function namesIn(resource: unknown): string[] {
  const { DependsOn: dependsOn, Properties: properties } = section(resource);
  const declared = Array.isArray(dependsOn) ? dependsOn : [dependsOn];
  return [...declared.filter(name => typeof name === 'string'), ...references(properties)];
}

function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (!isObject(value)) return [];
  const { 'Ref': ref, 'Fn::GetAtt': attribute, 'Fn::Sub': sub } = value;
  const [pattern]: unknown[] = Array.isArray(sub) ? sub : [sub];
  const [target]: unknown[] = Array.isArray(attribute) ? attribute : String(attribute).split('.');
  return [
    ...[ref, target].filter(name => typeof name === 'string'),
    ...typeof pattern === 'string' ? [...pattern.matchAll(/\$\{([^}.!]+)/g)].map(([, name]) => name) : [],
    ...Object.values(value).flatMap(references),
  ];
}
