import { Annotations, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ApplicationResource } from './application-resource';
import { FlinkApplicationProps } from './flink-application-props';
import { reject } from '../core/problem';
import { SnapshotMode } from '../lifecycle/snapshot-mode';

const PATH = 'ApplicationConfiguration.ApplicationSnapshotConfiguration.SnapshotMode';

/** Sets the snapshot mode. The oldest CDK that is supported has no property for it. */
export function applySnapshotMode(
  scope: IConstruct, resource: ApplicationResource, { snapshotMode, runtime }: FlinkApplicationProps,
): void {
  if (snapshotMode === undefined) return;
  resource.addPropertyOverride(PATH, snapshotMode);
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
