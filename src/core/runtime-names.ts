/** How the runtimes of Flink applications are spelt. */
export const FLINK_RUNTIME = /^FLINK-([1-9]\d*)_(0|[1-9]\d*)$/;
/** Runtimes of Flink applications whose support has ended. */
export const ENDED_RUNTIMES = ['FLINK-1_13'];
/** Runtimes of Flink applications that no longer run. */
export const RETIRED_RUNTIMES = ['FLINK-1_6', 'FLINK-1_8', 'FLINK-1_11'];

/** What kind of application runs on a runtime. */
export type RuntimeFamily = 'flink' | 'sql' | 'zeppelin';

/** The kind of application that runs on a runtime, or undefined if its name is spelt like none. */
export function runtimeFamily(name: string): RuntimeFamily | undefined {
  if (/sql/i.test(name)) return 'sql';
  if (/zeppelin/i.test(name)) return 'zeppelin';
  return FLINK_RUNTIME.test(name) ? 'flink' : undefined;
}
