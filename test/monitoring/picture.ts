import { Widget } from './dashboard-body';

const UNIT = 40;
const COLORS = ['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd'];

/**
 * A drawing of a dashboard with sample data: the layout, titles and metrics are those of the body, the curves are made
 * up.
 */
export function picture(widgets: Widget[]): string {
  const height = Math.max(...widgets.map(({ y, height: rows }) => y + rows)) * UNIT + 40;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${24 * UNIT} ${height}" font-family="sans-serif" `
    + 'font-size="11">',
    `<rect width="${24 * UNIT}" height="${height}" fill="#f2f3f3"/>`,
    ...widgets.map(drawn),
    `<text x="8" y="${height - 14}" fill="#687078">Drawn from the body of the dashboard, with sample data.</text>`,
    '</svg>',
    '',
  ].join('\n');
}

function drawn(widget: Widget): string {
  const [x, y, width, height] = [widget.x, widget.y, widget.width, widget.height].map(value => value * UNIT);
  const { title = '', markdown = '' } = widget.properties as { title?: string; markdown?: string };
  const content = {
    metric: curves,
    log: table,
    alarm: chips,
    text: () => [`<text x="10" y="26" font-size="20">${escaped(markdown.replace(/^# /, ''))}</text>`],
  };
  return [
    `<g transform="translate(${x} ${y})">`,
    `<rect x="3" y="3" width="${width - 6}" height="${height - 6}" rx="4" fill="#fff" stroke="#d5dbdb"/>`,
    `<text x="12" y="22" font-weight="bold">${escaped(title)}</text>`,
    ...content[widget.type](widget, width, height),
    '</g>',
  ].join('\n');
}

function curves({ properties }: Widget, width: number, height: number): string[] {
  const entries = (properties.metrics as unknown[][])
    .map(entry => ({ entry, rendering: entry.at(-1) as { label?: string; visible?: boolean; expression?: string } }));
  const visible = entries.filter(({ rendering }) => rendering.visible !== false);
  const labels = visible.map(({ entry, rendering }) => rendering.label ?? rendering.expression ?? String(entry[1]));
  const axes = properties.yAxis as { left?: { label?: string } };
  return [
    `<text x="12" y="40" fill="#687078">${escaped(axes.left?.label ?? '')}</text>`,
    `<path d="M12 ${height - 40}H${width - 12}" stroke="#aab7b8"/>`,
    ...labels.flatMap((label, index) => [
      `<polyline fill="none" stroke="${COLORS[index]}" stroke-width="1.5" points="${points(label, width, height)}"/>`,
      `<text x="${12 + index % 2 * (width - 24) / 2}" y="${height - 26 + Math.floor(index / 2) * 15}" `
      + `fill="${COLORS[index]}">${escaped(label)}</text>`,
    ]),
  ];
}

/** A curve that is the same for the same name each time. */
function points(name: string, width: number, height: number): string {
  const seed = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7);
  const floor = height - 44;
  const trouble = /down|restart|failing|cancelling|fail|late/i.test(name);
  return Array.from({ length: 49 }, (_, step) => {
    // faults are rare
    const fault = step === 20 + seed % 9 ? 0.5 : -1.4;
    const load = Math.sin(step / (4 + seed % 7) + seed) + Math.sin(step * (1 + seed % 3) / 5) / 3;
    const wave = trouble ? fault : load;
    return `${(12 + step * (width - 24) / 48).toFixed(0)},${(floor - (wave + 1.4) * (floor - 52) / 2.8).toFixed(0)}`;
  }).join(' ');
}

function table({ properties }: Widget): string[] {
  const lines = ['@timestamp | message | cause', '2026-01-05 02:14:07 | Source: clicks (1/4) switched from RUNNING to '
    + 'FAILED | java.net.SocketTimeoutException: connect timed out'];
  return [...String(properties.query).split('\n').slice(-3), ...lines].map((line, index) =>
    `<text x="12" y="${46 + index * 18}">${escaped(line)}</text>`);
}

function chips({ properties }: Widget, width: number): string[] {
  const alarms = properties.alarms as string[];
  const space = (width - 24) / alarms.length;
  return alarms.flatMap((alarm, index) => [
    `<rect x="${(12 + index * space).toFixed(0)}" y="36" width="${(space - 6).toFixed(0)}" height="56" rx="4" `
    + 'fill="#1d8102"/>',
    `<text x="${(18 + index * space).toFixed(0)}" y="68" `
    + `fill="#fff">${escaped(/Alarms([A-Z][A-Za-z]+?)(?:millis\w*)?[0-9A-F]{8}/.exec(alarm)?.[1] ?? alarm)}</text>`,
  ]);
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
