import { cpSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const COPY = join(ROOT, '.cache', 'copy');
const FOLDERS = ['deployment', 'integ', 'job'];

/** What the CLI runs for a stage. */
export const APP = join(COPY, 'test', 'deployment', 'app.ts');

/**
 * Copies the tests beside the compiled library, and returns the folder: the apps start sooner when they do not compile
 * the sources, and the runner of the integration tests rewrites the snapshots.
 */
export function copyTests(): string {
  rmSync(COPY, { recursive: true, force: true });
  for (const name of FOLDERS) cpSync(join(ROOT, 'test', name), join(COPY, 'test', name), { recursive: true });
  for (const name of ['src', 'lib']) symlinkSync(join(ROOT, 'lib'), join(COPY, name));
  return COPY;
}
