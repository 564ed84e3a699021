import { readFileSync, writeFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { Options, PRICE_NAMES, UsageError } from './options';
import { Templates } from './templates';
import { FORMATS } from '../report/formats';
import { textOf } from '../report/formats/text';
import { Prices } from '../report/prices';
import { reportOf } from '../report/report';
import { Acknowledgements } from '../rules/acknowledgements';
import { readAssembly, section } from '../rules/template/assembly';

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
  if (output !== undefined && write !== undefined) writeFileSync(resolve(output), write(made));
  return textOf(made);
}

function readPrices(file: string): Prices {
  const entries = Object.entries(section(parse(file)));
  const wrong = entries.find(([name, price]) =>
    !PRICE_NAMES.some(known => known === name) || typeof price !== 'number' || price < 0);
  if (wrong !== undefined) {
    throw new UsageError(`${file} has ${JSON.stringify(wrong[0])}: ${JSON.stringify(wrong[1])}, but must have prices `
      + `in USD of 0 or more for some of ${PRICE_NAMES.join(', ')}`);
  }
  return Object.fromEntries(entries);
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`--prices ${file} cannot be read as JSON: `
      + `${error instanceof Error ? error.message : String(error)}`);
  }
}
