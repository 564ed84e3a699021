import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, printed } from './check';
import { InputError, UsageError } from './errors';
import { explain } from './explain';
import { writeText } from './files';
import { Options, readOptions } from './options';
import { report } from './report';
import { withTemplates } from './templates';

const HELP = `cdk-managed-flink: the network, costs and faults of Flink applications, from CloudFormation templates

  cdk-managed-flink report PATH... [-o FILE] [--region REGION] [--prices FILE]
      prints a report; -o writes it with all tables: .html (with a picture), .md or .json
  cdk-managed-flink check PATH... [--format text|json|sarif|github] [--fail-on error|warning] [-o FILE]
      checks all Flink applications with the rules
  cdk-managed-flink explain RULE
      explains what a rule finds, why, and what to do

PATH is cdk.out, a folder of templates, or a template in JSON or YAML.
Exit code: 0 nothing found, 1 findings of the level of --fail-on (default: error), 2 the command could not run.`;

/** What the command line answers. */
export interface Answer {
  readonly code: 0 | 1 | 2;
  readonly out: string;
  readonly error?: string;
}

/** Does what the command line says. */
export function run(words: readonly string[]): Answer {
  try {
    return answer(readOptions(words));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const help = error instanceof UsageError ? '\n\ncdk-managed-flink --help shows how it is used' : '';
    return { code: 2, out: '', error: `${error.message}${help}` };
  }
}

function answer(options: Options): Answer {
  if (options.help) return { code: 0, out: HELP };
  if (options.version) return { code: 0, out: version() };
  const { command, operands } = options;
  switch (command) {
    case 'report':
      return { code: 0, out: withTemplates(operandsOf(options), templates => report(templates, options)) };
    case 'check': return judged(options);
    case 'explain': return { code: 0, out: explain(operands) };
    case undefined: throw new UsageError('no command is given: write report, check or explain');
    default: throw new UsageError(`${JSON.stringify(command)} is no command: write report, check or explain`);
  }
}

function judged(options: Options): Answer {
  const result = withTemplates(operandsOf(options), check);
  const counts = result.findings.some(({ rule }) => options.failOn === 'warning' || rule.severity === 'error');
  const code = counts ? 1 : 0;
  const out = printed(result, options.format, version());
  if (options.output === undefined) return { code, out };
  writeText(options.output, `${out}
`);
  return { code, out: '' };
}

function operandsOf({ command, operands }: Options): readonly string[] {
  if (operands.length === 0) {
    throw new UsageError(`${command} needs a path: write the folder that \`cdk synth\` writes, for example `
      + `\`cdk-managed-flink ${command} cdk.out\``);
  }
  return operands;
}

function version(): string {
  const { version: own } = JSON.parse(
    readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8'),
  ) as { version: string };
  return own;
}
