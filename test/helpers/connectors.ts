import { Stack } from 'aws-cdk-lib';
import { IVpc } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { ENV, isolatedVpc, newApplication, newStack } from './apps';
import { APPLICATION, ENDPOINT, flat, POLICY, Properties, propertiesOf, resourcesOf, templateOf } from './templates';
import { FlinkApplication, FlinkApplicationProps, IFlinkConnector, VpcConfiguration } from '../../src';

export const PREFIX_LISTS = { s3: 'pl-53', dynamodb: 'pl-dd' };

export type ConnectedOptions = Partial<Omit<FlinkApplicationProps, 'vpcConfiguration'>> & {
  vpc?: IVpc; id?: string; network?: Partial<VpcConfiguration>;
};

/** An application whose network is of no interest: it gets a VPC unless one is given. */
export function connectedApplication(
  scope: Construct, { vpc, id = 'Job', network, ...props }: ConnectedOptions = {},
): FlinkApplication {
  return newApplication(scope, { vpcConfiguration: { vpc: vpc ?? isolatedVpc(scope), ...network }, ...props }, id);
}

/** The statements of the policy for sources and sinks. */
export function connectorStatements(stack: Stack): Properties[] {
  return resourcesOf(templateOf(stack), POLICY)
    .filter(([id]) => id.includes('ConnectorPolicy'))
    .flatMap(([, { Properties: properties }]) => flat(properties?.PolicyDocument.Statement))
    .map(({ Effect: _effect, ...statement }: Properties) => statement);
}

/** The names of the services that endpoints are made for, without domain and region. */
export function allServices(stack: Stack): string[] {
  return propertiesOf(templateOf(stack), ENDPOINT)
    .map(({ ServiceName }) => (flat(ServiceName) as string).split('.').slice(3).join('.'))
    .sort();
}

/** Those that are not part of the baseline. */
export function connectorServices(stack: Stack): string[] {
  return allServices(stack).filter(service => !['logs', 'monitoring'].includes(service));
}

/** The property groups of the only application. */
export function propertyGroups(stack: Stack): Record<string, Record<string, unknown>> {
  const [application] = propertiesOf(templateOf(stack), APPLICATION);
  const groups: { PropertyGroupId: string; PropertyMap: Properties }[] = application.ApplicationConfiguration
    .EnvironmentProperties?.PropertyGroups ?? [];
  return Object.fromEntries(groups.map(group => [group.PropertyGroupId, flat(group.PropertyMap)]));
}

/** The separate rules of all groups, without those for endpoints. */
export function peerRules(stack: Stack, type: 'Ingress' | 'Egress'): Properties[] {
  return propertiesOf(templateOf(stack), `AWS::EC2::SecurityGroup${type}`)
    .map(flat)
    .filter(rule => rule.Description === 'Managed Service for Apache Flink application');
}

/** The tree of an app as text without what is below a path, to see that nothing has changed. */
export function snapshot(scope: Construct, without?: string): string {
  const nodes = scope.node.root.node.findAll()
    .filter(({ node }) => without === undefined || !`${node.path}/`.startsWith(`${without}/`));
  return JSON.stringify(nodes.map(({ node }) => [node.path, node.metadata.length, node.dependencies.length]));
}

/**
 * Checks that both ways of adding a connector fail alike: adding leaves no trace, and a constructor at most its own
 * construct. A text is the message before the path of the application.
 */
export function expectConnectorRefusal(
  make: (stack: Stack) => IFlinkConnector,
  direction: 'sources' | 'sinks',
  message: string | RegExp,
  options: ConnectedOptions = {},
  stack = newStack(ENV),
) {
  const vpc = options.vpc ?? isolatedVpc(stack);
  const application = connectedApplication(stack, { ...options, vpc });
  const connector = make(stack);
  const before = snapshot(stack);
  expect(() =>
    direction === 'sources' ? application.addSource(connector) : application.addSink(connector)).toThrow(at('Job', message));
  expect(snapshot(stack)).toBe(before);
  expect(() =>
    connectedApplication(stack, { ...options, vpc, id: 'Other', [direction]: [connector] })).toThrow(at('Other', message));
  expect(snapshot(stack, 'Stack/Other')).toBe(before);
}

function at(id: string, message: string | RegExp): Error | RegExp {
  return typeof message === 'string' ? new Error(`${message} [at Stack/${id}]`) : message;
}
