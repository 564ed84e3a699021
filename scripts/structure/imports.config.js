/** The folders of src/, from the bottom to the top: each may import from those before it, and from none after it. */
const ROOMS = [
  'core', 'flink-runtime', 'vpc', 'endpoints', 'network', 'connectors', 'metrics', 'monitoring', 'lifecycle',
  'application', 'rules', 'report', 'cli',
];

const room = name => `^src/${name}([.]ts$|/)`;
const anyOf = names => `^src/(${names.join('|')})([.]ts$|/)`;

/** What a room does not import although it stands below: these read templates, or must not know who uses them. */
const SEPARATE = {
  monitoring: ['vpc', 'endpoints', 'network'],
  lifecycle: ['endpoints', 'connectors', 'monitoring'],
  rules: ['endpoints', 'connectors', 'monitoring', 'lifecycle', 'application'],
  report: ['endpoints', 'connectors', 'monitoring', 'lifecycle', 'application'],
};

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      severity: 'error',
      comment: 'No file imports itself, however indirectly; imports of types count.',
      from: { path: '^(src|test|projenrc)/' },
      to: { circular: true }
    },
    ...ROOMS.slice(0, -1).map((name, index) => ({
      name: `nothing-above-${name}`,
      severity: 'error',
      comment: 'Nothing imports from above: the order of the folders is in scripts/structure/imports.config.js.',
      from: { path: room(name) },
      to: { path: anyOf([...ROOMS.slice(index + 1), 'index']) },
    })),
    ...Object.entries(SEPARATE).map(([name, others]) => ({
      name: `${name}-stands-alone`,
      severity: 'error',
      comment: 'What it may use is in scripts/structure/imports.config.js.',
      from: { path: room(name) },
      to: { path: anyOf(others) },
    })),
    {
      name: 'every-folder-has-its-place',
      severity: 'error',
      comment: 'A new folder of src/ gets its place in the order in scripts/structure/imports.config.js.',
      from: { path: '^src/', pathNot: anyOf([...ROOMS, 'index']) },
      to: {},
    },
    {
      name: 'sources-know-no-tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts|projenrc|examples|benchmark)/' },
    },
    {
      name: 'helpers-know-no-tests', severity: 'error', from: { path: '^test/helpers/' }, to: { path: '[.]test[.]ts$' },
    },
    {
      name: 'only-peers',
      severity: 'error',
      comment: 'The library has no dependencies but its peers, and imports only what they publish.',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-no-pkg', 'npm-unknown'],
        pathNot: '^node_modules/(aws-cdk-lib|constructs)/',
      },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      // the test that deploys it installs the alpha module in a folder of its own
      to: { couldNotResolve: true, pathNot: '^@aws-cdk/aws-kinesisanalytics-flink-alpha$' },
    },
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: '[.]snapshot/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
