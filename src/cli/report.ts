import { extname } from 'node:path';
import { InputError, UsageError } from './errors';
import { attempt, readText, writeText } from './files';
import { Options, PRICE_NAMES } from './options';
import { Templates } from './templates';
import { isObject } from '../core/intrinsics';
import { FORMATS } from '../report/formats';
import { textOf } from '../report/formats/text';
import { Prices } from '../report/prices';
import { reportOf } from '../report/report';
import { Acknowledgements } from '../rules/acknowledgements';
import { readAssembly } from '../rules/template/assembly';

/** Writes the report where `--output` says so, and returns what is printed. */
export function report({ files }: Templates, { output, region, prices }: Options): string {
  const write = output === undefined ? undefined : FORMATS[extname(output)];
  if (output !== undefined && write === undefined) {
    throw new UsageError(`--output is ${JSON.stringify(output)}, but must be a file name that ends in `
      + `${Object.keys(FORMATS).join(', ')}`);
  }
  const assembly = readAssembly(files);
  const made = reportOf(assembly, new Acknowledgements(assembly.metadata), {
    region, prices: prices === undefined ? undefined : readPrices(prices),
  });
  const text = textOf(made);
  if (output === undefined || write === undefined) return text;
  writeText(output, write(made));
  return `${text}\n\nWritten to ${output}`;
}

function readPrices(file: string): Prices {
  const text = readText(file);
  const prices: unknown = attempt(`${file} cannot be read as JSON`, () => JSON.parse(text));
  if (!isObject(prices)) throw new InputError(`${file} must be a JSON object with some of ${PRICE_NAMES.join(', ')}`);
  const entries = Object.entries(prices);
  const wrong = entries.find(([name, price]) =>
    !PRICE_NAMES.some(known => known === name) || typeof price !== 'number' || price < 0);
  if (wrong !== undefined) {
    throw new InputError(`${file} has ${JSON.stringify(wrong[0])}: ${JSON.stringify(wrong[1])}, but must have prices `
      + `in USD of 0 or more for some of ${PRICE_NAMES.join(', ')}`);
  }
  return Object.fromEntries(entries);
}
