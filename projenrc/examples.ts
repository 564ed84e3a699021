import { awscdk, Component, javascript } from 'projen';

/** `npm run example`: synthesises the example application and prints what was made. */
export class Examples extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);

    new javascript.TypescriptConfig(project, {
      fileName: 'examples/typescript/tsconfig.json',
      extends: javascript.TypescriptConfigExtends.fromPaths(['../../tsconfig.json']),
      compilerOptions: { noEmit: true, rootDir: '../..' },
      include: ['**/*.ts'],
      exclude: ['node_modules', 'cdk.out'],
    });

    const example = project.addTask('example', {
      description: 'Synthesises the example application without credentials and prints what was made',
    });
    example.spawn(project.compileTask);
    example.exec('ts-node --project examples/typescript/tsconfig.json examples/typescript/synth.ts', { receiveArgs: true });
  }
}
