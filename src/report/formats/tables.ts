import { costCells } from './money';
import { adviceOf, PathReport, wayName } from '../reachability';
import type { Report } from '../report';

/** A table of the report, the same in every format. */
export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What is said where there are no rows. */
  readonly none: string;
}

/** All tables, in the order of the report. */
export function tablesOf(report: Report): Table[] {
  return [reachability, findings, endpoints, groups, subnets, permissions, costs, traffic].map(table => table(report));
}

function reachability({ paths }: Report): Table {
  const order = { blocked: 0, unknown: 1, reachable: 2 };
  const sorted = [...paths].sort((one, other) => order[one.verdict] - order[other.verdict]);
  return {
    title: 'Reachability',
    head: ['Application', 'Target', 'Port', 'Through', 'Verdict', 'Change or verify'],
    rows: folded(sorted).map(([names, path, advice]) =>
      [names.join(', '), path.to, path.port, wayName(path), path.verdict, advice]),
    none: 'No application declares anything to reach.',
  };
}

/** Applications that reach the same target in the same way, with the same advice, share a row. */
function folded(paths: readonly PathReport[]): [names: string[], path: PathReport, advice: string][] {
  const rows = new Map<string, [string[], PathReport, string]>();
  for (const path of paths) {
    const advice = adviceOf(path);
    const key = JSON.stringify([path.targetKey, path.port, wayName(path), path.verdict, advice]);
    const row = rows.get(key) ?? [[], path, advice];
    row[0].push(path.from);
    rows.set(key, row);
  }
  return [...rows.values()];
}

function findings({ findings: all }: Report): Table {
  return {
    title: 'Findings of the rules',
    head: ['Rule', 'Severity', 'Resource', 'What is wrong', 'What to do'],
    rows: all.map(({ rule, severity, resource, message, fix }) => [rule, severity, resource, message, fix]),
    none: 'No findings.',
  };
}

function endpoints({ endpoints: all }: Report): Table {
  return {
    title: 'VPC endpoints',
    head: ['Service', 'Type', 'Zones', 'Needed by'],
    rows: all.map(({ name, type, zones, neededBy }) => [
      name,
      type ?? 'not known',
      type === 'Gateway' ? '' : String(zones ?? 'not known'),
      neededBy.length === 0 ? 'no application of this app' : neededBy.join('\n'),
    ]),
    none: 'The templates create no VPC endpoints.',
  };
}

function groups({ rules }: Report): Table {
  return {
    title: 'Security group rules',
    head: ['Group', 'Direction', 'Ports', 'Peer', 'Description', 'Asked for by'],
    rows: rules.map(({ group, direction, ports, peer, description, askedForBy }) =>
      [group, direction, ports, peer, description ?? '', askedForBy]),
    none: 'The templates show no rules.',
  };
}

function subnets({ subnets: all }: Report): Table {
  return {
    title: 'Subnets and their addresses',
    head: [
      'Subnet', 'Zone', 'Kind', 'CIDR', 'Usable addresses', 'Used at the configured parallelism', 'Free',
      'Applications',
    ],
    rows: all.map(({ name, zone, kind, cidr, usableAddresses: usable, usedAddresses: used, applications }) => [
      name, zone, kind, cidr ?? 'not known', String(usable ?? 'not known'), String(used ?? 'not known'),
      usable === undefined || used === undefined ? 'not known' : String(usable - used), applications.join(', '),
    ]),
    none: 'The templates name no subnet of an application.',
  };
}

function permissions({ permissions: all }: Report): Table {
  return {
    title: 'Permissions of the execution roles',
    head: ['Application', 'What it may do', 'Actions', 'Resources'],
    rows: all.map(({ application, access, service, actions, resources }) =>
      [application, `${access} ${service}`, actions.join('\n'), resources.join('\n')]),
    none: 'The templates define no execution role.',
  };
}

function costs({ costs: { fixed } }: Report): Table {
  return {
    title: 'Monthly costs',
    head: ['Item', 'Quantity', 'Unit', 'Unit price (USD)', 'At the configured parallelism', 'At the largest scale'],
    rows: fixed.map(costCells),
    none: 'Nothing is billed by the hour.',
  };
}

function traffic({ costs: { traffic: all } }: Report): Table {
  return {
    title: 'Costs that depend on traffic',
    head: ['Item', 'Unit', 'Unit price (USD)'],
    rows: all.map(({ item, unit, unitPrice }) =>
      [item, unit, unitPrice === undefined ? 'not known' : String(unitPrice)]),
    none: 'Nothing is billed by traffic.',
  };
}
