import { awscdk, Component } from 'projen';

/**
 * What `npm test` demands of the unit tests, in percent of `src`. Lines fall short of 100 since what follows a call that
 * always throws counts as not run.
 */
const COVERAGE = '--include src --exclude src/index.ts --reporter text-summary --reporter json-summary '
  + '--check-coverage --lines 99.8 --functions 99.8 --branches 97';

/**
 * What `npm test` checks beside the unit tests, the run on the newest peers, the upgrade from the commit before, and
 * the audit of what is installed.
 */
export class Checks extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);

    this.styleRules(project);

    // an app loads the parts of the library that it uses
    project.compileTask.exec('node scripts/lazy-loading.js');

    project.addTask('snippets', {
      description: 'Compiles the code of the README and of the docstrings',
      exec: 'jsii-rosetta extract --strict',
    });

    project.addTask('check:api', {
      description: 'Fails when API.md is not what the sources give',
      exec: 'node scripts/api.js --check',
    });

    // the command of projen also documents what folders beside the library have installed
    project.tasks.tryFind('docgen')?.reset('node scripts/api.js');

    const types = project.addTask('check:types', {
      description: 'Compiles the tests, the project definition, the examples and the code of docs/, strictly',
    });
    types.exec('node scripts/docs-snippets.js');
    for (const folder of ['test', 'projenrc', 'examples/typescript']) {
      // The tests import the apps of the other examples. isolatedModules is for the speed of jest: it forbids to
      // export interfaces without saying that they are types, as jsii wants it.
      types.exec(`tsc --noEmit --isolatedModules false -p ${folder}/tsconfig.json`);
    }

    const structure = project.addTask('check:structure', {
      description: 'Fails when a folder imports from one above it, files import each other in a circle, or something '
        + 'is exported or kept that nobody uses',
    });
    structure.exec('depcruise --config scripts/structure/imports.config.js src test projenrc');
    structure.exec('knip --config scripts/structure/unused.config.js');

    // The jest task that projen makes never touches a snapshot (--ci); the rest of the checks stands around it.
    project.testTask.reset();
    project.testTask.exec(`c8 ${COVERAGE} jest --ci`, { receiveArgs: true });
    project.testTask.prependExec('bash scripts/checks.sh');
    project.testTask.prependSpawn(project.compileTask);
    project.testTask.env('JSII_DEPRECATED', 'fail');

    // jsii prints a banner about the age of Node.js 20 at every start; the library supports it on purpose
    project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

    // not part of `npm test`: it asks the registry, which may say something else tomorrow, and has to answer
    const audit = project.addTask('audit', {
      description: 'Fails on advisories of high severity and above in what is installed, and when the registry does '
        + 'not say',
      exec: 'node scripts/audit.js',
    });
    project.buildWorkflow?.addPostBuildSteps({ name: 'audit', run: project.runTaskCommand(audit) });

    project.addTask('test:newest', {
      description: 'Runs the unit tests in a copy of the project on the newest aws-cdk-lib and constructs',
      exec: 'node scripts/test-newest.js',
    });

    const node = project.addTask('test:node', {
      description: 'Runs the unit tests on another Node.js, which npm brings: `-- 22`',
      exec: 'node scripts/test-node.js',
      receiveArgs: true,
    });
    // the workflow runs on a version that is supported
    project.buildWorkflow?.addPostBuildSteps({ name: 'oldest Node.js', run: `${project.runTaskCommand(node)} -- 20` });

    project.addTask('fuzz', {
      description: 'Tries random apps, as many as are said: `-- 20000`; a seed that is printed repeats a run',
      exec: 'node scripts/fuzz.js',
      receiveArgs: true,
    });

    project.addTask('test:upgrade', {
      description: 'Fails when an app that was deployed with the library of the commit before loses resources with '
        + 'this one; another commit may be named',
      exec: 'ts-node --transpile-only --project test/tsconfig.json test/upgrade/run.ts',
      receiveArgs: true,
    });

    project.addTask('bench', {
      description: 'Measures the library beside hand-written L1s and the alpha module of the CDK, and writes '
        + 'benchmark/results.md',
      cwd: 'benchmark',
      steps: [{ exec: 'npm ci' }, { exec: 'npm run bench' }],
    });

    const prices = project.addTask('prices', {
      description: 'Compares the prices of the report with the public price list of AWS; `-- eu-west-1` compares one region',
      receiveArgs: true,
    });
    prices.spawn(project.compileTask);
    prices.exec('node scripts/prices.js', { receiveArgs: true });

    const rules = project.addTask('bench:rules', {
      description: 'Measures what FlinkVpcRules adds to a synthesis; `-- 9` takes the median of 9 runs',
      receiveArgs: true,
    });
    rules.spawn(project.compileTask);
    rules.exec('node scripts/rules-cost.js', { receiveArgs: true });

    const mutation = project.addTask('mutation', {
      description: 'Changes the sources in every place and looks whether a test fails; `-- --mutate '
        + 'src/rules/facts/role-facts.ts` looks at a part',
      receiveArgs: true,
    });
    mutation.exec('npm ci --prefix scripts/mutation');
    mutation.exec('scripts/mutation/node_modules/.bin/stryker run scripts/mutation/stryker.config.mjs', {
      receiveArgs: true,
    });
  }
  /** Lines that are seen as a whole, and conditions that are read in one go. Sources have no exception but URLs. */
  private styleRules(project: awscdk.AwsCdkConstructLibrary): void {
    const maxLength = { code: 120, ignoreUrls: true };
    project.eslint?.addRules({ '@stylistic/max-len': ['error', maxLength], 'no-nested-ternary': 'error' });
    // messages and templates that tests compare, and rows of tables, are now and then longer than a line
    project.eslint?.addOverride({
      files: ['test/**', 'projenrc/**', 'examples/**', '.projenrc.ts'],
      rules: {
        '@stylistic/max-len': ['error', {
          ...maxLength, code: 160, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true,
        }],
      },
    });
  }
}
