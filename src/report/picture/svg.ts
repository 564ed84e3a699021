/** The colours of the picture: plain values, since renderers of Markdown do not support variables. */
export const COLOURS = {
  paper: '#ffffff',
  ink: '#1b2733',
  faint: '#5b6b7b',
  line: '#3b6ea5',
  trunk: '#8a97a4',
  blocked: '#c62828',
  unknown: '#8a6d1a',
  vpc: '#8b5fbf',
  public: '#e4f4e4',
  private: '#e3eefb',
  isolated: '#eef0f7',
  box: '#f7f9fb',
  service: '#fff3e0',
  peer: '#f3e9f7',
  edge: '#c5d0da',
} as const;

/** At 900 pixels width this is at least 12 pixels high. */
export const FONT_SIZE = 13;
export const WIDTH = 960;

/** Widths of characters in the widest of the fonts, for shortening; all others are regular. */
const CHARACTERS = { narrow: /[fijlrtI.,:;'· /-]/, capital: /[A-Z]/, wide: /[mwMW%@…]/ };
const CHARACTER_WIDTHS = { narrow: 4.6, regular: 8.2, capital: 9.4, wide: 12.6 };
const BOLD = 1.1;

/** An element of the picture. */
export function element(
  name: string, attributes: Readonly<Record<string, string | number | undefined>>, ...children: string[]
): string {
  const written = Object.entries(attributes).filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`).join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
}

/** A line of text, shortened to a width. */
export function label(
  x: number, y: number, text: string, options: { width?: number; fill?: string; weight?: number; anchor?: string } = {},
): string {
  const { width = WIDTH, fill = COLOURS.ink, weight, anchor } = options;
  const space = weight === undefined ? width : width / BOLD;
  return element(
    'text', { x, y, 'fill': fill, 'font-weight': weight, 'text-anchor': anchor }, escapeXml(shorten(text, space)),
  );
}

/** How a box looks, and what a pointer shows of it. */
interface BoxStyle {
  readonly fill: string;
  readonly stroke?: string;
  readonly isDashed?: boolean;
  readonly title?: string;
}

/** A rectangle with a title, that a pointer shows, and lines of text in it. */
export function box(id: string, at: Rectangle, lines: readonly string[], style: BoxStyle): string {
  const first = at.y + (at.height - (lines.length - 1) * LINE_HEIGHT) / 2 + FONT_SIZE / 3;
  return element('g', { id },
    element('title', {}, escapeXml(style.title ?? lines.join(', '))),
    element('rect', {
      'x': at.x,
      'y': at.y,
      'width': at.width,
      'height': at.height,
      'rx': 4,
      'fill': style.fill,
      'stroke': style.stroke ?? COLOURS.edge,
      'stroke-dasharray': style.isDashed ? '5 4' : undefined,
    }),
    ...lines.map((line, index) => label(at.x + 8, first + index * LINE_HEIGHT, line, {
      width: at.width - 14, weight: index === 0 ? 600 : undefined, fill: index === 0 ? COLOURS.ink : COLOURS.faint,
    })));
}

export const LINE_HEIGHT = 16;

/** A place in the picture. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The whole picture. */
export function picture(height: number, description: string, ...children: string[]): string {
  return element('svg', {
    'xmlns': 'http://www.w3.org/2000/svg',
    'viewBox': `0 0 ${WIDTH} ${height}`,
    'role': 'img',
    'font-family': 'system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
    'font-size': FONT_SIZE,
  },
  element('title', {}, 'Flink network'),
  element('desc', {}, escapeXml(description)),
  element('rect', { width: WIDTH, height, fill: COLOURS.paper }),
  ...children);
}

/** A cross that ends a way that is blocked. */
export function cross(x: number, y: number): string {
  return element('path', {
    'd': `M${x - 5} ${y - 5}l10 10M${x + 5} ${y - 5}l-10 10`,
    'stroke': COLOURS.blocked,
    'stroke-width': 2.5,
    'fill': 'none',
  });
}

/** A text without the characters that mean something in XML. */
export function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** A text that is too long loses its beginning: names are paths, whose ends tell them apart. */
function shorten(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let end = text;
  while (end.length > 1 && widthOf(`…${end}`) > width) end = end.slice(1);
  return `…${end}`;
}

function widthOf(text: string): number {
  return [...text].reduce((sum, character) => sum + characterWidth(character), 0);
}

function characterWidth(character: string): number {
  if (CHARACTERS.narrow.test(character)) return CHARACTER_WIDTHS.narrow;
  if (CHARACTERS.wide.test(character)) return CHARACTER_WIDTHS.wide;
  return CHARACTERS.capital.test(character) ? CHARACTER_WIDTHS.capital : CHARACTER_WIDTHS.regular;
}
