import { fullDiff, ResourceDifference, ResourceImpact } from '@aws-cdk/cloudformation-diff';

export interface Template {
  readonly Resources?: Record<string, { readonly Type: string } & Record<string, unknown>>;
  readonly Outputs?: Record<string, { readonly Value: unknown; readonly Export?: { readonly Name: unknown } }>;
}

/** Templates by the name of their stack. */
export type Templates = Readonly<Record<string, Template>>;

export interface Upgrade {
  /** What users would lose: resources that are replaced or removed, stacks and exports that are gone. */
  readonly breaks: string[];
  /** What would be a break, and was accepted. */
  readonly accepted: string[];
  /** Everything else that changes. */
  readonly changes: string[];
}

/** Longer values, such as whole policies, are not shown. */
const SHOWN_LENGTH = 150;
const HARMLESS = [ResourceImpact.WILL_CREATE, ResourceImpact.WILL_UPDATE];

/**
 * What happens to stacks of one version when they are deployed with another.
 *
 * A resource that only may be replaced counts as replaced, and so does one with a changed property that the
 * specification does not know: whoever knows better accepts it.
 */
export function compare(before: Templates, after: Templates, accepted: Readonly<Record<string, string>> = {}): Upgrade {
  const upgrade: Upgrade = { breaks: [], accepted: [], changes: [] };
  const lose = (where: string, text: string) => {
    if (where in accepted) upgrade.accepted.push(`${where}${text}, accepted: ${accepted[where]}`);
    else upgrade.breaks.push(`${where}${text}`);
  };

  for (const [stack, template] of Object.entries(before)) {
    if (!(stack in after)) {
      lose(stack, ': the stack is gone');
      continue;
    }
    fullDiff(template, after[stack]).resources.forEachDifference((id: string, change: ResourceDifference) => {
      const impact = change.changeImpact;
      const text = ` (${change.oldResourceType ?? change.newResourceType}): ${describe(change)}`;
      if (HARMLESS.includes(impact)) upgrade.changes.push(`${stack}/${id}${text}`);
      else lose(`${stack}/${id}`, text);
    });
    const kept = exportsOf(after[stack]);
    for (const name of exportsOf(template)) {
      if (!kept.includes(name)) {
        lose(`${stack}/${name}`, ': the export is gone, and cannot be removed while a stack imports it');
      }
    }
  }
  return upgrade;
}

function describe(change: ResourceDifference): string {
  const impact = change.changeImpact === ResourceImpact.NO_CHANGE ? 'UNKNOWN' : change.changeImpact;
  const properties = Object.entries(change.propertyUpdates).map(([name, { oldValue, newValue }]) => {
    const values = `${JSON.stringify(oldValue)} -> ${JSON.stringify(newValue)}`;
    return values.length > SHOWN_LENGTH ? name : `${name} ${values}`;
  });
  return [impact, ...properties, ...Object.keys(change.otherChanges)].join('\n    ');
}

function exportsOf({ Outputs = {} }: Template): string[] {
  return Object.values(Outputs).flatMap(({ Export }) =>
    Export === undefined ? [] : [JSON.stringify(Export.Name).replace(/^"|"$/g, '')]);
}
