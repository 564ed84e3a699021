import { App, Duration, Stack } from 'aws-cdk-lib';
import { GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, IpAddresses, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import * as fc from 'fast-check';
import { FlinkApplicationProps, VpcEndpoints } from '../src';
import { cycles, danglingReferences, missingOrder } from './deployment-order';
import { APPLICATION, ENDPOINT, importedVpc, newApplication, newStack, propertiesOf, templateOf, TemplateJson } from './helpers';

const MESSAGE = /^[a-z].* \[at Stack\/(Job|Other)\]$/s;

function refusal(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function expectLimit(props: Partial<FlinkApplicationProps>, property: string, allowed: boolean): void {
  const stack = newStack();
  const vpcConfiguration = { vpc: importedVpc(stack), endpoints: VpcEndpoints.none() };
  const message = refusal(() => newApplication(stack, { ...props, vpcConfiguration }));
  if (allowed) expect(message).toBeUndefined();
  else expect(message).toMatch(new RegExp(`^${property} is .*, but must be .*: write .* \\[at Stack/Job\\]$`, 's'));
}

describe('a limit refuses exactly what is beyond it, with the property in the message', () => {
  test('numbers', () => {
    fc.assert(fc.property(fc.oneof(fc.integer({ min: -3, max: 12 }), fc.integer(), fc.double()), value => {
      const whole = Number.isSafeInteger(value);
      fc.pre(!(typeof value === 'number' && value < -1e200)); // the range in which the CDK hides tokens
      expectLimit({ parallelism: value }, 'parallelism', whole && value >= 1);
      expectLimit({ parallelismPerKpu: value }, 'parallelismPerKpu', whole && value >= 1 && value <= 8);
    }), { numRuns: 80 });
  });

  test('durations', () => {
    fc.assert(fc.property(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0 }), fc.constantFrom(0.5, 1.25)), millis => {
      const whole = Number.isInteger(millis);
      expectLimit({ checkpointInterval: Duration.millis(millis) }, 'checkpointInterval', whole && millis >= 1);
      expectLimit({ minPauseBetweenCheckpoints: Duration.millis(millis) }, 'minPauseBetweenCheckpoints', whole);
    }), { numRuns: 60 });
  });

  test('names', () => {
    const character = fc.constantFrom(...'aZ09_.- /ü\n');
    fc.assert(fc.property(fc.oneof(fc.string({ unit: character, maxLength: 8 }), fc.string({ unit: fc.constant('a'), minLength: 120, maxLength: 136 })), name => {
      expectLimit({ applicationName: name }, 'applicationName', /^[a-zA-Z0-9_.-]{1,128}$/.test(name) && !name.endsWith('\n'));
    }), { numRuns: 120 });
  });

  test('descriptions', () => {
    fc.assert(fc.property(fc.integer({ min: 1000, max: 1050 }), length => {
      expectLimit({ description: 'd'.repeat(length) }, 'description', length <= 1024);
    }), { numRuns: 50 });
  });

  test('times of day', () => {
    const two = (value: number) => String(value).padStart(2, '0');
    fc.assert(fc.property(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 70 }), (hours, minutes) => {
      expectLimit({ maintenanceWindowStartTime: `${two(hours)}:${two(minutes)}` }, 'maintenanceWindowStartTime', hours < 24 && minutes < 60);
    }), { numRuns: 80 });
  });
});

describe('any VPC and any choice of endpoints', () => {
  const { CLOUDWATCH_LOGS: LOGS, CLOUDWATCH_MONITORING: MONITORING, KMS } = InterfaceVpcEndpointAwsService;
  const services = fc.subarray([LOGS, MONITORING, KMS]);
  const gatewayServices = fc.subarray([GatewayVpcEndpointAwsService.S3, GatewayVpcEndpointAwsService.DYNAMODB]);
  const endpoints = fc.option(fc.oneof(
    fc.constant(VpcEndpoints.none()),
    fc.record({ listed: services, baseline: services }).map(({ listed, baseline }) =>
      VpcEndpoints.existing({ interfaceServices: listed, baselineInterfaceServices: baseline })),
    fc.record({ listed: services, baseline: services, gateways: gatewayServices }).map(({ listed, baseline, gateways }) =>
      VpcEndpoints.create({ existing: { interfaceServices: listed }, baselineInterfaceServices: baseline, baselineGatewayServices: gateways })),
  ), { nil: undefined });
  const shape = fc.record({
    imported: fc.boolean(),
    zones: fc.integer({ min: 1, max: 3 }),
    types: fc.subarray([SubnetType.PUBLIC, SubnetType.PRIVATE_ISOLATED, SubnetType.PRIVATE_WITH_EGRESS], { minLength: 1 }),
    perType: fc.integer({ min: 1, max: 2 }),
    dns: fc.boolean(),
    userEndpoint: fc.boolean(),
    groups: fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }),
    allowAllOutbound: fc.constantFrom(undefined, true, false),
    allowPublicSubnet: fc.boolean(),
    all: fc.boolean(),
    endpoints,
    applications: fc.integer({ min: 1, max: 2 }),
  });

  function build(wanted: Shape): Stack {
    const own = new Stack(new App(), 'Stack');
    const vpc = wanted.imported ? importedVpc(own) : vpcOf(own, wanted);
    if (wanted.userEndpoint) vpc.addInterfaceEndpoint('Mine', { service: LOGS });
    for (let index = 0; index < wanted.applications; index++) {
      newApplication(own, {
        vpcConfiguration: {
          vpc,
          vpcSubnets: wanted.all ? { subnets: [...vpc.privateSubnets, ...vpc.isolatedSubnets, ...vpc.publicSubnets] } : undefined,
          securityGroups: wanted.groups === undefined ? undefined : Array.from({ length: wanted.groups }, (_, group) =>
            SecurityGroup.fromSecurityGroupId(own, `Group${index}${group}`, `sg-${group}`)),
          allowAllOutbound: wanted.allowAllOutbound,
          allowPublicSubnet: wanted.allowPublicSubnet,
          endpoints: wanted.endpoints,
        },
      }, index === 0 ? 'Job' : 'Other');
    }
    return own;
  }

  test('is refused with a message, or gives a template that can be deployed', () => {
    let refused = 0;
    let deployed = 0;
    fc.assert(fc.property(shape, wanted => {
      let own: Stack | undefined;
      const message = refusal(() => { own = build(wanted); });
      if (own === undefined) {
        refused++;
        expect(message).toMatch(MESSAGE);
        expect(message).toMatch(/vpcConfiguration\.|enableDns|route tables/);
        return;
      }
      deployed++;
      const wait = missingOrder(templateOf(own)).filter(problem => usesEndpointOfTheUser(wanted.endpoints) || !problem.includes('VpcMine') && !problem.includes('ImportedMine'));
      expect(wait).toEqual([]);
      expectDeployable(templateOf(own));
    }), { numRuns: 80, seed: 1 });
    expect(Math.min(refused, deployed)).toBeGreaterThan(10);
  });
});

/** Whether an application with this choice looks for the endpoint that the user made for CloudWatch Logs. */
function usesEndpointOfTheUser(endpoints = VpcEndpoints.create()): boolean {
  const { CLOUDWATCH_LOGS: logs } = InterfaceVpcEndpointAwsService;
  return endpoints._mode === 'create' && endpoints._baselineInterfaceServices.includes(logs) && !endpoints._existing.interfaceServices.includes(logs);
}

interface Shape extends VpcShape {
  readonly imported: boolean;
  readonly userEndpoint: boolean;
  readonly groups: number | undefined;
  readonly allowAllOutbound: boolean | undefined;
  readonly allowPublicSubnet: boolean;
  readonly all: boolean;
  readonly endpoints: VpcEndpoints | undefined;
  readonly applications: number;
}

interface VpcShape {
  readonly zones: number;
  readonly types: SubnetType[];
  readonly perType: number;
  readonly dns: boolean;
}

function vpcOf(scope: Stack, { zones, types, perType, dns }: VpcShape): Vpc {
  const withEgress = types.includes(SubnetType.PRIVATE_WITH_EGRESS);
  const all = withEgress && !types.includes(SubnetType.PUBLIC) ? [SubnetType.PUBLIC, ...types] : types;
  return new Vpc(scope, 'Vpc', {
    ipAddresses: IpAddresses.cidr('10.0.0.0/16'),
    maxAzs: zones,
    natGateways: withEgress ? 1 : 0,
    enableDnsHostnames: dns,
    enableDnsSupport: true,
    subnetConfiguration: all.flatMap(subnetType =>
      Array.from({ length: perType }, (_, index) => ({ name: `${subnetType}${index}`, subnetType, cidrMask: 24 }))),
  });
}

function expectDeployable(template: TemplateJson): void {
  expect([...cycles(template), ...danglingReferences(template)]).toEqual([]);
  for (const { ApplicationConfiguration: configuration } of propertiesOf(template, APPLICATION)) {
    const [network] = (configuration as { VpcConfigurations: { SubnetIds: unknown[]; SecurityGroupIds: unknown[] }[] }).VpcConfigurations;
    expect(network.SubnetIds.length).toBeGreaterThanOrEqual(1);
    expect(network.SubnetIds.length).toBeLessThanOrEqual(16);
    expect(network.SecurityGroupIds.length).toBeGreaterThanOrEqual(1);
    expect(network.SecurityGroupIds.length).toBeLessThanOrEqual(5);
  }
  const privateDns = propertiesOf(template, ENDPOINT)
    .filter(({ PrivateDnsEnabled }) => PrivateDnsEnabled === true)
    .map(({ ServiceName }) => JSON.stringify(ServiceName));
  expect(new Set(privateDns).size).toBe(privateDns.length);
}
