import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const read = (...file: string[]) => readFileSync(join(ROOT, ...file), 'utf8');

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dev?: boolean;
}

interface Manifest {
  readonly scripts: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
}

const manifest = JSON.parse(read('package.json')) as Manifest;

describe('the lock file', () => {
  const lock = JSON.parse(read('package-lock.json')) as {
    readonly lockfileVersion: number; readonly packages: Record<string, LockedPackage>;
  };
  const packages = Object.entries(lock.packages).filter(([path]) => path !== '');

  test('is part of the repository', () => {
    expect(lock.lockfileVersion).toBe(3);
    expect(packages.length).toBeGreaterThan(0);
    expect(read('.gitignore').split('\n')).not.toContain('package-lock.json');
  });

  test('pins the content of every package; what is bundled is part of the package around it', () => {
    const pinned = (path: string): boolean => {
      const { integrity, inBundle } = lock.packages[path] ?? {};
      const around = path.slice(0, path.lastIndexOf('/node_modules/'));
      return /^sha512-[\w+/]{86}==$/.test(integrity ?? '') || (inBundle === true && around !== path && pinned(around));
    };
    expect(packages.filter(([path]) => !pinned(path)).map(([path]) => path)).toEqual([]);
  });

  test('names no host and no folder: packages come from the registry of whoever installs them', () => {
    expect(
      packages.filter(([, { resolved, link }]) => resolved !== undefined || link === true).map(([path]) => path),
    ).toEqual([]);
  });

  /** What runs a script of its own when it is installed, and why that is needed. */
  const INSTALL_SCRIPTS = {
    'node_modules/@parcel/watcher': 'watches files for the CLI of the CDK; builds its native part only where none is '
      + 'published for the platform',
    'node_modules/unrs-resolver': 'resolves modules for ESLint and Jest; checks that its native part for the platform '
      + 'is there',
  };

  test('has no package with an install script but those that are known, and none of them is installed by users', () => {
    const found = packages.filter(([, { hasInstallScript }]) => hasInstallScript === true);
    expect(found.map(([path]) => path).sort()).toEqual(Object.keys(INSTALL_SCRIPTS).sort());
    expect(found.filter(([, { dev }]) => dev !== true)).toEqual([]);
  });
});

describe('what users install', () => {
  const HOOKS = [
    'preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare', 'prepublish', 'preuninstall',
    'uninstall', 'postuninstall', 'dependencies',
  ];

  test('runs nothing when it is installed', () => {
    expect(Object.keys(manifest.scripts).filter(script => HOOKS.includes(script))).toEqual([]);
    // npm would build it without being told to
    expect(existsSync(join(ROOT, 'binding.gyp'))).toBe(false);
  });

  test('has no dependencies but its peers', () => {
    expect(
      Object.keys(manifest).filter(key => /^(dependencies|optionalDependencies|bundle(d)?Dependencies)$/.test(key)),
    ).toEqual([]);
    expect(Object.keys(manifest.peerDependencies)).toEqual(['aws-cdk-lib', 'constructs']);
  });
});

test('tools come from the registry, by their versions', () => {
  const others = Object.entries(manifest.devDependencies)
    .filter(([, version]) => !/^[~^]?\d+(\.\d+){0,2}(-[\w.-]+)?$/.test(version));
  expect(others).toEqual([]);
});

describe('the workflows', () => {
  const files = readdirSync(join(ROOT, '.github', 'workflows'));
  const lines = files.flatMap(file => read('.github', 'workflows', file).split('\n').map(text => ({ file, text })));

  test('use each action by a commit or a full version', () => {
    const used = lines.flatMap(({ file, text }) =>
      /^\s+(?:- )?uses: (\S+)/.exec(text)?.slice(1).map(action => `${file} ${action}`) ?? []);
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter(action => !/@([0-9a-f]{40}|v\d+\.\d+\.\d+)$/.test(action))).toEqual([]);
  });

  /** What a job may change, and what for. */
  const WRITES = {
    'build.yml build contents': 'asked for by projen, for a job that may push',
    'build.yml self-mutation contents': 'pushes what the build generates to the branch of the pull request',
    'pull-request-lint.yml validate pull-requests': 'comments on the title',
    'release.yml release contents': 'tags the release',
    'release.yml release_github contents': 'makes the release',
    'release.yml release_npm id-token': 'trusted publishing',
    'release.yml release_nuget id-token': 'trusted publishing',
    'release.yml release_pypi id-token': 'trusted publishing',
  };

  test('say of each job what it may do, and it may write only what it has to', () => {
    let job = '';
    const jobs = new Map<string, string[]>();
    for (const { file, text } of lines) {
      const [
        , name, setting, permission, level,
      ] = /^ {2}([\w-]+):$|^ {4}(permissions):|^ {6}([\w-]+): (read|write)$/.exec(text) ?? [];
      if (name !== undefined) job = `${file} ${name}`;
      if (setting !== undefined) jobs.set(job, []);
      if (permission !== undefined) jobs.get(job)?.push(`${permission} ${level}`);
    }
    const all = lines.flatMap(({ file, text }, index) => {
      const runs = lines[index + 1]?.text ?? '';
      return /^ {2}[\w-]+:$/.test(text) && /^ {4}(name|needs|runs-on|permissions):/.test(runs)
        ? [`${file} ${text.trim().slice(0, -1)}`]
        : [];
    });
    expect([...jobs.keys()].sort()).toEqual(all.sort());
    const writes = [...jobs].flatMap(([name, permissions]) =>
      permissions.filter(permission => permission.endsWith(' write')).map(permission => `${name} ${permission.split(' ')[0]}`));
    expect(writes.sort()).toEqual(Object.keys(WRITES).sort());
  });

  test('ask for advisories on every pull request', () => {
    expect(read('.github', 'workflows', 'build.yml')).toContain('run: npx projen audit');
  });
});

describe('the audit', () => {
  const advisory = { title: 'out of memory', url: 'https://github.com/advisories/GHSA-1' };
  const bundled = {
    name: 'brace-expansion',
    severity: 'high',
    via: [advisory],
    nodes: ['node_modules/aws-cdk-lib/node_modules/brace-expansion'],
  };
  const around = {
    name: 'aws-cdk-lib', severity: 'high', via: ['brace-expansion'], nodes: ['node_modules/aws-cdk-lib'],
  };

  const report = (...found: Record<string, unknown>[]) => ({
    vulnerabilities: Object.fromEntries(found.map(finding => [finding.name, finding])),
  });

  /** What npm says, and the names of what is found in it and not accepted, or the error. */
  const CASES: [string, unknown, string[] | string][] = [
    ['passes when nothing is found', report(), []],
    [
      'passes over what is less than high',
      report({ ...bundled, nodes: ['node_modules/brace-expansion'], severity: 'moderate' }),
      [],
    ],
    ['accepts what the oldest aws-cdk-lib bundles', report(bundled, around), []],
    [
      'finds the same package elsewhere',
      report({ ...bundled, nodes: [...bundled.nodes, 'node_modules/brace-expansion'] }),
      ['brace-expansion'],
    ],
    ['finds an advisory on aws-cdk-lib itself', report({ ...around, via: [advisory] }), ['aws-cdk-lib']],
    [
      'finds what is critical',
      report({ ...bundled, name: 'tar', severity: 'critical', nodes: ['node_modules/tar'] }),
      ['tar'],
    ],
    [
      'finds packages that are listed for each other',
      report({ ...around, name: 'a', via: ['b'] }, { ...around, name: 'b', via: ['a'] }),
      ['a', 'b'],
    ],
    [
      'fails when the registry refuses',
      { message: '405 Method Not Allowed', error: { summary: '' } },
      'npm audit gave no report: 405 Method Not Allowed',
    ],
    ['fails when there is no report', {}, 'npm audit gave no report: {}'],
  ];

  // the script is loaded in a process of its own, so that it is no part of the coverage of the sources
  const script = `
    const { judge } = require(${JSON.stringify(join(ROOT, 'scripts', 'audit.js'))});
    const answer = said => { try { return judge(said).problems.map(({ name }) => name); } catch (error) { return error.message; } };
    console.log(JSON.stringify(${JSON.stringify(CASES.map(([, said]) => said))}.map(answer)));
  `;
  const answers = JSON.parse(
    execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }),
  ) as (string[] | string)[];

  test.each(CASES.map(([name, , expected], index) => ({ name, expected, answer: answers[index] })))('$name', ({ expected, answer }) => {
    expect(answer).toEqual(expected);
  });
});
