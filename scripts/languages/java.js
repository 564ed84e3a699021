// The jar in a clean local repository of Maven. Other artefacts come from wherever the user's Maven is configured to
// look.
const { cpSync, existsSync } = require('node:fs');
const { homedir } = require('node:os');
const { join } = require('node:path');
const { MANIFEST, mavenRepository } = require('./artefacts');
const { run } = require('./shell');
const { templates } = require('./synth');
const { FLOOR } = require('./typescript');

const { groupId } = MANIFEST.jsii.targets.java.maven;

/** A local repository with what the user's own one holds, and the library as it was just built. */
function localRepository(workspace) {
  const folder = join(workspace.folder, 'm2');
  const users = join(homedir(), '.m2', 'repository');
  const library = join(...groupId.split('.'));
  if (existsSync(users)) cpSync(users, folder, { recursive: true, filter: source => source !== join(users, library) });
  cpSync(join(mavenRepository(), library), join(folder, library), { recursive: true });
  return folder;
}

/** Settings of a project that Maven reads by itself, so that the app's command stays what the example says. */
function configure(workspace, folder, ...settings) {
  workspace.write(join(folder, '.mvn'), 'maven.config', settings.join('\n'));
}

function test(workspace) {
  const settings = ['-B', `-Dmaven.repo.local=${localRepository(workspace)}`, `-Daws-cdk-lib.version=${FLOOR.cdk}`];

  const folder = workspace.example('java');
  configure(workspace, folder, ...settings);
  run('mvn', ['-q', 'compile', 'exec:java', '-Dexec.skip=true'], { cwd: folder });
  configure(workspace, folder, '--offline', ...settings);
  const made = templates(folder);

  const messages = workspace.copy(join('test', 'languages', 'java'), 'java-messages');
  configure(workspace, messages, ...settings);
  run('mvn', ['-q', 'test'], { cwd: messages });
  return made;
}

module.exports = { test };
