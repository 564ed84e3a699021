import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, IPolicyValidationContext, PolicyViolation } from 'aws-cdk-lib';
import { FlinkVpcRules, FlinkVpcRulesProps } from '../../src';

export interface TemplateResource {
  Type: string;
  DependsOn?: string[];
  Condition?: string;
  Properties: Record<string, any>;
}

interface OutputJson {
  readonly Value: unknown;
  readonly Export?: { readonly Name: string };
}

/** A template that a test changes before it is judged. */
export interface TestTemplate {
  Resources: Record<string, TemplateResource>;
  [section: string]: any;
}

/** What the plugin is given by the oldest supported CDK: the paths of the templates. */
export function contextOf(templatePaths: string[]): IPolicyValidationContext {
  return { templatePaths } as IPolicyValidationContext;
}

/** The violations in an app as it is. */
export function violationsIn(app: App, props?: FlinkVpcRulesProps): PolicyViolation[] {
  const paths = app.synth().stacksRecursively.map(stack => stack.templateFullPath);
  return new FlinkVpcRules(props).validate(contextOf(paths)).violations;
}

/**
 * The ids of the rules that are violated in an app whose stacks refer to each other weakly: by the outputs of stacks,
 * as the CDK does with the flag `@aws-cdk/core:defaultCrossStackReferences: weak`, instead of exports.
 */
export function findingsInWeak(app: App, props?: FlinkVpcRulesProps): string[] {
  const stacks = app.synth().stacksRecursively;
  const templates = stacks.map(({ templateFullPath }) =>
    JSON.parse(readFileSync(templateFullPath, 'utf8')) as TestTemplate);
  const outputs = new Map(templates.flatMap(({ Outputs = {} }, index) => Object.entries(Outputs as Record<string, OutputJson>)
    .map(([OutputName, { Export }]) => [Export?.Name, { StackName: stacks[index].stackName, Region: { Ref: 'AWS::Region' }, OutputName }])));
  const weaken = (_: string, value: unknown): unknown => {
    const output = outputs.get((value as { 'Fn::ImportValue'?: string } | null)?.['Fn::ImportValue']);
    return output === undefined ? value : { 'Fn::GetStackOutput': output };
  };
  templates.forEach(({ Outputs = {}, ...template }, index) => {
    const unprotected = Object.entries(Outputs as Record<string, OutputJson>).map(([name, { Value }]) => [name, { Value }]);
    const weak = { ...template, Outputs: Object.fromEntries(unprotected) };
    writeFileSync(stacks[index].templateFullPath, JSON.stringify(weak, weaken));
  });
  return idsOf(
    new FlinkVpcRules(props).validate(contextOf(stacks.map(({ templateFullPath }) => templateFullPath))).violations,
  );
}

/** The ids of the rules that are violated in an app as it is. */
export function findingsIn(app: App, props?: FlinkVpcRulesProps): string[] {
  return idsOf(violationsIn(app, props));
}

/**
 * The violations after a template was changed behind the CDK's back. The app is as before afterwards, so that one can
 * serve many tests.
 */
export function violationsAfter(
  app: App, change: (template: TestTemplate) => void, props?: FlinkVpcRulesProps,
): PolicyViolation[] {
  const stacks = app.synth().stacksRecursively;
  const [file] = stacks.map(stack => stack.templateFullPath);
  const text = readFileSync(file, 'utf8');
  const template = JSON.parse(text);
  change(template);
  writeFileSync(file, JSON.stringify(template));
  try {
    return new FlinkVpcRules(props).validate(contextOf(stacks.map(stack => stack.templateFullPath))).violations;
  } finally {
    writeFileSync(file, text);
  }
}

const FOLDER = mkdtempSync(join(tmpdir(), 'rules-'));

/** The violations in a template that is written out in a test. */
export function violationsOf(template: unknown, props?: FlinkVpcRulesProps): PolicyViolation[] {
  const file = join(FOLDER, 'Stack.template.json');
  writeFileSync(file, typeof template === 'string' ? template : JSON.stringify(template));
  return new FlinkVpcRules(props).validate(contextOf([file])).violations;
}

export function idsOf(violations: PolicyViolation[]): string[] {
  return [...new Set(violations.map(({ ruleName }) => ruleName))].sort();
}
