import { COST_NOTE, totals } from './money';
import { sentenceOf } from '../reachability';
import type { Report } from '../report';

/** The report in a few lines for a terminal. */
export function textOf(report: Report): string {
  const { applications, paths, endpoints, findings, costs, vpcs } = report;
  const { configured, largest } = totals(costs);
  const kinds = (['Interface', 'Gateway'] as const).map(type => endpoints.filter(endpoint => endpoint.type === type).map(({ name }) => name));
  return [
    ...applications.flatMap(({ name, runtime, subnets, kpus }) => [
      `${name}: ${runtime ?? 'runtime not known'}, ${kpus ?? 'an unknown number of'} KPU, ${subnets.length} subnets`,
      ...paths.filter(({ from }) => from === name).map(path => `  ${path.verdict.padEnd(9)}  ${sentenceOf(path)}`),
    ]),
    '',
    `VPCs: ${vpcs.map(({ name }) => name).join(', ') || 'none that the templates name'}`,
    `Interface endpoints: ${kinds[0].join(', ') || 'none'}`,
    `Gateway endpoints (free): ${kinds[1].join(', ') || 'none'}`,
    `Findings of the rules: ${findings.length === 0 ? 'none' : findings.map(({ rule, resource }) => `${rule} (${resource})`).join(', ')}`,
    `Costs a month: ${configured} at the configured parallelism, ${largest} at the largest scale. ${COST_NOTE}`,
  ].join('\n');
}
