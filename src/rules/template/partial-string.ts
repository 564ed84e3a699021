/** What can be said of a question whose answer may depend on what is only known when the stack is deployed. */
export type Answer = 'yes' | 'maybe' | 'no';

/** Why a part of a text is not known at synth time. */
export type UnresolvedKind =
  /** The id, name or attribute of a resource of the app: two different resources never share one. */
  | 'resource'
  /** The name of a resource of the app, where a name of that type has no `:`. */
  | 'name'
  /** A pseudo parameter such as the region: some characters without `:` and `/`. */
  | 'pseudo'
  /** Anything else: an import, a parameter without a default, a function that is not evaluated here. */
  | 'unknown';

interface UnresolvedPart {
  readonly kind: UnresolvedKind;
  /** The same value has the same key. */
  readonly key: string;
  /** How it is written in a message. */
  readonly label: string;
}

/** A literal character, an unresolved part or, with neither, a wildcard of a pattern. */
interface Symbol {
  readonly char?: string;
  readonly part?: UnresolvedPart;
  /** Whether it may stand for no character. */
  readonly mayBeEmpty: boolean;
  /** Whether it may stand for several characters. */
  readonly mayBeLonger: boolean;
}

/* An unresolved part is written as its number between these two characters, which no template needs. */
const START = '\uE000';
const END = '\uE001';
const PART = /\uE000(\d+)\uE001/g;
const ONE_PART = /^\uE000(\d+)\uE001$/;

/**
 * Texts of templates as far as they are known: what is not known stands in them as an unresolved part with an
 * identity, so that texts can be joined, split and compared without guessing.
 */
export class PartialStrings {
  private readonly parts: UnresolvedPart[] = [];
  private readonly numbers = new Map<string, number>();
  /** The same texts are compared for many applications. */
  private readonly parsed = { patterns: new Map<string, Symbol[]>(), texts: new Map<string, Symbol[]>() };
  private readonly matchers = new Map<string, RegExp>();
  private readonly overlaps = new Map<string, Map<string, boolean>>();

  /** The text that stands for one unknown value. */
  public unresolvedPart(kind: UnresolvedKind, key: string, label: string): string {
    const id = `${kind} ${key}`;
    const number = this.numbers.get(id) ?? this.parts.push({ kind, key, label }) - 1;
    this.numbers.set(id, number);
    return `${START}${number}${END}`;
  }

  /** A literal of a template, which must not be taken for an unresolved part. */
  public literal(text: string): string {
    return text.replace(/[\uE000\uE001]/g, '?');
  }

  /** The text as it stands in a message. `nameOf` may name a part that stands for a resource, by its key. */
  public show(text: string, nameOf: (key: string) => string | undefined = () => undefined): string {
    return text.replace(PART, (_, number: string) => {
      const part = this.parts[Number(number)];
      return (isOfResource(part) ? nameOf(part.key) : undefined) ?? `\${${part.label}}`;
    });
  }

  /** Whether every character is known. */
  public isFullyResolved(text: string): boolean {
    return !text.includes(START);
  }

  /** The key of the resource that the text refers to, if it is nothing but a reference to one. */
  public resourceKey(text: string): string | undefined {
    const part = this.solePart(text);
    return part !== undefined && isOfResource(part) ? part.key : undefined;
  }

  /** Whether the text is an unknown value as a whole: of it not even the kind is known, it may be a list. */
  public isUnresolved(value: unknown): boolean {
    return typeof value === 'string' && this.solePart(value)?.kind === 'unknown';
  }

  /** Splits a text, or gives undefined where an unresolved part may hold the separator. */
  public split(text: string, separator: string): string[] | undefined {
    const kinds = [...text.matchAll(PART)].map(([, number]) => this.parts[Number(number)].kind);
    const mayHold = kinds.some(kind =>
      kind === 'unknown' || separator === '/' || (separator === ':' && kind === 'resource'));
    return mayHold ? undefined : text.split(separator);
  }

  /** Whether two texts are the same. */
  public equal(one: string, other: string): Answer {
    if (one === other) return 'yes';
    if (this.isFullyResolved(one) && this.isFullyResolved(other)) return 'no';
    if (differAtOnce(one, other, false)) return 'no';
    return overlap(this.symbols(one, false), this.symbols(other, false)) ? 'maybe' : 'no';
  }

  /** Whether a text fits a pattern with the wildcards `*` and `?`. */
  public fits(pattern: string, text: string): Answer {
    if (pattern === '*' || pattern === text || this.matcher(pattern)?.test(text)) return 'yes';
    if (this.isFullyResolved(pattern) && this.isFullyResolved(text)) return 'no';
    return !differAtOnce(pattern, text, true) && this.mayFit(pattern, text) ? 'maybe' : 'no';
  }

  private mayFit(pattern: string, text: string): boolean {
    const known = this.overlaps.get(pattern) ?? new Map<string, boolean>();
    this.overlaps.set(pattern, known);
    const answer = known.get(text) ?? overlap(this.symbols(pattern, true), this.symbols(text, false));
    known.set(text, answer);
    return answer;
  }

  private solePart(text: string): UnresolvedPart | undefined {
    if (!text.startsWith(START)) return undefined;
    const [, number] = ONE_PART.exec(text) ?? [];
    return number === undefined ? undefined : this.parts[Number(number)];
  }

  private symbols(text: string, isPattern: boolean): Symbol[] {
    const parsed = isPattern ? this.parsed.patterns : this.parsed.texts;
    const symbols = parsed.get(text) ?? this.parse(text, isPattern);
    parsed.set(text, symbols);
    return symbols;
  }

  private parse(text: string, isPattern: boolean): Symbol[] {
    return text.split(/(\uE000\d+\uE001)/).flatMap((fragment): Symbol[] => {
      const part = this.solePart(fragment);
      if (part !== undefined) {
        return [{ char: undefined, part, mayBeEmpty: part.kind === 'unknown', mayBeLonger: true }];
      }
      return [...fragment].map(char => isPattern && isWildcard(char)
        ? { char: undefined, part: undefined, mayBeEmpty: char === '*', mayBeLonger: char === '*' }
        : { char, part: undefined, mayBeEmpty: false, mayBeLonger: false });
    });
  }

  /** What a pattern with wildcards matches, unresolved parts taken literally. */
  private matcher(pattern: string): RegExp | undefined {
    const known = this.matchers.get(pattern);
    if (known !== undefined || !/[*?]/.test(pattern)) return known;
    const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^]*').replace(/\?/g, '[^]');
    const matcher = new RegExp(`^${source}$`);
    this.matchers.set(pattern, matcher);
    return matcher;
  }
}

/** Whether two texts, or a pattern and a text, differ in the first place where they are not the same: most do. */
function differAtOnce(one: string, other: string, isPattern: boolean): boolean {
  let isInPart = false;
  for (let index = 0; index < one.length && index < other.length; index++) {
    const [char, counterpart] = [one[index], other[index]];
    if (isPattern && isWildcard(char)) return false;
    if (char !== counterpart) return !isInPart && char !== START && counterpart !== START;
    if (char === START) isInPart = true;
    if (char === END) isInPart = false;
  }
  return false;
}

function isWildcard(char: string): boolean {
  return char === '*' || char === '?';
}

/** Whether there is a text that both could be. */
function overlap(one: Symbol[], other: Symbol[]): boolean {
  const shorter = Math.min(one.length, other.length);
  let start = 0;
  while (start < shorter && isSame(one[start], other[start])) start++;
  let end = 0;
  while (end < shorter - start && isSame(one[one.length - 1 - end], other[other.length - 1 - end])) end++;
  return search(one.slice(start, one.length - end), other.slice(start, other.length - end));
}

function search(one: Symbol[], other: Symbol[]): boolean {
  // most texts are apart where they first or last differ
  const ends = one.length === 0 || other.length === 0 ? [] : [[one[0], other[0]], [one.at(-1)!, other.at(-1)!]];
  if (ends.some(([symbol, counterpart]) => areApart(symbol, counterpart))) return false;
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

/** Whether two symbols are the same text: one character, or one value. */
function isSame(one: Symbol, other: Symbol): boolean {
  return one.char === other.char && one.part === other.part && (one.char ?? one.part) !== undefined;
}

/** Whether two symbols at the same end of two texts rule out that the texts are the same. */
function areApart(one: Symbol, other: Symbol): boolean {
  return !one.mayBeEmpty && !other.mayBeEmpty && !meet(one, other);
}

/** Whether two symbols can have a character in common. */
function meet(one: Symbol, other: Symbol): boolean {
  if (one.char !== undefined && other.char !== undefined) return one.char === other.char;
  const [part, counterpart] = [one.part, other.part];
  const areResources = part !== undefined && counterpart !== undefined && isOfResource(part)
    && isOfResource(counterpart);
  return areResources ? part === counterpart : admits(part, other.char) && admits(counterpart, one.char);
}

/** Whether an unresolved part may have a character in it. */
function admits(part: UnresolvedPart | undefined, char: string | undefined): boolean {
  const isWithoutColon = part?.kind === 'pseudo' || part?.kind === 'name';
  return !((char === ':' && isWithoutColon) || (char === '/' && part?.kind === 'pseudo'));
}

function isOfResource({ kind }: UnresolvedPart): boolean {
  return kind === 'resource' || kind === 'name';
}

/** The surest of several answers. */
export function anyOf(answers: Iterable<Answer>): Answer {
  let surest: Answer = 'no';
  for (const answer of answers) {
    if (answer === 'yes') return 'yes';
    if (answer === 'maybe') surest = 'maybe';
  }
  return surest;
}

/** The least sure of several answers. */
export function allOf(answers: Iterable<Answer>): Answer {
  let leastSure: Answer = 'yes';
  for (const answer of answers) {
    if (answer === 'no') return 'no';
    if (answer === 'maybe') leastSure = 'maybe';
  }
  return leastSure;
}
