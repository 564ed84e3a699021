// The Python wheel in a clean virtual environment.
const { cpSync } = require('node:fs');
const { delimiter, join } = require('node:path');
const { ROOT, pythonWheel } = require('./artefacts');
const command = require('./command');
const { run } = require('./shell');
const { templates } = require('./synth');
const { FLOOR } = require('./typescript');

function test(workspace) {
  const folder = workspace.example('python');
  const venv = join(folder, '.venv');
  run('python3', ['-m', 'venv', venv]);
  const env = { PATH: `${join(venv, 'bin')}${delimiter}${process.env.PATH}`, VIRTUAL_ENV: venv };

  workspace.write(folder, 'constraints.txt', `aws-cdk-lib==${FLOOR.cdk}\nconstructs==${FLOOR.constructs}\n`);
  // the path of the wheel keeps pip from looking for the library's name in a registry
  run(
    join(venv, 'bin', 'python'),
    ['-m', 'pip', 'install', '--quiet', pythonWheel(), '-r', 'requirements.txt', '-c', 'constraints.txt'],
    { cwd: folder },
  );

  const made = templates(folder, { env });
  command.test(folder, [join(venv, 'bin', 'cdk-managed-flink')], { env, few: true });
  cpSync(join(ROOT, 'test', 'languages', 'python'), folder, { recursive: true });
  // the messages that the page shows are compared with what Python prints
  cpSync(join(ROOT, 'docs', 'troubleshooting.md'), join(folder, 'troubleshooting.md'));
  run(join(venv, 'bin', 'python'), ['-m', 'unittest', '-v', 'test_messages', 'test_acknowledging'], { cwd: folder });
  return made;
}

module.exports = { test };
