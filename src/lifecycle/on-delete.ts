/**
 * How a job is stopped before its application is deleted.
 *
 * @example
 * const lifecycle = ApplicationLifecycle.startOnDeploy({ onDelete: OnDelete.forceStop() });
 */
export class OnDelete {
  /**
   * Stops the job gracefully. If the service refuses the graceful stop, or it takes longer than 10 minutes, the job is
   * stopped by force.
   *
   * A graceful stop takes a snapshot. Snapshots of the legacy mode are deleted with the application.
   *
   * @example
   * const onDelete = OnDelete.stop();
   */
  public static stop(): OnDelete {
    return new OnDelete('STOP');
  }

  /**
   * Stops the job by force, without a snapshot.
   *
   * @example
   * const onDelete = OnDelete.forceStop();
   */
  public static forceStop(): OnDelete {
    return new OnDelete('FORCE_STOP');
  }

  private constructor(
    /** @internal */
    public readonly _value: 'STOP' | 'FORCE_STOP',
  ) {}
}
