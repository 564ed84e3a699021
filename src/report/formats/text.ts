import { COST_NOTE, totals } from './money';
import type { SubnetNode } from '../network';
import { sentenceOf } from '../reachability';
import type { Report } from '../report';

/** The report in a few lines for a terminal. */
export function textOf(report: Report): string {
  const { applications, subnets, paths, endpoints, findings, costs, vpcs } = report;
  const { configured, largest } = totals(costs);
  const kinds = (['Interface', 'Gateway'] as const)
    .map(type => endpoints.filter(endpoint => endpoint.type === type).map(({ name }) => name));
  return [
    ...applications.flatMap(({ name, runtime, kpus }) => [
      `${name}: ${runtime ?? 'runtime not known'}, ${kpus ?? 'an unknown number of'} KPU`,
      ...subnets.filter(subnet => subnet.applications.includes(name)).map(subnetLine),
      ...paths.filter(({ from }) => from === name).map(path => `  ${path.verdict.padEnd(9)}  ${sentenceOf(path)}`),
    ]),
    '',
    `VPCs: ${vpcs.map(({ name }) => name).join(', ') || 'none that the templates name'}`,
    `Interface endpoints: ${kinds[0].join(', ') || 'none'}`,
    `Gateway endpoints (free): ${kinds[1].join(', ') || 'none'}`,
    `Security group rules: ${report.rules.length}, statements of execution roles: ${report.permissions.length}`,
    `Findings of the rules: ${findings.map(({ rule, resource }) => `${rule} (${resource})`).join(', ') || 'none'}`,
    `Monthly costs: ${configured} at the configured parallelism, ${largest} at the largest scale. ${COST_NOTE}`,
  ].join('\n');
}

function subnetLine({ name, zone, kind, cidr }: SubnetNode): string {
  return `  in         ${name} (${[zone, kind, cidr ?? 'range not known'].join(', ')})`;
}
