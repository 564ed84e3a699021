// After compilation: the files of the library load each other when they are first used, as those of aws-cdk-lib do. An
// app then loads the parts that it uses, and not every connector and the whole monitoring. lib/index.js stays as it is:
// Node.js reads the names that an ES module may import from the form of its getters.
// Usage: node scripts/lazy-loading.js [folder]
const { readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join, sep } = require('node:path');
const ts = require('typescript');

/** The handler runs in AWS Lambda as it was compiled. */
const isLeftAsItIs = file => file === 'index.js' || file.startsWith(join('lifecycle', 'handler') + sep);

/** The name and the call of `const NAME = require('./FILE')`, which is all that the compiler writes for an import. */
function importOf(statement) {
  if (!ts.isVariableStatement(statement)) return undefined;
  const [{ name, initializer: call }] = statement.declarationList.declarations;
  const isOwnFile = call !== undefined && ts.isCallExpression(call) && call.expression.getText() === 'require'
    && call.arguments[0].text.startsWith('.');
  return isOwnFile && ts.isIdentifier(name) ? { statement, name: name.text, call: call.getText() } : undefined;
}

/** Every use of imports in the code after them, each as `NAME.EXPORT`. */
function usesOf(names, source) {
  const uses = [];
  const visit = node => {
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression) && names.has(node.expression.text)) {
      uses.push(node.expression);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return uses;
}

/** The code of a file with imports that load what they name when it is first used. */
function withLateImports(code) {
  const source = ts.createSourceFile('file.js', code, ts.ScriptTarget.Latest, true);
  const imports = source.statements.map(importOf).filter(found => found !== undefined);
  const names = new Set(imports.map(({ name }) => name));
  const edits = [
    ...imports.map(({ statement, name, call }) =>
      ({ node: statement, text: `let ${name} = () => { const loaded = ${call}; ${name} = () => loaded; return loaded; };` })),
    ...usesOf(names, source).map(node => ({ node, text: `(${node.text}())` })),
  ];
  return edits
    .sort((one, other) => other.node.getStart() - one.node.getStart())
    .reduce((text, { node, text: put }) => text.slice(0, node.getStart()) + put + text.slice(node.getEnd()), code);
}

const [folder = 'lib'] = process.argv.slice(2);
readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.js') && !isLeftAsItIs(file))
  .map(file => join(folder, file))
  .forEach(file => writeFileSync(file, withLateImports(readFileSync(file, 'utf8'))));
