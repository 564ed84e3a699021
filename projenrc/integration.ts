import { awscdk, Component } from 'projen';

const FOLDER = 'test/integ';
// check:types compiles the apps of these tests; here they only run
const RUNNER = `integ-runner --directory ${FOLDER} --language typescript --app "node -r `
  + 'ts-node/register/transpile-only {filePath}"';

/**
 * The integration tests: apps whose templates are compared with those that are committed, and which the owner of an AWS
 * account deploys.
 */
export class Integration extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);

    // without a region the runner asks the metadata service of the machine for one
    // warnings carry stack traces, with paths of the machine, unless the CDK is told to leave them out
    const offline = { AWS_REGION: 'us-east-1', CDK_DISABLE_STACK_TRACE: '1' };
    project.addTask('integ', {
      description: 'Compares the templates of the integration tests with the snapshots; needs neither credentials nor '
        + 'network',
      exec: RUNNER,
      env: offline,
      receiveArgs: true,
    });
    project.addTask('integ:update', {
      description: 'Writes the snapshots of the integration tests anew without deploying them',
      exec: `${RUNNER} --parallel-regions us-east-1 --update-on-failed --dry-run --no-update-workflow`,
      env: offline,
      receiveArgs: true,
    });
    project.addTask('integ:deploy', {
      description: 'Deploys the integration tests to $AWS_REGION, runs the jobs, deletes everything and writes the '
        + 'snapshots; it costs money',
      exec: `${RUNNER} --parallel-regions $AWS_REGION --force`,
      requiredEnv: ['AWS_REGION'],
      receiveArgs: true,
    });

    const deploy = project.addTask('test:deploy', {
      description: 'Deploys the example, the integration tests and apps in stages to an emulator of AWS on loopback; '
        + 'installs what is missing in .cache',
    });
    deploy.exec('node scripts/transpile.js');
    deploy.exec('ts-node --transpile-only --project test/tsconfig.json test/deployment/run.ts', { receiveArgs: true });

    // the code of the runner's own functions, the same 2 MB in every snapshot, and what a run leaves when it is
    // interrupted
    project.addGitIgnore(`/${FOLDER}/*.snapshot/asset.*.bundle/`);
    project.addGitIgnore(`/${FOLDER}/cdk-integ.out.*/`);
    project.annotateGenerated(`/${FOLDER}/*.snapshot/**`);
  }
}
