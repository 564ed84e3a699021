import { awscdk, Component } from 'projen';

/** A snippet that was not translated fails: pacmak would show it in TypeScript under the heading of each language. */
const TRANSLATED = '--rosetta-tablet .jsii.tabl.json --rosetta-unknown-snippets fail';

/** What a release publishes, in five languages, and the proof that each package works where it is installed. */
export class Packages extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);

    const snippets = project.tasks.tryFind('snippets');
    if (snippets === undefined) {
      throw new Error('the task that translates the snippets must be defined before the packages');
    }

    const packages = project.addTask('package:all', {
      description: 'Builds what a release publishes into dist/: npm, Python, Java, Go, and .NET (its code only where '
        + 'no SDK is installed)',
    });
    packages.spawn(project.compileTask);
    packages.spawn(snippets);
    packages.exec('node scripts/languages/package-all.js');

    const languages = project.addTask('test:languages', {
      description: 'Installs every package of dist/ into a clean project of its language, synthesises the example '
        + 'there and compares the templates',
    });
    languages.spawn(packages);
    languages.exec('node scripts/languages/test-all.js', { receiveArgs: true });

    // The jobs of a release package what the build compiled; what it translated is not part of the npm package, so each
    // translates again.
    for (const target of ['java', 'python', 'dotnet', 'go']) {
      const task = project.tasks.tryFind(`package:${target}`);
      task?.reset();
      task?.spawn(snippets);
      task?.exec(`jsii-pacmak -v --target ${target} ${TRANSLATED}`);
    }

    project.tasks.tryFind('bump')?.exec('node scripts/release-texts.js');
    project.tasks.tryFind('unbump')?.exec('node scripts/release-texts.js --undo');
    project.addGitIgnore('/CHANGELOG.md');

    // Trusted publishing to npm needs npm 11.5.1 or later, which comes with Node.js 24; projen leaves that to the
    // project.
    const release = project.tryFindObjectFile('.github/workflows/release.yml');
    release?.addOverride('jobs.release_npm.steps.0.with.node-version', '24');
    // the public registry is the default of the publisher anyway
    release?.addDeletionOverride('jobs.release_npm.steps.9.env.NPM_REGISTRY');
  }
}
