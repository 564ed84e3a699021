import { GatewayVpcEndpointAwsService, IPeer, ISecurityGroup, InterfaceVpcEndpointAwsService, SubnetSelection } from 'aws-cdk-lib/aws-ec2';

/** Options of `VpcEndpoints.create()` and of `VpcEndpoints.existing()`. */
export interface CommonVpcEndpointsOptions {
  /**
   * Interface endpoints that every application gets, whatever its sources and sinks are.
   *
   * Whether the service's own delivery of logs and metrics crosses the customer's network interfaces is not documented;
   * the default is the choice that works either way. An empty list means none.
   *
   * @default - CloudWatch Logs and CloudWatch Monitoring
   */
  readonly baselineInterfaceServices?: InterfaceVpcEndpointAwsService[];

  /**
   * Gateway endpoints that every application gets, whatever its sources and sinks are. Gateway endpoints are free. An empty list means none.
   *
   * @default - Amazon S3
   */
  readonly baselineGatewayServices?: GatewayVpcEndpointAwsService[];

  /**
   * The ids (`pl-...`) of the prefix lists of gateway services in this region, by the last part of the service's name: `{ s3: 'pl-0123abcd' }`.
   *
   * They are needed only with `allowAllOutbound: false` or with security groups of your own that are closed: outbound HTTPS is then
   * opened to the prefix list. `aws ec2 describe-managed-prefix-lists` shows them; they differ by region.
   *
   * @default - for a source or sink of a closed application the id is looked up, in a stack that knows its account and region; without them it is an error.
   * The baseline alone opens nothing
   */
  readonly gatewayPrefixListIds?: { [service: string]: string };
}

/** What a VPC already holds. */
export interface ExistingVpcEndpoints {
  /**
   * Services that the VPC has an interface endpoint with private DNS for.
   */
  readonly interfaceServices: InterfaceVpcEndpointAwsService[];

  /**
   * Services that the VPC has a gateway endpoint for, in the route tables of the application's subnets.
   *
   * @default - none in `VpcEndpoints.create()`; in `VpcEndpoints.existing()` the baseline is then taken to be there, and what a source or a sink needs must be listed
   */
  readonly gatewayServices?: GatewayVpcEndpointAwsService[];

  /**
   * The security groups of these interface endpoints. They are opened to the applications on the port of the service (443), once for all applications of the VPC.
   *
   * A group that was imported with `mutable: false` is left as it is.
   *
   * @default - nothing is opened: the endpoints must admit the applications already
   */
  readonly securityGroups?: ISecurityGroup[];
}

/** Options of `VpcEndpoints.create()`. */
export interface CreateVpcEndpointsOptions extends CommonVpcEndpointsOptions {
  /**
   * What the VPC already holds without this app knowing: nothing is made for these services.
   *
   * Endpoints that this app defines, by whichever class, need not be listed: they are found and used.
   *
   * @default - nothing
   */
  readonly existing?: ExistingVpcEndpoints;

  /**
   * Who else may connect to the interface endpoints that are created, for example `Peer.ipv4(vpc.vpcCidrBlock)` or a security group.
   *
   * Private DNS sends the calls of everything in the VPC to the endpoints. What else in the VPC uses one of these services, and reached
   * it through a NAT gateway before, must be admitted here.
   *
   * @default - nobody but Flink applications
   */
  readonly additionalClients?: IPeer[];

  /**
   * The subnets of the interface endpoints; the first one in each availability zone is taken. Applications in other subnets of the VPC reach the
   * endpoints too. Where several applications of a VPC say something else, the one that has an endpoint created first decides on it.
   *
   * @default - the VPC's private subnets with egress if it has them, else its isolated ones, else the subnets of the application that asks first
   */
  readonly subnets?: SubnetSelection;
}

/** Options of `VpcEndpoints.existing()`. */
export interface ExistingVpcEndpointsOptions extends ExistingVpcEndpoints, CommonVpcEndpointsOptions {}

/** How an application gets its endpoints. */
type Mode = 'create' | 'existing' | 'none';

/**
 * How an application reaches the AWS services that it needs without the internet.
 *
 * Endpoints belong to the VPC, not to an application: only one interface endpoint for a service can have private DNS in a VPC.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 */
export class VpcEndpoints {
  /**
   * Endpoints that the VPC lacks are created, once for each VPC and service, and shared by all applications of the app in whatever stack each one is.
   *
   * Endpoints that the app already defines are found and used, whichever class made them. They must be defined before the application;
   * one that is defined later and collides is an error at synth. This is the default for a VPC that the app defines.
   */
  public static create(options: CreateVpcEndpointsOptions = {}): VpcEndpoints {
    return new VpcEndpoints('create', options, options.existing, options);
  }

  /**
   * The VPC has all endpoints that are needed; nothing is created.
   *
   * A service that is needed and not listed is an error when the application is constructed.
   */
  public static existing(options: ExistingVpcEndpointsOptions): VpcEndpoints {
    return new VpcEndpoints('existing', options, options);
  }

  /**
   * Endpoints are your own business: there is a NAT gateway, or nothing to reach. Nothing is created and nothing is checked.
   */
  public static none(): VpcEndpoints {
    return new VpcEndpoints('none', { baselineInterfaceServices: [], baselineGatewayServices: [] });
  }

  /** @internal */
  public readonly _baselineInterfaceServices: InterfaceVpcEndpointAwsService[];
  /** @internal */
  public readonly _baselineGatewayServices: GatewayVpcEndpointAwsService[];
  /** @internal */
  public readonly _prefixListIds: { [service: string]: string };

  private constructor(
    /** @internal */
    public readonly _mode: Mode,
    common: CommonVpcEndpointsOptions,
    /** @internal */
    public readonly _existing: ExistingVpcEndpoints = { interfaceServices: [] },
    /** @internal */
    public readonly _creation: CreateVpcEndpointsOptions = {},
  ) {
    this._baselineInterfaceServices = common.baselineInterfaceServices
      ?? [InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS, InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING];
    this._baselineGatewayServices = common.baselineGatewayServices ?? [GatewayVpcEndpointAwsService.S3];
    this._prefixListIds = common.gatewayPrefixListIds ?? {};
  }
}
