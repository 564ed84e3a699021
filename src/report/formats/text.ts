import { COST_NOTE, costsInWords } from './money';
import { SubnetNode, UNKNOWN_ZONE } from '../network';
import { PathReport, sentenceOf, wayName } from '../reachability';
import type { Report } from '../report';

/** The report in a few lines for a terminal. */
export function textOf(report: Report): string {
  const { applications, subnets, paths, endpoints, findings, costs, vpcs } = report;
  const kinds = (['Interface', 'Gateway'] as const)
    .map(type => new Set(endpoints.filter(endpoint => endpoint.type === type).map(({ name }) => name)));
  return [
    ...applications.length === 0 ? ['The templates have no Flink application.'] : [],
    ...applications.flatMap(({ name, runtime, kpus }) => [
      `${name}: ${runtime ?? 'runtime not known'}, ${kpus ?? 'an unknown number of'} KPU`,
      ...subnets.filter(subnet => subnet.applications.includes(name)).map(subnetLine),
      ...pathLines(paths.filter(({ from }) => from === name)),
    ]),
    '',
    `VPCs: ${vpcs.map(({ name }) => name).join(', ') || 'none that the templates name'}`,
    `Interface endpoints: ${[...kinds[0]].join(', ') || 'none'}`,
    `Gateway endpoints (free): ${[...kinds[1]].join(', ') || 'none'}`,
    `Security group rules: ${report.rules.length}`,
    `Statements of execution roles: ${report.permissions.length}`,
    `Findings of the rules: ${findings.map(({ rule, resource }) => `${rule} (${resource})`).join(', ') || 'none'}`,
    `Monthly costs: ${costsInWords(costs)}`,
    `  ${COST_NOTE}`,
  ].join('\n');
}

function subnetLine({ name, zone, kind, cidr }: SubnetNode): string {
  const known = [zone, kind, cidr].filter(part => part !== undefined && part !== 'unknown' && part !== UNKNOWN_ZONE);
  return `  in         ${name} (${known.join(', ') || 'not in the templates'})`;
}

/** What is reached in the same way shares a line; what is not reached is said with what to do. */
function pathLines(paths: readonly PathReport[]): string[] {
  const line = (verdict: string, text: string) => `  ${verdict.padEnd(9)}  ${text}`;
  const reached = new Map<string, string[]>();
  for (const path of paths) {
    const { verdict, to, port } = path;
    if (verdict !== 'reachable') continue;
    const way = `on ${port} ${WAYS[wayName(path)]}`;
    reached.set(way, [...reached.get(way) ?? [], to]);
  }
  return [
    ...[...reached].map(([way, names]) => line('reachable', `${names.join(', ')} ${way}`)),
    ...paths.filter(({ verdict }) => verdict !== 'reachable').map(path => line(path.verdict, sentenceOf(path))),
  ];
}

const WAYS: Readonly<Record<string, string>> = {
  'interface endpoint': 'through interface endpoints',
  'gateway endpoint': 'through gateway endpoints',
  'NAT gateway': 'through a NAT gateway',
  'route out': 'through a route out of the VPC',
  'service network': 'through the network of the service',
  'VPC': 'within the VPC',
};
