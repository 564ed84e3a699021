import { Stage, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ConstructMetadata } from './template/assembly';
import { acknowledgedIds, acknowledgementId, WARNED_METADATA_KEY } from '../core/warning';

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
   * @param app the root of the tree, where the CDK gives it to plugins: apps and stages leave no metadata in the assembly
   */
  constructor(metadata: ConstructMetadata, app: IConstruct | undefined) {
    for (const [path, entries] of metadata) entries.forEach(({ type, data }) => this.add(path, type, data));
    const stages = app?.node.findAll().filter(construct => Stage.isStage(construct)) ?? [];
    for (const { node } of stages) node.metadata.forEach(({ type, data }) => this.add(node.path, type, data));
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
  if (type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY) return acknowledgedIds(data);
  return type === WARNED_METADATA_KEY && typeof data === 'string' ? [acknowledgementId(data)] : [];
}
