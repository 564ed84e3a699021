import * as fc from 'fast-check';
import { app, AppPlan } from './arbitraries';
import { isPending, isRead } from './build';
import { CASES } from './cases';
import { CONNECTORS } from './connectors';
import { engine, judge, Verdict } from './judge';
import { EXCEPTIONS } from './wildcards';

/** How many times as many apps are tried as usual. */
const TIMES = Number(process.env.FAST_CHECK_RUNS ?? 1);

/** What a single run of the tests may miss, since there are many of them: `FAST_CHECK_RUNS` asks for each. */
const RARE = [
  ...Object.keys(CONNECTORS).map(kind => `connector ${kind}`), ...EXCEPTIONS.map(({ reason }) => `wildcard: ${reason}`),
];
const IS_USUAL_SEED = process.env.FAST_CHECK_SEED === undefined;

afterAll(() => engine.free());

test.each(CASES)('$shows', ({ plan, refusal }) => {
  const { problems, refusals, refusedAtSynth } = judge(plan);
  expect(problems).toEqual([]);
  const messages = [...refusals.map(({ message }) => message), ...refusedAtSynth];
  expect(messages).toEqual(refusal === undefined ? [] : [expect.stringContaining(refusal)]);
});

describe('whatever an app is made of', () => {
  const seen = new Map<string, number>();
  const note = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);

  test('each application is refused in words that help, or can be deployed', () => {
    fc.assert(fc.property(app, plan => {
      const verdict = judge(plan);
      expect(verdict.problems).toEqual([]);
      featuresOf(plan, verdict).forEach(note);
    }), { numRuns: 60 * TIMES });
  }, 120_000 * TIMES);

  /** Applications are counted where not stated otherwise. */
  test.each<[string, number]>([
    ['refused', 30],
    ['accepted', 40],
    ['app refused at synth', 2],
    ['app synthesised', 40],
    ['app with several applications', 8],
    ['app with applications in two stacks', 5],
    ['environment agnostic', 4],
    ['environment commercial', 4],
    ['environment china', 4],
    ['environment government', 4],
    ['vpc own', 20],
    ['vpc attributes', 3],
    ['vpc lookup', 3],
    ['vpc read', 3],
    ['vpc none', 5],
    ['app with weak references', 5],
    ['app tried thoroughly', 5],
    ['endpoints default', 5],
    ['endpoints none', 8],
    ['endpoints existing', 5],
    ['endpoints create', 10],
    ['endpoints network', 4],
    ['network explicit', 5],
    ['network published', 2],
    ['lookup pending', 1],
    ['endpoint of the user', 10],
    ['public subnets', 5],
    ...TIMES > 1 ? RARE.map((feature): [string, number] => [feature, 1]) : [],
  ])('tried often enough: %s', (feature, least) => {
    // what is rare may be missing for another seed
    expect(IS_USUAL_SEED ? seen.get(feature) ?? 0 : Infinity).toBeGreaterThanOrEqual(least);
  });

  test('most connectors and wildcards were tried', () => {
    const tried = RARE.filter(feature => (seen.get(feature) ?? 0) > 0);
    expect(tried.length).toBeGreaterThanOrEqual(RARE.length * 0.6);
  });
});

/** What was tried: a generator that always makes the same proves nothing. */
function featuresOf(plan: AppPlan, { accepted, refusals, refusedAtSynth, wildcardReasons }: Verdict): string[] {
  const features = [
    ...refusals.map(() => 'refused'), refusedAtSynth.length > 0 ? 'app refused at synth' : 'app synthesised',
  ];
  if (refusedAtSynth.length > 0) return features;
  return [
    ...features,
    ...accepted.length > 1 ? ['app with several applications'] : [],
    ...new Set(accepted.map(({ plan: { place } }) => place)).size > 1 ? ['app with applications in two stacks'] : [],
    ...plan.userEndpoint === undefined ? [] : ['endpoint of the user'],
    ...plan.weak ? ['app with weak references'] : [],
    ...plan.thorough ? ['app tried thoroughly'] : [],
    ...wildcardReasons.map(reason => `wildcard: ${reason}`),
    ...accepted.flatMap(({ plan: { network, withoutVpc }, connectors }) => [
      'accepted',
      `environment ${plan.environment}`,
      ...withoutVpc ? ['vpc none'] : [
        `vpc ${isRead(plan) ? 'read' : plan.vpc.kind}`,
        `network ${plan.network}`,
        ...isPending(plan) ? ['lookup pending'] : [],
        `endpoints ${network.endpoints.mode}`,
        ...network.allowPublicSubnet === true ? ['public subnets'] : [],
      ],
      ...connectors.map(({ kind }) => `connector ${kind}`),
    ]),
  ];
}
