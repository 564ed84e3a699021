// The command of a package, in a project that has synthesised the example: its exit codes, what it prints and writes.
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { attempt } = require('./shell');

const SQL = {
  Resources: {
    Old: {
      Type: 'AWS::KinesisAnalyticsV2::Application',
      Properties: { RuntimeEnvironment: 'SQL-1_0', ServiceExecutionRole: 'arn:aws:iam::111111111111:role/old' },
    },
  },
};
/** The same in YAML, with a short form: its reader comes with aws-cdk-lib. */
const YAML = `Resources:
  Old:
    Type: AWS::KinesisAnalyticsV2::Application
    Properties: { RuntimeEnvironment: !Sub SQL-1_0, ServiceExecutionRole: arn:aws:iam::111111111111:role/old }
`;

/** Runs the command in a folder. A few runs do where each one starts slowly, and aws-cdk-lib for Node.js is not there. */
function test(folder, [program, ...words], { env, few = false } = {}) {
  writeFileSync(join(folder, 'old.json'), JSON.stringify(SQL));
  writeFileSync(join(folder, 'old.yaml'), YAML);
  const runs = [
    { args: ['check', 'old.json'], code: 1, says: 'error sql-runtime' },
    { args: ['check', 'nowhere'], code: 2, says: 'nowhere is not there' },
    { args: ['report', 'cdk.out', '-o', 'report.html'], code: 0, says: 'Written to report.html' },
    ...few ? [] : [
      { args: ['check', 'cdk.out'], code: 0, says: '0 errors, 0 warnings in 1 Flink application' },
      { args: ['check', 'cdk.out', '--format', 'sarif'], code: 0, says: '"version": "2.1.0"' },
      { args: ['check', 'old.yaml'], code: 1, says: 'error sql-runtime' },
      { args: ['explain', 'sql-runtime'], code: 0, says: 'sql-runtime (error)' },
      { args: ['--help'], code: 0, says: 'cdk-managed-flink explain RULE' },
    ],
  ];
  for (const { args, code, says } of runs) {
    const { status, output } = attempt(program, [...words, ...args], { cwd: folder, env: { ...process.env, ...env } });
    if (status !== code || !output.includes(says)) {
      throw new Error(`cdk-managed-flink ${args.join(' ')} ended with ${status} in ${folder}, and must end with ${code} `
        + `and say \`${says}\`\n${output}`);
    }
  }
  const report = join(folder, 'report.html');
  if (!existsSync(report) || !readFileSync(report, 'utf8').includes('<svg')) throw new Error(`${report} has no picture`);
  console.log(`  cdk-managed-flink: ${runs.length} runs end as they must`);
}

module.exports = { test };
