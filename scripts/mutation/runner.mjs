import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { INSTRUMENTER_CONSTANTS } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  determineHitLimitReached, DryRunStatus, TestStatus, toMutantRunResult,
} from '@stryker-mutator/api/test-runner';

/*
 * Runs the tests of jest in a process that keeps them loaded. Jest itself loads aws-cdk-lib anew for every test file
 * and mutant, which takes seconds; what is left here is the time of those tests that reach the mutant. The
 * `buildCommand` of Stryker compiles them beforehand, jest-circus collects them, and jest's own `expect` judges.
 */
const require = createRequire(resolve('package.json'));
const circus = require('jest-circus');
const { jestExpect } = require('@jest/expect');
const { SnapshotState } = require('jest-snapshot');
const { ModuleMocker } = require('jest-mock');

const MOCKER = new ModuleMocker(globalThis);
/** How many milliseconds tests and files of tests last took. */
const costs = { tests: new Map(), files: new Map() };
/** What the `beforeAll` of files gave. */
const prepared = new WeakMap();
const context = globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {};

class KeptTests {
  static inject = [commonTokens.logger, commonTokens.options];

  #log;
  #leftOut;
  #mostFarTests;
  #mostFarFiles;
  #mostSeconds;
  #tests;
  // short, as messages cut long paths
  #temporary = mkdtempSync(join(tmpdir(), 'm-'));

  constructor(log, { keptTests }) {
    this.#log = log;
    this.#mostFarTests = keptTests.mostFarTests;
    this.#mostFarFiles = keptTests.mostFarFiles;
    this.#mostSeconds = keptTests.mostSeconds;
    this.#leftOut = keptTests.leaveOut.map(path => resolve(path).replace(/[.]ts$/, '.js'));
    Object.assign(globalThis, {
      describe: circus.describe, test: circus.test, expect: jestExpect, jest: MOCKER, beforeAll: circus.beforeAll,
      beforeEach: circus.beforeEach, afterEach: circus.afterEach, afterAll: circus.afterAll,
    });
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  dispose() {
    rmSync(this.#temporary, { recursive: true, force: true });
  }

  async dryRun() {
    this.#load();
    return { ...await this.#run(this.#tests, false), mutantCoverage: context.mutantCoverage };
  }

  async mutantRun(
    { activeMutant, testFilter, disableBail, hitLimit, mutantActivation, reloadEnvironment, sandboxFileName },
  ) {
    const run = tests => {
      activate(activeMutant.id, hitLimit);
      return this.#run(tests, !disableBail);
    };
    if (mutantActivation === 'static') {
      forget(isOwn);
      this.#tests = undefined;
      const files = [...this.#files].sort((one, other) => (costs.files.get(one) ?? 0) - (costs.files.get(other) ?? 0));
      const [mirrors, near, far] = nearestFirst(files, file => file, sandboxFileName);
      return toMutantRunResult(
        await run(loading([...mirrors, ...near, ...far.slice(0, this.#mostFarFiles)])), disableBail,
      );
    }
    if (reloadEnvironment || this.#tests === undefined) {
      this.#load();
    }
    const chosen = testFilter && new Set(testFilter);
    const choice = () => {
      const reaching = this.#tests.filter(({ id, loads }) => chosen ? chosen.has(id) : !loads);
      const [mirrors, near, far] = nearestFirst(reaching, ({ file }) => file, sandboxFileName);
      return [...mirrors, ...cheapestFirst(near), ...cheapestFirst(alternating(far).slice(0, this.#mostFarTests))];
    };
    let result = await run(choice());
    if (await this.#failsWithoutMutant(result)) {
      this.#load();
      result = await run(choice());
    }
    return toMutantRunResult(result, disableBail);
  }

  /** Whether an earlier mutant left something behind, so that a failure says nothing of this one. */
  async #failsWithoutMutant({ tests = [] }) {
    activate(undefined);
    const failures = new Set(tests.filter(({ status }) => status === TestStatus.Failed).map(({ id }) => id));
    const again = await this.#run(this.#tests.filter(({ id }) => failures.has(id)), false);
    const fails = again.tests.some(({ status }) => status === TestStatus.Failed);
    if (fails) {
      this.#log.warn(
        `Loads the tests again, since an earlier mutant left something behind: ${[...failures].join(', ')} fails `
        + 'without a mutant',
      );
    }
    return fails;
  }

  get #files() {
    return this.#own.filter(isTest);
  }

  /** The files of tests, and what they import, without those that are left out. */
  get #own() {
    return filesOf('test').filter(file =>
      !this.#leftOut.some(path => file === path || file.startsWith(join(path, '/'))));
  }

  /**
   * Loads all sources, also those that the library loads late, and the tests; what they import from packages is loaded
   * once.
   */
  #load() {
    this.#writeInto('l');
    activate(undefined);
    forget(isOwn);
    [...filesOf('src'), ...this.#own.filter(file => !isTest(file))].forEach(file => require(file));
    this.#tests = this.#files.flatMap(file => {
      // What a file of tests does while it is loaded is a test of its own: a mutant there takes this file to load
      // again, not all of them.
      const load = { id: `${relative('test', file)}: load`, name: 'load', file, loads: true, fn: () => reload(file) };
      context.currentTestId = load.id;
      const loaded = collect(file);
      context.currentTestId = undefined;
      return [...loaded, load];
    });
  }

  async #run(tests, bail) {
    this.#writeInto('r');
    const results = [];
    const end = bail ? performance.now() + this.#mostSeconds * 1000 : Infinity;
    for (const test of tests) {
      if (performance.now() > end) {
        break;
      }
      const result = await runOf(test);
      results.push(result);
      if (bail && result.status === TestStatus.Failed) {
        break;
      }
    }
    return determineHitLimitReached(context.hitCount, context.hitLimit)
      ?? { status: DryRunStatus.Complete, tests: results };
  }

  /** Every run synthesises hundreds of apps: throws away what the last one left. */
  #writeInto(name) {
    process.env.TMPDIR = join(this.#temporary, name);
    rmSync(process.env.TMPDIR, { recursive: true, force: true });
    mkdirSync(process.env.TMPDIR);
  }
}

function activate(mutant, hitLimit) {
  Object.assign(context, {
    activeMutant: mutant, currentTestId: undefined, hitLimit, hitCount: hitLimit === undefined ? undefined : 0,
  });
}

function filesOf(folder) {
  return readdirSync(folder, { recursive: true })
    .filter(name => name.endsWith('.js'))
    .map(name => resolve(folder, name));
}

function isTest(file) {
  return file.endsWith('.test.js');
}

/** Whether a file is one of the project, and not of a package. */
function isOwn(file) {
  return /^(src|test)[/]/.test(relative(process.cwd(), file));
}

function forget(chosen) {
  for (const file of Object.keys(require.cache).filter(chosen)) {
    const { [file]: module } = require.cache;
    const { children = [] } = module.parent ?? {};
    // who loaded it first still holds it
    if (children.includes(module)) children.splice(children.indexOf(module), 1);
    delete require.cache[file];
  }
}

/** The tests of files, each of which is loaded when its turn has come. */
function* loading(files) {
  for (const file of files) {
    yield* collect(file);
  }
}

/** The tests of a file; one that fails if the file cannot be loaded. */
function collect(file) {
  circus.resetState();
  try {
    require(file);
  } catch (error) {
    return [{ id: `${relative('test', file)}: load`, name: 'load', file, fn: () => { throw error; } }];
  }
  return testsOf(circus.getState().rootDescribeBlock, file);
}

async function reload(file) {
  // without a mutant, loading went well and the tests run on their own
  if (context.activeMutant === undefined) return;
  forget(name => name === file);
  for (const test of collect(file)) {
    const { failureMessage } = await runOf(test);
    if (failureMessage !== undefined) throw new Error(failureMessage);
  }
}

function testsOf(block, file, prefix = '', outerHooks = []) {
  const hooks = [...outerHooks, ...block.hooks];
  return block.children.flatMap(child => {
    const name = `${prefix}${child.name}`;
    return child.type === 'test'
      ? [{ id: `${relative('test', file)}: ${name}`, name, file, fn: () => runAmong(hooks, child.fn) }]
      : testsOf(child, file, `${name} `, hooks);
  });
}

/** What `beforeAll` makes stays for all mutants, as what is made while a file is loaded, and `afterAll` never runs. */
async function runAmong(hooks, fn) {
  const ofType = type => hooks.filter(hook => hook.type === type);
  for (const hook of ofType('beforeAll')) {
    if (!prepared.has(hook)) prepared.set(hook, hook.fn());
    await prepared.get(hook);
  }
  for (const hook of ofType('beforeEach')) await hook.fn();
  try {
    await fn();
  } finally {
    for (const hook of ofType('afterEach').reverse()) await hook.fn();
  }
}

async function runOf(test) {
  const start = performance.now();
  context.currentTestId = test.id;
  MOCKER.clearAllMocks();
  const snapshots = join(dirname(test.file), '__snapshots__', `${basename(test.file, '.js')}.ts.snap`);
  const snapshotState = new SnapshotState(snapshots, {
    rootDir: process.cwd(), updateSnapshot: 'none', snapshotFormat: { escapeString: false, printBasicPrototype: false },
  });
  jestExpect.setState({ suppressedErrors: [], testPath: test.file, currentTestName: test.name, snapshotState });
  let error;
  try {
    await test.fn();
    [error] = jestExpect.getState().suppressedErrors;
  } catch (thrown) {
    error = thrown;
  }
  const milliseconds = performance.now() - start;
  costs.files.set(test.file, (costs.files.get(test.file) ?? 0) + milliseconds - (costs.tests.get(test.id) ?? 0));
  costs.tests.set(test.id, milliseconds);
  return resultOf(test, milliseconds, error);
}

function resultOf({ id, name, file }, timeSpentMs, error) {
  const result = { id, name, fileName: file?.replace(/[.]js$/, '.ts'), timeSpentMs };
  return error === undefined
    ? { ...result, status: TestStatus.Success }
    : { ...result, status: TestStatus.Failed, failureMessage: String(error?.message ?? error) };
}

/**
 * The files of tests that mirror the mutated file, those of its folder, and the others: in this order they are likely
 * to find the mutant.
 */
function nearestFirst(items, fileOf, sandboxFileName) {
  const source = relative('src', sandboxFileName).replace(/[.]ts$/, '');
  const distance = item => {
    const mirrored = relative('test', fileOf(item)).replace(/[.]test[.]js$/, '');
    return mirrored === source ? 0 : dirname(mirrored) === dirname(source) ? 1 : 2;
  };
  return [0, 1, 2].map(wanted => items.filter(item => distance(item) === wanted));
}

/**
 * Tests by the time that they last took: most mutants are found by tests that do not synthesise. Files to load come
 * last.
 */
function cheapestFirst(tests) {
  const cost = ({ id, loads }) => loads ? Number.MAX_VALUE : costs.tests.get(id) ?? 0;
  return [...tests].sort((one, other) => cost(one) - cost(other));
}

/**
 * The first test of every file, then the second one of every file, and so on, as neighbours find the same mutants.
 * Files to load come last.
 */
function alternating(tests) {
  const seen = new Map();
  const turn = new Map(tests.map(test => {
    seen.set(test.file, (seen.get(test.file) ?? 0) + 1);
    return [test, test.loads ? Number.MAX_VALUE : seen.get(test.file)];
  }));
  return [...tests].sort((one, other) => turn.get(one) - turn.get(other));
}

export const strykerValidationSchema = {
  type: 'object',
  properties: {
    keptTests: {
      description: 'Options of scripts/mutation/runner.mjs',
      type: 'object',
      additionalProperties: false,
      default: {},
      properties: {
        leaveOut: {
          description: 'Files and folders of tests that do not run',
          type: 'array',
          items: { type: 'string' },
          default: [],
        },
        mostFarTests: {
          description: 'How many tests of other folders may look for a mutant', type: 'number', default: 1000,
        },
        mostSeconds: { description: 'How long tests may look for a mutant', type: 'number', default: 600 },
        mostFarFiles: {
          description: 'How many files of tests of other folders may look for a mutant in what runs while a file is '
            + 'loaded',
          type: 'number',
          default: 1000,
        },
      },
    },
  },
};

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'kept-tests', KeptTests)];
