import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UsageError } from './options';

/** The part of the YAML reader that is used. */
interface YamlReader {
  parseDocument(text: string, options: { customTags: readonly Tag[] }): Document;
}

interface Document {
  readonly errors: readonly Error[];
  readonly warnings: readonly Error[];
  toJSON(): unknown;
}

/** How a tag of YAML is read: the source of the node, its tag included. */
interface Tag {
  readonly tag: string;
  readonly resolve: (document: unknown, source: { toString(): string }) => unknown;
}

/** The names of intrinsic functions that have a short form. */
const FUNCTIONS = [
  'And', 'Base64', 'Cidr', 'Contains', 'Equals', 'FindInMap', 'GetAZs', 'GetAtt', 'GetStackOutput', 'If', 'ImportValue',
  'Join', 'Length', 'Not', 'Or',
  'Select', 'Split', 'Sub', 'ToJsonString', 'Transform',
];

/**
 * Reads a template that is written in YAML, with the reader that comes with aws-cdk-lib.
 *
 * @throws UsageError if aws-cdk-lib is not installed, or if the text cannot be read
 */
export function readYaml(file: string, text: string): unknown {
  return parse(file, yamlReader(file), text);
}

function parse(file: string, reader: YamlReader, text: string): unknown {
  const tagOf = (name: string, long: string): Tag => ({
    tag: `!${name}`,
    resolve: (_, source) => ({ [long]: argumentOf(name, parse(file, reader, String(source).replace(`!${name}`, ''))) }),
  });
  const customTags = [
    ...FUNCTIONS.map(name => tagOf(name, `Fn::${name}`)), tagOf('Ref', 'Ref'), tagOf('Condition', 'Condition'),
  ];
  const document = reader.parseDocument(text, { customTags });
  // a tag that is not known is only a warning, and its value would be taken for something else
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw new UsageError(`${file} cannot be read as YAML: ${problem.message.split('\n')[0]}`);
  return document.toJSON();
}

/** `!GetAtt Resource.Attribute` is short for a list of two. */
function argumentOf(name: string, value: unknown): unknown {
  if (name !== 'GetAtt' || typeof value !== 'string') return value;
  const dot = value.indexOf('.');
  return [value.slice(0, dot), value.slice(dot + 1)];
}

function yamlReader(file: string): YamlReader {
  for (const origin of [join(process.cwd(), 'package.json'), __filename]) {
    const reader = readerBeside(origin);
    if (reader !== undefined) return reader;
  }
  throw new UsageError(`${file} is written in YAML, and the reader for it comes with aws-cdk-lib: install aws-cdk-lib, `
    + 'or give the template in JSON');
}

function readerBeside(origin: string): YamlReader | undefined {
  try {
    const library = createRequire(origin).resolve('aws-cdk-lib/package.json');
    return createRequire(library)('yaml') as YamlReader;
  } catch {
    return undefined;
  }
}
