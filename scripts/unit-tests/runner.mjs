import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createRunner } from 'jest-light-runner';
// for one worker, which is this process
import './typescript.cjs';

// for the processes of several workers
const COMPILER = fileURLToPath(new URL('typescript.cjs', import.meta.url));
process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, `--require ${JSON.stringify(COMPILER)}`].filter(Boolean).join(' ');

/**
 * Runs the unit tests in plain processes of Node.js. The runner of Jest gives each file of tests a world of its own, in which it loads
 * aws-cdk-lib anew: most of the time went there. Here the files of a process share what they load, so they leave nothing behind.
 */
export default class Runner extends createRunner({ runtime: 'child_process' }) {
  #pools = new Set();

  _runTest(test) {
    const result = super._runTest(test);
    for (const { pool } of this._testRunners.values()) this.#pools.add(pool);
    return result;
  }

  async runTests(...args) {
    await super.runTests(...args);
    const workers = [...this.#pools].flatMap(pool => pool.threads ?? []).filter(({ process }) => process.connected);
    // a process writes its coverage when it ends
    await Promise.all(workers.map(({ process, onUnexpectedExit }) => {
      const exit = once(process.off('exit', onUnexpectedExit), 'exit');
      process.disconnect();
      return exit;
    }));
  }
}
