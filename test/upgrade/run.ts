import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCEPTED } from './accepted';
import { compare, Template, Templates } from './compare';

/**
 * Synthesises the fixed app with the library of another commit and with the one of the working tree, and compares the
 * templates.
 *
 * Both run on the packages that are installed, so that nothing but the library differs.
 */
const ROOT = join(__dirname, '..', '..');
const APP = join('test', 'upgrade', 'app.ts');

const git = (...args: string[]) =>
  execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

/**
 * The commit to compare with: the one that is named, else the last one if the library has changed since, else the one
 * before it.
 */
function commitOf(name?: string): string {
  const ref = name ?? (git('status', '--porcelain', '--', 'src') === '' ? 'HEAD~1' : 'HEAD');
  const { status, stdout } = spawnSync('git', ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], {
    cwd: ROOT, encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(
      `there is no commit ${ref} here: name another one, or fetch the history with \`git fetch --unshallow\``,
    );
  }
  console.log(`before: ${ref}, ${git('log', '-1', '--format=%h %s', stdout.trim())}`);
  return stdout.trim();
}

function synth(folder: string): { readonly failure?: string; readonly templates: Templates } {
  const outdir = join(folder, 'cdk.out');
  const { status, error, stderr } = spawnSync(process.execPath, ['-r', 'ts-node/register/transpile-only', APP], {
    cwd: folder, env: { ...process.env, CDK_OUTDIR: outdir }, encoding: 'utf8',
  });
  if (status !== 0) return { failure: error?.message ?? stderr, templates: {} };
  const names = readdirSync(outdir).filter(name => name.endsWith('.template.json'));
  const templates = names.map(name =>
    [name.replace('.template.json', ''), JSON.parse(readFileSync(join(outdir, name), 'utf8')) as Template]);
  return { templates: Object.fromEntries(templates) as Templates };
}

function synthOrFail(folder: string, what: string): Templates {
  const { failure, templates } = synth(folder);
  if (failure !== undefined) throw new Error(`${what} cannot be synthesised:\n${failure}`);
  return templates;
}

/**
 * Users keep their app when they take a new version: the app is the old one. Only where it does not run any more, it is
 * the new one.
 */
function synthAfter(before: string, after: string): Templates {
  cpSync(join(before, APP), join(after, APP));
  const { failure, templates } = synth(after);
  if (failure === undefined) return templates;
  console.log('BREAKING: the app of the commit before does not run with this library, so the app of this one is '
    + `taken.\n${failure}`);
  cpSync(join(ROOT, APP), join(after, APP));
  return synthOrFail(after, 'the app of this commit with the library of this commit');
}

function upgrade(folder: string, commit: string) {
  const [before, after] = ['before', 'after'].map(name => join(folder, name));
  [before, after].forEach(path => mkdirSync(path));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  git('archive', '--output', join(folder, 'before.tar'), commit);
  execFileSync('tar', ['-xf', join(folder, 'before.tar'), '-C', before]);
  for (const path of ['src', 'test', 'tsconfig.json']) {
    cpSync(join(ROOT, path), join(after, path), { recursive: true, filter: source => !source.endsWith('.snapshot') });
  }
  if (!existsSync(join(before, APP))) {
    cpSync(join(ROOT, 'test'), join(before, 'test'), {
      recursive: true, filter: source => !source.endsWith('.snapshot'),
    });
  }

  const old = synthOrFail(before, 'the app with the library of the commit before');
  console.log(`${Object.keys(old).length} stacks, `
    + `${Object.values(old).flatMap(({ Resources = {} }) => Object.keys(Resources)).length} resources`);
  return compare(old, synthAfter(before, after), ACCEPTED);
}

const commit = commitOf(process.argv[2]);
const folder = mkdtempSync(join(tmpdir(), 'test-upgrade-'));
try {
  const { breaks, accepted, changes } = upgrade(folder, commit);
  const print = (title: string, lines: string[]) =>
    lines.length > 0 && console.log(`${title}:\n  ${lines.join('\n  ')}`);
  print('changes', changes);
  print('accepted', accepted);
  print('BREAKS', breaks);
  console.log(breaks.length === 0
    ? 'nothing is replaced or removed'
    : 'what users have deployed would be replaced or removed: keep its ids and properties, or accept it in '
      + 'test/upgrade/accepted.ts with a reason');
  if (breaks.length > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
