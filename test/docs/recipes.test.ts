import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';
import * as library from '../../src';

const PAGE = readFileSync(join(__dirname, '..', '..', 'docs', 'recipes.md'), 'utf8');
const [section] = /^## Ten applications[^]*?(?=^## )/m.exec(PAGE)!;
const block = (language: string) => new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'm').exec(section)![1];

interface Job {
  readonly name: string;
  readonly jar: string;
  readonly parallelism: number;
}

/** What the recipe makes of a file, in a folder with the jars that the file names. */
function resourcesOf(file: string): Record<string, { Type: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'recipe-'));
  writeFileSync(join(folder, 'jobs.json'), file);
  for (const { jar } of JSON.parse(file) as Job[]) {
    mkdirSync(dirname(join(folder, jar)), { recursive: true });
    writeFileSync(join(folder, jar), 'not a jar\n');
  }
  const { outputText } = transpileModule(block('ts'), {
    compilerOptions: { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true },
  });
  const load = createRequire(__filename);
  const before = process.cwd();
  process.chdir(folder);
  try {
    const stack = new Function('require', 'exports', `${outputText}\nreturn stack;`)(
      (name: string): unknown => name === 'cdk-managed-flink' ? library : load(name), {},
    ) as Stack;
    return Template.fromStack(stack).toJSON().Resources;
  } finally {
    process.chdir(before);
  }
}

const idsOf = (resources: Record<string, { Type: string }>, type: string) =>
  Object.keys(resources).filter(id => resources[id].Type === type);

test('the file of the recipe gives an application for each entry, with its parallelism', () => {
  const shown = JSON.parse(block('json')) as Job[];
  const resources = resourcesOf(block('json'));
  const ids = idsOf(resources, 'AWS::KinesisAnalyticsV2::Application');
  expect(ids).toHaveLength(shown.length);
  expect(ids.map(id => JSON.stringify(resources[id])).map(text => Number(/"Parallelism":(\d+)/.exec(text)![1])))
    .toEqual(shown.map(({ parallelism }) => parallelism));
});

test('ten jobs share the endpoints of one VPC, and stay as they are when one of them is removed and the others are reordered', () => {
  const jobs = Array.from({ length: 10 }, (_, index) => ({ name: `job${index}`, jar: `job${index}.jar`, parallelism: 1 }));
  const ten = resourcesOf(JSON.stringify(jobs));
  expect(idsOf(ten, 'AWS::KinesisAnalyticsV2::Application')).toHaveLength(10);
  expect(idsOf(ten, 'AWS::EC2::VPCEndpoint')).toHaveLength(idsOf(resourcesOf(block('json')), 'AWS::EC2::VPCEndpoint').length);

  const nine = resourcesOf(JSON.stringify(jobs.filter(({ name }) => name !== 'job4').reverse()));
  const lost = Object.keys(ten).filter(id => !Object.keys(nine).includes(id));
  expect(lost.length).toBeGreaterThan(0);
  expect(lost.filter(id => !id.startsWith('job4'))).toEqual([]);
  expect(Object.keys(nine).filter(id => !Object.keys(ten).includes(id))).toEqual([]);
});
