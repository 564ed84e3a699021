import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App, AppProps } from 'aws-cdk-lib';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { importedVpcApp } from '../examples/imported-vpc/app';
import { javaOrdersApp } from '../examples/java-job/app';
import { minimalApp } from '../examples/minimal/app';
import { noVpcApp } from '../examples/no-vpc/app';
import { notebookApp } from '../examples/notebook/app';
import { ordersTeamApp } from '../examples/platform-and-teams/orders/app';
import { paymentsTeamApp } from '../examples/platform-and-teams/payments/app';
import { platformApp } from '../examples/platform-and-teams/platform/app';
import { ordersApp } from '../examples/typescript/app';
import { run } from '../src/cli/main';

const EXAMPLES = join(__dirname, '..', 'examples');

/** The examples in TypeScript, by their folder. Those in other languages are compared with Orders. */
const APPS: Record<string, (props: AppProps) => App> = {
  'imported-vpc': importedVpcApp,
  'java-job': ({ outdir }) => javaOrdersApp(outdir),
  'minimal': minimalApp,
  'no-vpc': noVpcApp,
  'notebook': notebookApp,
  'platform-and-teams/orders': ordersTeamApp,
  'platform-and-teams/payments': paymentsTeamApp,
  'platform-and-teams/platform': platformApp,
  'typescript': ({ outdir }) => ordersApp(outdir),
};

const OTHER_LANGUAGES = ['csharp', 'go', 'java', 'python'];

/** What stands for the jar of the Java job where it was not built. */
const JAR = join(EXAMPLES, 'java-job', 'target', 'orders-job.jar');
const isBuilt = existsSync(JAR);

beforeAll(() => {
  if (isBuilt) return;
  mkdirSync(dirname(JAR), { recursive: true });
  writeFileSync(JAR, 'PK');
});

afterAll(() => {
  if (!isBuilt) rmSync(JAR);
});

function contextOf(example: string): Record<string, unknown> {
  const file = join(EXAMPLES, example, 'cdk.context.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown> : {};
}

/** What `make` gives in an app with the feature flags that `cdk init` writes into a new one. */
function withRecommendedFlags<T>(make: () => T): T {
  const { CDK_CONTEXT_JSON: before } = process.env;
  process.env.CDK_CONTEXT_JSON = JSON.stringify(recommendedFlags);
  try {
    return make();
  } finally {
    if (before === undefined) delete process.env.CDK_CONTEXT_JSON;
    else process.env.CDK_CONTEXT_JSON = before;
  }
}

test.each(Object.keys(APPS))('%s synthesizes without credentials, lookups, warnings and findings', example => {
  const outdir = mkdtempSync(join(tmpdir(), 'example-'));
  const app = withRecommendedFlags(() => APPS[example]({ outdir, context: contextOf(example) }));
  expect(app.node.tryGetContext('@aws-cdk/aws-iam:minimizePolicies')).toBe(true);
  const { stacks, manifest } = app.synth();
  expect(stacks.length).toBeGreaterThan(0);
  expect(manifest.missing ?? []).toEqual([]);
  expect(stacks.flatMap(({ messages }) => messages.map(({ entry }) => entry.data))).toEqual([]);
  const applications = example === 'platform-and-teams/platform' ? '0 Flink applications' : '1 Flink application';
  expect(run(['check', outdir])).toMatchObject({ code: 0, out: `0 errors, 0 warnings in ${applications}` });
});

test('every folder with a cdk.json is tried, has a page, and is in the list of examples', () => {
  const folders = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' })
    .filter(path => /(^|\/)cdk\.json$/.test(path) && !/cdk\.out|node_modules/.test(path))
    .map(path => dirname(path));
  expect(folders.filter(folder => !(folder in APPS) && !OTHER_LANGUAGES.includes(folder))).toEqual([]);
  const index = readFileSync(join(EXAMPLES, 'README.md'), 'utf8');
  const pages = [...new Set(folders.map(folder => `${folder.split('/')[0]}/README.md`))];
  expect(pages.filter(page => !existsSync(join(EXAMPLES, page)) || !index.includes(`](${page})`))).toEqual([]);
});
