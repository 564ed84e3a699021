import { ConstructMetadata } from './template/assembly';
import {
  ACKNOWLEDGED_METADATA_KEY, acknowledgedIds, acknowledgementId, WARNED_METADATA_KEY,
} from '../core/acknowledgement-ids';

/**
 * What needs no finding: rules that users acknowledged, and what a construct warned of itself.
 *
 * The CDK itself leaves out what is acknowledged with the name of the plugin (`FlinkVpcRules::ID`), but takes every
 * other id for that of an annotation.
 */
export class Acknowledgements {
  private readonly byPath = new Map<string, Set<string>>();

  /**
   * @param metadata what the assembly says of constructs in stacks
   * @param stages what the tree says of apps and stages, which leave no metadata in the assembly
   */
  constructor(metadata: ConstructMetadata, stages: ConstructMetadata = new Map()) {
    for (const [path, entries] of [...metadata, ...stages]) {
      entries.forEach(({ type, data }) => this.add(path, type, data));
    }
  }

  /** Whether a finding was acknowledged, or said already, at a construct or at one that it is in. */
  public has(path: string, rule: string): boolean {
    const scopes = path.split('/').map((_, index, ids) => ids.slice(0, index + 1).join('/'));
    return ['', ...scopes].some(scope => {
      const ids = this.byPath.get(scope);
      return ids !== undefined && (ids.has(acknowledgementId(rule)) || ids.has(rule));
    });
  }

  private add(path: string, type: unknown, data: unknown): void {
    const ids = idsIn(type, data);
    if (ids.length > 0) this.byPath.set(path, new Set([...this.byPath.get(path) ?? [], ...ids]));
  }
}

function idsIn(type: unknown, data: unknown): string[] {
  if (type === ACKNOWLEDGED_METADATA_KEY) return acknowledgedIds(data);
  return type === WARNED_METADATA_KEY && typeof data === 'string' ? [acknowledgementId(data)] : [];
}
