import { Stage } from 'aws-cdk-lib';
import { NetworkChoice } from './network-choice';
import { checkVpc } from './shared-choice';
import { reject, rejectBecause } from '../../core/problem';
import { gatewayKey, interfaceKey } from '../../vpc/endpoint-service';
import { isPendingLookup } from '../../vpc/vpc-identity';
import { EndpointRequest, EndpointRequester } from '../endpoint-needs';
import { CommonVpcEndpointsOptions } from '../endpoint-options';
import { EndpointPlan, planUse } from '../endpoint-plan';
import { FlinkNetwork } from '../flink-network';

/** `VpcEndpoints.of()` for a network of this app: nothing is added to it. */
export class OwnNetworkChoice extends NetworkChoice {
  public readonly acknowledgements = [];

  constructor(private readonly network: FlinkNetwork, options: CommonVpcEndpointsOptions) {
    super(options);
  }

  public check(requester: EndpointRequester): void {
    super.check(requester);
    checkVpc(requester.scope, this.network, requester.vpc);
    if (Stage.of(this.network) === Stage.of(requester.scope)) return;
    rejectBecause(requester.scope, `vpcConfiguration.endpoints is the network ${this.network.node.path} of another `
      + 'stage of the app, which cannot be referred to: publish it, and read it in this stage with '
      + '`FlinkNetwork.fromParameter()`');
  }

  public plan(request: EndpointRequest): EndpointPlan {
    const { missingInterfaces, missingGateways, ...plan } = planUse(
      request, this.inventory(request), { interfaceServices: [] }, this.options.egressServices,
    );
    // another import of the VPC is not known to be the same VPC until both are looked up
    if (isPendingLookup(request.vpc)) return plan;
    this.refuseMissing(
      request,
      'interfaceServices',
      this.network.interfaceServices.map(interfaceKey),
      missingInterfaces.map(interfaceKey),
    );
    this.refuseMissing(
      request, 'gatewayServices', this.network.gatewayServices.map(gatewayKey), missingGateways.map(gatewayKey),
    );
    return plan;
  }

  protected carriesClientGroup(): boolean {
    return true;
  }

  protected knowsUrl(key: string): boolean {
    return this.network._knowsUrl(key);
  }

  private refuseMissing({ scope, property }: EndpointRequester, list: string, has: string[], missing: string[]): void {
    if (missing.length === 0) return;
    const names = missing.join(', ');
    reject(scope, {
      property: `${property} of ${this.network.node.path} ${list}`,
      got: has,
      allowed: `a list with all services that the application needs, and ${names} is missing`,
      write: `\`${list}\` with ${names} in the FlinkNetwork, or change the baseline if the job does not need it`,
    });
  }
}
