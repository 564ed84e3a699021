import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli/main';
import { RULES } from '../../src/rules/catalogue';
import { isolatedNetwork, Resources, written } from '../report/templates';

const ROOT = join(__dirname, '..', '..');
const BIN = join(ROOT, 'bin', 'cdk-managed-flink');
const FOLDER = mkdtempSync(join(tmpdir(), 'cli-'));

function faulty(change: (all: Resources) => void): Resources {
  const all = isolatedNetwork();
  all.Job.Properties.ApplicationConfiguration = {
    ...all.Job.Properties.ApplicationConfiguration as object,
    ApplicationCodeConfiguration: {
      CodeContentType: 'ZIPFILE',
      CodeContent: { S3ContentLocation: { BucketARN: 'arn:aws:s3:::code', FileKey: 'job.jar' } },
    },
  };
  all.CodePolicy = {
    Type: 'AWS::IAM::RolePolicy',
    Properties: {
      RoleName: { Ref: 'Role' },
      PolicyName: 'Code',
      PolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::code/job.jar' }],
      },
    },
  };
  Object.assign(all.Job, { DependsOn: ['CodePolicy'] });
  change(all);
  return all;
}

const WARNING = written(faulty(all => delete all.EndpointIngress), 'Warning');
const ERROR = written(faulty(all => { all.Job.Properties.RuntimeEnvironment = 'SQL-1_0'; }), 'Error');

test.each([
  { words: ['check', WARNING], code: 0 },
  { words: ['check', WARNING, '--fail-on', 'warning'], code: 1 },
  { words: ['check', ERROR], code: 1 },
  ...['text', 'json', 'sarif', 'github'].map(format => ({ words: ['check', ERROR, '--format', format], code: 1 })),
  { words: ['report', ERROR], code: 0 },
  { words: ['explain', 'sql-runtime'], code: RULES.some(({ id }) => id === 'sql-runtime') ? 0 : 2 },
  { words: ['--help'], code: 0 },
  { words: ['--version'], code: 0 },
])('$words ends with $code', ({ words, code }) => {
  expect(run(words).code).toBe(code);
});

test.each([
  { words: [], error: 'no command is given: write report, check or explain' },
  { words: ['judge', WARNING], error: '"judge" is no command: write report, check or explain' },
  {
    words: ['check'],
    error: 'check needs a path: write the folder that `cdk synth` writes, for example `cdk-managed-flink check '
      + 'cdk.out`',
  },
  {
    words: ['check', '/nowhere'],
    error: '/nowhere is not there: write the folder that `cdk synth` writes, cdk.out, or a CloudFormation template',
  },
  {
    words: ['check', WARNING, '--format', 'xml'],
    error: '--format is "xml", but must be one of text, json, sarif, github',
  },
  { words: ['check', WARNING, '--fail-on', 'info'], error: '--fail-on is "info", but must be one of error, warning' },
  { words: ['check', WARNING, '--strict'], error: expect.stringContaining('--strict') },
  { words: ['explain', 'nonsense'], error: expect.stringMatching(/^"nonsense" is no rule: write one of /) },
  { words: ['explain'], error: expect.stringMatching(/^no rule is named: write one of /) },
  { words: ['explain', 'sql-runtime', 'key-policy'], error: 'explain takes one rule, but 2 are given' },
  {
    words: ['report', WARNING, '--format', 'json'],
    error: '--format is no option of report: its options are --output, --region, --prices',
  },
  {
    words: ['check', WARNING, '--region', 'eu-west-1'],
    error: '--region is no option of check: its options are --format, --fail-on, --output',
  },
  { words: ['explain', 'sql-runtime', '-o', 'a.md'], error: '--output is no option of explain: its options are none' },
  { words: ['check', WARNING, '-o', '/nowhere/a.txt'], error: expect.stringMatching(/^\/nowhere\/a\.txt cannot be written: ENOENT/) },
  { words: ['report', WARNING, '-o', '/nowhere/a.md'], error: expect.stringMatching(/^\/nowhere\/a\.md cannot be written: ENOENT/) },
  { words: ['report', WARNING, '--prices', '/nowhere'], error: expect.stringMatching(/^\/nowhere cannot be read: ENOENT/) },
  {
    words: ['report', WARNING, '-o', 'network.pdf'],
    error: '--output is "network.pdf", but must be a file name that ends in .html, .md, .json',
  },
])('$words cannot be run', ({ words, error }) => {
  const answer = run(words);
  expect(answer).toMatchObject({ code: 2, out: '' });
  expect(answer.error!.split('\n')[0]).toEqual(error);
});

test('text names the line, the rule, the resource and the fix', () => {
  const { out } = run(['check', WARNING]);
  expect(out).toMatch(/Warning\.template\.json:\d+ warning endpoint-unreachable\n {2}Job: /);
  expect(out).toMatch(/fix: /);
  expect(out).toMatch(/0 errors, \d+ warnings? in 1 Flink application$/);
});

test('SARIF has what GitHub asks for', () => {
  const { runs: [{ tool, results }] } = JSON.parse(run(['check', ERROR, WARNING, '--format', 'sarif']).out);
  for (const rule of tool.driver.rules) {
    expect(rule).toMatchObject({ id: expect.any(String), help: { text: expect.stringMatching(/./) } });
  }
  expect(results.length).toBeGreaterThan(1);
  for (const result of results) {
    expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
    expect(Object.values(result.locations[0].physicalLocation.region)).toEqual(Array(4).fill(expect.any(Number)));
    expect(result.partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]{64}$/);
  }
});

test('workflow commands escape what would end them', () => {
  const lines = run(['check', ERROR, '--format', 'github']).out.split('\n');
  for (const line of lines) expect(line).toMatch(/^::(error|warning) file=[^:]+,line=\d+,col=\d+,title=[\w-]+::/);
});

test('a template in YAML is judged as the same one in JSON', () => {
  const yaml = join(FOLDER, 'template.yaml');
  writeFileSync(yaml, [
    'Resources:',
    '  Role: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Statement: [] } } }',
    '  Job:',
    '    Type: AWS::KinesisAnalyticsV2::Application',
    '    Properties:',
    '      RuntimeEnvironment: !Sub SQL-1_0',
    '      ServiceExecutionRole: !GetAtt Role.Arn',
    '      ApplicationDescription: !Join ["", [a, !Ref AWS::Region]]',
  ].join('\n'));
  const { out, code } = run(['check', yaml]);
  expect(code).toBe(1);
  expect(out).toMatch(/template\.yaml:3 error sql/);
});

test.each([
  {
    // its value would be taken for something else
    why: 'a tag that is not known',
    name: 'tag.yaml',
    text: 'Resources:\n  Job: !Nonsense { Type: A }\n',
    error: /tag\.yaml cannot be read as YAML: The tag !Nonsense is unavailable, .* at line 2, column 8$/,
  },
  {
    why: 'YAML that ends too early', name: 'open.yaml', text: 'Resources:\n  A: [\n', error: /open\.yaml cannot be read as YAML: .* at line 2, column 6$/,
  },
  {
    why: 'several documents', name: 'two.yml', text: 'Resources: {}\n---\nResources: {}\n', error: /two\.yml cannot be read as YAML: Source contains multiple documents$/,
  },
  { why: 'an alias to itself', name: 'alias.yaml', text: 'a: &a [*a]\nResources: { A: { Type: B } }\n', error: /alias\.yaml cannot be read: Converting circular structure/ },
  { why: 'JSON that ends too early', name: 'open.json', text: '{"Resources": {', error: /open\.json cannot be read as JSON: / },
  { why: 'an empty file', name: 'empty.template', text: '', error: /empty\.template is no CloudFormation template: it has no Resources$/ },
  { why: 'something else in JSON', name: 'list.json', text: '[1, 2]', error: /list\.json is no CloudFormation template: it has no Resources$/ },
  {
    why: 'what get-template answers',
    name: 'answer.json',
    text: '{"TemplateBody": {"Resources": {"A": {}}}}',
    error: /answer\.json is no CloudFormation template: it is an answer of `aws cloudformation get-template`, add `--query TemplateBody` to the command$/,
  },
])('$why cannot be judged, and the message names the file and the fault', ({ name, text, error }) => {
  const file = join(FOLDER, name);
  writeFileSync(file, text);
  for (const command of ['check', 'report']) {
    expect(run([command, file])).toEqual({ code: 2, out: '', error: expect.stringMatching(error) });
  }
});

test('a template in JSON may begin with a byte order mark', () => {
  const file = join(FOLDER, 'windows.json');
  writeFileSync(file, `\uFEFF${readFileSync(ERROR, 'utf8')}`);
  expect(run(['check', file])).toMatchObject({ code: 1, out: expect.stringContaining(' in 1 Flink application') });
});

test('in a folder, what is no template is passed over, readable or not', () => {
  const folder = mkdtempSync(join(tmpdir(), 'templates-'));
  writeFileSync(join(folder, 'one.template'), readFileSync(ERROR));
  writeFileSync(join(folder, 'two.json'), readFileSync(WARNING));
  writeFileSync(join(folder, 'tsconfig.json'), '{ // comments\n}');
  writeFileSync(join(folder, 'site.yml'), 'extensions: !!python/name:some.thing\n');
  writeFileSync(join(folder, 'other.yaml'), 'Resources: text\n');
  writeFileSync(join(folder, 'notes.md'), 'Resources:\n');
  expect(run(['check', folder]).out).toMatch(/ in 2 Flink applications$/);
});

test('a template that the assembly lacks is an error', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lacking-'));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({
    artifacts: { Stack: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Stack.template.json' } } },
  }));
  expect(run(['check', folder])).toMatchObject({
    code: 2, error: expect.stringContaining('Stack.template.json cannot be read: ENOENT'),
  });
});

test('nothing is left in the folder for temporary files', () => {
  const [yaml, temporary] = [join(FOLDER, 'cleaned.yaml'), mkdtempSync(join(tmpdir(), 'temporary-'))];
  writeFileSync(yaml, 'Resources: { A: { Type: B } }\n');
  const { status, stdout } = spawnSync(process.execPath, [BIN, 'check', yaml], {
    encoding: 'utf8', cwd: ROOT, env: { ...process.env, TMPDIR: temporary },
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '0 errors, 0 warnings in 0 Flink applications\n' });
  expect(readdirSync(temporary)).toEqual([]);
});

test('a fault of the command itself is no finding: it ends with 2', () => {
  const broken = join(FOLDER, 'broken.js');
  writeFileSync(broken, 'JSON.parse = () => { throw new TypeError("broken"); };\n');
  const { status, stdout, stderr } = spawnSync(
    process.execPath, ['--require', broken, BIN, '--version'], { encoding: 'utf8' },
  );
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(/^TypeError: broken\n {4}at /);
});

test('a cloud assembly is read with its stages', () => {
  const folder = join(FOLDER, 'cdk.out');
  mkdirSync(join(folder, 'assembly-Stage'), { recursive: true });
  const stack = {
    artifacts: { Stack: { type: 'aws:cloudformation:stack', properties: { templateFile: 'Stack.template.json' } } },
  };
  writeFileSync(join(folder, 'assembly-Stage', 'manifest.json'), JSON.stringify(stack));
  writeFileSync(join(folder, 'assembly-Stage', 'Stack.template.json'), readFileSync(ERROR));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({
    artifacts: { Stage: { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Stage' } } },
  }));
  expect(run(['check', folder])).toMatchObject({ code: 1 });
});

test('a folder without templates is an error that says what to do', () => {
  const folder = mkdtempSync(join(tmpdir(), 'empty-'));
  expect(run(['check', folder]).error).toContain('has no CloudFormation template: run `cdk synth` first');
});

test('the report is written, and prices and region can be given', () => {
  const [file, prices] = [join(FOLDER, 'network.html'), join(FOLDER, 'prices.json')];
  writeFileSync(prices, JSON.stringify({ kpuHour: 1 }));
  const { out } = run(['report', WARNING, '-o', file, '--region', 'us-east-1', '--prices', prices]);
  expect(out).toContain(`Monthly costs: ${(5 * 730 + 20 + 14.6).toFixed(2)} USD`);
  expect(out).toMatch(new RegExp(`\n\nWritten to ${file}$`));
  expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html>/);
});

test.each([
  ['{"kpu": 1}', 'has "kpu": 1'],
  ['{"kpuHour": -1}', 'has "kpuHour": -1'],
  ['[0.11]', 'must be a JSON object with some of kpuHour'],
  ['nonsense', 'cannot be read as JSON'],
])('prices %s are refused', (text, message) => {
  const prices = join(FOLDER, 'wrong.json');
  writeFileSync(prices, text);
  expect(run(['report', WARNING, '--prices', prices])).toMatchObject({
    code: 2, error: expect.stringContaining(message),
  });
});

test('every rule is explained', () => {
  for (const { id, summary } of RULES) expect(run(['explain', id]).out).toContain(summary);
});

test('templates in JSON are judged where the peers are not installed, as from a wheel', () => {
  const script = `
    const Module = require('node:module');
    const resolve = Module._resolveFilename;
    Module._resolveFilename = function (name, ...rest) {
      if (/^(aws-cdk-lib|constructs)(\\/|$)/.test(name)) throw new Error('not installed: ' + name);
      return resolve.call(this, name, ...rest);
    };
    const { run } = require(${JSON.stringify(join(ROOT, 'lib', 'cli', 'main.js'))});
    const codes = [run(['check', ${JSON.stringify(ERROR)}]).code, run(['report', ${JSON.stringify(WARNING)}]).code];
    console.log(codes.join());`;
  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout.trim()).toBe('1,0');
});

test('what was found is written into a file, and the exit code stays', () => {
  const file = join(FOLDER, 'findings.json');
  expect(run(['check', ERROR, '--format', 'json', '--output', file])).toEqual({ code: 1, out: '' });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(run(['check', ERROR, '--format', 'json']).out));
});
