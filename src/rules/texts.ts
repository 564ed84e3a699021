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

/** A literal character, a wildcard of a pattern (`*` or `?`) or a hole. */
type Symbol = { readonly char: string } | { readonly wildcard: '*' | '?' } | { readonly hole: Hole };

const HOLE = /\uE000(\d+)\uE001/g;
const ONE_HOLE = /^\uE000(\d+)\uE001$/;

/**
 * Texts of templates as far as they are known: what is not known stands in them as a hole with an identity, so that texts can be joined,
 * split and compared without guessing.
 */
export class Texts {
  private readonly holes: Hole[] = [];
  private readonly numbers = new Map<string, number>();

  /** The text that stands for one unknown value. */
  public hole(kind: HoleKind, key: string, label: string): string {
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
  public isKnown(text: string): boolean {
    return !text.includes('\uE000');
  }

  /** The key of the resource that the text refers to, if it is nothing but a reference to one. */
  public resourceKey(text: string): string | undefined {
    const [, number] = ONE_HOLE.exec(text) ?? [];
    const hole = number === undefined ? undefined : this.holes[Number(number)];
    return hole !== undefined && isOfResource(hole) ? hole.key : undefined;
  }

  /** Whether the text is an unknown value as a whole: of it not even the kind is known, it may be a list. */
  public isUnknown(value: unknown): boolean {
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
    if (this.isKnown(one) && this.isKnown(other)) return 'no';
    return this.overlap(this.symbols(one, false), this.symbols(other, false)) ? 'maybe' : 'no';
  }

  /** Whether a text fits a pattern with the wildcards `*` and `?`. */
  public fits(pattern: string, text: string): Answer {
    if (matcher(pattern).test(text)) return 'yes';
    if (this.isKnown(pattern) && this.isKnown(text)) return 'no';
    return this.overlap(this.symbols(pattern, true), this.symbols(text, false)) ? 'maybe' : 'no';
  }

  private symbols(text: string, isPattern: boolean): Symbol[] {
    return text.split(/(\uE000\d+\uE001)/).flatMap((part): Symbol[] => {
      const [, number] = ONE_HOLE.exec(part) ?? [];
      if (number !== undefined) return [{ hole: this.holes[Number(number)] }];
      return [...part].map(char => isPattern && (char === '*' || char === '?') ? { wildcard: char } : { char });
    });
  }

  /** Whether there is a text that both could be. */
  private overlap(one: Symbol[], other: Symbol[]): boolean {
    // row by row: which prefixes of `other` could be the same text as the first symbols of `one`
    let row = other.reduce((cells: boolean[], symbol, index) => [...cells, cells[index] && mayBeEmpty(symbol)], [true]);
    for (const symbol of one) {
      const next = [row[0] && mayBeEmpty(symbol)];
      for (const [index, counterpart] of other.entries()) {
        const met = meet(symbol, counterpart);
        next.push((row[index] && met)
          || (row[index + 1] && (mayBeEmpty(symbol) || (met && mayBeLonger(counterpart))))
          || (next[index] && (mayBeEmpty(counterpart) || (met && mayBeLonger(symbol)))));
      }
      row = next;
    }
    return row[other.length];
  }
}

function matcher(pattern: string): RegExp {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '[^]*').replace(/\?/g, '[^]');
  return new RegExp(`^${source}$`);
}

function mayBeEmpty(symbol: Symbol): boolean {
  return ('wildcard' in symbol && symbol.wildcard === '*') || ('hole' in symbol && symbol.hole.kind === 'unknown');
}

function mayBeLonger(symbol: Symbol): boolean {
  return 'hole' in symbol || mayBeEmpty(symbol);
}

/** Whether two symbols can have a character in common. */
function meet(one: Symbol, other: Symbol): boolean {
  if ('char' in one && 'char' in other) return one.char === other.char;
  if ('hole' in one && 'hole' in other && isOfResource(one.hole) && isOfResource(other.hole)) return one.hole === other.hole;
  return admits(one, other) && admits(other, one);
}

function admits(symbol: Symbol, other: Symbol): boolean {
  if (!('hole' in symbol && 'char' in other)) return true;
  const { kind } = symbol.hole;
  return !((other.char === ':' && (kind === 'pseudo' || kind === 'name')) || (other.char === '/' && kind === 'pseudo'));
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
