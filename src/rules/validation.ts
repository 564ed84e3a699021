import { IPolicyValidationContext, PolicyViolation, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Acknowledgements } from './acknowledgements';
import { Finding, Rule, RuleContext } from './rule';
import { Assembly, ConstructMetadata, readAssembly } from './template/assembly';
import { TemplateModel } from './template/template-model';

/** What rules find in the templates of a synthesis and nobody acknowledged. */
export function violationsOf(rules: readonly Rule[], context: IPolicyValidationContext): PolicyViolation[] {
  const assembly = readAssembly(context.templatePaths);
  const acknowledged = acknowledgementsOf(assembly, context);
  const ruleContext = new RuleContext(new TemplateModel(assembly));
  return rules.flatMap(rule => rule.check(ruleContext)
    .filter(({ resource }) => !acknowledged.has(resource.template.paths.get(resource.logicalId) ?? '', rule.id))
    .map(finding => violation(rule, finding)));
}

/** What was acknowledged in the templates of a synthesis, and in the construct tree where the CDK gives it to plugins. */
export function acknowledgementsOf({ metadata }: Assembly, context: IPolicyValidationContext): Acknowledgements {
  return new Acknowledgements(metadata, stagesOf(appOf(context)));
}

function violation({ id, severity, rationale, fix }: Rule, { resource, location, message }: Finding): PolicyViolation {
  return {
    ruleName: id,
    severity,
    description: `${message}. ${rationale}`,
    fix,
    violatingResources: [{ resourceLogicalId: resource.logicalId, templatePath: resource.template.file, locations: [location] }],
  };
}

/** The metadata of the app and its stages. */
export function stagesOf(app: IConstruct | undefined): ConstructMetadata {
  const stages = app?.node.findAll().filter(construct => Stage.isStage(construct)) ?? [];
  return new Map(stages.map(({ node }) => [node.path, node.metadata.map(({ type, data }) => ({ type, data: data as unknown }))]));
}

/** The root of the construct tree, which newer versions of the CDK give to plugins. */
function appOf(context: IPolicyValidationContext & { readonly appConstruct?: IConstruct }): IConstruct | undefined {
  return context.appConstruct;
}
