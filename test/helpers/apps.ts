import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App, Environment, Stack, Stage } from 'aws-cdk-lib';
import { IVpc, SubnetType, Vpc, VpcProps } from 'aws-cdk-lib/aws-ec2';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct, IConstruct } from 'constructs';
import { ApplicationCode, FlinkApplication, FlinkApplicationProps, FlinkRuntime, VpcConfiguration } from '../../src';

export const ENV: Environment = { account: '111111111111', region: 'eu-west-1' };

export type SomeProps = Partial<Omit<FlinkApplicationProps, 'vpcConfiguration'>> & {
  readonly vpcConfiguration: VpcConfiguration;
};

/** A new stack, in an app of its own unless one is given. */
export function newStack(env?: Environment, scope: Construct = new App(), id = 'Stack'): Stack {
  return new Stack(scope, id, { env });
}

/** A VPC without NAT gateways, which makes the smallest templates: two isolated subnets. */
export function isolatedVpc(scope: Construct, id = 'Vpc', props: VpcProps = {}): Vpc {
  return new Vpc(scope, id, {
    maxAzs: 2,
    natGateways: 0,
    subnetConfiguration: [{ name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED }],
    ...props,
  });
}

/** A VPC known by all that an import can tell. */
export function importedVpc(
  scope: Construct, id = 'Imported', attributes: Partial<Parameters<typeof Vpc.fromVpcAttributes>[2]> = {},
): IVpc {
  return Vpc.fromVpcAttributes(scope, id, {
    vpcId: 'vpc-0123abcd',
    vpcCidrBlock: '10.9.0.0/16',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    privateSubnetIds: ['subnet-a', 'subnet-b'],
    privateSubnetRouteTableIds: ['rtb-a', 'rtb-b'],
    ...attributes,
  });
}

/** Code in a bucket that exists, the cheapest to synthesise. */
export function codeIn(scope: Construct): ApplicationCode {
  const stack = Stack.of(scope);
  const bucket = stack.node.tryFindChild('Artifacts') as Bucket | undefined
    ?? Bucket.fromBucketName(stack, 'Artifacts', 'artifacts');
  return ApplicationCode.fromBucket(bucket, 'job.jar');
}

/** All properties that are required, with those that a test is about. */
export function propsWith(scope: Construct, props: SomeProps): FlinkApplicationProps {
  return { runtime: FlinkRuntime.FLINK_1_20, code: codeIn(scope), ...props };
}

export function newApplication(scope: Construct, props: SomeProps, id = 'Job'): FlinkApplication {
  return new FlinkApplication(scope, id, propsWith(scope, props));
}

/** A stack with an isolated VPC and one application in it. */
export function applicationInVpc(
  props: Omit<SomeProps, 'vpcConfiguration'> = {}, network: Partial<VpcConfiguration> = {}, env?: Environment,
) {
  const stack = newStack(env);
  const vpc = isolatedVpc(stack);
  const application = newApplication(stack, { ...props, vpcConfiguration: { vpc, ...network } });
  return { stack, vpc, application };
}

/**
 * Asserts that an application is refused with exactly this message, and that only its own construct may be left in the
 * tree.
 */
export function expectRefusal(scope: Construct, props: SomeProps, message: string | RegExp, id = 'Job'): void {
  const all = propsWith(scope, props);
  const others = () => scope.node.root.node.findAll().map(node => node.node.path)
    .filter(path => !`${path}/`.startsWith(`${scope.node.path}/${id}/`));
  const before = others();
  expect(() => new FlinkApplication(scope, id, all)).toThrow(
    typeof message === 'string' ? new Error(message) : message,
  );
  expect(others()).toEqual(before);
}

export function synth(scope: IConstruct) {
  return (scope.node.root as Stage).synth({ force: true });
}

export interface LookedUpSubnets {
  readonly type: 'Private' | 'Public' | 'Isolated';
  readonly cidrs: string[];
}

/** An app whose lookups of a VPC find this one: `lookup` may be called in several stacks. */
export function appWithLookup(groups: LookedUpSubnets[], found: { ownerAccountId?: string; vpcId?: string } = {}) {
  const lookup = (scope: Construct, id = 'LookedUp') => Vpc.fromLookup(scope, id, { vpcId: found.vpcId ?? 'vpc-0aaa' });
  const probe = newStack(ENV);
  lookup(probe);
  const [missing] = synth(probe).manifest.missing ?? [];
  const subnetGroups = groups.map(({ type, cidrs }) => ({
    name: type,
    type,
    subnets: cidrs.map((cidr, index) => ({
      subnetId: `subnet-${type.toLowerCase()}${index}`,
      cidr,
      availabilityZone: `eu-west-1${'abc'[index % 3]}`,
      routeTableId: `rtb-${type.toLowerCase()}${index}`,
    })),
  }));
  const context = {
    [missing.key]: {
      vpcId: 'vpc-0aaa',
      vpcCidrBlock: '10.0.0.0/16',
      ownerAccountId: ENV.account,
      availabilityZones: [],
      subnetGroups,
      ...found,
    },
  };
  return { app: new App({ context }), lookup };
}

/** A folder of its own with the files given, by their relative path. */
export function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'code-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}
