// Compares templates of two languages. Nothing of them has to differ: the asset is the same folder, so its hash is the
// same too.
const { isDeepStrictEqual } = require('node:util');

function differences(expected, actual, path = '') {
  if (isDeepStrictEqual(expected, actual)) return [];
  const nested = value => typeof value === 'object' && value !== null;
  if (!nested(expected) || !nested(actual)) {
    return [`${path || '/'}: ${JSON.stringify(expected)} in TypeScript, ${JSON.stringify(actual)} here`];
  }
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...keys].flatMap(key => differences(expected[key], actual[key], `${path}/${key}`));
}

/** Throws with every place where the templates differ. */
function assertSameTemplates(expected, actual) {
  const found = differences(expected, actual);
  if (found.length > 0) throw new Error(`the templates differ from those of TypeScript:\n${found.join('\n')}`);
}

module.exports = { assertSameTemplates };
