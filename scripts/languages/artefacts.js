// Where the packages are that a release publishes.
const { readdirSync } = require('node:fs');
const { join, resolve } = require('node:path');

const ROOT = resolve(__dirname, '..', '..');
const DIST = join(ROOT, 'dist');
const MANIFEST = require(join(ROOT, 'package.json'));
const { targets } = MANIFEST.jsii;

/** The one file of a folder of dist/ with this ending. */
function only(folder, ending) {
  const found = readdirSync(join(DIST, folder)).filter(name => name.endsWith(ending));
  if (found.length !== 1) {
    throw new Error(
      `dist/${folder} must have one *${ending}, but has ${JSON.stringify(found)}: run \`npm run package:all\``,
    );
  }
  return join(DIST, folder, found[0]);
}

module.exports = {
  ROOT,
  DIST,
  MANIFEST,
  npmTarball: () => only('js', '.tgz'),
  pythonWheel: () => only('python', '.whl'),
  pythonSource: () => only('python', '.tar.gz'),
  /** A repository in Maven's layout. */
  mavenRepository: () => join(DIST, 'java'),
  goModule: () => ({
    name: `${targets.go.moduleName}/${targets.go.packageName}`, folder: join(DIST, 'go', targets.go.packageName),
  }),
  dotnetFolder: () => join(DIST, 'dotnet'),
};
