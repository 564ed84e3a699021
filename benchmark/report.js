const { cpus, release, totalmem, type } = require('node:os');
const { join } = require('node:path');
const { readFileSync } = require('node:fs');

const MEASURED = ['cdk-managed-flink', 'aws-cdk-lib', '@aws-cdk/aws-kinesisanalytics-flink-alpha', 'constructs'];
const MAX_RATIO = 1.15;
const MAX_GROWTH = 1.1;
const MAX_LOAD = 30;

const ms = ({ median, min, max }) => `${median.toFixed(0)} (${min.toFixed(0)}–${max.toFixed(0)})`;
const table = rows =>
  [rows[0], rows[0].map(() => '---'), ...rows.slice(1)].map(row => `| ${row.join(' | ')} |`).join('\n');
const resourcesOf = ({ types }) => Object.values(types).reduce((sum, count) => sum + count, 0);

/** The cost of each application but the first, which pays for the VPC too. */
const further = (cells, count) => (cells[count].total.median - cells[1].total.median) / (count - 1);
/** What each application but the first adds to the templates. */
const added = cells => (resourcesOf(cells[50]) - resourcesOf(cells[1])) / 49;

/** The targets as rows: what, limit, measured, reached. */
function targets({ counts, cells, load }) {
  const { 'hand-written': hand, 'alpha-module': alpha, 'this-library': own } = cells;
  const row = (what, limit, value, unit = '', digits = 2) =>
    [what, `${limit}${unit}`, `${value.toFixed(digits)}${unit}`, value <= limit ? 'yes' : '**no**'];
  const ratio = (one, other) => one.total.median / other.total.median;
  return [
    ...counts.map(count =>
      row(`${count} applications: time beside hand-written L1s`, MAX_RATIO, ratio(own[count], hand[count]))),
    ...counts.map(count =>
      row(`${count} applications: time beside the alpha module`, 1, ratio(own[count], alpha[count]))),
    row('resources of each further application, the alpha module as the limit', added(alpha), added(own), '', 0),
    row('time of each further application at 100 beside that at 10', MAX_GROWTH, further(own, 100) / further(own, 10)),
    row(
      'time to load the library and construct a first application, after the modules of aws-cdk-lib', MAX_LOAD, load.library.median, ' ms', 1,
    ),
  ];
}

exports.unmet = results =>
  targets(results).filter(row => row[3] !== 'yes').map(([what, limit, value]) => `${what}: ${value}, target ${limit}`);

exports.report = function (results) {
  const { rounds, variants, counts, cells, load } = results;
  const rows = (...columns) =>
    counts.flatMap(count =>
      variants.map(variant => [count, variant, ...columns.map(column => column(cells[variant][count]))]));
  const versions = MEASURED.map(name =>
    `${name} ${JSON.parse(readFileSync(join(__dirname, 'node_modules', name, 'package.json'), 'utf8')).version}`);
  return `# Results

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}; README.md says what is measured and how.

- ${versions.join(', ')}
- Node.js ${process.version}, ${type()} ${release()}, ${cpus().length} CPUs (${cpus()[0].model.trim()}), ${(totalmem() / 2 ** 30).toFixed(0)} GiB
- ${rounds} rounds, the variants in turns, each measurement in a process of its own: median (least–greatest)

## Targets

${table([['what', 'at most', 'measured', 'reached'], ...targets(results)])}

The endpoints and the rules between security groups are the same for ${counts.join(', ')} applications; the run fails otherwise.

## Time

In milliseconds, of the construction of the app and of its synthesis; the CDK's own validation adds to the latter. ![](results.svg)

${table([
    ['applications', 'variant', 'construct', 'synth', 'both', 'synth with validation', 'peak memory, MiB'],
    ...rows(({ construct }) => ms(construct), ({ synth }) => ms(synth), ({ total }) => ms(total), ({ validated }) => ms(validated), ({ memory }) => (memory.median / 2 ** 20).toFixed(0)),
  ])}

The first application of a process, with the modules loaded for it: ${variants.map(variant => `${ms(cells[variant][1].first)} ms (${variant})`).join(', ')}.

Modules: the aws-cdk-lib modules that the library uses load in ${ms(load.peers)} ms, the library after them, with the construction of a first application, in ${ms(load.library)} ms.

## Templates

${table([
    ['applications', 'variant', 'templates', 'resources', 'resources of a template, at most', 'bytes', 'bytes of a template, at most'],
    ...rows(
      ({ templates }) => templates.length,
      resourcesOf,
      ({ templates }) => Math.max(...templates.map(({ resources }) => resources)),
      ({ bytes }) => bytes,
      ({ templates }) => Math.max(...templates.map(({ bytes }) => bytes)),
    ),
  ])}
`;
};
