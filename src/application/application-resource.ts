import { CfnApplication as CfnApplicationV2 } from 'aws-cdk-lib/aws-kinesisanalyticsv2';

/**
 * The L1, which knows whether its part of the template is overridden: its properties do not say then what is deployed.
 */
export class ApplicationResource extends CfnApplicationV2 {
  private overridden = false;

  public get isOverridden(): boolean {
    return this.overridden;
  }

  /** All kinds of overrides end here. */
  public addOverride(path: string, value: unknown): void {
    this.overridden = true;
    super.addOverride(path, value);
  }
}
