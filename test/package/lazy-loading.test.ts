import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const SCRIPT = join(__dirname, '..', '..', 'scripts', 'lazy-loading.js');
/** Notes that it was loaded. */
const LOADED = 'global.loaded = [...global.loaded ?? [], "LOADED"];\n';
const FILES = {
  'index.js': 'const used_1 = require("./used");\nmodule.exports = () => used_1.value;\n',
  'base.js': `${LOADED}class Base {}\nexports.Base = Base;\n`,
  'rare.js': `${LOADED}class Rare { name = "rare"; }\nexports.Rare = Rare;\nexports.call = (0, x => x)(() => "called");\n`,
  'lifecycle/handler/index.js': 'const looks_1 = require("./looks");\nexports.handler = () => looks_1.look();\n',
  'used.js': LOADED + [
    'const node_path_1 = require("node:path");',
    'const base_1 = require("./base");',
    'const rare_1 = require("./rare");',
    'class Used extends base_1.Base {',
    '  made = () => new rare_1.Rare();',
    '  rare_1 = 1;',
    '}',
    'exports.isBase = new Used() instanceof base_1.Base;',
    'exports.both = () => [new Used().made().name, (0, rare_1.call)(), new Used().rare_1];',
    'exports.separator = node_path_1.posix.sep;',
  ].join('\n'),
};

/** A folder with these files as the script leaves them. */
function compiled(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lazy-'));
  for (const [file, code] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), code.replace('LOADED', file));
  }
  execFileSync(process.execPath, [SCRIPT, folder]);
  return folder;
}

function printed(folder: string, expression: string): unknown {
  const script = `const used = require(${JSON.stringify(join(folder, 'used.js'))}); console.log(JSON.stringify(${expression}))`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }));
}

const folder = compiled();

test('a file is loaded when something of it is first used, and once', () => {
  expect(printed(folder, 'global.loaded')).toEqual(['used.js', 'base.js']);
  expect(printed(folder, '[used.both(), used.both(), global.loaded]')).toEqual([
    ['rare', 'called', 1], ['rare', 'called', 1], ['used.js', 'base.js', 'rare.js'],
  ]);
});

test('what files say stays the same', () => {
  expect(printed(folder, '[used.isBase, used.separator]')).toEqual([true, '/']);
});

test.each(['index.js', 'base.js', 'lifecycle/handler/index.js'] as const)('%s stays as it is', file => {
  expect(readFileSync(join(folder, file), 'utf8')).toBe(FILES[file].replace('LOADED', file));
});

test('a second run changes nothing', () => {
  const read = () => readFileSync(join(folder, 'used.js'), 'utf8');
  const before = read();
  execFileSync(process.execPath, [SCRIPT, folder]);
  expect(read()).toBe(before);
});
