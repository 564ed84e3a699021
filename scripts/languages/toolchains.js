// What has to be installed to build and to use the packages of each language.
const { attempt } = require('./shell');

const COMMANDS = {
  'Python 3 with venv': ['python3', ['-c', 'import ensurepip, sys, venv; print(sys.version.split()[0])']],
  'a JDK': ['javac', ['-version']],
  'Maven': ['mvn', ['--version', '-Dstyle.color=never']],
  'Go': ['go', ['version']],
};

/** Prints the versions of the toolchains, and throws when one is missing: a language is never left out silently. */
function requireToolchains() {
  const missing = [];
  for (const [name, [command, args]] of Object.entries(COMMANDS)) {
    const { status, output } = attempt(command, args);
    if (status === 0) console.log(`${name}: ${output.split('\n')[0]}`);
    else missing.push(`${name} (${command} ${args[0]} ended with ${status})`);
  }
  if (missing.length > 0) throw new Error(`toolchains are missing: ${missing.join(', ')}`);
}

/** Whether C# can be compiled. It is the one language that may be missing. */
function hasDotnetSdk() {
  const { status, output } = attempt('dotnet', ['--list-sdks']);
  return status === 0 && output.trim() !== '';
}

module.exports = { requireToolchains, hasDotnetSdk };
