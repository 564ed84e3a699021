import { Stack } from 'aws-cdk-lib';
import { ISecurityGroup, Port } from 'aws-cdk-lib/aws-ec2';
import { IDependable } from 'constructs';
import { reject, rejectBecause } from '../../core/problem';
import { gatewayKey, interfaceKey } from '../../vpc/endpoint-service';
import { isPendingLookup, isShared, ownerOf, vpcIdentity } from '../../vpc/vpc-identity';
import { baselineOf } from '../endpoint-baseline';
import { EndpointChoice } from '../endpoint-choice';
import { EndpointNeeds, EndpointRequest, EndpointRequester, OutboundRule, ServiceNeeds } from '../endpoint-needs';
import { CommonVpcEndpointsOptions } from '../endpoint-options';
import { EndpointPlan, NOTHING } from '../endpoint-plan';
import { IFlinkNetwork } from '../flink-network-props';
import { NetworkDescription } from '../imported-flink-network';
import { checkInternet, checkRegions, checkUrlsAsked, checkUrlsTold } from '../reach-checks';
import { rangeRules } from '../vpc-range-rules';

/** `VpcEndpoints.of()` for a network that is defined elsewhere: nothing is created, and nothing of it is changed. */
export class SharedChoice implements EndpointChoice {
  public readonly baseline: EndpointNeeds;
  public readonly prefixListIds: { readonly [service: string]: string };
  public readonly acknowledgements = [{
    id: 'no-path-to-service',
    reason: 'the network has the endpoints, says VpcEndpoints.of()',
  }];

  constructor(
    private readonly network: IFlinkNetwork,
    private readonly description: NetworkDescription,
    options: CommonVpcEndpointsOptions,
  ) {
    this.baseline = baselineOf(options);
    this.prefixListIds = { ...this.description.gatewayPrefixListIds, ...options.gatewayPrefixListIds };
  }

  public check({ scope, vpc }: EndpointRequester): void {
    checkVpc(scope, this.network, vpc);
    const stack = Stack.of(scope);
    const { admitsApplicationsOnly, clientSecurityGroup } = this.description;
    if (isPendingLookup(vpc) || !admitsApplicationsOnly || clientSecurityGroup !== undefined || !isShared(vpc, stack)) {
      return;
    }
    rejectBecause(scope, `the endpoints of the network ${this.network.node.path} admit only applications that carry `
      + `its client security group, which belongs to account ${ownerOf(vpc)} and is not shared with account `
      + `${stack.account}: have the owner share the group and publish it with \`clientSecurityGroupShared: true\`, or `
      + `admit the VPC with \`clients: EndpointClients.wholeVpc()\`${this.hint()}`);
  }

  public checkReach(requester: EndpointRequester, needs: ServiceNeeds): void {
    checkInternet(requester, needs);
    checkRegions(requester, needs);
    checkUrlsAsked(requester, needs);
    checkUrlsTold(requester, needs, () => false);
    const egress = this.description.egressServices.map(interfaceKey);
    const keys = [
      ...(needs.interfaceServices ?? []).map(interfaceKey), ...(needs.gatewayServices ?? []).map(gatewayKey),
    ];
    checkInternet(requester, { internet: keys.filter(key => egress.includes(key)) });
  }

  public plan(request: EndpointRequest): EndpointPlan {
    const { interfaceServices, gatewayServices, egressServices, isPending } = this.description;
    if (isPending) return NOTHING;
    const egress = egressServices.map(interfaceKey);
    const has = [...interfaceServices.map(interfaceKey), ...egress];
    const routes = [...gatewayServices.map(gatewayKey), ...egress];
    this.refuseMissing(request, 'interfaceServices', has, request.needs.interfaceServices.map(interfaceKey));
    this.refuseMissing(request, 'gatewayServices', routes, request.needs.gatewayServices.map(gatewayKey));
    return { ...NOTHING, outbound: this.outbound(request) };
  }

  public clientGroup(): (() => ISecurityGroup) | undefined {
    const { clientSecurityGroup } = this.description;
    return clientSecurityGroup && (() => clientSecurityGroup);
  }

  public apply(): IDependable[] {
    return [];
  }

  public dependables(): IDependable[] {
    return [];
  }

  /** Endpoints that the client group does not lead to. */
  private outbound(request: EndpointRequest): OutboundRule[] {
    const { endpointPeers, clientSecurityGroup, interfaceServices } = this.description;
    if (!request.opensEgress) return [];
    const ports = [...new Set(interfaceServices.map(({ port }) => port))].map(port => Port.tcp(port));
    const peers = endpointPeers.flatMap(peer => ports.map(port => ({ peer, port })));
    const isLed = clientSecurityGroup !== undefined || endpointPeers.length > 0;
    return [...peers, ...isLed ? [] : rangeRules(request, ports)];
  }

  private refuseMissing({ scope, property }: EndpointRequester, list: string, has: string[], needed: string[]): void {
    const missing = needed.filter(key => !has.includes(key)).join(', ');
    if (missing === '') return;
    reject(scope, {
      property: `${property} of ${this.network.node.path} ${list}`,
      got: has,
      allowed: `a list with all services that the application needs, and ${missing} is missing`,
      write: `\`${list}\` with ${missing} in the FlinkNetwork of the platform and publish it, or change the baseline `
        + `if the job does not need it${this.hint()}`,
    });
  }

  private hint(): string {
    const { source } = this.description;
    return source === undefined ? '' : ` (${source})`;
  }
}

/** Rejects a network of another VPC. */
export function checkVpc(
  scope: EndpointRequester['scope'], network: { readonly vpc: EndpointRequester['vpc'] }, vpc: EndpointRequester['vpc'],
): void {
  if (isPendingLookup(vpc) || isPendingLookup(network.vpc) || vpcIdentity(vpc) === vpcIdentity(network.vpc)) return;
  rejectBecause(scope, `vpcConfiguration.vpc is ${vpc.node.path}, and vpcConfiguration.endpoints is a network of `
    + `another VPC, ${network.vpc.node.path}: write \`vpcConfiguration: { vpc: network.vpc, endpoints: `
    + 'VpcEndpoints.of(network) }`');
}
