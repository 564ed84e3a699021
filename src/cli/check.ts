import { LocatedFinding } from './located-finding';
import { Format } from './options';
import { githubOf } from './output/github';
import { sarifOf } from './output/sarif';
import { textOf } from './output/text';
import { SourceLocations } from './source-locations';
import { Templates } from './templates';
import { Acknowledgements } from '../rules/acknowledgements';
import { RULES } from '../rules/catalogue';
import { RuleContext } from '../rules/rule';
import { readAssembly } from '../rules/template/assembly';
import { TemplateModel } from '../rules/template/template-model';

/** What the rules say of templates. */
export interface CheckResult {
  readonly findings: readonly LocatedFinding[];
  /** How many Flink applications there are. */
  readonly applications: number;
}

/** Judges templates by all rules; what somebody acknowledged is left out. */
export function check({ files, origins }: Templates): CheckResult {
  const assembly = readAssembly(files);
  const acknowledged = new Acknowledgements(assembly.metadata);
  const context = new RuleContext(new TemplateModel(assembly));
  const sources = new SourceLocations(assembly.metadata, origins);
  const findings = RULES.flatMap(rule => rule.check(context)
    .filter(({ resource }) => !acknowledged.has(resource.template.paths.get(resource.logicalId) ?? '', rule.id))
    .map(({ resource, location, message }) => ({
      rule,
      resource: context.model.nameOf(resource),
      logicalId: resource.logicalId,
      location,
      message,
      source: sources.of(resource),
    })));
  return { findings, applications: context.applications.length };
}

/** The findings in a format. */
export function printed({ findings, applications }: CheckResult, format: Format, version: string): string {
  const formats: Readonly<Record<Format, () => string>> = {
    text: () => textOf(findings, applications),
    json: () => JSON.stringify(findings.map(plain), undefined, 2),
    sarif: () => JSON.stringify(sarifOf(findings, version), undefined, 2),
    github: () => githubOf(findings),
  };
  return formats[format]();
}

function plain(
  { rule: { id, severity, rationale, fix }, resource, logicalId, location, message, source }: LocatedFinding,
) {
  return {
    rule: id,
    severity,
    resource,
    logicalId,
    property: location,
    message,
    rationale,
    fix,
    file: source.file,
    line: source.line,
  };
}
