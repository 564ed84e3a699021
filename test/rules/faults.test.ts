import { GOOD_APPS } from './clean-apps';
import { BREAKAGES } from './faults';
import { RULES } from '../../src/rules/catalogue';
import { idsOf, violationsAfter } from '../helpers/rules';

/**
 * What a breakage brings with it: a SQL application is both, and other subnets, groups
 * and streams have permissions and rules of their own.
 */
const BESIDE: Record<string, string[]> = {
  'sql-runtime-vpc': ['sql-runtime'],
  'subnet-count': ['network-permissions'],
  'security-group-count': ['endpoint-unreachable', 'network-permissions'],
  'log-stream-missing': ['log-permissions'],
  'network-permissions-order': ['code-permissions-order'],
  'vpc-mismatch': ['network-permissions'],
  'gateway-unreachable': ['no-path-to-service'],
  'code-content': ['no-path-to-service'],
};

describe.each(Object.entries(GOOD_APPS))('%s', (_, make) => {
  // synthesised once: what a fault changes is put back
  let app: ReturnType<typeof make>;
  beforeAll(() => { app = make(); });

  test.each(Object.entries(BREAKAGES))('%s is found, and nothing else', (name, change) => {
    const [id] = name.split(' ');
    const found = idsOf(violationsAfter(app, change));
    expect(found).toContain(id);
    expect(found.filter(other => other !== id && !(BESIDE[id] ?? []).includes(other))).toEqual([]);
  });
});

test('every rule is broken by some case', () => {
  const broken = new Set(Object.keys(BREAKAGES).map(name => name.split(' ')[0]));
  expect([...broken].sort()).toEqual(RULES.map(({ id }) => id).sort());
});
