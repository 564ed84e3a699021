import { parseArgs } from 'node:util';
import { UsageError } from './errors';
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

/** The options of each command. */
const OPTIONS_OF: Readonly<Record<string, readonly string[]>> = {
  report: ['output', 'region', 'prices'],
  check: ['format', 'fail-on', 'output'],
  explain: [],
};

/**
 * Reads the words of the command line.
 *
 * @throws UsageError if an option is not known, is one of another command, or has a value that is not allowed
 */
export function readOptions(words: readonly string[]): Options {
  const { values, positionals: [command, ...operands] } = parse(words);
  const {
    format = 'text', 'fail-on': failOn = 'error', output, region, prices, help = false, version = false,
  } = values;
  if (!help && command !== undefined) refuseOthers(command, Object.keys(values));
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

/** An option of another command would be without effect. */
function refuseOthers(command: string, given: readonly string[]): void {
  const allowed = OPTIONS_OF[command] ?? given;
  const other = given.find(option => option !== 'version' && !allowed.includes(option));
  if (other === undefined) return;
  const own = allowed.map(option => `--${option}`).join(', ') || 'none';
  throw new UsageError(`--${other} is no option of ${command}: its options are ${own}`);
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find(other => other === value);
  if (found === undefined) {
    throw new UsageError(`${option} is ${JSON.stringify(value)}, but must be one of ${allowed.join(', ')}`);
  }
  return found;
}
