/**
 * Mutation testing, `npm run mutation`. Every text is mutated too: messages are behaviour here, and the tests compare
 * them exactly.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: ['src/**/*.ts'],
  plugins: ['./scripts/mutation/runner.mjs'],
  testRunner: 'kept-tests',
  keptTests: {
    // Slow, in processes of their own, or about the text of files: they kill hardly a mutant that no other test kills,
    // and without them the score can only be lower.
    leaveOut: [
      'test/audits.test.ts',
      'test/compliance.test.ts',
      'test/connectors/audits.test.ts',
      'test/deployment',
      'test/docs',
      'test/examples.test.ts',
      'test/integ',
      'test/job',
      'test/lifecycle/function.test.ts',
      'test/lifecycle/handler/lambda.ts',
      'test/lifecycle/handler/process.test.ts',
      'test/lifecycle/handler/wire.test.ts',
      'test/metrics/methods.test.ts',
      'test/package',
      'test/policies',
      'test/properties',
      'test/report/price-list.test.ts',
      'test/rules/malformed-templates.test.ts',
      'test/rules/own-applications.test.ts',
      'test/upgrade',
    ],
    // Every test reaches the heart of the library; a mutant that the nearest ones and this many others do not find
    // counts as surviving.
    mostFarTests: 150,
    // The same for what runs while a file is loaded, where each file of tests has to be loaded again.
    mostFarFiles: 15,
    // Those that are likely to find a mutant come first; one that they do not find in this time counts as surviving.
    mostSeconds: 8,
  },
  buildCommand: 'tsc -p scripts/mutation/tsconfig.json',
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // aws-cdk-lib keeps every token and reference that was ever made: a process that runs tests for long grows until it
  // does nothing but collect garbage
  maxTestRunnerReuse: 100,
  // generous, as a test that is only slow must not count as one that found the mutant
  timeoutMS: 300_000,
  dryRunTimeoutMinutes: 30,
  thresholds: { high: 95, low: 90, break: 90 },
  reporters: ['clear-text', 'html', 'json', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  ignorePatterns: ['/.cache', '/.ci', '/.github', '/cdk.out', '/coverage', '/dist', '/examples'],
  cleanTempDir: 'always',
};
