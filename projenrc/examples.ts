import { awscdk, Component, javascript } from 'projen';

/** The folders of examples/ with apps in TypeScript, each with a project of its own. */
export const EXAMPLES = ['typescript', 'java-job', 'minimal', 'no-vpc', 'imported-vpc', 'platform-and-teams', 'notebook'];

const JOB_RUNNER = 'ts-node --transpile-only --project test/tsconfig.json';

/**
 * `npm run example`: synthesises the example application and prints what was made. The jobs of the examples run with
 * `npm run test:job`.
 */
export class Examples extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);

    const compilerOptions = { noEmit: true, rootDir: '../..', noUnusedLocals: false, noUnusedParameters: false };
    const config = (folder: string, ...more: string[]) => new javascript.TypescriptConfig(project, {
      fileName: `${folder}/tsconfig.json`,
      extends: javascript.TypescriptConfigExtends.fromPaths(['../../tsconfig.json']),
      compilerOptions,
      include: ['**/*.ts', ...more],
      exclude: ['node_modules', 'cdk.out'],
    });
    // the code of docs/, see scripts/docs-snippets.js
    EXAMPLES.forEach(name => config(`examples/${name}`, ...name === 'typescript' ? ['../../.snippets/*.ts'] : []));

    const example = project.addTask('example', {
      description: 'Synthesizes the example application without credentials, prints what it reaches and costs, and '
        + 'writes the report',
    });
    example.exec('node scripts/transpile.js');
    example.exec('ts-node --transpile-only --project examples/typescript/tsconfig.json examples/typescript/synth.ts');
    example.exec('node bin/cdk-managed-flink report examples/typescript/cdk.out --region us-east-1 --output '
      + 'flink-network.html');

    const testJob = project.addTask('test:job', {
      description: 'Runs the jobs of the examples on Flink, with all that they need on loopback; installs what is '
        + 'missing in .cache',
    });
    testJob.exec('node scripts/transpile.js');
    testJob.exec(`${JOB_RUNNER} test/job/run.ts`);

    const local = project.addTask('example:job', {
      description: 'Runs the PyFlink job of the examples on this machine: type records, and see what comes of them',
    });
    local.exec('node scripts/transpile.js');
    local.exec(`${JOB_RUNNER} test/job/local.ts`);

    // what the builds of the jobs make
    const built = ['job/lib/', 'job/vendor/', 'job/target/', 'java-job/target/'];
    built.forEach(path => project.addGitIgnore(`/examples/${path}`));
    project.addGitIgnore('/.cache/');
  }
}
