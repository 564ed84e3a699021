// The time to load the library for a first application, after the aws-cdk-lib modules that it uses. Usage: node
// measure-load.js; prints JSON.
const { execFileSync } = require('node:child_process');
const { performance } = require('node:perf_hooks');

/** Makes a first application, which loads the parts of the library that it uses. */
function load() {
  require('./variants/this-library').build(1, { validation: false });
}

if (process.argv[2] === 'list') {
  load();
  process.stdout.write(
    JSON.stringify(
      Object.keys(require.cache).filter(file => /node_modules.(aws-cdk-lib|constructs).*\.js$/.test(file)),
    ),
  );
} else {
  const files = JSON.parse(
    execFileSync(process.execPath, [__filename, 'list'], { encoding: 'utf8', maxBuffer: 2 ** 26 }),
  );
  const start = performance.now();
  files.forEach(file => require(file));
  const peers = performance.now();
  load();
  process.stdout.write(JSON.stringify({ peers: peers - start, library: performance.now() - peers }));
}
