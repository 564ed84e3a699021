import { ContextProvider, Lazy, Stack, Token } from 'aws-cdk-lib';
import { CfnSubnet, ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import { IStringParameter, ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { PublishFlinkNetworkOptions } from './flink-network-props';
import { describeDocument, NetworkDescription } from './imported-flink-network';
import { DocumentProblem, DocumentSubnet, NetworkDocument, parseDocument, pendingDocument } from './network-document';
import { referredConstruct } from '../core/identity';
import { reject, rejectBecause } from '../core/problem';
import { tryGet } from '../core/try-get';
import { isListToken } from '../vpc/subnets';

/** The most characters that a parameter takes, by tier; intelligent tiering takes what the advanced tier takes. */
const MAX_SIZES: Partial<Record<ParameterTier, number>> = { [ParameterTier.STANDARD]: 4096 };
const MAX_ADVANCED_SIZE = 8192;
const PARAMETER_NAME = /^(?:\/?[\w.-]+)(?:\/[\w.-]+)*$/;

/** Writes a document into a parameter; what it says is decided when the app is synthesised. */
export function publishNetwork(
  scope: Construct,
  parameterName: string,
  { tier = ParameterTier.STANDARD }: PublishFlinkNetworkOptions,
  describe: () => NetworkDocument,
): IStringParameter {
  if (Token.isUnresolved(parameterName) || !PARAMETER_NAME.test(parameterName)) {
    reject(scope, {
      property: 'parameterName',
      got: Token.isUnresolved(parameterName) ? 'only known at deployment' : parameterName,
      allowed: 'the name of an SSM parameter: a-z A-Z 0-9 _ . - in parts that are separated by /',
      write: '`network.publish(\'/platform/flink-network\')`',
    });
  }
  const stack = Stack.of(scope);
  scope.node.addValidation({ validate: () => problemsOf(scope, parameterName, tier, describe()) });
  return new StringParameter(scope, `Parameter-${parameterName.replace(/\//g, '-')}`, {
    parameterName,
    description: 'Network of Managed Service for Apache Flink applications',
    stringValue: Lazy.string({ produce: () => stack.toJsonString(describe()) }),
    tier,
  });
}

/** What is wrong with a document when the whole app is known. */
function problemsOf(scope: Construct, parameterName: string, tier: ParameterTier, document: NetworkDocument): string[] {
  if (document.subnets.length === 0) {
    return [`the network ${scope.node.path} is published in the parameter ${parameterName} without a subnet, since `
      + 'none is known at synthesis, so other apps cannot connect applications to it: give the ids of the subnets when '
      + 'you import its VPC'];
  }
  const max = MAX_SIZES[tier] ?? MAX_ADVANCED_SIZE;
  const text = JSON.stringify(Stack.of(scope).resolve(document));
  // what is only known at deployment is not shorter than the id of a zone
  const size = text.replace(/\{"(?:Ref|Fn::)[^}]*\}/g, 'euw1-az1').length;
  if (size <= max) return [];
  return [`the document of the network for the parameter ${parameterName} has at least ${size} characters, but the `
    + `tier ${tier} takes ${max}: write \`tier: ParameterTier.ADVANCED\`, or publish fewer subnets and services`];
}

/** The subnets of a VPC as a document lists them. */
export function documentSubnets(vpc: IVpc): DocumentSubnet[] {
  const describe = (type: DocumentSubnet['type'], subnets: ISubnet[]) => subnets
    .filter(subnet => !isListToken(subnet))
    .map(subnet => ({
      id: subnet.subnetId,
      type,
      zone: tryGet(() => subnet.availabilityZone),
      zoneId: zoneIdOf(subnet),
      routeTable: subnet.routeTable?.routeTableId,
      cidr: tryGet(() => subnet.ipv4CidrBlock),
    }));
  return [
    ...describe('private', vpc.privateSubnets),
    ...describe('isolated', vpc.isolatedSubnets),
    ...describe('public', vpc.publicSubnets),
  ];
}

function zoneIdOf({ subnetId }: ISubnet): string | undefined {
  const resource = referredConstruct(subnetId);
  return CfnSubnet.isCfnSubnet(resource) ? resource.attrAvailabilityZoneId : undefined;
}

/** Reads what another CDK app published of a network in a parameter. */
export function readNetwork(scope: Construct, parameterName: string): NetworkDescription {
  const { account, region } = Stack.of(scope);
  if ([account, region, parameterName].some(value => Token.isUnresolved(value))) {
    rejectBecause(scope, 'the network is read from the parameter '
      + `${Token.isUnresolved(parameterName) ? '' : parameterName} at synthesis, in the account and Region of the `
      + 'stack, and one of these is only known at deployment: give the stack an account and a Region with `env`, and '
      + 'the parameter a literal name, or describe the network with `FlinkNetwork.fromFlinkNetworkAttributes()`');
  }
  const pending = pendingDocument(account, region);
  const dummyValue = JSON.stringify(pending);
  const options = { provider: 'ssm', props: { parameterName } };
  const { key } = ContextProvider.getKey(scope, options);
  const text: unknown = ContextProvider.getValue(scope, { ...options, dummyValue }).value;
  if (text === dummyValue) return describeDocument(scope, pending, true, '');

  const source = `the network was read from the parameter ${parameterName} and is kept in cdk.context.json: \`cdk `
    + `context --reset '${key}'\` reads it anew`;
  const document = parseDocument(String(text));
  if (document instanceof DocumentProblem) {
    rejectBecause(scope, `the parameter ${parameterName} ${document.reason}: ${document.remedy} (${source})`);
  }
  if (document.region !== region) {
    rejectBecause(scope, `the parameter ${parameterName} describes a network in the Region ${document.region}, and the `
      + `stack is in ${region}: read the `
      + `parameter of a network in ${region}, or put the application into a stack in ${document.region} (${source})`);
  }
  return describeDocument(scope, document, false, source);
}
