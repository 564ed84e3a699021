import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { App, IPolicyValidationContext, Stack, Validations } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { isolatedNetwork, written } from './templates';
import { FlinkNetworkReport } from '../../src';

const FOLDER = mkdtempSync(join(tmpdir(), 'plugin-'));

test.each([
  ['network.html', /^<!doctype html>/],
  ['network.md', /^# Flink network/],
  ['network.json', /^\{\n {2}"format": 1/],
])('writes %s, relative to the working directory', (name, beginning) => {
  const file = relative(process.cwd(), join(FOLDER, name));
  const plugin = new FlinkNetworkReport({ file });
  const answer = plugin.validate({ templatePaths: [written(isolatedNetwork())] } as IPolicyValidationContext);
  expect(answer).toEqual({ success: true, violations: [] });
  expect(readFileSync(file, 'utf8')).toMatch(beginning);
});

test('the synthesis writes the report, with the paths of constructs', () => {
  const app = new App();
  const file = join(FOLDER, 'synth.json');
  Validations.of(app).addPlugins(new FlinkNetworkReport({ file, region: 'us-east-1' }));
  new CfnInclude(new Stack(app, 'Stack'), 'Template', { templateFile: written(isolatedNetwork()) });
  app.synth();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    applications: [{ name: 'Stack/Template/Job', verdict: 'reachable' }],
  });
});

test.each([
  ['network.pdf', 'file is "network.pdf", but must be a file name that ends in .html, .md, .json: write for example '
    + '`flink-network.html`'],
  ['', 'file is "", but must be a file name that ends in .html, .md, .json: write for example `flink-network.html`'],
])('the file %j is refused', (file, message) => {
  expect(() => new FlinkNetworkReport({ file })).toThrow(new Error(message));
});

test('no file is refused', () => {
  expect(() => new (FlinkNetworkReport as unknown as new () => FlinkNetworkReport)()).toThrow(new Error(
    'file is undefined, but must be a file name that ends in .html, .md, .json: write for example `flink-network.html`',
  ));
});

test('a negative price is refused', () => {
  expect(() => new FlinkNetworkReport({ file: 'a.md', prices: { kpuHour: -1 } }))
    .toThrow(new Error('prices.kpuHour is -1, but must be a price in USD of 0 or more: write for example `0.11`'));
});
