// The .NET package: its code is always generated, the example is compiled and synthesised only where an SDK is
// installed.
const { join } = require('node:path');
const { dotnetFolder } = require('./artefacts');
const { run } = require('./shell');
const { templates } = require('./synth');

function test(workspace) {
  const folder = workspace.example('csharp');
  workspace.write(folder, 'nuget.config', `<configuration><packageSources><add key="built" value="${dotnetFolder()}" `
    + '/></packageSources></configuration>\n');
  // a folder of packages of its own, so that no older build of the library is found
  const env = { NUGET_PACKAGES: join(folder, 'packages') };
  run('dotnet', ['build'], { cwd: folder, env: { ...process.env, ...env } });
  return templates(folder, { env });
}

module.exports = { test };
