// The npm package in a clean project: the example, and consumers of both module systems.
const { cpSync } = require('node:fs');
const { join } = require('node:path');
const { MANIFEST, npmTarball } = require('./artefacts');
const { run } = require('./shell');
const { templates } = require('./synth');
const { assertSameTemplates } = require('./compare');

const COMPILER_OPTIONS = {
  target: 'ES2022', module: 'nodenext', outDir: 'compiled', strict: true, skipLibCheck: false, types: ['node'],
};

/** A project that depends on nothing but the package, its peers and a compiler. */
function install(workspace, name, { cdk, constructs }) {
  const folder = workspace.example('typescript', name);
  const { typescript, 'ts-node': tsNode, '@types/node': nodeTypes } = MANIFEST.devDependencies;
  workspace.write(folder, 'package.json', {
    name: 'consumer',
    private: true,
    dependencies: { [MANIFEST.name]: `file:${npmTarball()}`, 'aws-cdk-lib': cdk, constructs },
    devDependencies: { typescript, 'ts-node': tsNode, '@types/node': nodeTypes },
  });
  workspace.write(folder, 'tsconfig.json', { compilerOptions: COMPILER_OPTIONS, include: ['app.ts', 'consumer.*'] });
  // the same source twice: its ending decides the module system
  for (const ending of ['cts', 'mts']) cpSync(join(__dirname, 'consumer.ts'), join(folder, `consumer.${ending}`));
  run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: folder });
  const version = name => require(join(folder, 'node_modules', name, 'package.json')).version;
  console.log(`  aws-cdk-lib ${version('aws-cdk-lib')}, constructs ${version('constructs')}`);
  return folder;
}

/** Compiles strictly, runs the CommonJS and the ESM consumer, and synthesises the example. */
function test(folder) {
  run(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.'], { cwd: folder });
  const [commonJs, esm] = ['cjs', 'mjs'].map(ending =>
    JSON.parse(run(process.execPath, [join('compiled', `consumer.${ending}`)], { cwd: folder })));
  assertSameTemplates(commonJs, esm);
  return templates(folder);
}

const FLOOR = { cdk: MANIFEST.devDependencies['aws-cdk-lib'], constructs: MANIFEST.devDependencies.constructs };
const NEWEST = { cdk: 'latest', constructs: 'latest' };

module.exports = { install, test, FLOOR, NEWEST };
