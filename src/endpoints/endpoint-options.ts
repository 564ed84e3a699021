import {
  GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, IPeer, ISecurityGroup, SubnetSelection,
} from 'aws-cdk-lib/aws-ec2';
import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { EndpointClients } from './endpoint-clients';

/** Options of `VpcEndpoints.create()`, of `VpcEndpoints.existing()` and of `FlinkNetwork`. */
export interface CommonVpcEndpointsOptions {
  /**
   * Interface endpoints that every application gets, whatever its sources and sinks are.
   *
   * AWS does not document whether the delivery of logs and metrics by the service uses the network interfaces in your
   * VPC. The default works in both cases. An empty list means none.
   *
   * @default - CloudWatch Logs and CloudWatch Monitoring
   */
  readonly baselineInterfaceServices?: InterfaceVpcEndpointAwsService[];

  /**
   * Gateway endpoints that every application gets, whatever its sources and sinks are. Gateway endpoints are free of
   * charge. An empty list means none.
   *
   * @default - Amazon S3
   */
  readonly baselineGatewayServices?: GatewayVpcEndpointAwsService[];

  /**
   * The ids (`pl-...`) of the prefix lists of gateway services in this Region, by the last part of the service's name:
   * `{ s3: 'pl-0123abcd' }`.
   *
   * They are needed only for applications with restricted egress: `allowAllOutbound: false`, or security groups of your
   * own that let nothing else out. Outbound HTTPS is then allowed to the prefix list. `aws ec2
   * describe-managed-prefix-lists` lists the ids.
   *
   * @default - the id is looked up for the sources and sinks of an application with restricted egress, in a stack that
   * knows its account and Region; in other stacks a missing id is an error. The baseline alone opens nothing
   */
  readonly gatewayPrefixListIds?: { [service: string]: string };

  /**
   * Services that are reached through a NAT gateway or another way to the internet instead of an endpoint, even if they
   * are needed.
   *
   * Name a service that also has gateway endpoints by its interface service, for example
   * `InterfaceVpcEndpointAwsService.S3`. The subnets of the application must have a route to the internet, and its
   * egress must not be restricted.
   *
   * @default - none
   */
  readonly egressServices?: InterfaceVpcEndpointAwsService[];
}

/** The endpoints that a VPC already has. */
export interface ExistingVpcEndpoints {
  /**
   * Services that the VPC has an interface endpoint with private DNS for.
   */
  readonly interfaceServices: InterfaceVpcEndpointAwsService[];

  /**
   * Services that the VPC has a gateway endpoint for, in the route tables of the application's subnets.
   *
   * @default - none in `VpcEndpoints.create()` and `FlinkNetwork`. In `VpcEndpoints.existing()` the baseline is then
   * assumed to exist, and what a source or a sink needs must be listed
   */
  readonly gatewayServices?: GatewayVpcEndpointAwsService[];

  /**
   * The security groups of these interface endpoints. They are opened to the applications on the port of the service
   * (443), once for all applications of the VPC.
   *
   * A group that is imported with `mutable: false` and a group that belongs to another account are not changed.
   *
   * @default - nothing is opened: the endpoints must admit the applications already
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * The addresses of endpoints that are in another VPC and are reached through a transit gateway, with private hosted
   * zones or Route 53 Profiles that resolve the names of the services: for example `[Peer.ipv4('10.100.0.0/24')]`.
   *
   * An application with restricted egress is allowed to connect to them on the ports of the services (443).
   *
   * @default - the endpoints are in the VPC
   */
  readonly endpointPeers?: IPeer[];
}

/** Options of `VpcEndpoints.create()` and of `FlinkNetwork`. */
export interface CreateVpcEndpointsOptions extends CommonVpcEndpointsOptions {
  /**
   * The endpoints that the VPC already has and the app does not define. No endpoints are created for their services.
   *
   * Endpoints that the app defines are found and used, regardless of the class that defines them. You do not need to
   * list them.
   *
   * @default - nothing
   */
  readonly existing?: ExistingVpcEndpoints;

  /**
   * The clients that can connect to the interface endpoints that are created, in addition to the Flink applications.
   *
   * If several applications of a VPC state something else, all clients that any of them names are admitted.
   *
   * @default EndpointClients.wholeVpc()
   */
  readonly clients?: EndpointClients;

  /**
   * The subnets of the interface endpoints; the first one in each Availability Zone is used. Applications in other
   * subnets of the VPC reach the endpoints too. If several applications of a VPC state different subnets, the one that
   * first needs an endpoint decides on it.
   *
   * Subnets in Local Zones and Wavelength Zones are left out, as far as the name of the zone is known.
   *
   * @default - the VPC's private subnets with egress if it has them, else its isolated ones, else the subnets of the
   * application
   */
  readonly subnets?: SubnetSelection;

  /**
   * The policy of the endpoints that are created.
   *
   * @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
   * @default - full access to the service
   */
  readonly endpointPolicy?: PolicyDocument;

  /**
   * Whether to look up the Availability Zones in which each service is offered, and to leave out subnets in other
   * zones.
   *
   * The stack must know its account and Region, and the zones of the subnets must be known at synthesis.
   *
   * @default false
   */
  readonly lookupSupportedAzs?: boolean;
}

/** Options of `VpcEndpoints.existing()`. */
export interface ExistingVpcEndpointsOptions extends ExistingVpcEndpoints, CommonVpcEndpointsOptions {}
