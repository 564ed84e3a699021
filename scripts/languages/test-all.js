// Installs every package of dist/ into a clean project of its language, synthesises the example there, and compares the
// templates. Languages to test may be given by name; TypeScript always runs, since the others are compared with it.
const command = require('./command');
const { assertSameTemplates } = require('./compare');
const csharp = require('./csharp');
const go = require('./go');
const java = require('./java');
const pipeline = require('./pipeline');
const python = require('./python');
const snippets = require('./snippets');
const { hasDotnetSdk, requireToolchains } = require('./toolchains');
const typescript = require('./typescript');
const { Workspace } = require('./workspace');

const LANGUAGES = { python, java, go };

function step(name, work) {
  const started = Date.now();
  console.log(name);
  const result = work();
  console.log(`  passed in ${Math.round((Date.now() - started) / 1000)} s`);
  return result;
}

function testAll(workspace, wanted) {
  const project = step('TypeScript on the oldest aws-cdk-lib: installed', () =>
    typescript.install(workspace, 'typescript', typescript.FLOOR));
  const expected = step('TypeScript on the oldest aws-cdk-lib: CommonJS and ESM consumers, strict; cdk synth --strict', () =>
    typescript.test(project));
  step('the command of the npm package: npx cdk-managed-flink', () =>
    command.test(project, ['npx', '--no-install', 'cdk-managed-flink']));
  step('cdk synth in a pipeline: no credentials, no network', () => pipeline.test(project));
  step('TypeScript on the newest aws-cdk-lib', () =>
    typescript.test(typescript.install(workspace, 'typescript-newest', typescript.NEWEST)));

  for (const name of wanted) {
    step(`${name}: installed, cdk synth --strict, same templates as TypeScript`, () =>
      assertSameTemplates(expected, LANGUAGES[name].test(workspace)));
  }
  for (const name of [...wanted, 'csharp']) {
    step(`${name}: every snippet of the README is in this language`, () => snippets.test(name));
  }
  if (hasDotnetSdk()) {
    step('C#: installed, cdk synth --strict, same templates as TypeScript', () =>
      assertSameTemplates(expected, csharp.test(workspace)));
  } else {
    console.log('C#: the package is generated, its example is NOT compiled: no .NET SDK is installed');
  }
}

const all = Object.keys(LANGUAGES);
const wanted = process.argv.length > 2 ? process.argv.slice(2) : all;
const unknown = wanted.filter(name => !all.includes(name));
if (unknown.length > 0) throw new Error(`the languages are ${all.join(', ')}, but not ${unknown.join(', ')}`);

requireToolchains();
const workspace = new Workspace();
try {
  testAll(workspace, wanted);
  workspace.remove();
} catch (error) {
  console.error(error.message);
  console.error(`The projects are kept in ${workspace.folder}`);
  process.exitCode = 1;
}
