import { IDependable } from 'constructs';
import { NetworkChoice } from './network-choice';
import { interfaceKey } from '../../vpc/endpoint-service';
import { EndpointRequest, EndpointRequester } from '../endpoint-needs';
import { CreateVpcEndpointsOptions } from '../endpoint-options';
import { EndpointPlan, planCreation } from '../endpoint-plan';
import { FlinkNetwork } from '../flink-network';

/** `VpcEndpoints.create()`: the network of the VPC gets what it lacks. */
export class CreatedChoice extends NetworkChoice {
  public readonly acknowledgements = [];

  constructor(options: CreateVpcEndpointsOptions) {
    super(options);
  }

  public plan(request: EndpointRequest): EndpointPlan {
    return planCreation(request, this.inventory(request), this.options);
  }

  public apply(plan: EndpointPlan, requester: EndpointRequester): IDependable[] {
    const { scope, vpc } = requester;
    FlinkNetwork._of(scope, vpc)._warnOfPlace(scope, vpc);
    return super.apply(plan, requester);
  }

  protected carriesClientGroup(): boolean {
    return true;
  }

  protected knowsUrl(key: string): boolean {
    return !(this.options.existing?.interfaceServices ?? []).some(service => interfaceKey(service) === key);
  }
}
