import { Annotations, Token, Validations } from 'aws-cdk-lib';
import { CfnApplication as CfnApplicationV2 } from 'aws-cdk-lib/aws-kinesisanalyticsv2';
import { IConstruct } from 'constructs';
import { FlinkApplicationProps } from './flink-application-props';
import { reject } from '../core/problem';
import { SnapshotMode } from '../lifecycle/snapshot-mode';

/** The schema that aws-cdk-lib 2.276.0 validates templates against does not have the mode, although its L1 does. */
const UNKNOWN_PROPERTY = {
  id: 'CloudFormation-Validate::F3002',
  reason: 'SnapshotMode is a property of AWS::KinesisAnalyticsV2::Application that the schema does not have yet',
};

/**
 * The snapshot configuration of the L1. The L1 of aws-cdk-lib 2.276.0 has a property for the mode, and that of the
 * oldest version that is supported has none.
 */
export function snapshotConfiguration(
  { snapshotsEnabled = true, snapshotMode }: FlinkApplicationProps,
): CfnApplicationV2.ApplicationSnapshotConfigurationProperty {
  const configuration = { snapshotsEnabled, snapshotMode };
  return configuration;
}

/** Refuses a mode that the runtime does not have, and says that enhanced snapshots cannot be turned off. */
export function checkSnapshotMode(
  scope: IConstruct, resource: CfnApplicationV2, { snapshotMode, runtime }: FlinkApplicationProps,
): void {
  if (snapshotMode === undefined) return;
  Validations.of(resource).acknowledge(UNKNOWN_PROPERTY);
  if (snapshotMode !== SnapshotMode.ENHANCED) return;
  if (!Token.isUnresolved(runtime.name) && !runtime.isAtLeast(1, 20)) {
    reject(scope, {
      property: 'snapshotMode',
      got: snapshotMode,
      allowed: `left out or SnapshotMode.LEGACY with ${runtime.name}, since enhanced snapshots need Flink 1.20 or `
        + 'later',
      write: '`runtime: FlinkRuntime.FLINK_1_20`, deploy it, and then turn enhanced snapshots on',
    });
  }
  Annotations.of(scope).addInfoV2('cdk-managed-flink:snapshot-mode', 'an application cannot go back from enhanced '
    + 'snapshots: deploy this change alone, since a rollback of the stack cannot undo it');
}
