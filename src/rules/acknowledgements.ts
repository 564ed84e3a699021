import { Stage, Validations } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ConstructMetadata, section } from './template/assembly';

/** The prefix that the CDK gives to an id that is acknowledged without one; its spelling differs by version. */
const PREFIX = /^annotation::/i;

/**
 * The rules that were acknowledged with their bare id, by the construct where that was done.
 *
 * The CDK itself leaves out what is acknowledged with the name of the plugin (`FlinkVpcRules::ID`), but takes a bare id for that of an annotation.
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

  /** Whether a rule was acknowledged at a construct or at one that it is in. */
  public has(path: string, id: string): boolean {
    const scopes = path.split('/').map((_, index, ids) => ids.slice(0, index + 1).join('/'));
    return ['', ...scopes].some(scope => this.byPath.get(scope)?.has(id) ?? false);
  }

  private add(path: string, type: unknown, data: unknown): void {
    if (type !== Validations.ACKNOWLEDGED_RULES_METADATA_KEY) return;
    const ids = Object.keys(section(data)).filter(id => PREFIX.test(id)).map(id => id.replace(PREFIX, ''));
    this.byPath.set(path, new Set([...this.byPath.get(path) ?? [], ...ids]));
  }
}
