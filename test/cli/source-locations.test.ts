import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { run } from '../../src/cli/main';

const FOLDER = mkdtempSync(join(tmpdir(), 'locations-'));
const SOURCE = join(FOLDER, 'app.ts');

/** An assembly with one SQL application, and with what it says of where that was made. */
function assembly(data: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  writeFileSync(join(folder, 'Stack.template.json'), JSON.stringify({
    Resources: {
      Job: {
        Type: 'AWS::KinesisAnalyticsV2::Application',
        Properties: { RuntimeEnvironment: 'SQL-1_0', ServiceExecutionRole: 'arn:aws:iam::111122223333:role/job' },
        Metadata: { 'aws:cdk:path': 'Stack/Job' },
      },
    },
  }, undefined, 1));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({
    artifacts: {
      Stack: {
        type: 'aws:cloudformation:stack',
        displayName: 'Stack',
        properties: { templateFile: 'Stack.template.json' },
        metadata: { '/Stack/Job': [{ type: 'aws:cdk:logicalId', data: 'Job' }, { type: 'aws:cdk:creationStack', data }] },
      },
    },
  }));
  return folder;
}

const FRAMES = [
  'new Application (/project/node_modules/aws-cdk-lib/aws-kinesisanalyticsv2/lib/index.js:1:2)',
  'at process (node:internal/process:3:4)',
  `new Orders (${SOURCE}:12:5)`,
  `Object.<anonymous> (${SOURCE}:40:1)`,
];

test.each<[string, unknown]>([
  ['a list', FRAMES],
  ['a text', FRAMES.join('\n')],
  ['an object', Object.fromEntries(FRAMES.map((frame, index) => [`frame ${index}`, frame]))],
])('a finding is at the line of the user where the assembly tells it in %s', (_, data) => {
  expect(run(['check', assembly(data)]).out).toContain(`${relative('', SOURCE)}:12 error sql`);
});

test.each<[string, unknown]>([
  ['no frames', []],
  ['frames of packages only', FRAMES.slice(0, 2)],
  ['something else', 7],
])('a finding is at the line in the template where the assembly tells %s', (_, data) => {
  expect(run(['check', assembly(data)]).out).toMatch(/Stack\.template\.json:3 error sql/);
});
