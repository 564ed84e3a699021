import { CfnApplication as CfnApplicationV2 } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { isObject } from '../core/intrinsics';

/** The L1, which records whether its template is overridden. If it is, its properties do not say what is deployed. */
export class ApplicationResource extends CfnApplicationV2 {
  private overridden = false;

  public get isOverridden(): boolean {
    return this.overridden;
  }

  /** Every kind of override calls this method. */
  public addOverride(path: string, value: unknown): void {
    this.overridden = true;
    super.addOverride(path, value);
  }

  /** Adds the snapshot mode where the L1 leaves it out, since the version of the CDK has no property for it. */
  protected renderProperties(props: Record<string, unknown>): Record<string, unknown> {
    const rendered = super.renderProperties(props);
    const mode = memberOf(props, 'applicationConfiguration', 'applicationSnapshotConfiguration', 'snapshotMode');
    const configuration = memberOf(rendered, 'ApplicationConfiguration', 'ApplicationSnapshotConfiguration');
    if (mode !== undefined && isObject(configuration)) configuration.SnapshotMode ??= mode;
    return rendered;
  }
}

function memberOf(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((member, key) => isObject(member) ? member[key] : undefined, value);
}
