import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { InputError } from './errors';
import { attempt, readNames, readText } from './files';
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
 * Finds the templates that paths name, a cloud assembly with all its stages, a folder of templates, or a template, and
 * does something with them.
 *
 * @throws InputError if a path is not there, is no template, or holds none
 */
export function withTemplates<T>(paths: readonly string[], work: (templates: Templates) => T): T {
  const found = paths.map(path => resolve(path)).flatMap(path => {
    if (!existsSync(path)) {
      throw new InputError(
        `${path} is not there: write the folder that \`cdk synth\` writes, cdk.out, or a CloudFormation template`,
      );
    }
    return statSync(path).isDirectory() ? templatesIn(path) : [path];
  });
  if (found.length === 0) {
    throw new InputError(`${paths.join(', ')} has no CloudFormation template: run \`cdk synth\` first`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'cdk-managed-flink-'));
  try {
    return work(inJson(found, folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The rules read files in JSON: what is written in another way is written again. */
function inJson(found: readonly string[], folder: string): Templates {
  const origins = new Map<string, string>();
  const files = found.map((file, index) => {
    const template = read(file);
    if (!isTemplate(template)) throw new InputError(`${file} is no CloudFormation template: ${faultOf(template)}`);
    if (isPlainJson(file)) return file;
    // the report tells templates without construct paths apart by their names
    const json = join(folder, String(index), `${basename(file, extname(file))}.json`);
    mkdirSync(dirname(json));
    writeFileSync(json, attempt(`${file} cannot be read`, () => JSON.stringify(template)));
    origins.set(json, file);
    return json;
  });
  return { files, origins };
}

function templatesIn(folder: string): string[] {
  const manifest = join(folder, 'manifest.json');
  if (existsSync(manifest)) return templatesOfAssembly(folder, section(read(manifest)));
  return readNames(folder).filter(name => TEMPLATE_ENDINGS.includes(extname(name)))
    .map(name => join(folder, name))
    // whatever else is there need not be readable
    .filter(file => readText(file).includes('Resources') && isTemplate(read(file)));
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

function read(file: string): unknown {
  const text = readText(file);
  const isJson = extname(file) === '.json' || text.trimStart().startsWith('{');
  return isJson ? attempt(`${file} cannot be read as JSON`, () => JSON.parse(text)) : readYaml(file, text);
}

/** A byte order mark is none of JSON. */
function isPlainJson(file: string): boolean {
  return extname(file) === '.json' && readFileSync(file, 'utf8').length === readText(file).length;
}

function isTemplate(body: unknown): boolean {
  return Object.keys(section(section(body).Resources)).length > 0;
}

function faultOf(body: unknown): string {
  return section(body).TemplateBody === undefined
    ? 'it has no Resources'
    : 'it is an answer of `aws cloudformation get-template`, add `--query TemplateBody` to the command';
}
