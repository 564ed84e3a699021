import { awscdk, Component, javascript } from 'projen';

/** `npm run example`: synthesises the example application and prints what was made. */
export class Examples extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);

    new javascript.TypescriptConfig(project, {
      fileName: 'examples/typescript/tsconfig.json',
      extends: javascript.TypescriptConfigExtends.fromPaths(['../../tsconfig.json']),
      compilerOptions: { noEmit: true, rootDir: '../..', noUnusedLocals: false, noUnusedParameters: false },
      // the code of docs/, see scripts/docs-snippets.js
      include: ['**/*.ts', '../../.snippets/*.ts'],
      exclude: ['node_modules', 'cdk.out'],
    });

    const example = project.addTask('example', {
      description: 'Synthesizes the example application without credentials, prints what it reaches and costs, and writes the report',
    });
    example.spawn(project.compileTask);
    example.exec('ts-node --transpile-only --project examples/typescript/tsconfig.json examples/typescript/synth.ts');
    example.exec('node bin/cdk-managed-flink report examples/typescript/cdk.out --region us-east-1 --output flink-network.html');
    example.exec('echo "The picture and all tables: flink-network.html"');
  }
}
