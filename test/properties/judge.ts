import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RegoEngine, TemplateFile } from '@aws/cloudformation-validate';
import { App, CfnResource } from 'aws-cdk-lib';
import { AppPlan } from './arbitraries';
import { buildApp, BuiltApp, isPending } from './build';
import { problemsIn } from './invariants';
import { messageProblems, refusalProblems, synthesisMessages } from './messages';
import { referenceProblems } from './references';
import { wildcards } from './wildcards';
import { FlinkVpcRules } from '../../src';
import { Assembly } from '../helpers/assembly';
import { contextOf } from '../helpers/rules';

export const engine = new RegoEngine();

/** What became of a plan. */
export interface Verdict extends BuiltApp {
  /** Why the app could not be synthesised as a whole, in the library's words. */
  readonly refusedAtSynth: string[];
  /** What is wrong: nothing, or the library is. */
  readonly problems: string[];
  /** Why there are wildcards in the policies. */
  readonly wildcardReasons: string[];
}

/** Builds and synthesises a plan, and says all that is wrong with what comes of it. */
export function judge(plan: AppPlan): Verdict {
  return inFolder(folder => {
    const built = buildApp(plan, join(folder, 'one'));
    const problems = [
      ...built.refusals.flatMap(refusalProblems),
      // while lookups are pending, no two imports are known to be one VPC
      ...plan.thorough && !isPending(plan) ? growth(plan, built, folder) : [],
      ...isPending(plan) ? haste(plan, built, folder) : [],
    ];
    try {
      const assembly = new Assembly(built.app.synth());
      const templates = assembly.stacks.map(({ text }) => text);
      return {
        ...built,
        refusedAtSynth: [],
        wildcardReasons: wildcards(assembly, true).met.map(({ reason }) => reason),
        problems: [
          ...problems,
          // the templates of placeholders are never deployed: the CDK looks up what is missing and synthesises again
          ...isPending(plan) ? referenceProblems(assembly) : problemsIn(assembly, built),
          ...isPending(plan) ? [] : assembly.stacks.flatMap(({ file }) => lint(file)),
          ...violations(assembly, plan),
          ...plan.thorough ? differences(templates, new Assembly(buildApp(plan, join(folder, 'two')).app.synth())) : [],
        ],
      };
    } catch (error) {
      const messages = synthesisMessages(error as Error);
      problems.push(...messages.length === 0 ? [String(error)] : messages.flatMap(messageProblems));
      return { ...built, wildcardReasons: [], refusedAtSynth: messages, problems };
    }
  });
}

/** Nothing is refused because of what a lookup has yet to find: then the lookup would never be made. */
function haste(plan: AppPlan, { refusals }: BuiltApp, folder: string): string[] {
  const known = buildApp({ ...plan, vpc: { ...plan.vpc, pending: false } }, join(folder, 'known'));
  const later = new Set(known.refusals.map(({ path }) => path));
  return refusals.filter(({ path }) => !later.has(path)).map(({ message }) => `is refused while a lookup is pending, and accepted after it: ${message}`);
}

/**
 * Applications share as many resources when there are more of them: a second round may find what the first one lacked,
 * and no round after it.
 */
function growth(plan: AppPlan, { app, accepted }: BuiltApp, folder: string): string[] {
  if (accepted.length > 2) return [];
  const applications = accepted.map(({ plan: application, connectors }) => ({ ...application, connectors }));
  const rounds = (count: number) =>
    shared(
      buildApp({ ...plan, applications: Array(count).fill(applications).flat() }, join(folder, `${count} rounds`)).app,
    );
  const twice = rounds(2);
  if (twice === shared(app)) return [];
  const thrice = rounds(3);
  return thrice === twice ? [] : [`${twice} resources are shared by applications, and ${thrice} by half as many more`];
}

function shared(app: App): number {
  return app.node.findAll().filter(node =>
    CfnResource.isCfnResource(node) && node.node.path.includes('ManagedFlink')).length;
}

/** Findings about what the user chose, or the CDK made for the user. */
const OF_THE_USER = [
  /^WARN W3030 .*'FLINK-9_9' is not one of/,
  /^WARN W3010 .*Avoid hardcoding availability zones/,
  /^WARN W9003 Mine: 'true' is not of type 'boolean'/,
  /^WARN W9013 .*Hardcoded account ID in ARN/,
  /^WARN W2001 Inputs/,
  /^FATAL F0001 .*Resources section must exist and be non-empty/,
  // the CDK makes what waits for something in a nested stack wait for that stack, though it refers to it too
  /^WARN W3005 .*NestedStackResource\w+' dependency already enforced by a 'GetAtt'/,
  /^WARN W7001 .*Mapping 'awscdkawskinesisfirehoseCidrBlocks'/,
  // CloudFormation accepts it, and the linter does not know yet: the CDK deploys such a template as an integration test
  // (aws/aws-cdk integ.same-region-references-weak-string-list), and waited with it until all Regions did (#37948)
  /^ERROR E1018 .*'Fn::GetStackOutput' is not supported as an argument to 'Fn::Split'/,
];

/** What `@aws/cloudformation-validate` finds. */
function lint(file: string): string[] {
  return engine.validateStandard(new TemplateFile(file), { severityLevel: 'WARN' }).diagnostics
    .map(({ ruleId, severity, message, entity }) => `${severity} ${ruleId} ${entity?.logicalId}: ${message}`)
    .filter(finding => !OF_THE_USER.some(pattern => pattern.test(finding)));
}

/**
 * What `FlinkVpcRules` finds that would stop a synthesis, and is not the user's own endpoint in a VPC that answers no private names. While a
 * lookup is pending it finds nothing at all.
 */
function violations(assembly: Assembly, plan: AppPlan): string[] {
  const { userEndpoint, vpc: { dnsHostnames, dnsSupport } } = plan;
  const isRight = (rule: string) => rule === 'endpoint-dns' && userEndpoint !== undefined && !(dnsHostnames && dnsSupport);
  return new FlinkVpcRules().validate(contextOf(assembly.stacks.filter(({ parent }) => parent === undefined).map(({ file }) => file))).violations
    .filter(({ severity, ruleName }) => isPending(plan) || (severity === 'error' && !isRight(ruleName)))
    .map(({ ruleName, description }) => `${ruleName}: ${description}`);
}

function differences(templates: string[], again: Assembly): string[] {
  return again.stacks
    .filter(({ text }, index) => text !== templates[index])
    .map(({ name }) => `${name} differs when it is synthesised again`);
}

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'app-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
