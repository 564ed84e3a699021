import { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { IDependable } from 'constructs';
import { EndpointChoice } from '../endpoint-choice';
import { EndpointNeeds, EndpointRequester, ServiceNeeds } from '../endpoint-needs';
import { EndpointPlan, NOTHING } from '../endpoint-plan';
import { FlinkNetwork } from '../flink-network';
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

  public carriesClientGroup(): boolean {
    return false;
  }

  public apply(): IDependable[] {
    return [];
  }

  public clientGroup({ scope, vpc }: EndpointRequester): ISecurityGroup {
    return FlinkNetwork._of(scope, vpc).clientSecurityGroup;
  }

  public dependables(): IDependable[] {
    return [];
  }

  public urlOf(): undefined {
    return undefined;
  }
}
