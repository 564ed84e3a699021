// The Go module in a clean project: replaced by its folder, since nothing of it is published yet.
const { goModule } = require('./artefacts');
const { run } = require('./shell');
const { templates } = require('./synth');

function test(workspace) {
  const folder = workspace.example('go');
  const { name, folder: built } = goModule();
  run('go', ['mod', 'edit', `-replace=${name}=${built}`], { cwd: folder });
  // what go.sum pins is verified against it; only what is not pinned there is asked of the checksum database
  run('go', ['build', '-mod=mod', './...'], { cwd: folder });
  run('go', ['vet', './...'], { cwd: folder });
  return templates(folder);
}

module.exports = { test };
