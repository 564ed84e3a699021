import { createRequire } from 'node:module';
import { join } from 'node:path';
import { InputError } from './errors';
import { attempt } from './files';

/** The part of the YAML reader that is used. */
interface YamlReader {
  parseDocument(text: string, options: { customTags: readonly Tag[]; prettyErrors: boolean }): Document;
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
  'And', 'Base64', 'Cidr', 'Contains', 'EachMemberEquals', 'EachMemberIn', 'Equals', 'FindInMap', 'GetAZs', 'GetAtt',
  'GetStackOutput', 'If', 'ImportValue', 'Join', 'Length', 'Not', 'Or', 'RefAll', 'Select', 'Split', 'Sub',
  'ToJsonString', 'Transform', 'ValueOf', 'ValueOfAll',
];

/**
 * Reads a template that is written in YAML, with the reader that comes with aws-cdk-lib.
 *
 * @throws InputError if aws-cdk-lib is not installed, or if the text cannot be read
 */
export function readYaml(file: string, text: string): unknown {
  const reader = yamlReader(file);
  return attempt(`${file} cannot be read as YAML`, () => parse(reader, text));
}

function parse(reader: YamlReader, text: string): unknown {
  const tagOf = (name: string, long: string): Tag => ({
    tag: `!${name}`,
    resolve: (_, source) => ({ [long]: argumentOf(name, parse(reader, String(source).replace(`!${name}`, ''))) }),
  });
  const customTags = [
    ...FUNCTIONS.map(name => tagOf(name, `Fn::${name}`)), tagOf('Ref', 'Ref'), tagOf('Condition', 'Condition'),
  ];
  const document = reader.parseDocument(text, { customTags, prettyErrors: true });
  // a tag that is not known is only a warning, and its value would be taken for something else
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw new Error(problem.message.split(/;|:?\n/)[0]);
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
  throw new InputError(`${file} is written in YAML, and the reader for it comes with aws-cdk-lib: install aws-cdk-lib, `
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
