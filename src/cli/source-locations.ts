import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { section } from '../rules/template/assembly';
import type { ConstructMetadata } from '../rules/template/assembly';
import type { Resource } from '../rules/template/template-model';

/** A place in a file, counted from 1. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

const CREATION_STACK = 'aws:cdk:creationStack';
const FRAME = /(?:^|[\s(])((?:\/|[A-Za-z]:\\)[^():]+):(\d+):(\d+)\)?\s*$/;
/** Frames of packages and of Node.js itself. */
const OF_OTHERS = /node_modules|node:/;

/** Where a resource was made: the user's line where the assembly tells it, else its line in the template. */
export class SourceLocations {
  private readonly lines = new Map<string, readonly string[]>();

  /**
   * @param metadata what the assembly says of constructs
   * @param origins the file that a template was made from, where it is not the file itself
   */
  constructor(private readonly metadata: ConstructMetadata, private readonly origins: ReadonlyMap<string, string>) {}

  /** The place of a resource, relative to the working directory. */
  public of(resource: Resource): SourceLocation {
    return this.inSources(resource) ?? this.inTemplate(resource);
  }

  private inSources({ template, logicalId }: Resource): SourceLocation | undefined {
    const entries = this.metadata.get(template.paths.get(logicalId) ?? '') ?? [];
    const frames = entries.filter(({ type }) => type === CREATION_STACK).flatMap(({ data }) => framesOf(data));
    const own = frames.find(frame => FRAME.test(frame) && !OF_OTHERS.test(frame));
    if (own === undefined) return undefined;
    const [, file, line, column] = FRAME.exec(own) ?? [];
    return place(file, Number(line), Number(column));
  }

  private inTemplate({ template, logicalId }: Resource): SourceLocation {
    const file = this.origins.get(template.file) ?? template.file;
    const index = this.linesOf(file).findIndex(line => new RegExp(`^\\s*"?${logicalId}"?\\s*:`).test(line));
    return place(file, Math.max(index, 0) + 1, 1);
  }

  private linesOf(file: string): readonly string[] {
    const lines = this.lines.get(file) ?? readFileSync(file, 'utf8').split('\n');
    this.lines.set(file, lines);
    return lines;
  }
}

function framesOf(data: unknown): string[] {
  if (typeof data === 'string') return data.split('\n');
  if (Array.isArray(data)) return data.filter(frame => typeof frame === 'string');
  return Object.values(section(data)).filter(frame => typeof frame === 'string');
}

function place(file: string, line: number, column: number): SourceLocation {
  return { file: relative(process.cwd(), file), line, column, endLine: line, endColumn: column + 1 };
}
