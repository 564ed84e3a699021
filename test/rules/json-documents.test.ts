import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { GOOD_APPS } from './clean-apps';
import { BREAKAGES } from './faults';
import { findingsIn, idsOf, TemplateResource, TestTemplate, violationsOf } from '../helpers/rules';

const DOCUMENTS = ['PolicyDocument', 'AssumeRolePolicyDocument', 'KeyPolicy'];
const FILE = join(mkdtempSync(join(tmpdir(), 'json-documents-')), 'template.json');

/** The text of a policy document, with references as `Fn::Sub` has them. */
function textOf(document: unknown): unknown {
  const substituted = (_: string, value: any): unknown => {
    if (typeof value?.Ref === 'string') return `\${${value.Ref}}`;
    if (value?.['Fn::GetAtt'] !== undefined) return `\${${[value['Fn::GetAtt']].flat().join('.')}}`;
    return value?.['Fn::Sub'] ?? value;
  };
  return { 'Fn::Sub': JSON.stringify(document, substituted) };
}

/** Writes the policy documents of a resource as text. */
function writeAsText({ Properties = {} }: TemplateResource): void {
  for (const holder of [Properties, ...Properties.Policies ?? []]) {
    for (const name of DOCUMENTS.filter(document => holder[document] !== undefined)) holder[name] = textOf(holder[name]);
  }
}

/** The template that is written by hand, after a change. */
function changed(change: (template: TestTemplate) => void): TestTemplate {
  const template = structuredClone(
    GOOD_APPS['CfnInclude of a YAML template']().synth().stacks[0].template as TestTemplate,
  );
  // what the stack adds of its own
  delete template.Parameters.BootstrapVersion;
  delete template.Rules;
  change(template);
  return template;
}

test.each([
  'role-trust', 'role-trust-source', 'network-permissions of a describe action', 'network-permissions to create',
  'network-permissions-order', 'code-not-readable', 'code-not-granted', 'code-permissions-order', 'log-permissions',
  'key-policy', 'duplicate-policy-name',
])('%s is found where all policy documents are text, and nothing that is not found in objects', name => {
  const template = changed(BREAKAGES[name]);
  const found = idsOf(violationsOf(template));
  expect(found).toContain(name.split(' ')[0]);
  Object.values(template.Resources).forEach(writeAsText);
  expect(JSON.stringify(template)).toContain('\\"Statement\\"');
  expect(idsOf(violationsOf(template))).toEqual(found);
});

/** What is found in an app that includes the template, in which one resource has text that L1 classes do not take. */
function foundIn(dehydrated: string, change: (template: TestTemplate) => void): string[] {
  const template = changed(change);
  writeAsText(template.Resources[dehydrated]);
  writeFileSync(FILE, JSON.stringify(template));
  const app = new App();
  new CfnInclude(new Stack(app, 'Stack'), 'Template', { templateFile: FILE, dehydratedResources: [dehydrated] });
  expect(JSON.stringify(app.synth().stacks[0].template)).toContain('\\"Statement\\"');
  return findingsIn(app);
}

test.each<[string, string]>([
  ['Role', 'role-trust'],
  ['Role', 'role-trust-source'],
  ['Role', 'log-permissions'],
  ['DataPolicy', 'code-not-readable'],
  ['NetworkPolicy', 'network-permissions of a describe action'],
  ['NetworkPolicy', 'network-permissions to create'],
  ['Late', 'code-permissions-order'],
  ['Key', 'key-policy'],
  ['Other', 'duplicate-policy-name'],
])('%s, which an app includes as it is: %s is found, and nothing without the fault', (dehydrated, name) => {
  expect(foundIn(dehydrated, BREAKAGES[name])).toEqual([name.split(' ')[0]]);
  if (['Role', 'DataPolicy', 'NetworkPolicy'].includes(dehydrated)) expect(foundIn(dehydrated, () => undefined)).toEqual([]);
});
