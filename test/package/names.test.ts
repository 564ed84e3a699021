import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

interface Manifest {
  readonly name: string;
  readonly keywords: string[];
  readonly license: string;
  readonly devDependencies: Record<string, string>;
  readonly jsii: {
    readonly targets: {
      readonly python: { readonly distName: string; readonly module: string };
      readonly java: {
        readonly package: string; readonly maven: { readonly groupId: string; readonly artifactId: string };
      };
      readonly go: { readonly moduleName: string; readonly packageName: string };
      readonly dotnet: { readonly namespace: string; readonly packageId: string };
    };
  };
}

const manifest = JSON.parse(read('package.json')) as Manifest;
const { python, java, go, dotnet } = manifest.jsii.targets;
const goModule = `${go.moduleName}/${go.packageName}`;
const cdk = manifest.devDependencies['aws-cdk-lib'];

describe('the names that the owner publishes, where they are written by hand', () => {
  test.each([
    ['README.md', `npm install ${manifest.name}`],
    ['README.md', `pip install ${python.distName}`],
    ['README.md', `${java.maven.groupId}:${java.maven.artifactId}`],
    ['README.md', `go get ${goModule}`],
    ['README.md', `dotnet add package ${dotnet.packageId}`],
    ['examples/typescript/app.ts', `from '${manifest.name}';`],
    ['examples/python/requirements.txt', python.distName],
    ['examples/python/app.py', `from ${python.module} import`],
    ['examples/java/pom.xml', `<groupId>${java.maven.groupId}</groupId>\n      `
      + `<artifactId>${java.maven.artifactId}</artifactId>`],
    ['examples/java/src/main/java/orders/OrdersStack.java', `import ${java.package}.FlinkApplication;`],
    ['examples/go/go.mod', `${goModule} v0.0.0`],
    ['examples/go/orders.go', `"${goModule}"`],
    ['examples/csharp/Orders.csproj', `<PackageReference Include="${dotnet.packageId}"`],
    ['examples/csharp/OrdersStack.cs', `using ${dotnet.namespace};`],
    ['test/languages/python/test_messages.py', `from ${python.module} import`],
    ['test/languages/java/pom.xml', `<groupId>${java.maven.groupId}</groupId>\n      `
      + `<artifactId>${java.maven.artifactId}</artifactId>`],
    ['test/languages/java/src/test/java/messages/MessagesTest.java', `import ${java.package}.FlinkApplication;`],
  ])('%s has %s', (file, name) => {
    expect(read(file)).toContain(name);
  });
});

test.each([
  ['VERSIONS.md', `^${cdk}`],
  ['README.md', `\`aws-cdk-lib\` ${cdk} or later`],
  ['examples/python/requirements.txt', `aws-cdk-lib>=${cdk},<3.0.0`],
  ['examples/java/pom.xml', `<aws-cdk-lib.version>${cdk}</aws-cdk-lib.version>`],
  ['examples/go/go.mod', `github.com/aws/aws-cdk-go/awscdk/v2 v${cdk}\n`],
  ['examples/csharp/Orders.csproj', `Include="Amazon.CDK.Lib" Version="${cdk}"`],
  ['test/languages/java/pom.xml', `<aws-cdk-lib.version>${cdk}</aws-cdk-lib.version>`],
])('%s is on the oldest aws-cdk-lib', (file, version) => {
  expect(read(file)).toContain(version);
});

test('Construct Hub finds the package by its keywords and may show it by its license', () => {
  expect(manifest.keywords).toEqual(expect.arrayContaining(['aws-cdk', 'awscdk', 'cdk']));
  expect(manifest.license).toBe('Apache-2.0');
});
