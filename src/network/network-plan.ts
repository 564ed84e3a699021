import { Stack, Token } from 'aws-cdk-lib';
import { GatewayVpcEndpointAwsService, ISecurityGroup, ISubnet } from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { checkSecurityGroups, chooseSubnets, restrictEgress } from './choices';
import { ConnectivityPlan, NetworkNeeds, NetworkPeer, planConnectivity } from './network-needs';
import { VpcConfiguration } from './vpc-configuration';
import { reject, rejectBecause } from '../core/problem';
import { SERVICE_LIMITS } from '../core/service-limits';
import { baselineOf, withBaseline } from '../endpoints/endpoint-baseline';
import { EndpointChoice } from '../endpoints/endpoint-choice';
import { EndpointNeeds, EndpointRequester } from '../endpoints/endpoint-needs';
import { EndpointPlan } from '../endpoints/endpoint-plan';
import { FlinkNetwork } from '../endpoints/flink-network';
import { VpcEndpoints } from '../endpoints/vpc-endpoints';
import { gatewayKey, interfaceKey } from '../vpc/endpoint-service';
import { definedVpc, isPendingLookup } from '../vpc/vpc-identity';

const MAX_SECURITY_GROUPS = SERVICE_LIMITS.securityGroups.max;
const PROPERTY = 'vpcConfiguration.endpoints';
const { S3, DYNAMODB, S3_EXPRESS } = GatewayVpcEndpointAwsService;
const GATEWAY_SERVICES = [S3, DYNAMODB, S3_EXPRESS].map(gatewayKey);

/** How the needs of sources and sinks will be met: worked out and checked, with nothing created yet. */
export interface NeedsPlan {
  readonly needs: EndpointNeeds;
  readonly endpointPlan: EndpointPlan;
  readonly connectivity: ConnectivityPlan;
}

/** The network of an application as it will be: worked out and checked, with nothing created yet. */
export interface NetworkPlan {
  readonly configuration: VpcConfiguration;
  readonly subnets: ISubnet[];
  /** The groups that the user gave and that are the application's own. */
  readonly givenGroups: ISecurityGroup[];
  /** Client groups that the user gave: they are carried, and nothing is opened on them. */
  readonly givenClientGroups: ISecurityGroup[];
  readonly choice: EndpointChoice;
  readonly requester: EndpointRequester;
  readonly needs: NeedsPlan;
  /** The client group that it carries, if it carries one. It is created when it is asked for. */
  readonly clientGroup: (() => ISecurityGroup) | undefined;
}

/**
 * Works out the network of an application and checks all of it.
 *
 * @param scope the application
 */
export function planNetwork(scope: IConstruct, configuration: VpcConfiguration, needs: NetworkNeeds = {}): NetworkPlan {
  const { vpc, allowAllOutbound } = configuration;
  checkRegion(scope, configuration);
  const subnets = chooseSubnets(scope, configuration);
  const given = checkSecurityGroups(scope, configuration) ?? [];
  const givenClientGroups = given.filter(group => FlinkNetwork._isClientGroup(scope, group));
  const givenGroups = given.filter(group => !givenClientGroups.includes(group));
  const choice = chooseEndpoints(scope, configuration, needs)._choice();
  const restrictedEgress = allowAllOutbound === false;
  const opensEgress = restrictedEgress || restrictEgress(givenGroups);
  const requester = { scope, vpc, property: PROPERTY, subnets, restrictedEgress, opensEgress };

  choice.check(requester);
  checkPrefixLists(scope, choice.prefixListIds);
  const needsPlan = planNeeds(choice, requester, needs, [], choice.baseline);
  const plan = {
    configuration,
    subnets,
    givenGroups,
    givenClientGroups,
    choice,
    requester,
    needs: needsPlan,
    clientGroup: choice.clientGroup(needsPlan.endpointPlan, requester),
  };
  checkNumberOfGroups(plan);
  return plan;
}

/** The choice for the VPC: the user's, or the default for a VPC that the app defines. */
function chooseEndpoints(scope: IConstruct, { vpc, endpoints }: VpcConfiguration, needs: NetworkNeeds): VpcEndpoints {
  if (endpoints !== undefined) return endpoints;
  if (definedVpc(vpc) !== undefined) return VpcEndpoints.create();
  const { interfaceServices, gatewayServices } = withBaseline(needs, baselineOf({}));
  const vpcId = Token.isUnresolved(vpc.vpcId) ? 'VPC_ID' : vpc.vpcId;
  rejectBecause(scope, `${PROPERTY} is missing, and the VPC ${vpc.node.path} is imported, so what it already holds `
    + `cannot be seen. The application needs interface endpoints for ${interfaceServices.map(interfaceKey).join(', ')} `
    + `and gateway endpoints for ${gatewayServices.map(gatewayKey).join(', ')}, and \`aws ec2 describe-vpc-endpoints `
    + `--filters Name=vpc-id,Values=${vpcId} --query `
    + '"VpcEndpoints[].[VpcEndpointType,ServiceName,PrivateDnsEnabled,Groups[].GroupId]"` lists what the VPC has: '
    + 'write one of `endpoints: VpcEndpoints.create({ existing: { interfaceServices: [...] } })` to create what the '
    + 'VPC lacks, `endpoints: VpcEndpoints.existing({ interfaceServices: [...] })` if the VPC has all that is '
    + 'needed, `endpoints: VpcEndpoints.of(network)` if a platform team publishes the network, or `endpoints: '
    + 'VpcEndpoints.none()` if there is a NAT gateway or nothing to reach');
}

/**
 * The baseline needs endpoints only: whether anything uses them is not known, so restricted egress is not opened to its
 * gateways.
 */
export function planNeeds(
  choice: EndpointChoice,
  requester: EndpointRequester,
  needs: NetworkNeeds,
  knownPeers: NetworkPeer[],
  baseline?: EndpointNeeds,
): NeedsPlan {
  const all = withBaseline(needs, baseline);
  const endpointPlan = choice.plan({ ...requester, needs: all });
  choice.checkReach(requester, needs);
  return {
    needs: all, endpointPlan, connectivity: planConnectivity(requester, needs, knownPeers, choice.prefixListIds),
  };
}

/** Whether the endpoints have a client group is known once the VPC is. */
function checkNumberOfGroups(
  { requester: { scope, vpc }, givenGroups, givenClientGroups, clientGroup }: NetworkPlan,
): void {
  const carriesClientGroup = clientGroup !== undefined && !isPendingLookup(vpc);
  const own = Math.max(givenGroups.length, 1);
  const groups = own + Math.max(givenClientGroups.length, carriesClientGroup ? 1 : 0);
  if (groups <= MAX_SECURITY_GROUPS) return;
  reject(scope, {
    property: 'vpcConfiguration.securityGroups',
    got: `${own} groups${carriesClientGroup ? ' and the client group of the endpoints' : ''}`,
    allowed: `at most ${MAX_SECURITY_GROUPS} groups in all`,
    write: carriesClientGroup
      ? `at most ${MAX_SECURITY_GROUPS - 1} groups, or \`endpoints: VpcEndpoints.none()\``
      : `at most ${MAX_SECURITY_GROUPS} groups`,
  });
}

function checkPrefixLists(scope: IConstruct, ids: EndpointChoice['prefixListIds']): void {
  const property = `${PROPERTY} gatewayPrefixListIds`;
  for (const [service, id] of Object.entries(ids)) {
    if (!GATEWAY_SERVICES.includes(service)) {
      reject(scope, {
        property,
        got: service,
        allowed: `a map whose keys are ${GATEWAY_SERVICES.join(', ')}`,
        write: '`{ s3: \'pl-...\' }`',
      });
    }
    if (!Token.isUnresolved(id) && !/^pl-[0-9a-f]+$/.test(id)) {
      reject(scope, {
        property: `${property}.${service}`,
        got: id,
        allowed: 'the id of a prefix list, pl-...',
        write: `the id that \`aws ec2 describe-managed-prefix-lists\` shows for ${service}`,
      });
    }
  }
}

function checkRegion(scope: IConstruct, { vpc }: VpcConfiguration): void {
  const stack = Stack.of(scope);
  const regions = [vpc.env.region, stack.region];
  if (regions.some(region => Token.isUnresolved(region)) || regions[0] === regions[1]) return;
  reject(scope, {
    property: 'vpcConfiguration.vpc',
    got: `${vpc.node.path} in ${regions[0]}`,
    allowed: `a VPC of the application's region, ${regions[1]}`,
    write: 'a VPC of that region, or put the application into a stack of the VPC\'s region',
  });
}
