// Fails on advisories of high severity and above in what is installed, and when the registry does not say.
//
// The oldest supported aws-cdk-lib is installed for the tests. What it bundles cannot be replaced, and advisories on it
// come with time; users have the version of their own that they installed. So these are printed and accepted, and
// nothing else is.
const { spawnSync } = require('node:child_process');

const SEVERE = ['high', 'critical'];
const BUNDLED = 'node_modules/aws-cdk-lib/node_modules/';

/** The findings of a report of `npm audit --json`, and those among them that are not accepted. */
function judge(report) {
  const vulnerabilities = report?.vulnerabilities;
  if (vulnerabilities === undefined || report.error !== undefined) {
    throw new Error(`npm audit gave no report: ${report?.message ?? JSON.stringify(report)}`);
  }
  // a package may be listed for its dependencies only: by their names
  const isAccepted = ({ nodes, via }, above = []) => nodes.every(node => node.startsWith(BUNDLED))
    || via.every(cause => typeof cause === 'string' && vulnerabilities[cause] !== undefined && !above.includes(cause)
      && isAccepted(vulnerabilities[cause], [...above, cause]));
  const findings = Object.values(vulnerabilities).filter(({ severity }) => SEVERE.includes(severity));
  return { findings, problems: findings.filter(finding => !isAccepted(finding)) };
}

function describe({ name, severity, nodes, via }) {
  const causes = via.map(cause => typeof cause === 'string' ? cause : `${cause.title} ${cause.url}`);
  return `${name} (${severity}) in ${nodes.join(', ')}: ${causes.join('; ')}`;
}

function main() {
  const { stdout, error } = spawnSync('npm', ['audit', '--json'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (error !== undefined) throw error;
  const { findings, problems } = judge(JSON.parse(stdout));
  findings
    .filter(finding => !problems.includes(finding))
    .forEach(finding => console.log(`accepted: ${describe(finding)}`));
  problems.forEach(finding => console.error(`FOUND: ${describe(finding)}`));
  console.log(`${problems.length} packages with advisories of high severity and above, `
    + `${findings.length - problems.length} accepted.`);
  if (problems.length > 0) process.exitCode = 1;
}

if (require.main === module) main();

module.exports = { judge };
