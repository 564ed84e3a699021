/**
 * The messages that an application sends to CloudWatch Logs.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/cloudwatch_log-levels.html
 */
export enum LogLevel {
  /** Everything, including what helps to find a fault. Slows the application down. */
  DEBUG = 'DEBUG',
  /** What goes on, and everything graver. */
  INFO = 'INFO',
  /** What may be a fault, and errors. */
  WARN = 'WARN',
  /** Errors only. */
  ERROR = 'ERROR',
}

/**
 * How finely an application reports its metrics. Each level includes the coarser ones; finer levels cost more.
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
  /** Each parallel thread of each operator. Not recommended above a parallelism of 64. */
  PARALLELISM = 'PARALLELISM',
}
