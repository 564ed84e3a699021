import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isObject } from '../../core/intrinsics';

type Json = Readonly<Record<string, unknown>>;

/** A synthesised template and what the cloud assembly says about it. */
export interface Template {
  /** The number of the template in this run, which tells the same logical id of two templates apart. */
  readonly index: number;
  /** The absolute path of the file. */
  readonly file: string;
  /** The account of the stack, if it is known. */
  readonly account?: string;
  /** The region of the stack, if it is known. */
  readonly region?: string;
  /** The name of the stack, but for nested ones. */
  readonly stackName?: string;
  readonly body: Json;
  /** Whether the template has parts in it, anywhere, that a macro or `Fn::ForEach` makes when the stack is deployed. */
  readonly hasGeneratedParts: boolean;
  /** Whether the CDK has yet to look up a value for this environment: until then placeholders stand in its place. */
  readonly isPending: boolean;
  /** For a nested stack: the template and resource that it is nested in. */
  readonly parent?: { readonly template: Template; readonly logicalId: string };
  /** The templates of nested stacks, by logical id. */
  readonly nested: Map<string, Template>;
  /** The construct paths of the template's elements, by logical id. */
  readonly paths: ReadonlyMap<string, string>;
}

/** The metadata of a stack's constructs as the assembly has it, by construct path without the leading slash. */
export type ConstructMetadata = ReadonlyMap<string, readonly Json[]>;

export interface Assembly {
  readonly templates: readonly Template[];
  readonly metadata: ConstructMetadata;
}

interface StackArtifact {
  readonly stackName?: string;
  readonly isPending: boolean;
  readonly account?: string;
  readonly region?: string;
  readonly constructPath?: string;
  readonly metadata: () => ConstructMetadata;
}

/**
 * Reads templates with those of their nested stacks, which the CDK does not name, from the files beside them.
 *
 * All that it needs is in the assembly: the oldest supported CDK gives a plugin nothing but the paths of the templates.
 */
export function readAssembly(templatePaths: readonly string[]): Assembly {
  const reader = new Reader();
  for (const file of new Set(templatePaths)) reader.readStack(file);
  return reader;
}

class Reader implements Assembly {
  public readonly templates: Template[] = [];
  private readonly artifacts: StackArtifact[] = [];
  private readonly manifests = new Map<string, unknown>();
  private readonly assets = new Map<string, Map<string, string>>();

  public readStack(file: string): void {
    const artifact = this.artifactOf(file);
    this.artifacts.push(artifact);
    this.read(file, artifact, () => artifact.constructPath);
  }

  public get metadata(): ConstructMetadata {
    return new Map(this.artifacts.flatMap(artifact => [...artifact.metadata()]));
  }

  private read(
    file: string, artifact: StackArtifact, constructPath: () => string | undefined, parent?: Template['parent'],
  ): void {
    const text = readText(file);
    const paths = lazily(() => pathsBelow(constructPath(), artifact.metadata()));
    const template: Template = {
      index: this.templates.length,
      file,
      account: artifact.account,
      region: artifact.region,
      stackName: parent === undefined ? artifact.stackName : undefined,
      body: section(parsed(text)),
      hasGeneratedParts: /"Fn::(?:Transform"|ForEach::)/.test(text),
      isPending: artifact.isPending,
      parent,
      nested: new Map(),
      get paths() { return paths(); },
    };
    this.templates.push(template);
    parent?.template.nested.set(parent.logicalId, template);
    for (const [logicalId, resource] of Object.entries(section(template.body.Resources))) {
      const isStack = isObject(resource) && resource.Type === 'AWS::CloudFormation::Stack';
      const nestedFile = isStack ? this.nestedFile(file, resource) : undefined;
      // a file that includes itself is no template that the CDK made
      if (nestedFile === undefined || ancestors(template).some(ancestor => ancestor.file === nestedFile)) continue;
      this.read(nestedFile, artifact, () => nestedPath(paths().get(logicalId)), { template, logicalId });
    }
  }

  private artifactOf(file: string): StackArtifact {
    const folder = dirname(file);
    if (!this.manifests.has(folder)) this.manifests.set(folder, readJson(join(folder, 'manifest.json')));
    const manifest = section(this.manifests.get(folder));
    const artifacts = Object.entries(section(manifest.artifacts)).map(([id, value]) => [id, section(value)] as const);
    const isOfFile = ({ properties }: Json) => join(folder, String(section(properties).templateFile)) === file;
    const [id, artifact] = artifacts.find(([, value]) => isOfFile(value)) ?? [undefined, section(undefined)];
    const { stackName = id } = section(artifact.properties);
    const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(String(artifact.environment)) ?? [];
    return {
      account: account === 'unknown-account' ? undefined : account,
      region: region === 'unknown-region' ? undefined : region,
      stackName: typeof stackName === 'string' ? stackName : undefined,
      isPending: isPending(manifest, account, region),
      constructPath: typeof artifact.displayName === 'string' ? artifact.displayName : undefined,
      // read when something is found: most apps have nothing to name
      metadata: lazily(() => metadataOf(folder, artifact)),
    };
  }

  /** The file of a nested stack: named by the CDK's metadata, or by the hash in the address that it is uploaded to. */
  private nestedFile(parentFile: string, resource: Json): string | undefined {
    const folder = dirname(parentFile);
    const named = section(resource.Metadata)['aws:asset:path'];
    if (typeof named === 'string' && existsSync(join(folder, named))) return join(folder, named);
    const [hash] = /[0-9a-f]{64}(?=\.json)/.exec(JSON.stringify(section(resource.Properties).TemplateURL) ?? '') ?? [];
    const source = hash === undefined ? undefined : this.assetsOf(folder).get(hash);
    return source === undefined ? undefined : join(folder, source);
  }

  private assetsOf(folder: string): Map<string, string> {
    const known = this.assets.get(folder);
    if (known !== undefined) return known;
    const assets = readdirSync(folder)
      .filter(name => name.endsWith('.assets.json'))
      .map(name => section(readJson(join(folder, name))))
      .flatMap(manifest => Object.entries(section(manifest.files)));
    const files = new Map(assets.flatMap(([hash, asset]) => {
      const { path } = section(section(asset).source);
      return typeof path === 'string' && path.endsWith('.json') ? [[hash, path] as const] : [];
    }));
    this.assets.set(folder, files);
    return files;
  }
}

/** The object at a place where a template should have one, or an empty one. */
export function section(value: unknown): Json {
  return isObject(value) ? value : {};
}

/** Lookups whose placeholders are no ids or lists of what rules judge. */
const HARMLESS_LOOKUPS = ['ami', 'availability-zones', 'hosted-zone'];

/** Whether a lookup is missing that is made in an environment. */
function isPending({ missing }: Json, account: unknown, region: unknown): boolean {
  const lookups = Array.isArray(missing) ? missing.map(section) : [];
  return lookups.filter(({ provider }) => !HARMLESS_LOOKUPS.includes(String(provider))).some(lookup => {
    const props = section(lookup.props);
    return (props.account ?? account) === account && (props.region ?? region) === region;
  });
}

function metadataOf(folder: string, artifact: Json): ConstructMetadata {
  const file = artifact.additionalMetadataFile;
  const entries = {
    ...section(artifact.metadata), ...section(typeof file === 'string' ? readJson(join(folder, file)) : undefined),
  };
  return new Map(
    Object.entries(entries).map(([path, list]) =>
      [path.replace(/^\//, ''), Array.isArray(list) ? list.map(section) : []]),
  );
}

/** The elements of one stack, without those of the stacks nested in it: their logical ids may be the same. */
function pathsBelow(constructPath: string | undefined, metadata: ConstructMetadata): Map<string, string> {
  if (constructPath === undefined) return new Map();
  const own = [...metadata].filter(([path]) => path.startsWith(`${constructPath}/`));
  const nested = own.flatMap(([path]) => nestedPath(path) ?? []);
  return new Map(own.flatMap(([path, entries]) => {
    const logicalId = entries.find(entry => entry.type === 'aws:cdk:logicalId')?.data;
    return typeof logicalId === 'string' && !nested.some(stack => path.startsWith(`${stack}/`))
      ? [[logicalId, path] as const]
      : [];
  }));
}

/**
 * The path of a nested stack, by that of its resource in the parent: `Outer/Inner` for
 * `Outer/Inner.NestedStack/Inner.NestedStackResource`.
 */
function nestedPath(resourcePath: string | undefined): string | undefined {
  return resourcePath === undefined
    ? undefined
    : /^(.+)\.NestedStack\/[^/]+\.NestedStackResource$/.exec(resourcePath)?.[1];
}

/** A value that is made when it is asked for, once. */
export function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function ancestors(template: Template): Template[] {
  return [template, ...template.parent === undefined ? [] : ancestors(template.parent.template)];
}

/** A file of the assembly, or nothing if it is missing: then what it would have told is not known. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function readJson(file: string): unknown {
  return parsed(readText(file));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
