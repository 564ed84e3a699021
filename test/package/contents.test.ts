import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const KIB = 1024;

interface Pack {
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: Array<{ readonly path: string }>;
}

/** What `npm publish` would upload. */
function pack(): Pack {
  const printed = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [made] = JSON.parse(printed) as Pack[];
  return made;
}

const npm = pack();

test('the npm package has the compiled sources, the assembly, what Construct Hub shows, and nothing else', () => {
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'));
  const compiled = sources
    .map(file => file.replace(/\.ts$/, ''))
    .flatMap(name => [`lib/${name}.d.ts`, `lib/${name}.js`]);

  expect(npm.files.map(file => file.path).sort()).toEqual([
    '.jsii',
    // only where a release is built
    ...existsSync(join(ROOT, 'CHANGELOG.md')) ? ['CHANGELOG.md'] : [],
    'LICENSE',
    'README.md',
    'bin/cdk-managed-flink',
    'package.json',
    'rosetta/default.ts-fixture',
    ...compiled,
  ].sort());
});

test('the npm package stays small', () => {
  expect(npm.size).toBeLessThan(450 * KIB);
  expect(npm.unpackedSize).toBeLessThan(2250 * KIB);
});
