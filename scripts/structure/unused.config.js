/** @type {import('knip').KnipConfig} */
module.exports = {
  entry: [
    // what is loaded when it is first needed
    'src/rules/{catalogue,validation}.ts',
    'src/report/writer.ts',
    'test/**/*.test.ts',
    'test/integ/integ.*.ts',
    'test/upgrade/{app,run}.ts',
    'test/job/{run,local}.ts',
    'test/deployment/{app,run}.ts',
    'test/properties/fuzz.ts',
    '.projenrc.ts',
    'examples/typescript/{app,synth}.ts',
    'scripts/**/*.{js,mjs}',
    'scripts/languages/consumer.ts',
  ],
  project: [
    'src/**/*.ts', 'test/**/*.ts', 'projenrc/*.ts', 'examples/typescript/*.ts', 'scripts/**/*.{js,mjs,ts}',
    '!test/integ/*.snapshot/**',
  ],
  ignoreExportsUsedInFile: true,
  // the tasks of projen run them, and the handler of the lifecycle loads its clients by their names
  ignoreDependencies: [
    '@aws-sdk/client-cloudwatch-logs', '@aws-sdk/client-ec2', '@aws-sdk/client-kinesis-analytics-v2',
    '@aws-cdk/integ-runner', 'aws-cdk', 'c8', 'commit-and-tag-version', 'jsii', 'jsii-diff', 'jsii-pacmak',
    // installed beside what uses it, by the task that runs it
    '@stryker-mutator/api',
  ],
};
