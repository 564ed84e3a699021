import { App, Stack, StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { IVpc, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ApplicationCode, FlinkApplication, FlinkApplicationProps, FlinkRuntime, IFlinkConnector, VpcConfiguration } from '../../src';

export const ENV = { account: '111111111111', region: 'eu-west-1' };
export const PREFIX_LISTS = { s3: 'pl-53', dynamodb: 'pl-dd' };

type Properties = Record<string, any>;

export function newStack(props: StackProps = { env: ENV }, scope: Construct = new App(), id = 'Stack'): Stack {
  return new Stack(scope, id, props);
}

/** A VPC with isolated subnets only: no internet, no NAT. */
export function isolatedVpc(scope: Construct, id = 'Vpc'): Vpc {
  return new Vpc(scope, id, {
    maxAzs: 2,
    restrictDefaultSecurityGroup: false,
    subnetConfiguration: [{ name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 20 }],
  });
}

export type ApplicationOptions = Partial<Omit<FlinkApplicationProps, 'vpcConfiguration'>> & { vpc?: IVpc; id?: string; network?: Partial<VpcConfiguration> };

export function newApplication(scope: Construct, { vpc, id = 'Job', network, ...props }: ApplicationOptions = {}): FlinkApplication {
  return new FlinkApplication(scope, id, {
    runtime: FlinkRuntime.FLINK_1_20,
    code: ApplicationCode.fromBucket(Bucket.fromBucketName(scope, `${id}Code`, 'code'), 'job.jar'),
    vpcConfiguration: { vpc: vpc ?? isolatedVpc(scope), ...network },
    ...props,
  });
}

/** A template value as text: references as `<Name>`, joined texts joined. */
export function flat(value: unknown): any {
  if (Array.isArray(value)) return value.map(flat);
  if (typeof value !== 'object' || value === null) return value;
  const object = value as Properties;
  if ('Ref' in object) return `<${object.Ref}>`;
  if ('Fn::GetAtt' in object) return `<${object['Fn::GetAtt'].join('.')}>`;
  if ('Fn::Join' in object) return object['Fn::Join'][1].map(flat).join(object['Fn::Join'][0]);
  return Object.fromEntries(Object.entries(object).map(([key, entry]) => [key, flat(entry)]));
}

export function resourcesOf(stack: Stack, type: string): Record<string, { Properties: Properties; DependsOn?: string[] }> {
  return Template.fromStack(stack).findResources(type) as Record<string, { Properties: Properties }>;
}

/** The statements of the policy for sources and sinks. */
export function connectorStatements(stack: Stack): Properties[] {
  return Object.entries(resourcesOf(stack, 'AWS::IAM::Policy'))
    .filter(([id]) => id.includes('ConnectorPolicy'))
    .flatMap(([, { Properties: { PolicyDocument } }]) => flat(PolicyDocument.Statement))
    .map(({ Effect: _effect, ...statement }: Properties) => statement);
}

/** The last parts of the names of the services that endpoints are made for, without the baseline. */
export function endpointServices(stack: Stack): string[] {
  return Object.values(resourcesOf(stack, 'AWS::EC2::VPCEndpoint'))
    .map(({ Properties: { ServiceName } }) => (flat(ServiceName) as string).split('.').pop()!)
    .filter(service => !['logs', 'monitoring'].includes(service))
    .sort();
}

/** The property groups of the only application. */
export function propertyGroups(stack: Stack): Record<string, Record<string, unknown>> {
  const [application] = Object.values(resourcesOf(stack, 'AWS::KinesisAnalyticsV2::Application'));
  const groups: any[] = application.Properties.ApplicationConfiguration.EnvironmentProperties?.PropertyGroups ?? [];
  return Object.fromEntries(groups.map(group => [group.PropertyGroupId, flat(group.PropertyMap)]));
}

/** The separate rules of all groups, without those for endpoints. */
export function rules(stack: Stack, type: 'Ingress' | 'Egress'): Properties[] {
  return Object.values(resourcesOf(stack, `AWS::EC2::SecurityGroup${type}`))
    .map(({ Properties: properties }) => flat(properties))
    .filter(rule => rule.Description === 'Managed Service for Apache Flink application');
}

/** The tree and the templates of an app as text, to see that nothing has changed. */
export function snapshot(scope: Construct): string {
  const root = scope.node.root;
  return JSON.stringify(root.node.findAll().map(node => [node.node.path, node.node.metadata.length, node.node.dependencies.length]));
}

/** Checks that both ways of adding a connector fail alike and leave no trace. A text is the message before the path of the application. */
export function expectRefusal(
  make: (stack: Stack) => IFlinkConnector, direction: 'sources' | 'sinks', message: string | RegExp, options: ApplicationOptions = {}, stack = newStack(),
) {
  const vpc = options.vpc ?? isolatedVpc(stack);
  const application = newApplication(stack, { ...options, vpc });
  const connector = make(stack);
  const before = snapshot(stack);
  expect(() => direction === 'sources' ? application.addSource(connector) : application.addSink(connector)).toThrow(at('Job', message));
  expect(snapshot(stack)).toBe(before);
  const code = ApplicationCode.fromBucket(Bucket.fromBucketName(stack, 'OtherCode', 'code'), 'job.jar');
  const beforeOther = snapshot(stack);
  expect(() => new FlinkApplication(stack, 'Other', {
    runtime: FlinkRuntime.FLINK_1_20,
    code,
    vpcConfiguration: { vpc, ...options.network },
    propertyGroups: options.propertyGroups,
    [direction]: [connector],
  })).toThrow(at('Other', message));
  expect(snapshot(stack)).toBe(beforeOther);
}

function at(id: string, message: string | RegExp): Error | RegExp {
  return typeof message === 'string' ? new Error(`${message} [at Stack/${id}]`) : message;
}
