/**
 * The severity of the messages that an application sends to CloudWatch Logs.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/cloudwatch_log-levels.html
 */
export enum LogLevel {
  /** All messages, including debug messages. This level slows the application down. */
  DEBUG = 'DEBUG',
  /** Informational messages and above. */
  INFO = 'INFO',
  /** Warnings and errors. */
  WARN = 'WARN',
  /** Errors only. */
  ERROR = 'ERROR',
}
