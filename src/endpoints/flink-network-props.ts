import {
  GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, IPeer, ISecurityGroup, IVpc,
} from 'aws-cdk-lib/aws-ec2';
import { ParameterTier } from 'aws-cdk-lib/aws-ssm';
import { IConstruct } from 'constructs';
import { CreateVpcEndpointsOptions } from './endpoint-options';

/** The resources that the Flink applications of a VPC share, defined in this app or imported. */
export interface IFlinkNetwork extends IConstruct {
  /**
   * The VPC.
   */
  readonly vpc: IVpc;

  /**
   * The services that applications reach in this network through interface endpoints, or through a NAT gateway.
   */
  readonly interfaceServices: InterfaceVpcEndpointAwsService[];

  /**
   * The services that applications reach in this network through gateway endpoints.
   */
  readonly gatewayServices: GatewayVpcEndpointAwsService[];

  /**
   * The security group that applications carry in addition to their own, and that the interface endpoints admit.
   *
   * @throws if the network is imported without a client security group
   */
  readonly clientSecurityGroup: ISecurityGroup;
}

/** Properties of `FlinkNetwork`. */
export interface FlinkNetworkProps extends CreateVpcEndpointsOptions {
  /**
   * The VPC.
   */
  readonly vpc: IVpc;

  /**
   * Services that get an interface endpoint, in addition to the baseline.
   *
   * @default - the baseline only
   */
  readonly interfaceServices?: InterfaceVpcEndpointAwsService[];

  /**
   * Services that get a gateway endpoint, in addition to the baseline.
   *
   * @default - the baseline only
   */
  readonly gatewayServices?: GatewayVpcEndpointAwsService[];
}

/** Options of `FlinkNetwork.publish()`. */
export interface PublishFlinkNetworkOptions {
  /**
   * The tier of the parameter. A standard parameter holds 4 KB, an advanced one 8 KB. Only advanced parameters can be
   * shared with other accounts through AWS RAM.
   *
   * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
   * @default ParameterTier.STANDARD
   */
  readonly tier?: ParameterTier;

  /**
   * Whether the client security group is shared through AWS RAM with the accounts that the subnets of the VPC are
   * shared with.
   *
   * Applications in another account carry the client security group only if it is shared.
   *
   * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-sharing.html
   * @default false
   */
  readonly clientSecurityGroupShared?: boolean;
}

/** Attributes of a network that is defined elsewhere. */
export interface FlinkNetworkAttributes {
  /**
   * The VPC.
   */
  readonly vpc: IVpc;

  /**
   * The services that the VPC has interface endpoints with private DNS for, or reaches in another VPC.
   */
  readonly interfaceServices: InterfaceVpcEndpointAwsService[];

  /**
   * The services that the VPC has gateway endpoints for.
   *
   * @default - Amazon S3
   */
  readonly gatewayServices?: GatewayVpcEndpointAwsService[];

  /**
   * The security group that the endpoints admit, and that applications carry.
   *
   * @default - applications carry no client security group: the endpoints admit their addresses
   */
  readonly clientSecurityGroup?: ISecurityGroup;

  /**
   * The addresses of endpoints that are in another VPC and are reached through a transit gateway, with private hosted
   * zones or Route 53 Profiles that resolve the names of the services. Applications with restricted egress are allowed
   * to connect to them.
   *
   * @default - the endpoints are in the VPC
   */
  readonly endpointPeers?: IPeer[];

  /**
   * Services that are reached through a NAT gateway or another way to the internet.
   *
   * @default - none
   */
  readonly egressServices?: InterfaceVpcEndpointAwsService[];

  /**
   * The ids (`pl-...`) of the prefix lists of gateway services, by the last part of the service's name: `{ s3:
   * 'pl-0123abcd' }`.
   *
   * @default - the ids are looked up where an application with restricted egress needs them
   */
  readonly gatewayPrefixListIds?: { [service: string]: string };
}
