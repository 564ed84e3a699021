// One measurement in a process of its own. Usage: node --expose-gc measure.js <variant> <applications>; prints JSON.
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { performance } = require('node:perf_hooks');

const [, , variant, applications] = process.argv;
process.stderr.write = () => true; // the findings of the CDK's validation are not what is measured

function timed(action) {
  const start = performance.now();
  const result = action();
  return { result, time: performance.now() - start };
}

/** Builds and synthesises an app with so many applications. */
function run(build, count, validation) {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
  const { result: app, time: construct } = timed(() => build(count, { outdir, validation }));
  const { result: assembly, time: synth } = timed(() => app.synth());
  const texts = assembly.stacks.map(({ templateFullPath }) => readFileSync(templateFullPath, 'utf8'));
  rmSync(outdir, { recursive: true });
  return { construct, synth, texts };
}

const { result: { build }, time: load } = timed(() => require(`./variants/${variant}`));
// the first app of a process loads what the CDK loads late
const first = run(build, 1, false);
// what loading left behind is not collected at the cost of what is measured
global.gc();
const off = run(build, Number(applications), false);
const memory = process.resourceUsage().maxRSS * 1024;
const on = run(build, Number(applications), true);

const templates = off.texts.map(text => JSON.parse(text));
process.stdout.write(JSON.stringify({
  first: load + first.construct + first.synth,
  construct: off.construct,
  synth: off.synth,
  total: off.construct + off.synth,
  validated: on.synth,
  memory,
  bytes: off.texts.reduce((sum, text) => sum + text.length, 0),
  templates: templates.map(({ Resources }, index) =>
    ({ resources: Object.keys(Resources).length, bytes: off.texts[index].length })),
  types: templates.flatMap(({ Resources }) => Object.values(Resources)).reduce((counts, { Type }) =>
    ({ ...counts, [Type]: (counts[Type] ?? 0) + 1 }), {}),
}));
