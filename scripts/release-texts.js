// Before a release is built: the change log that the release tool wrote goes into the package, and the README shows the
// pictures and pages of this version, for registries keep it for good. `--undo` gives both back as they were.
const { copyFileSync, readFileSync, rmSync, writeFileSync } = require('node:fs');

const PAGES = /(\/cdk-managed-flink\/cdk-managed-flink\/(?:blob\/)?)(?:main|v\d[^/]*)\//g;

function point(ref) {
  writeFileSync('README.md', readFileSync('README.md', 'utf8').replace(PAGES, `$1${ref}/`));
}

if (process.argv.includes('--undo')) {
  point('main');
  rmSync('CHANGELOG.md', { force: true });
} else {
  point(readFileSync('dist/releasetag.txt', 'utf8').trim());
  copyFileSync('dist/changelog.md', 'CHANGELOG.md');
}
