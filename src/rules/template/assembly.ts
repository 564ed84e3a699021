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
  readonly body: Json;
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
  readonly account?: string;
  readonly region?: string;
  readonly constructPath?: string;
  readonly metadata: ConstructMetadata;
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
  public readonly metadata = new Map<string, readonly Json[]>();
  private readonly manifests = new Map<string, unknown>();
  private readonly assets = new Map<string, Map<string, string>>();

  public readStack(file: string): void {
    const artifact = this.artifactOf(file);
    for (const [path, entries] of artifact.metadata) this.metadata.set(path, entries);
    this.read(file, artifact, artifact.constructPath);
  }

  private read(file: string, artifact: StackArtifact, constructPath: string | undefined, parent?: Template['parent']): void {
    const body = section(readJson(file));
    const template: Template = {
      index: this.templates.length,
      file,
      account: artifact.account,
      region: artifact.region,
      body,
      parent,
      nested: new Map(),
      paths: constructPath === undefined ? new Map() : pathsBelow(constructPath, artifact.metadata),
    };
    this.templates.push(template);
    parent?.template.nested.set(parent.logicalId, template);
    for (const [logicalId, resource] of Object.entries(section(body.Resources))) {
      const nestedFile = isObject(resource) && resource.Type === 'AWS::CloudFormation::Stack' ? this.nestedFile(file, resource) : undefined;
      // a file that includes itself is no template that the CDK made
      if (nestedFile === undefined || ancestors(template).some(ancestor => ancestor.file === nestedFile)) continue;
      this.read(nestedFile, artifact, nestedPath(template.paths.get(logicalId)), { template, logicalId });
    }
  }

  private artifactOf(file: string): StackArtifact {
    const folder = dirname(file);
    if (!this.manifests.has(folder)) this.manifests.set(folder, readJson(join(folder, 'manifest.json')));
    const artifacts = Object.values(section(section(this.manifests.get(folder)).artifacts)).map(section);
    const artifact = artifacts.find(({ properties }) => join(folder, String(section(properties).templateFile)) === file) ?? {};
    const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(String(artifact.environment)) ?? [];
    return {
      account: account === 'unknown-account' ? undefined : account,
      region: region === 'unknown-region' ? undefined : region,
      constructPath: typeof artifact.displayName === 'string' ? artifact.displayName : undefined,
      metadata: metadataOf(folder, artifact),
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
    const manifests = readdirSync(folder).filter(name => name.endsWith('.assets.json')).map(name => section(readJson(join(folder, name))));
    const files = new Map(manifests.flatMap(({ files: entries }) => Object.entries(section(entries))).flatMap(([hash, asset]) => {
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

function metadataOf(folder: string, artifact: Json): ConstructMetadata {
  const file = artifact.additionalMetadataFile;
  const entries = { ...section(artifact.metadata), ...section(typeof file === 'string' ? readJson(join(folder, file)) : undefined) };
  return new Map(Object.entries(entries).map(([path, list]) => [path.replace(/^\//, ''), Array.isArray(list) ? list.map(section) : []]));
}

/** The elements of one stack, without those of the stacks that are nested in it: their logical ids may be the same. */
function pathsBelow(constructPath: string, metadata: ConstructMetadata): Map<string, string> {
  const own = [...metadata].filter(([path]) => path.startsWith(`${constructPath}/`));
  const nested = own.flatMap(([path]) => nestedPath(path) ?? []);
  return new Map(own.flatMap(([path, entries]) => {
    const logicalId = entries.find(entry => entry.type === 'aws:cdk:logicalId')?.data;
    return typeof logicalId === 'string' && !nested.some(stack => path.startsWith(`${stack}/`)) ? [[logicalId, path] as const] : [];
  }));
}

/** The path of a nested stack, by that of its resource in the parent: `Outer/Inner` for `Outer/Inner.NestedStack/Inner.NestedStackResource`. */
function nestedPath(resourcePath: string | undefined): string | undefined {
  return resourcePath === undefined ? undefined : /^(.+)\.NestedStack\/[^/]+\.NestedStackResource$/.exec(resourcePath)?.[1];
}

function ancestors(template: Template): Template[] {
  return [template, ...template.parent === undefined ? [] : ancestors(template.parent.template)];
}

/** A file of the assembly, or undefined if it is missing or no JSON: then what it would have told is not known. */
function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
