import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { InterfaceVpcEndpoint, InterfaceVpcEndpointAwsService, IVpc, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import * as recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import * as fc from 'fast-check';
import { VpcEndpoints } from '../../src';
import {
  EGRESS, ENDPOINT, ENV, GROUP, importedVpc, INGRESS, isolatedVpc, newApplication, resourcesOf, templateOf,
} from '../helpers';
import { cycles } from '../helpers/deployment-order';

const RUNS = 15 * Number(process.env.FAST_CHECK_RUNS ?? 1);
const PLACES = ['Network', 'Jobs', 'Other', 'NestedInNetwork', 'NestedInJobs'] as const;
type Place = typeof PLACES[number];

/** The flags of an old app, and those of a new one, whose stacks refer to each other weakly. */
const FLAGS = {
  none: {},
  recommended: {
    ...recommendedFlags,
    '@aws-cdk/core:defaultCrossStackReferences': 'weak',
    // the ids of imports are made up here, and what is reported is not read
    '@aws-cdk/core:validateAgainstDefaultRules': false,
    '@aws-cdk/core:annotationsInValidationReport': false,
  },
};

interface Layout {
  readonly flags: keyof typeof FLAGS;
  readonly inStage: boolean;
  readonly isImported: boolean;
  /** Where the VPC is, or where each application imports it if there is none. */
  readonly vpc: Place;
  readonly importsAgain: boolean;
  readonly applications: readonly Place[];
  /** Where the user's own endpoint is. */
  readonly own: Place | undefined;
  /** Where a group of other endpoints is imported. */
  readonly listed: Place | undefined;
}

const place = fc.constantFrom(...PLACES);
const layout: fc.Arbitrary<Layout> = fc.record({
  flags: fc.constantFrom('none', 'recommended'),
  inStage: fc.boolean(),
  isImported: fc.boolean(),
  vpc: place,
  importsAgain: fc.boolean(),
  applications: fc.array(place, { minLength: 1, maxLength: 3 }),
  own: fc.option(place, { nil: undefined }),
  listed: fc.option(place, { nil: undefined }),
});

/** Stacks are made in one order, so that what differs between two apps is what a test changes. */
function build(
  { flags, inStage, isImported, vpc: home, importsAgain, applications, own, listed }: Layout,
  names: { imports: string; reversed: boolean },
) {
  const app = new App({ analyticsReporting: false, context: FLAGS[flags] });
  const scope = inStage ? new Stage(app, 'Stage', { env: ENV }) : app;
  const stacks = {} as Record<Place, Stack>;
  for (const id of ['Network', 'Jobs', 'Other'] as const) stacks[id] = new Stack(scope, id, { env: ENV });
  stacks.NestedInNetwork = new NestedStack(stacks.Network, 'Nested');
  stacks.NestedInJobs = new NestedStack(stacks.Jobs, 'Nested');

  const shared = isImported ? importedVpc(stacks[home], names.imports) : isolatedVpc(stacks[home]);
  const vpcIn = (where: Place): IVpc => isImported && importsAgain && where !== home
    ? stacks[where].node.tryFindChild(names.imports) as IVpc | undefined ?? importedVpc(stacks[where], names.imports)
    : shared;
  if (own !== undefined) {
    new InterfaceVpcEndpoint(stacks[own], 'Own', {
      vpc: vpcIn(own), service: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, open: false,
    });
  }
  const groups = listed === undefined
    ? []
    : [SecurityGroup.fromSecurityGroupId(stacks[listed], `${names.imports}Group`, 'sg-0123abcd')];
  const endpoints = VpcEndpoints.create({
    existing: { interfaceServices: [InterfaceVpcEndpointAwsService.SQS], securityGroups: groups },
  });
  const all = applications.map((where, index) => ({ where, id: `Job${index}` }));
  for (const { where, id } of names.reversed ? all.reverse() : all) {
    newApplication(stacks[where], { vpcConfiguration: { vpc: vpcIn(where), endpoints } }, id);
  }
  scope.synth();
  return Object.values(stacks);
}

const idsOf = (stacks: Stack[]) => stacks.map(stack =>
  [ENDPOINT, GROUP, INGRESS, EGRESS].flatMap(type => resourcesOf(templateOf(stack), type).map(([id]) => id)).sort());

describe('wherever the VPC, the applications and an own endpoint are', () => {
  test('no circle comes of it', () => {
    fc.assert(fc.property(layout, plan => {
      const stacks = build(plan, { imports: 'Vpc', reversed: false });
      expect(stacks.flatMap(stack => cycles(templateOf(stack)))).toEqual([]);
    }), { numRuns: RUNS });
  });

  test('an import that is renamed and applications in another order change no id', () => {
    const stable = layout.map(plan => ({ ...plan, importsAgain: false }));
    fc.assert(fc.property(stable, plan => {
      const before = idsOf(build(plan, { imports: 'Vpc', reversed: false }));
      expect(idsOf(build(plan, { imports: 'Renamed', reversed: true }))).toEqual(before);
    }), { numRuns: Math.ceil(RUNS / 3) });
  });
});
