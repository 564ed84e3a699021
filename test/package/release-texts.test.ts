import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

function release() {
  const folder = mkdtempSync(join(tmpdir(), 'release-'));
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'releasetag.txt'), 'v1.2.3\n');
  writeFileSync(join(folder, 'dist', 'changelog.md'), '## 1.2.3\n');
  writeFileSync(join(folder, 'README.md'), README);
  const run = (...options: string[]) =>
    execFileSync(process.execPath, [join(ROOT, 'scripts', 'release-texts.js'), ...options], { cwd: folder });
  return { run, read: (name: string) => readFileSync(join(folder, name), 'utf8'), has: (name: string) => existsSync(join(folder, name)) };
}

test('a release shows the pictures and pages of its own version, and carries the change log', () => {
  const { run, read } = release();
  run();
  const own = [...read('README.md').matchAll(/cdk-managed-flink\/cdk-managed-flink\/(?:blob\/)?([^/]+)\/(?:docs|examples|CONTRIBUTING)/g)];
  expect(own.length).toBeGreaterThan(5);
  expect(new Set(own.map(([, ref]) => ref))).toEqual(new Set(['v1.2.3']));
  expect(read('README.md')).toContain('/v1.2.3/docs/images/network.png');
  expect(read('CHANGELOG.md')).toBe('## 1.2.3\n');
});

test('what a release changes is taken back', () => {
  const { run, read, has } = release();
  run();
  run('--undo');
  expect(read('README.md')).toBe(README);
  expect(has('CHANGELOG.md')).toBe(false);
});
