// Writes the JavaScript of lib/ without looking at types, in a third of the time that jsii takes: enough to run the
// library where nothing was compiled yet. What jsii wrote from the same sources stays.
const { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const ts = require('typescript');

const sources = readdirSync('src', { recursive: true }).filter(file => file.endsWith('.ts'));
const time = path => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (sources.some(file => time(join('src', file)) > time(join('lib', 'index.d.ts')))) {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.');
  for (const file of sources) {
    const target = join('lib', file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    const fileName = join('src', file);
    const { outputText } = ts.transpileModule(readFileSync(fileName, 'utf8'), { compilerOptions: options, fileName });
    writeFileSync(target, outputText);
  }
}
