// Runs commands of the toolchains; their output is shown only when they fail.
const { spawnSync } = require('node:child_process');

const SHOWN_LINES = 60;

/** Runs a command and returns how it ended. */
function attempt(command, args, { cwd, env = process.env } = {}) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd, env, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024,
  });
  return { status: status ?? error?.code ?? 'killed', stdout: stdout ?? '', output: `${stdout ?? ''}${stderr ?? ''}` };
}

/** Runs a command that must succeed and returns what it printed. */
function run(command, args, options = {}) {
  const { status, stdout, output } = attempt(command, args, options);
  if (status !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${status} in `
      + `${options.cwd ?? process.cwd()}\n${output.split('\n').slice(-SHOWN_LINES).join('\n')}`);
  }
  return stdout;
}

module.exports = { attempt, run };
