import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** The files that a process has loaded after loading the compiled library. */
function loaded(): string[] {
  const script = `require(${JSON.stringify(ROOT)}); console.log(JSON.stringify(Object.keys(require.cache)))`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })) as string[];
}

/** The modules of aws-cdk-lib that the sources import. */
function imported(): Set<string> {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'));
  return new Set(sources.flatMap(file =>
    [...readFileSync(join(ROOT, 'src', file), 'utf8').matchAll(/from 'aws-cdk-lib\/([^']+)'/g)].map(match => match[1])));
}

const all = loaded();
/** Those of aws-cdk-lib, relative to it. */
const files = all.map(file => file.split(/[\\/]aws-cdk-lib[\\/]/)[1]).filter(file => file !== undefined);
/** Those of the library. */
const own = all.map(file => relative(join(ROOT, 'lib'), file)).filter(file => !file.startsWith('..'));

test('loading the library loads no module of aws-cdk-lib that it does not import', () => {
  const used = imported();
  const modules = new Set(files.map(file => file.split(/[\\/]/)[0]).filter(name => name.startsWith('aws-')));
  expect(modules.size).toBeGreaterThan(0);
  expect([...modules].filter(name => !used.has(name))).toEqual([]);
});

test('loading the library loads a small part of aws-cdk-lib', () => {
  expect(files.length).toBeLessThan(60);
});

// what `npm run compile` leaves, and not what jsii alone does
test('of the library itself, only what defines an exported name is loaded before it is used', () => {
  const exported = readFileSync(join(ROOT, 'src', 'index.ts'), 'utf8').matchAll(/from '.\/([^']+)'/g);
  const named = new Set([...exported].map(([, file]) => join(`${file}.js`)));
  const rest = own.filter(file => !named.has(file));
  expect(own).toContain(join('application', 'flink-application.js'));
  expect(rest.length).toBeLessThan(10);
});
