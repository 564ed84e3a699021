import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

export const ROOT = join(__dirname, '..', '..', '..');
export const SOURCES = join(ROOT, 'src', 'lifecycle', 'handler');

/** The files of the handler as they are deployed, by their names. */
export function compiledHandler(): Record<string, string> {
  return Object.fromEntries(readdirSync(SOURCES).map(file => {
    const { outputText } = transpileModule(readFileSync(join(SOURCES, file), 'utf8'), {
      compilerOptions: {
        module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true, alwaysStrict: true,
      },
    });
    return [file.replace(/\.ts$/, '.js'), outputText];
  }));
}

/** A folder of its own with the compiled handler in it and nothing else. */
export function handlerFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'handler-'));
  Object.entries(compiledHandler()).forEach(([file, code]) => writeFileSync(join(folder, file), code));
  return folder;
}
