import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createRunner } from 'jest-light-runner';
// for one worker, which is this process
import './typescript.cjs';

// for the processes of several workers
const COMPILER = fileURLToPath(new URL('typescript.cjs', import.meta.url));
process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, `--require ${JSON.stringify(COMPILER)}`].filter(Boolean).join(' ');

/**
 * Answers the one process that asks. The channel that jest-light-runner shares between processes answers all of them at the first
 * question, and a process that still loads loses its answer and waits for ever.
 */
function channelOf(workerData) {
  let answer;
  return {
    onMessage: listener => { answer = listener; },
    postMessage: () => answer({ type: 'jest-light-runner-worker-data', workerData }),
  };
}

/**
 * Runs the unit tests in plain processes of Node.js. The runner of Jest gives each file of tests a world of its own, in which it loads
 * aws-cdk-lib anew: most of the time went there. Here the files of a process share what they load, so they leave nothing behind.
 */
export default class Runner extends createRunner({ runtime: 'child_process' }) {
  #pools = new Set();

  _runTest(test) {
    const result = super._runTest(test);
    const projectConfig = test.context.config;
    const runner = this._testRunners.get(projectConfig);
    if (!this.#pools.has(runner.pool)) {
      this.#pools.add(runner.pool);
      const workerData = { globalConfig: this._globalConfig, projectConfig, runtime: this._runtime };
      runner.run = ({ path }) => runner.pool.run(path, { channel: channelOf(workerData) });
    }
    return result;
  }

  async runTests(...args) {
    await super.runTests(...args);
    const workers = [...this.#pools].flatMap(pool => pool.threads ?? []).filter(({ process }) => process.connected);
    // a process writes its coverage when it ends
    await Promise.all(workers.map(({ process, onUnexpectedExit }) => {
      const exit = once(process.off('exit', onUnexpectedExit), 'exit');
      process.disconnect();
      const kill = setTimeout(() => process.kill('SIGKILL'), 300_000);
      return exit.finally(() => clearTimeout(kill));
    }));
  }
}
