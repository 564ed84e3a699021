import { COST_NOTE, costsInWords } from './money';
import { Table, tablesOf } from './tables';
import { verdictsInWords } from './verdicts';
import { wayName } from '../reachability';
import type { Report } from '../report';

/** The report as Markdown for a repository, with the network as a Mermaid flowchart. */
export function markdownOf(report: Report): string {
  return [
    '# Flink network',
    '',
    verdictsInWords(report),
    '',
    `Monthly costs: ${costsInWords(report.costs)}. ${COST_NOTE}`,
    '',
    '```mermaid',
    ...mermaid(report),
    '```',
    ...tablesOf(report).flatMap(tableLines),
    '',
  ].join('\n');
}

function mermaid({ applications, paths, vpcs }: Report): string[] {
  const ids = new Map<string, string>();
  const idOf = (key: string) => {
    const id = ids.get(key) ?? `n${ids.size}`;
    ids.set(key, id);
    return id;
  };
  const node = (key: string, name: string) => `${idOf(key)}["${mermaidText(name)}"]`;
  const targets = new Map(paths.map(({ targetKey, to }) => [targetKey, to]));
  return [
    'flowchart LR',
    ...vpcs.flatMap(({ id, name }, index) => [
      `  subgraph v${index}["${mermaidText(name)}"]`,
      ...applications
        .filter(application => application.vpc === id)
        .map(application => `    ${node(application.name, application.name)}`),
      '  end',
    ]),
    ...applications.filter(({ vpc }) => vpc === undefined).map(({ name }) => `  ${node(name, name)}`),
    ...[...targets].map(([key, name]) => `  ${node(key, name)}`),
    ...paths.map(path => {
      const { from, targetKey, port, verdict } = path;
      const [arrow, text] = verdict === 'reachable' ? ['-->', wayName(path)] : ['-.->', verdict];
      return `  ${idOf(from)} ${arrow}|"${port} ${text}"| ${idOf(targetKey)}`;
    }),
  ];
}

/** Characters that mean something in Mermaid or in HTML, as entities of Mermaid. */
function mermaidText(text: string): string {
  return text.replace(/["#&<>`]/g, character => `#${character.charCodeAt(0)};`);
}

function tableLines({ title, head, rows, none }: Table): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(cellText).join(' | ')} |`;
  if (rows.length === 0) return ['', `## ${title}`, '', none];
  return ['', `## ${title}`, '', line(head), line(head.map(() => '---')), ...rows.map(line)];
}

/** A text as Markdown shows it in a table: names are no markup. */
function cellText(text: string): string {
  return text.replace(/[\\`*|]/g, '\\$&').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/\n/g, '<br>');
}
