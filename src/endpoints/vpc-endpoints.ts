import { CreatedChoice } from './choices/created-choice';
import { ListedChoice } from './choices/listed-choice';
import { OwnNetworkChoice } from './choices/own-network-choice';
import { SharedChoice } from './choices/shared-choice';
import { UnmanagedChoice } from './choices/unmanaged-choice';
import { EndpointChoice } from './endpoint-choice';
import { CommonVpcEndpointsOptions, CreateVpcEndpointsOptions, ExistingVpcEndpointsOptions } from './endpoint-options';
import { FlinkNetwork } from './flink-network';
import { IFlinkNetwork } from './flink-network-props';
import { describeMembers, ImportedFlinkNetwork } from './imported-flink-network';

/**
 * The VPC endpoints through which an application reaches AWS services without the internet.
 *
 * Endpoints belong to the VPC, not to an application: in a VPC only one interface endpoint for a service can have
 * private DNS.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 * @example
 * new FlinkApplication(this, 'Orders', {
 *   runtime: FlinkRuntime.FLINK_1_20,
 *   code,
 *   vpcConfiguration: { vpc, endpoints: VpcEndpoints.create() },
 * });
 */
export class VpcEndpoints {
  /**
   * Creates the endpoints that the VPC lacks, once for each VPC and service. All applications of the app share them, in
   * whatever stack each one is.
   *
   * Endpoints that the app already defines are found and used, regardless of the class that defines them. Define them
   * before the application: one that is defined later and collides is an error at synthesis. This is the default for a
   * VPC that the app defines.
   *
   * @example
   * const endpoints = VpcEndpoints.create({ clients: EndpointClients.wholeVpc() });
   */
  public static create(options: CreateVpcEndpointsOptions = {}): VpcEndpoints {
    return new VpcEndpoints(new CreatedChoice(options));
  }

  /**
   * Uses the endpoints that the VPC already has. Nothing is created.
   *
   * If a service that the application needs is not listed, the construct throws an error.
   *
   * @example
   * const endpoints = VpcEndpoints.existing({
   *   interfaceServices: [
   *     ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
   *     ec2.InterfaceVpcEndpointAwsService.KINESIS_STREAMS,
   *   ],
   * });
   */
  public static existing(options: ExistingVpcEndpointsOptions): VpcEndpoints {
    return new VpcEndpoints(new ListedChoice(options));
  }

  /**
   * Uses no endpoints: the subnets have a NAT gateway, or the application calls no services. Nothing is created and
   * nothing is checked.
   *
   * @example
   * const endpoints = VpcEndpoints.none();
   */
  public static none(): VpcEndpoints {
    return new VpcEndpoints(new UnmanagedChoice());
  }

  /**
   * Uses the endpoints of a network, as its owner has published or defined it. Nothing is created, and the network is
   * not changed.
   *
   * If the network lacks a service that the application needs, the construct throws an error. If the network is defined
   * in this app, define it and its services before the application.
   *
   * @param network a network of this app, or one that is imported
   * @param options the services that every application needs, if they differ from the default
   * @example
   * const network = FlinkNetwork.fromParameter(this, 'Network', '/platform/flink-network');
   * const endpoints = VpcEndpoints.of(network);
   */
  public static of(network: IFlinkNetwork, options: CommonVpcEndpointsOptions = {}): VpcEndpoints {
    return new VpcEndpoints(choiceOf(network, options));
  }

  private constructor(private readonly choice: EndpointChoice) {}

  /**
   * What plans for the applications that make this choice.
   *
   * @internal
   */
  public _choice(): EndpointChoice {
    return this.choice;
  }
}

function choiceOf(network: IFlinkNetwork, options: CommonVpcEndpointsOptions): EndpointChoice {
  if (FlinkNetwork._isOwn(network)) return new OwnNetworkChoice(network, options);
  return new SharedChoice(
    network, ImportedFlinkNetwork.isImported(network) ? network.description : describeMembers(network), options,
  );
}
