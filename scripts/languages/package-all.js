// Builds what a release publishes into dist/.
const { existsSync, rmSync, statSync } = require('node:fs');
const { join, relative } = require('node:path');
const artefacts = require('./artefacts');
const { run } = require('./shell');
const { hasDotnetSdk, requireToolchains } = require('./toolchains');

/** A snippet that is not translated fails, instead of being shown in TypeScript under the heading of each language. */
const TRANSLATED = ['--rosetta-tablet', '.jsii.tabl.json', '--rosetta-unknown-snippets', 'fail'];
const PACMAK = join(artefacts.ROOT, 'node_modules', 'jsii-pacmak', 'bin', 'jsii-pacmak');

function pack(targets, ...options) {
  const started = Date.now();
  run(process.execPath, [PACMAK, '--targets', ...targets, ...TRANSLATED, ...options], { cwd: artefacts.ROOT });
  console.log(`packed ${targets.join(', ')} in ${Math.round((Date.now() - started) / 1000)} s`);
}

requireToolchains();
for (const target of ['js', 'python', 'java', 'go', 'dotnet']) {
  rmSync(join(artefacts.DIST, target), { recursive: true, force: true });
}

const sdk = hasDotnetSdk();
pack(sdk ? ['js', 'python', 'java', 'dotnet'] : ['js', 'python', 'java']);
// A Go module is published as its code; `npm run test:languages` compiles it where the hashes of its dependencies are
// pinned.
pack(sdk ? ['go'] : ['go', 'dotnet'], '--code-only');
if (!sdk) console.log('C#: the code is generated, but not compiled into a package: no .NET SDK is installed');

const { name, folder } = artefacts.goModule();
for (const path of [artefacts.npmTarball(), artefacts.pythonWheel(), artefacts.pythonSource(), artefacts.mavenRepository(), folder, artefacts.dotnetFolder()]) {
  if (!existsSync(path)) throw new Error(`${path} was not made`);
  const size = statSync(path).isFile() ? ` ${Math.ceil(statSync(path).size / 1024)} KiB` : path === folder ? ` ${name}` : '';
  console.log(`${relative(artefacts.ROOT, path)}${size}`);
}
