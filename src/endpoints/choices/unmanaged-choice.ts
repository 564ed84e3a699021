import { IDependable } from 'constructs';
import { EndpointChoice } from '../endpoint-choice';
import { EndpointNeeds, EndpointRequester, ServiceNeeds } from '../endpoint-needs';
import { EndpointPlan, NOTHING } from '../endpoint-plan';
import { checkRestrictedEgress, checkInternetEgress, checkUrlsAsked } from '../reach-checks';

/** `VpcEndpoints.none()`: the ways to services are the user's own. */
export class UnmanagedChoice implements EndpointChoice {
  public readonly baseline: EndpointNeeds = { interfaceServices: [], gatewayServices: [] };
  public readonly prefixListIds = {};
  public readonly acknowledgements = [];

  public check(): void {
    // there is nothing to be wrong
  }

  public checkReach(requester: EndpointRequester, needs: ServiceNeeds): void {
    checkRestrictedEgress(requester, needs);
    checkInternetEgress(requester.scope, requester.restrictedEgress, needs.internet ?? []);
    checkUrlsAsked(requester, needs);
  }

  public plan(): EndpointPlan {
    return NOTHING;
  }

  public clientGroup(): undefined {
    return undefined;
  }

  public apply(): IDependable[] {
    return [];
  }

  public dependables(): IDependable[] {
    return [];
  }
}
