import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join, resolve } from 'node:path';
import { UsageError } from './options';
import { readYaml } from './yaml';
import { section } from '../rules/template/assembly';

/** Templates to read, with the file that the user knows each one by. */
export interface Templates {
  readonly files: readonly string[];
  /** The file that a template was made from, where it is not the file itself. */
  readonly origins: ReadonlyMap<string, string>;
}

const TEMPLATE_ENDINGS = ['.json', '.yaml', '.yml', '.template'];

/**
 * Finds the templates that paths name: a cloud assembly with all its stages, a folder of templates, or a template.
 *
 * @throws UsageError if a path is not there, is no template, or holds none
 */
export function findTemplates(paths: readonly string[]): Templates {
  const found = paths.map(path => resolve(path)).flatMap(path => {
    if (!existsSync(path)) {
      throw new UsageError(
        `${path} is not there: write the folder that \`cdk synth\` writes, cdk.out, or a CloudFormation template`,
      );
    }
    return statSync(path).isDirectory() ? templatesIn(path) : [path];
  });
  const origins = new Map<string, string>();
  const files = found.map(file => {
    const json = asJson(file);
    if (json !== file) origins.set(json, file);
    return json;
  });
  if (files.length === 0) {
    throw new UsageError(`${paths.join(', ')} has no CloudFormation template: run \`cdk synth\` first`);
  }
  return { files, origins };
}

function templatesIn(folder: string): string[] {
  const manifest = join(folder, 'manifest.json');
  if (existsSync(manifest)) return templatesOfAssembly(folder, section(readJson(manifest)));
  return readdirSync(folder).filter(name => TEMPLATE_ENDINGS.includes(extname(name))).sort()
    .map(name => join(folder, name))
    .filter(file => isTemplate(parse(file)));
}

function templatesOfAssembly(folder: string, manifest: Readonly<Record<string, unknown>>): string[] {
  return Object.values(section(manifest.artifacts)).map(section).flatMap(({ type, properties }) => {
    const { templateFile, directoryName } = section(properties);
    if (type === 'aws:cloudformation:stack' && typeof templateFile === 'string') return [join(folder, templateFile)];
    if (type === 'cdk:cloud-assembly' && typeof directoryName === 'string') {
      return templatesIn(join(folder, directoryName));
    }
    return [];
  });
}

/** The rules read JSON: what is written in YAML is written again. */
function asJson(file: string): string {
  const body = parse(file);
  if (!isTemplate(body)) throw new UsageError(`${file} is no CloudFormation template: it has no Resources`);
  if (extname(file) === '.json') return file;
  const json = join(mkdtempSync(join(tmpdir(), 'cdk-managed-flink-')), `${basename(file, extname(file))}.json`);
  writeFileSync(json, JSON.stringify(body));
  return json;
}

function parse(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  const isJson = extname(file) === '.json' || text.trimStart().startsWith('{');
  return isJson ? readJson(file) : readYaml(file, text);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function isTemplate(body: unknown): boolean {
  return Object.keys(section(section(body).Resources)).length > 0;
}
