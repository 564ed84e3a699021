// The Python wheel in a clean virtual environment.
const { cpSync } = require('node:fs');
const { delimiter, join } = require('node:path');
const { pythonWheel } = require('./artefacts');
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
  cpSync(join(__dirname, '..', '..', 'test', 'languages', 'python'), folder, { recursive: true });
  run(join(venv, 'bin', 'python'), ['-m', 'unittest', '-v', 'test_messages'], { cwd: folder });
  return made;
}

module.exports = { test };
