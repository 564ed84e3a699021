import { box, COLOURS, cross, element, label, picture, Rectangle } from './svg';
import { ApplicationNode, SubnetNode, UNKNOWN_ZONE } from '../network';
import { PathReport, wayName, worst } from '../reachability';
import type { Report } from '../report';
import { Verdict } from '../verdict';

/** The five columns: applications, subnets, endpoints, services, peers. */
const COLUMNS = {
  application: { x: 12, width: 184 },
  subnet: { x: 222, width: 158 },
  endpoint: { x: 470, width: 152 },
  service: { x: 644, width: 140 },
  peer: { x: 800, width: 148 },
} as const;
const TITLES = ['Applications', 'Subnets', 'Endpoints and NAT', 'AWS services', 'Peers'];
const TOP = 64;
const ROW = 50;
const BOX = 40;
const SUBNET_ROW = 58;
const LANE = 60;
/** How far a lane is moved to be in line with a target. */
const SNAP = 8;
const FIRST_BUS = 394;
const LAST_BUS = 446;

/** A target that several applications may share, in a row of its own for each way that leads to it. */
interface TargetRow {
  readonly key: string;
  readonly paths: readonly PathReport[];
  readonly y: number;
  readonly bus: number;
}

/** Applications in the same subnets: a lane each, the subnets once. */
interface LaneGroup {
  readonly applications: readonly ApplicationNode[];
  readonly subnets: readonly SubnetNode[];
  readonly y: number;
  readonly height: number;
}

/** The picture for few applications: each is a lane across its subnets, each target a row. */
export function lanes(report: Report): string {
  const rows = targetRows(report.paths);
  const groups = laneGroups(report);
  const bottom = Math.max(TOP + rows.length * ROW, ...groups.map(({ y, height }) => y + height)) + 12;
  return picture(bottom + 30, describe(report),
    ...Object.values(COLUMNS).map(({ x }, index) => label(x, 24, TITLES[index], { weight: 600, fill: COLOURS.faint })),
    vpcFrame(report, bottom),
    ...groups.flatMap(group => lane(group, rows)),
    ...rows.flatMap(row => target(row, groups)),
    legend(bottom + 20),
  );
}

/** What is drawn, in words, for those who do not see it. */
export function describe(report: Report): string {
  const blocked = report.paths.filter(({ verdict }) => verdict === 'blocked');
  const ways = blocked.length === 0
    ? 'No way is blocked.'
    : `Blocked: ${blocked.map(({ from, to, port }) => `${from} to ${to} on ${port}`).join('; ')}.`;
  return `${report.applications.length} Flink applications, ${report.endpoints.length} VPC endpoints, `
    + `${report.natGateways.length} NAT gateways. ${ways}`;
}

/** Services first, in the order of their endpoints, then peers: the ways to them cross no box. */
function targetRows(paths: readonly PathReport[]): TargetRow[] {
  const keyOf = (path: PathReport) => `${path.targetKey} ${wayName(path)}`;
  const order = (kind: PathReport['targetKind']) =>
    [...new Set(paths.filter(path => path.targetKind === kind).map(keyOf))].sort();
  const keys = [...order('service'), ...order('peer')];
  const step = Math.min(8, (LAST_BUS - FIRST_BUS) / Math.max(keys.length - 1, 1));
  return keys.map((key, index) => ({
    key,
    paths: paths.filter(path => keyOf(path) === key),
    y: TOP + index * ROW + BOX / 2,
    bus: LAST_BUS - index * step,
  }));
}

function laneGroups({ applications, subnets }: Report): LaneGroup[] {
  const keys = [...new Set(applications.map(application => application.subnets.join(' ')))];
  let y = TOP;
  return keys.map(key => {
    const members = applications.filter(application => application.subnets.join(' ') === key);
    const own = subnets
      .filter(({ id }) => members[0].subnets.includes(id))
      .sort((one, other) => one.zone.localeCompare(other.zone));
    const height = Math.max(members.length * LANE, own.length * SUBNET_ROW) + 8;
    const group = { applications: members, subnets: own, y, height };
    y += height + 10;
    return group;
  });
}

/** The middle of a lane, or the row of a target that is near: the way there is straight then. */
function laneY({ applications, y, height }: LaneGroup, index: number): number {
  const middle = y + (height / applications.length) * (index + 0.5);
  const row = TOP + BOX / 2 + Math.round((middle - TOP - BOX / 2) / ROW) * ROW;
  return Math.abs(row - middle) <= SNAP ? row : middle;
}

function lane(group: LaneGroup, rows: readonly TargetRow[]): string[] {
  const { application, subnet } = COLUMNS;
  const boxes = group.applications.map((each, index) => {
    const y = laneY(group, index);
    return [
      line(`M${application.x + application.width} ${y}H${subnet.x}`, undefined),
      box(`application-${idOf(each.name)}`, { x: application.x, y: y - 19, width: application.width, height: 38 },
        [each.name, `${each.runtime ?? 'runtime not known'}${each.kpus === undefined ? '' : `, ${each.kpus} KPU`}`],
        { fill: COLOURS.box, stroke: each.verdict === 'blocked' ? COLOURS.blocked : COLOURS.line }),
      ...farthestBus(rows, each.name).map(bus => line(`M${subnet.x + subnet.width} ${y}H${bus}`, undefined)),
    ].join('');
  });
  const height = group.height / Math.max(group.subnets.length, 1);
  const subnets = group.subnets.map((each, index) => box(`subnet-${idOf(each.id)}-${group.y}`,
    { x: subnet.x, y: group.y + index * height + 4, width: subnet.width, height: height - 8 },
    [subnetTitle(each), each.name, each.cidr ?? 'range not known'],
    { fill: each.kind === 'public' ? COLOURS.public : COLOURS.private, isDashed: each.kind === 'unknown' }));
  const outside = group.subnets.length > 0 ? [] : [box(`no-vpc-${group.y}`,
    { x: subnet.x, y: group.y + 4, width: subnet.width, height: group.height - 8 },
    ['no VPC', 'service network'],
    { fill: COLOURS.paper, isDashed: true })];
  return [...boxes, ...subnets, ...outside];
}

/** What is known of a subnet, in its box. */
function subnetTitle({ zone, kind, cidr }: SubnetNode): string {
  const known = [zone, kind].filter(part => part !== UNKNOWN_ZONE && part !== 'unknown');
  return known.join(' · ') || (cidr === undefined ? 'imported subnet' : 'subnet');
}

function farthestBus(rows: readonly TargetRow[], application: string): number[] {
  const buses = rows.filter(({ paths }) => paths.some(({ from }) => from === application)).map(({ bus }) => bus);
  return buses.length === 0 ? [] : [Math.max(...buses)];
}

/**
 * One bus for a target: from the lanes that reach it to its row, the port once. A way that is blocked ends in a cross.
 */
function target(row: TargetRow, groups: readonly LaneGroup[]): string[] {
  const [{ targetKind, to, port }] = row.paths;
  const isPeer = targetKind === 'peer';
  const sources = groups.flatMap(group => group.applications.flatMap((application, index) => {
    const path = row.paths.find(({ from }) => from === application.name);
    return path === undefined ? [] : [{ y: laneY(group, index), verdict: path.verdict }];
  }));
  const end = isPeer ? COLUMNS.peer.x : COLUMNS.endpoint.x;
  const count = row.paths.length === 1 ? '' : ` ×${row.paths.length}`;
  const ports = `${/^\d/.test(port) ? `TCP ${port}` : port}${count}`;
  const boxes = isPeer ? peerBox(row, to, ports) : serviceBoxes(row, to, ports);
  return [...busLines(row, sources, end), boxes];
}

/** Where all ways are blocked the bus is, and ends before the target; otherwise the blocked ones end before the bus. */
function busLines(
  row: TargetRow, sources: readonly { readonly y: number; readonly verdict: Verdict }[], end: number,
): string[] {
  const open = sources.filter(({ verdict }) => verdict !== 'blocked');
  const drawn = open.length > 0 ? open : sources;
  const verdict = worst(drawn.map(source => source.verdict));
  const ys = [...drawn.map(({ y }) => y), row.y];
  const stop = verdict === 'blocked' ? end - 8 : end;
  return [
    line(`M${row.bus} ${Math.min(...ys)}V${Math.max(...ys)}`, verdict),
    line(`M${row.bus} ${row.y}H${stop}`, verdict),
    ...drawn.map(({ y }) => element('circle', { cx: row.bus, cy: y, r: 2.5, fill: strokeOf(verdict) })),
    ...verdict === 'blocked'
      ? [cross(stop, row.y)]
      : sources.filter(source => !drawn.includes(source)).map(({ y }) => cross(row.bus, y)),
  ];
}

function peerBox(row: TargetRow, to: string, ports: string): string {
  return box(`peer-${idOf(row.key)}`, at(COLUMNS.peer, row.y), [to, ports], {
    fill: COLOURS.peer, title: `${to} on ${ports}`,
  });
}

function serviceBoxes(row: TargetRow, service: string, ports: string): string {
  const [path] = row.paths;
  const { via } = path;
  const name = wayName(path);
  const { endpoint, service: column } = COLUMNS;
  return [
    line(`M${endpoint.x + endpoint.width} ${row.y}H${column.x}`, undefined),
    box(`endpoint-${idOf(row.key)}`, at(endpoint, row.y), [name, ports], {
      fill: via === 'none' ? COLOURS.paper : COLOURS.box,
      isDashed: via === 'none' || via === 'egress',
      title: `${name} for ${service}`,
    }),
    box(`service-${idOf(row.key)}`, at(column, row.y), [service], { fill: COLOURS.service }),
  ].join('');
}

/** The VPCs around the middle: solid where the app defines them, dashed where all were imported. */
function vpcFrame({ vpcs, applications }: Report, bottom: number): string {
  if (applications.every(({ subnets }) => subnets.length === 0)) return '';
  const x = COLUMNS.subnet.x - 10;
  const isImported = vpcs.every(vpc => vpc.isImported);
  const names = vpcs.map(vpc => `${vpc.name}${vpc.isImported ? ' (imported)' : ''}`).join(', ') || 'imported VPC';
  return element('g', { id: 'vpc' },
    element('title', {}, names),
    element('rect', {
      'x': x,
      'y': 34,
      'width': COLUMNS.endpoint.x + COLUMNS.endpoint.width + 10 - x,
      'height': bottom - 34,
      'rx': 6,
      'fill': 'none',
      'stroke': COLOURS.vpc,
      'stroke-width': 1.5,
      'stroke-dasharray': isImported ? '6 4' : undefined,
    }),
    label(x + 8, 52, names, { fill: COLOURS.vpc, width: 400 }));
}

function legend(y: number): string {
  const entry = (x: number, verdict: Verdict, text: string) =>
    line(`M${x} ${y}H${x + 30}`, verdict) + label(x + 44, y + 4, text, { fill: COLOURS.faint });
  return [
    entry(12, 'reachable', 'reachable'),
    entry(150, 'blocked', 'blocked'),
    cross(180, y),
    entry(280, 'unknown', 'not known'),
  ].join('');
}

function line(d: string, verdict: Verdict | undefined): string {
  const dashes = { reachable: undefined, blocked: '6 4', unknown: '2 4' };
  return element('path', {
    d,
    'fill': 'none',
    'stroke': strokeOf(verdict),
    'stroke-width': 1.5,
    'stroke-dasharray': verdict === undefined ? undefined : dashes[verdict],
  });
}

function strokeOf(verdict: Verdict | undefined): string {
  const strokes = { reachable: COLOURS.line, blocked: COLOURS.blocked, unknown: COLOURS.unknown };
  return verdict === undefined ? COLOURS.trunk : strokes[verdict];
}

function at({ x, width }: { readonly x: number; readonly width: number }, y: number): Rectangle {
  return { x, y: y - BOX / 2, width, height: BOX };
}

/** What may stand in an id. */
export function idOf(key: string): string {
  return key.replace(/[^A-Za-z0-9]+/g, '-');
}
