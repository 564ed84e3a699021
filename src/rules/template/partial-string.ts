/** What can be said of a question whose answer may depend on what is only known when the stack is deployed. */
export type Answer = 'yes' | 'maybe' | 'no';

/** Why a part of a text is not known at synth time. */
export type HoleKind =
  /** The id, name or attribute of a resource of the app: two different resources never share one. */
  | 'resource'
  /** The name of a resource of the app, where a name of that type has no `:`. */
  | 'name'
  /** A pseudo parameter such as the region: some characters without `:` and `/`. */
  | 'pseudo'
  /** Anything else: an import, a parameter without a default, a function that is not worked out here. */
  | 'unknown';

interface Hole {
  readonly kind: HoleKind;
  /** The same value has the same key. */
  readonly key: string;
  /** How it is written in a message. */
  readonly label: string;
}

/** A literal character, a hole or, with neither, a wildcard of a pattern. */
interface Symbol {
  readonly char?: string;
  readonly hole?: Hole;
  /** Whether it may stand for no character. */
  readonly mayBeEmpty: boolean;
  /** Whether it may stand for several characters. */
  readonly mayBeLonger: boolean;
}

const HOLE = /\uE000(\d+)\uE001/g;
const ONE_HOLE = /^\uE000(\d+)\uE001$/;

/**
 * Texts of templates as far as they are known: what is not known stands in them as a hole with an identity, so that texts can be joined,
 * split and compared without guessing.
 */
export class PartialStrings {
  private readonly holes: Hole[] = [];
  private readonly numbers = new Map<string, number>();
  /** The same texts are compared for many applications. */
  private readonly parsed = { patterns: new Map<string, Symbol[]>(), texts: new Map<string, Symbol[]>() };
  private readonly matchers = new Map<string, RegExp>();

  /** The text that stands for one unknown value. */
  public unresolvedPart(kind: HoleKind, key: string, label: string): string {
    const id = `${kind} ${key}`;
    const number = this.numbers.get(id) ?? this.holes.push({ kind, key, label }) - 1;
    this.numbers.set(id, number);
    return `\uE000${number}\uE001`;
  }

  /** A literal of a template, which must not be taken for a hole. */
  public literal(text: string): string {
    return text.replace(/[\uE000\uE001]/g, '?');
  }

  /** The text as it stands in a message. */
  public show(text: string): string {
    return text.replace(HOLE, (_, number: string) => `\${${this.holes[Number(number)].label}}`);
  }

  /** Whether every character is known. */
  public isFullyResolved(text: string): boolean {
    return !text.includes('\uE000');
  }

  /** The key of the resource that the text refers to, if it is nothing but a reference to one. */
  public resourceKey(text: string): string | undefined {
    const [, number] = ONE_HOLE.exec(text) ?? [];
    const hole = number === undefined ? undefined : this.holes[Number(number)];
    return hole !== undefined && isOfResource(hole) ? hole.key : undefined;
  }

  /** Whether the text is an unknown value as a whole: of it not even the kind is known, it may be a list. */
  public isUnresolved(value: unknown): boolean {
    const [, number] = typeof value === 'string' ? ONE_HOLE.exec(value) ?? [] : [];
    return number !== undefined && this.holes[Number(number)].kind === 'unknown';
  }

  /** Splits a text, or gives undefined where a hole may hold the separator. */
  public split(text: string, separator: string): string[] | undefined {
    const kinds = [...text.matchAll(HOLE)].map(([, number]) => this.holes[Number(number)].kind);
    const mayHold = kinds.some(kind => kind === 'unknown' || separator === '/' || (separator === ':' && kind === 'resource'));
    return mayHold ? undefined : text.split(separator);
  }

  /** Whether two texts are the same. */
  public equal(one: string, other: string): Answer {
    if (one === other) return 'yes';
    if (this.isFullyResolved(one) && this.isFullyResolved(other)) return 'no';
    return this.overlap(this.symbols(one, false), this.symbols(other, false)) ? 'maybe' : 'no';
  }

  /** Whether a text fits a pattern with the wildcards `*` and `?`. */
  public fits(pattern: string, text: string): Answer {
    if (pattern === '*' || pattern === text || this.matcher(pattern)?.test(text)) return 'yes';
    if (this.isFullyResolved(pattern) && this.isFullyResolved(text)) return 'no';
    return this.overlap(this.symbols(pattern, true), this.symbols(text, false)) ? 'maybe' : 'no';
  }

  private symbols(text: string, isPattern: boolean): Symbol[] {
    const parsed = isPattern ? this.parsed.patterns : this.parsed.texts;
    const symbols = parsed.get(text) ?? this.parse(text, isPattern);
    parsed.set(text, symbols);
    return symbols;
  }

  private parse(text: string, isPattern: boolean): Symbol[] {
    return text.split(/(\uE000\d+\uE001)/).flatMap((part): Symbol[] => {
      const [, number] = ONE_HOLE.exec(part) ?? [];
      if (number !== undefined) {
        const hole = this.holes[Number(number)];
        return [{ char: undefined, hole, mayBeEmpty: hole.kind === 'unknown', mayBeLonger: true }];
      }
      return [...part].map(char => {
        const isWildcard = isPattern && (char === '*' || char === '?');
        return { char: isWildcard ? undefined : char, hole: undefined, mayBeEmpty: isWildcard && char === '*', mayBeLonger: isWildcard && char === '*' };
      });
    });
  }

  /** What a pattern with wildcards matches, holes taken literally. */
  private matcher(pattern: string): RegExp | undefined {
    if (!/[*?]/.test(pattern)) return undefined;
    const known = this.matchers.get(pattern);
    if (known !== undefined) return known;
    const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^]*').replace(/\?/g, '[^]');
    const matcher = new RegExp(`^${source}$`);
    this.matchers.set(pattern, matcher);
    return matcher;
  }

  /** Whether there is a text that both could be. */
  private overlap(one: Symbol[], other: Symbol[]): boolean {
    const shorter = Math.min(one.length, other.length);
    let start = 0;
    while (start < shorter && isSame(one[start], other[start])) start++;
    let end = 0;
    while (end < shorter - start && isSame(one[one.length - 1 - end], other[other.length - 1 - end])) end++;
    return this.search(one.slice(start, one.length - end), other.slice(start, other.length - end));
  }

  private search(one: Symbol[], other: Symbol[]): boolean {
    // most texts are apart where they first or last differ
    if (one.length > 0 && other.length > 0 && (areApart(one[0], other[0]) || areApart(one[one.length - 1], other[other.length - 1]))) return false;
    // row by row: which prefixes of `other` could be the same text as the first symbols of `one`
    let row = [true];
    for (const [index, symbol] of other.entries()) row.push(row[index] && symbol.mayBeEmpty);
    for (const symbol of one) {
      const next = [row[0] && symbol.mayBeEmpty];
      for (const [index, counterpart] of other.entries()) {
        const met = meet(symbol, counterpart);
        next.push((row[index] && met)
          || (row[index + 1] && (symbol.mayBeEmpty || (met && counterpart.mayBeLonger)))
          || (next[index] && (counterpart.mayBeEmpty || (met && symbol.mayBeLonger))));
      }
      row = next;
    }
    return row[other.length];
  }
}

/** Whether two symbols are the same text: one character, or one value. */
function isSame(one: Symbol, other: Symbol): boolean {
  return one.char === other.char && one.hole === other.hole && (one.char ?? one.hole) !== undefined;
}

/** Whether two symbols at the same end of two texts rule out that the texts are the same. */
function areApart(one: Symbol, other: Symbol): boolean {
  return !one.mayBeEmpty && !other.mayBeEmpty && !meet(one, other);
}

/** Whether two symbols can have a character in common. */
function meet(one: Symbol, other: Symbol): boolean {
  if (one.char !== undefined && other.char !== undefined) return one.char === other.char;
  if (one.hole !== undefined && other.hole !== undefined && isOfResource(one.hole) && isOfResource(other.hole)) return one.hole === other.hole;
  return admits(one.hole, other.char) && admits(other.hole, one.char);
}

/** Whether a hole may have a character in it. */
function admits(hole: Hole | undefined, char: string | undefined): boolean {
  const isWithoutColon = hole?.kind === 'pseudo' || hole?.kind === 'name';
  return !((char === ':' && isWithoutColon) || (char === '/' && hole?.kind === 'pseudo'));
}

function isOfResource({ kind }: Hole): boolean {
  return kind === 'resource' || kind === 'name';
}

/** The surest of several answers. */
export function anyOf(answers: Iterable<Answer>): Answer {
  const all = new Set(answers);
  return all.has('yes') ? 'yes' : all.has('maybe') ? 'maybe' : 'no';
}

/** The least sure of several answers. */
export function allOf(answers: Iterable<Answer>): Answer {
  const all = new Set(answers);
  return all.has('no') ? 'no' : all.has('maybe') ? 'maybe' : 'yes';
}
