import { IResolvable, Lazy, Token } from 'aws-cdk-lib';
import { CfnApplication as CfnApplicationV2 } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { IConstruct } from 'constructs';
import { identityOf } from '../core/identity';
import { Limits } from '../core/limits';
import { reject, rejectBecause } from '../core/problem';
import { SERVICE_LIMITS } from '../core/service-limits';

type Entries = { readonly [key: string]: string };
type Groups = { readonly [id: string]: Entries };

/** The property groups of an application: from its props, its code and later additions. */
export class PropertyGroups {
  private readonly groups = new Map<string, ReadonlyMap<string, string>>();
  private readonly limits: Limits;

  /**
   * @param scope the application
   */
  constructor(private readonly scope: IConstruct) {
    this.limits = new Limits(scope);
  }

  /** Checks and adds groups. If a group exists, the entries are added to it. */
  public add(groups: Groups): void {
    this.check(groups);
    for (const [id, entries] of Object.entries(groups)) {
      this.groups.set(id, new Map([...this.groups.get(id) ?? [], ...Object.entries(entries)]));
    }
  }

  /** The property of the L1, including later additions. */
  public render(): IResolvable {
    return Lazy.any({ produce: () => this.produce() });
  }

  /** Throws if the groups cannot be added. */
  public check(groups: Groups): void {
    const ids = new Set([...this.groups.keys(), ...Object.keys(groups)]);
    this.limits.count('propertyGroups', ids.size, {
      ...SERVICE_LIMITS.propertyGroups, write: 'fewer groups with more entries each',
    });
    for (const [id, entries] of Object.entries(groups)) this.checkGroup(id, entries);
  }

  private produce(): CfnApplicationV2.EnvironmentPropertiesProperty | undefined {
    if (this.groups.size === 0) return undefined;
    return {
      propertyGroups: [...this.groups].map(([propertyGroupId, entries]) => ({
        propertyGroupId, propertyMap: Object.fromEntries(entries),
      })),
    };
  }

  private checkGroup(id: string, entries: Entries | null | undefined): void {
    const property = `propertyGroups.${id}`;
    if (typeof entries !== 'object' || entries === null) {
      reject(this.scope, {
        property, got: entries, allowed: 'a map of texts', write: 'its entries, or leave the group out',
      });
    }
    this.limits.text('propertyGroups id', id, {
      ...SERVICE_LIMITS.propertyGroupId, write: 'for example `InputStream0`',
    });
    const present = this.groups.get(id);
    this.limits.count(property, new Set([...present?.keys() ?? [], ...Object.keys(entries)]).size, {
      ...SERVICE_LIMITS.propertyGroupEntries,
      write: 'at least one entry, or leave the group out, and divide a large group into several',
    });
    for (const [key, value] of Object.entries(entries)) {
      this.limits.text(`${property} key`, key, {
        ...SERVICE_LIMITS.propertyText, write: 'a name that the job looks for',
      });
      this.checkValue(`${property}.${key}`, value, present?.get(key));
    }
  }

  private checkValue(property: string, value: unknown, before: string | undefined): void {
    const limit = SERVICE_LIMITS.propertyText;
    if (typeof value !== 'string' || value === '') {
      reject(this.scope, {
        property,
        got: value,
        allowed: `${limit.allowed}, since the service refuses an empty value`,
        write: 'a value, or leave the entry out',
      });
    }
    this.limits.text(property, value, { ...limit, write: 'a shorter value, or divide it into several entries' });
    if (before !== undefined && this.differ(before, value)) {
      rejectBecause(this.scope, `${property} is ${JSON.stringify(before)} already, so it cannot be `
        + `${JSON.stringify(value)} too: give it once, or under another key or group`);
    }
  }

  /** Whether two values differ. Tokens are compared by what they resolve to. A token and a literal can be equal. */
  private differ(one: string, other: string): boolean {
    if (one === other || Token.isUnresolved(one) !== Token.isUnresolved(other)) return false;
    return identityOf(this.scope, one) !== identityOf(this.scope, other);
  }
}
