import { App, Environment, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { InterfaceVpcEndpoint, InterfaceVpcEndpointAwsService, SecurityGroup, Vpc } from 'aws-cdk-lib/aws-ec2';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { VpcEndpoints } from '../../src/index';
import {
  APPLICATION, EGRESS, ENDPOINT, endpointServices, ENV, expectRefusal, GROUP,
  importedVpc, INGRESS, isolatedVpc, newApplication, newStack, propertiesOf, resourcesOf, templateOf,
} from '../helpers';
import { cycles, danglingReferences, missingOrder } from '../helpers/deployment-order';

const create = VpcEndpoints.create();

/** How many rules each group has, by the template of its stack. */
function rulesByGroup(stacks: Stack[], type: string): number[] {
  const counts = new Map<string, number>();
  for (const properties of stacks.flatMap(stack => propertiesOf(templateOf(stack), type))) {
    const group = JSON.stringify(properties.GroupId).replace(/^.*ExportsOutputFnGetAtt|GroupId[0-9A-F]{8}"}$/g, '');
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return [...counts.values()];
}

describe('a hundred applications in one VPC', () => {
  const app = new App();
  const network = new Stack(app, 'Network');
  const vpc = isolatedVpc(network);
  const stacks = Array.from({ length: 4 }, (_, index) => new Stack(app, `Jobs${index}`));
  stacks.forEach(stack =>
    Array.from({ length: 25 }, (_, index) => newApplication(stack, { vpcConfiguration: { vpc } }, `Job${index}`)));

  test('share one set of endpoints', () => {
    expect(stacks.flatMap(stack => resourcesOf(templateOf(stack), APPLICATION))).toHaveLength(100);
    expect(endpointServices(templateOf(network), 'Interface')).toEqual(['logs', 'monitoring']);
    expect(stacks.flatMap(stack => resourcesOf(templateOf(stack), ENDPOINT))).toEqual([]);
  });

  test('have no more rules in a group than one has', () => {
    const single = newStack();
    newApplication(single, { vpcConfiguration: { vpc: isolatedVpc(single) } });
    for (const type of [INGRESS, EGRESS]) {
      expect(rulesByGroup([network, ...stacks], type)).toEqual(rulesByGroup([single], type));
      expect(rulesByGroup([single], type)).toEqual([1]);
    }
  });

  test('stay within the resources of a stack, and their stacks depend on that of the VPC only', () => {
    for (const stack of stacks) {
      expect(Object.keys(templateOf(stack).Resources).length).toBeLessThanOrEqual(500);
      expect(stack.dependencies).toEqual([network]);
      expect(missingOrder(templateOf(stack))).toEqual([]);
    }
    expect(network.dependencies).toEqual([]);
  });
});

describe('nested stacks', () => {
  test('share the endpoints of the VPC in the parent', () => {
    const stack = newStack();
    const vpc = isolatedVpc(stack);
    const nested = ['One', 'Two'].map(id => new NestedStack(stack, id));
    nested.forEach(child => newApplication(child, { vpcConfiguration: { vpc } }));
    expect(endpointServices(templateOf(stack), 'Interface')).toEqual(['logs', 'monitoring']);
    for (const child of nested) {
      expect(resourcesOf(templateOf(child), ENDPOINT)).toEqual([]);
      expect(danglingReferences(templateOf(child))).toEqual([]);
    }
    expect(cycles(templateOf(stack))).toEqual([]);
  });

  test('may hold the VPC', () => {
    const stack = newStack();
    const network = new NestedStack(stack, 'Network');
    const vpc = isolatedVpc(network);
    newApplication(new NestedStack(stack, 'Jobs'), { vpcConfiguration: { vpc } });
    newApplication(stack, { vpcConfiguration: { vpc } });
    expect(endpointServices(templateOf(network), 'Interface')).toEqual(['logs', 'monitoring']);
    expect(cycles(templateOf(stack))).toEqual([]);
  });
});

describe('two imports of one VPC', () => {
  const vpcId = 'vpc-0123abcd';

  test('in two stacks share the endpoints, which are in the stack of the first', () => {
    const app = new App();
    const [one, two] = ['One', 'Two'].map(id => new Stack(app, id, { env: ENV }));
    newApplication(one, { vpcConfiguration: { vpc: importedVpc(one), endpoints: create } });
    newApplication(two, { vpcConfiguration: { vpc: importedVpc(two), endpoints: create } });
    expect(endpointServices(templateOf(one), 'Interface')).toEqual(['logs', 'monitoring']);
    expect(endpointServices(templateOf(two), 'Interface')).toEqual([]);
    expect(two.dependencies).toEqual([one]);
    expect(one.dependencies).toEqual([]);
    expect(resourcesOf(templateOf(two), GROUP)).toHaveLength(1);
  });

  test.each<[string, (stack: Stack, id: string) => ReturnType<typeof Vpc.fromVpcAttributes>]>([
    ['a literal id', (stack, id) => importedVpc(stack, id, { vpcId })],
    [
      'an SSM parameter',
      (stack, id) => importedVpc(stack, id, { vpcId: StringParameter.valueForStringParameter(stack, '/network/vpc') }),
    ],
  ])('in stacks of one environment are one VPC: %s', (_, vpcOf) => {
    const app = new App();
    const [one, two] = ['One', 'Two'].map(id => new Stack(app, id, { env: ENV }));
    newApplication(one, { vpcConfiguration: { vpc: vpcOf(one, 'Vpc'), endpoints: create } });
    newApplication(two, { vpcConfiguration: { vpc: vpcOf(two, 'Vpc'), endpoints: create } });
    expect([
      one, two,
    ].flatMap(stack => endpointServices(templateOf(stack), 'Interface'),
    )).toEqual(['logs', 'monitoring']);
  });

  test('in two regions are two VPCs', () => {
    const app = new App();
    const stacks = ['eu-west-1', 'us-east-1'].map(region => new Stack(app, region, { env: { ...ENV, region } }));
    stacks.forEach(stack =>
      newApplication(stack, { vpcConfiguration: { vpc: importedVpc(stack), endpoints: create } }));
    expect(
      stacks.flatMap(stack => endpointServices(templateOf(stack), 'Interface')),
    ).toEqual(['logs', 'monitoring', 'logs', 'monitoring']);
  });

  test('of which the second asks for more route tables, extends the gateway', () => {
    const stack = newStack();
    const imported = (id: string, subnets: string[]) => importedVpc(stack, id, {
      privateSubnetIds: subnets.map(name => `subnet-${name}`),
      privateSubnetRouteTableIds: subnets.map(name => `rtb-${name}`),
    });
    newApplication(stack, { vpcConfiguration: { vpc: imported('First', ['a', 'b']), endpoints: create } }, 'One');
    newApplication(stack, { vpcConfiguration: { vpc: imported('Second', ['b', 'c']), endpoints: create } }, 'Two');
    const gateways = propertiesOf(templateOf(stack), ENDPOINT)
      .filter(({ VpcEndpointType }) => VpcEndpointType === 'Gateway');
    expect(gateways.map(({ RouteTableIds }) => RouteTableIds)).toEqual([['rtb-a', 'rtb-b', 'rtb-c']]);
  });
});

test('a second application gets what the first did not need', () => {
  const stack = newStack();
  const vpc = isolatedVpc(stack);
  newApplication(
    stack,
    {
      vpcConfiguration: {
        vpc,
        endpoints: VpcEndpoints.create({
          baselineInterfaceServices: [InterfaceVpcEndpointAwsService.KMS], baselineGatewayServices: [],
        }),
      },
    },
    'One',
  );
  newApplication(stack, { vpcConfiguration: { vpc } }, 'Two');
  expect(endpointServices(templateOf(stack), 'Interface')).toEqual(['kms', 'logs', 'monitoring']);
  // each waits for what it needs itself
  expect(
    missingOrder(templateOf(stack)).filter(problem => problem.startsWith('Two') && !problem.includes('kms')),
  ).toEqual([]);
});

test('two VPCs have endpoints and groups of their own', () => {
  const stack = newStack();
  for (const id of ['One', 'Two']) {
    newApplication(stack, { vpcConfiguration: { vpc: isolatedVpc(stack, id) } }, `Job${id}`);
  }
  expect(endpointServices(templateOf(stack), 'Interface')).toEqual(['logs', 'logs', 'monitoring', 'monitoring']);
  expect(resourcesOf(templateOf(stack), GROUP)).toHaveLength(6);
});

test('two apps in one process know nothing of each other', () => {
  for (const stack of [newStack(ENV), newStack(ENV)]) {
    newApplication(stack, { vpcConfiguration: { vpc: importedVpc(stack), endpoints: create } });
    expect(endpointServices(templateOf(stack), 'Interface')).toEqual(['logs', 'monitoring']);
  }
});

describe('two stages', () => {
  const stagesWith = (...envs: (typeof ENV | undefined)[]) => {
    const app = new App();
    return envs.map((env, index) => new Stack(new Stage(app, `Stage${index}`), 'Stack', { env }));
  };

  test('of one environment with one VPC are refused, with what to write', () => {
    const [one, two] = stagesWith(ENV, ENV);
    newApplication(one, { vpcConfiguration: { vpc: importedVpc(one), endpoints: create } });
    expectRefusal(two, { vpcConfiguration: { vpc: importedVpc(two), endpoints: create } },
      'the VPC vpc-0123abcd gets its endpoint for logs from '
      + 'Stage0/Stack/ManagedFlink-vpc-0123abcd/Interface-logs/Resource, in another stage of the app, and can have '
      + 'only one: write `VpcEndpoints.existing({ interfaceServices: [...], gatewayServices: [...], securityGroups: '
      + '[...] })` in this stage, with the group of these endpoints [at Stage1/Stack/Job]');
  });

  test('of which the second takes the endpoints for existing pass', () => {
    const [one, two] = stagesWith(ENV, ENV);
    newApplication(one, { vpcConfiguration: { vpc: importedVpc(one), endpoints: create } });
    const endpoints = VpcEndpoints.existing({
      interfaceServices: [
        InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING,
      ],
    });
    newApplication(two, { vpcConfiguration: { vpc: importedVpc(two), endpoints } });
    expect(endpointServices(templateOf(two), 'Interface')).toEqual([]);
  });

  test.each<[string, ...Environment[]]>([
    ['of two environments', ENV, { ...ENV, account: '222222222222' }],
    ['of two regions', ENV, { ...ENV, region: 'us-east-1' }],
  ])('%s with one id of a VPC each make their own', (_, ...envs) => {
    const stacks = stagesWith(...envs);
    stacks.forEach(stack =>
      newApplication(stack, { vpcConfiguration: { vpc: importedVpc(stack), endpoints: create } }));
    expect(
      stacks.flatMap(stack => endpointServices(templateOf(stack), 'Interface')),
    ).toEqual(['logs', 'monitoring', 'logs', 'monitoring']);
  });

  test('each with a VPC of its own pass', () => {
    const stacks = stagesWith(ENV, ENV);
    stacks.forEach(stack => newApplication(stack, { vpcConfiguration: { vpc: isolatedVpc(stack) } }));
    expect(
      stacks.flatMap(stack => endpointServices(templateOf(stack), 'Interface')),
    ).toEqual(['logs', 'monitoring', 'logs', 'monitoring']);
  });
});

describe('an endpoint of the user\'s in a third stack', () => {
  test.each([true, false])('with a group there is opened without a cycle (VPC imported: %p)', imported => {
    const app = new App();
    const [network, endpoints, jobs] = ['Network', 'Endpoints', 'Jobs'].map(id => new Stack(app, id, { env: ENV }));
    const vpc = imported ? importedVpc(network) : isolatedVpc(network);
    const group = new SecurityGroup(endpoints, 'Group', { vpc });
    new InterfaceVpcEndpoint(endpoints, 'Mine', {
      vpc, service: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, open: false, securityGroups: [group],
    });
    newApplication(jobs, { vpcConfiguration: { vpc, endpoints: create } });
    app.synth();
    const all = [network, endpoints, jobs];
    expect(
      all.flatMap(stack => endpointServices(templateOf(stack), 'Interface')).sort(),
    ).toEqual(['logs', 'monitoring']);
    expect(rulesByGroup(all, INGRESS)).toEqual([1, 1]);
    expect(all.flatMap(stack => cycles(templateOf(stack)))).toEqual([]);
    expect(jobs.dependencies).toEqual(expect.arrayContaining([network, endpoints]));
  });
});
