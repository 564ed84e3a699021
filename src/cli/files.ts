import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError } from './errors';

const BYTE_ORDER_MARK = /^\uFEFF/;

/**
 * The text of a file, without a byte order mark.
 *
 * @throws InputError if the file cannot be read
 */
export function readText(file: string): string {
  return attempt(`${file} cannot be read`, () => readFileSync(file, 'utf8')).replace(BYTE_ORDER_MARK, '');
}

/**
 * The names in a folder, sorted.
 *
 * @throws InputError if the folder cannot be read
 */
export function readNames(folder: string): string[] {
  return attempt(`${folder} cannot be read`, () => readdirSync(folder)).sort();
}

/**
 * Writes a file, relative to the working directory.
 *
 * @throws InputError if the file cannot be written
 */
export function writeText(file: string, text: string): void {
  attempt(`${file} cannot be written`, () => writeFileSync(resolve(file), text));
}

/** Does what may fail because of what the user gave. */
export function attempt<T>(failure: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new InputError(`${failure}: ${reason}`);
  }
}
