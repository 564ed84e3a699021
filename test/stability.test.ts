import { readFileSync } from 'node:fs';
import { App, CfnElement, CfnResource, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { VpcEndpoints } from '../src';
import * as library from '../src';
import { importedVpc, isolatedVpc, newApplication } from './helpers';

/**
 * The ids of what we make, which are public: a changed id replaces an application and its state. What changes here
 * changes for every user.
 */
function idsOf(stack: Stack): string[] {
  return stack.node.findAll()
    .filter(node => /\/(Job|One|Two|Notebook)(\/|$)|\/ManagedFlink(-|\/|$)/.test(node.node.path))
    .map(node => CfnResource.isCfnResource(node) || CfnElement.isCfnElement(node)
      ? `${node.node.path}: ${String(stack.resolve(node.logicalId))} ${CfnResource.isCfnResource(node) ? node.cfnResourceType : ''}`.trim()
      : node.node.path);
}

test.each<[string, (stack: Stack) => void]>([
  ['a VPC of the app with one application', stack => {
    newApplication(stack, { vpcConfiguration: { vpc: isolatedVpc(stack) } });
  }],
  ['an imported VPC in which endpoints are created', stack => {
    newApplication(stack, { vpcConfiguration: { vpc: importedVpc(stack), endpoints: VpcEndpoints.create() } });
  }],
  ['two applications in one stack', stack => {
    const vpc = isolatedVpc(stack);
    for (const id of ['One', 'Two']) newApplication(stack, { vpcConfiguration: { vpc } }, id);
  }],
])('construct ids, logical ids and types are pinned: %s', (_, build) => {
  const stack = new Stack(new App(), 'Stack');
  build(stack);
  expect(idsOf(stack)).toMatchSnapshot();
});

/** One of each construct that users make. */
const CONSTRUCTS: Record<string, (stack: Stack) => void> = {
  FlinkAlarms: stack => new library.FlinkAlarms(stack, 'One', { application: imported(stack) }),
  FlinkApplication: stack => newApplication(stack, { vpcConfiguration: { vpc: isolatedVpc(stack) } }),
  FlinkDashboard: stack => new library.FlinkDashboard(stack, 'One', { applications: [imported(stack)] }),
  FlinkNetwork: stack => new library.FlinkNetwork(stack, 'One', { vpc: isolatedVpc(stack) }),
  FlinkStudioNotebook: stack => new library.FlinkStudioNotebook(stack, 'Notebook', {
    vpcConfiguration: { vpc: isolatedVpc(stack) },
  }),
};

function imported(stack: Stack): library.IFlinkApplication {
  return library.FlinkApplication.fromFlinkApplicationName(stack, 'Imported', 'orders');
}

test('every construct that is exported has its ids pinned', () => {
  const constructs = Object.entries<unknown>(library)
    .filter(([, value]) => typeof value === 'function' && value.prototype instanceof Construct)
    .filter(([name]) => name !== 'FlinkApplicationBase')
    .map(([name]) => name);
  expect(Object.keys(CONSTRUCTS).sort()).toEqual(constructs.sort());
});

test.each(Object.entries(CONSTRUCTS))('construct ids, logical ids and types are pinned: %s', (_, build) => {
  const stack = new Stack(new App(), 'Stack');
  build(stack);
  expect(idsOf(stack)).toMatchSnapshot();
});

test('the exported names are pinned, each by its name', () => {
  const index = readFileSync('src/index.ts', 'utf8');
  expect(index).not.toContain('*');
  const names = [...index.matchAll(/export (?:type )?\{([^}]+)\}/g)]
    .flatMap(([, list]) => list.split(',').map(name => name.trim()))
    .filter(name => name !== '');
  expect(names.sort()).toMatchSnapshot();
});

test('the classes and enums are there when the library is loaded', () => {
  const present = Object.entries(library)
    .filter(([, value]: [string, unknown]) => value !== undefined)
    .map(([name]) => name);
  expect(present).toEqual(
    expect.arrayContaining([
      'ApplicationCode', 'FlinkApplication', 'FlinkRuntime', 'LogLevel', 'MetricsLevel', 'NetworkPermissions',
      'VpcEndpoints',
    ]),
  );
});
