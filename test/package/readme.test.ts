import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
/** A release shows the pages of its own tag. */
const REF = version === '0.0.0' ? 'main' : `v${version}`;
const BLOB = `https://github.com/cdk-managed-flink/cdk-managed-flink/blob/${REF}/`;
const RAW = `https://raw.githubusercontent.com/cdk-managed-flink/cdk-managed-flink/${REF}/`;

const DOCS = readdirSync(join(ROOT, 'docs')).filter(name => name.endsWith('.md')).map(name => join('docs', name));

/** The text of a page without its code. */
function proseOf(page: string): string {
  return page.replace(/^```[^]*?^```$/gm, '').replace(/`[^`\n]*`/g, match => match.replace(/[[\]()]/g, ''));
}

function linksIn(page: string): string[] {
  return [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
}

/** The names under which the headings of a page can be linked. */
function anchorsIn(page: string): string[] {
  return [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading.toLowerCase().replace(/[^\w\- ]/g, '').replace(/ /g, '-'));
}

test('the README can be read in a few minutes', () => {
  const words = proseOf(README).replace(/\]\([^)]*\)/g, ']').split(/\s+/).filter(word => /\w/.test(word));
  expect(words.length).toBeLessThanOrEqual(1100);
});

test('the README shows the same on every registry: absolute links, no picture element, no Mermaid', () => {
  const relative = linksIn(README).filter(target => !/^(https:\/\/|#)/.test(target));
  expect(relative).toEqual([]);
  expect(README).not.toMatch(/<picture|<source|<img|```mermaid/);
});

test('what the README links to in the repository is there', () => {
  const own = linksIn(README).flatMap(target =>
    [BLOB, RAW].flatMap(prefix => target.startsWith(prefix) ? [target.slice(prefix.length).split('#')[0]] : []));
  expect(own.length).toBeGreaterThan(5);
  expect(own.filter(path => !existsSync(join(ROOT, path)))).toEqual([]);
});

test('the table of contents of the README leads to its headings', () => {
  const anchors = anchorsIn(README);
  const inner = linksIn(README).filter(target => target.startsWith('#')).map(target => target.slice(1));
  expect(inner.filter(target => !anchors.includes(target))).toEqual([]);
});

test.each(DOCS)('the links of %s lead somewhere', file => {
  const page = readFileSync(join(ROOT, file), 'utf8');
  const broken = linksIn(page).filter(target => !target.startsWith('https://')).filter(target => {
    const [path, anchor] = target.split('#');
    const linked = path === '' ? file : join(dirname(file), path);
    if (!existsSync(join(ROOT, linked))) return true;
    return anchor !== undefined
      && linked.endsWith('.md') && !anchorsIn(readFileSync(join(ROOT, linked), 'utf8')).includes(anchor);
  });
  expect(broken).toEqual([]);
});
