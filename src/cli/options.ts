import { parseArgs } from 'node:util';
import type { Prices } from '../report/prices';

/** How findings are printed. */
export const FORMATS = ['text', 'json', 'sarif', 'github'] as const;
export type Format = typeof FORMATS[number];

/** What was asked for on the command line. */
export interface Options {
  readonly command: string | undefined;
  readonly operands: readonly string[];
  readonly format: Format;
  readonly failOn: 'error' | 'warning';
  readonly output: string | undefined;
  readonly region: string | undefined;
  readonly prices: string | undefined;
  readonly help: boolean;
  readonly version: boolean;
}

/** The price names that a file of prices may have. */
export const PRICE_NAMES: readonly (keyof Prices)[] = [
  'kpuHour', 'runningStorageGbMonth', 'interfaceEndpointZoneHour', 'interfaceEndpointGb', 'natGatewayHour',
  'natGatewayGb', 'publicIpv4Hour',
];

/** An error that the user can mend: it is printed without a stack trace. */
export class UsageError extends Error {}

/**
 * Reads the words of the command line.
 *
 * @throws UsageError if an option is not known or has a value that is not allowed
 */
export function readOptions(words: readonly string[]): Options {
  const { values, positionals: [command, ...operands] } = parse(words);
  const {
    format = 'text', 'fail-on': failOn = 'error', output, region, prices, help = false, version = false,
  } = values;
  return {
    command,
    operands,
    format: oneOf('--format', format, FORMATS),
    failOn: oneOf('--fail-on', failOn, ['error', 'warning'] as const),
    output,
    region,
    prices,
    help,
    version,
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        'format': { type: 'string', short: 'f' },
        'fail-on': { type: 'string' },
        'output': { type: 'string', short: 'o' },
        'region': { type: 'string' },
        'prices': { type: 'string' },
        'help': { type: 'boolean', short: 'h' },
        'version': { type: 'boolean', short: 'v' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find(other => other === value);
  if (found === undefined) {
    throw new UsageError(`${option} is ${JSON.stringify(value)}, but must be one of ${allowed.join(', ')}`);
  }
  return found;
}
