// A temporary folder with clean projects, laid out as examples/ is.
const { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { basename, join } = require('node:path');
const { ROOT } = require('./artefacts');

/** What builds leave in the examples. */
const LEFT_OUT = ['node_modules', 'cdk.out', 'target', '.venv', '__pycache__', 'bin', 'obj', 'lib', 'vendor'];

class Workspace {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'test-languages-'));
    const job = this.example('job', 'job');
    // as if the job had been built: what the examples say then is compared too
    this.write(join(job, 'lib'), 'connectors.jar', 'not a jar\n');
    this.write(join(job, 'vendor'), 'boto3.py', '\n');
  }

  /** A copy of a folder of examples/, beside the job that all of them deploy. */
  example(language, name = language) {
    return this.copy(join('examples', language), name);
  }

  copy(source, name) {
    const folder = join(this.folder, name);
    cpSync(join(ROOT, source), folder, { recursive: true, filter: path => !LEFT_OUT.includes(basename(path)) });
    return folder;
  }

  write(folder, name, content) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, name), typeof content === 'string' ? content : `${JSON.stringify(content, undefined, 2)}\n`,
    );
  }

  remove() {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

module.exports = { Workspace };
