// The .NET package: its code is always generated, the example is compiled and synthesised only where an SDK is installed.
const { dotnetFolder } = require('./artefacts');
const { run } = require('./shell');
const { templates } = require('./synth');

function test(workspace) {
  const folder = workspace.example('csharp');
  workspace.write(folder, 'nuget.config', `<configuration><packageSources><add key="built" value="${dotnetFolder()}" /></packageSources></configuration>\n`);
  run('dotnet', ['build', '--packages', 'packages'], { cwd: folder });
  return templates(folder, { env: { NUGET_PACKAGES: `${folder}/packages` } });
}

module.exports = { test };
