import { InterfaceVpcEndpointAwsService, ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { IConstruct, IDependable } from 'constructs';
import { EndpointNeeds, EndpointRequest, EndpointRequester, ServiceNeeds } from './endpoint-needs';
import { EndpointPlan } from './endpoint-plan';

/**
 * A way for an application to reach AWS services. It is told what is needed, and plans and does what follows from it.
 */
export interface EndpointChoice {
  /** The services that every application needs. */
  readonly baseline: EndpointNeeds;
  /** The prefix lists of gateway services that are known. */
  readonly prefixListIds: { readonly [service: string]: string };
  /** Findings of `FlinkVpcRules` that the choice answers, with the reasons. */
  readonly acknowledgements: { readonly id: string; readonly reason: string }[];

  /** Checks what does not depend on the needs of sources and sinks. */
  check(requester: EndpointRequester): void;
  /** Rejects what cannot be reached this way. */
  checkReach(requester: EndpointRequester, needs: ServiceNeeds): void;
  /** Works out how the services are reached and checks it. Nothing is created. */
  plan(request: EndpointRequest): EndpointPlan;
  /**
   * The client group that an application with this plan carries in addition to its own groups, if there is one. It is
   * created when it is asked for.
   */
  clientGroup(plan: EndpointPlan, requester: EndpointRequester): (() => ISecurityGroup) | undefined;
  /**
   * Applies a plan.
   *
   * @returns what the application has to wait for
   */
  apply(plan: EndpointPlan, requester: EndpointRequester): IDependable[];
  /** What an application that needs these services has to wait for. */
  dependables(application: IConstruct, requester: EndpointRequester, needs: EndpointNeeds): IDependable[];
  /** The URL of an endpoint without private DNS, which may come later: only choices that can have one know any. */
  urlOf?(requester: EndpointRequester, service: InterfaceVpcEndpointAwsService): string;
}
