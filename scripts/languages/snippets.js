// Reads what was built for each language, and fails where a snippet is shown in TypeScript.
const { mkdtempSync, readdirSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { ROOT, dotnetFolder, goModule, mavenRepository, pythonWheel } = require('./artefacts');
const { run } = require('./shell');

function texts(folder, name) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => name.test(file));
  return files.map(file => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
}

/** Reads an archive that is unpacked for that. */
function textsIn(archive, name) {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  try {
    run('python3', ['-m', 'zipfile', '-e', archive, folder]);
    return texts(folder, name);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function jars() {
  return readdirSync(mavenRepository(), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.jar'))
    .map(file => join(mavenRepository(), file));
}

/** The documentation in each package; where its README is in there, and what a snippet in it begins with. */
const PACKAGES = {
  python: { read: () => textsIn(pythonWheel(), /(METADATA|\.py)$/), readme: /METADATA$/, snippet: /^```python$/gm },
  java: {
    read: () => jars().flatMap(jar => textsIn(jar, /\.(java|html)$/)), readme: /package-info\.java$/, snippet: /<pre>/g,
  },
  go: { read: () => texts(goModule().folder, /\.(go|md)$/), readme: /README\.md$/, snippet: /^```go$/gm },
  csharp: { read: () => texts(dotnetFolder(), /\.cs$/), readme: /NamespaceDoc\.cs$/, snippet: /<code/g },
};

/** The snippets as they are written: those of the README, and the examples of the docstrings. */
function written() {
  const readme = [
    ...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/^```ts[^\n]*\n(.*?)^```/gms),
  ].map(([, code]) => code);
  const { types } = JSON.parse(readFileSync(join(ROOT, '.jsii'), 'utf8'));
  const examples = JSON.stringify(types).match(/"example":"(?:[^"\\]|\\.)*"/g) ?? [];
  return { readme, examples: examples.map(text => JSON.parse(`{${text}}`).example) };
}

/** A text without what a language puts around code in its comments. */
function bare(text) {
  const entities = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': '\'', '&amp;': '&' };
  return text.replace(/&(lt|gt|quot|#39|amp);/g, entity => entities[entity]).replace(/[\s*/#]+/g, '');
}

/** Every snippet of the README is there in the language of the package, and none is there as it was written. */
function test(language) {
  const { read, readme, snippet } = PACKAGES[language];
  const { readme: snippets, examples } = written();
  const files = read();
  const all = files.map(({ text }) => bare(text)).join('\n');
  // a text in single quotes is TypeScript or Python, and rosetta writes double ones
  const wrong = [...snippets, ...examples].filter(code => /'.+'/.test(code) && all.includes(bare(code)));
  if (wrong.length > 0) {
    throw new Error(
      `the package for ${language} shows ${wrong.length} snippets in TypeScript, the first of them:\n${wrong[0]}`,
    );
  }

  const count = files.filter(({ file }) => readme.test(file)).reduce((most, { text }) =>
    Math.max(most, [...text.matchAll(snippet)].length), 0);
  if (count < snippets.length) {
    throw new Error(
      `the README has ${snippets.length} snippets, and the package for ${language} shows ${count} of them in its `
      + 'language',
    );
  }
  return snippets.length + examples.length;
}

module.exports = { test };
