import { IPolicyValidationContext, PolicyViolation, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Acknowledgements } from './acknowledgements';
import { publicSubnetsIn } from './facts/imported-subnets';
import { Finding, Rule, RuleContext } from './rule';
import { Assembly, ConstructMetadata, lazily, readAssembly } from './template/assembly';
import { TemplateModel } from './template/template-model';

/** What rules find in the templates of a synthesis and nobody acknowledged. */
export function violationsOf(rules: readonly Rule[], context: IPolicyValidationContext): PolicyViolation[] {
  const assembly = readAssembly(context.templatePaths);
  const ruleContext = new RuleContext(new TemplateModel(assembly), lazily(() => publicSubnetsIn(appOf(context))));
  const findings = rules.flatMap(rule => judge(rule, ruleContext).map(finding => ({ rule, finding })));
  if (findings.length === 0) return [];
  const acknowledged = acknowledgementsOf(assembly, context);
  const pathOf = ({ resource: { template, logicalId } }: Finding) => template.paths.get(logicalId) ?? '';
  return findings
    .filter(({ rule, finding }) => !acknowledged.has(pathOf(finding), rule.id))
    .map(({ rule, finding }) => violation(rule, finding));
}

/** What a rule finds, but for what a missing lookup may feed: the CDK synthesises again when it has looked it up. */
function judge(rule: Rule, context: RuleContext): Finding[] {
  return rule.check(context).filter(({ resource }) => !resource.template.isPending);
}

/**
 * What was acknowledged in the templates of a synthesis, and in the construct tree where the CDK gives it to plugins.
 */
export function acknowledgementsOf({ metadata }: Assembly, context: IPolicyValidationContext): Acknowledgements {
  return new Acknowledgements(metadata, stagesOf(appOf(context)));
}

function violation({ id, severity, rationale, fix }: Rule, { resource, location, message }: Finding): PolicyViolation {
  return {
    ruleName: id,
    severity,
    description: `${message}. ${rationale}`,
    fix,
    violatingResources: [
      { resourceLogicalId: resource.logicalId, templatePath: resource.template.file, locations: [location] },
    ],
  };
}

/** The metadata of the app and its stages. */
export function stagesOf(app: IConstruct | undefined): ConstructMetadata {
  const stages = app?.node.findAll().filter(construct => Stage.isStage(construct)) ?? [];
  return new Map(
    stages.map(({ node }) => [node.path, node.metadata.map(({ type, data }) => ({ type, data: data as unknown }))]),
  );
}

/** The root of the construct tree, which newer versions of the CDK give to plugins. */
function appOf(context: IPolicyValidationContext & { readonly appConstruct?: IConstruct }): IConstruct | undefined {
  return context.appConstruct;
}
