import { describe, idOf } from './lanes';
import { COLOURS, cross, element, label, picture, WIDTH } from './svg';
import type { PathReport } from '../reachability';
import type { Report } from '../report';

const ROW = 22;
const NAME_WIDTH = 300;
const LONGEST_NAME = 24;
const CELL = 64;
const LEGEND = 'A number: reachable on this TCP port. With ?: not known. A cross: blocked.';

/** The picture for many applications: a row each, a column for each target, the port or a cross where they meet. */
export function matrix(report: Report): string {
  const targets = targetsOf(report.paths);
  const cell = Math.min(CELL, (WIDTH - NAME_WIDTH - 24) / Math.max(targets.length, 1));
  const header = 24 + 6.6 * Math.min(LONGEST_NAME, Math.max(12, ...targets.map(({ name }) => name.length)));
  const x = (column: number) => NAME_WIDTH + 12 + column * cell;
  const y = (row: number) => header + row * ROW;
  const height = y(report.applications.length) + 40;
  return picture(height, describe(report),
    label(12, header - 8, 'Applications', { weight: 600, fill: COLOURS.faint }),
    ...targets.map(({ name }, column) => columnName(name, x(column) + cell / 2 + 4, header - 8)),
    ...report.applications.flatMap(({ name }, row) => [
      rowBackground(row, y(row)),
      element('g', { id: `application-${idOf(name)}` }, element('title', {}, name), rowName(name, y(row))),
      ...targets.map(({ key }, column) => {
        const path = report.paths.find(({ from, targetKey }) => from === name && targetKey === key);
        return cellOf(path, x(column), y(row), cell);
      }),
    ]),
    label(12, height - 14, LEGEND, { fill: COLOURS.faint }),
  );
}

function columnName(name: string, x: number, y: number): string {
  const transform = `translate(${x} ${y}) rotate(-60)`;
  return element('g', { transform }, label(0, 0, name, { width: LONGEST_NAME * 7, fill: COLOURS.faint }));
}

function rowBackground(row: number, y: number): string {
  const fill = row % 2 === 0 ? COLOURS.box : COLOURS.paper;
  return element('rect', { x: 8, y, width: WIDTH - 16, height: ROW, fill });
}

function rowName(name: string, y: number): string {
  return label(12, y + 15, name, { width: NAME_WIDTH - 4 });
}

function targetsOf(paths: readonly PathReport[]): { key: string; name: string }[] {
  const byKind = (kind: PathReport['targetKind']) => paths.filter(path => path.targetKind === kind);
  const named = [...byKind('service'), ...byKind('peer')].map(({ targetKey, to, port, targetKind }) =>
    [targetKey, targetKind === 'peer' ? `${to} ${port}` : to] as const);
  return [...new Map(named)].map(([key, name]) => ({ key, name }));
}

function cellOf(path: PathReport | undefined, x: number, y: number, width: number): string {
  if (path === undefined) return '';
  if (path.verdict === 'blocked') {
    return element('g', {},
      element('title', {}, `${path.from} cannot reach ${path.to}`),
      element('rect', {
        'x': x + 2,
        'y': y + 2,
        'width': width - 4,
        'height': ROW - 4,
        'fill': 'none',
        'stroke': COLOURS.blocked,
        'stroke-dasharray': '4 3',
      }),
      cross(x + width / 2, y + ROW / 2));
  }
  const [text, fill] = path.verdict === 'unknown' ? [`${path.port}?`, COLOURS.unknown] : [path.port, COLOURS.line];
  return label(x + width / 2, y + 15, text, { anchor: 'middle', width: 60, fill });
}
