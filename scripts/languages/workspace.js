// A temporary folder with clean projects, laid out as examples/ is.
const { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { ROOT } = require('./artefacts');

class Workspace {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'test-languages-'));
    this.example('job', 'job');
  }

  /** A copy of a folder of examples/, beside the job that all of them deploy. */
  example(language, name = language) {
    return this.copy(join('examples', language), name);
  }

  copy(source, name) {
    const folder = join(this.folder, name);
    cpSync(join(ROOT, source), folder, { recursive: true, filter: path => !/(node_modules|cdk\.out|target|\.venv|bin|obj)$/.test(path) });
    return folder;
  }

  write(folder, name, content) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' ? content : `${JSON.stringify(content, undefined, 2)}\n`);
  }

  remove() {
    // Go makes its module cache read-only, and so are copies of generated files
    rmSync(this.folder, { recursive: true, force: true });
  }
}

module.exports = { Workspace };
