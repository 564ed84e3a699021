// Runs `cdk synth` as a pipeline does: the newest CLI that is locked, no credentials, no network, warnings are errors.
const { readFileSync, readdirSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { ROOT } = require('./artefacts');
const { attempt } = require('./shell');

const CLI = join(ROOT, 'node_modules', 'aws-cdk', 'bin', 'cdk');
const NOBODY_LISTENS = 'http://127.0.0.1:9';

/** The environment without credentials, and with proxies that refuse every connection. */
function offline(extra = {}) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(AWS|CDK|npm)_|_proxy$/i.test(name)),
  );
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy']) env[name] = NOBODY_LISTENS;
  return {
    ...env,
    NO_PROXY: '',
    AWS_CONFIG_FILE: join(__dirname, 'none'),
    AWS_SHARED_CREDENTIALS_FILE: join(__dirname, 'none'),
    AWS_EC2_METADATA_DISABLED: 'true',
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    CI: 'true',
    GOPROXY: 'off',
    JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20',
    NODE_OPTIONS: `--require ${join(__dirname, 'no-network.js')}`,
    ...extra,
  };
}

/** Synthesises the app of a folder and returns how the CLI ended. */
function synth(folder, { env, args = [] } = {}) {
  rmSync(join(folder, 'cdk.out'), { recursive: true, force: true });
  const options = [
    'synth', '--quiet', '--no-notices', '--no-version-reporting', '--no-lookups', '--output', 'cdk.out', ...args,
  ];
  return attempt(process.execPath, [CLI, ...options], { cwd: folder, env: offline(env) });
}

/**
 * The templates of a folder that must synthesise without an error or a warning, by the name of their file. The example
 * adds the lifecycle of its application when it is asked to start the job.
 */
function templates(folder, { env } = {}) {
  const { status, output } = synth(folder, { env, args: ['--strict', '--context', 'start=true'] });
  if (status !== 0) throw new Error(`cdk synth --strict ended with ${status} in ${folder}\n${output}`);
  const assembly = join(folder, 'cdk.out');
  const names = readdirSync(assembly).filter(name => name.endsWith('.template.json'));
  return Object.fromEntries(names.map(name => [name, JSON.parse(readFileSync(join(assembly, name), 'utf8'))]));
}

module.exports = { synth, templates };
