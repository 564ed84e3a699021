import { CfnApplication as CfnApplicationV2 } from 'aws-cdk-lib/aws-kinesisanalyticsv2';

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
}
