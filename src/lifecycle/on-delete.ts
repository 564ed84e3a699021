/** How a job is stopped before its application is deleted. */
export class OnDelete {
  /**
   * Stops the job gracefully. If the service refuses that, or the stop takes longer than 10 minutes, the job is stopped
   * by force.
   *
   * A graceful stop takes a snapshot. Snapshots of the legacy mode are deleted with the application.
   */
  public static stop(): OnDelete {
    return new OnDelete('STOP');
  }

  /**
   * Stops the job by force, without a snapshot.
   */
  public static forceStop(): OnDelete {
    return new OnDelete('FORCE_STOP');
  }

  private constructor(
    /** @internal */
    public readonly _value: 'STOP' | 'FORCE_STOP',
  ) {}
}
