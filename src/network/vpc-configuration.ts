import { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { VpcEndpoints } from '../endpoints/vpc-endpoints';

/** How the execution role may manage the network interfaces of the application. */
export enum NetworkPermissions {
  /**
   * Only in the subnets and with the security groups of the application.
   */
  SCOPED = 'SCOPED',

  /**
   * The statement that the developer guide gives: all network-interface actions on all resources.
   *
   * The escape where the scoped statements turn out too tight.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/vpc-permissions.html
   */
  DOCUMENTED = 'DOCUMENTED',
}

/**
 * The VPC that a Flink application lives in.
 *
 * @see https://docs.aws.amazon.com/managed-flink/latest/java/vpc.html
 */
export interface VpcConfiguration {
  /**
   * The VPC that the application is connected to.
   *
   * For a VPC that was imported, `endpoints` must be given too, since nobody can see at synth time what it already
   * holds.
   */
  readonly vpc: IVpc;

  /**
   * The subnets that the application's network interfaces are made in, 1 to 16.
   *
   * Network interfaces of Flink applications get no public address: public subnets are an error unless
   * `allowPublicSubnet` is set. All subnets in one availability zone give the warning
   * `cdk-managed-flink:single-availability-zone`. Where the CIDR ranges are known, too few addresses for the largest
   * scale of the application give the warning `cdk-managed-flink:subnet-addresses`.
   *
   * @see https://docs.aws.amazon.com/managed-flink/latest/java/vpc-internet.html
   * @default - the private subnets with egress if the VPC has them, else the isolated subnets
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * The security groups of the application, 1 to 5 with the client group of the VPC's endpoints counted.
   *
   * Their outbound rules are yours: endpoints are reached through the client group, which the application carries
   * beside them.
   *
   * @default - one group is created
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * Whether the security group that is created lets the application connect to anything.
   *
   * If `false`, it opens only what endpoints, sources and sinks need. It cannot be combined with `securityGroups`.
   *
   * @default true
   */
  readonly allowAllOutbound?: boolean;

  /**
   * Whether public subnets are accepted. The application has no internet access in them.
   *
   * @default false
   */
  readonly allowPublicSubnet?: boolean;

  /**
   * How the application reaches AWS services without the internet.
   *
   * @default - `VpcEndpoints.create()` for a VPC that this app defines; an imported VPC has no default, and not
   * choosing is an error
   */
  readonly endpoints?: VpcEndpoints;

  /**
   * How narrowly the execution role is allowed to manage network interfaces.
   *
   * @default NetworkPermissions.SCOPED
   */
  readonly networkPermissions?: NetworkPermissions;
}
