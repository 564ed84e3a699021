import { NetworkChoice } from './network-choice';
import { reject } from '../../core/problem';
import { gatewayKey, interfaceKey } from '../../vpc/endpoint-service';
import { isPendingLookup } from '../../vpc/vpc-identity';
import { baselineOf } from '../endpoint-baseline';
import { checkDns } from '../endpoint-checks';
import { EndpointRequest, EndpointRequester } from '../endpoint-needs';
import { ExistingVpcEndpoints, ExistingVpcEndpointsOptions } from '../endpoint-options';
import { EndpointPlan, planUse } from '../endpoint-plan';
import { mayBeOpened } from '../foreign-groups';

/** `VpcEndpoints.existing()`: the VPC has all that is needed. */
export class ListedChoice extends NetworkChoice {
  public readonly acknowledgements = [{
    id: 'no-path-to-service',
    reason: 'the endpoints are there already, says VpcEndpoints.existing()',
  }];
  private readonly existing: ExistingVpcEndpoints;

  constructor(
    { interfaceServices, gatewayServices, securityGroups, endpointPeers, ...common }: ExistingVpcEndpointsOptions,
  ) {
    const existing = {
      interfaceServices,
      gatewayServices: gatewayServices ?? baselineOf(common).gatewayServices,
      securityGroups,
      endpointPeers,
    };
    super({ ...common, existing });
    this.existing = existing;
  }

  public plan(request: EndpointRequest): EndpointPlan {
    if (request.needs.interfaceServices.length > 0) checkDns(request, request.needs.interfaceServices);
    const { missingInterfaces, missingGateways, ...plan } = planUse(
      request, this.inventory(request), this.existing, this.options.egressServices,
    );
    // what others say of the VPC counts once it is known to be the same one
    if (isPendingLookup(request.vpc)) return plan;
    const { interfaceServices, gatewayServices = [] } = this.existing;
    refuseMissing(
      request, 'interfaceServices', interfaceServices.map(interfaceKey), missingInterfaces.map(interfaceKey),
    );
    refuseMissing(request, 'gatewayServices', gatewayServices.map(gatewayKey), missingGateways.map(gatewayKey));
    return plan;
  }

  protected carriesClientGroup(plan: EndpointPlan, { scope, vpc }: EndpointRequester): boolean {
    const opened = (this.existing.securityGroups ?? []).filter(group => mayBeOpened(scope, vpc, group));
    return plan.needsClientGroup || opened.length > 0 || Object.keys(this.prefixListIds).length > 0;
  }

  protected knowsUrl(): boolean {
    return false;
  }
}

function refuseMissing(
  { scope, property }: EndpointRequester, list: string, listed: string[], missing: string[],
): void {
  if (missing.length === 0) return;
  const names = missing.join(', ');
  reject(scope, {
    property: `${property} ${list}`,
    got: listed,
    allowed: `a list with all services that the application needs, and ${names} is missing`,
    write: `VpcEndpoints.existing({ ${list}: [...] }) with ${names} if the VPC has it, VpcEndpoints.create() to have `
      + 'it created, or change the baseline if the job does not need it',
  });
}
