// Reads what was built for each language, and fails where a snippet is shown in TypeScript.
const { mkdtempSync, readdirSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { ROOT, dotnetFolder, goModule, mavenRepository, pythonWheel } = require('./artefacts');
const { run } = require('./shell');

/** What only TypeScript looks like. `const` with a value of its own kind is no word of the other languages' snippets. */
const TYPESCRIPT = [/^\s*(const|let) \w+(: \w+)? = /m, /^import .* from '/m, /\bnew \w+(\.\w+)*\(this, '/, /=> \{$/m];

/** The blocks of code in a README, with the language that each says it is in. */
function blocksOf(markdown) {
  return [...markdown.matchAll(/^```([^\n]*)\n(.*?)^```/gms)].map(([, language, code]) => ({ language: language.trim().split(' ')[0], code }));
}

function filesIn(folder, name) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => name.test(file)).map(file => join(folder, file));
}

/** Unpacks an archive for the time of one use. */
function unpacked(archive, use) {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  try {
    run('python3', ['-m', 'zipfile', '-e', archive, folder]);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The texts for readers in a package: its README and the documentation in its code. */
const PACKAGES = {
  python: () => unpacked(pythonWheel(), folder => texts(filesIn(folder, /(METADATA|\.py)$/))),
  java: () => filesIn(mavenRepository(), /\.jar$/).flatMap(jar => unpacked(jar, folder => texts(filesIn(folder, /\.(java|html|md)$/)))),
  go: () => texts(filesIn(goModule().folder, /\.(go|md)$/)),
  csharp: () => texts(filesIn(dotnetFolder(), /\.(cs|md)$/)),
};

function texts(files) {
  return files.map(file => ({ file, text: readFileSync(file, 'utf8') }));
}

/** How many snippets of the README a package shows in its language. */
function countOf(language) {
  const files = PACKAGES[language]();
  const wrong = files.flatMap(({ file, text }) => [
    ...blocksOf(text).filter(block => /^(ts|typescript)$/.test(block.language)).map(() => `${file}: a block says that it is TypeScript`),
    ...TYPESCRIPT.flatMap(pattern => {
      const [found] = pattern.exec(text) ?? [];
      return found === undefined ? [] : [`${file}: ${found.trim()}`];
    }),
  ]);
  if (wrong.length > 0) throw new Error(`the package for ${language} shows TypeScript:\n${wrong.join('\n')}`);
  return Math.max(0, ...files.map(({ text }) => blocksOf(text).filter(block => block.language === language).length));
}

/** Every snippet of the README is there in the language of the package. */
function test(language) {
  const expected = blocksOf(readFileSync(join(ROOT, 'README.md'), 'utf8')).filter(block => block.language === 'ts').length;
  const count = countOf(language);
  if (count < expected) throw new Error(`the README has ${expected} snippets, and the package for ${language} shows ${count} of them in its language`);
}

module.exports = { test };
