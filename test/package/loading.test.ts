import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** The files of aws-cdk-lib, relative to it, that a process has loaded after loading the compiled library. */
function loaded(): string[] {
  const script = `
    require(${JSON.stringify(ROOT)});
    const files = Object.keys(require.cache).map(file => file.split(/[\\\\/]aws-cdk-lib[\\\\/]/)[1]);
    console.log(JSON.stringify(files.filter(file => file !== undefined)));
  `;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })) as string[];
}

/** The modules of aws-cdk-lib that the sources import. */
function imported(): Set<string> {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'));
  return new Set(sources.flatMap(file =>
    [...readFileSync(join(ROOT, 'src', file), 'utf8').matchAll(/from 'aws-cdk-lib\/([^']+)'/g)].map(match => match[1])));
}

const files = loaded();

test('loading the library loads no module of aws-cdk-lib that it does not import', () => {
  const used = imported();
  const modules = new Set(files.map(file => file.split(/[\\/]/)[0]).filter(name => name.startsWith('aws-')));
  expect(modules.size).toBeGreaterThan(0);
  expect([...modules].filter(name => !used.has(name))).toEqual([]);
});

test('loading the library loads a small part of aws-cdk-lib', () => {
  expect(files.length).toBeLessThan(60);
});
