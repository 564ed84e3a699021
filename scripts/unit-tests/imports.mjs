export function load(url, context, next) {
  return new URL(url).pathname.endsWith('.ts') ? { format: 'commonjs', source: null, shortCircuit: true } : next(url, context);
}
