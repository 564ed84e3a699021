// Writes the TypeScript of docs/ into .snippets/, a file for each block with the fixture around it, so that check:types
// compiles it.
const { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join, relative, resolve } = require('node:path');

const ROOT = resolve(__dirname, '..');
const TARGET = join(ROOT, '.snippets');
const BLOCK = /^```ts([^\n]*)\n([^]*?)^```$/gm;
// cut from test/monitoring/recipes.ts, which is compiled itself
const COMPILED_ELSEWHERE = ['encryption.md', 'monitoring.md'];
const [beforeSnippet, afterSnippet] = readFileSync(
  join(ROOT, 'rosetta', 'default.ts-fixture'), 'utf8',
).split('/// here');

/** What a block declares is a parameter of the fixture's constructor, as the VPC is. */
function inFixture(code) {
  const lines = code.split('\n');
  const declarations = lines.filter(line => line.startsWith('declare const'));
  const statements = lines.filter(line => !line.startsWith('declare const'));
  const [imports, shell] = beforeSnippet.split('class Fixture');
  const parameters = declarations.map(line => line.replace(/^declare const (.*);$/, '$1'));
  const names = parameters.map(parameter => parameter.split(':')[0].trim());
  const head = `class Fixture${shell}`.replace(/(vpc: ec2\.IVpc), (code: ApplicationCode)/, (_, vpc, other) =>
    [...names.includes('vpc') ? [] : [vpc], ...names.includes('code') ? [] : [other], ...parameters].join(', '));
  // the stack of an app that is written in one file
  const stack = /\bconst stack\b/.test(code) ? '' : 'const stack: Stack = this;\n';
  return `${imports}export ${head}${stack}${statements.join('\n')}${afterSnippet}`;
}

rmSync(TARGET, { recursive: true, force: true });
mkdirSync(TARGET);
let count = 0;
for (const name of readdirSync(join(ROOT, 'docs')).filter(file => file.endsWith('.md') && !COMPILED_ELSEWHERE.includes(file))) {
  const text = readFileSync(join(ROOT, 'docs', name), 'utf8');
  for (const [, info, code] of text.matchAll(BLOCK)) {
    count++;
    const line = text.slice(0, text.indexOf(code)).split('\n').length;
    const stands = info.includes('nofixture') || code.startsWith('import ');
    const body = stands ? `${code}\nexport {};\n` : inFixture(code);
    writeFileSync(join(TARGET, `${name.replace(/\.md$/, '')}-${line}.ts`), `// docs/${name}, line ${line}\n${body}`);
  }
}
if (count === 0) throw new Error('docs/ has no TypeScript at all, which is no sign of health');
console.log(`${count} blocks of docs/ in ${relative(process.cwd(), TARGET)}`);
