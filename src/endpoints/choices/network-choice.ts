import { Lazy } from 'aws-cdk-lib';
import { InterfaceVpcEndpointAwsService, ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { IConstruct, IDependable } from 'constructs';
import { gatewayKey, interfaceKey } from '../../vpc/endpoint-service';
import { checkGroupVpc } from '../../vpc/subnets';
import { baselineOf } from '../endpoint-baseline';
import { EndpointChoice } from '../endpoint-choice';
import { EndpointInventory } from '../endpoint-inventory';
import { EndpointNeeds, EndpointRequest, EndpointRequester, ServiceNeeds } from '../endpoint-needs';
import { CreateVpcEndpointsOptions } from '../endpoint-options';
import { EndpointPlan } from '../endpoint-plan';
import { FlinkNetwork } from '../flink-network';
import { checkInternet, checkRegions, checkUrlsAsked, checkUrlsTold } from '../reach-checks';

/** What the choices have in common that use the network of the VPC in this app. */
export abstract class NetworkChoice implements EndpointChoice {
  public readonly baseline: EndpointNeeds;
  public readonly prefixListIds: { readonly [service: string]: string };
  public abstract readonly acknowledgements: EndpointChoice['acknowledgements'];

  protected constructor(protected readonly options: CreateVpcEndpointsOptions) {
    this.baseline = baselineOf(options);
    this.prefixListIds = options.gatewayPrefixListIds ?? {};
  }

  public abstract plan(request: EndpointRequest): EndpointPlan;
  protected abstract carriesClientGroup(plan: EndpointPlan, requester: EndpointRequester): boolean;
  protected abstract knowsUrl(key: string): boolean;

  public check({ scope, vpc, property }: EndpointRequester): void {
    (this.options.existing?.securityGroups ?? []).forEach(group => checkGroupVpc(scope, `${property} `
      + 'securityGroups', vpc, group));
  }

  public checkReach(requester: EndpointRequester, needs: ServiceNeeds): void {
    checkInternet(requester, needs);
    checkRegions(requester, needs);
    checkUrlsAsked(requester, needs);
    checkUrlsTold(requester, needs, key => this.knowsUrl(key));
    this.checkEgressServices(requester, needs);
  }

  public apply(plan: EndpointPlan, { scope, vpc }: EndpointRequester): IDependable[] {
    return [FlinkNetwork._of(scope, vpc)._apply(plan, this.options, scope)];
  }

  public clientGroup(plan: EndpointPlan, requester: EndpointRequester): (() => ISecurityGroup) | undefined {
    if (!this.carriesClientGroup(plan, requester)) return undefined;
    return () => FlinkNetwork._of(requester.scope, requester.vpc).clientSecurityGroup;
  }

  public dependables(application: IConstruct, { scope, vpc }: EndpointRequester, needs: EndpointNeeds): IDependable[] {
    return [FlinkNetwork._of(scope, vpc)._dependables(application, needs)];
  }

  public urlOf({ scope, vpc }: EndpointRequester, service: InterfaceVpcEndpointAwsService): string {
    // the endpoint may come later
    return Lazy.string({
      produce: () => FlinkNetwork._of(scope, vpc)._urlOf(service, scope) ?? 'the URL of the endpoint for '
        + `${interfaceKey(service)}`,
    });
  }

  protected inventory({ scope, vpc }: EndpointRequester): EndpointInventory {
    return FlinkNetwork._inventory(scope, vpc);
  }

  /** Services that are sent through the NAT gateway need a way there. */
  private checkEgressServices(
    requester: EndpointRequester, { interfaceServices = [], gatewayServices = [] }: ServiceNeeds,
  ): void {
    const own = (this.options.egressServices ?? []).map(interfaceKey);
    const inventory = this.inventory(requester);
    const keys = [...interfaceServices.map(interfaceKey), ...gatewayServices.map(gatewayKey)];
    const internet = keys.filter(key => own.includes(key) || inventory.isEgress(key));
    checkInternet(requester, { internet });
  }
}
