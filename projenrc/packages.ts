import { awscdk, Component } from 'projen';

/** What a release publishes, in five languages, and the proof that each package works where it is installed. */
export class Packages extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);

    const packages = project.addTask('package:all', {
      description: 'Builds what a release publishes into dist/: npm, Python, Java, Go, and .NET (its code only where no SDK is installed)',
    });
    packages.spawn(project.compileTask);
    packages.exec('node scripts/languages/package-all.js');

    const languages = project.addTask('test:languages', {
      description: 'Installs every package of dist/ into a clean project of its language, synthesises the example there and compares the templates',
    });
    languages.spawn(packages);
    languages.exec('node scripts/languages/test-all.js', { receiveArgs: true });

    // Trusted publishing to npm needs npm 11.5.1 or later, which comes with Node.js 24; projen leaves that to the project.
    const release = project.tryFindObjectFile('.github/workflows/release.yml');
    release?.addOverride('jobs.release_npm.steps.0.with.node-version', '24');
    // the public registry is the default of the publisher anyway
    release?.addDeletionOverride('jobs.release_npm.steps.9.env.NPM_REGISTRY');
  }
}
