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

/** The findings of all rules that nobody acknowledged. */
export function findingsIn({ files, origins }: Templates): LocatedFinding[] {
  const assembly = readAssembly(files);
  const acknowledged = new Acknowledgements(assembly.metadata);
  const context = new RuleContext(new TemplateModel(assembly));
  const sources = new SourceLocations(assembly.metadata, origins);
  return RULES.flatMap(rule => rule.check(context)
    .filter(({ resource }) => !acknowledged.has(resource.template.paths.get(resource.logicalId) ?? '', rule.id))
    .map(({ resource, location, message }) => ({
      rule,
      resource: context.model.nameOf(resource),
      logicalId: resource.logicalId,
      location,
      message,
      source: sources.of(resource),
    })));
}

/** The findings in a format. */
export function printed(findings: readonly LocatedFinding[], format: Format, version: string): string {
  const formats: Readonly<Record<Format, () => string>> = {
    text: () => textOf(findings),
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
