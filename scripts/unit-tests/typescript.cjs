// Compiles TypeScript while it is loaded, without checking its types: `npm run check:types` does that.
const { register } = require('node:module');
const { pathToFileURL } = require('node:url');

require('ts-node').register({ project: 'test/tsconfig.json', transpileOnly: true });
// the runner imports the files of tests, and Node.js asks what kind of module a .ts file is
register('./imports.mjs', pathToFileURL(__filename));
