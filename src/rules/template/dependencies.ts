import { section, Template } from './assembly';
import { isObject } from '../../core/intrinsics';

/** Which resources of a template CloudFormation creates before others. */
export class Dependencies {
  private readonly direct = new Map<string, readonly string[]>();
  private readonly resources: Readonly<Record<string, unknown>>;

  constructor(template: Template) {
    this.resources = section(template.body.Resources);
  }

  /**
   * The logical ids that CloudFormation creates before a resource, and removes only after it: those that it depends on
   * or refers to, and theirs in turn.
   */
  public of(logicalId: string): Set<string> {
    const found = new Set<string>();
    const open = [logicalId];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const name of this.namesIn(next)) {
        if (found.has(name)) continue;
        found.add(name);
        open.push(name);
      }
    }
    return found;
  }

  /** The resources that one resource names. What many applications share is read once. */
  public namesIn(logicalId: string): readonly string[] {
    const known = this.direct.get(logicalId);
    if (known !== undefined) return known;
    const { DependsOn: dependsOn, Properties: properties } = section(this.resources[logicalId]);
    const names = new Set<string>();
    for (const name of Array.isArray(dependsOn) ? dependsOn : [dependsOn]) {
      if (typeof name === 'string') names.add(name);
    }
    collectReferences(properties, names);
    const own = [...names].filter(name => Object.hasOwn(this.resources, name));
    this.direct.set(logicalId, own);
    return own;
  }
}

function collectReferences(value: unknown, names: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collectReferences(item, names);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      for (const name of namesOf(key, item)) names.add(name);
      collectReferences(item, names);
    }
  }
}

/** The names in an intrinsic function: what else stands beside its key is no matter. */
function namesOf(key: string, argument: unknown): string[] {
  const [first]: unknown[] = Array.isArray(argument) ? argument : [argument];
  if (typeof first !== 'string') return [];
  if (key === 'Ref') return [first];
  if (key === 'Fn::GetAtt') return [first.split('.')[0]];
  return key === 'Fn::Sub' ? [...first.matchAll(/\$\{([^}.!]+)/g)].map(([, name]) => name) : [];
}
