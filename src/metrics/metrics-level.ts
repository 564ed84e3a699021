/**
 * How finely an application reports its metrics. Each level includes the coarser ones. Finer levels cost more.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/metrics-dimensions.html
 */
export enum MetricsLevel {
  /** The whole application. */
  APPLICATION = 'APPLICATION',
  /** Each task. */
  TASK = 'TASK',
  /** Each operator. */
  OPERATOR = 'OPERATOR',
  /** Each parallel thread of each operator. AWS does not recommend it above a parallelism of 64. */
  PARALLELISM = 'PARALLELISM',
}

/** The levels, the coarsest first. */
const ORDER: string[] = [MetricsLevel.APPLICATION, MetricsLevel.TASK, MetricsLevel.OPERATOR, MetricsLevel.PARALLELISM];

/** Whether an application of one level reports what belongs to another one. */
export function levelIncludes(level: MetricsLevel, other: MetricsLevel): boolean {
  return ORDER.indexOf(level) >= ORDER.indexOf(other);
}
