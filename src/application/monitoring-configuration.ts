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
