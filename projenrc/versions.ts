import { awscdk, Component, TextFile } from 'projen';

export interface VersionsOptions {
  /** The oldest aws-cdk-lib that the library works with. */
  readonly cdk: string;
  /** The oldest constructs that the library works with. */
  readonly constructs: string;
  readonly node: string;
  /** The line of jsii that compiles the library. */
  readonly jsii: string;
  /** The line of the library that is being released. */
  readonly majorVersion: number;
}

/** VERSIONS.md: what each line of the library works with. */
export class Versions extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary, options: VersionsOptions) {
    super(project);

    const table = [
      ['library', 'aws-cdk-lib', 'constructs', 'Node.js', 'jsii', 'Python', 'Java', 'Go', '.NET'],
      ['---', '---', '---', '---', '---', '---', '---', '---', '---'],
      [
        `${options.majorVersion}.x`,
        `^${options.cdk}`,
        `^${options.constructs}`,
        `>= ${options.node}`,
        options.jsii,
        '>= 3.10',
        '>= 8',
        '>= 1.25',
        '>= 6.0',
      ],
    ];
    const file = new TextFile(project, 'VERSIONS.md');
    file.addLine(`<!-- ${file.marker} -->`);
    file.addLine('# Versions');
    file.addLine('');
    for (const row of table) file.addLine(`| ${row.join(' | ')} |`);
    file.addLine('');
    file.addLine('- The unit tests run on the oldest and on the newest `aws-cdk-lib` and `constructs` of these '
      + 'ranges (`npm test`, `npm run test:newest`).');
    file.addLine('- The packages are installed and used on the oldest one in TypeScript, Python, Java and Go, and in '
      + 'TypeScript on the newest one too (`npm run test:languages`). The .NET package is generated; its example is '
      + 'compiled only where a .NET SDK is installed.');
    file.addLine('- Node.js 22 and 24 are supported. Node.js 20, which is past its end of life, keeps working: the '
      + 'library uses nothing newer, and every change is tested on it too (`npm run test:node -- 22` runs the unit '
      + 'tests on another version than the installed one).');
    file.addLine('- Raising the oldest version of a peer is a breaking change, and so is a new major version of the '
      + 'library; while the library is 0.x it is a new minor version.');
  }
}
