import { Duration, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { reject } from './problem';
import { allowedCount, allowedNumbers, CountLimit, fitsText, NumberLimit, TextLimit } from './service-limits';
import { tryGet } from './try-get';

/**
 * Checks of one value against a limit of the service. All of them let unresolved tokens and absent values pass.
 */
export class Limits {
  constructor(private readonly scope: IConstruct) {}

  /** A text of a given length, and of a given shape where there is one. */
  text(property: string, value: string | undefined, limit: TextLimit & { write: string }): void {
    if (value === undefined || Token.isUnresolved(value)) return;
    if (typeof value === 'string' && fitsText(value, limit)) return;
    reject(this.scope, { property, got: value, allowed: limit.allowed, write: limit.write });
  }

  /** A whole number within a range. */
  wholeNumber(property: string, value: number | undefined, limit: NumberLimit): void {
    if (value === undefined || Token.isUnresolved(value)) return;
    const max = limit.max ?? Number.MAX_SAFE_INTEGER;
    if (Number.isInteger(value) && value >= limit.min && value <= max) return;
    reject(this.scope, {
      property,
      got: value,
      allowed: allowedNumbers(limit),
      write: `for example \`${property}: ${limit.min}\``,
    });
  }

  /** A duration of whole milliseconds. */
  duration(property: string, value: Duration | undefined, limit: { min: number; write: string }): void {
    if (value === undefined) return;
    if (value.isUnresolved()) {
      // the CDK cannot convert a token from another unit
      if (tryGet(() => value.toMilliseconds()) !== undefined) return;
      reject(this.scope, {
        property,
        got: 'a token in another unit',
        allowed: 'in milliseconds where the value is a token',
        write: `\`${property}: Duration.millis(token)\``,
      });
    }
    const millis = value.toMilliseconds({ integral: false });
    if (Number.isInteger(millis) && millis >= limit.min) return;
    reject(this.scope, {
      property,
      got: `${millis} ms`,
      allowed: `a duration of at least ${limit.min} ms, in whole milliseconds`,
      write: `for example \`${property}: ${limit.write}\``,
    });
  }

  /** The number of entries of a list or map. */
  count(property: string, count: number, limit: CountLimit & { write: string }): void {
    if (count >= limit.min && count <= limit.max) return;
    reject(this.scope, {
      property,
      got: `${count} ${limit.of}`,
      allowed: allowedCount(limit),
      write: limit.write,
    });
  }
}
