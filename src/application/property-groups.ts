import { IResolvable, Lazy, Token } from 'aws-cdk-lib';
import { CfnApplication as CfnApplicationV2 } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { IConstruct } from 'constructs';
import { identityOf } from '../core/identity';
import { Limits } from '../core/limits';
import { reject, rejectBecause } from '../core/problem';

const MAX_GROUPS = 50;
const MAX_ENTRIES = 50;
const MAX_TEXT = 2048;

type Groups = { readonly [id: string]: { readonly [key: string]: string } };

/** The property groups of an application, from its properties, its code and later additions. */
export class PropertyGroups {
  private readonly groups = new Map<string, Map<string, string>>();

  /**
   * @param scope a construct of the stack of the application
   */
  constructor(private readonly scope: IConstruct) {}

  /** Adds groups after checking them all; entries of a group that is there already are added to it. */
  public add(path: string, groups: Groups): void {
    this.check(path, groups);
    for (const [id, entries] of Object.entries(groups)) {
      this.groups.set(id, new Map([...this.groups.get(id) ?? [], ...Object.entries(entries)]));
    }
  }

  /** The property of the L1, which follows later additions. */
  public render(): IResolvable {
    return Lazy.any({ produce: () => this.produce() });
  }

  private produce(): CfnApplicationV2.EnvironmentPropertiesProperty | undefined {
    if (this.groups.size === 0) return undefined;
    return {
      propertyGroups: [...this.groups].map(([propertyGroupId, entries]) => ({ propertyGroupId, propertyMap: Object.fromEntries(entries) })),
    };
  }

  /** Throws if the groups cannot be added. */
  public check(path: string, groups: Groups): void {
    const limits = new Limits(path);
    const ids = new Set([...this.groups.keys(), ...Object.keys(groups)]);
    limits.count('propertyGroups', ids.size, { min: 0, max: MAX_GROUPS, of: 'groups', write: 'fewer groups with more entries each' });
    for (const [id, entries] of Object.entries(groups)) {
      if (entries === undefined || entries === null) {
        reject(path, { property: `propertyGroups.${id}`, got: entries, allowed: 'a map of texts', write: 'its entries, or leave the group out' });
      }
      const present = this.groups.get(id);
      limits.text('propertyGroups id', id, {
        min: 1, max: 50, pattern: /^[a-zA-Z0-9_.-]+$/, allowed: '1 to 50 of the characters a-z A-Z 0-9 _ . -', write: 'for example `InputStream0`',
      });
      limits.count(`propertyGroups.${id}`, new Set([...present?.keys() ?? [], ...Object.keys(entries)]).size, {
        min: 1, max: MAX_ENTRIES, of: 'entries', write: 'at least one entry, or leave the group out, and divide a large group into several',
      });
      for (const [key, value] of Object.entries(entries)) {
        const property = `propertyGroups.${id}.${key}`;
        const allowed = `a text of 1 to ${MAX_TEXT} characters`;
        if (typeof value !== 'string' || value === '') {
          reject(path, { property, got: value, allowed: `${allowed}, since the service refuses an empty value`, write: 'a value, or leave the entry out' });
        }
        limits.text(`propertyGroups.${id} key`, key, { min: 1, max: MAX_TEXT, allowed, write: 'a name that the job looks for' });
        limits.text(property, value, { min: 1, max: MAX_TEXT, allowed, write: 'a shorter value, or divide it into several entries' });
        const before = present?.get(key);
        if (before !== undefined && this.differ(before, value)) {
          rejectBecause(path, `${property} is ${JSON.stringify(before)} already, so it cannot be ${JSON.stringify(value)} too: `
            + 'give it once, or under another key or group');
        }
      }
    }
  }

  /** Whether two values cannot be the same: two tokens are compared by what they stand for, a token and a literal may be the same. */
  private differ(one: string, other: string): boolean {
    if (one === other || Token.isUnresolved(one) !== Token.isUnresolved(other)) return false;
    return identityOf(this.scope, one) !== identityOf(this.scope, other);
  }
}
