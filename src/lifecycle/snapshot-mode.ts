/**
 * How the service keeps the snapshots of an application.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/how-snapshots.html
 */
export enum SnapshotMode {
  /**
   * Snapshots belong to the application: only it can be restored from them, and they are deleted with it.
   */
  LEGACY = 'APPLICATION_SNAPSHOTS_LEGACY',

  /**
   * Snapshots are resources of the account with ARNs of their own. They outlive the application, and other applications
   * in this mode can be restored from them. The application needs Apache Flink 1.20 or later.
   *
   * An application cannot go back to the legacy mode.
   */
  ENHANCED = 'ENHANCED_SNAPSHOTS',
}
