import { COST_NOTE, costsInWords } from './money';
import { Table, tablesOf } from './tables';
import { verdictsInWords } from './verdicts';
import { pictureOf } from '../picture';
import { escapeXml } from '../picture/svg';
import type { Report } from '../report';

const STYLE = `
:root { color-scheme: light dark; --ink: #1b2733; --faint: #5b6b7b; --paper: #fff; --edge: #d4dce3; }
:root { --bad: #b71c1c; --unsure: #7a5c00; }
@media (prefers-color-scheme: dark) {
:root { --ink: #e6edf3; --faint: #9fb0c0; --paper: #12181f; --edge: #34414e; --bad: #ff8a80; --unsure: #e6c35c; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 76rem; }
body { background: var(--paper); color: var(--ink); font: 16px/1.45 system-ui, sans-serif; }
main { display: flex; flex-direction: column; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; } p { margin: .25rem 0; }
.faint { color: var(--faint); }
.blocked, .error { color: var(--bad); font-weight: 600; }
.unknown, .warning { color: var(--unsure); font-weight: 600; }
.picture { margin: 1rem 0; border: 1px solid var(--edge); border-radius: 6px; overflow-x: auto; background: #fff; }
.picture svg { display: block; width: 100%; height: auto; min-width: 620px; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: .88rem; }
th, td { border-bottom: 1px solid var(--edge); padding: .35rem .6rem .35rem 0; white-space: pre-line; }
th, td { text-align: left; vertical-align: top; }
th { color: var(--faint); font-weight: 600; white-space: nowrap; }
td { overflow-wrap: break-word; min-width: 4rem; max-width: 34rem; }
@media (max-width: 600px) {
  .picture { order: 1; }
  thead { display: none; }
  tr { display: block; border-bottom: 1px solid var(--edge); padding: .5rem 0; }
  td { display: grid; grid-template-columns: 7.5rem 1fr; gap: .5rem; border: 0; padding: .1rem 0; }
  td { max-width: none; overflow-wrap: anywhere; }
  td::before { content: attr(data-head); color: var(--faint); font-weight: 400; overflow-wrap: normal; }
  td:empty { display: none; }
}
`;

const CLASSES: ReadonlySet<string> = new Set(['blocked', 'unknown', 'error', 'warning']);

/** The report as one HTML file that loads nothing. */
export function htmlOf(report: Report): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Flink network</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
<h1>Flink network</h1>
<p>${marked(verdictsInWords(report))}</p>
<p>Monthly costs: ${escapeXml(costsInWords(report.costs))}.</p>
<p class="faint">${escapeXml(COST_NOTE)}</p>
</header>
${pictureIn(report)}
<div>
${tablesOf(report).map(tableOf).join('\n')}
</div>
</main>
</body>
</html>
`;
}

function pictureIn(report: Report): string {
  return report.applications.length === 0
    ? '<p>The templates have no Flink application.</p>'
    : `<div class="picture">${pictureOf(report)}</div>`;
}

/** The number of blocked connections stands out where there are any. */
function marked(verdicts: string): string {
  return verdicts.replace(/[1-9]\d* blocked/, '<span class="blocked">$&</span>');
}

/** A text whose paths may be broken after each part, and whose long words before each capital letter. */
function breakable(text: string): string {
  const words = text.replace(/[^\s/:]{20,}/g, word => word.replace(/[a-z\d_-](?=[A-Z])/g, '$&\0'));
  return escapeXml(words.replace(/[/:](?=\S)/g, '$&\0')).replace(/\0/g, '<wbr>');
}

function tableOf({ title, head, rows, none }: Table): string {
  if (rows.length === 0) return `<h2>${title}</h2><p class="faint">${none}</p>`;
  const cell = (text: string, column: number) =>
    `<td data-head="${head[column]}"${CLASSES.has(text) ? ` class="${text}"` : ''}>${breakable(text)}</td>`;
  return `<h2>${title}</h2>
<div class="scroll"><table><thead><tr>${head.map(text => `<th scope="col">${text}</th>`).join('')}</tr></thead>
<tbody>
${rows.map(row => `<tr>${row.map(cell).join('')}</tr>`).join('\n')}
</tbody></table></div>`;
}
